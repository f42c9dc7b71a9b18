import assert from 'node:assert/strict';
import { second, threefry } from '../../../engine/src/random/threefry.js';

describe('Threefry-2x32 with 13 rounds', () => {
  // Known answers of Random123's kat_vectors: counter, key, result.
  const answers: [number[], number[], number[]][] = [
    [
      [0, 0],
      [0, 0],
      [0x9d1c5ec6, 0x8bd50731],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0xfd36d048, 0x2d17272c],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      [0xba3e4725, 0xf27d669e],
    ],
  ];
  for (const [counter, key, result] of answers) {
    it(`gives ${result.map((word) => word.toString(16)).join(' ')}`, () => {
      const first = threefry(key[0] | 0, key[1] | 0, counter[0] | 0, counter[1] | 0);
      assert.deepEqual([first >>> 0, second >>> 0], result);
    });
  }
});
