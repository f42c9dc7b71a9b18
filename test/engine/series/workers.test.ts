import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Workers load a file of their own, so these tests take the built package.
import { AgenticSynth } from 'agentic-synth';

const number = { type: 'number', decimals: 6, base: 100 };

const schemas = {
  timeseries: {
    type: 'timeseries',
    series: { sensor: ['a', 'b', 'c'] },
    interval: '1m',
    fields: {
      x: {
        ...number,
        noise: { type: 'ar', coefficients: [0.9999], stdDev: 1 },
        anomalies: { probability: 0.01, types: ['spike', 'stuck', 'missing'], label: 'why' },
      },
      y: { ...number, noise: { type: 'gbm', drift: '0/d', volatility: '0.2/d' } },
      z: {
        ...number,
        drivers: [{ field: 'x', coefficient: 1, lag: '40m' }],
        noise: { type: 'ou', reversion: '1/h', stdDev: 1 },
      },
    },
  },
  events: {
    type: 'events',
    rate: '5/s',
    arrival: { type: 'hawkes', branching: 0.5, decay: '10s' },
    events: { a: {}, b: {} },
    sessions: {
      idField: 'session',
      first: 'a',
      next: { a: { b: 2, end: 1 }, b: { a: 1, end: 1 } },
      dwell: { type: 'exponential', mean: '30s' },
    },
    faults: {
      late: { probability: 0.1, delay: { type: 'exponential', mean: '1m' } },
      duplicate: 0.1,
      drop: 0.1,
      label: 'fault',
    },
    fields: { id: 'uuid' },
  },
};

describe('rows on an axis of time, by workers', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [type, schema] of Object.entries(schemas)) {
    it(`${type}: the same bytes`, async () => {
      const files: Buffer[] = [];
      for (const workers of [1, 3]) {
        const output = join(folder, `${type}-${workers}.jsonl`);
        await new AgenticSynth().write(type, { schema, count: 20_000, seed: 1, workers, output });
        files.push(await readFile(output));
      }
      assert.ok(files[0].equals(files[1]));
    });
  }
});
