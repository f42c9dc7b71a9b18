import { arrayShape } from './array-shape.js';
import type { Draft } from './draft.js';
import { canonicalText } from './equality.js';
import type { Goal } from './goal.js';
import { TYPE_BIT, typeOf, typesIn } from './json-types.js';
import type { JsonType } from './keywords.js';
import { DraftObject, type Parts } from './object-shape.js';
import type { BooleanShape, NumberShape, Shape, StringShape, ValuesShape } from './shape.js';

/** How likely types are where no keyword says anything: small and simple values. */
const UNSAID: Readonly<Record<JsonType, number>> = {
  null: 1,
  boolean: 2,
  number: 3,
  string: 4,
  array: 0.5,
  object: 0.5,
};

/** Formats of which no text has two. */
const EXCLUSIVE = new Set(['date', 'time', 'date-time', 'ipv4', 'uuid', 'email', 'duration']);

/** Up to this many integers are looked at one by one. */
const COUNTED = 1000;

/** The shapes of a draft without choices left, one a type at most; weights add up to 1 unless nothing is intended. */
export function formShapes(parts: Parts, goal: Goal, draft: Draft): Shape[] {
  if (draft.values !== undefined) return formValues(parts, goal, draft);
  const types = typesIn(draft.types);
  const weightOf = (type: JsonType): number => {
    if (draft.typed) return 1;
    if (draft.hinted === 0) return UNSAID[type];
    return draft.hinted & TYPE_BIT[type] ? 1 : 0;
  };
  let total = 0;
  for (const type of types) total += weightOf(type);
  return types.flatMap((type) => {
    const shape = formType(parts, draft, type, total === 0 ? 0 : weightOf(type) / total);
    return shape === undefined ? [] : [shape];
  });
}

function formValues(parts: Parts, goal: Goal, draft: Draft): Shape[] {
  const values = new Map<string, unknown>();
  for (const value of draft.values!) if (parts.accepts(goal, value)) values.set(canonicalText(value), value);
  if (values.size > 0) return [valuesShape(draft, [...values.values()], 1)];
  const origin = draft.originOf('values');
  if (origin !== undefined) draft.die(origin, 'none of the values satisfies everything else');
  return [];
}

function valuesShape(draft: Draft, values: readonly unknown[], weight: number): ValuesShape {
  return { type: 'values', weight, excluded: [], notes: draft.notes, values };
}

function formType(parts: Parts, draft: Draft, type: JsonType, weight: number): Shape | undefined {
  const excluded = draft.excluded.filter((value) => typeOf(value) === type);
  const { notes } = draft;
  switch (type) {
    case 'null':
      return excluded.length > 0 ? undefined : { type, weight, excluded, notes };
    case 'boolean': {
      if (excluded.length === 0) return { type, weight, excluded, notes } satisfies BooleanShape;
      const left = [true, false].filter((value) => !excluded.includes(value));
      return left.length === 0 ? undefined : valuesShape(draft, left, weight);
    }
    case 'number':
      return numberShape(draft, excluded as readonly number[], weight);
    case 'string':
      return stringShape(parts, draft, excluded, weight);
    case 'array': {
      const shape = arrayShape(parts, draft, excluded, weight);
      if (shape === undefined) draft.drop('array', 'no array has that few and that many items', 'minitems', 'maxitems');
      return shape;
    }
    case 'object':
      return objectShape(parts, draft, excluded, weight);
  }
}

