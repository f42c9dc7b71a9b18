import { fillNormals } from '../random/normal.js';
import type { Addresses, Stream } from '../random/stream.js';

/** Writes a number for each of steps `from` … `from + length − 1` to the start of `out`; steps before 0 have some too. */
export type Fill = (from: number, length: number, out: Float64Array) => void;

/** The random numbers of the steps of one series. */
export interface Draws {
  /** In [0, 1). */
  readonly uniforms: Fill;
  /** The standard normals that have these for quantiles. */
  readonly normals: Fill;
}

/** The first draws of a stream. @param at addresses of steps, needed no longer than until others are asked for. */
export function streamDraws(stream: Stream, at: (from: number, length: number) => Addresses): Draws {
  return {
    uniforms: (from, length, out) => stream.uniforms(at(from, length), 0, out),
    normals: (from, length, out) => stream.normals(at(from, length), 0, out),
  };
}

/** Of uniforms that come from elsewhere. */
export function drawsOf(uniforms: Fill): Draws {
  return {
    uniforms,
    normals(from, length, out) {
      uniforms(from, length, out);
      fillNormals(out, length, out);
    },
  };
}

/** Draws seen backwards: those of step 0 for step 1, of step −1 for step 2 and so on. */
export function backwards({ uniforms, normals }: Draws): Draws {
  const turned =
    (fill: Fill): Fill =>
    (from, length, out) => {
      fill(1 - from - length, length, out);
      out.subarray(0, length).reverse();
    };
  return { uniforms: turned(uniforms), normals: turned(normals) };
}
