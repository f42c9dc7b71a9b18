import assert from 'node:assert/strict';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { z as z3 } from 'zod/v3';
import { AgenticSynth, StructuredGenerator, type SynthRecord } from '../../../engine/src/core.js';

/** Compiles only where the types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<T extends true>(...values: unknown[]): T | undefined {
  assert.ok(values.length >= 0);
  return undefined;
}

const user = z.object({
  id: z.uuid(),
  at: z.date(),
  size: z.string().transform((text) => text.length),
  plan: z.enum(['free', 'pro']).default('free'),
});
const user3 = z3.object({ id: z3.string(), at: z3.date().optional(), n: z3.string().transform(Number) });
const userMini = mini.object({ id: mini.string(), n: mini.optional(mini.number()) });

interface User {
  id: string;
  at: Date;
  size: number;
  plan: 'free' | 'pro';
}

describe('records are typed by their schema', () => {
  const synth = new AgenticSynth();

  it('of Zod 4, Zod 3 and zod/mini', async () => {
    const rows = await synth.generate('structured', { schema: user, count: 1 });
    same<Same<typeof rows, User[]>>(rows);
    const rows3 = await synth.generate('structured', { schema: user3, count: 1 });
    same<Same<typeof rows3, { id: string; at?: Date | undefined; n: number }[]>>(rows3);
    const rowsMini = await synth.generate('structured', { schema: userMini, count: 1 });
    same<Same<typeof rowsMini, { id: string; n?: number | undefined }[]>>(rowsMini);
  });

  it('one by one, with a report, and from a generator', async () => {
    for await (const row of synth.generateStream('structured', { schema: user, count: 1 })) {
      same<Same<typeof row, User>>(row);
    }
    const { records, report } = await synth.run('structured', { schema: user, count: 1 });
    same<Same<typeof records, User[]>>(records);
    assert.equal(report.rows, 1);
    const generator = new StructuredGenerator();
    const first = await generator.generate({ schema: user });
    same<Same<typeof first, User>>(first);
    for await (const row of generator.generateBatch(1, { schema: user3 })) same<Same<typeof row.n, number>>(row);
  });

  it('of the items of a list, of tuples and single values', async () => {
    const items = await synth.generate('structured', { schema: z.array(user), count: 1 });
    same<Same<typeof items, User[]>>(items);
    const pairs = await synth.generate('structured', { schema: z.tuple([z.string(), z.int()]), count: 1 });
    same<Same<typeof pairs, [string, number][]>>(pairs);
    const texts = await synth.generate('structured', { schema: z.string(), count: 1 });
    same<Same<typeof texts, string[]>>(texts);
  });

  it('as before for other schemas, and where the caller says', async () => {
    const rows = await synth.generate('structured', { schema: { id: 'uuid' }, count: 1 });
    same<Same<typeof rows, SynthRecord[]>>(rows);
    const said = await synth.generate<{ id: string }[]>('structured', { schema: { id: 'uuid' }, count: 1 });
    same<Same<typeof said, { id: string }[]>>(said);
    const none = await synth.generate('structured');
    same<Same<typeof none, SynthRecord[]>>(none);
  });
});
