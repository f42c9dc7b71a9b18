import assert from 'node:assert/strict';
import { fillNormals, LEAST_UNIFORM, normalQuantile } from '../../../engine/src/random/normal.js';
import { Stream } from '../../../engine/src/random/stream.js';

describe('normals in bulk', () => {
  for (const length of [1, 63, 64, 65, 4096, 4097, 10_000]) {
    it(`have the bits of normals one by one: ${length}`, () => {
      const stream = new Stream(1, 2);
      const u = Float64Array.from({ length }, (_, i) => stream.uniform(i, 0, 0));
      // The ends, and where the middle ends.
      u.set([0, 1 - 2 ** -53, 0.075, 0.925, 0.5, LEAST_UNIFORM].slice(0, length));
      const expected = u.map((p) => normalQuantile(p > 0 ? p : LEAST_UNIFORM));
      const out = new Float64Array(length + 1).fill(7);
      fillNormals(u, length, out);
      assert.deepEqual(out.subarray(0, length), expected);
      assert.equal(out[length], 7);
      fillNormals(u, length, u);
      assert.deepEqual(u, expected);
    });
  }
});
