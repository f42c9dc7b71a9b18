import assert from 'node:assert/strict';
import * as z from 'zod';
import { CustomGenerator, type RowContext } from '../../../engine/src/core.js';
import { AgenticSynth } from '../../../engine/src/index.js';

const Throw = z.object({ dice: z.array(z.int().min(1).max(6)), total: z.int() });

class DiceGenerator extends CustomGenerator<z.infer<typeof Throw>> {
  readonly type = 'dice';
  readonly schema = Throw;

  value(row: RowContext): z.infer<typeof Throw> {
    const dice = [row.integer(1, 6), row.integer(1, 6)];
    return { dice, total: dice[0] + dice[1] };
  }
}

const vin = new URL('../../../examples/plugins/vin.mjs', import.meta.url).pathname;
const fleet = new URL('../../../examples/plugins/fleet.synth.yaml', import.meta.url).pathname;

describe('custom generators', () => {
  const synth = new AgenticSynth();
  const generator = new DiceGenerator();
  synth.registerGenerator(generator);

  it('make records of their own', async () => {
    const { records, report } = await synth.run<z.infer<typeof Throw>[]>('dice', { count: 5000, seed: 7 });
    assert.equal(records.length, 5000);
    for (const record of records) assert.deepEqual(generator.validate(record), record);
    assert.deepEqual(report.generators, { dice: '1' });
    const mean = records.reduce((sum, r) => sum + r.total, 0) / records.length;
    // Standard error of the mean of two dice: 2.415 / √5000 = 0.034.
    assert.ok(Math.abs(mean - 7) < 4 * 0.034);
  });

  it('make the same records in any batch, shard and stream', async () => {
    const whole = await synth.generate<object[]>('dice', { count: 100, seed: 7 });
    const streamed: object[] = [];
    for await (const record of synth.generateStream<object>('dice', { count: 100, seed: 7, batchSize: 3 }))
      streamed.push(record);
    assert.deepEqual(streamed, whole);
    const parts = [];
    for (const index of [1, 2, 3])
      parts.push(...(await synth.generate<object[]>('dice', { count: 100, seed: 7, shard: { index, of: 3 } })));
    assert.deepEqual(parts, whole);
    const other = await synth.generate<object[]>('dice', { count: 100, seed: 8 });
    assert.notDeepEqual(other, whole);
  });

  it('serve as field types, loaded from a plug-in file', async () => {
    const withPlugin = new AgenticSynth({ plugins: [vin] });
    const rows = await withPlugin.generate<{ vin: string }[]>('structured', { schema: fleet, count: 200 });
    for (const { vin: number } of rows) {
      assert.match(number, /^(WVW|WBA|1FT)[A-HJ-NPR-Z0-9]{5}[0-9X][A-HJ-NPR-Z0-9]{8}$/);
      const value = (c: string): number =>
        /\d/.test(c)
          ? Number(c)
          : 'ABCDEFGH'.indexOf(c) + 1 ||
            0 ||
            'JKLMN'.indexOf(c) + 1 ||
            0 ||
            (c === 'P' ? 7 : 0) ||
            (c === 'R' ? 9 : 0) ||
            'STUVWXYZ'.indexOf(c) + 2;
      const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
      const check = [...number].reduce((sum, c, i) => sum + weights[i] * value(c), 0) % 11;
      assert.equal(number[8], check === 10 ? 'X' : String(check));
    }
  });

  it('are refused where they are none, or their name is taken', async () => {
    assert.throws(() => synth.registerGenerator({ type: 'dice', value: () => 1 }), /taken/);
    assert.throws(() => synth.registerGenerator({ type: 'integer', value: () => 1 }), /taken/);
    assert.throws(() => synth.registerGenerator({} as never), /needs a `type`/);
    await assert.rejects(synth.generate('dcie', {}), /did you mean.*dice/is);
    await assert.rejects(
      new AgenticSynth({ plugins: ['missing.mjs'] }).generate('structured'),
      /There is no plug-in missing\.mjs/,
    );
    await assert.rejects(new AgenticSynth().generate('structured', { schema: fleet }), /unknown|no type|vin/i);
  });

  it('must give JSON values, at once', async () => {
    const bad = new AgenticSynth();
    bad.registerGenerator({ type: 'later', value: () => Promise.resolve(1) });
    bad.registerGenerator({ type: 'nan', value: () => NaN });
    await assert.rejects(bad.generate('later', { count: 1 }), /a promise for row 0/);
    await assert.rejects(bad.generate('nan', { count: 1 }), /NaN for row 0/);
  });
});
