import type { FieldSpec } from '../schema/model.js';

/** Characters of plain texts: letters of both cases and digits. */
const LETTERS = 62;

/** How many different values a field is known to be able to draw, each at most once where that is asked for. */
export function distinctCount(spec: FieldSpec): number {
  if (spec.nullable > 0 || spec.when !== undefined || spec.by !== undefined) return 0;
  switch (spec.kind) {
    case 'uuid':
      return Infinity;
    case 'boolean':
      return 2;
    case 'const':
      return 1;
    case 'enum':
      return spec.weighted ? 0 : spec.values.length;
    case 'integer':
    case 'number': {
      const { min, max, distribution, multipleOf, decimals = 0 } = spec;
      if (distribution !== undefined || min === undefined || max === undefined) return 0;
      const step = multipleOf ?? (spec.kind === 'integer' ? 1 : Number(`1e-${decimals}`));
      return Math.floor((max - min) / step + 1e-9) + 1;
    }
    case 'text': {
      if (spec.words === true || spec.pattern !== undefined || spec.length === undefined) return 0;
      return spec.length.max > 8 ? Infinity : LETTERS ** spec.length.max;
    }
    default:
      return 0;
  }
}
