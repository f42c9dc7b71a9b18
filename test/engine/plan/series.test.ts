import assert from 'node:assert/strict';
import { AgenticSynth } from '../../../engine/src/core.js';
import { mistakes, type Row } from './run.js';

const synth = new AgenticSynth();
const times = (rows: Row[]): unknown[] => rows.map(({ timestamp }) => timestamp);

describe('tables with an axis of time', () => {
  const wrong: [what: string, tables: object, expected: string[]][] = [
    [
      'series of rows that nothing tells apart',
      {
        h: { fields: { id: 'string' } },
        m: { type: 'timeseries', series: { host: { ref: 'h.id' } }, fields: { x: 'number' } },
      },
      ['ref/no-key /tables/m/series/host'],
    ],
    [
      'series of a column that is not there',
      {
        h: { fields: { id: 'uuid' } },
        m: { type: 'timeseries', series: { host: { ref: 'h.idd' } }, fields: { x: 'number' } },
      },
      ['ref/dangling /tables/m/series/host/ref'],
    ],
    [
      'series of its own rows',
      { m: { type: 'timeseries', series: { host: { ref: 'm.x' } }, fields: { x: 'number' } } },
      ['ref/self /tables/m/series/host/ref'],
    ],
    [
      'a time series counted per another table',
      {
        h: { fields: { id: 'uuid' } },
        m: { type: 'timeseries', count: { per: 'h', min: 1, max: 2 }, fields: { x: 'number' } },
      },
      ['value/type /tables/m/count'],
    ],
    [
      'sessions of rows that nothing tells apart',
      {
        u: { fields: { n: 'integer' } },
        e: {
          type: 'events',
          events: { a: {} },
          sessions: { per: 'u', first: 'a', next: { a: { end: 1 } }, dwell: { type: 'exponential', mean: '1m' } },
          fields: { id: 'uuid' },
        },
      },
      ['ref/no-key /tables/e/sessions/per'],
    ],
  ];
  for (const [what, tables, expected] of wrong) {
    it(`finds ${what}`, async () => assert.deepEqual(await mistakes({ tables }), expected));
  }

  it('counts the rows that unique values are needed for', async () => {
    const fields = { u: { type: 'integer', min: 1, max: 12, unique: true } };
    const expected = ['unique/domain-too-small /fields/u'];
    const minutes = { type: 'timeseries', interval: '1m', fields };
    assert.deepEqual(await mistakes({ ...minutes, duration: '12m' }), []);
    assert.deepEqual(await mistakes({ ...minutes, duration: '13m' }), expected);
    assert.deepEqual(await mistakes({ ...minutes, duration: '7m', series: { s: [1, 2] } }), expected);
    assert.deepEqual(await mistakes({ ...minutes, count: 12 }, 13), expected);
  });

  it('ends a duration before its last instant, and an end with it; step 0 is there in any case', async () => {
    const base = { type: 'timeseries', start: '2026-01-01T00:00:00Z', interval: '1m', fields: { x: 'number' } };
    const rows = (more: object): Promise<Row[]> => synth.generate('timeseries', { schema: { ...base, ...more } });
    assert.equal((await rows({ duration: '3m' })).length, 3);
    assert.equal((await rows({ end: '2026-01-01T00:03:00Z' })).length, 4);
    assert.deepEqual(times(await rows({ duration: '10s' })), ['2026-01-01T00:00:00Z']);
  });

  it('shows times as coarse as their field says', async () => {
    const schema = {
      type: 'events',
      rate: '1/m',
      count: 50,
      fields: { timestamp: { type: 'datetime', precision: '1h' }, hour: { expr: 'timestamp.getHours()' } },
    };
    for (const { timestamp, hour } of await synth.generate('events', { schema, verify: true })) {
      assert.match(timestamp as string, /T\d\d:00:00Z$/);
      assert.equal(hour, Number((timestamp as string).slice(11, 13)));
    }
  });

  it('fills payloads by name from files and words like other fields', async () => {
    const schema = {
      type: 'events',
      events: { greet: { fields: { name: 'person.firstName' } } },
      fields: { id: 'uuid' },
    };
    for (const { name } of await synth.generate('events', { schema })) assert.equal(typeof name, 'string');
  });
});
