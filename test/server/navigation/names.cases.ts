/**
 * One definition and all of its uses, marked; the cursor may stand in each of them. Written in YAML, run in every
 * language.
 */
export const NAMES: readonly (readonly [title: string, yaml: string])[] = [
  [
    'a field in a reference, a path and an expression',
    `
tables:
  users: { fields: { «id»: uuid, name: person.fullName } }
  orders:
    fields:
      userId: { ref: users.«id» }
      text: { template: 'for {{users.«id»}} and {{ users.name }}' }
      again: { expr: 'users.«id» + "id"' }`,
  ],
  [
    'a field by which others are told apart',
    `
fields:
  «sex»: { enum: [female, male] }
  name: { type: internet.email, from: «sex» }
  height: { by: «sex», cases: { female: integer, male: integer } }
  other: { type: integer, when: «sex» == 'male' }`,
  ],
  [
    'bounds of dates',
    `
fields:
  «startedAt»: datetime
  endedAt: { type: datetime, after: «startedAt», within: 90d }
  bornAt: { type: datetime, before: [«startedAt», endedAt], within: 1y }`,
  ],
  [
    'drivers and correlations',
    `
type: timeseries
start: 2026-01-01
interval: 1m
count: 10
fields:
  «heat»: { type: number, base: 1 }
  damp: { type: number, drivers: [{ field: «heat», coefficient: 2 }] }
correlations: [{ fields: [«heat», damp], rho: 0.5 }]`,
  ],
  [
    'keys of tables',
    `
tables:
  lines:
    primaryKey: [«order», line]
    unique: [[«order», product], [product]]
    fields: { «order»: integer, line: integer, product: string }`,
  ],
  [
    'a table in counts, references and expressions',
    `
tables:
  «users»: { fields: { id: uuid, spent: { expr: 'sum(orders.map(o, o.total))' } } }
  orders:
    count: { per: «users», min: 1, max: 2 }
    fields:
      userId: { ref: «users».id }
      no: { type: sequence, per: «users» }
      total: number
      code: { type: integer, min: 1, max: 9, unique: { per: «users» } }
      at: { type: datetime, after: «users».at }`,
  ],
  [
    'children in an expression',
    `
tables:
  users: { fields: { id: uuid, spent: { expr: 'sum(«orders».map(o, o.total))' } } }
  «orders»: { count: { per: users, min: 1, max: 2 }, fields: { userId: { ref: users.id }, total: number } }`,
  ],
  [
    'a field of children in a macro',
    `
tables:
  users: { fields: { id: uuid, spent: { expr: 'sum(orders.filter(o, o.«total» > 1).map(total, total.«total»))' } } }
  orders: { count: { per: users, min: 1, max: 2 }, fields: { userId: { ref: users.id }, «total»: number } }`,
  ],
  [
    'an alias',
    `
tables:
  users: { fields: { id: uuid, city: location.city } }
  orders:
    fields:
      buyerId: { ref: users.id, as: «buyer» }
      city: { ref: «buyer».city }
      again: { ref: users.id, as: «buyer» }
      text: { template: '{{«buyer».city}}' }`,
  ],
  [
    'a named type',
    `
types:
  «money»: { type: number, min: 0, decimals: 2 }
fields:
  price: «money»
  tax: { type: «money», max: 10 }
  all: { type: array, items: «money» }
  maybe: «money»?`,
  ],
  [
    'types of events in sessions',
    `
tables:
  users: { fields: { id: uuid } }
  clicks:
    type: events
    start: 2026-01-05
    count: 10
    sessions:
      per: users
      first: «view»
      next: { «view»: { «view»: 2, buy: 1, end: 1 }, buy: { «view»: 1, end: 3 } }
      dwell: { type: exponential, mean: 5m }
    events: { «view»: { fields: { page: string } }, buy: { weight: 2 } }
    fields: { userId: { ref: users.id } }`,
  ],
  [
    'the table of sessions',
    `
tables:
  «users»: { fields: { id: uuid } }
  clicks:
    type: events
    start: 2026-01-05
    count: 10
    sessions: { per: «users», first: view, next: { view: { end: 1 } }, dwell: { type: exponential, mean: 5m } }
    events: { view: {} }
    fields: { userId: { ref: «users».id } }`,
  ],
  [
    'nested fields',
    `
fields:
  home: { fields: { «city»: location.city, line: { template: '{{«city»}}!' } } }
  away: { expr: 'home.«city»' }
  from: { type: internet.email, from: home.«city» }`,
  ],
  [
    'fields of items',
    `
fields:
  lines: { type: array, items: { fields: { «price»: number, double: { expr: '«price» * 2' } } } }
  sum: { expr: 'sum(lines.map(l, l.«price»))' }`,
  ],
  [
    'series',
    `
type: timeseries
start: 2026-01-01
interval: 1m
count: 10
series: { «sensor»: [kitchen, roof] }
fields:
  timestamp: datetime
  label: { template: '{{«sensor»}}' }`,
  ],
  [
    'a column that a label names',
    `
type: timeseries
start: 2026-01-01
interval: 1m
count: 10
fields:
  heat: { type: number, base: 1, anomalies: { probability: 0.1, types: [spike], label: «odd» } }
  text: { template: '{{«odd»}}' }`,
  ],
  [
    'a time field',
    `
type: timeseries
start: 2026-01-01
interval: 1m
count: 10
timeField: «at»
fields:
  «at»: datetime
  other: datetime
  text: { template: '{{«at»}}' }`,
  ],
  [
    'prompts',
    `
fields:
  «product»: commerce.productName
  review: { prompt: 'Of {{«product»}}, in {{ 1 + size(«product») }} words.' }`,
  ],
  [
    'names beyond the basic plane, in quotes and brackets',
    `
fields:
  «größe 𝄞»: integer
  b: { expr: 'row["«größe 𝄞»"] + 1' }
  c: { type: internet.email, from: «größe 𝄞» }`,
  ],
  [
    'fields of a field map',
    `
«name»: person.fullName
email: { type: internet.email, from: «name» }
login: { template: '{{«name»}}' }`,
  ],
];
