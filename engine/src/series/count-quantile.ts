import { type CountingLaw, NegativeBinomialLaw, PoissonLaw } from '../random/counting.js';
import { Slice } from '../random/law.js';
import { LEAST_UNIFORM, normalQuantile } from '../random/normal.js';

/** Bounds of counts, inclusive. */
export interface CountBounds {
  readonly min: number;
  readonly max: number;
}

/** Means below this are taken for 0: nothing else comes out of them. */
const NOTHING = 1e-17;
/** Steps from the guess after which the number is solved for. */
const MOST_STEPS = 256;

/** Whether nothing is cut off. */
export const isOpen = ({ min, max }: CountBounds): boolean => min <= 0 && max === Infinity;

/** A Poisson count of the given mean from one uniform in [0, 1), of those within the bounds; rises with the uniform. */
export function poissonQuantile(u: number, mean: number, bounds: CountBounds): number {
  const m = clamp(mean, bounds);
  return m < NOTHING ? 0 : drawn(u, new PoissonLaw(m), 1 / Math.sqrt(m), bounds);
}

/** A negative binomial count of variance mean + mean² / dispersion; otherwise as {@link poissonQuantile}. */
export function negativeBinomialQuantile(u: number, mean: number, dispersion: number, bounds: CountBounds): number {
  const m = clamp(mean, bounds);
  if (m < NOTHING) return 0;
  const go = m / (dispersion + m);
  return drawn(u, new NegativeBinomialLaw(m, dispersion), (1 + go) / Math.sqrt(dispersion * go), bounds);
}

/** A mean outside the bounds is moved to them, so that there is something between them to draw. */
const clamp = (mean: number, { min, max }: CountBounds): number => Math.min(max, Math.max(min, mean, 0));

function drawn(u: number, law: CountingLaw, skewness: number, bounds: CountBounds): number {
  const v = u > 0 ? u : LEAST_UNIFORM;
  if (isOpen(bounds)) return sought(v, 1 - v, law, skewness);
  const { below, above, mass } = new Slice('count', law, bounds);
  const k = sought(below + v * mass, above + (1 - v) * mass, law, skewness);
  return Math.min(bounds.max, Math.max(bounds.min, k));
}

/** The least number that has a share of p at or below it, from a guess by mean, spread and skewness (Cornish–Fisher). */
function sought(p: number, q: number, law: CountingLaw, skewness: number): number {
  const upper = q < p;
  const z = upper ? -normalQuantile(Math.max(q, LEAST_UNIFORM)) : normalQuantile(Math.max(p, LEAST_UNIFORM));
  const guess = law.mean + law.spread * (z + (skewness * (z * z - 1)) / 6);
  let k = Math.max(0, Math.round(guess));
  // At whole numbers the slope is the share of the number itself.
  let share = law.slopeAt(k);
  let tail = upper ? law.upper(k) : law.lower(k);
  const reached = (): boolean => (upper ? tail <= q : tail >= p);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (!reached()) {
      share *= law.ratio(k++);
      tail += upper ? -share : share;
      if (reached()) return k;
    } else {
      if (k === 0) return 0;
      tail += upper ? share : -share;
      if (!reached()) return k;
      share /= law.ratio(--k);
    }
  }
  return law.solve(p, q);
}
