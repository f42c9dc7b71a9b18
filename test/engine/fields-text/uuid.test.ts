import assert from 'node:assert/strict';
import { compileUuid, plainUuids } from '../../../engine/src/fields/uuid.js';
import { writeUuids } from '../../../engine/src/fields/uuid-kernel.js';
import { batchOf, chiSquare, fakeContext, inPieces, NOW, valuesOf } from './context.js';

function draw(version: 4 | 7, from: number, rows: number): string[] {
  return valuesOf(compileUuid({ kind: 'uuid', version }, fakeContext()).draw(batchOf(from, rows))) as string[];
}

describe('uuids', () => {
  for (const version of [4, 7] as const) {
    it(`of version ${version} have the bits of RFC 9562, differ, and do not depend on the batch`, () => {
      const ids = draw(version, 0, 20_000);
      const form = new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
      assert.ok(ids.every((id) => form.test(id)));
      assert.equal(new Set(ids).size, ids.length);
      const drawer = compileUuid({ kind: 'uuid', version }, fakeContext());
      assert.deepEqual(
        inPieces((b) => drawer.draw(b), 1000),
        ids.slice(0, 1000),
      );
      assert.deepEqual(draw(version, 9000, 10), ids.slice(9000, 9010));
    });
  }

  it('are the same in WebAssembly and in JavaScript', () => {
    for (const length of [16, 17, 4095, 4096, 5000]) {
      const words = [1, 2, 3, 4].map((k) =>
        Int32Array.from({ length }, (_, i) => (i < 3 ? [0, -1, 0x7fffffff][i] : Math.imul(i * 4 + k, 0x9e3779b1))),
      );
      for (const version of [4, 7]) {
        const fast = writeUuids(words, version, length)!;
        assert.ok(fast.length >= 36 * length + 16);
        const plain = plainUuids(words, version, length);
        assert.deepEqual(fast.subarray(0, 36 * length), plain.subarray(0, 36 * length));
      }
    }
  });

  it('are in bytes of their own', () => {
    const drawer = compileUuid({ kind: 'uuid', version: 4 }, fakeContext());
    const first = drawer.draw(batchOf(0, 4096));
    const kept = valuesOf(first);
    drawer.draw(batchOf(4096, 4096));
    drawer.draw(batchOf(0, 100));
    assert.deepEqual(valuesOf(first), kept);
  });

  it('draw every digit evenly', () => {
    const ids = draw(4, 0, 16_000);
    for (let p = 0; p < 36; p++) {
      if ([8, 13, 14, 18, 23].includes(p)) continue;
      const digits = p === 19 ? '89ab' : '0123456789abcdef';
      const counts = [...digits].map((d) => ids.filter((id) => id[p] === d).length);
      const { value, limit } = chiSquare(counts);
      assert.ok(value < limit, `place ${p}`);
    }
  });

  it('of version 7 carry the reference instant plus a millisecond a row, so that they sort by row', () => {
    const ids = draw(7, 0, 3000);
    ids.forEach((id, row) => assert.equal(parseInt(id.replace('-', '').slice(0, 12), 16), NOW + row));
    assert.deepEqual([...ids].sort(), ids);
    const far = draw(7, 5_000_000_000, 2);
    assert.equal(parseInt(far[0].replace('-', '').slice(0, 12), 16), NOW + 5_000_000_000);
  });
});
