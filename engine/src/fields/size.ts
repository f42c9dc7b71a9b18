import { discretise, type Quantile } from '../random/distribution.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { Distribution, SizeModel } from '../schema/model.js';

/** Draws how many: characters, items, children. Whole numbers within the bounds of the size. */
export interface SizeDrawer {
  readonly min: number;
  readonly max: number;
  draw(at: Addresses): Int32Array;
}

/**
 * @param stream the size's own random numbers, so that a changed length leaves the things counted alone.
 * @throws DistributionError where the distribution leaves nothing between the bounds.
 */
export function compileSize(
  size: SizeModel,
  stream: Stream,
  distribution: (spec: Distribution, bounds: { min?: number; max?: number }) => Quantile,
): SizeDrawer {
  const { min, max } = size;
  if (min === max) return { min, max, draw: (at) => new Int32Array(at.length).fill(min) };
  const spec = size.distribution;
  if (spec === undefined || spec.type === 'uniform') {
    return {
      min,
      max,
      draw(at) {
        const out = new Int32Array(at.length);
        stream.integers(at, 0, max - min + 1, out);
        for (let i = 0; i < out.length; i++) out[i] += min;
        return out;
      },
    };
  }
  const quantile = wholeNumbers(distribution, spec, min, max);
  return {
    min,
    max,
    draw(at) {
      const uniforms = new Float64Array(at.length);
      stream.uniforms(at, 0, uniforms);
      const drawn = new Float64Array(at.length);
      quantile.fill(uniforms, at.length, drawn);
      return Int32Array.from(drawn);
    },
  };
}

/** A distribution on the whole numbers min…max; a continuous one is rounded to them without piling up at the ends. */
export function wholeNumbers(
  distribution: (spec: Distribution, bounds: { min?: number; max?: number }) => Quantile,
  spec: Distribution,
  min: number,
  max: number,
): Quantile {
  const exact = distribution(spec, { min, max });
  if (exact.discrete) return exact;
  return discretise(distribution(spec, { min: min - 0.5, max: max + 0.5 }), min, max, 1);
}
