import assert from 'node:assert/strict';
import { chiSquare, kolmogorov } from '../random/statistics.js';
import { autocorrelation, mean, variance } from '../series/estimators.js';
import { DAY, HOUR, MINUTE, rowsOf, SEEDS, times } from '../series/generate.js';

const START = Date.parse('2026-01-05T00:00:00Z');

const events = (more: object): object => ({
  type: 'events',
  start: '2026-01-05T00:00:00Z',
  rate: '6/m',
  fields: { id: 'uuid' },
  ...more,
});

/** Of six a minute, a millisecond. */
const RATE = 6 / MINUTE;

const arrivals = async (more: object, count: number, seed: number): Promise<Float64Array> =>
  times(await rowsOf(events(more), { count, seed }));

/** Amounts of the rate's integral between arrivals are unit exponentials, independent of each other. */
function assertRescaled(passed: Float64Array, what: string): void {
  const u = passed.map((amount) => 1 - Math.exp(-amount));
  const distance = kolmogorov(u, (v) => v);
  assert.ok(distance < 1.95, `${what}: ${distance}`);
  for (let lag = 1; lag <= 5; lag++) {
    const rho = autocorrelation(u, lag) * Math.sqrt(u.length);
    assert.ok(Math.abs(rho) < 4, `${what}: ${rho} at lag ${lag}`);
  }
}

const gaps = (at: Float64Array, start = START): Float64Array => at.map((t, i) => t - (i === 0 ? start : at[i - 1]));

/** Amounts of ∫ rate between arrivals, for a rate that is constant over each of some pieces of time. */
function rescaled(at: Float64Array, piece: number, rateIn: (piece: number) => number): Float64Array {
  const known: number[] = [];
  const rate = (k: number): number => (known[k] ??= rateIn(START + k * piece));
  const sums = [0];
  const total = (t: number): number => {
    const k = Math.floor((t - START) / piece);
    while (sums.length <= k) sums.push(sums[sums.length - 1] + piece * rate(sums.length - 1));
    return sums[k] + rate(k) * (t - START - k * piece);
  };
  return at.map((t, i) => total(t) - (i === 0 ? 0 : total(at[i - 1])));
}

