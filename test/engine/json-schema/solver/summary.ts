import type { Goal } from '../../../../engine/src/json-schema/goal.js';
import type { Shape } from '../../../../engine/src/json-schema/shape.js';
import type { Solver } from '../../../../engine/src/json-schema/solver.js';

/** The shapes that are meant to be drawn, one line each; the others by their types alone. */
export function summary(solver: Solver, goal: Goal = solver.goals.root): string[] {
  const shapes = solver.shapesOf(goal);
  const meant = shapes.filter(({ weight }) => weight > 0).map(summarise);
  const spare = shapes.filter(({ weight }) => weight === 0).map(({ type }) => type);
  return spare.length > 0 ? [...meant, `else ${[...new Set(spare)].join(' ')}`] : meant;
}

function summarise(shape: Shape): string {
  const parts: string[] = [];
  const range = (min: number, max: number): void => {
    if (min > 0 || max < Infinity) parts.push(`${min}..${max}`);
  };
  switch (shape.type) {
    case 'values':
      return shape.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'number': {
      const { min, max, exclusiveMin, exclusiveMax } = shape;
      if (min > -Infinity || max < Infinity)
        parts.push(`${exclusiveMin ? '>' : ''}${min}..${exclusiveMax ? '<' : ''}${max}`);
      parts.push(...shape.multipleOf.map((step) => `×${step}`), ...shape.notMultipleOf.map((step) => `not ×${step}`));
      if (shape.fractional) parts.push('fractional');
      parts.unshift(shape.integer ? 'integer' : 'number');
      break;
    }
    case 'string':
      parts.push('string');
      range(shape.minLength, shape.maxLength);
      parts.push(
        ...shape.patterns.map((source) => `/${source}/`),
        ...shape.notPatterns.map((source) => `not /${source}/`),
      );
      parts.push(...shape.formats, ...shape.notFormats.map((name) => `not ${name}`));
      break;
    case 'array':
      parts.push('array');
      range(shape.minItems, shape.maxItems);
      if (shape.unique) parts.push('unique');
      if (shape.repeated) parts.push('repeated');
      parts.push(...shape.prefix.map(brief), `rest ${brief(shape.rest)}`);
      parts.push(...shape.contains.map(({ goal, min, max }) => `contains ${min}..${max} of ${brief(goal)}`));
      break;
    case 'object':
      parts.push('object');
      range(shape.minProperties, shape.maxProperties);
      parts.push(
        ...shape.known.map(
          (name) => `${name}${shape.required.includes(name) ? '' : '?'}: ${brief(shape.goalOf(name))}`,
        ),
        ...[...shape.absent].map((name) => `no ${name}`),
        ...shape.patterns.map((source) => `/${source}/`),
        ...shape.some.map(({ name, value }) => `some ${brief(name)}: ${brief(value)}`),
      );
      parts.push(shape.open ? 'open' : 'closed');
      break;
    default:
      parts.push(shape.type);
  }
  if (shape.excluded.length > 0) parts.push(`but ${shape.excluded.map((value) => JSON.stringify(value)).join(' | ')}`);
  return parts.join(', ').replace(', ', shape.type === 'null' || shape.type === 'boolean' ? ', ' : ' ');
}

function brief({ literals }: Goal): string {
  const texts = literals.map(({ at, negated }) => `${negated ? '¬' : ''}${JSON.stringify(at.node.value)}`);
  return texts.join(' ∧ ').replaceAll('"', '') || 'any';
}
