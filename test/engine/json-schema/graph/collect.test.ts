import assert from 'node:assert/strict';
import { accepts } from '../../../../engine/src/json-schema/accept.js';
import { collectDocuments } from '../../../../engine/src/json-schema/collect.js';
import { SchemaGraph } from '../../../../engine/src/json-schema/graph.js';

interface Collected {
  readonly asked: string[];
  readonly documents: readonly { uri: string; file?: string | undefined }[];
  readonly diagnostics: readonly { code: string; message: string; pointer: string; file?: string }[];
  accepts(value: unknown): boolean;
}

/** Collects from files in `/w/api/`, by their paths there. */
async function collect(value: unknown, files: Record<string, unknown> = {}, pointer = ''): Promise<Collected> {
  const asked: string[] = [];
  const uri = 'file:///w/api/main.json';
  const { documents, diagnostics } = await collectDocuments(value, {
    uri,
    pointer,
    read: (wanted) => {
      asked.push(wanted);
      const path = wanted.replace('file:///w/api/', '');
      return path in files ? Promise.resolve(files[path]) : Promise.reject(new Error('no such file'));
    },
  });
  return {
    asked,
    documents,
    diagnostics,
    accepts: (instance) => {
      const graph = new SchemaGraph({ documents, root: `${uri}#${pointer}`, infer: true });
      return accepts(graph, graph.root, instance);
    },
  };
}

describe('collecting documents', () => {
  it('reads files beside, and what they refer to in turn', async () => {
    const got = await collect(
      { properties: { a: { $ref: 'parts/a.json#/$defs/x' } } },
      {
        'parts/a.json': { $defs: { x: { $ref: 'b.json' } } },
        'parts/b.json': { $ref: '../c%20d.json' },
        'c%20d.json': { type: 'null' },
      },
    );
    assert.deepEqual(got.diagnostics, []);
    assert.deepEqual(
      got.documents.map((d) => d.file),
      [undefined, 'parts/a.json', 'parts/b.json', 'c d.json'],
    );
    assert.equal(got.accepts({ a: null }), true);
    assert.equal(got.accepts({ a: 1 }), false);
  });

  it('reads only what the schema asked for can get to', async () => {
    const value = { $defs: { used: { $ref: 'used.json' }, unused: { $ref: 'unused.json' } }, type: 'object' };
    const got = await collect(value, { 'used.json': true }, '/$defs/used');
    assert.deepEqual(got.asked, ['file:///w/api/used.json']);
    assert.deepEqual(got.diagnostics, []);
  });

  it('asks for a file once, in circles too', async () => {
    const got = await collect(
      { properties: { a: { $ref: 'a.json' }, b: { $ref: 'a.json#/properties/b' } } },
      { 'a.json': { properties: { b: { type: 'string' }, back: { $ref: 'main.json' } } } },
    );
    assert.deepEqual(got.asked, ['file:///w/api/a.json']);
    assert.equal(got.accepts({ a: { back: { b: 1 } } }), false);
  });

  it('never asks for web addresses, and says what to do', async () => {
    const got = await collect({ items: { $ref: 'https://x.example/schemas/user.json#/$defs/a' } });
    assert.ok(got.asked.every((uri) => uri.startsWith('file:')));
    assert.deepEqual(got.diagnostics, [
      {
        code: 'json-schema/remote-reference',
        severity: 'error',
        message:
          '"https://x.example/schemas/user.json" is not read from the network. Save it beside this file as "user.json", with "https://x.example/schemas/user.json" as its "$id".',
        pointer: '/items/$ref',
      },
    ]);
  });

  it('takes a file beside that has the address as its $id, and no other', async () => {
    const value = { $ref: 'https://x.example/user' };
    const right = await collect(value, { 'user.json': { $id: 'https://x.example/user', type: 'null' } });
    assert.deepEqual([right.diagnostics.length, right.accepts(1), right.accepts(null)], [0, false, true]);
    const wrong = await collect(value, { 'user.json': { $id: 'https://y.example/user' } });
    assert.equal(wrong.diagnostics[0]?.code, 'json-schema/remote-reference');
  });

  it('finds files by the folder that $id names, and by how the referring file is called', async () => {
    const below = await collect(
      { $id: 'https://x.example/v1/main.json', $ref: 'https://x.example/v1/types/a.json' },
      { 'types/a.json': { type: 'null' } },
    );
    assert.deepEqual([below.diagnostics.length, below.accepts(1)], [0, false]);
    const { documents, diagnostics } = await collectDocuments(
      { $schema: 'http://json-schema.org/draft-04/schema#', id: 'http://x.example/Account', $ref: 'Period' },
      {
        uri: 'file:///w/Account.schema.json',
        read: (uri) =>
          uri.endsWith('/Period.schema.json')
            ? Promise.resolve({ id: 'http://x.example/Period' })
            : Promise.reject(new Error()),
      },
    );
    assert.deepEqual([documents[1]?.file, diagnostics.length], ['Period.schema.json', 0]);
  });

  it('needs no file for a schema that is at hand under its $id', async () => {
    const got = await collect({
      $ref: 'https://x.example/a',
      $defs: { a: { $id: 'https://x.example/a', type: 'null' } },
    });
    assert.deepEqual([got.asked, got.diagnostics, got.accepts(1)], [[], [], false]);
  });

  it('has the meta-schemas, by either scheme', async () => {
    for (const uri of ['https://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema']) {
      const got = await collect({ $ref: uri });
      assert.deepEqual(got.diagnostics, []);
      assert.equal(got.accepts({ type: 'nothing' }), false);
      assert.equal(got.accepts({ properties: { a: { minLength: 1 } } }), true);
    }
  });

  it('reports a file that cannot be read in the file that refers to it', async () => {
    const got = await collect({ $ref: 'a.json' }, { 'a.json': { items: { $ref: 'b.json' } } });
    assert.deepEqual(got.diagnostics, [
      {
        code: 'json-schema/unreadable',
        severity: 'error',
        message: '"b.json" cannot be read: no such file',
        pointer: '/items/$ref',
        file: 'a.json',
      },
    ]);
  });

  it('reports a pointer that leads nowhere', async () => {
    const got = await collect({ components: { schemas: { User: {} } } }, {}, '/components/schemas/Usr');
    assert.match(got.diagnostics[0]?.message ?? '', /no "Usr" .* Did you mean "User"\?/);
  });
});
