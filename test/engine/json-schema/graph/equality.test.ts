import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allDifferent, canonicalText, jsonEquals } from '../../../../engine/src/json-schema/equality.js';
import { values } from './arbitraries.js';

describe('equality of JSON values', () => {
  it('knows no order of properties, and one zero', () => {
    assert.ok(jsonEquals({ a: 1, b: [-0] }, { b: [0], a: 1 }));
    assert.ok(!jsonEquals([1], { 0: 1 }));
    assert.ok(!jsonEquals({ a: undefined }, { b: undefined }));
    assert.ok(!jsonEquals('1', 1));
    assert.ok(!jsonEquals(JSON.parse('{"__proto__": 1}'), { a: 1 }));
  });

  it('is what the canonical texts say', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        assert.equal(jsonEquals(a, b), canonicalText(a) === canonicalText(b));
        assert.ok(jsonEquals(a, structuredClone(a)));
      }),
      { seed: 3 },
    );
  });

  it('finds equal items in short and long arrays', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 16 }), (items) => {
        const pairs = items.some((a, i) => items.some((b, j) => j > i && jsonEquals(a, b)));
        assert.equal(allDifferent(items), !pairs);
      }),
      { seed: 3 },
    );
  });
});
