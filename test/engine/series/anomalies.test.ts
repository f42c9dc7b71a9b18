import assert from 'node:assert/strict';
import { chiSquare } from '../random/statistics.js';
import { variance } from './estimators.js';
import { MINUTE, type Row, rowsOf, SEEDS, series, START } from './generate.js';

const LENGTH = 20;
const noise = { type: 'ar', coefficients: [0.7], stdDev: 1 };
const field = (more: object = {}): object => ({ type: 'number', decimals: 6, base: 50, noise, ...more });

interface Pair {
  readonly clean: readonly (number | null)[];
  readonly shown: readonly (number | null)[];
  readonly labels: readonly (string | null)[];
}

/** The same series with anomalies and without. */
async function both(count: number, seed: number, anomalies: object, more: object = {}): Promise<Pair> {
  const clean = await rowsOf(series({ x: field(more) }), { count, seed });
  const rows = await rowsOf(series({ x: field({ ...more, anomalies: { ...anomalies, label: 'why' } }) }), {
    count,
    seed,
  });
  const values = (from: Row[]) => from.map(({ x }) => x as number | null);
  return { clean: values(clean), shown: values(rows), labels: rows.map(({ why }) => why as string | null) };
}

/** Stretches of one label, [from, to), that are one anomaly: neither cut off nor run into by another. */
function stretches(labels: readonly (string | null)[], type: string): [number, number][] {
  const found: [number, number][] = [];
  labels.forEach((label, i) => {
    if (label !== type) return;
    const last = found.at(-1);
    if (last?.[1] === i) last[1]++;
    else found.push([i, i + 1]);
  });
  const length = type === 'spike' ? 1 : LENGTH;
  return found.filter(([from, to]) => to - from === length && (from === 0 || labels[from - 1] === null));
}

const ALL = ['spike', 'levelShift', 'trendChange', 'varianceChange', 'stuck', 'dropout', 'missing'];

