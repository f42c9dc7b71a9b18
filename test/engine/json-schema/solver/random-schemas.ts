import fc from 'fast-check';

/** Small schemas whose constants are those of {@link VALUES}, so that these often decide. */
export function schemas(depth: number, unevaluated = true): fc.Arbitrary<unknown> {
  const name = fc.constantFrom('a', 'b');
  const names = fc.uniqueArray(name, { maxLength: 2 });
  const count = fc.integer({ min: 0, max: 2 });
  const bound = fc.integer({ min: -1, max: 3 });
  const value = fc.constantFrom(...VALUES);
  const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
  const simple: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
    const: value,
    enum: fc.array(value, { minLength: 1, maxLength: 4 }),
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    multipleOf: fc.constantFrom(0.5, 1, 2, 3),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^a?$'),
    format: fc.constantFrom('date', 'ipv4', 'nothing-known'),
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    minProperties: count,
    maxProperties: count,
    required: names,
    dependentRequired: fc.dictionary(name, names, { maxKeys: 1, noNullPrototype: true }),
  };
  if (depth === 0) return fc.oneof(fc.boolean(), some(simple, 2));
  const schema = schemas(depth - 1, unevaluated);
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(name, schema, { maxKeys: 2, noNullPrototype: true });
  const nested: Record<string, fc.Arbitrary<unknown>> = {
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: schema,
    if: schema,
    then: schema,
    else: schema,
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), schema, { maxKeys: 1, noNullPrototype: true }),
    additionalProperties: schema,
    propertyNames: schema,
    dependentSchemas: map,
    prefixItems: list,
    items: schema,
    contains: schema,
    minContains: count,
    maxContains: count,
    ...(unevaluated ? { unevaluatedProperties: schema, unevaluatedItems: schema } : {}),
  };
  return fc.oneof(
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 3, arbitrary: some(simple, 2) },
    { weight: 8, arbitrary: some({ ...simple, ...nested, ...nested }, 4) },
  );
}

function some(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number): fc.Arbitrary<unknown> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: most })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key]!])), { noNullPrototype: true }),
    );
}

const SCALARS = [null, true, false, -1, 0, 1, 2, 3, 0.5, 1.5, '', 'a', 'b', 'ab', 'ba', 'abc', '1.2.3.4', '2020-02-29'];
const FEW = [null, true, 0, 1, 2, 0.5, '', 'a', 'ab'];
const ARRAYS = [
  [],
  ...FEW.map((x) => [x]),
  ...FEW.flatMap((x) => FEW.map((y) => [x, y])),
  [1, 1, 1],
  [1, 2, 'a'],
  [[]],
];
const OBJECTS = [
  {},
  ...FEW.flatMap((x) => [{ a: x }, { b: x }, { c: x }, { ab: x }]),
  ...FEW.flatMap((x) => FEW.map((y) => ({ a: x, b: y }))),
  { a: {} },
  { a: [] },
  { a: [], b: {} },
  { a: 1, b: 'a', c: null },
];

/** Values of all types, small and alike. */
export const VALUES: readonly unknown[] = [...SCALARS, ...ARRAYS, ...OBJECTS];
