import fc from 'fast-check';

/** Not those of `Object.prototype`, which ajv takes for properties of every object. */
const NAMES = ['a', 'b', 'ab', 'é', '😀'];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(name, fc.constantFrom('', 'abc', '2024-02-29', 'x@y.example', '😀😀', '1.5'));
const number = fc.oneof(
  fc.integer({ min: -4, max: 8 }),
  fc.constantFrom(0.5, 1.5, -0, 0.1, 0.3, 4.35, 1e300, 12391239123, 2 ** 53),
);

const scalar = fc.oneof(fc.constant(null), fc.boolean(), number, text);

/** Small values that small schemas have a chance to accept. */
export const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: scalar, weight: 3 },
    { arbitrary: fc.array(tie('value'), { maxLength: 4 }), weight: 2 },
    { arbitrary: objectOf(tie('value'), 4), weight: 2 },
  ),
})).value;

type Draft = 'draft-04' | 'draft-07' | '2019-09' | '2020-12';
const ORDER: readonly Draft[] = ['draft-04', 'draft-07', '2019-09', '2020-12'];

/** Schemas of a draft with all of its keywords but `$id`, anchors and references other than to definitions. */
export function schemas(draft: Draft): fc.Arbitrary<boolean | Record<string, unknown>> {
  const since = (first: Draft): boolean => ORDER.indexOf(draft) >= ORDER.indexOf(first);
  const count = fc.integer({ min: 0, max: 3 });
  const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
  const { schema } = fc.letrec<{ schema: Record<string, unknown> | boolean; object: Record<string, unknown> }>(
    (tie) => ({
      schema: since('draft-07')
        ? fc.oneof(
            { maxDepth: 3 },
            { arbitrary: leaf(), weight: 2 },
            { arbitrary: fc.boolean(), weight: 1 },
            { arbitrary: tie('object'), weight: 5 },
          )
        : fc.oneof({ maxDepth: 3 }, { arbitrary: leaf(), weight: 2 }, { arbitrary: tie('object'), weight: 5 }),
      object: fc
        .tuple(leaf(), fc.array(keyword(tie('schema')), { minLength: 1, maxLength: 4 }))
        .map(([base, extra]) => Object.assign({}, base, ...extra) as Record<string, unknown>),
    }),
  );

  function leaf(): fc.Arbitrary<Record<string, unknown>> {
    const exclusive = since('draft-07') ? number : fc.boolean();
    return fc
      .record(
        {
          type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 5 })),
          enum: fc.uniqueArray(values, {
            minLength: 1,
            maxLength: 4,
            comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b),
          }),
          minimum: number,
          maximum: number,
          exclusiveMinimum: exclusive,
          exclusiveMaximum: exclusive,
          multipleOf: fc.constantFrom(1, 2, 0.5, 0.1, 0.01, 1e-8),
          minLength: count,
          maxLength: count,
          pattern: fc.constantFrom('^a', 'b$', '^.$', '\\p{L}', '[0-9]'),
          format: fc.constantFrom('date', 'email', 'int32', 'ipv4'),
          required: fc.uniqueArray(name, { maxLength: 2, minLength: 1 }),
          minItems: count,
          maxItems: count,
          uniqueItems: fc.boolean(),
          minProperties: count,
          maxProperties: count,
        },
        { requiredKeys: [] },
      )
      .chain((all) =>
        fc
          .subarray(Object.keys(all), { maxLength: Math.min(2, Object.keys(all).length) })
          .map((keys) => picked(all, keys)),
      );
  }

  function keyword(part: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
    const list = fc.array(part, { minLength: 1, maxLength: 3 });
    const map = objectOf(part, 3);
    const names = fc.uniqueArray(name, { maxLength: 2 });
    const found: fc.Arbitrary<Record<string, unknown>>[] = [
      fc.record({ properties: map, additionalProperties: part }, { requiredKeys: ['properties'] }),
      fc.record({
        patternProperties: objectOf(part, 2, fc.constantFrom('^a', 'b', '^.$')),
        additionalProperties: part,
      }),
      fc.record({ allOf: list }),
      fc.record({ anyOf: list }),
      fc.record({ oneOf: list }),
      fc.record({ not: part }),
    ];
    if (since('draft-07')) {
      found.push(fc.record({ if: part, then: part, else: part }, { requiredKeys: ['if'] }));
      found.push(fc.record({ propertyNames: part }), fc.record({ const: values }), fc.record({ contains: part }));
    }
    if (since('2019-09')) {
      found.push(fc.record({ contains: part, minContains: count, maxContains: count }, { requiredKeys: ['contains'] }));
      found.push(fc.record({ dependentRequired: objectOf(names, 2), dependentSchemas: map }));
      found.push(fc.record({ unevaluatedProperties: part }), fc.record({ unevaluatedItems: part }));
    } else {
      found.push(fc.record({ dependencies: objectOf(fc.oneof(part, names), 2) }));
    }
    if (since('2020-12')) found.push(fc.record({ prefixItems: list, items: part }, { requiredKeys: [] }));
    else
      found.push(
        fc.record({ items: list, additionalItems: part }, { requiredKeys: ['items'] }),
        fc.record({ items: part }),
      );
    return fc.oneof(...found);
  }

  return schema;
}

function picked(all: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of keys) found[key] = all[key];
  if (typeof found.exclusiveMinimum === 'boolean') found.minimum ??= 1;
  if (typeof found.exclusiveMaximum === 'boolean') found.maximum ??= 3;
  return found;
}

function objectOf<T>(
  value: fc.Arbitrary<T>,
  size: number,
  key: fc.Arbitrary<string> = name,
): fc.Arbitrary<Record<string, T>> {
  return fc.uniqueArray(fc.tuple(key, value), { maxLength: size, selector: ([k]) => k }).map((entries) => {
    const object: Record<string, T> = {};
    for (const [k, v] of entries)
      Object.defineProperty(object, k, { value: v, enumerable: true, writable: true, configurable: true });
    return object;
  });
}
