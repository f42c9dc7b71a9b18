import assert from 'node:assert/strict';
import { plainGaps } from '../../../engine/src/events/arrivals.js';
import { addGaps } from '../../../engine/src/events/gap-kernel.js';
import { rootAddresses, Stream } from '../../../engine/src/random/stream.js';

/** √½ and what lies beside it: there, the logarithm changes how it is computed. */
const around = Array.from({ length: 64 }, (_, i) => 0.29289321881345254 + (i - 32) * 2 ** -53);

describe('gaps of Poisson arrivals', () => {
  const drawn = new Float64Array(4096);
  new Stream(3, 4).uniforms(rootAddresses(0, 4096), 0, drawn);
  const CASES: Record<string, Float64Array> = {
    'as they are drawn': drawn,
    'few of them': drawn.slice(0, 2),
    'at the ends': Float64Array.from([0, 2 ** -53, 2 ** -52, 1 - 2 ** -53, 1 - 2 ** -52, 0.5, 0.25, 0.75]),
    'where the logarithm is taken of ½√2': Float64Array.from(around),
    'near 0': Float64Array.from(drawn, (u, i) => Math.floor(u * 2 ** (i % 53)) * 2 ** -53),
    'near 1': Float64Array.from(drawn, (u, i) => 1 - (Math.floor(u * 2 ** (i % 53)) + 1) * 2 ** -53),
  };
  for (const [name, u] of Object.entries(CASES)) {
    it(`are the same in WebAssembly and in JavaScript: ${name}`, () => {
      for (const rate of [0.1, 1e-12, 12_345.6]) {
        for (const before of [0, -62_135_596_800_000.25, 1_767_225_600_000.5]) {
          const [fast, plain] = [0, 1].map(() => new Float64Array(u.length));
          assert.equal(addGaps(u, rate, before, fast), plainGaps(u, rate, before, plain));
          assert.deepEqual(fast, plain);
        }
      }
    });
  }
});
