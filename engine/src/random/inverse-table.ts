import { doubles, HIGH, words } from './bits.js';
import { cos, exp, log } from './exact.js';
import type { Law } from './law.js';
import { LEAST_UNIFORM } from './normal.js';

/** Coefficients of a cell's polynomial. */
const TERMS = 10;
/** What a cell holds: how to read it, centre and inverse half width of its argument, least and greatest value, polynomial. */
const STRIDE = 5 + TERMS;
/** Cells of an octave: eight, so that log p has converged to rounding within ten terms. */
const CELL_BITS = 3;
const CELLS = 1 << CELL_BITS;

/** Parts into which a rough cell is divided once more. */
const PARTS = 64;

const UNBUILT = 0;
/** Not smooth enough for a polynomial. */
const ROUGH = 1;
const CONSTANT = 2;
const LINEAR = 3;
/** The polynomial gives the logarithm of the value. */
const LOGARITHMIC = 4;
/** The polynomial gives log(x / (1 − x)), of values from 0 to 1. */
const LOGIT = 5;

const nodes = Float64Array.from({ length: TERMS }, (_, i) => cos((Math.PI * (i + 0.5)) / TERMS));
const probes = [-0.93, -0.35, 0.29, 0.81];

/**
 * The quantile function of a law as piecewise polynomials, each cell built when it is first needed from values that the
 * law solves for; after that a value costs about ten multiplications. Cells are eighths of octaves of the smaller tail,
 * p or 1 − p, found by the bits of the number: a quantile function has its singularities at 0 and 1, so that relative to
 * its distance from them every cell is equally smooth. Where that fails (between the humps of a mixture), a cell is
 * divided once more, and what is still not smooth is solved for value by value. Compare G. Derflinger, W. Hörmann, J. Leydold, "Random variate generation by numerical
 * inversion when only the density is known", ACM TOMACS 20 (2010).
 *
 * A value depends on its argument alone, not on what was asked before.
 */
export class InverseTable {
  readonly #law: Pick<Law, 'solve'>;
  readonly #lower: (Float64Array | undefined)[] = [];
  readonly #upper: (Float64Array | undefined)[] = [];
  readonly #parts = new Map<number, Float64Array>();

  constructor(law: Pick<Law, 'solve'>) {
    this.#law = law;
  }

  /** The value below which the share p lies, q = 1 − p above it. */
  at(p: number, q: number): number {
    const upper = q < p;
    let v = upper ? q : p;
    if (v < 2.2250738585072014e-308) v = 2.2250738585072014e-308;
    else if (v >= 0.5) v = 0.5 - LEAST_UNIFORM;
    doubles[0] = v;
    const key = words[HIGH] >> (20 - CELL_BITS);
    const octaves = upper ? this.#upper : this.#lower;
    const cells = (octaves[key >> CELL_BITS] ??= new Float64Array(CELLS * STRIDE));
    const base = (key & (CELLS - 1)) * STRIDE;
    if (cells[base] === UNBUILT) this.#build(cells, base, cellStart(key), cellStart(key + 1), upper);
    return cells[base] === ROUGH ? this.#refined(key, v, upper) : read(cells, base, v);
  }