describe('anomalies', () => {
  for (const [name, more] of Object.entries({
    'of a number': {},
    'of a random walk': { noise: { type: 'randomWalk', stdDev: 1 } },
    'of a price': { base: 100, noise: { type: 'gbm', drift: '0/d', volatility: '0.2/d' } },
    'in a product': { combine: 'multiply', noise: { type: 'white', stdDev: 0.1 } },
    'within bounds': { min: 45, max: 55 },
    'where values are drawn to fit': { min: 45, max: 55, bounds: 'reject' },
    'of counts': { type: 'integer', decimals: undefined, noise: { type: 'poisson' } },
  })) {
    it(`${name}: nothing differs from the clean run where there is no label`, async () => {
      for (const seed of SEEDS.slice(0, 4)) {
        const given = { ...more } as Record<string, unknown>;
        if (given.type === 'integer') delete given.decimals;
        const schema = (anomalies?: object): object => {
          const x: Record<string, unknown> = { ...field(), ...given, ...(anomalies && { anomalies }) };
          if (given.type === 'integer') delete x.decimals;
          return series({ x });
        };
        const clean = await rowsOf(schema(), { count: 6000, seed });
        const rows = await rowsOf(schema({ probability: 0.01, types: ALL, label: 'why' }), { count: 6000, seed });
        let labelled = 0;
        let differ = 0;
        rows.forEach(({ x, why }, i) => {
          if (why === null) return assert.equal(x, clean[i].x, `row ${i}`);
          labelled++;
          if (x !== clean[i].x) differ++;
          if (why === 'missing') assert.equal(x, null);
          else assert.notEqual(x, null);
        });
        assert.ok(labelled > 500);
        // Few happen to be as they were: the first of a stuck sensor, a value beyond a bound.
        assert.ok(differ > 0.8 * labelled, `${differ} of ${labelled}`);
      }
    });
  }

  it('begin at the share of steps asked for', async () => {
    let begun = 0;
    const steps = 20_000 * 5;
    for (const seed of SEEDS.slice(0, 5)) {
      const { labels } = await both(20_000, seed, { probability: 0.004, types: ['spike'] });
      begun += labels.filter((label) => label === 'spike').length;
    }
    assert.ok(Math.abs(begun - steps * 0.004) < 4 * Math.sqrt(steps * 0.004), `${begun}`);
  });

  it('at gaps that are geometric, of types equally often', async () => {
    const { labels } = await both(60_000, 2, { probability: 0.02, types: ['spike', 'levelShift'], duration: '1m' });
    const at = labels.flatMap((label, i) => (label === null ? [] : [i]));
    const gaps = new Float64Array(400);
    for (let i = 1; i < at.length; i++) gaps[Math.min(399, at[i] - at[i - 1])]++;
    const share = (k: number): number => (k === 0 ? 0 : k === 399 ? 0.98 ** 398 : 0.02 * 0.98 ** (k - 1));
    assert.ok(
      chiSquare(
        gaps,
        gaps.map((_, k) => (at.length - 1) * share(k)),
      ) < 3.1,
    );
    const spikes = labels.filter((label) => label === 'spike').length;
    assert.ok(Math.abs(spikes - at.length / 2) < 4 * Math.sqrt(at.length / 4));
  });

  it('at named instants, in the order of the types, for as long as they last', async () => {
    const at = [100, 300, 500].map((m) => new Date(START + m * MINUTE).toISOString());
    const { labels } = await both(1000, 1, { at, types: ['levelShift', 'stuck'], duration: '10m' });
    const expected = labels.map((_, i) =>
      (i >= 100 && i < 110) || (i >= 500 && i < 510) ? 'levelShift' : i >= 300 && i < 310 ? 'stuck' : null,
    );
    assert.deepEqual(labels, expected);
    const none = await both(100, 1, { at: ['2025-12-31T23:00:00Z'], types: ['spike'] });
    assert.ok(none.labels.every((label) => label === null));
  });

  it('spikes and level shifts: an offset of about so many deviations, constant while it lasts', async () => {
    const deviation = 1 / Math.sqrt(1 - 0.49);
    for (const type of ['spike', 'levelShift']) {
      const { clean, shown, labels } = await both(8000, 3, { probability: 0.003, types: [type], magnitude: 5 });
      const found = stretches(labels, type);
      assert.ok(found.length > 10);
      let up = 0;
      for (const [from, to] of found) {
        const offset = shown[from]! - clean[from]!;
        assert.ok(Math.abs(offset) > 3.7 * deviation && Math.abs(offset) < 6.3 * deviation);
        if (offset > 0) up++;
        for (let i = from; i < to; i++) assert.ok(Math.abs(shown[i]! - clean[i]! - offset) < 1e-5);
      }
      assert.ok(up > 0 && up < found.length);
    }
  });

  it('trend changes: an offset that grows from step to step', async () => {
    const { clean, shown, labels } = await both(8000, 4, { probability: 0.002, types: ['trendChange'] });
    const whole = stretches(labels, 'trendChange');
    assert.ok(whole.length > 5);
    for (const [from] of whole) {
      const slope = shown[from]! - clean[from]!;
      for (let k = 0; k < LENGTH; k++)
        assert.ok(Math.abs(shown[from + k]! - clean[from + k]! - slope * (k + 1)) < 1e-4);
    }
  });

  it('variance changes: scattered so many times as far', async () => {
    const anomalies = { probability: 0.01, types: ['varianceChange'], magnitude: 4 };
    const { clean, shown, labels } = await both(10_000, 5, anomalies);
    for (const [from, to] of stretches(labels, 'varianceChange').slice(0, 30)) {
      for (let i = from; i < to; i++) {
        const factor = (shown[i]! - 50) / (clean[i]! - 50);
        if (Math.abs(clean[i]! - 50) > 0.01) assert.ok(factor > 2.99 && factor < 5.01, `${factor}`);
      }
    }
    const inside = shown.filter((_, i) => labels[i] !== null) as number[];
    const ratio = variance(inside, 50) / variance(clean as number[], 50);
    // E of the squared size: 16 (1 + 1/48).
    assert.ok(Math.abs(ratio / 16.3 - 1) < 0.25, `${ratio}`);
  });

  it('variance changes of walks: steps so many times as large, from where it stood', async () => {
    const walk = { noise: { type: 'randomWalk', stdDev: 1 } };
    const at = [new Date(START + 500 * MINUTE).toISOString()];
    const { clean, shown, labels } = await both(600, 5, { at, types: ['varianceChange'], magnitude: 4 }, walk);
    assert.deepEqual(stretches(labels, 'varianceChange'), [[500, 520]]);
    for (let i = 500; i < 520; i++) {
      const factor = (shown[i]! - clean[499]!) / (clean[i]! - clean[499]!);
      assert.ok(factor > 2.9 && factor < 5.1, `${factor}`);
    }
  });

  it('stuck values, drop-outs and missing stretches', async () => {
    const anomalies = { probability: 0.005, types: ['stuck', 'dropout', 'missing'] };
    const { clean, shown, labels } = await both(10_000, 6, anomalies);
    for (const [from, to] of stretches(labels, 'stuck')) {
      for (let i = from; i < to; i++) assert.equal(shown[i], clean[from]);
    }
    labels.forEach((label, i) => {
      if (label === 'dropout') assert.equal(shown[i], 0);
      if (label === 'missing') assert.equal(shown[i], null);
      else assert.notEqual(shown[i], null);
    });
    for (const type of anomalies.types) assert.ok(labels.includes(type));
    const within = await both(3000, 6, anomalies, { min: 40, max: 60 });
    within.labels.forEach((label, i) => label === 'dropout' && assert.equal(within.shown[i], 40));
  });

  it('of one series are not those of another; the label is a column of its own', async () => {
    const schema = series(
      { x: field({ anomalies: { probability: 0.01, types: ['spike'], label: 'why' } }) },
      { series: { sensor: ['a', 'b'] } },
    );
    const rows = await rowsOf(schema, { count: 8000, seed: 1 });
    const steps = (name: string) => rows.filter(({ sensor }) => sensor === name).map(({ why }) => why);
    assert.notDeepEqual(steps('a'), steps('b'));
    assert.deepEqual(Object.keys(rows[0]), ['timestamp', 'sensor', 'x', 'why']);
  });

  it('of a driver do not spread to its followers', async () => {
    const schema = (anomalies?: object) =>
      series({
        x: field({ ...(anomalies && { anomalies }) }),
        y: { type: 'number', base: 0, decimals: 6, drivers: [{ field: 'x', coefficient: 1, lag: '5m' }] },
      });
    const clean = await rowsOf(schema(), { count: 2000, seed: 1 });
    const rows = await rowsOf(schema({ probability: 0.05, types: ALL }), { count: 2000, seed: 1 });
    assert.deepEqual(
      rows.map(({ y }) => y),
      clean.map(({ y }) => y),
    );
  });
});

