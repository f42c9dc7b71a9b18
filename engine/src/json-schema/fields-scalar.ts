import { compilePattern } from '../fields/pattern.js';
import { LETTERS_LENGTH } from '../fields/text.js';
import type { BooleanSpec, ConstSpec, EnumSpec, NumberSpec, TextSpec } from '../schema/model.js';
import { insideOf, isExact } from './realism-numbers.js';
import type { NumberShape, StringShape, ValuesShape } from './shape.js';

type ScalarSpec = NumberSpec | TextSpec | BooleanSpec | EnumSpec | ConstSpec;

/** Distance of the bounds where a schema gives one of them or none. */
const SPAN = 1000;

/** What is written where a type has to have some bound. */
const OPEN_ENDED: ReadonlySet<number> = new Set([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]);

/** Numbers that a field has at least between its bounds, where it has the choice. */
const VARIETY = 1000;

/** A field whose every number has the shape; `undefined` where none is sure to. */
export function numberField(shape: NumberShape): NumberSpec | undefined {
  if (shape.fractional || shape.notMultipleOf.length + shape.excluded.length > 0) return undefined;
  if (shape.multipleOf.length > 1) return undefined;
  const [multipleOf] = shape.multipleOf;
  const { min, max } = rangeOf(shape, multipleOf);
  const decimals = shape.integer ? 0 : usualDecimals(max - min);
  const step = multipleOf ?? Number(`1e-${decimals}`);
  if (multipleOf !== undefined && (!isExact(multipleOf) || (shape.integer && !Number.isInteger(multipleOf))))
    return undefined;
  if (Math.max(Math.abs(min), Math.abs(max)) / step > Number.MAX_SAFE_INTEGER) return undefined;
  const low = insideOf(min, shape.exclusiveMin && min === shape.min, step, 1);
  const high = insideOf(max, shape.exclusiveMax && max === shape.max, step, -1);
  if (!(low <= high)) return undefined;
  const bounds = { min: low, max: high };
  if (multipleOf !== undefined) return { kind: shape.integer ? 'integer' : 'number', ...bounds, multipleOf };
  return shape.integer ? { kind: 'integer', ...bounds } : { kind: 'number', ...bounds, decimals };
}

/** The bounds, and near ones instead of those that are missing or vast. */
function rangeOf(shape: NumberShape, multipleOf = 0): { readonly min: number; readonly max: number } {
  const min = isOpenEnd(-shape.min) ? undefined : shape.min;
  const max = isOpenEnd(shape.max) ? undefined : shape.max;
  if (min !== undefined && max !== undefined) return { min, max };
  const span = Math.max(SPAN, multipleOf * 20);
  if (min !== undefined) return { min, max: Math.min(shape.max, min + span) };
  if (max === undefined) return { min: Math.max(shape.min, 0), max: Math.min(shape.max, span) };
  return { min: max > 0 && shape.min <= 0 ? 0 : Math.max(shape.min, max - span), max };
}

function isOpenEnd(bound: number): boolean {
  return bound > Number.MAX_SAFE_INTEGER || OPEN_ENDED.has(bound);
}

/** Two digits after the point, more where the bounds are close. */
function usualDecimals(span: number): number {
  let decimals = 2;
  for (let reach = span * 100; reach < VARIETY && reach > 0 && decimals < 12; reach *= 10) decimals++;
  return decimals;
}

/** As {@link numberField}, for texts without a meaning. */
export function textField(shape: StringShape): TextSpec | undefined {
  if (shape.formats.length + shape.notFormats.length + shape.notPatterns.length + shape.excluded.length > 0)
    return undefined;
  if (shape.contentEncoding !== undefined || shape.contentMediaType !== undefined || shape.contentSchema !== undefined)
    return undefined;
  const { minLength, maxLength, patterns } = shape;
  if (patterns.length > 1) return undefined;
  if (patterns.length === 1) return patternField(patterns[0], minLength, maxLength);
  if (maxLength === 0) return undefined;
  const usual = LETTERS_LENGTH;
  const max = Math.min(maxLength, Math.max(usual.max, minLength + usual.min));
  const min = Math.max(minLength, Math.min(usual.min, Math.ceil(max / 2)));
  return { kind: 'text', length: { min, max } };
}

/** Texts that match the pattern as a whole have a match of it. */
function patternField(source: string, minLength: number, maxLength: number): TextSpec | undefined {
  if (minLength > 0) return undefined;
  const compiled = compilePattern(source);
  if (!compiled.ok || compiled.pattern.longest > maxLength) return undefined;
  return { kind: 'text', pattern: { text: source, pointer: '' } };
}

/** One of some values, all alike. */
export function valuesField(shape: ValuesShape): ScalarSpec {
  const { values } = shape;
  if (values.length === 1) return { kind: 'const', value: values[0] };
  if (values.length === 2 && values.includes(true) && values.includes(false)) return BOOLEAN;
  return { kind: 'enum', values: values.map((value) => ({ value, weight: 1 })), weighted: false };
}

export const BOOLEAN: BooleanSpec = { kind: 'boolean', probability: 0.5 };
