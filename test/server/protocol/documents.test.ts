import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rm, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServerClient } from '../client.js';
import { codes, playground, published, range } from './support.js';

interface Report {
  readonly kind: string;
  readonly resultId: string;
  readonly items?: readonly { readonly code: string; readonly range: object }[];
}

const USERS = 'fields: { id: uuid, age: integer }\n';
const ORDERS = 'fields:\n  userId: { ref: "./users.synth.yaml#id" }\n';

describe('language server: documents', () => {
  const place = playground();
  const change = (client: ServerClient, uri: string, version: number, where: object, text: string): void =>
    client.change(uri, version, { range: where, text });

  const edits: [
    name: string,
    text: string,
    edits: [where: object, text: string][],
    place: object,
    language?: string,
  ][] = [
    ['one line', 'age: integer\n', [[range(0, 5, 12), 'intger']], range(0, 5, 11)],
    [
      'lines that end in CRLF',
      'id: uuid\r\nage: integer\r\nname: text\r\n',
      [
        [range(1, 0, 0), '# years\r\n'],
        [range(2, 5, 12), 'intger'],
      ],
      range(2, 5, 11),
    ],
    [
      'characters of two units',
      'a: { enum: ["😀😀", b] }\nb: integer # 😀\n',
      [
        [range(0, 13, 17), '😀'],
        [range(1, 3, 10), 'intger'],
      ],
      range(1, 3, 9),
    ],
    [
      'JSON with tabs and CRLF',
      '{\r\n\t"id": "uuid",\r\n\t"age": "integer"\r\n}\r\n',
      [
        [range(1, 14, 14), ' // key'],
        [range(2, 9, 16), 'intger'],
      ],
      range(2, 8, 16),
      'json',
    ],
    [
      'JSON with characters of two units',
      '{ "😀": { "enum": ["😀😀", "b"] }, "b": "integer" }',
      [
        [range(0, 20, 24), '𝄞'],
        [range(0, 39, 46), 'intger'],
      ],
      range(0, 38, 46),
      'json',
    ],
    ['a tab', 'id:\tuuid\n', [[range(0, 4, 8), 'uid']], range(0, 4, 7)],
    ['several lines at once', 'a: uuid\nb: uuid\nc: uuid\n', [[range(0, 3, 3, 2), 'intger # ']], range(0, 3, 9)],
  ];
  for (const [name, text, changes, where, language = 'yaml'] of edits) {
    it(`follows edits of ${name}`, async () => {
      const client = await place.start();
      const uri = place.uri(`a.synth.${language}`);
      client.open(uri, text);
      assert.deepEqual((await published(client, uri)).diagnostics, []);
      const contentChanges = changes.map(([at, inserted]) => ({ range: at, text: inserted }));
      client.change(uri, 2, ...contentChanges);
      const { diagnostics } = await published(client, uri, 2);
      assert.deepEqual(
        diagnostics.map((one) => one.range),
        [where],
      );
    });
  }

  it('takes the whole text for a change without a place', async () => {
    const client = await place.start();
    const uri = place.uri('a.synth.json');
    client.open(uri, '{ "age": "intger" }');
    assert.equal((await published(client, uri)).diagnostics.length, 1);
    client.change(uri, 2, { text: '{ "age": "integer" }' });
    assert.deepEqual(await published(client, uri, 2), { uri, version: 2, diagnostics: [] });
  });

  it('offers to mend what is wrong, in the text as it is now', async () => {
    const client = await place.start();
    const uri = place.uri('a.synth.yaml');
    client.open(uri, 'age: intger\n');
    const params = { textDocument: { uri }, range: range(0, 6, 6), context: { diagnostics: [] } };
    const [action] = await client.request<{ edit: { changes: Record<string, { newText: string }[]> } }[]>(
      'textDocument/codeAction',
      params,
    );
    assert.deepEqual(
      action!.edit.changes[uri]!.map(({ newText }) => newText),
      ['e'],
    );
    assert.equal(
      await client.request('textDocument/codeAction', { ...params, textDocument: { uri: 'file:///not/open' } }),
      null,
    );
  });

  it('links the codes of mistakes to where they are told of, or to a page that the client names', async () => {
    const uri = place.uri('a.synth.yaml');
    const linked = async (initializationOptions: object): Promise<string> => {
      const client = await place.start({ initializationOptions });
      client.open(uri, 'age: intger\n');
      return (await published(client, uri)).diagnostics[0]!.codeDescription!.href;
    };
    const [, page, line] = /^(.*)#L(\d+)$/.exec(await linked({}))!;
    const lines = readFileSync(fileURLToPath(page!), 'utf8').split('\n');
    assert.equal(lines[Number(line) - 1], '### `field/unknown-type`');
    assert.equal(await linked({ docs: 'https://example.com/codes' }), 'https://example.com/codes#fieldunknown-type');
  });

  it('leads to the other end of a reference that is broken, in its file', async () => {
    await place.write({ 'users.synth.yaml': '# users\nfields: { id: uuid, age: integer }\n' });
    const client = await place.start();
    const uri = place.uri('orders.synth.yaml');
    client.open(
      uri,
      'fields:\n  userId: { ref: "./users.synth.yaml#ix" }\n  age: { ref: "./users.synth.yaml#agee" }\n',
    );
    const { diagnostics } = await published(client, uri);
    assert.deepEqual(codes({ uri, diagnostics }), ['ref/dangling', 'ref/dangling']);
    for (const { relatedInformation } of diagnostics) {
      const [{ location }] = relatedInformation!;
      assert.deepEqual([location.uri, location.range.start.line], [place.uri('users.synth.yaml'), 1]);
    }
  });

  it('keeps two documents apart', async () => {
    const client = await place.start();
    const [a, b] = [place.uri('a.synth.yaml'), place.uri('b.synth.json')];
    client.open(a, 'age: intger\n');
    client.open(b, '{ "id": "uuid" }');
    change(client, b, 2, range(0, 9, 13), 'uid');
    change(client, a, 2, range(0, 5, 11), 'integer');
    const [first, second] = await Promise.all([published(client, a, 2), published(client, b, 2)]).catch(() => []);
    const of = (uri: string): string[] => {
      const heard = client.heard.filter((one) => (one.params as { uri?: string }).uri === uri);
      return codes(heard.at(-1)!.params as Parameters<typeof codes>[0]);
    };
    assert.ok(first ?? second ?? true);
    assert.deepEqual([of(a), of(b)], [[], ['field/unknown-type']]);
  });

  const empty: [name: string, text: string, expected: string[]][] = [
    ['a.synth.yaml', '', ['form/empty']],
    ['a.synth.json', '', ['form/empty']],
    ['a.synth.yaml', '\uFEFF', ['form/empty']],
    ['a.synth.yaml', '# nothing yet\r\n', ['form/empty']],
    ['a.synth.json', '// nothing yet\r\n', ['form/empty']],
    ['.agentic-synth.json', '', []],
    ['batch-config.yaml', '', []],
  ];
  for (const [name, text, expected] of empty) {
    it(`reads ${name} where it holds ${JSON.stringify(text)}, and what is typed into it`, async () => {
      const client = await place.start();
      const uri = place.uri(name);
      client.open(uri, text);
      assert.deepEqual(codes(await published(client, uri)), expected);
      change(client, uri, 2, range(9, 0, 0), '{ "b": "uid" }');
      assert.notDeepEqual(codes(await published(client, uri, 2)), expected);
      change(client, uri, 3, range(0, 0, 0, 99), '');
      assert.deepEqual(codes(await published(client, uri, 3)), expected);
    });
  }

  for (const language of ['json', 'yaml']) {
    it(`reads 5 MB of ${language.toUpperCase()}`, async function () {
      this.timeout(120_000);
      const client = await place.start();
      const uri = place.uri(`large.synth.${language}`);
      const about = 'What it is about. '.repeat(20);
      const field = (i: number): string =>
        `"field${i}": { "type": "integer", "min": 0, "max": ${i}, "description": "${about}" }`;
      const fields = Array.from({ length: 12_000 }, (_, i) => `    ${field(i)}`);
      const text =
        language === 'json' ? `{\n  "fields": {\n${fields.join(',\n')}\n  }\n}\n` : `fields:\n\n${fields.join('\n')}\n`;
      assert.ok(text.length > 4_900_000, `${text.length}`);
      client.open(uri, text);
      assert.deepEqual((await published(client, uri, 1)).diagnostics, []);
      change(client, uri, 2, range(2, 25, 32), 'intger');
      assert.deepEqual(codes(await published(client, uri, 2)), ['field/unknown-type']);
    });
  }

  it('checks what refers to a document when that changes, in the editor and on the disk', async () => {
    await place.write({ 'users.synth.yaml': USERS, 'orders.synth.yaml': ORDERS });
    const client = await place.start();
    const [users, orders] = [place.uri('users.synth.yaml'), place.uri('orders.synth.yaml')];
    client.open(orders, ORDERS);
    assert.deepEqual(codes(await published(client, orders)), []);

    client.open(users, USERS);
    change(client, users, 2, range(0, 10, 12), 'key');
    assert.deepEqual(codes(await published(client, orders)), ['ref/dangling']);
    // The text on the disk holds again.
    client.notify('textDocument/didClose', { textDocument: { uri: users } });
    assert.deepEqual(codes(await published(client, orders)), []);

    await rm(place.path('users.synth.yaml'));
    client.notify('workspace/didDeleteFiles', { files: [{ uri: users }] });
    assert.deepEqual(codes(await published(client, orders)), ['ref/file']);
    await place.write({ 'other.synth.yaml': USERS });
    await rename(place.path('other.synth.yaml'), place.path('users.synth.yaml'));
    client.notify('workspace/didRenameFiles', { files: [{ oldUri: place.uri('other.synth.yaml'), newUri: users }] });
    assert.deepEqual(codes(await published(client, orders)), []);
    await place.write({ 'users.synth.yaml': 'fields: { key: uuid }\n' });
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: users, type: 2 }] });
    assert.deepEqual(codes(await published(client, orders)), ['ref/dangling']);
  });

  it('follows a folder that is renamed or deleted', async () => {
    await place.write({ 'parts/users.synth.yaml': USERS });
    const client = await place.start();
    const orders = place.uri('orders.synth.yaml');
    const [parts, gone] = [place.uri('parts'), place.uri('gone')];
    client.open(orders, ORDERS.replace('./users', './parts/users'));
    assert.deepEqual(codes(await published(client, orders)), []);
    await rename(place.path('parts'), place.path('gone'));
    client.notify('workspace/didRenameFiles', { files: [{ oldUri: parts, newUri: gone }] });
    assert.deepEqual(codes(await published(client, orders)), ['ref/file']);
    await rename(place.path('gone'), place.path('parts'));
    client.notify('workspace/didRenameFiles', { files: [{ oldUri: gone, newUri: parts }] });
    assert.deepEqual(codes(await published(client, orders)), []);
    await rm(place.path('parts'), { recursive: true });
    client.notify('workspace/didDeleteFiles', { files: [{ uri: parts }] });
    assert.deepEqual(codes(await published(client, orders)), ['ref/file']);
  });

  it('looks into every folder that is open, and none that is not', async () => {
    const named = (name: string): string => `tables: { ${name}: { fields: { id: uuid } } }\n`;
    await place.write({
      'a/one.synth.yaml': named('apples'),
      'b/two.synth.json': '{ "tables": { "pears": { "fields": { "id": "uuid" } } } }',
      'c/three.synth.yml': named('plums'),
    });
    const client = await place.start({ folders: [place.uri('a'), place.uri('b')] });
    const tables = async (): Promise<string[]> => {
      const found = await client.request<{ name: string; kind: number }[]>('workspace/symbol', { query: '' });
      return found.flatMap(({ name, kind }) => (kind === 5 ? [name] : [])).sort();
    };
    assert.deepEqual(await tables(), ['apples', 'pears']);
    const event = { added: [{ uri: place.uri('c'), name: 'c' }], removed: [{ uri: place.uri('b'), name: 'b' }] };
    client.notify('workspace/didChangeWorkspaceFolders', { event });
    assert.deepEqual(await tables(), ['apples', 'plums']);
    await place.write({ 'a/four.synth.yaml': named('cherries') });
    client.notify('workspace/didCreateFiles', { files: [{ uri: place.uri('a/four.synth.yaml') }] });
    assert.deepEqual(await tables(), ['apples', 'cherries', 'plums']);
  });

  it('asks for its settings, and again when they have changed', async () => {
    let settings: object = { codeLens: false };
    const capabilities = { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } } };
    const client = place.client({ capabilities, folders: [place.uri('')] });
    await client.connect();
    const asked: unknown[] = [];
    client.onRequest('workspace/configuration', ({ items }: { items: object[] }) => (asked.push(...items), [settings]));
    await client.start();
    const textDocument = { uri: place.uri('a.synth.yaml') };
    client.open(textDocument.uri, 'id: uuid\n');
    const lenses = async (count: number): Promise<void> => {
      while ((await client.request<object[]>('textDocument/codeLens', { textDocument })).length !== count);
    };
    await lenses(0);
    settings = { codeLens: true };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await lenses(3);
    assert.deepEqual(asked, [{ section: 'agenticSynth' }, { section: 'agenticSynth' }]);
  });

  it('mends everything at once when it is asked to, as editors do when they save', async () => {
    const client = await place.start();
    for (const [name, text, mended] of [
      ['a.synth.yaml', 'fields:\r\n\ta: x\n', undefined],
      [
        'a.synth.yaml',
        'fields:\r\n  a: { type: integer, mni: 9, max: 1 } # 😀\r\n',
        'fields:\r\n  a: { type: integer, min: 1, max: 9 } # 😀\r\n',
      ],
      ['a.synth.json', '{\n\t"a": "strnig"\n}\n', '{\n\t"a": "string"\n}\n'],
    ] as const) {
      const uri = place.uri(name);
      client.open(uri, text);
      const context = { diagnostics: [], only: ['source.fixAll'] };
      const params = { textDocument: { uri }, range: range(0, 0, 0), context };
      const actions = await client.request<{ edit: { changes: Record<string, TextEdit[]> } }[]>(
        'textDocument/codeAction',
        params,
      );
      const edits = actions[0]?.edit.changes[uri];
      const after = edits && TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), edits);
      assert.equal(after, mended);
      client.notify('textDocument/didClose', { textDocument: { uri } });
    }
  });

  it('finds plug-ins by the configuration of each folder, and follows its changes', async () => {
    const coin = "export default { type: 'coin', value: (row) => (row.random() < 0.5 ? 'heads' : 'tails') };";
    const config = '{ "plugins": ["./coin.mjs"] }';
    await place.write({ 'a/coin.mjs': coin, 'a/.agentic-synth.json': config, 'b/x': '' });
    const client = await place.start({ folders: [place.uri('a'), place.uri('b')] });
    const [a, b] = [place.uri('a/one.synth.yaml'), place.uri('b/one.synth.yaml')];
    client.open(a, 'side: coin\n');
    client.open(b, 'side: coin\n');
    assert.deepEqual(codes(await published(client, a)), []);
    client.change(b, 2, { text: 'side:  coin\n' });
    assert.deepEqual(codes(await published(client, b, 2)), ['field/unknown-type']);

    await rm(place.path('a/.agentic-synth.json'));
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: place.uri('a/.agentic-synth.json'), type: 3 }],
    });
    assert.deepEqual(codes(await published(client, a)), ['field/unknown-type']);
    await place.write({ 'b/coin.mjs': coin, 'b/.agentic-synth.json': config });
    client.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: place.uri('b/.agentic-synth.json'), type: 1 }],
    });
    await client.notified<{ uri: string; diagnostics: unknown[] }>(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }) => uri === b && diagnostics.length === 0,
    );
    client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: place.uri('b'), name: 'b' }] },
    });
    assert.equal((await client.request<{ engine: string }>('agentic-synth/version')).engine.length > 0, true);
  });

  it('has itself asked again about a document that it was asked about too early', async () => {
    const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
    const client = place.client({ capabilities, folders: [place.uri('')] });
    let refreshed: () => void = () => undefined;
    const refresh = new Promise<void>((done) => (refreshed = done));
    await client.connect();
    client.onRequest('workspace/diagnostic/refresh', () => (refreshed(), null));
    await client.start();
    const uri = place.uri('late.synth.yaml');
    const pull = (): Promise<Report> => client.request('textDocument/diagnostic', { textDocument: { uri } });
    assert.deepEqual((await pull()).items, []);
    client.open(uri, 'id: uiud\n');
    await refresh;
    assert.equal((await pull()).items?.length, 1);
  });

  it('is asked for diagnostics by clients that can, and pushes none to them', async () => {
    await place.write({ 'users.synth.yaml': USERS });
    const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
    const client = place.client({ capabilities, folders: [place.uri('')] });
    let refreshed: () => void = () => undefined;
    const refresh = new Promise<void>((done) => (refreshed = done));
    await client.connect();
    client.onRequest('workspace/diagnostic/refresh', () => (refreshed(), null));
    const init = await client.start();
    assert.deepEqual(init.capabilities.diagnosticProvider, {
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    const [users, orders] = [place.uri('users.synth.yaml'), place.uri('orders.synth.yaml')];
    const pull = (previousResultId?: string): Promise<Report> =>
      client.request('textDocument/diagnostic', { textDocument: { uri: orders }, previousResultId });
    client.open(orders, ORDERS);
    const first = await pull();
    assert.deepEqual([first.kind, first.items], ['full', []]);
    assert.deepEqual(await pull(first.resultId), { kind: 'unchanged', resultId: first.resultId });
    client.open(users, USERS);
    change(client, users, 2, range(0, 10, 12), 'key');
    await refresh;
    const second = await pull(first.resultId);
    assert.deepEqual(
      second.items?.map(({ code }) => code),
      ['ref/dangling'],
    );
    assert.deepEqual(
      client.heard.filter(({ method }) => method === 'textDocument/publishDiagnostics'),
      [],
    );
  });
});