describe('labels of anomalies', () => {
  const anomalies = { probability: 0.1, types: ['spike', 'levelShift'], duration: '3m', label: 'why' };
  const state = { type: 'enum', enum: ['a', 'b'] };
  const own = { type: 'number', decimals: 6, base: 7, noise: { type: 'white', stdDev: 1 } };

  const cases: Record<string, (given: object) => object> = {
    'of a field whose variants change what it is': (given) => ({
      state,
      x: {
        ...own,
        ...given,
        by: 'state',
        cases: { a: { base: 500, noise: { type: 'ar', coefficients: [0.9], stdDev: 1 } } },
      },
    }),
    'of a field of which one variant has none': (given) => ({
      state,
      x: { ...own, ...given, by: 'state', cases: { a: { ...own, base: 90 } } },
    }),
    'of one variant alone': (given) => ({
      state,
      x: { ...own, by: 'state', cases: { a: { ...own, ...given } } },
    }),
    'of a field that is there only sometimes': (given) => ({ state, x: { ...own, ...given, when: "state == 'a'" } }),
  };
  for (const [name, fields] of Object.entries(cases)) {
    it(`${name}: set where the value differs from the clean run, and nowhere else`, async () => {
      const clean = await rowsOf(series(fields({})), { count: 4000, seed: 1 });
      const rows = await rowsOf(series(fields({ anomalies })), { count: 4000, seed: 1 });
      rows.forEach(({ x, why }, i) => assert.equal(why !== null, x !== clean[i].x, `row ${i}`));
      assert.ok(rows.some(({ why }) => why !== null));
    });
  }

  it('of a field inside an object', async () => {
    const nested = (given: object): object => ({ o: { type: 'object', fields: { x: { ...own, ...given } } } });
    const clean = await rowsOf(series(nested({})), { count: 1000, seed: 1 });
    const rows = await rowsOf(series(nested({ anomalies })), { count: 1000, seed: 1 });
    const value = (row: Row): unknown => (row.o as Row).x;
    rows.forEach((row, i) => assert.equal(row.why !== null, value(row) !== value(clean[i])));
    assert.ok(rows.some(({ why }) => why !== null));
  });
});