describe('arrivals of events', () => {
  it('regular: evenly, also where a distance is no whole number of milliseconds', async () => {
    const at = await arrivals({ arrival: { type: 'regular' }, rate: '7/s' }, 5000, 1);
    at.forEach((t, k) => assert.equal(t, Math.floor(START + (k * 1000) / 7)));
  });

  it('jittered: uniformly around their places, never backwards, never before the start', async () => {
    for (const jitter of ['4s', '10s']) {
      const at = await arrivals({ arrival: { type: 'regular', jitter } }, 8000, 1);
      const width = jitter === '4s' ? 4000 : 10_000;
      const off = at.slice(1).map((t, k) => (t - START - (k + 1) * 10_000) / width + 0.5);
      assert.ok(kolmogorov(off, (v) => Math.min(1, Math.max(0, v))) < 1.95, jitter);
      assert.ok(at[0] >= START);
      assert.ok(gaps(at).every((gap) => gap >= 0));
    }
  });

  it('Poisson: independent exponential gaps', async () => {
    for (const seed of SEEDS.slice(0, 5))
      assertRescaled(
        gaps(await arrivals({}, 5000, seed)).map((g) => g * RATE),
        `seed ${seed}`,
      );
  });

  it('by the hour and weekday, local time: Poisson after rescaling', async () => {
    const hours = Array.from({ length: 24 }, (_, h) => (h < 6 ? 0 : 1 + (h % 7)));
    const weekdays = [3, 3, 3, 2, 2, 1, 0];
    const weight = (list: readonly number[], k: number): number =>
      (list[k] * list.length) / list.reduce((a, b) => a + b);
    for (const [timezone, start] of [
      ['UTC', '2026-01-05T00:00:00Z'],
      // The clocks change in this week.
      ['Europe/Berlin', '2026-03-26T00:00:00Z'],
    ]) {
      const format = new Intl.DateTimeFormat('en-US', {
        timeZone: timezone,
        hour: 'numeric',
        hourCycle: 'h23',
        weekday: 'short',
      });
      const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
      const shift = Date.parse(start) - START;
      const rateIn = (t: number): number => {
        const parts = Object.fromEntries(format.formatToParts(t + shift).map(({ type, value }) => [type, value]));
        return RATE * weight(hours, Number(parts.hour)) * weight(weekdays, names.indexOf(parts.weekday));
      };
      for (const seed of SEEDS.slice(0, 3)) {
        const at = await arrivals({ timezone, start, arrival: { type: 'profile', hours, weekdays } }, 20_000, seed);
        assertRescaled(
          rescaled(
            at.map((t) => t - shift),
            HOUR,
            rateIn,
          ),
          `${timezone}, seed ${seed}`,
        );
      }
    }
  });

  it('a usual week has the mean rate', async () => {
    const arrival = {
      type: 'profile',
      hours: Array.from({ length: 24 }, (_, h) => h),
      weekdays: [5, 5, 5, 5, 4, 2, 2],
    };
    const rows = await rowsOf(events({ arrival, duration: '1w', rate: '2/m' }), { seed: 1 });
    const expected = 2 * 1440 * 7;
    assert.ok(Math.abs(rows.length - expected) < 4 * Math.sqrt(expected), `${rows.length}`);
  });

  it('by a formula: Poisson after rescaling', async () => {
    const cases: [expr: string, relative: (t: number) => number][] = [
      ['0.2 + hour / 6.0', (t) => 0.2 + ((t - START) % DAY) / HOUR / 6],
      ['weekday >= 3 ? 2.0 : 0.5', (t) => (t - START >= 2 * DAY ? 2 : 0.5)],
      [
        "elapsed < duration('2h') ? 0.0 : elapsed < duration('5h') ? 4.0 : 1.0",
        (t) => (t - START < 2 * HOUR ? 0 : t - START < 5 * HOUR ? 4 : 1),
      ],
    ];
    for (const [expr, relative] of cases) {
      for (const seed of SEEDS.slice(0, 3)) {
        const at = await arrivals({ arrival: { type: 'intensity', expr } }, 15_000, seed);
        assertRescaled(
          rescaled(at, MINUTE, (t) => RATE * relative(t + MINUTE / 2)),
          `${expr}, seed ${seed}`,
        );
      }
    }
  });

  it('self-exciting (Hawkes): Poisson after rescaling by their own past', async () => {
    const branching = 0.7;
    const decay = 2 * MINUTE;
    const background = RATE * (1 - branching);
    for (const seed of SEEDS.slice(0, 5)) {
      const at = await arrivals({ arrival: { type: 'hawkes', branching, decay: '2m' } }, 10_000, seed);
      let excess = RATE * branching;
      const passed = gaps(at).map((gap) => {
        const faded = Math.exp(-gap / decay);
        const amount = background * gap + excess * decay * (1 - faded);
        excess = excess * faded + branching / decay;
        return amount;
      });
      assertRescaled(passed, `seed ${seed}`);
      // And they are not Poisson as they stand: neighbouring gaps are alike.
      assert.ok(autocorrelation(gaps(at), 1) > 0.05);
      // Clusters make the count of n arrivals' time scatter by 1 / (1 − branching).
      const taken = (at[at.length - 1] - START) * RATE;
      assert.ok(Math.abs(taken - at.length) < (4.5 * Math.sqrt(at.length)) / (1 - branching));
    }
  });

  it('bursts: Poisson after rescaling by the rate that their past leaves to expect', async () => {
    const factor = 15;
    const [on, off] = [5 * MINUTE, 20 * MINUTE];
    const calm = (RATE * (on + off)) / (on * factor + off);
    const rates = [calm, calm * factor];
    for (const seed of SEEDS.slice(0, 5)) {
      const at = await arrivals({ arrival: { type: 'bursts', factor, on: '5m', off: '20m' } }, 10_000, seed);
      // The filter of a Markov-modulated Poisson process: by e^((Q − Λ)t), from the stationary phases.
      const m = [
        [-1 / off - rates[0], 1 / off],
        [1 / on, -1 / on - rates[1]],
      ];
      const half = (m[0][0] + m[1][1]) / 2;
      const root = Math.sqrt(half * half - (m[0][0] * m[1][1] - m[0][1] * m[1][0]));
      let phase = [off / (on + off), on / (on + off)];
      const passed = gaps(at).map((gap) => {
        const c = (Math.exp((half + root) * gap) + Math.exp((half - root) * gap)) / 2;
        const s = (Math.exp((half + root) * gap) - Math.exp((half - root) * gap)) / (2 * root);
        const left = [0, 1].map((j) =>
          phase.reduce((sum, p, i) => sum + p * ((i === j ? c - s * half : 0) + s * m[i][j]), 0),
        );
        const after = left.map((p, j) => p * rates[j]);
        phase = after.map((p) => p / (after[0] + after[1]));
        return -Math.log(left[0] + left[1]);
      });
      assertRescaled(passed, `seed ${seed}`);
    }
  });

  it('bursts are under way from the start', async () => {
    // In the first minute of many runs as many come as in any other.
    let events_ = 0;
    const runs = 1500;
    const arrival = { type: 'bursts', factor: 30, on: '10m', off: '40m' };
    for (let seed = 0; seed < runs; seed++)
      events_ += (await rowsOf(events({ arrival, duration: '1m' }), { seed })).length;
    const low = (6 * 50) / (10 * 30 + 40);
    // Within a minute the phase hardly changes.
    const second = 0.2 * (30 * low + (30 * low) ** 2) + 0.8 * (low + low ** 2);
    assert.ok(Math.abs(events_ / runs - 6) < 4 * Math.sqrt((second - 36) / runs), `${events_ / runs}`);
  });

  it('as many as asked for, whatever the arrivals', async () => {
    for (const type of ['regular', 'poisson'])
      for (const count of [1, 2, 4095, 4096, 4097])
        assert.equal((await arrivals({ arrival: { type } }, count, 1)).length, count);
  });

  it('a duration has a Poisson number of them, all before its end', async () => {
    const counts: number[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const at = times(await rowsOf(events({ duration: '5m' }), { seed }));
      assert.ok(at.every((t) => t >= START && t < START + 5 * MINUTE));
      counts.push(at.length);
    }
    assert.ok(Math.abs(mean(counts) - 30) < 4 * Math.sqrt(30 / counts.length));
    assert.ok(Math.abs(variance(counts) / 30 - 1) < 4 * Math.sqrt(2 / counts.length));
  });

  it('end with the instant given, which is one of them', async () => {
    const regular = { arrival: { type: 'regular' } };
    assert.equal((await rowsOf(events({ ...regular, end: '2026-01-05T00:10:00Z' }))).length, 61);
    assert.equal((await rowsOf(events({ ...regular, duration: '10m' }))).length, 60);
    const jittered = times(
      await rowsOf(events({ arrival: { type: 'regular', jitter: '10s' }, duration: '9m55s' }), { seed: 3 }),
    );
    assert.ok(jittered.every((t) => t < START + 595_000));
  });

  it('mistakes are told before anything is drawn', async () => {
    const cases: [object, RegExp][] = [
      [{ arrival: { type: 'hawkes', branching: 1, decay: '1m' } }, /without end/],
      [{ arrival: { type: 'profile', hours: new Array<number>(24).fill(0) } }, /sum to nothing/],
      [{ arrival: { type: 'regular', jitter: '11s' } }, /pass each other/],
      [{ faults: { drop: 1 } }, /no event is left/],
    ];
    for (const [more, message] of cases) await assert.rejects(rowsOf(events(more)), message);
    await assert.rejects(arrivals({ arrival: { type: 'intensity', expr: '0.0' } }, 5, 1), /no event comes/);
    await assert.rejects(arrivals({ arrival: { type: 'intensity', expr: 'hour - 1.0' } }, 5, 1), /at least 0/);
  });

  it('never go backwards', async () => {
    const all: object[] = [
      { type: 'poisson' },
      { type: 'bursts', factor: 50, on: '1s', off: '1m' },
      { type: 'hawkes', branching: 0.95, decay: '10s' },
      { type: 'intensity', expr: 'hour < 1.0 ? 100.0 : 1.0' },
    ];
    for (const arrival of all)
      assert.ok(gaps(await arrivals({ arrival, rate: '100/s' }, 20_000, 1)).every((gap) => gap >= 0));
  });
});

