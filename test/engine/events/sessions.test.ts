import assert from 'node:assert/strict';
import { Arrivals, poisson } from '../../../engine/src/events/arrivals.js';
import { POSITION, SESSION, TIME, TYPE, WIDTH } from '../../../engine/src/events/event-heap.js';
import { SessionStream } from '../../../engine/src/events/sessions.js';
import { CumulativeTable } from '../../../engine/src/random/alias.js';
import { compileDistribution } from '../../../engine/src/random/distribution.js';
import { streamFor } from '../../../engine/src/random/key.js';
import { chiSquare, kolmogorov } from '../random/statistics.js';
import { invert, mean, normalCdf, variance } from '../series/estimators.js';
import { DAY, HOUR, type Row, rowsOf, SEEDS, SECOND, tablesOf } from '../series/generate.js';

const START = Date.parse('2026-01-05T00:00:00Z');

const first = { view: 4, search: 1 };
const next: Record<string, Record<string, number>> = {
  view: { view: 6, search: 2, buy: 1, end: 3 },
  search: { view: 5, end: 1 },
  buy: { end: 3, view: 1 },
};
const names = ['view', 'search', 'buy'];

const document = {
  type: 'events',
  start: '2026-01-05T00:00:00Z',
  duration: '1d',
  rate: '10/m',
  sessions: { idField: 'session', first, next, dwell: { type: 'lognormal', mean: '40s', stdDev: '1m' } },
  events: {
    view: { fields: { page: { enum: ['a', 'b', 'c'] } } },
    search: { dwell: { type: 'exponential', mean: '20s' } },
    buy: { fields: { amount: 'number (1..9)' } },
  },
  fields: { id: 'uuid' },
};

interface Event {
  readonly time: number;
  readonly type: string;
}

/** The events of each session, in order. */
function bySession(rows: readonly Row[]): Map<number, Event[]> {
  const sessions = new Map<number, Event[]>();
  for (const { session, timestamp, type } of rows) {
    const event = { time: Date.parse(timestamp as string), type: type as string };
    const known = sessions.get(session as number);
    if (known === undefined) sessions.set(session as number, [event]);
    else known.push(event);
  }
  return sessions;
}

/** Those that have had time to end. */
const whole = (sessions: Map<number, Event[]>): Event[][] =>
  [...sessions.values()].filter(([{ time }]) => time < START + DAY - HOUR);

