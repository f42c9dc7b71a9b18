import assert from 'node:assert/strict';
import { cholesky, mixNormals, spearmanToPearson } from '../../../engine/src/random/copula.js';
import { fillNormals } from '../../../engine/src/random/normal.js';
import { kolmogorov, uniformsFor } from './statistics.js';

const COUNT = 40000;

const matrix = (rows: number[][]): Float64Array[] => rows.map((row) => Float64Array.from(row));

/** Spearman's rank correlation. */
function spearman(x: Float64Array, y: Float64Array): number {
  const ranks = (values: Float64Array): Float64Array => {
    const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
    const result = new Float64Array(values.length);
    order.forEach((i, rank) => (result[i] = rank));
    return result;
  };
  const [a, b] = [ranks(x), ranks(y)];
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return 1 - (6 * sum) / (a.length * (a.length ** 2 - 1));
}

describe('Gaussian copula', () => {
  it('turns rank correlation into correlation of normals', () => {
    assert.equal(spearmanToPearson(0), 0);
    assert.equal(spearmanToPearson(1), 1);
    assert.equal(spearmanToPearson(-1), -1);
    assert.ok(Math.abs(spearmanToPearson(0.5) - 0.5176380902050415) < 1e-15);
  });

  it('factors a positive definite matrix', () => {
    const a = [
      [1, 0.6, -0.3],
      [0.6, 1, 0.2],
      [-0.3, 0.2, 1],
    ];
    const factor = cholesky(matrix(a), 3);
    assert.ok(factor);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const product = factor[i].reduce((sum, x, k) => sum + x * factor[j][k], 0);
        assert.ok(Math.abs(product - a[i][j]) < 1e-15);
        if (j > i) assert.equal(factor[i][j], 0);
      }
  });

  it('refuses correlations that contradict each other', () => {
    assert.equal(
      cholesky(
        matrix([
          [1, 0.9, 0.9],
          [0.9, 1, -0.9],
          [0.9, -0.9, 1],
        ]),
        3,
      ),
      undefined,
    );
    assert.equal(
      cholesky(
        matrix([
          [1, 1, 0.5],
          [1, 1, -0.5],
          [0.5, -0.5, 1],
        ]),
        3,
      ),
      undefined,
    );
  });

  it('gives uniforms of the wanted rank correlations', () => {
    const wanted = [
      [1, 0.7, -0.4],
      [0.7, 1, 0],
      [-0.4, 0, 1],
    ];
    const factor = cholesky(matrix(wanted.map((row) => row.map(spearmanToPearson))), 3);
    assert.ok(factor);
    const columns = [0, 1, 2].map((i) => {
      const u = uniformsFor(`copula ${i}`, COUNT);
      fillNormals(u, COUNT, u);
      return u;
    });
    mixNormals(columns, factor, COUNT);
    for (const column of columns) {
      assert.ok(kolmogorov(column, (x) => x) < 1.95);
      assert.ok(column.every((u) => u >= 0 && u < 1));
    }
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < i; j++) assert.ok(Math.abs(spearman(columns[i], columns[j]) - wanted[i][j]) < 0.015);
  });

  it('takes perfect correlation, either way', () => {
    const factor = cholesky(
      matrix([
        [1, -1],
        [-1, 1],
      ]),
      2,
    );
    assert.ok(factor);
    const columns = [Float64Array.of(-1, 0, 2, 9), Float64Array.of(5, 6, 7, 8)];
    mixNormals(columns, factor, 4);
    columns[0].forEach((u, i) => assert.ok(Math.abs(u + columns[1][i] - 1) < 1e-15));
  });
});