describe('types of events', () => {
  it('χ² of the mix; each has its own fields only', async () => {
    const types = {
      view: { weight: 6, fields: { page: { enum: ['a', 'b'] } } },
      click: { weight: 3, fields: { x: 'integer (0..99)', y: 'integer (0..99)' } },
      buy: { weight: 0.5, fields: { amount: 'number (1..9)' } },
      never: { weight: 0 },
    };
    for (const seed of SEEDS.slice(0, 5)) {
      const rows = await rowsOf(events({ events: types }), { count: 10_000, seed });
      const names = Object.keys(types);
      const seen = names.map((name) => rows.filter(({ type }) => type === name).length);
      const weights = [6, 3, 0.5, 0];
      assert.ok(
        chiSquare(
          seen,
          weights.map((w) => (w / 9.5) * rows.length),
        ) < 3.1,
        `${seen}`,
      );
      assert.equal(seen[3], 0);
      for (const row of rows) {
        const own = row.type === 'view' ? ['page'] : row.type === 'click' ? ['x', 'y'] : ['amount'];
        assert.deepEqual(Object.keys(row).slice(3), own);
      }
      const codes = rows.map(({ type }) => names.indexOf(type as string));
      assert.ok(Math.abs(autocorrelation(codes, 1)) < 4 / Math.sqrt(rows.length));
    }
  });
});
