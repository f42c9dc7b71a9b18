import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { AgenticSynth, check } from '../../../engine/src/core-synth.js';
import { infer } from '../../../engine/src/infer/infer.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

type Fields = Record<string, unknown>;

async function fieldsOf(rows: readonly object[] | string): Promise<Fields> {
  return (await infer(rows)).document.fields as Fields;
}

async function fieldOf(values: readonly unknown[], name = 'x'): Promise<unknown> {
  return (await fieldsOf(values.map((value) => ({ [name]: value }))))[name];
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

describe('infer', () => {
  const id = (i: number): string => `${i.toString(16).padStart(8, '0')}-0000-4000-8000-${String(i).padStart(12, '0')}`;
  const cases: readonly (readonly [string, string, readonly unknown[], unknown])[] = [
    ['a constant', 'x', [5, 5, 5, 5], { const: 5 }],
    ['nothing but nulls', 'x', [null, null], { const: null }],
    ['a sequence', 'id', times(20, (i) => i + 1), 'sequence'],
    ['a sequence from elsewhere', 'id', times(20, (i) => 100 + 5 * i), { type: 'sequence', start: 100, step: 5 }],
    ['whole numbers', 'x', [3, -7, 12, 40], { type: 'integer', min: -7, max: 40 }],
    ['decimals', 'x', [1.5, 2.25, 4], { type: 'number', min: 1.5, max: 4, decimals: 2 }],
    [
      'codes',
      'x',
      times(100, (i) => [200, 200, 404, 500][i % 4]),
      { type: 'integer', enum: { 200: 50, 404: 25, 500: 25 } },
    ],
    ['truth', 'x', times(100, (i) => i % 4 === 0), { type: 'boolean', probability: 0.25 }],
    [
      'truth with nulls',
      'x',
      times(100, (i) => (i % 10 === 0 ? null : i % 2 === 0)),
      { type: 'boolean', probability: 0.444, nullable: 0.1 },
    ],
    ['few values', 'plan', times(100, (i) => (i % 5 === 0 ? 'pro' : 'free')), { enum: { free: 80, pro: 20 } }],
    ['few values, all alike', 'plan', times(90, (i) => ['a', 'b', 'c'][i % 3]), { enum: ['a', 'b', 'c'] }],
    ['uuids', 'x', times(10, id), 'uuid'],
    ['days', 'x', ['2024-01-31', '2024-02-29'], { type: 'date', min: '2024-01-31', max: '2024-02-29' }],
    [
      'days as Germans write them',
      'x',
      ['31.01.2024', '29.02.2024'],
      { type: 'date', min: '2024-01-31', max: '2024-02-29', format: 'dd.MM.yyyy' },
    ],
    [
      'days that only British ones can be',
      'x',
      ['01/02/2024', '31/01/2024'],
      { type: 'date', min: '2024-01-31', max: '2024-02-01', format: 'dd/MM/yyyy' },
    ],
    [
      'instants with offsets',
      'x',
      ['2024-01-01T00:00:00+02:00', '2024-03-01T12:30:10Z'],
      { type: 'datetime', min: '2023-12-31T22:00:00Z', max: '2024-03-01T12:30:10Z' },
    ],
    [
      'instants of databases',
      'x',
      ['2024-01-01 10:00:01', '2024-03-01 12:30:10'],
      { type: 'datetime', min: '2024-01-01T10:00:01Z', max: '2024-03-01T12:30:10Z', format: 'yyyy-MM-dd HH:mm:ss' },
    ],
    ['times of day', 'x', ['09:30:00', '17:45:30'], { type: 'time', min: '09:30:00', max: '17:45:30' }],
    ['no day of any calendar', 'x', ['2024-02-30', '2024-02-31'], { type: 'string', length: 10 }],
    [
      'seconds since 1970',
      'createdAt',
      [1_700_000_000, 1_710_000_001],
      { type: 'datetime', min: '2023-11-14T22:13:20Z', max: '2024-03-09T16:00:01Z', format: 'unix' },
    ],
    ['lengths of time', 'x', ['PT1H30M', 'P2D'], { type: 'duration', min: 'PT1H30M', max: 'P2D' }],
    ['a shape', 'sku', times(50, (i) => `AB-${1000 + i * 7}`), { pattern: 'AB-\\d{4}', unique: true }],
    ['mail addresses', 'contact', ['a@b.co', 'c.d@e.org'], 'internet.email'],
    ['names of people, by name and looks', 'full_name', ['Ann Lee', 'José Müller'], 'person.fullName'],
    [
      'what only its name calls a phone number',
      'phone',
      ['none', 'unknown'],
      { type: 'string', length: { min: 4, max: 7 } },
    ],
    ['phone numbers by their looks', 'x', ['+4915112345678', '+12025550123'], 'phone.number'],
    ['addresses of machines', 'x', ['10.0.0.1', '192.168.1.200'], 'internet.ipv4'],
    [
      'free text',
      'x',
      ['It was good enough.', 'Never again, I am afraid.'],
      { type: 'text', length: { min: 19, max: 25 } },
    ],
    ['characters beyond the basic plane', 'x', ['😀😀', 'ab𝄞'], { type: 'string', length: { min: 2, max: 3 } }],
    [
      'lists',
      'tags',
      [['a'], [], ['b', 'a'], ...times(40, () => ['a', 'b'])],
      { items: { enum: ['a', 'b'] }, length: { min: 0, max: 2 }, uniqueItems: true },
    ],
  ];
  for (const [what, name, values, expected] of cases) {
    it(`tells ${what}`, async () => assert.deepEqual(await fieldOf(values, name), expected));
  }

  it('tells nested objects, what is missing and what is null', async () => {
    const rows = times(20, (i) => ({ a: { b: i * 3.5, ...(i % 2 === 0 && { c: null }) } }));
    assert.deepEqual(await fieldsOf(rows), {
      a: { fields: { b: { type: 'number', min: 0, max: 66.5, decimals: 1 }, c: { const: null, optional: 0.5 } } },
    });
  });

  it('reads JSON, JSON Lines and CSV alike', async () => {
    const rows = times(30, (i) => ({ n: i * i, ok: i % 2 === 0, t: `x "${i}", y` }));
    const csv = `n;ok;t\r\n${rows.map(({ n, ok, t }) => `${n};${ok};"${t.replaceAll('"', '""')}"`).join('\r\n')}\r\n`;
    const expected = await infer(rows);
    for (const text of [JSON.stringify(rows), rows.map((row) => JSON.stringify(row)).join('\n'), csv]) {
      assert.deepEqual(await infer(text), expected);
    }
  });

  it('reads dotted columns of CSV as objects, and texts of digits as texts', async () => {
    assert.deepEqual(await fieldsOf('zip,home.city,home.no\n01234,Bonn,7\n00999,Köln,9\n'), {
      zip: 'location.zipCode',
      home: { fields: { city: 'location.city', no: { type: 'integer', min: 7, max: 9 } } },
    });
  });

  it('takes no more rows than the limit, of a stream too', async () => {
    async function* rows(): AsyncGenerator<object> {
      for (let i = 0; ; i++) yield { i: i * 2 };
    }
    const { rows: counted, limited } = await infer(rows(), { limit: 50 });
    assert.deepEqual([counted, limited], [{ rows: 50 }, true]);
  });

  it('refuses what holds no rows', async () => {
    for (const input of ['', '[]', [], {}, 'a,b\n'] as const) {
      await assert.rejects(infer(input), { code: 'infer/no-rows' });
    }
    await assert.rejects(infer('{"a": 1'), { code: 'infer/syntax' });
    await assert.rejects(infer('a\n"b'), { code: 'infer/syntax' });
    await assert.rejects(infer([{ a: 1 }], { limit: 0 }), { code: 'infer/limit' });
  });

  it('finds keys, the tables they refer to and how many rows each has', async () => {
    const users = times(30, (i) => ({ id: id(i), boss_id: i === 0 ? null : id(Math.floor(i / 2)) }));
    const orders = times(90, (i) => ({ no: i + 1, userId: id(i % 25), sku: `P-${(i % 12) * 111 + 1000}` }));
    const products = times(12, (i) => ({ sku: `P-${i * 111 + 1000}`, price: i + 0.5 }));
    const { document } = await infer({ users, orders, products });
    const tables = document.tables as Record<string, { count: unknown; fields: Fields }>;
    assert.deepEqual(tables.users.fields.boss_id, { ref: 'users.id', as: 'boss_idRow', nullable: 0.0333 });
    assert.deepEqual(tables.orders.fields.userId, { ref: 'users.id' });
    assert.deepEqual(tables.orders.fields.sku, { ref: 'products.sku' });
    assert.deepEqual(tables.products.fields.sku, { pattern: 'P-\\d{4}', unique: true });
    assert.deepEqual((tables.orders.count as { per: string }).per, 'users');
    assert.equal(tables.users.count, 30);
    assert.deepEqual(await check(document), []);
  });

  it('tells series by their pace, trend, daily wave and noise', async () => {
    const schema = {
      type: 'timeseries',
      start: '2026-03-02',
      interval: '15m',
      count: 2880,
      series: { room: ['a', 'b'] },
      fields: {
        at: 'datetime',
        t: {
          type: 'number',
          min: -50,
          max: 100,
          decimals: 3,
          base: 20,
          seasonality: [{ period: '1d', amplitude: 5, peak: '14h' }],
          noise: { type: 'ar', coefficients: [0.7], stdDev: 0.5 },
        },
        up: {
          type: 'number',
          min: -50,
          max: 100,
          decimals: 3,
          base: 3,
          trend: { type: 'linear', slope: '2/d' },
          noise: { type: 'white', stdDev: 1 },
        },
      },
    };
    const rows = await new AgenticSynth().generate<object[]>('timeseries', { schema });
    const { document } = await infer(rows);
    const { fields, ...head } = document as {
      fields: Record<
        string,
        {
          base: number;
          seasonality: { amplitude: number; peak: string }[];
          noise: { coefficients: number[]; stdDev: number };
          trend: { slope: string };
        }
      >;
    };
    assert.deepEqual(head, {
      type: 'timeseries',
      start: '2026-03-02T00:00:00Z',
      interval: '15m',
      count: 2880,
      timeField: 'at',
      series: { room: ['a', 'b'] },
    });
    const { t, up } = fields;
    const near = (value: number, wanted: number, by: number): void =>
      assert.ok(Math.abs(value - wanted) < by, `${value}, not ${wanted}`);
    near(t.base, 20, 0.3);
    near(t.seasonality[0].amplitude, 5, 0.3);
    near(parseInt(t.seasonality[0].peak), 14 * 60, 30);
    near(t.noise.coefficients[0], 0.7, 0.08);
    near(t.noise.stdDev, 0.5, 0.05);
    near(parseFloat(up.trend.slope), 2, 0.1);
    near(up.noise.stdDev, 1, 0.1);
    assert.deepEqual(await check(document), []);
  });

  it('copies no values of people', async () => {
    const people = times(40, (i) => ({
      name: ['Ann Lee', 'Bo Ray'][i % 2],
      email: ['ann@lee.org', 'bo@ray.org'][i % 2],
      phone: ['+4915112345678', '+12025550123'][i % 2],
      user: ['annlee', 'boray'][i % 2],
      customerId: ['C-17', 'D-18'][i % 2],
      comment: ['likes tea', 'hates rain'][i % 2],
      city: ['Bonn', 'Köln'][i % 2],
    }));
    const text = JSON.stringify((await infer(people)).document);
    for (const [name, value] of [0, 1].flatMap((i) => Object.entries(people[i]))) {
      assert.equal(text.includes(value), name === 'city', value);
    }
  });

  for (const file of readdirSync(EXAMPLES).filter((name) => /\.(synth\.yaml|json)$/.test(name))) {
    it(`makes a clean schema of the rows of ${file}, whose own rows are valid`, async () => {
      const schema = parseDocument(readFileSync(join(EXAMPLES, file), 'utf8'), { file }).value as object;
      const { type = 'structured' } = schema as { type?: string };
      const synth = new AgenticSynth();
      const rows = await synth.generate<object[]>(type, { schema, count: 100, model: 'local' });
      const { document } = await synth.infer(rows);
      assert.deepEqual(await check(document), []);
      const again = (document as { type?: string }).type ?? 'structured';
      await synth.generate(again, { schema: document, count: 100, verify: true });
    });
  }
});

describe('rows of a schema, inferred and drawn again', () => {
  const marks = fc.record({ nullable: fc.constantFrom(0, 0.2, 0.5), optional: fc.constantFrom(0, 0.3) });
  const scalar = fc.oneof(
    fc.record({
      type: fc.constant('integer'),
      min: fc.integer({ min: -1000, max: 0 }),
      max: fc.integer({ min: 50, max: 10_000 }),
    }),
    fc.record({
      type: fc.constant('number'),
      min: fc.integer({ min: -50, max: 0 }),
      max: fc.integer({ min: 10, max: 500 }),
      decimals: fc.constantFrom(1, 2, 4),
    }),
    fc.record({
      type: fc.constant('number'),
      decimals: fc.constant(2),
      distribution: fc.constantFrom(
        { type: 'normal', mean: 50, stdDev: 10 },
        { type: 'lognormal', mean: 30, stdDev: 20 },
      ),
    }),
    fc.record({ type: fc.constant('boolean'), probability: fc.constantFrom(0.1, 0.5, 0.7) }),
    fc.constantFrom<object>(
      { type: 'uuid' },
      { type: 'email' },
      { type: 'date', min: '2020-01-01', max: '2024-12-31' },
      { type: 'datetime' },
      { pattern: '[A-Z]{2}-\\d{5}' },
      { type: 'time' },
      { type: 'duration' },
    ),
    fc.constantFrom<object>({ enum: ['a', 'b', 'c'] }, { enum: { x: 9, y: 1 } }, { type: 'integer', enum: [1, 2, 77] }),
  );
  const field = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(scalar, marks).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: scalar.map((items) => ({ items, length: { min: 0, max: 4 } })) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.constantFrom('p', 'q'), scalar, { minKeys: 1 }).map((fields) => ({ fields })),
    },
  );
  const fields = fc.dictionary(fc.constantFrom('f', 'g', 'h', 'i', 'j'), field, { minKeys: 1 });

  it('are of the same types, as often null or missing, and in about the same ranges', async function () {
    this.timeout(120_000);
    const synth = new AgenticSynth();
    await fc.assert(
      fc.asyncProperty(fields, async (map) => {
        const rows = await synth.generate<Fields[]>('structured', { schema: { fields: map }, count: 800 });
        const { document } = await infer(rows);
        assert.deepEqual(await check(document), []);
        const again = await synth.generate<Fields[]>('structured', {
          schema: document,
          count: 800,
          seed: 9,
          verify: true,
        });
        for (const name of Object.keys(map))
          compare(
            name,
            rows.map((row) => row[name]),
            again.map((row) => row[name]),
          );
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  function compare(name: string, a: readonly unknown[], b: readonly unknown[]): void {
    const shareOf = (values: readonly unknown[], value: unknown): number =>
      values.filter((v) => v === value).length / values.length;
    for (const gap of [null, undefined]) {
      assert.ok(
        Math.abs(shareOf(a, gap) - shareOf(b, gap)) < 0.07,
        `${name}: ${shareOf(a, gap)} and ${shareOf(b, gap)} ${String(gap)}`,
      );
    }
    const known = (values: readonly unknown[]): unknown[] => values.filter((v) => v !== null && v !== undefined);
    const [left, right] = [known(a), known(b)];
    assert.deepEqual(new Set(right.map(kind)), new Set(left.map(kind)), name);
    if (typeof left[0] !== 'number') return;
    const [x, y] = [left, right].map((values) => (values as number[]).slice().sort((p, q) => p - q));
    const at = (values: readonly number[], u: number): number => values[Math.floor(u * (values.length - 1))];
    const spread = at(x, 1) - at(x, 0);
    for (const u of [0, 0.25, 0.5, 0.75, 1]) {
      const by = u === 0 || u === 1 ? 0.35 : 0.15;
      assert.ok(Math.abs(at(x, u) - at(y, u)) <= by * spread + 1e-9, `${name} at ${u}: ${at(x, u)} and ${at(y, u)}`);
    }
  }

  function kind(value: unknown): string {
    if (typeof value !== 'string') return Array.isArray(value) ? 'list' : typeof value;
    const shapes: readonly (readonly [string, RegExp])[] = [
      ['uuid', /^[\da-f]{8}-[\da-f-]{27}$/],
      ['email', /@/],
      ['datetime', /^\d{4}-\d\d-\d\dT/],
      ['date', /^\d{4}-\d\d-\d\d$/],
      ['time', /^\d\d:\d\d:\d\d/],
      ['duration', /^P/],
      ['code', /^[A-Z]{2}-\d{5}$/],
    ];
    return shapes.find(([, shape]) => shape.test(value))?.[0] ?? 'string';
  }
});
