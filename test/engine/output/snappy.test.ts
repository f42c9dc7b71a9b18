import assert from 'node:assert/strict';
import fc from 'fast-check';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { ByteSink } from '../../../engine/src/output/parquet/sink.js';
import { compress, compressBlock, compressedBound } from '../../../engine/src/output/parquet/snappy.js';
import { compressInWasm, type Matching } from '../../../engine/src/output/parquet/snappy-wasm.js';
import { compressWords } from '../../../engine/src/output/parquet/snappy-words.js';

const SPARE = 16;
const MATCHING: readonly Matching[] = ['bytes', 'words'];

function compressed(bytes: Uint8Array, matching: Matching): Uint8Array {
  const input = new Uint8Array(bytes.length + SPARE);
  input.set(bytes);
  const sink = new ByteSink(new ArrayBuffer(16));
  compress(input, 0, bytes.length, sink, matching);
  assert.ok(sink.length <= compressedBound(bytes.length));
  return sink.written().slice();
}

function roundTrip(bytes: Uint8Array, matching: Matching): Uint8Array {
  const packed = compressed(bytes, matching);
  let length = 0;
  let at = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = packed[at++];
    length += (byte & 0x7f) * shift;
    if (byte < 0x80) break;
  }
  assert.equal(length, bytes.length);
  const output = new Uint8Array(length);
  snappyUncompress(packed, output);
  return output;
}

/** Bytes of which some stretches repeat what went before. */
const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 300 }), fc.nat({ max: 200 })), { maxLength: 60 })
  .map((pieces) => {
    const out: number[] = [];
    for (const [fresh, back, length] of pieces) {
      out.push(...fresh);
      if (back > 0 && back <= out.length) for (let i = 0; i < length; i++) out.push(out[out.length - back]);
    }
    return Uint8Array.from(out);
  });

/** A block by JavaScript and by WebAssembly. */
function bothWays(block: Uint8Array, matching: Matching): [Uint8Array, Uint8Array] {
  const input = new Uint8Array(block.length + SPARE);
  input.set(block);
  const outputs = [new Uint8Array(compressedBound(block.length)), new Uint8Array(compressedBound(block.length))];
  const inScript = matching === 'words' ? compressWords : compressBlock;
  const ends = [
    inScript(new DataView(input.buffer), 0, block.length, new DataView(outputs[0].buffer), 0),
    compressInWasm(block, outputs[1], 0, matching),
  ];
  return [outputs[0].subarray(0, ends[0]), outputs[1].subarray(0, ends[1])];
}

/** Texts of words of several kinds, of which some come again. */
const wordy = fc
  .array(
    fc.constantFrom(
      ...[
        'lorem',
        ' ipsum',
        ' Dolor',
        ' sit',
        ' a',
        '.',
        '. Ut',
        ' consectetuer',
        ' incomprehensibilities',
        '-x',
        'ABC',
        '42',
      ],
      ...[' слово', ' größer', '日本語', '{"key":', ' true', '\n', '@example.com'],
    ),
    { minLength: 1, maxLength: 200 },
  )
  .map((words) => new TextEncoder().encode(words.join('')));

for (const matching of MATCHING) {
  describe(`Snappy by ${matching}`, () => {
    it('is the same by WebAssembly as by JavaScript', () => {
      fc.assert(
        fc.property(fc.oneof(repetitive, wordy, fc.uint8Array({ minLength: 1, maxLength: 400 })), (block) => {
          const [script, wasm] = bothWays(block, matching);
          assert.deepEqual(wasm, script);
        }),
        { numRuns: 1000 },
      );
      // Long matches, far ones, and matches up to the end of a block.
      for (const period of [1, 3, 4, 11, 64, 67, 68, 69, 2047, 2048, 40000]) {
        for (const length of [65535, 65536]) {
          const [script, wasm] = bothWays(
            Uint8Array.from({ length }, (_, i) => Math.imul((i % period) + 1, 0x9e37) >> 8),
            matching,
          );
          assert.deepEqual(wasm, script);
        }
      }
    });

    it('gives back what was put in', () => {
      fc.assert(
        fc.property(fc.oneof(repetitive, wordy, fc.uint8Array({ maxLength: 5000 })), (bytes) =>
          assert.deepEqual(roundTrip(bytes, matching), bytes),
        ),
        { numRuns: 1000 },
      );
    });

    it('crosses blocks of 64 KiB', () => {
      for (const length of [65535, 65536, 65537, 131072 + 7, 300000]) {
        let state = 1;
        const noise = Uint8Array.from({ length }, () => (state = Math.imul(state, 1664525) + 1013904223) >>> 24);
        const text = Uint8Array.from({ length }, (_, i) => 'abc abc Abd'.charCodeAt((i * i) % 11));
        for (const bytes of [noise, text, new Uint8Array(length)]) {
          assert.deepEqual(roundTrip(bytes, matching), bytes);
        }
      }
    });

    it('makes repetitive text small', () => {
      const text = new TextEncoder().encode('the quick brown fox '.repeat(5000));
      assert.ok(compressed(text, matching).length < text.length / (matching === 'words' ? 1.6 : 15));
    });
  });
}
