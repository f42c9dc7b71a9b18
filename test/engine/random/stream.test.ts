import assert from 'node:assert/strict';
import { normalQuantile } from '../../../engine/src/random/normal.js';
import { type Addresses, rootAddresses, Stream } from '../../../engine/src/random/stream.js';
import { second, threefry } from '../../../engine/src/random/threefry.js';
import { fillUniforms, fillWords } from '../../../engine/src/random/threefry-vectors.js';
import { WORTH } from '../../../engine/src/wasm/worth.js';

/** Addresses without order: all bits in use, as those of child rows. */
function scattered(length: number): Addresses {
  const low = Int32Array.from({ length }, (_, i) => Math.imul(i, 0x9e3779b1));
  const high = Int32Array.from({ length }, (_, i) => Math.imul(~i, 0x85ebca6b));
  return { length, low, high };
}

describe('a stream', () => {
  const stream = new Stream(-559038737, 0x7fffffff);
  before('kernels are compiled', () => {
    stream.uniforms(rootAddresses(0, WORTH), 0, new Float64Array(WORTH));
  });

  // Around what is drawn row by row, four at a time, and in pieces.
  for (const length of [0, 1, 63, 64, 65, 66, 67, 4095, 4096, 4097, 12345]) {
    for (const [kind, at] of [
      ['root', rootAddresses(2 ** 33 + 5, length)],
      // Where low words begin anew, and steps before 0.
      ['carrying root', rootAddresses(2 ** 33 - 70, length)],
      ['early', rootAddresses(-66, length)],
      ['child', scattered(length)],
    ] as const) {
      it(`draws ${length} ${kind} rows as it draws each`, () => {
        const [first, other] = [new Int32Array(length), new Int32Array(length)];
        const [uniforms, normals] = [new Float64Array(length), new Float64Array(length)];
        const [doubles, integers] = [new Float64Array(length), new Int32Array(length)];
        for (const draw of [0, 3, 0xffffff]) {
          stream.words(at, draw, first, other);
          stream.uniforms(at, draw, uniforms);
          stream.normals(at, draw, normals);
          stream.integers(at, draw, 2 ** 53, doubles);
          stream.integers(at, draw, 1000, integers);
          for (let i = 0; i < length; i++) {
            const x = threefry(stream.key0, stream.key1, at.low[i], (at.high[i] + (draw << 8)) | 0);
            const uniform = stream.uniform(at.low[i], at.high[i], draw);
            assert.deepEqual(
              [first[i], other[i], uniforms[i], normals[i], doubles[i], integers[i]],
              [x, second, uniform, normalQuantile(uniform), uniform * 2 ** 53, Math.floor(uniform * 1000)],
            );
          }
        }
      });
    }
  }

  it('draws four rows at a time where there are many', () => {
    const [words, uniforms] = [new Int32Array(64), new Float64Array(64)];
    assert.equal(fillWords(1, 2, rootAddresses(0, 64), 0, words, words.slice()), true);
    assert.equal(fillUniforms(1, 2, rootAddresses(0, 64), 0, uniforms), true);
    assert.equal(fillUniforms(1, 2, rootAddresses(0, 63), 0, uniforms), false);
  });
});
