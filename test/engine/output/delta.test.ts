import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { MOST_VALUES } from '../../../engine/src/output/parquet/delta-format.js';
import {
  DELTA_LIMIT,
  deltaMemory,
  writeDeltas,
  writeDeltasInScript,
  writeProgression,
} from '../../../engine/src/output/parquet/delta.js';
import { ByteSink } from '../../../engine/src/output/parquet/sink.js';

function written(values: readonly number[]): Uint8Array {
  const sink = new ByteSink(new ArrayBuffer(16));
  writeDeltas(sink, Float64Array.from(values), values.length);
  return sink.written();
}

function roundTrip(values: readonly number[]): number[] {
  const bytes = written(values);
  const output = new BigInt64Array(values.length);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  deltaBinaryUnpack(reader, values.length, output);
  assert.equal(reader.offset, bytes.length);
  return Array.from(output, Number);
}

describe('Delta encoding', () => {
  /** Numbers up to 2^bits beside each other. */
  const whole = (bits: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: -Math.min(DELTA_LIMIT, 2 ** bits), max: Math.min(DELTA_LIMIT, 2 ** bits) }), {
      minLength: 1,
      maxLength: 400,
    });
  for (const bits of [0, 1, 7, 8, 15, 22, 23, 24, 25, 31, 32, 33, 39, 40, 51]) {
    it(`is read back by hyparquet: values of ${bits} bits`, () => {
      fc.assert(
        fc.property(whole(bits), (values) => assert.deepEqual(roundTrip(values), values)),
        { numRuns: 60 },
      );
    });
  }

  it('takes next to nothing for points in time that are as far from each other', () => {
    const times = Array.from({ length: 16384 }, (_, i) => Date.UTC(2026, 0, 1) + 1000 * i);
    assert.deepEqual(roundTrip(times), times);
    assert.ok(written(times).length < 1000);
  });

  it('writes progressions as it writes their values', () => {
    for (const [first, step] of [
      [0, 1],
      [1767225600000, 1000],
      [7, 0],
      [-5, -3],
      [DELTA_LIMIT, -1000000],
    ]) {
      for (const [from, count] of [
        [0, 1],
        [3, 2],
        [0, 128],
        [16384, 129],
        [100, 130],
        [0, 1000],
      ]) {
        const sink = new ByteSink(new ArrayBuffer(16));
        writeProgression(sink, { first, step }, from, count);
        assert.deepEqual(sink.written(), written(Array.from({ length: count }, (_, i) => first + (from + i) * step)));
      }
    }
  });

  it('is the same by WebAssembly as by JavaScript', () => {
    const memory = deltaMemory(MOST_VALUES);
    const bothWays = (values: ArrayLike<number>): [Uint8Array, Uint8Array] => {
      memory.set(values);
      const sinks = [new ByteSink(new ArrayBuffer(16)), new ByteSink(new ArrayBuffer(16))];
      writeDeltasInScript(sinks[0], Float64Array.from(values), values.length);
      writeDeltas(sinks[1], memory, values.length);
      return [sinks[0].written(), sinks[1].written()];
    };
    for (const bits of [0, 1, 5, 8, 15, 23, 24, 25, 32, 33, 40, 51]) {
      fc.assert(
        fc.property(whole(bits), (values) => {
          const [script, wasm] = bothWays(values);
          assert.deepEqual(wasm, script);
        }),
        { numRuns: 60 },
      );
      for (const length of [32, 33, 128, 129, 130, 16383, 16384]) {
        let state = bits;
        const values = Float64Array.from({ length }, () => {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          return Math.round((state / 2 ** 31) * 2 ** bits);
        });
        const [script, wasm] = bothWays(values);
        assert.deepEqual(wasm, script);
      }
    }
    const ends = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -DELTA_LIMIT : DELTA_LIMIT));
    for (const values of [ends, ends.slice(1)]) {
      const [script, wasm] = bothWays(values);
      assert.deepEqual(wasm, script);
    }
  });
});
