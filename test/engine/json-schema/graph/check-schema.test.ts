import assert from 'node:assert/strict';
import { checkSchema } from '../../../../engine/src/json-schema/check-schema.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';
import { META_SCHEMA_DOCUMENTS } from '../../../../engine/src/json-schema/meta-schemas/index.js';

const D4 = { $schema: 'http://json-schema.org/draft-04/schema#' };
const D7 = { $schema: 'http://json-schema.org/draft-07/schema#' };
const D2020 = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

function check(value: unknown, others: { uri: string; value: unknown; file?: string }[] = []) {
  return checkSchema(
    new SchemaGraph({ documents: [{ uri: 'file:///a', value }, ...others], root: 'file:///a', infer: true }),
  );
}

describe('checking imported schemas', () => {
  const cases: [title: string, schema: unknown, code: string, pointer: string, message: RegExp][] = [
    ['misspelt types', { type: 'strng' }, 'unknown-type', '/type', /Did you mean "string"/],
    ['types of other languages', { type: ['null', 'int'] }, 'unknown-type', '/type/1', /Did you mean "integer"/],
    ['types that are no names', { type: { a: 1 } }, 'invalid-keyword', '/type', /the name of a type/],
    ['empty lists of types', { type: [] }, 'invalid-keyword', '/type', /empty list/],
    ['negative counts', { minLength: -1 }, 'invalid-keyword', '/minLength', /integer of 0 or more/],
    ['counts with a fraction', { maxItems: 1.5 }, 'invalid-keyword', '/maxItems', /integer of 0 or more/],
    ['texts for numbers', { minimum: '1' }, 'invalid-keyword', '/minimum', /must be a number/],
    ['multiples of nothing', { multipleOf: 0 }, 'invalid-keyword', '/multipleOf', /above 0/],
    ['values without a list', { enum: 'a' }, 'invalid-keyword', '/enum', /list of values/],
    [
      'required as in draft-03',
      { properties: { a: { required: true } } },
      'invalid-keyword',
      '/properties/a/required',
      /On the object/,
    ],
    ['schemas that are none', { items: 5 }, 'invalid-keyword', '/items', /must be a schema/],
    ['schemas in lists that are none', { anyOf: [{}, 'x'] }, 'invalid-keyword', '/anyOf/1', /must be a schema/],
    ['empty alternatives', { oneOf: [] }, 'invalid-keyword', '/oneOf', /must list a schema/],
    ['properties that are a list', { properties: [] }, 'invalid-keyword', '/properties', /object whose values/],
    ['lists of items in 2020-12', { ...D2020, items: [{}] }, 'invalid-keyword', '/items', /"prefixItems"/],
    [
      'flags for bounds',
      { ...D7, minimum: 1, exclusiveMinimum: true },
      'other-spelling',
      '/exclusiveMinimum',
      /bound itself/,
    ],
    ['bounds for flags', { ...D4, exclusiveMaximum: 1 }, 'other-spelling', '/exclusiveMaximum', /draft-06/],
    ['$data', { maximum: { $data: '1/a' } }, 'invalid-keyword', '/maximum', /extension of ajv/],
    ['broken patterns', { pattern: '(' }, 'invalid-pattern', '/pattern', /not a regular expression/],
    [
      'broken names of properties',
      { patternProperties: { '[': {} } },
      'invalid-pattern',
      '/patternProperties/[',
      /not a regular/,
    ],
    ['patterns only without u', { pattern: '\\_a' }, 'pattern-not-unicode', '/pattern', /only without the "u" flag/],
    ['unknown formats', { format: 'data-time' }, 'unknown-format', '/format', /Did you mean "date-time"/],
    ['unknown encodings', { contentEncoding: 'base-64' }, 'unknown-encoding', '/contentEncoding', /"base64"/],
    [
      'misspelt keywords',
      { properties: { a: { maxlength: 3 } } },
      'unknown-keyword',
      '/properties/a/maxlength',
      /"maxLength"/,
    ],
    ['extensions', { formatMinimum: '2024-01-01' }, 'unsupported-keyword', '/formatMinimum', /is ignored/],
    [
      'keywords to come',
      { ...D7, prefixItems: [{}] },
      'ignored-keyword',
      '/prefixItems',
      /2020-12 and later; draft-07 ignores/,
    ],
    [
      'keywords gone',
      { ...D2020, additionalItems: false },
      'ignored-keyword',
      '/additionalItems',
      /2019-09 and earlier/,
    ],
    [
      'keywords of OpenAPI',
      { ...D7, type: 'string', nullable: true },
      'ignored-keyword',
      '/nullable',
      /Add "null" to "type"/,
    ],
    ['keywords read early', { ...D4, const: 1 }, 'newer-keyword', '/const', /draft-06 and later/],
    [
      'keywords beside $ref',
      { ...D7, properties: { a: { $ref: '#/definitions/b', minLength: 1 } }, definitions: { b: {} } },
      'ignored-keyword',
      '/properties/a/$ref',
      /"minLength"/,
    ],
    ['then without if', { then: {} }, 'ignored-keyword', '/then', /without "if"/],
    [
      'unknown dialects',
      { $schema: 'http://x.example/dialect' },
      'unknown-dialect',
      '/$schema',
      /read as draft 2020-12/,
    ],
    [
      'misspelt dialects',
      { $schema: 'http://json-schema-org/draft-07/schema#' },
      'unknown-dialect',
      '/$schema',
      /read as draft-07/,
    ],
    [
      'dangling references',
      { $ref: '#/$defs/b', $defs: { a: {} } },
      'unresolved-reference',
      '/$ref',
      /no "b" in #\/\$defs/,
    ],
    [
      'missing anchors',
      { $ref: '#nane', $defs: { a: { $anchor: 'name' } } },
      'unresolved-reference',
      '/$ref',
      /Did you mean "name"/,
    ],
    [
      'loops',
      { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/a' }] } } },
      'reference-loop',
      '/$defs/a/allOf/0/$ref',
      /comes back to itself/,
    ],
  ];
  for (const [title, schema, code, pointer, message] of cases) {
    it(`reports ${title}`, () => {
      const found = check(schema);
      assert.deepEqual(
        found.map((d) => [d.code, d.pointer]),
        [[`json-schema/${code}`, pointer]],
      );
      assert.match(found[0]?.message ?? '', message);
    });
  }

  it('has nothing to say about what is right', () => {
    const right = [
      true,
      false,
      {},
      { 'x-anything': 1, $comment: 'c', note: 'n', customKeyword: 5 },
      { properties: { next: { $ref: '#' }, list: { items: { anyOf: [{ $ref: '#' }, {}] } } } },
      { definitions: { unused: { type: 'nothing' } } },
      { items: [{}], additionalItems: false, minimum: 1, exclusiveMinimum: true },
      { ...D4, id: 'http://x.example/', minimum: 1, exclusiveMinimum: true, dependencies: { a: ['b'], c: {} } },
      { openapi: '3.0.0' },
    ];
    for (const schema of right) assert.deepEqual(check(schema), [], JSON.stringify(schema));
  });

  it('has nothing to say about the meta-schemas', () => {
    const documents = [...META_SCHEMA_DOCUMENTS.values()];
    for (const { uri } of documents) {
      const graph = new SchemaGraph({ documents, root: uri, infer: true });
      assert.deepEqual(
        checkSchema(graph).filter((d) => d.severity === 'error'),
        [],
        uri,
      );
    }
  });

  it('says which file a mistake is in', () => {
    const found = check({ $ref: 'b' }, [{ uri: 'file:///b', value: { type: 'x' }, file: 'b' }]);
    assert.deepEqual(
      found.map((d) => [d.file, d.pointer]),
      [['b', '/type']],
    );
  });

  it('mends what it can', () => {
    const edits = (schema: unknown) => check(schema)[0]?.fixes?.[0]?.edits;
    assert.deepEqual(edits({ ...D2020, items: [{}] }), [{ op: 'rename', pointer: '/items', key: 'prefixItems' }]);
    assert.deepEqual(edits({ type: 'int' }), [{ op: 'replace', pointer: '/type', value: 'integer' }]);
    assert.deepEqual(edits({ minlength: 1 }), [{ op: 'rename', pointer: '/minlength', key: 'minLength' }]);
  });
});