describe('sessions', () => {
  const runs: Row[][] = [];
  before(async () => {
    for (const seed of SEEDS.slice(0, 3)) runs.push(await rowsOf(document, { seed }));
  });

  it('are woven together in the order of their times', () => {
    for (const rows of runs) {
      let interleaved = 0;
      rows.forEach((row, i) => {
        if (i === 0) return;
        assert.ok((row.timestamp as string) >= (rows[i - 1].timestamp as string));
        if (row.session !== rows[i - 1].session) interleaved++;
      });
      assert.ok(interleaved > rows.length / 2);
      assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    }
  });

  it('χ² of first events, of what follows each, and of the ends', () => {
    for (const rows of runs) {
      const sessions = whole(bySession(rows));
      const starts = names.map((name) => sessions.filter(([{ type }]) => type === name).length);
      assert.ok(
        chiSquare(
          starts,
          [0.8, 0.2, 0].map((p) => p * sessions.length),
        ) < 3.1,
      );
      assert.equal(starts[2], 0);
      for (const [from, weights] of Object.entries(next)) {
        const targets = [...names, 'end'];
        const seen = targets.map(() => 0);
        for (const events of sessions) {
          events.forEach(({ type }, i) => type === from && seen[targets.indexOf(events[i + 1]?.type ?? 'end')]++);
        }
        const total = seen.reduce((a, b) => a + b);
        const sum = Object.values(weights).reduce((a, b) => a + b);
        const expected = targets.map((to) => (total * (weights[to] ?? 0)) / sum);
        assert.ok(chiSquare(seen, expected) < 3.1, `${from}: ${seen} of ${expected}`);
        expected.forEach((e, i) => assert.ok(e > 0 || seen[i] === 0));
      }
    }
  });

  it('times between their events follow the dwell of the event before', () => {
    // The lognormal of mean 40 s and deviation 60 s.
    const sigma = Math.sqrt(Math.log(1 + (60 / 40) ** 2));
    const mu = Math.log(40) - sigma ** 2 / 2;
    for (const rows of runs) {
      const dwell: Record<string, number[]> = { view: [], search: [], buy: [] };
      for (const events of whole(bySession(rows)))
        for (let i = 1; i < events.length; i++)
          // Whole milliseconds, rounded down.
          dwell[events[i - 1].type].push((events[i].time - events[i - 1].time + 0.5) / SECOND);
      for (const type of ['view', 'buy']) {
        const z = Float64Array.from(dwell[type], (d) => (Math.log(d) - mu) / sigma);
        assert.ok(kolmogorov(z, normalCdf) < 1.95, type);
      }
      assert.ok(kolmogorov(Float64Array.from(dwell.search), (d) => 1 - Math.exp(-d / 20)) < 1.95);
    }
  });

  it('have the mean length of their journey, and begin so often that the rate is that of events', () => {
    const p = names.map((from) => {
      const sum = Object.values(next[from]).reduce((a, b) => a + b);
      return names.map((to) => (next[from][to] ?? 0) / sum);
    });
    // Mean numbers of events from each on: (I − P)⁻¹ 1.
    const visits = invert(p.map((row, i) => row.map((v, j) => (i === j ? 1 : 0) - v))).map((row) =>
      row.reduce((a, b) => a + b),
    );
    const expected = 0.8 * visits[0] + 0.2 * visits[1];
    for (const rows of runs) {
      const sessions = whole(bySession(rows));
      const lengths = sessions.map(({ length }) => length);
      const error = Math.sqrt(variance(lengths) / lengths.length);
      assert.ok(Math.abs(mean(lengths) - expected) < 4 * error, `${mean(lengths)} of ${expected}`);
      const gaps = sessions.slice(1).map(([{ time }], i) => time - sessions[i][0].time);
      const rate = 10 / 60_000 / expected;
      assert.ok(kolmogorov(Float64Array.from(gaps), (g) => 1 - Math.exp(-rate * (g + 0.5))) < 1.95);
      assert.ok(Math.abs(rows.length / 14_400 - 1) < 0.05);
      assert.deepEqual(
        [...bySession(rows).keys()],
        Array.from({ length: bySession(rows).size }, (_, i) => i + 1),
      );
    }
  });

  it('exactly as many events as asked for', async () => {
    const { duration: _, ...rest } = document;
    for (const count of [1, 2047, 2048, 5000]) {
      const rows = await rowsOf(rest, { count, seed: 1 });
      assert.equal(rows.length, count);
    }
    const longer = await rowsOf(rest, { count: 5000, seed: 1 });
    assert.deepEqual(await rowsOf(rest, { count: 700, seed: 1 }), longer.slice(0, 700));
  });

  it('that never end are told', async () => {
    const endless = { ...document.sessions, next: { ...next, view: { view: 1 } } };
    await assert.rejects(rowsOf({ ...document, sessions: endless }), /never end/);
  });

  it('belong to rows of a table, whose columns they copy', async () => {
    const { type: _, ...events } = document;
    const tables = {
      users: {
        count: 40,
        fields: { id: 'uuid', device: { enum: ['phone', 'desktop'] }, born: 'integer (1950..2005)' },
      },
      clicks: {
        type: 'events',
        ...events,
        sessions: { ...document.sessions, per: 'users' },
        fields: { user: { ref: 'users.id' }, device: { ref: 'users.device' }, born: { ref: 'users.born' } },
      },
    };
    const { users, clicks } = await tablesOf<{ users: Row[]; clicks: Row[] }>('events', { tables }, { seed: 2 });
    const known = new Map(users.map((user) => [user.id, user]));
    const owners = new Map<unknown, unknown>();
    for (const { user, device, born, session } of clicks) {
      assert.equal(known.get(user)?.device, device);
      assert.equal(known.get(user)?.born, born);
      assert.equal(owners.get(session) ?? user, user);
      owners.set(session, user);
    }
    const seen = users.map(({ id }) => [...owners.values()].filter((owner) => owner === id).length);
    assert.ok(
      chiSquare(
        seen,
        users.map(() => owners.size / users.length),
      ) < 3.1,
    );
  });

  it('only those under way are held, however many have been', () => {
    const rate = 0.001;
    const starts = new Arrivals(poisson(rate), 0, 1 / rate, streamFor(1, 'starts'));
    // Five events on average, 20 s apart: about a hundred sessions at a time.
    const journey = {
      first: new CumulativeTable([1]),
      next: [new CumulativeTable([4, 1])],
      dwell: [compileDistribution({ type: 'exponential', mean: 20_000 })],
    };
    const stream = new SessionStream(starts, Infinity, journey, streamFor(1, 'sessions'), streamFor(1, 'journey'));
    const event = new Float64Array(WIDTH);
    let most = 0;
    let last = -1;
    const places = new Map<number, number>();
    for (let i = 0; i < 200_000; i++) {
      assert.ok(stream.next(event));
      assert.ok(event[TIME] >= last);
      last = event[TIME];
      if (event[SESSION] < 500) {
        assert.equal(event[POSITION], places.get(event[SESSION]) ?? 0);
        places.set(event[SESSION], event[POSITION] + 1);
      }
      assert.equal(event[TYPE], 0);
      if (i % 1000 === 0) most = Math.max(most, stream.save()[1].length / WIDTH);
    }
    assert.ok(most > 50 && most < 200, `${most}`);
  });
});
