import assert from 'node:assert/strict';
import { exp, log1p } from '../../../engine/src/random/exact.js';
import { fillExp, fillLog1p } from '../../../engine/src/random/exact-vectors.js';
import { Stream } from '../../../engine/src/random/stream.js';

const stream = new Stream(5, 6);

function uniforms(length: number): number[] {
  return Array.from({ length }, (_, i) => stream.uniform(i, 0, 0));
}

/** Bits, since NaN and −0 count too. */
function bits(values: Float64Array): BigUint64Array {
  return new BigUint64Array(values.slice().buffer);
}

describe('elementary functions in bulk', () => {
  const u = uniforms(20_000);
  const EXP: Record<string, number[]> = {
    'around 0': u.map((x) => (x - 0.5) * 4),
    'in all of the range': u.map((x) => (x - 0.5) * 1400),
    'tiny ones': u.map((x, i) => (i % 2 === 0 ? -x : x) * 2 ** -(i % 300)),
    few: [0, -0, 1, -1, 0.5],
    beyond: [...u.map((x) => (x - 0.5) * 1600), NaN, Infinity, -Infinity],
  };
  for (const [name, values] of Object.entries(EXP)) {
    it(`exp has the bits of one by one: ${name}`, () => {
      const x = Float64Array.from(values);
      const out = new Float64Array(x.length + 1).fill(7);
      fillExp(x, x.length, out);
      assert.deepEqual(bits(out.subarray(0, x.length)), bits(x.map(exp)));
      assert.equal(out[x.length], 7);
    });
  }

  const LOG1P: Record<string, number[]> = {
    'of uniforms': u.map((x) => -x),
    'near 0': u.map((x, i) => -x * 2 ** -(i % 80)),
    'near −1': u.map((x, i) => -1 + Math.max(2 ** -53, x * 2 ** -(i % 53))),
    'around where it changes': u.map((x) => -0.2928932188134524 + (x - 0.5) * 1e-15),
    'at the ends': [...Array<number>(40).fill(0), -0, 0, -(1 - 2 ** -53), -(2 ** -53), -(2 ** -54), -1e-300],
    beyond: [...u.map((x) => x * 3 - 1.5), NaN, Infinity, -1],
  };
  for (const [name, values] of Object.entries(LOG1P)) {
    it(`log1p has the bits of one by one: ${name}`, () => {
      const x = Float64Array.from(values);
      const expected = bits(x.map(log1p));
      fillLog1p(x, x.length, x);
      assert.deepEqual(bits(x), expected);
    });
  }
});