function numberShape(draft: Draft, excluded: readonly number[], weight: number): NumberShape | undefined {
  const { number: rules, notes } = draft;
  const integer = rules.integer || rules.multipleOf.some(Number.isInteger);
  const nothing = (message: string, ...slots: readonly string[]): undefined => {
    draft.drop('number', message, ...slots);
    return undefined;
  };
  if (integer && rules.fractional) return nothing('no such multiple has a fraction', 'multipleOf', 'fractional');
  if (
    rules.notMultipleOf.some((no) => (integer && isMultiple(1, no)) || rules.multipleOf.some((m) => isMultiple(m, no)))
  ) {
    return nothing('no number is a multiple and none', 'multipleOf');
  }
  let { min, max, exclusiveMin, exclusiveMax } = rules;
  if (integer) {
    min = exclusiveMin && Number.isInteger(min) ? min + 1 : Math.ceil(min);
    max = exclusiveMax && Number.isInteger(max) ? max - 1 : Math.floor(max);
    exclusiveMin = exclusiveMax = false;
  }
  if (min > max) return nothing(`no integer lies between ${rules.min} and ${rules.max}`, 'min', 'max', 'integer');
  for (const step of rules.multipleOf) {
    if (hasMultiple(step, min, exclusiveMin, max, exclusiveMax)) continue;
    return nothing(`no multiple of ${step} lies between ${rules.min} and ${rules.max}`, 'multipleOf', 'min', 'max');
  }
  if (allExcluded(excluded, min, max, integer))
    return nothing('every number between the bounds is excluded', 'excluded');
  return { type: 'number', weight, excluded, notes, ...rules, integer, min, max, exclusiveMin, exclusiveMax };
}

function isMultiple(value: number, of: number): boolean {
  return Number.isInteger(value / of);
}

/** Errs on the side of one: quotients of fractions are not exact. */
function hasMultiple(step: number, min: number, exclusiveMin: boolean, max: number, exclusiveMax: boolean): boolean {
  if (max - min >= 2 * step || !Number.isFinite(max - min)) return true;
  const slack = Number.isInteger(step) ? 0 : 1e-9;
  let first = Math.ceil(min / step - slack);
  if (exclusiveMin && first * step <= min - slack * step) first++;
  if (exclusiveMin && slack === 0 && first * step === min) first++;
  const value = first * step;
  return exclusiveMax && slack === 0 ? value < max : value <= max + slack * step;
}

function allExcluded(excluded: readonly number[], min: number, max: number, integer: boolean): boolean {
  if (min === max) return excluded.includes(min);
  if (!integer || !(max - min < COUNTED) || excluded.length <= max - min) return false;
  for (let value = min; value <= max; value++) if (!excluded.includes(value)) return false;
  return true;
}

function stringShape(
  { goals }: Parts,
  draft: Draft,
  excluded: readonly unknown[],
  weight: number,
): StringShape | undefined {
  const { content, ...rules } = draft.string;
  const { patterns, notPatterns, formats, notFormats } = rules;
  const nothing = (message: string, ...slots: readonly string[]): undefined => {
    draft.drop('string', message, ...slots);
    return undefined;
  };
  const pattern = patterns.find((source) => notPatterns.includes(source));
  if (pattern !== undefined) return nothing(`no text matches ${pattern} and does not`, 'pattern', 'notPattern');
  const format = formats.find((name) => notFormats.includes(name));
  if (format !== undefined) return nothing(`no text is a ${format} and none`, 'format', 'notFormat');
  const exclusive = formats.filter((name) => EXCLUSIVE.has(name));
  if (exclusive.length > 1) return nothing(`no text is a ${exclusive.join(' and a ')}`, 'format');
  if (rules.maxLength === 0 && excluded.includes('')) return nothing('the only text left is excluded', 'excluded');
  const contentSchema = content.length === 0 ? undefined : goals.of(content);
  return { type: 'string', weight, excluded, notes: draft.notes, ...rules, contentSchema };
}

function objectShape(
  parts: Parts,
  draft: Draft,
  excluded: readonly unknown[],
  weight: number,
): DraftObject | undefined {
  const shape = new DraftObject(parts, draft, excluded, weight);
  const { goals } = parts;
  for (const [name, origin] of draft.object.required) {
    if (shape.allows(name)) continue;
    draft.blame(origin, `requires "${name}", which cannot be there`);
    return undefined;
  }
  const endless = shape.endless && (!goals.isNever(shape.others) || shape.patterns.length > 0);
  if (!endless && shape.spelled.length < shape.minProperties) {
    draft.drop('object', `asks for more properties than can be there (${shape.spelled.length})`, 'minproperties');
    return undefined;
  }
  if (shape.maxProperties === 0 && excluded.some((value) => Object.keys(value as object).length === 0))
    return undefined;
  return shape;
}
