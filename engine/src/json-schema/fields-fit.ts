import { semanticSignature } from '../vocabulary/catalog.js';
import type { FieldSpec } from '../schema/model.js';
import type { Goal } from './goal.js';
import { TEXT_IDEAS } from './realism-ideas.js';
import { isExact } from './realism-numbers.js';
import type { NumberShape, Shape, StringShape } from './shape.js';
import type { Solver } from './solver.js';

/** Whether whatever a field draws is sure to satisfy a goal. */
export function fits(spec: FieldSpec, goal: Goal, solver: Solver): boolean {
  if (goal === solver.goals.any) return true;
  if (spec.when !== undefined || spec.by !== undefined) return variantsFit(spec, goal, solver);
  if (!isSteady(spec, goal, solver)) return false;
  if (spec.kind === 'const') return solver.accepts(goal, spec.value);
  if (spec.kind === 'enum') return spec.values.every(({ value }) => solver.accepts(goal, value));
  if (spec.kind === 'boolean') return solver.accepts(goal, true) && solver.accepts(goal, false);
  const shapes = solver.shapesOf(goal).filter(({ type }) => type !== 'null');
  return shapes.some((shape) => shape.excluded.length === 0 && within(spec, shape));
}

/** Whether whatever the variants of a field draw is sure to satisfy a goal. */
function variantsFit({ when, by, cases = [], otherwise, ...own }: FieldSpec, goal: Goal, solver: Solver): boolean {
  const givesNull = when !== undefined && (by !== undefined || otherwise === undefined);
  if (givesNull && !solver.accepts(goal, null)) return false;
  const variants = cases.map(({ field }) => field);
  // The field's own value stands where it has no other variant, and may then be null as every variant may.
  if (by === undefined || otherwise === undefined || own.nullable > 0) variants.push(own as FieldSpec);
  if (otherwise !== undefined) variants.push(otherwise);
  return variants.every((variant) => fits(variant, goal, solver));
}

/** Whether a field whose parts come of the goal still satisfies it, with the settings laid over it. */
export function keeps(spec: FieldSpec, goal: Goal, solver: Solver): boolean {
  if (!isSteady(spec, goal, solver)) return false;
  if (spec.kind !== 'array') return spec.kind === 'object' || spec.kind === 'json';
  const { length, uniqueItems } = spec;
  const lists = solver.shapesOf(goal).filter((shape) => shape.type === 'array');
  return lists.some(
    (shape) => length.min >= shape.minItems && length.max <= shape.maxItems && (uniqueItems || !shape.unique),
  );
}

/** Nothing but a value comes out, or a null where one may. */
function isSteady(spec: FieldSpec, goal: Goal, solver: Solver): boolean {
  if (spec.when !== undefined || spec.by !== undefined || spec.prompt !== undefined) return false;
  return spec.nullable === 0 || solver.accepts(goal, null);
}

function within(spec: FieldSpec, shape: Shape): boolean {
  switch (shape.type) {
    case 'number':
      return withinNumbers(spec, shape);
    case 'string':
      return withinTexts(spec, shape);
    default:
      return false;
  }
}

function withinNumbers(spec: FieldSpec, shape: NumberShape): boolean {
  if (shape.fractional || shape.notMultipleOf.length > 0) return false;
  const above = (min: number): boolean => (shape.exclusiveMin ? min > shape.min : min >= shape.min);
  const below = (max: number): boolean => (shape.exclusiveMax ? max < shape.max : max <= shape.max);
  if (spec.kind === 'sequence') {
    if (spec.temporal || typeof spec.step !== 'number' || shape.multipleOf.length > 0) return false;
    const whole = Number.isInteger(spec.start) && Number.isInteger(spec.step);
    return (whole || !shape.integer) && spec.step >= 0 && above(spec.start) && shape.max === Infinity;
  }
  if (spec.kind !== 'integer' && spec.kind !== 'number') return false;
  const { min, max, multipleOf, decimals } = spec;
  if (min === undefined ? shape.min > -Infinity : !above(min)) return false;
  if (max === undefined ? shape.max < Infinity : !below(max)) return false;
  const whole = spec.kind === 'integer' || decimals === 0 || (multipleOf !== undefined && Number.isInteger(multipleOf));
  if (shape.integer && !whole) return false;
  return shape.multipleOf.every((m) => isExact(m) && multipleOf !== undefined && Number.isInteger(multipleOf / m));
}

function withinTexts(spec: FieldSpec, shape: StringShape): boolean {
  if (shape.patterns.length + shape.notPatterns.length + shape.notFormats.length > 0) return false;
  if (shape.contentEncoding !== undefined || shape.contentSchema !== undefined) return false;
  const { minLength, maxLength, formats } = shape;
  const free = minLength <= 1 && maxLength === Infinity && formats.length === 0;
  switch (spec.kind) {
    case 'uuid':
      return minLength <= 36 && maxLength >= 36 && formats.every((format) => format === 'uuid');
    case 'text':
      if (spec.length === undefined) return free;
      return formats.length === 0 && spec.length.min >= minLength && spec.length.max <= maxLength;
    case 'semantic': {
      const texts = semanticSignature(spec.type)?.result.every((type) => type === 'string' || type.startsWith("'"));
      if (texts === true && free) return true;
      const idea = TEXT_IDEAS[spec.type];
      if (idea === undefined || 'prose' in idea || spec.options !== undefined) return false;
      return (
        minLength <= idea.shortest &&
        maxLength >= idea.longest &&
        formats.every((format) => idea.formats.includes(format))
      );
    }
    default:
      return false;
  }
}
