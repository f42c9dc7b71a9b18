import assert from 'node:assert/strict';
import { accepts } from '../../../../engine/src/json-schema/accept.js';
import { SchemaGraph, UnresolvedReferenceError } from '../../../../engine/src/json-schema/graph.js';
import type { Keywords } from '../../../../engine/src/json-schema/keywords.js';
import { resolveUri } from '../../../../engine/src/json-schema/uri.js';

function graphOf(value: unknown, pointer = '', others: Record<string, unknown> = {}): SchemaGraph {
  const documents = Object.entries({ 'file:///w/a.json': value, ...others }).map(([uri, v]) => ({ uri, value: v }));
  return new SchemaGraph({ documents, root: `file:///w/a.json#${pointer}`, infer: true });
}

function keywordsOf(value: unknown, pointer?: string): Keywords {
  const graph = graphOf(value, pointer);
  return graph.keywords(graph.root.node);
}

describe('URI references', () => {
  const base = 'http://a/b/c/d;p?q';
  for (const [reference, expected] of [
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q#s'],
    ['g#s', 'http://a/b/c/g#s'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g;x=1/../y', 'http://a/b/c/y'],
  ] as const) {
    it(`resolves "${reference}" as RFC 3986, section 5.4 has it`, () =>
      assert.equal(resolveUri(reference, base), expected));
  }

  it('resolves against bases without a path', () => {
    assert.equal(resolveUri('#/a', 'urn:uuid:1'), 'urn:uuid:1#/a');
    assert.equal(resolveUri('x', 'http://a'), 'http://a/x');
  });
});

describe('schema graphs', () => {
  it('gives each place one node and one reached schema', () => {
    const graph = graphOf({ properties: { a: { $ref: '#/$defs/x' }, b: { $ref: '#/$defs/x' } }, $defs: { x: {} } });
    const { properties } = graph.keywords(graph.root.node);
    const [a, b] = ['a', 'b'].map((name) => {
      const node = properties.get(name);
      assert.ok(node);
      return graph.keywords(node).refs[0]?.resolve(graph.root.scope);
    });
    assert.equal(a, b);
    assert.equal(a?.node.location, 'file:///w/a.json#/$defs/x');
    assert.equal(graph.at('file:///w/a.json#/$defs/x'), a);
    assert.equal(graph.node('file:///w/a.json#/$defs/x'), a?.node);
  });

  it('finds places whose names need escapes', () => {
    const names = ['a/b', '~', '%25', 'ä 😀', '', '#'];
    const graph = graphOf({ properties: Object.fromEntries(names.map((n, i) => [n, { minLength: i }])) });
    for (const [name, node] of graph.keywords(graph.root.node).properties) {
      const again = graph.node(node.location);
      assert.equal(again, node);
      assert.equal(graph.keywords(again).minLength, names.indexOf(name));
    }
  });

  it('names what is missing, and what was meant', () => {
    const graph = graphOf({ $ref: '#/$defs/adress', $defs: { address: {} } });
    assert.throws(
      () => accepts(graph, graph.root, 1),
      (error) => error instanceof UnresolvedReferenceError && /Did you mean "address"\?/.test(error.message),
    );
    assert.throws(() => graphOf({}, '/$defs/x'), UnresolvedReferenceError);
    assert.throws(() => graphOf({ x: 'text' }, '/x'), /is no schema/);
  });

  it('comes back from plain data with the same scope', () => {
    const list = {
      $id: 'http://x.example/list',
      $dynamicAnchor: 'list',
      items: { $dynamicRef: '#item' },
      $defs: { any: { $dynamicAnchor: 'item' } },
    };
    const graph = graphOf({
      $ref: 'http://x.example/list',
      $defs: { list, text: { $dynamicAnchor: 'item', type: 'string' } },
    });
    const inner = graph.keywords(graph.root.node).refs[0]?.resolve(graph.root.scope);
    assert.ok(inner);
    assert.deepEqual(inner.scope.resources, ['file:///w/a.json#', 'file:///w/a.json#/$defs/list']);
    assert.equal(graph.at(inner.node.location, inner.scope.resources), inner);
    assert.equal(accepts(graph, graph.root, ['a']), true);
    assert.equal(accepts(graph, graph.root, [1]), false);
    assert.equal(accepts(graph, graph.at('http://x.example/list'), [1]), true);
  });

  it('reads documents beside by the rules of the one that was asked for', () => {
    const others = { 'file:///w/b.json': { definitions: { n: { minimum: 0, exclusiveMinimum: true } } } };
    const graph = graphOf(
      { $schema: 'http://json-schema.org/draft-04/schema#', properties: { n: { $ref: 'b.json#/definitions/n' } } },
      '',
      others,
    );
    assert.equal(accepts(graph, graph.root, { n: 0 }), false);
    assert.equal(accepts(graph, graph.root, { n: 0.1 }), true);
    assert.equal(graph.node('file:///w/b.json#/definitions/n').dialect, 'draft-04');
  });

  it('sets up large schemas at once', () => {
    const definitions = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`d${i}`, { type: 'string' }]));
    const graph = graphOf({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $ref: '#/definitions/d7',
      definitions,
    });
    assert.equal(graph.root.node.id, 0);
    assert.equal(accepts(graph, graph.root, 'x'), true);
    assert.equal(graph.node('file:///w/a.json#/definitions/d9').id, 2, 'only what was asked for has a node');
  });
});

