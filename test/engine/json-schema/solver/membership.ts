import { formatCheck, numberFormatCheck } from '../../../../engine/src/json-schema/formats.js';
import { allDifferent, jsonEquals } from '../../../../engine/src/json-schema/equality.js';
import type { Goal } from '../../../../engine/src/json-schema/goal.js';
import type { ObjectShape, Shape } from '../../../../engine/src/json-schema/shape.js';
import type { Solver } from '../../../../engine/src/json-schema/solver.js';

/** Whether a value is one of those that the shapes of a goal describe. */
export function described(solver: Solver, goal: Goal, value: unknown): boolean {
  return solver.shapesOf(goal).some((shape) => within(solver, shape, value));
}

function within(solver: Solver, shape: Shape, value: unknown): boolean {
  if (shape.excluded.some((other) => jsonEquals(other, value))) return false;
  switch (shape.type) {
    case 'values':
      return shape.values.some((other) => jsonEquals(other, value));
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return (
        typeof value === 'number' &&
        (!shape.integer || Number.isInteger(value)) &&
        (!shape.fractional || !Number.isInteger(value)) &&
        (shape.exclusiveMin ? value > shape.min : value >= shape.min) &&
        (shape.exclusiveMax ? value < shape.max : value <= shape.max) &&
        shape.multipleOf.every((step) => Number.isInteger(value / step)) &&
        !shape.notMultipleOf.some((step) => Number.isInteger(value / step)) &&
        shape.formats.every((name) => numberFormatCheck(name)?.(value) ?? true)
      );
    case 'string': {
      if (typeof value !== 'string') return false;
      const length = [...value].length;
      return (
        length >= shape.minLength &&
        length <= shape.maxLength &&
        shape.patterns.every((source) => new RegExp(source, 'u').test(value)) &&
        !shape.notPatterns.some((source) => new RegExp(source, 'u').test(value)) &&
        shape.formats.every((name) => formatCheck(name)?.(value) ?? true) &&
        !shape.notFormats.some((name) => formatCheck(name)?.(value) ?? true)
      );
    }
    case 'array': {
      if (!Array.isArray(value)) return false;
      const items: readonly unknown[] = value;
      return (
        items.length >= shape.minItems &&
        items.length <= shape.maxItems &&
        (!shape.unique || allDifferent(items)) &&
        (!shape.repeated || !allDifferent(items)) &&
        items.every((item, i) => described(solver, shape.prefix[i] ?? shape.rest, item)) &&
        shape.contains.every(({ goal, min, max }) => {
          const count = items.filter((item) => solver.accepts(goal, item)).length;
          return count >= min && count <= max;
        })
      );
    }
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && withinObject(solver, shape, value);
  }
}

function withinObject(solver: Solver, shape: ObjectShape, value: object): boolean {
  const properties = Object.entries(value);
  return (
    shape.required.every((name) => Object.hasOwn(value, name)) &&
    properties.length >= shape.minProperties &&
    properties.length <= shape.maxProperties &&
    properties.every(
      ([name, property]) =>
        !shape.absent.has(name) &&
        (shape.names === undefined || solver.accepts(shape.names, name)) &&
        described(solver, shape.goalOf(name), property),
    ) &&
    shape.some.every((part) =>
      properties.some(([name, property]) => solver.accepts(part.name, name) && described(solver, part.value, property)),
    )
  );
}
