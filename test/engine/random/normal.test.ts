import assert from 'node:assert/strict';
import { fillNormals, normalCdf, normalQuantile } from '../../../engine/src/random/normal.js';
import { kolmogorov, uniformsFor } from './statistics.js';

const close = (x: number, y: number, relative: number): void =>
  assert.ok(Math.abs(x - y) <= relative * Math.abs(y), `${x} is not ${y}`);

describe('standard normal', () => {
  // By mpmath.
  const shares: [x: number, share: number][] = [
    [-38, 2.88542835e-316],
    [-20, 2.7536241186062337e-89],
    [-8, 6.220960574271784e-16],
    [-3, 0.0013498980316300946],
    [-1, 0.15865525393145705],
    [0, 0.5],
    [1, 0.8413447460685429],
    [5, 0.9999997133484281],
  ];
  for (const [x, share] of shares) it(`Φ(${x})`, () => close(normalCdf(x), share, 1e-13 * Math.max(1, x * x)));

  const quantiles: [p: number, z: number][] = [
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965326],
    [1e-15, -7.941345326170997],
    [1e-5, -4.264890793922825],
    [0.01, -2.326347874040841],
    [0.07, -1.4757910281791706],
    [0.3, -0.5244005127080408],
  ];
  for (const [p, z] of quantiles) it(`quantile at ${p}`, () => close(normalQuantile(p), z, 1e-15));

  it('quantiles are symmetric and rise', () => {
    let before = -Infinity;
    for (let i = 1; i < 4096; i++) {
      const z = normalQuantile(i / 4096);
      assert.equal(z, -normalQuantile(1 - i / 4096) + 0);
      assert.ok(z > before);
      before = z;
    }
  });

  it('draws are finite and normal', () => {
    const u = uniformsFor('normals', 50000);
    const z = new Float64Array(u.length);
    fillNormals(u, u.length, z);
    assert.ok(kolmogorov(z, normalCdf) < 1.95);
    const ends = Float64Array.of(0, 1 - 2 ** -53);
    fillNormals(ends, 2, ends);
    assert.ok(ends[0] < -8 && ends[0] > -9 && ends[1] > 8 && ends[1] < 9);
  });
});
