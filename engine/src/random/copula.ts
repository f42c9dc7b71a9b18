import { sin } from './exact.js';
import { normalCdf } from './normal.js';

const GREATEST_UNIFORM = 1 - 1.1102230246251565e-16;

/** Pearson's r of two normals whose Spearman's rank correlation is `rho`: 2 sin(πρ/6), exactly ±1 at ±1. */
export function spearmanToPearson(rho: number): number {
  if (rho === 1 || rho === -1) return rho;
  return 2 * sin((Math.PI * rho) / 6);
}

/**
 * The lower triangular L with L·Lᵀ = `matrix` (n × n, symmetric; only its lower triangle is read), or `undefined` where the
 * matrix is not positive definite: correlations that contradict each other. Positive semidefinite passes: ρ = ±1 is a
 * correlation.
 */
export function cholesky(matrix: readonly Float64Array[], n: number): Float64Array[] | undefined {
  const factor: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(n);
    factor.push(row);
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= row[k] * factor[j][k];
      const slack = 1e-12 * Math.abs(matrix[i][i]);
      if (i === j) {
        if (!(sum >= -slack)) return undefined;
        row[i] = sum > slack ? Math.sqrt(sum) : 0;
      } else if (factor[j][j] > 0) row[j] = sum / factor[j][j];
      else if (Math.abs(sum) > Math.sqrt(slack)) return undefined;
    }
  }
  return factor;
}

/**
 * Turns columns of independent standard normals into columns of correlated uniforms in [0, 1), in place: z ← L·z row by
 * row, then u = Φ(z).
 */
export function mixNormals(normals: readonly Float64Array[], factor: readonly Float64Array[], length: number): void {
  // From the last field up: row i of L reads only columns up to i, which are still as they were.
  for (let f = normals.length - 1; f >= 0; f--) {
    const out = normals[f];
    const row = factor[f];
    const own = row[f];
    for (let i = 0; i < length; i++) out[i] *= own;
    for (let k = 0; k < f; k++) {
      const weight = row[k];
      if (weight === 0) continue;
      const column = normals[k];
      for (let i = 0; i < length; i++) out[i] += weight * column[i];
    }
  }
  for (const column of normals)
    for (let i = 0; i < length; i++) column[i] = Math.min(GREATEST_UNIFORM, normalCdf(column[i]));
}
