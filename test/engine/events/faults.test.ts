import assert from 'node:assert/strict';
import { chiSquare, kolmogorov } from '../random/statistics.js';
import { normalCdf } from '../series/estimators.js';
import { HOUR, MINUTE, type Row, rowsOf, SECOND, SEEDS } from '../series/generate.js';

const START = Date.parse('2026-01-05T00:00:00Z');

const document = (faults?: object, more: object = {}): object => ({
  type: 'events',
  start: '2026-01-05T00:00:00Z',
  duration: '3h',
  rate: '1/s',
  fields: { id: 'uuid', n: 'sequence', source: 'integer (1..200)', amount: 'number (0..9)' },
  ...(faults && { faults: { ...faults, label: 'fault' } }),
  ...more,
});

const at = (row: Row): number => Date.parse(row.timestamp as string);
const has = ({ fault }: Row, name: string): boolean => fault !== null && (fault as string).split('+').includes(name);
const plain = ({ fault: _, ...row }: Row): Row => row;

async function both(faults: object, seed: number, more: object = {}): Promise<{ clean: Row[]; rows: Row[] }> {
  return {
    clean: await rowsOf(document(undefined, more), { seed }),
    rows: await rowsOf(document(faults, more), { seed }),
  };
}

/** Within four standard deviations of a binomial. */
function assertShare(seen: number, of: number, share: number, what: string): void {
  const off = (seen - of * share) / Math.sqrt(of * share * (1 - share));
  assert.ok(Math.abs(off) < 4, `${what}: ${seen} of ${of}, ${off} deviations off`);
}

const seeds = SEEDS.slice(0, 3);