describe('dialects', () => {
  const DRAFT_7 = 'http://json-schema.org/draft-07/schema#';
  const cases: [title: string, value: unknown, expected: Partial<Keywords>][] = [
    [
      'draft-04 bounds',
      { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true },
      { minimum: { value: 1, exclusive: true } },
    ],
    ['the stricter of two bounds', { minimum: 1, exclusiveMinimum: 1 }, { minimum: { value: 1, exclusive: true } }],
    ['a looser exclusive bound', { maximum: 1, exclusiveMaximum: 2 }, { maximum: { value: 1, exclusive: false } }],
    ['integer and number', { type: ['integer', 'number'] }, { types: new Set(['number'] as const), integer: false }],
    [
      'integer or text',
      { type: ['integer', 'string'] },
      { types: new Set(['number', 'string'] as const), integer: true },
    ],
    ['const and enum', { const: 1, enum: [1, 2] }, { values: [1] }],
    ['const that enum has not', { const: 3, enum: [1, 2] }, { values: [] }],
    ['false', false, { values: [] }],
    [
      'minContains without its draft',
      { $schema: DRAFT_7, minLength: 2, minContains: 3 },
      { minLength: 2, contains: undefined },
    ],
    ['examples of OpenAPI', { examples: [1], example: 2 }, { examples: [1, 2] }],
    [
      'broken values',
      { minLength: -1, maxLength: 'x', required: 'a', type: 'text', pattern: '(' },
      { minLength: 0, maxLength: Infinity, required: [], types: undefined, pattern: undefined },
    ],
  ];
  for (const [title, value, expected] of cases) {
    it(`reads ${title}`, () => {
      const keywords = keywordsOf(value);
      for (const [name, wanted] of Object.entries(expected))
        assert.deepEqual(keywords[name as keyof Keywords], wanted, name);
    });
  }

  it('reads lists of items by the draft', () => {
    const value = { items: [{}, {}], additionalItems: false };
    assert.equal(keywordsOf(value).prefixItems.length, 2, 'no draft declared');
    assert.equal(keywordsOf({ ...value, $schema: DRAFT_7 }).items?.value, false);
    const newest = keywordsOf({ ...value, $schema: 'https://json-schema.org/draft/2020-12/schema' });
    assert.deepEqual([newest.prefixItems.length, newest.items], [0, undefined]);
  });

  it('reads OpenAPI descriptions', () => {
    const schema = { type: 'string', nullable: true, $ref: undefined };
    const description = (openapi: string): unknown => ({ openapi, components: { schemas: { User: schema } } });
    const read = (openapi: string) => keywordsOf(description(openapi), '/components/schemas/User').types;
    assert.deepEqual(read('3.0.3'), new Set(['string', 'null']));
    assert.deepEqual(read('3.1.0'), new Set(['string']));
    const graph = graphOf(description('3.1.0'), '/components/schemas/User');
    assert.equal(graph.root.node.dialect, 'openapi-3.1');
  });

  it('ignores the neighbours of $ref up to draft-07', () => {
    const value = { $ref: '#/definitions/a', maxLength: 1, definitions: { a: {} } };
    assert.equal(keywordsOf({ ...value, $schema: DRAFT_7 }).maxLength, Infinity);
    assert.equal(keywordsOf(value).maxLength, 1);
  });
});