  /** The value at v in a cell that was not smooth, from a part of it that is, or solved for. */
  #refined(key: number, v: number, upper: boolean): number {
    const name = upper ? -key : key;
    let parts = this.#parts.get(name);
    if (parts === undefined) this.#parts.set(name, (parts = new Float64Array(PARTS * STRIDE)));
    const start = cellStart(key);
    const width = (cellStart(key + 1) - start) / PARTS;
    const part = Math.floor((v - start) / width);
    const base = part * STRIDE;
    if (parts[base] === UNBUILT) this.#build(parts, base, start + part * width, start + (part + 1) * width, upper);
    return parts[base] === ROUGH ? this.#solve(v, upper) : read(parts, base, v);
  }

  #solve(v: number, upper: boolean): number {
    return upper ? this.#law.solve(1 - v, v) : this.#law.solve(v, 1 - v);
  }

  #build(cells: Float64Array, base: number, from: number, to: number, upper: boolean): void {
    const atFrom = this.#solve(from, upper);
    const atTo = this.#solve(to, upper);
    const least = Math.min(atFrom, atTo);
    const greatest = Math.max(atFrom, atTo);
    const centre = (from + to) / 2;
    const half = (to - from) / 2;
    cells[base + 1] = centre;
    cells[base + 2] = 1 / half;
    cells[base + 3] = least;
    cells[base + 4] = greatest;
    if (least === greatest) {
      cells[base] = CONSTANT;
      return;
    }
    const value = (t: number): number => this.#solve(centre + half * t, upper);
    const atNodes = nodes.map(value);
    const atProbes = probes.map(value);
    const steep = least > 0 && greatest > 1.5 * least;
    cells[base] = ROUGH;
    for (const kind of greatest <= 1 && least >= 0
      ? [steep ? LOGARITHMIC : LINEAR, LOGIT]
      : [steep ? LOGARITHMIC : LINEAR]) {
      const coefficients = interpolate(atNodes.map((x) => transformed(kind, x)));
      const smooth = probes.every((t, i) => {
        let y = 0;
        for (let k = TERMS - 1; k >= 0; k--) y = y * t + coefficients[k];
        const x = atProbes[i];
        const range = kind === LINEAR ? greatest - least : kind === LOGIT ? Math.min(x, 1 - x) : x;
        return Math.abs(restored(kind, y) - x) <= 1e-11 * range + 1e-14 * (kind === LINEAR ? Math.abs(x) : x);
      });
      if (!smooth) continue;
      cells.set(coefficients, base + 5);
      cells[base] = kind;
      return;
    }
  }
}

/** The value at v in the cell that starts at `base`. */
function read(cells: Float64Array, base: number, v: number): number {
  const kind = cells[base];
  const least = cells[base + 3];
  if (kind === CONSTANT) return least;
  const t = (v - cells[base + 1]) * cells[base + 2];
  let y = cells[base + 5 + TERMS - 1];
  for (let k = base + 5 + TERMS - 2; k >= base + 5; k--) y = y * t + cells[k];
  if (kind !== LINEAR) y = kind === LOGARITHMIC ? exp(y) : 1 / (1 + exp(-y));
  const greatest = cells[base + 4];
  return y < least ? least : y > greatest ? greatest : y;
}

function transformed(kind: number, x: number): number {
  return kind === LINEAR ? x : kind === LOGARITHMIC ? log(x) : log(x / (1 - x));
}

function restored(kind: number, y: number): number {
  return kind === LINEAR ? y : kind === LOGARITHMIC ? exp(y) : 1 / (1 + exp(-y));
}

/** The least number in a cell: the one whose leading bits are `key`. */
function cellStart(key: number): number {
  doubles[0] = 0;
  words[HIGH] = key << (20 - CELL_BITS);
  return doubles[0];
}

/** Coefficients in t of the polynomial with these values at the Chebyshev nodes of [−1, 1]. */
function interpolate(values: Float64Array): Float64Array {
  const result = new Float64Array(TERMS);
  let before = new Float64Array(TERMS);
  let current = new Float64Array(TERMS);
  current[0] = 1;
  for (let degree = 0; degree < TERMS; degree++) {
    let c = 0;
    for (let i = 0; i < TERMS; i++) c += values[i] * cos((Math.PI * degree * (i + 0.5)) / TERMS);
    c *= (degree === 0 ? 1 : 2) / TERMS;
    for (let k = 0; k <= degree; k++) result[k] += c * current[k];
    // T(d+1) = 2t T(d) − T(d−1), and T(1) = t.
    const next = new Float64Array(TERMS);
    for (let k = 0; k <= degree && k + 1 < TERMS; k++) next[k + 1] = (degree === 0 ? 1 : 2) * current[k];
    if (degree > 0) for (let k = 0; k < degree; k++) next[k] -= before[k];
    before = current;
    current = next;
  }
  return result;
}
