/** One schema a type, and the combinations in which bytes have gone wrong in generators before. */
export const schemas: Readonly<Record<string, object>> = {
  integer: { x: 'integer (-50..50)', y: 'integer', z: { type: 'integer', multipleOf: 7, min: -100, max: 1_000_000 } },
  number: {
    x: 'number (-20..40)',
    y: 'number',
    z: { type: 'number', min: 0.001, max: 0.002 },
    w: { type: 'number', multipleOf: 0.25, max: 9 },
  },
  boolean: { x: 'boolean', y: 'boolean (0.03)' },
  string: {
    x: 'string',
    y: 'string (8)',
    z: { type: 'string', length: { min: 0, max: 40 }, case: 'upper' },
    t: 'text',
  },
  pattern: { x: { pattern: '[A-Z]{3}-\\d{4}' }, y: { pattern: '(foo|bar)+\\p{Lu}?[^a-z]{2,}' } },
  datetime: {
    x: 'datetime',
    y: { type: 'datetime', precision: '1ms', min: '1900-01-01', max: 'now+1y' },
    z: { type: 'datetime', format: 'EEE d MMM yyyy HH:mm' },
  },
  date: {
    x: 'date',
    y: { type: 'date', distribution: { type: 'exponential', mean: '90d' } },
    z: { type: 'time', precision: '15m' },
  },
  duration: {
    x: 'duration',
    y: {
      type: 'duration',
      min: '1s',
      max: '3d',
      format: 'h',
      distribution: { type: 'lognormal', mean: '1h', stdDev: '2h' },
    },
  },
  uuid: { x: 'uuid', y: { type: 'uuid', version: 7 } },
  sequence: {
    x: 'sequence',
    y: { type: 'sequence', start: 0, step: 0.1 },
    z: { type: 'sequence', start: '2024-01-31', step: '1mo' },
  },
  enum: {
    x: { enum: ['a', 'b', 'c'] },
    y: { type: 'integer', enum: { 1: 8, 2: 1, 3: 1 } },
    z: { enum: [{ value: null, weight: 1 }, { value: 404, weight: 3 }, 'x'] },
  },
  const: { x: { const: 7 }, y: { const: null }, z: { const: { a: [1, 'ü'] } } },
  template: { a: 'firstName', b: 'integer', x: { template: '{{a}}-{{b}} {{_row}}' } },
  expr: {
    a: 'integer',
    b: 'number',
    x: { expr: 'a * b', decimals: 3 },
    y: { expr: "a > 500 ? 'high' : 'low'" },
    z: { expr: 'a % 2 == 0 && b < 100.0' },
  },
  array: {
    x: 'string[]',
    y: { items: { type: 'integer', min: 1, max: 9 }, length: { min: 2, max: 6 }, uniqueItems: true },
    z: { items: { fields: { a: 'email', b: 'number[]' } }, length: 3 },
  },
  object: {
    address: {
      type: 'object',
      fields: { city: 'city', zip: 'location.zipCode', label: { template: '{{zip}} {{city}}' } },
      nullable: 0.3,
    },
    copy: { expr: 'address.city' },
  },
  nullable: { x: 'integer?', y: { type: 'string', optional: 0.4 }, z: { type: 'email', nullable: 0.5, optional: 0.2 } },
  when: {
    a: { enum: { paid: 3, refunded: 1 } },
    x: { type: 'datetime', when: "a == 'refunded'" },
    y: { type: 'integer', when: "a == 'paid'", else: { const: -1 } },
  },
  by: {
    country: { enum: ['US', 'DE', 'JP'] },
    age: 'integer (0..99)',
    phone: {
      type: 'string',
      by: 'country',
      cases: { US: { pattern: '\\+1\\d{10}' }, DE: { pattern: '\\+49\\d{9}' } },
      else: { const: null },
    },
    group: {
      by: 'age',
      cases: { '..18': { const: 'child' }, '18..65': { enum: ['worker', 'student'] }, '65..': { const: 'senior' } },
    },
  },
  after: {
    a: 'datetime',
    x: { type: 'datetime', after: 'a', within: '30d' },
    y: { type: 'date', before: 'a', within: '1mo' },
  },
  distributions: Object.fromEntries(
    [
      { type: 'uniform' },
      { type: 'loguniform' },
      { type: 'normal', mean: 50, stdDev: 20 },
      { type: 'lognormal', mean: 20, stdDev: 15 },
      { type: 'exponential', mean: 10 },
      { type: 'gamma', shape: 2, scale: 5 },
      { type: 'weibull', shape: 1.5, scale: 20 },
      { type: 'beta', alpha: 2, beta: 5 },
      { type: 'pareto', shape: 3, scale: 2 },
      { type: 'zipf', exponent: 1.1 },
      { type: 'poisson', mean: 12 },
      { type: 'negativeBinomial', mean: 10, dispersion: 2 },
      { type: 'binomial', trials: 40, probability: 0.3 },
      { type: 'triangular', mode: 30 },
      { type: 'histogram', edges: [1, 10, 50, 90], weights: [1, 5, 2] },
      {
        type: 'mixture',
        components: [
          { weight: 1, distribution: { type: 'normal', mean: 20, stdDev: 3 } },
          { weight: 2, distribution: { type: 'uniform' } },
        ],
      },
    ].map((distribution) => [
      distribution.type,
      {
        type: distribution.type === 'uniform' ? 'integer' : 'number',
        min: 1,
        max: 100,
        decimals: undefined,
        distribution,
      },
    ]),
  ),
  correlations: {
    fields: {
      a: 'integer (0..100)',
      b: { type: 'number', distribution: { type: 'normal', mean: 0, stdDev: 1 } },
      c: 'boolean (0.3)',
      d: { enum: ['s', 'm', 'l'] },
    },
    correlations: [
      { fields: ['a', 'b'], rho: 0.8 },
      { fields: ['b', 'c', 'd'], rho: -0.3 },
    ],
  },
  'unique with from': {
    name: 'fullName',
    email: { type: 'email', from: 'name', unique: true },
    n: { type: 'integer', min: 1, max: 99_999, unique: true },
  },
  ...Object.fromEntries(
    ['en', 'de', 'fr', 'es', 'ja', 'zh_CN', 'pt_BR', 'ar'].map((locale) => [
      `semantic ${locale}`,
      {
        locale,
        fields: {
          name: 'person.fullName',
          email: { type: 'internet.email', from: 'name' },
          phone: 'phone.number',
          street: 'location.streetAddress',
          city: 'location.city',
          company: 'company.name',
          product: 'commerce.productName',
          iban: 'finance.iban',
          words: 'lorem.sentence',
          ip: 'internet.ipv6',
        },
      },
    ]),
  ),
  children: {
    tables: {
      a: { count: 400, fields: { id: 'uuid', total: { expr: 'sum(b.map(i, i.n))' }, c: { enum: ['x', 'y'] } } },
      b: {
        count: { per: 'a', min: 0, max: 9, distribution: { type: 'poisson', mean: 3 } },
        primaryKey: ['a', 'line'],
        fields: {
          a: { ref: 'a.id' },
          line: { type: 'sequence', per: 'a' },
          n: 'integer',
          of: { template: '{{a.c}}/{{line}}' },
        },
      },
      c: {
        count: { per: 'b', min: 0, max: 2 },
        fields: { a: { ref: 'b.a' }, line: { ref: 'b.line' }, x: 'firstName' },
      },
      d: {
        count: 300,
        unique: [['l', 'r']],
        fields: {
          l: { ref: 'a.id' },
          r: { ref: 'a.id', as: 'right' },
          near: { ref: 'd.l', as: 'earlier', nullable: true },
          z: 'sequence',
        },
      },
    },
  },
};
