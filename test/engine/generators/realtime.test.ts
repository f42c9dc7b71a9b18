import assert from 'node:assert/strict';
import { AgenticSynth, OptionError } from '../../../engine/src/core.js';
import { openRun } from '../../../engine/src/generators/open.js';
import { inRealTime, type WallClock } from '../../../engine/src/generators/realtime.js';
import { globalRegistry } from '../../../engine/src/generators/registry.js';

/** A clock that moves only when someone waits, and then `late` ms too far. */
class SteppingClock implements WallClock {
  time = 5000;
  readonly waits: number[] = [];

  constructor(private readonly late = 0) {}

  now(): number {
    return this.time;
  }

  wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(ms);
    this.time += ms + this.late;
    return Promise.resolve();
  }
}

const ticks = { type: 'timeseries', interval: '1s', count: 5, fields: { x: 'number' } };

interface Taken {
  readonly at: number;
  readonly rows: number;
}

async function taken(
  schema: object,
  clock: SteppingClock,
  { realtime = 1, signal, each }: { realtime?: number; signal?: AbortSignal; each?: (taken: Taken[]) => void } = {},
): Promise<Taken[]> {
  const { type = 'structured' } = schema as { type?: string };
  const run = await openRun(type, { schema }, globalRegistry);
  const all: Taken[] = [];
  for await (const { from, to } of inRealTime(run, { realtime, signal }, clock)) {
    all.push({ at: clock.time - 5000, rows: to - from });
    each?.(all);
  }
  return all;
}

describe('rows in real time', () => {
  it('come one by one when they are due, the first at once', async () => {
    const found = await taken(ticks, new SteppingClock());
    assert.deepEqual(
      found,
      [0, 1000, 2000, 3000, 4000].map((at) => ({ at, rows: 1 })),
    );
  });

  it('come as many times as fast as the speed says', async () => {
    const found = await taken(ticks, new SteppingClock(), { realtime: 10 });
    assert.deepEqual(
      found.map(({ at }) => at),
      [0, 100, 200, 300, 400],
    );
  });

  it('do not drift where timers are late', async () => {
    const found = await taken({ ...ticks, count: 200 }, new SteppingClock(7));
    for (const [i, { at }] of found.entries()) assert.equal(at, i === 0 ? 0 : i * 1000 + 7);
  });

  it('come together where the reader was late, and then in time again', async () => {
    const clock = new SteppingClock();
    const found = await taken({ ...ticks, count: 8 }, clock, {
      each: (all) => {
        if (all.length === 2) clock.time += 3500;
      },
    });
    assert.deepEqual(found.slice(0, 2), [
      { at: 0, rows: 1 },
      { at: 1000, rows: 1 },
    ]);
    const late = found.filter(({ at }) => at === 4500);
    assert.equal(
      late.reduce((sum, { rows }) => sum + rows, 0),
      3,
    );
    assert.deepEqual(found.at(-1), { at: 7000, rows: 1 });
  });

  it('wait for a late event no longer than for the one before', async () => {
    const late = { probability: 0.5, delay: { type: 'exponential', mean: '5s' } };
    const schema = { type: 'events', rate: '1/s', count: 60, faults: { late }, fields: { id: 'uuid' } };
    const clock = new SteppingClock();
    const found = await taken(schema, clock);
    assert.equal(
      found.reduce((sum, { rows }) => sum + rows, 0),
      60,
    );
    assert.ok(clock.waits.every((ms) => ms >= 0));
  });

  it('keep the true time where clocks are wrong', async () => {
    const skew = { probability: 1, offset: { type: 'normal', mean: '1h', stdDev: '1s' }, by: 'device' };
    const schema = { type: 'events', rate: '1/s', count: 30, fields: { device: 'integer (1..9)' } };
    const clean = await taken(schema, new SteppingClock());
    assert.deepEqual(await taken({ ...schema, faults: { skew } }, new SteppingClock()), clean);
  });

  it('stop at once when they are aborted', async () => {
    const abort = new AbortController();
    const rows = new AgenticSynth().generateStream('timeseries', {
      schema: { ...ticks, interval: '1h' },
      realtime: 1,
      signal: abort.signal,
    });
    await rows.next();
    setTimeout(() => abort.abort(new Error('enough')), 10);
    await assert.rejects(rows.next(), /enough/);
  });

  it('are records of the same values as without', async () => {
    const synth = new AgenticSynth();
    const schema = { ...ticks, count: 3000, series: { s: ['a', 'b'] } };
    const rows: unknown[] = [];
    for await (const row of synth.generateStream('timeseries', { schema, realtime: 1e6, verify: true })) rows.push(row);
    assert.deepEqual(rows, await synth.generate('timeseries', { schema }));
  });

  const refused: [options: object, message: RegExp][] = [
    [{ realtime: 0 }, /`realtime` must be a number above 0/],
    [{ realtime: Infinity }, /must be a number above 0.*not Infinity/],
    [{ realtime: '10' }, /must be a number above 0/],
    [{ realtime: 1 }, /structured data has no axis of time/],
  ];
  for (const [options, message] of refused) {
    it(`refuse ${JSON.stringify(options)}`, async () => {
      await assert.rejects(new AgenticSynth().generateStream('structured', options).next(), (error) => {
        assert.ok(error instanceof OptionError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('are an option of streams alone', async () => {
    const asked = { realtime: 1 } as object;
    await assert.rejects(new AgenticSynth().generate('events', asked), /option of `generateStream` and `writeStream`/);
  });
});
