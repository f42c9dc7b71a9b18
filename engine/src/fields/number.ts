import type { NumberColumn } from '../columns/column.js';
import { SynthError } from '../errors.js';
import { AliasTable } from '../random/alias.js';
import type { Quantile } from '../random/distribution.js';
import { drawPoints, placePoints } from '../random/points.js';
import type { Distribution, NumberSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Drawer } from './drawer.js';
import { Grid } from './grid.js';

/** Where a number without bounds or distribution lies. */
const DEFAULT_SPAN = 1000;

/** Up to this many grid points a distribution is tabulated and drawn in constant time. */
const TABLE_LIMIT = 1 << 14;

const NEEDS_BOUNDS = new Set<Distribution['type']>(['uniform', 'loguniform', 'beta', 'triangular', 'zipf']);

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Bounds as drawn: what the field leaves open is filled where the distribution has no support of its own. */
export function numberBounds(spec: NumberSpec): Bounds {
  const { min, max, distribution } = spec;
  if (distribution !== undefined && !NEEDS_BOUNDS.has(distribution.type)) return { min, max };
  if (distribution?.type === 'beta' && min === undefined && max === undefined) return { min: 0, max: 1 };
  const least = distribution?.type === 'loguniform' || distribution?.type === 'zipf' ? 1 : 0;
  const low = min ?? (max === undefined || max > least ? least : max - DEFAULT_SPAN);
  return { min: low, max: max ?? low + DEFAULT_SPAN };
}

/**
 * Integers and decimals. Values lie on a grid (whole numbers, `decimals`, `multipleOf`), so that every value prints
 * exactly and bounds hold after rounding.
 * @throws DistributionError where nothing lies between the bounds; SynthError `range/empty` where nothing there is exact.
 */
export function compileNumber(spec: NumberSpec, context: FieldContext): Drawer {
  const bounds = numberBounds(spec);
  const grid = new Grid(spec, bounds);
  if (grid.count === 0) throw outOfReach(spec);
  const type = {
    kind: spec.kind,
    nullable: false,
    optional: false,
    decimals: spec.kind === 'number' ? grid.decimals : undefined,
  } as const;
  const column = (values: Float64Array): NumberColumn => ({
    kind: 'number',
    length: values.length,
    values,
    decimals: grid.decimals,
  });

  const { distribution } = spec;
  if (distribution === undefined || distribution.type === 'uniform') {
    const { first, count, points } = grid;
    const stream = context.stream();
    return {
      type,
      domain: { size: count, at: (places) => column(grid.values(places, first)) },
      draw(batch) {
        if (!context.correlated) return column(drawPoints(stream, batch.addresses, 0, points));
        const values = new Float64Array(batch.length);
        context.uniforms(batch, values);
        placePoints(values, points);
        return column(values);
      },
    };
  }

  if (grid.decimals === undefined) {
    // Far out, doubles are used as they come: they lie close together near 0 and far apart elsewhere.
    const law = context.distribution(distribution, bounds);
    return {
      type,
      draw(batch) {
        const values = new Float64Array(batch.length);
        context.uniforms(batch, values);
        law.fill(values, batch.length, values);
        return column(values);
      },
    };
  }

  const exact = context.distribution(distribution, {
    min: bounds.min === undefined ? undefined : grid.value(grid.first),
    max: bounds.max === undefined ? undefined : grid.value(grid.last),
    step: grid.step,
  });
  if (!context.correlated && grid.count <= TABLE_LIMIT) {
    const alias = new AliasTable(gridWeights(exact, grid));
    const stream = context.stream();
    return {
      type,
      draw(batch) {
        const picks = new Int32Array(batch.length);
        alias.draw(stream, batch.addresses, 0, picks);
        return column(grid.values(picks, grid.first));
      },
    };
  }
  // A continuous law is rounded here, on its way into the column; half a step beyond the bounds belongs to their points.
  const half = grid.step / 2;
  const law = context.distribution(distribution, { min: exact.min - half, max: exact.max + half });
  const quantile = law.discrete ? exact : law;
  return {
    type,
    draw(batch) {
      const values = new Float64Array(batch.length);
      context.uniforms(batch, values);
      quantile.fill(values, batch.length, values);
      return column(law.discrete ? values : grid.snap(values));
    },
  };
}

function outOfReach({ kind, decimals, multipleOf, min, max }: NumberSpec): SynthError {
  const range = min === undefined ? `up to ${max}` : max === undefined ? `from ${min} on` : `from ${min} to ${max}`;
  const whole = kind === 'integer';
  const what =
    multipleOf !== undefined
      ? `multiple of ${multipleOf}`
      : whole
        ? 'whole number'
        : `number${decimals === undefined ? '' : ` with ${decimals} decimals`}`;
  const step = multipleOf === undefined ? decimals : multipleOf;
  const way = whole
    ? 'Use type: number'
    : step === undefined
      ? 'Widen the range'
      : `Leave ${multipleOf === undefined ? 'decimals' : 'multipleOf'} out`;
  return new SynthError('range/empty', `No ${what} ${range} can be told from the next: doubles have 53 bits. ${way}.`);
}

/** The probability of each grid point: what the distribution has around it. */
function gridWeights(exact: Quantile, grid: Grid): Float64Array {
  const weights = new Float64Array(grid.count);
  const half = grid.step / 2;
  let below = 0;
  for (let k = 0; k < grid.count; k++) {
    const upTo = exact.cdf(grid.value(grid.first + k) + half);
    weights[k] = Math.max(0, upTo - below);
    below = upTo;
  }
  return weights;
}
