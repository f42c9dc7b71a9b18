/** Documents with mistakes, as YAML that JSON and block YAML are made of, and all that is said of them. */
export interface MistakeCase {
  readonly kind: 'schema' | 'config' | 'batch';
  readonly document: string;
  /** `code pointer`, with `@key` for a mistake in the key, and `[from-to]` for a part of a text. */
  readonly mistakes: readonly string[];
}

const schema = (document: string, ...mistakes: string[]): MistakeCase => ({ kind: 'schema', document, mistakes });
const config = (document: string, ...mistakes: string[]): MistakeCase => ({ kind: 'config', document, mistakes });
const batch = (document: string, ...mistakes: string[]): MistakeCase => ({ kind: 'batch', document, mistakes });

/** Fields in fields, so many deep. */
const nested = (depth: number): string =>
  `{ fields: ${'{ a: { fields: '.repeat(depth)}{ a: uuid }${' } }'.repeat(depth)} }`;

export const MISTAKES: readonly MistakeCase[] = [
  schema(nested(61), `document/too-large ${'/fields/a'.repeat(62)}`),
  batch('{ jobs: [ { name: a, schema: x.synth.yaml, dependsOn: [ a ] } ] }', 'batch/cycle /jobs/0/dependsOn/0'),
  batch('[]', 'batch/form '),
  batch(
    '{ jobs: [ { name: a, schema: x.synth.yaml }, { name: a, schema: y.synth.yaml } ] }',
    'batch/same-name /jobs/1/name',
  ),
  batch('{ jobs: [ { name: a, schema: x.synth.yaml, dependsOn: [ b ] } ] }', 'batch/unknown-job /jobs/0/dependsOn/0'),
  config('{ models: 5 }', 'config/type /models'),
  config('{ modles: {} }', 'config/unknown-key /modles@key'),
  config(
    '{ generators: { timeseries: { defaultSampleRate: 0s } } }',
    'config/value /generators/timeseries/defaultSampleRate',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, base: 5, min: 0, max: 9, anomalies: { at: [ 2020-01-01 ], types: [ spike ] } } } }',
    'anomalies/before-start /fields/x/anomalies/at/0',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, anomalies: { probability: 0.1, types: [ spike ], label: x } } } }',
    'anomalies/label-taken /fields/x/anomalies/label',
  ),
  schema(
    '{ type: timeseries, interval: 1s, arrival: { type: regular, jitter: 5s }, fields: { x: number } }',
    'arrival/jitter /arrival/jitter',
  ),
  schema(
    '{ type: timeseries, arrival: { type: hawkes, branching: 0.5, decay: 1m }, fields: { x: number } }',
    'arrival/not-for-series /arrival',
  ),
  schema(
    '{ type: events, fields: { x: integer }, arrival: { type: intensity, expr: 0.0 * hour } }',
    'arrival/rate /arrival/expr',
  ),
  schema(
    '{ type: events, arrival: { type: hawkes, branching: 1, decay: 1m }, fields: { x: number } }',
    'arrival/unstable /arrival/branching',
  ),
  schema('{ fields: { a: { by: b, cases: {} } } }', 'cases/empty /fields/a/cases'),
  schema(
    '{ fields: { a: { by: b, cases: { 1..5: { const: 1 }, 4..: { const: 2 } } } } }',
    'cases/overlap /fields/a/cases/4..@key',
  ),
  schema('{ fields: { a: { by: b, cases: { 5..1: { const: 1 } } } } }', 'cases/range /fields/a/cases/5..1@key'),
  schema('{ type: timeseries, count: 5, duration: 1h, fields: { x: number } }', 'clock/several /duration@key'),
  schema('{ type: timeseries, fields: { a: { type: datetime, after: a } } }', 'clock/time-field /fields/a/after@key'),
  schema('{ fields: { a: { type: integer, const: x } } }', 'const/type /fields/a/const'),
  schema(
    '{ fields: { a: integer, b: integer, c: integer }, correlations: [ { fields: [ a, b ], rho: 0.9 }, { fields: [ b, c ], rho: 0.9 }, { fields: [ a, c ], rho: -0.9 } ] }',
    'correlation/impossible /correlations/0',
  ),
  schema(
    '{ fields: { a: integer, b: fullName }, correlations: [ { fields: [ a, b ], rho: 0.5 } ] }',
    'correlation/not-a-marginal /correlations/0/fields/1',
  ),
  schema(
    '{ tables: { a: { count: { per: b, min: 1, max: 2 }, fields: { id: uuid } }, b: { count: { per: a, min: 1, max: 2 }, fields: { id: uuid } } } }',
    'count/cycle /tables/a/count/per',
  ),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, type: array, items: { type: object, properties: { a: { type: integer } }, required: [ a ] }, minItems: 5, maxItems: 8, x-synth: { count: 9 } }',
    'count/out-of-bounds ',
  ),
  schema('{ count: { per: orders }, fields: { price: number } }', 'count/unknown-table /count/per'),
  schema(
    '{ tables: { users: { fields: { id: uuid } }, orders: { count: { per: user }, fields: { n: integer } } } }',
    'count/unknown-table /tables/orders/count/per',
  ),
  schema(
    '{ fields: { a: { type: number, distribution: { type: loguniform } } } }',
    'distribution/bounds /fields/a/distribution',
  ),
  schema(
    '{ n: { type: number, min: 500, max: 600, distribution: { type: pareto, shape: 2, scale: 700 } } }',
    'distribution/impossible /n',
  ),
  schema(
    '{ fields: { a: { type: datetime, min: 2026-01-01, max: 2026-02-01, distribution: { type: mixture, components: [ { weight: 1, distribution: { type: exponential, mean: 1d } }, { weight: 1, distribution: { type: normal, mean: 2026-01-01, stdDev: 1d } } ] } } } }',
    'distribution/origins /fields/a',
  ),
  schema(
    '{ fields: { a: { type: string, length: { distribution: { type: poisson, mean: 0 } } } } }',
    'distribution/parameter /fields/a/length/distribution/mean',
  ),
  schema('{ fields: { a: { type: duration, min: 1.2ms, max: 1.4ms, format: ms } } }', 'duration/empty-range /fields/a'),
  schema('{ fields: { a: { type: datetime, precision: 0s } } }', 'duration/invalid /fields/a/precision'),
  schema('{ fields: { a: { enum: [ a, b, a ] } } }', 'enum/duplicate /fields/a/enum/2'),
  schema('{ fields: { a: { type: string, enum: [ a, 5 ] } } }', 'enum/value-type /fields/a/enum/1'),
  schema('{ typeField: timestamp, events: { a: {} } }', 'events/field-taken /typeField'),
  schema('{ type: events, typeField: kind, fields: { x: integer } }', 'events/no-types /typeField@key'),
  schema('{ type: events, rate: 0/s, fields: { x: integer } }', 'events/rate /rate'),
  schema('{ q: integer, v: { expr: q / 2 } }', 'expr/integer-division /v/expr[0-5]'),
  schema(String.raw`{ fields: { n: string, a: { expr: "n.matches('[')" } } }`, 'expr/literal /fields/a/expr[10-13]'),
  schema('{ fields: { a: { expr: net * 2 + } } }', 'expr/syntax /fields/a/expr[9-9]'),
  schema('{ name: string, n: { expr: name, type: integer } }', 'expr/type /n/expr'),
  schema('{ fields: { n: integer, a: { expr: foo(n) } } }', 'expr/unknown-function /fields/a/expr[0-3]'),
  schema('{ a: { expr: n + 1 } }', 'expr/unknown-name /a/expr[0-1]'),
  schema('{ fields: { a: uuid, nmae: { template: "{{a}} {{b}}" } } }', 'expr/unknown-name /fields/nmae/template[8-9]'),
  schema(String.raw`{ fields: { n: integer, a: { expr: b'x' } } }`, 'expr/unsupported /fields/a/expr[0-4]'),
  schema(
    '{ type: events, fields: { x: integer }, faults: { drift: [ { at: 2026-01-01, field: x } ] } }',
    'faults/drift /faults/drift/0',
  ),
  schema('{ type: events, events: { open: {}, close: {} }, faults: { drop: 1 } }', 'faults/drop /faults/drop'),
  schema(
    '{ type: events, fields: { x: integer }, faults: { skew: { probability: 0.1, offset: { type: normal, mean: 0s, stdDev: 1s } } } }',
    'faults/skew-by /faults/skew',
  ),
  schema('{ "null": null }', 'field/empty /null'),
  schema('{ tables: { u: { fields: { "": uuid } } } }', 'field/name /tables/u/fields/@key'),
  schema('{ a: {} }', 'field/no-type /a'),
  schema('{ a: 1 }', 'field/not-a-field /a'),
  schema('{ a: b }', 'field/unknown-type /a'),
  schema('{ fields: { a: strnig } }', 'field/unknown-type /fields/a'),
  schema(
    '{ fields: { a: { type: helpers.arrayElement, unique: true, options: { array: [ 1 ] } } } }',
    'field/unknown-type /fields/a/type',
  ),
  schema('{ fields: {} }', 'fields/empty /fields'),
  schema('{ type: timeseries, timestamp: datetime }', 'fields/outside /timestamp@key'),
  schema('{ fields: { type: string } }', 'form/ambiguous /fields@key'),
  schema('[ { "1": a }, { "3": c } ]', 'form/data '),
  schema('{}', 'form/empty '),
  schema('[ { name: id, type: uuid }, { name: email, type: internet.email } ]', 'form/list-of-fields '),
  schema('just text', 'form/not-a-mapping '),
  schema('{ openapi: 3.0.0, paths: {} }', 'form/openapi '),
  schema('{ seed: 42, id: uuid }', 'form/setting /seed@key'),
  schema(
    '{ fields: { a: { type: number, min: 0, max: 9, distribution: { type: histogram, edges: [ 0, 5, 3 ], weights: [ 1, 1 ] } } } }',
    'histogram/edges /fields/a/distribution/edges/2',
  ),
  schema(
    '{ fields: { a: { type: number, min: 0, max: 9, distribution: { type: histogram, edges: [ 0, 5, 9 ], weights: [ 1 ] } } } }',
    'histogram/weights /fields/a/distribution/weights',
  ),
  schema('{ fields: { a: uuid }, now: now }', 'instant/invalid /now'),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, $defs: { A: { type: string } } }',
    'json-schema/anything ',
  ),
  schema(
    '{ type: object, properties: { a: { then: { type: string } } } }',
    'json-schema/ignored-keyword /properties/a/then@key',
  ),
  schema('{ type: [ string, null ] }', 'json-schema/invalid-keyword /type/1'),
  schema(
    '{ type: object, properties: { a: { type: string, pattern: "[" } } }',
    'json-schema/invalid-pattern /properties/a/pattern',
  ),
  schema(
    '{ type: object, $schema: http://json-schema.org/draft-04/schema#, properties: { a: { const: 1 } } }',
    'json-schema/newer-keyword /properties/a/const@key',
  ),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, oneOf: [ { type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } } ], x-synth: { primaryKey: a } }',
    'json-schema/no-columns /x-synth/primaryKey',
  ),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, type: object, properties: { a: { type: string, x-synth: { nullable: true } } }, required: [ a ] }',
    'json-schema/no-null /properties/a/x-synth',
  ),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, type: object, properties: { a: { type: number, minimum: 1, exclusiveMinimum: true } } }',
    'json-schema/other-spelling /properties/a/exclusiveMinimum',
  ),
  schema(
    String.raw`{ type: object, properties: { a: { type: string, pattern: \a } } }`,
    'json-schema/pattern-not-unicode /properties/a/pattern',
  ),
  schema('{ $ref: "#" }', 'json-schema/reference-loop /$ref'),
  schema('{ $ref: https://example.com/a }', 'json-schema/remote-reference /$ref'),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, type: object, properties: { a: { type: string, x-synth: { optional: 0.5 } } }, required: [ a ] }',
    'json-schema/required /properties/a/x-synth/optional',
  ),
  schema(
    '{ $schema: https://json-schema.org/draft/2020-12/schema, type: array, items: { type: object, properties: { n: { type: integer } } }, uniqueItems: true }',
    'json-schema/unique-rows /uniqueItems',
  ),
  schema(
    '{ type: object, $schema: https://json-schema.org/draft/1999/schema, properties: { a: {} } }',
    'json-schema/unknown-dialect /$schema',
  ),
  schema(
    '{ type: object, properties: { a: { type: string, contentEncoding: base46 } } }',
    'json-schema/unknown-encoding /properties/a/contentEncoding',
  ),
  schema(
    '{ type: object, properties: { a: { type: string, format: emial } } }',
    'json-schema/unknown-format /properties/a/format',
  ),
  schema(
    '{ type: object, properties: { a: { minLenght: 5 } } }',
    'json-schema/unknown-keyword /properties/a/minLenght@key',
  ),
  schema('{ type: object, properties: { a: { type: strin } } }', 'json-schema/unknown-type /properties/a/type'),
  schema('{ type: object, properties: { a: { $ref: ./x.json } } }', 'json-schema/unreadable /properties/a/$ref'),
  schema('{ $ref: "#/$defs/a" }', 'json-schema/unresolved-reference /$ref'),
  schema(
    '{ type: object, properties: { a: { minLength: 3, maxLength: 2, type: string } }, required: [ a ] }',
    'json-schema/unsatisfiable /properties/a/minLength',
  ),
  schema(
    '{ type: object, properties: { a: { id: x, divisibleBy: 3 } } }',
    'json-schema/unsupported-keyword /properties/a/divisibleBy@key',
  ),
  schema('{ fields: { a: uuid }, locale: xx }', 'locale/unknown /locale'),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, noise: { type: poisson } } } }',
    'noise/counts /fields/x/noise/type',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, noise: { type: white, stdDev: 1, df: 2 } } } }',
    'noise/degrees /fields/x/noise/df',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, noise: { type: ar, coefficients: [ 1.2 ], stdDev: 1 } } } }',
    'noise/unstable /fields/x/noise/coefficients',
  ),
  schema('{ fields: { a: { type: integer, decimals: 2 } } }', 'number/decimals /fields/a/decimals'),
  schema('{ fields: { a: { type: integer, multipleOf: 1.5 } } }', 'number/multiple-of /fields/a/multipleOf'),
  schema(String.raw`{ fields: { a: { pattern: "[^\\s\\S]" } } }`, 'pattern/empty /fields/a/pattern'),
  schema('{ fields: { a: { pattern: "[a-" } } }', 'pattern/invalid /fields/a/pattern'),
  schema('{ fields: { a: { pattern: "a{100000}" } } }', 'pattern/too-long /fields/a'),
  schema('{ fields: { a: { pattern: (?=a)b } } }', 'pattern/unsupported /fields/a/pattern'),
  schema('{ fields: { a: { type: uuid, by: b } } }', 'property/alone /fields/a/by@key'),
  schema('{ fields: { a: { type: email, min: 5 } } }', 'property/foreign /fields/a/min@key'),
  schema('{ type: enum }', 'property/missing /type'),
  schema('{ fields: { a: { type: string, value: x } } }', 'property/renamed /fields/a/value@key'),
  schema('{ fields: { a: uuid }, sede: 1 }', 'property/unknown /sede@key'),
  schema('{ fields: { a: { type: integer, min: 0.2, max: 0.8 } } }', 'range/empty /fields/a/min'),
  schema('{ fields: { a: { length: { min: 5, max: 2 } } } }', 'range/reversed /fields/a/length/min'),
  schema('{ fields: { a: { type: integer, min: 9, max: 1 } } }', 'range/reversed /fields/a/min'),
  schema('{ type: events, rate: "100" }', 'rate/invalid /rate'),
  schema(
    '{ tables: { u: { fields: { id: uuid } }, v: { fields: { id: uuid } }, o: { fields: { a: { ref: u.id, as: v }, b: { ref: v.id } } } } }',
    'ref/alias-taken /tables/o/fields/b/ref',
  ),
  schema('{ fields: { a: { expr: a + 1 } } }', 'ref/cycle /fields/a'),
  schema('{ fields: { a: { expr: b + 1 }, b: { expr: a + 1 } } }', 'ref/cycle /fields/a'),
  schema(
    '{ tables: { users: { fields: { id: uuid } }, orders: { fields: { u: { ref: users.idd } } } } }',
    'ref/dangling /tables/orders/fields/u/ref',
  ),
  schema('{ x: { ref: a.x } }', 'ref/dangling /x/ref'),
  schema(
    '{ tables: { u: { fields: { id: uuid, n: string } }, o: { fields: { a: { ref: u.id, distribution: { type: zipf, exponent: 1 } }, b: { ref: u.n, distribution: { type: uniform } } } } } }',
    'ref/distribution /tables/o/fields/b/distribution@key',
  ),
  schema('{ b: { ref: job:b#id } }', 'ref/file /b/ref'),
  schema(
    '{ tables: { a: { fields: { id: uuid, x: integer } }, b: { fields: { x: { ref: a.x } } } } }',
    'ref/no-key /tables/b/fields/x',
  ),
  schema(
    '{ tables: { a: { fields: { id: uuid } }, b: { fields: { x: { ref: a.id }, y: { ref: a.id } } } } }',
    'ref/same-column /tables/b/fields/y/ref',
  ),
  schema(
    '{ tables: { u: { type: events, sessions: { per: u, first: a, next: { a: { end: 1 } }, dwell: { type: exponential, mean: 1s } }, events: { a: {} } } } }',
    'ref/self /tables/u/sessions/per',
  ),
  schema('{ id: sequence, boss: { ref: id } }', 'ref/self-needs-nullable /boss'),
  schema('{ fields: { a: { type: email, from: nme } } }', 'ref/unknown-name /fields/a/from'),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, seasonality: [ { period: 1d, amplitude: 5, peak: 2d } ] } } }',
    'season/peak /fields/x/seasonality/0/peak',
  ),
  schema(
    '{ type: timeseries, interval: 1h, fields: { x: { type: number, seasonality: [ { period: 1h, amplitude: 5 } ] } } }',
    'season/too-short /fields/x/seasonality/0/period',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, seasonality: [ { period: 1d, profile: [ 1, 2 ], amplitude: 5, peak: 1h } ] } } }',
    'season/unused /fields/x/seasonality/0/peak@key',
  ),
  schema('{ fields: { a: { type: email, options: { provider: [] } } } }', 'semantic/bad-option /fields/a'),
  schema('{ fields: { n: integer, a: { type: person.fullName, from: n } } }', 'semantic/from /fields/a'),
  schema(
    '{ tables: { u: { fields: { id: uuid } }, o: { count: { per: u }, fields: { u: { ref: u.id }, l: { type: array, items: { type: sequence, per: u } } } } } }',
    'sequence/inside-list /tables/o/fields/l/items/per',
  ),
  schema('{ fields: { a: { type: sequence, start: 5, step: 1d } } }', 'sequence/mixed /fields/a/start'),
  schema(
    '{ fields: { a: { type: array, items: { type: sequence, per: u } } } }',
    'sequence/not-counted-per /fields/a/items/per',
  ),
  schema('{ fields: { a: { type: sequence, per: a } } }', 'sequence/not-counted-per /fields/a/per'),
  schema('{ fields: { a: { type: sequence, step: 0 } } }', 'sequence/step /fields/a/step'),
  schema('{ type: timeseries, series: { x: [ a, b ] }, fields: { x: number } }', 'series/field-taken /series/x@key'),
  schema('{ type: timeseries, series: { s: [ a, a ] }, fields: { x: number } }', 'series/twice /series/s/1'),
  schema(
    '{ type: events, events: { open: {}, end: {} }, sessions: { first: open, next: { open: { end: 1 } }, dwell: { type: exponential, mean: 1s } } }',
    'sessions/end /sessions/next',
  ),
  schema(
    '{ type: events, events: { open: {}, close: {} }, sessions: { first: open, next: { open: { close: 1 }, close: { open: 1 } }, dwell: { type: exponential, mean: 1s } } }',
    'sessions/never-end /sessions/next',
  ),
  schema(
    '{ type: events, events: { open: {}, close: {} }, sessions: { first: end, next: { open: { end: 1 } }, dwell: { type: exponential, mean: 1s } } }',
    'sessions/unknown-event /sessions/first',
  ),
  schema('{ type: events, faults: { drop: 2 } }', 'share/range /faults/drop'),
  schema('{ min: "5" }', 'shorthand/invalid /min'),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, min: 5, max: 9, base: 1 } } }',
    'signal/base /fields/x/base',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, base: 5, distribution: { type: normal, mean: 1, stdDev: 1 } } } }',
    'signal/distribution /fields/x/distribution@key',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, drivers: [ { field: timestamp, coefficient: 1 } ] } } }',
    'signal/driver /fields/x/drivers/0/field',
  ),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, drivers: [ { field: y, coefficient: 1, lag: 500ms } ] }, y: number } }',
    'signal/lag /fields/x/drivers/0/lag',
  ),
  schema(
    '{ type: timeseries, fields: { x: { type: number, bounds: reject } } }',
    'signal/no-bounds /fields/x/bounds@key',
  ),
  schema('{ a: { type: number, base: 5 } }', 'signal/not-a-series /a/base@key'),
  schema(
    '{ s: { enum: { a: 1 }, transitions: { a: { c: 1 } } } }',
    'signal/not-a-series /s/transitions@key',
    'transitions/unknown-value /s/transitions/a/c@key',
  ),
  schema('{ a: { type: array, items: uuid, length: 100000000 } }', 'size/too-large /a'),
  schema(
    '{ tables: { a: { fields: { id: sequence } }, b: { count: { per: a, min: 5000000000, max: 5000000000 }, fields: { id: sequence } } } }',
    'size/too-large /tables/b/count',
  ),
  schema('{ tables: { users: null } }', 'table/empty /tables/users'),
  schema('{ tables: { a.b: { fields: { a: uuid } } } }', 'table/name /tables/a.b@key'),
  schema('{ type: object, fields: { a: string } }', 'table/unknown-type /type'),
  schema('{ tables: null }', 'tables/empty /tables'),
  schema(
    '{ fields: { a: { type: datetime, min: 2026-01-01T10:10:00Z, max: 2026-01-01T10:20:00Z, precision: 1h } } }',
    'temporal/empty-range /fields/a',
  ),
  schema('{ a: datetime, b: { type: datetime, after: a, within: 10m, precision: 1h } }', 'temporal/empty-window /b'),
  schema('{ fields: { a: { type: date, format: HH:mm } } }', 'temporal/format /fields/a/format'),
  schema(
    '{ fields: { n: { type: datetime, min: 2026-01-01, max: 2026-12-31 }, m: { type: datetime, min: 2026-06-01, max: 2026-07-01 }, a: { type: datetime, after: n, before: m } } }',
    'temporal/narrow-window /fields/a',
  ),
  schema('{ a: integer, b: { type: datetime, after: a } }', 'temporal/not-a-time /b/after'),
  schema('{ fields: { a: { type: date, precision: 1h } } }', 'temporal/precision /fields/a/precision'),
  schema('{ fields: { a: { pattern: "a{5}", length: 3 } } }', 'text/pattern-and-length /fields/a'),
  schema('{ fields: { a: uuid }, timezone: +02:00 }', 'timezone/unknown /timezone'),
  schema(
    '{ type: timeseries, fields: { timestamp: datetime, x: { type: number, trend: { type: piecewise, points: [ [ 2026-01-02, 1 ], [ 2026-01-01, 2 ] ] } } } }',
    'trend/order /fields/x/trend/points/1',
  ),
  schema(
    '{ tables: { u: { fields: { id: uuid } }, o: { fields: { a: { type: uuid, ref: u.id } } } } }',
    'type/contradiction /tables/o/fields/a/type',
  ),
  schema('{ types: { A: B, B: "A[]" }, fields: { a: A } }', 'types/cycle /types/A'),
  schema('{ types: { a b: uuid }, fields: { a: string } }', 'types/name /types/a b@key'),
  schema('{ code: { type: string, pattern: "[AB]", unique: true } }', 'unique/domain-too-small /code'),
  schema(
    '{ fields: { a: { pattern: "[A-Z]{3}", unique: true } }, count: 100000 }',
    'unique/domain-too-small /fields/a',
  ),
  schema(
    '{ primaryKey: [ a, b ], unique: [ [ b, c ] ], fields: { a: integer, b: integer, c: integer } }',
    'unique/in-two-groups /unique/0',
  ),
  schema('{ fields: { a: { type: lorem.paragraph, unique: true } } }', 'unique/not-countable /fields/a'),
  schema('{ count: 5, fields: { a: { type: image.dataUri, unique: true } } }', 'unique/not-countable /fields/a'),
  schema('{ fields: { a: { type: integer, unique: { per: orders } } } }', 'unique/not-counted-per /fields/a'),
  schema('{ n: { enum: { a: 1, b: 2 }, unique: true } }', 'unique/weighted /n'),
  schema('{ fields: { a: { expr: "" } } }', 'value/empty /fields/a/expr'),
  schema('{ fields: { a: { type: string, case: UPPER } } }', 'value/option /fields/a/case'),
  schema(
    '{ fields: { a: { type: number, min: 1, max: 9, distribution: { type: nromal, mean: 5, stdDev: 1 } } } }',
    'value/option /fields/a/distribution/type',
  ),
  schema('{ fields: { a: uuid }, count: 0 }', 'value/range /count'),
  schema('{ fields: null }', 'value/type /fields'),
  schema(
    '{ fields: { b: boolean, a: { type: integer, when: b, else: { const: 0, key: z } } } }',
    'variant/property /fields/a/else/key@key',
  ),
  schema('{ fields: { a: { enum: { a: -1, b: 2 } } } }', 'weights/negative /fields/a/enum/a'),
  schema('{ fields: { a: { enum: { a: 0, b: 0 } } } }', 'weights/sum /fields/a/enum'),
];
