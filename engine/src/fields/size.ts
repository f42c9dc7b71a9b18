import { SynthError } from '../errors.js';
import { compileDistribution, DistributionError } from '../random/distribution.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { SizeModel } from '../schema/model.js';

/** Draws how many: characters, items, children. Whole numbers within the bounds of the size. */
export interface SizeDrawer {
  readonly min: number;
  readonly max: number;
  draw(at: Addresses): Int32Array;
}

/** Sizes are kept in 32 bits. */
const LARGEST = 0x7fffffff;

/** Sizes that are passed once in a million draws do not count. */
const RARE = 1e-6;

/** The largest size that is drawn, but for rare ones of distributions without an end. */
export function largestSize({ min, max, distribution: spec }: SizeModel): number {
  if (min === max || spec === undefined || spec.type === 'uniform') return max;
  try {
    return Math.min(max, compileDistribution(spec, { min, max, discrete: true }).quantile(1 - RARE));
  } catch (error) {
    // Nothing can be drawn: told where it is compiled.
    if (error instanceof DistributionError) return min;
    throw error;
  }
}

/**
 * @param stream the size's own random numbers, so that a changed length leaves the things counted alone.
 * @param most what can be drawn at most
 * @throws DistributionError where the distribution leaves nothing between the bounds; SynthError `size/too-large`
 */
export function compileSize(size: SizeModel, stream: Stream, most = LARGEST): SizeDrawer {
  const { min, max } = size;
  const largest = largestSize(size);
  if (largest > most) throw tooLarge(largest, most);
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
      for (let i = 0; i < drawn.length; i++) if (drawn[i] > most) throw tooLarge(drawn[i], most);
      return Int32Array.from(drawn);
    },
  };
}

function tooLarge(size: number, most: number): SynthError {
  return new SynthError(
    'size/too-large',
    `Up to ${size} are asked for in one row, and at most ${most} can be drawn. Lower the length, or say its max.`,
  );
}
