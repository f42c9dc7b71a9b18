import assert from 'node:assert/strict';
import { check } from '../../../engine/src/core.js';
import { AgenticSynth } from '../../../engine/src/core-synth.js';

const synth = new AgenticSynth();

describe('numbers beyond 2^53', () => {
  const drawn: Record<string, readonly [field: object, low: number, high: number]> = {
    'a range': [{ type: 'number', min: 1e20, max: 1e21 }, 1e20, 1e21],
    'a range around 0': [{ type: 'number', min: -1e300, max: 1e300 }, -1e300, 1e300],
    'all doubles': [{ type: 'number', min: -Number.MAX_VALUE, max: Number.MAX_VALUE }, -Infinity, Infinity],
    'one number': [{ type: 'number', min: 1e16, max: 1e16 }, 1e16, 1e16],
    'a normal distribution': [
      { type: 'number', distribution: { type: 'normal', mean: 1e20, stdDev: 1e18 } },
      9e19,
      1.1e20,
    ],
    'its tails cut': [
      { type: 'number', min: 1e20, max: 1e22, distribution: { type: 'normal', mean: 1e20, stdDev: 1e18 } },
      1e20,
      1.1e20,
    ],
    'a small spread far out': [
      { type: 'number', distribution: { type: 'normal', mean: 1e9, stdDev: 1e-6 } },
      1e9 - 1e-5,
      1e9 + 1e-5,
    ],
    'orders of magnitude': [{ type: 'number', min: 1, max: 1e30, distribution: { type: 'loguniform' } }, 1, 1e30],
    'no upper bound': [{ type: 'number', min: 1e300 }, 1e300, 1e300],
    'steps of its own': [{ type: 'number', min: 1e20, max: 1e21, multipleOf: 1e18 }, 1e20, 1e21],
    'decimals as far as they are exact': [{ type: 'number', min: 0, max: 1e17, decimals: 2 }, 0, 1e17],
  };
  for (const [name, [field, low, high]] of Object.entries(drawn)) {
    it(`are drawn where they are to lie: ${name}`, async () => {
      assert.deepEqual(await check({ x: field }), []);
      const rows = await synth.generate<{ x: number }[]>('structured', {
        schema: { x: field },
        count: 2000,
        verify: true,
      });
      const values = rows.map(({ x }) => x);
      assert.ok(
        values.every((x) => Number.isFinite(x) && x >= low && x <= high),
        String(values.slice(0, 5)),
      );
      const spread = new Set(values).size;
      assert.ok(low === high ? spread === 1 : spread > 5, `${spread} different values`);
    });
  }

  it('fill orders of magnitude evenly', async () => {
    const x = { type: 'number', min: 1, max: 1e30, distribution: { type: 'loguniform' } };
    const rows = await synth.generate<{ x: number }[]>('structured', { schema: { x }, count: 3000 });
    const decades = new Array<number>(3).fill(0);
    for (const row of rows) decades[Math.min(2, Math.floor(Math.log10(row.x) / 10))]++;
    assert.ok(
      decades.every((count) => count > 900 && count < 1100),
      decades.join(),
    );
  });

  const refused: Record<string, object> = {
    'whole numbers': { type: 'integer', min: 1e20, max: 1e21 },
    'whole numbers without an end': { type: 'integer', max: -1e20 },
    'numbers with decimals': { type: 'number', min: 1e20, max: 1e21, decimals: 2 },
    multiples: { type: 'number', min: 1e20, max: 1e21, multipleOf: 0.5 },
  };
  for (const [name, field] of Object.entries(refused)) {
    it(`are refused where no two neighbours differ: ${name}`, async () => {
      const errors = (await check({ x: field })).filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        errors.map(({ code, pointer }) => [code, pointer]),
        [['range/empty', '/x']],
      );
      assert.match(
        errors[0].message,
        /can be told from the next: doubles have 53 bits\. (Use type: number|Leave .* out)\.$/,
      );
    });
  }
});
