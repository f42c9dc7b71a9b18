import assert from 'node:assert/strict';
import { Stream } from '../../../engine/src/random/stream.js';
import { drawnValues, withValues } from '../../../engine/src/series/step-kernel.js';
import {
  addCarried,
  addLine,
  addMultiples,
  addTable,
  addWave,
  round,
  roundWithin,
  writeEven,
} from '../../../engine/src/series/step-loops.js';

const uniforms = (length: number, draw: number): Float64Array => {
  const stream = new Stream(5, 6);
  return Float64Array.from({ length }, (_, i) => stream.uniform(i, 0, draw));
};

/** Each loop over `length` values, and what it gives back. */
const loops: Record<string, (values: Float64Array, length: number) => unknown> = {
  'a line': (values, length) => addLine(values, 1e-7 / 3, uniforms(length, 1), 0.1, length),
  'a table': (values, length) => addTable(values, 3, uniforms(length, 2), 2, length - 3),
  'a wave': (values, length) =>
    addWave(values, 1, 1.1, 0.7, { cos: uniforms(length, 3), sin: uniforms(length, 4) }, 1, length - 1),
  'independent draws': (values, length) => addMultiples(values, 0.3, uniforms(length, 5), length),
  'draws carried on': (values, length) => addCarried(values, 0.7, 0.3, uniforms(length, 5), 0.2, 1, length),
  'draws carried on from where they were drawn': (values, length) => {
    const drawn = drawnValues();
    drawn.set(uniforms(length, 6));
    return addCarried(values, -0.9, 1.3, drawn, 0, 0, length);
  },
  rounding: (values, length) => round(values, length, 100),
  'rounding with gaps': (values, length) => {
    values[length >> 1] = NaN;
    return round(values, length, 1000);
  },
  'rounding within bounds': (values, length) => roundWithin(values, length, 100, 7, -3, 5),
  'rounding within bounds that leave nothing': (values, length) => roundWithin(values, length, 100, 1, 20, 10),
  'rounding within bounds with gaps': (values, length) => {
    values[0] = NaN;
    return roundWithin(values, length, 1, 1, 0, Infinity);
  },
};

describe('loops over steps', () => {
  for (const [name, loop] of Object.entries(loops)) {
    it(`${name}: the same bits in the kernel's memory as elsewhere`, () => {
      for (const length of [64, 65, 67, 4095, 4096]) {
        const own = uniforms(length, 0).map((u) => 2 * u - 1);
        withValues(length, (values) => {
          assert.notEqual(values.buffer.byteLength, own.buffer.byteLength);
          values.set(own);
          const expected = loop(own, length);
          assert.equal(loop(values, length), expected);
          assert.deepEqual(new Float64Array(values), own);
        });
      }
    });
  }

  it('even instants: those of each step', () => {
    for (const length of [1, 64, 67, 4096, 4097]) {
      const times = new Float64Array(length + 1);
      writeEven(times, 1_767_225_600_123, 1000 / 3, -7, length);
      assert.deepEqual(
        times,
        Float64Array.from(times, (_, i) => (i < length ? 1_767_225_600_123 + (i - 7) * (1000 / 3) : 0)),
      );
    }
  });

  it('lend their memory to one at a time, and for so many values as it holds', () => {
    withValues(100, (outer) => {
      withValues(100, (inner) => assert.notEqual(inner.buffer, outer.buffer));
    });
    assert.throws(() =>
      withValues(100, () => {
        throw new Error();
      }),
    );
    const again = withValues(100, ({ buffer }) => buffer);
    withValues(64, ({ buffer }) => assert.equal(buffer, again));
    withValues(4097, (values) => assert.equal(values.length, 4097));
  });
});
