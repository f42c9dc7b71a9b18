/** An estimate and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** How many standard errors an estimate lies from the truth. */
export const distance = ({ value, error }: Estimate, truth: number): number => (value - truth) / error;

export function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

export function variance(x: ArrayLike<number>, centre = mean(x)): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - centre) ** 2;
  return sum / x.length;
}

/** The autocorrelation of a series at a lag. */
export function autocorrelation(x: ArrayLike<number>, lag: number): number {
  return crossCorrelation(x, x, lag);
}

/** The correlation of y with what x was `lag` steps before. */
export function crossCorrelation(x: ArrayLike<number>, y: ArrayLike<number>, lag: number): number {
  const mx = mean(x);
  const my = mean(y);
  let sum = 0;
  for (let t = Math.max(0, lag); t < y.length && t - lag < x.length; t++) sum += (x[t - lag] - mx) * (y[t] - my);
  return sum / x.length / Math.sqrt(variance(x, mx) * variance(y, my));
}

/** Least squares: y = Σ β_k x_k + e, with the usual standard errors. `columns` are the x_k. */
export function leastSquares(y: ArrayLike<number>, columns: readonly ArrayLike<number>[]): Estimate[] {
  const k = columns.length;
  const n = y.length;
  const gram = columns.map((a) => columns.map((b) => dot(a, b, n)));
  const inverse = invert(gram);
  const moments = columns.map((a) => dot(a, y, n));
  const beta = inverse.map((row) => dot(row, moments, k));
  let residual = 0;
  for (let i = 0; i < n; i++) {
    let fitted = 0;
    for (let j = 0; j < k; j++) fitted += beta[j] * columns[j][i];
    residual += (y[i] - fitted) ** 2;
  }
  const noise = residual / (n - k);
  return beta.map((value, j) => ({ value, error: Math.sqrt(noise * inverse[j][j]) }));
}

/** Conditional least squares of an autoregression of mean 0: each value on the `order` before it. */
export function autoregression(x: ArrayLike<number>, order: number): Estimate[] {
  const y = Array.from(x).slice(order);
  return leastSquares(
    y,
    Array.from({ length: order }, (_, k) => y.map((__, i) => x[order + i - k - 1])),
  );
}

/**
 * Quasi-maximum likelihood of GARCH(1,1): ω, α, β, by Nelder and Mead's simplex on their logarithms; standard errors from
 * the second differences of the likelihood at its greatest.
 */
export function garch(x: ArrayLike<number>): Estimate[] {
  const level = variance(x, 0);
  const loss = (p: readonly number[]): number => {
    const [omega, alpha, beta] = p.map(Math.exp);
    if (!(alpha + beta < 1)) return Infinity;
    let h = level;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      sum += Math.log(h) + (x[i] * x[i]) / h;
      h = omega + alpha * x[i] * x[i] + beta * h;
    }
    return sum / 2;
  };
  const best = simplex(loss, [Math.log(0.1 * level), Math.log(0.1), Math.log(0.8)], 0.3);
  const step = 0.01;
  const at = (i: number, j: number, a: number, b: number): number => {
    const p = [...best];
    p[i] += a * step;
    p[j] += b * step;
    return loss(p);
  };
  const hessian = best.map((_, i) =>
    best.map((__, j) => (at(i, j, 1, 1) - at(i, j, 1, -1) - at(i, j, -1, 1) + at(i, j, -1, -1)) / (4 * step * step)),
  );
  const inverse = invert(hessian);
  // Of the logarithms: relative errors.
  return best.map((p, i) => ({ value: Math.exp(p), error: Math.exp(p) * Math.sqrt(inverse[i][i]) }));
}

function simplex(f: (p: readonly number[]) => number, start: readonly number[], size: number): number[] {
  const n = start.length;
  let points = [start, ...start.map((_, i) => start.map((v, k) => (k === i ? v + size : v)))].map((p) => ({
    p: [...p],
    f: f(p),
  }));
  for (let round = 0; round < 400; round++) {
    points.sort((a, b) => a.f - b.f);
    const worst = points[n];
    if (worst.f - points[0].f < 1e-9 * Math.abs(points[0].f)) break;
    const centre = start.map((_, k) => mean(points.slice(0, n).map(({ p }) => p[k])));
    const along = (t: number) => {
      const p = centre.map((c, k) => c + t * (worst.p[k] - c));
      return { p, f: f(p) };
    };
    const reflected = along(-1);
    if (reflected.f < points[0].f) {
      const further = along(-2);
      points[n] = further.f < reflected.f ? further : reflected;
    } else if (reflected.f < points[n - 1].f) points[n] = reflected;
    else {
      const inside = along(reflected.f < worst.f ? -0.5 : 0.5);
      if (inside.f < Math.min(worst.f, reflected.f)) points[n] = inside;
      else {
        points = points.map((point) => {
          const p = point.p.map((v, k) => (v + points[0].p[k]) / 2);
          return { p, f: f(p) };
        });
      }
    }
  }
  return points.sort((a, b) => a.f - b.f)[0].p;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/** Gauss–Jordan. */
export function invert(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    const head = rows[k][k];
    rows[k] = rows[k].map((v) => v / head);
    rows.forEach((row, i) => {
      if (i !== k && row[k] !== 0) rows[i] = row.map((v, j) => v - row[k] * rows[k][j]);
    });
  }
  return rows.map((row) => row.slice(n));
}

/** Spearman's rank correlation. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return crossCorrelation(ranks(x), ranks(y), 0);
}

function ranks(x: ArrayLike<number>): Float64Array {
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const out = new Float64Array(x.length);
  order.forEach((i, rank) => (out[i] = rank));
  return out;
}

export function normalCdf(x: number): number {
  return x < 0 ? 0.5 * upperTail(-x) : 1 - 0.5 * upperTail(x);
}

/** erfc(x / √2), W. J. Cody's bound not needed: a series near 0 and a continued fraction beyond. */
function upperTail(x: number): number {
  const t = x / Math.SQRT2;
  if (t < 2) {
    let term = t;
    let sum = t;
    for (let n = 1; n < 60; n++) {
      term *= (-t * t) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let f = 0;
  for (let n = 60; n > 0; n--) f = n / 2 / (t + f);
  return Math.exp(-t * t) / Math.sqrt(Math.PI) / (t + f);
}
