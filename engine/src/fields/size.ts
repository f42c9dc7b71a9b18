import { compileDistribution } from '../random/distribution.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { SizeModel } from '../schema/model.js';

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
export function compileSize(size: SizeModel, stream: Stream): SizeDrawer {
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
  const quantile = compileDistribution(spec, { min, max, discrete: true });
  return {
    min,
    // An open end is no length to reckon with: what counts is the largest that can be drawn.
    max: Math.min(max, quantile.quantile(1 - 2 ** -53)),
    draw(at) {
      const uniforms = new Float64Array(at.length);
      stream.uniforms(at, 0, uniforms);
      const drawn = new Float64Array(at.length);
      quantile.fill(uniforms, at.length, drawn);
      return Int32Array.from(drawn);
    },
  };
}
