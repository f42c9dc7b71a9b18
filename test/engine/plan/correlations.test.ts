import assert from 'node:assert/strict';
import { rowsOf } from './run.js';

/** Spearman's ρ: Pearson's r of the ranks, ties at their mean rank. */
function spearman(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    xy += (a[i] - mean) * (b[i] - mean);
    xx += (a[i] - mean) ** 2;
    yy += (b[i] - mean) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  const out = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) out[order[k]] = (from + to - 1) / 2;
    from = to;
  }
  return out;
}

const COUNT = 20_000;
/** Standard error of ρ near 0 for so many rows, and room for four of them. */
const SLACK = 4 / Math.sqrt(COUNT);

describe('correlations', () => {
  const fields = {
    height: { type: 'integer', min: 140, max: 210, distribution: { type: 'normal', mean: 172, stdDev: 9 } },
    weight: {
      type: 'number',
      min: 40,
      max: 160,
      decimals: 1,
      distribution: { type: 'lognormal', mean: 76, stdDev: 15 },
    },
    income: { type: 'number', min: 0, decimals: 2, distribution: { type: 'gamma', shape: 2, scale: 20_000 } },
    joined: { type: 'datetime', min: '2015-01-01', max: '2025-01-01' },
    visit: { type: 'duration', min: '1m', max: '4h', format: 's', distribution: { type: 'exponential', mean: '20m' } },
  };
  const number = (v: unknown): number => (typeof v === 'string' ? Date.parse(v) : (v as number));

  it('hold between any marginals, and leave the marginals as they are', async () => {
    const pairs: [string, string, number][] = [
      ['height', 'weight', 0.5],
      ['weight', 'income', -0.3],
      ['income', 'joined', 0.6],
      ['joined', 'visit', -0.2],
    ];
    const schema = { fields, correlations: pairs.map(([a, b, rho]) => ({ fields: [a, b], rho })) };
    const rows = await rowsOf(schema, { count: COUNT, seed: 4 });
    const column = (name: string): number[] => rows.map((r) => number(r[name]));
    for (const [a, b, rho] of pairs) {
      const found = spearman(column(a), column(b));
      assert.ok(Math.abs(found - rho) < SLACK, `${a} and ${b}: ${found.toFixed(3)}, asked for ${rho}`);
    }
    // Not said is not there: height and visit hang together only through the others, which the copula leaves at zero.
    assert.ok(Math.abs(spearman(column('height'), column('joined'))) < SLACK);

    const alone = await rowsOf({ fields }, { count: COUNT, seed: 5 });
    for (const name of Object.keys(fields)) {
      const [x, y] = [column(name).sort((p, q) => p - q), alone.map((r) => number(r[name])).sort((p, q) => p - q)];
      // Two-sample Kolmogorov–Smirnov at the 0.1 % level.
      let [i, j, distance] = [0, 0, 0];
      while (i < x.length && j < y.length) {
        const at = Math.min(x[i], y[j]);
        while (i < x.length && x[i] === at) i++;
        while (j < y.length && y[j] === at) j++;
        distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
      }
      assert.ok(distance < 1.95 * Math.sqrt(2 / COUNT), `${name}: ${distance}`);
    }
  });

  it('order lists and truth values by their place', async () => {
    const rows = await rowsOf(
      {
        fields: { age: 'integer (0..99)', size: { enum: ['s', 'm', 'l', 'xl'] }, member: 'boolean (0.3)' },
        correlations: [{ fields: ['age', 'size', 'member'], rho: 0.7 }],
      },
      { count: COUNT, seed: 6 },
    );
    const mean = (test: (r: Record<string, unknown>) => boolean): number => {
      const ages = rows.filter(test).map((r) => r.age as number);
      return ages.reduce((a, b) => a + b, 0) / ages.length;
    };
    const means = ['s', 'm', 'l', 'xl'].map((size) => mean((r) => r.size === size));
    assert.deepEqual(
      means,
      [...means].sort((a, b) => a - b),
    );
    assert.ok(mean((r) => r.member === true) > mean((r) => r.member === false) + 20);
    const share = rows.filter((r) => r.member).length / COUNT;
    assert.ok(Math.abs(share - 0.3) < 4 * Math.sqrt(0.21 / COUNT));
  });

  it('hold within each case of another field', async () => {
    const rows = await rowsOf(
      {
        fields: {
          sex: { enum: ['f', 'm'] },
          height: {
            type: 'integer',
            min: 140,
            max: 210,
            by: 'sex',
            cases: {
              f: { distribution: { type: 'normal', mean: 165, stdDev: 7 } },
              m: { distribution: { type: 'normal', mean: 178, stdDev: 7 } },
            },
          },
          weight: fields.weight,
        },
        correlations: [{ fields: ['height', 'weight'], rho: 0.6 }],
      },
      { count: COUNT, seed: 7 },
    );
    for (const sex of ['f', 'm']) {
      const own = rows.filter((r) => r.sex === sex);
      const rho = spearman(
        own.map((r) => r.height as number),
        own.map((r) => r.weight as number),
      );
      assert.ok(Math.abs(rho - 0.6) < SLACK * Math.SQRT2, `${sex}: ${rho}`);
    }
  });
});
