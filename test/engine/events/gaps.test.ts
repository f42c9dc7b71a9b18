import assert from 'node:assert/strict';
import { addGaps, drawExponentials } from '../../../engine/src/events/gap-kernel.js';
import { log, log1p } from '../../../engine/src/random/exact.js';
import { logCode, SCRATCH } from '../../../engine/src/random/exact-code.js';
import { rootAddresses, Stream } from '../../../engine/src/random/stream.js';
import { compileWasm, i32, get, set, v128 } from '../../../engine/src/wasm/assembler.js';
import { WORTH } from '../../../engine/src/wasm/worth.js';

const stream = new Stream(3, 4);

function uniforms(from: number): Float64Array {
  const u = new Float64Array(4096);
  stream.uniforms(rootAddresses(from, 4096), 0, u);
  return u;
}

describe('gaps of Poisson arrivals', () => {
  before('kernels are compiled', () => {
    drawExponentials(stream, rootAddresses(0, WORTH), 0, new Float64Array(WORTH));
  });

  it('are the same in WebAssembly and in JavaScript', () => {
    for (const from of [0, 4096, 2 ** 32 - 4096, 2 ** 32, 2 ** 40]) {
      const u = uniforms(from);
      for (const rate of [0.1, 1e-12, 12_345.6]) {
        for (const before of [0, -62_135_596_800_000.25, 1_767_225_600_000.5]) {
          let time = before;
          const expected = u.map((uniform) => Math.floor((time += -log1p(-uniform) / rate)));
          const instants = new Float64Array(4096);
          assert.equal(addGaps(stream, rootAddresses(from, 4096), rate, before, instants), time);
          assert.deepEqual(instants, expected);
        }
      }
    }
  });

  it('are of exponentials that are the same too', () => {
    const out = new Float64Array(4096);
    assert.ok(drawExponentials(stream, rootAddresses(4096, 4096), 0, out));
    assert.deepEqual(
      out,
      uniforms(4096).map((u) => -log1p(-u)),
    );
  });

  const drawn = uniforms(0);
  const CASES: Record<string, Float64Array> = {
    'as they are drawn': drawn,
    'at the ends': Float64Array.from([0, 2 ** -53, 2 ** -52, 1 - 2 ** -53, 1 - 2 ** -52, 0.5, 0.25, 0.75]),
    // There, it changes how the logarithm is computed.
    'where they leave about ½√2': Float64Array.from(
      { length: 64 },
      (_, i) => 0.29289321881345254 + (i - 32) * 2 ** -53,
    ),
    'where they leave about what has the upper word of ½√2': Float64Array.from(
      { length: 64 },
      (_, i) => 0.2928932309150696 + (i - 32) * 2 ** -53,
    ),
    'near 0': drawn.map((u, i) => Math.floor(u * 2 ** (i % 53)) * 2 ** -53),
    'near 1': drawn.map((u, i) => 1 - (Math.floor(u * 2 ** (i % 53)) + 1) * 2 ** -53),
  };
  const code = compileWasm(
    {
      log: {
        parameters: 1,
        integers: 0,
        vectors: 1 + SCRATCH,
        body: [set(1, v128.load(get(0), 0)), logCode(1, 2), v128.store(i32.const(0), 0, get(1))],
      },
    },
    1,
  )!;
  const memory = new Float64Array(code.memory.buffer, 0, 2);
  for (const [name, u] of Object.entries(CASES)) {
    it(`are logarithms of what uniforms leave of 1: ${name}`, () => {
      for (const uniform of u) {
        const expected = log1p(-uniform) + 0;
        assert.equal(log(1 - uniform), expected);
        memory.fill(1 - uniform);
        code.functions.log(0);
        assert.deepEqual([...memory], [expected, expected]);
      }
    });
  }
});