describe('faults of streams', () => {
  it('dropped: just those rows are missing', async () => {
    for (const seed of seeds) {
      const { clean, rows } = await both({ drop: 0.1 }, seed);
      const left = new Set(rows.map(({ id }) => id));
      assertShare(clean.length - rows.length, clean.length, 0.1, 'dropped');
      assert.deepEqual(
        rows.map(plain),
        clean.filter(({ id }) => left.has(id)),
      );
      assert.ok(rows.every(({ fault }) => fault === null));
    }
  });

  it('duplicated: the same record again, right after', async () => {
    for (const seed of seeds) {
      const { clean, rows } = await both({ duplicate: 0.05 }, seed);
      const copies = rows.filter((row) => has(row, 'duplicate'));
      assertShare(copies.length, clean.length, 0.05, 'duplicated');
      assert.deepEqual(rows.filter((row) => !has(row, 'duplicate')).map(plain), clean);
      rows.forEach((row, i) => has(row, 'duplicate') && assert.deepEqual(plain(row), plain(rows[i - 1])));
    }
  });

  it('out of order: later than one that happened after, and nothing else is', async () => {
    for (const share of [0.05, 0.4]) {
      for (const seed of seeds) {
        const { clean, rows } = await both({ outOfOrder: share }, seed);
        const moved = rows.filter((row) => has(row, 'outOfOrder'));
        // Those that change places come in pairs, so they scatter less than independent ones.
        assertShare(moved.length, clean.length, share, 'out of order');
        rows.forEach((row, i) => {
          if (i === 0) return;
          if (has(row, 'outOfOrder')) {
            assert.ok(at(row) <= at(rows[i - 1]));
            assert.equal(row.n, (rows[i - 1].n as number) - 1);
          } else if (!has(rows[i - 1], 'outOfOrder')) assert.ok(at(row) >= at(rows[i - 1]));
        });
        const sorted = rows.map(plain).sort((a, b) => (a.n as number) - (b.n as number));
        assert.deepEqual(sorted, clean);
      }
    }
  });

  it('late: after all that happened until their delay had passed', async () => {
    for (const seed of seeds) {
      const delay = { type: 'exponential', mean: '5m' };
      const { clean, rows } = await both({ late: { probability: 0.1, delay } }, seed);
      const late = rows.filter((row) => has(row, 'late'));
      assertShare(late.length, clean.length, 0.1, 'late');
      assert.deepEqual(
        rows.filter((row) => !has(row, 'late')).map(plain),
        clean.filter(({ id }) => !late.some((row) => row.id === id)),
      );
      // Between the events on time before and after it; those of the last half hour may come after the end.
      const delays: number[] = [];
      let before = START;
      rows.forEach((row, i) => {
        if (!has(row, 'late')) {
          before = at(row);
          return;
        }
        let after = i + 1;
        while (after < rows.length && has(rows[after], 'late')) after++;
        assert.ok(before >= at(row) - SECOND * 30);
        const came = after < rows.length ? (before + at(rows[after])) / 2 : Infinity;
        if (at(row) < START + 2.4 * HOUR) delays.push((Math.max(came, at(row)) - at(row)) / (5 * MINUTE));
      });
      assert.ok(kolmogorov(Float64Array.from(delays), (d) => 1 - Math.exp(-d)) < 1.95);
      // All that were held come out at the end.
      assert.equal(rows.length, clean.length);
    }
  });

  it('skewed: by one offset for each source, of those that are off', async () => {
    for (const by of ['source', 'id']) {
      const offset = { type: 'normal', mean: '10s', stdDev: '40s' };
      const { clean, rows } = await both({ skew: { probability: 0.3, offset, by } }, 5);
      const offsets = new Map<unknown, number>();
      rows.forEach((row, i) => {
        const own = at(row) - at(clean[i]);
        assert.deepEqual({ ...plain(row), timestamp: 0 }, { ...clean[i], timestamp: 0 });
        assert.equal(offsets.get(row[by]) ?? own, own);
        offsets.set(row[by], own);
        assert.equal(row.fault, own === 0 ? null : 'skew');
      });
      const wrong = [...offsets.values()].filter((own) => own !== 0);
      assertShare(wrong.length, offsets.size, 0.3, `sources that are off, by ${by}`);
      const z = Float64Array.from(wrong, (own) => (own / SECOND - 10) / 40);
      assert.ok(kolmogorov(z, normalCdf) < 1.95);
    }
  });

  it('drift: from its instant on, by the time it happened', async () => {
    const instant = '2026-01-05T01:30:00Z';
    const drift = [
      { at: instant, field: 'amount', rename: 'sum' },
      { at: '2026-01-05T02:00:00Z', field: 'source', change: 'text' },
      { at: '2026-01-05T02:30:00Z', field: 'n', change: 'remove' },
    ];
    const late = { probability: 0.2, delay: { type: 'exponential', mean: '10m' } };
    const { clean, rows } = await both({ drift, late }, 1);
    const known = new Map(clean.map((row) => [row.id, row]));
    assert.equal(rows.length, clean.length);
    for (const row of rows) {
      const { id, timestamp, n, source, amount } = known.get(row.id)!;
      const time = at(row);
      const expected = {
        id,
        timestamp,
        ...(time < START + 2.5 * HOUR && { n }),
        source: time < START + 2 * HOUR ? source : String(source),
        ...(time < Date.parse(instant) ? { amount } : { sum: amount }),
      };
      assert.deepEqual(plain(row), expected);
    }
  });

  const everything = {
    late: { probability: 0.1, delay: { type: 'lognormal', mean: '2m', stdDev: '3m' } },
    outOfOrder: 0.1,
    duplicate: 0.1,
    drop: 0.1,
    skew: { probability: 0.2, offset: { type: 'normal', mean: '0s', stdDev: '30s' }, by: 'source' },
  };
  const sessions = {
    events: { a: {}, b: { fields: { page: { enum: ['x', 'y'] } } } },
    sessions: {
      idField: 'session',
      first: 'a',
      next: { a: { a: 1, b: 2, end: 1 }, b: { a: 1, end: 1 } },
      dwell: { type: 'exponential', mean: '30s' },
    },
  };
  for (const [name, more] of Object.entries({ 'of arrivals': {}, 'of sessions': sessions })) {
    it(`all at once, ${name}: what a clean run has too is the same, and the label says what is wrong`, async () => {
      for (const seed of seeds) {
        const { clean, rows } = await both(everything, seed, more);
        const truth = new Map(clean.map((row, i) => [row.id, { row, i }]));
        const seen = new Map<unknown, number>();
        let latest = -1;
        for (const row of rows) {
          const { row: same, i } = truth.get(row.id)!;
          assert.deepEqual({ ...plain(row), timestamp: 0 }, { ...same, timestamp: 0 });
          assert.equal(has(row, 'skew'), at(row) !== at(same));
          const times = (seen.get(row.id) ?? 0) + 1;
          seen.set(row.id, times);
          assert.ok(times <= 2);
          assert.equal(
            has(row, 'duplicate'),
            times === 2,
            `${row.id as string} comes ${times} times: ${row.fault as string}`,
          );
          // By ordinal: only what is late, a copy or out of order comes after later ones.
          if (i < latest) assert.ok(['late', 'outOfOrder', 'duplicate'].some((fault) => has(row, fault)));
          if (has(row, 'outOfOrder')) assert.ok(i < latest);
          if (!has(row, 'late')) latest = Math.max(latest, i);
        }
        assertShare(clean.length - seen.size, clean.length, 0.1, 'dropped');
        assertShare([...seen.values()].filter((times) => times === 2).length, seen.size, 0.1, 'duplicated');
      }
    });
  }

  it('exactly as many rows as asked for, whatever is lost or repeated', async () => {
    const { duration: _, ...rest } = document(everything) as { duration: string };
    for (const count of [1, 50, 2048, 5001]) assert.equal((await rowsOf(rest, { count, seed: 2 })).length, count);
    const drops = { ...rest, faults: { drop: 0.9 } };
    assert.equal((await rowsOf(drops, { count: 3000, seed: 2 })).length, 3000);
  });

  it('χ² of what goes wrong together: each by itself', async () => {
    const { rows } = await both({ late: everything.late, duplicate: 0.3 }, 4);
    const firsts = rows.filter((row) => !has(row, 'duplicate'));
    const repeated = new Set(rows.filter((row) => has(row, 'duplicate')).map(({ id }) => id));
    const seen = [0, 0, 0, 0];
    for (const row of firsts) seen[(has(row, 'late') ? 1 : 0) + (repeated.has(row.id) ? 2 : 0)]++;
    const expected = [0.9 * 0.7, 0.1 * 0.7, 0.9 * 0.3, 0.1 * 0.3].map((p) => p * firsts.length);
    assert.ok(chiSquare(seen, expected) < 3.1, `${seen}`);
  });

  it('unique values last for the lost events too, or it is told', async () => {
    const unique = (max: number): object => ({
      type: 'events',
      fields: { k: { type: 'integer', min: 1, max, unique: true } },
      faults: { drop: 0.5 },
    });
    await assert.rejects(rowsOf(unique(3000), { count: 2500 }), /only 3000 values/);
    const rows = await rowsOf(unique(6000), { count: 2500 });
    assert.equal(new Set(rows.map(({ k }) => k)).size, 2500);
    assert.ok(rows.every(({ k }) => Number.isInteger(k)));
  });
});
