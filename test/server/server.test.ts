import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';
import { ServerClient } from './client.js';

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { code: string; message: string; severity: number; range: object }[];
}

const range = (line: number, from: number, to: number): object => ({
  start: { line, character: from },
  end: { line, character: to },
});

describe('language server', () => {
  let client: ServerClient;
  before(async () => {
    client = new ServerClient();
    await client.start();
  });

  const open = (uri: string, text: string): void => client.open(uri, text);
  const published = (uri: string, version?: number): Promise<Published> =>
    client.notified<Published>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && (version === undefined || params.version === version),
    );

  it('says its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'engine/package.json'), 'utf8')) as { version: string };
    assert.deepEqual(await client.request('agentic-synth/version'), { engine: version });
  });

  const cases: [name: string, file: string, text: string, code: RegExp, where: object][] = [
    ['an unknown type in YAML', 'a.synth.yaml', 'id: uuid\nage: intger\n', /^type|field/, range(1, 5, 11)],
    ['an unknown type in JSON', 'a.synth.json', '// people\n{ "age": "intger" }', /^type|field/, range(1, 9, 17)],
    ['an unknown type after CRLF', 'b.synth.yaml', 'id: uuid\r\nage: intger\r\n', /^type|field/, range(1, 5, 11)],
  ];
  for (const [name, file, text, code, where] of cases) {
    it(`publishes ${name} once, at its place`, async () => {
      const uri = `file:///tmp/${file}`;
      open(uri, text);
      const { diagnostics } = await published(uri);
      assert.deepEqual(
        diagnostics.map((diagnostic) => [diagnostic.severity, diagnostic.range]),
        [[1, where]],
      );
      assert.match(diagnostics[0]!.code, code);
      assert.match(diagnostics[0]!.message, /integer/);
    });
  }

  it('says only that the text is broken while it is', async () => {
    const uri = 'file:///tmp/broken.synth.yaml';
    open(uri, 'a: [1\nb: intger\n');
    const { diagnostics } = await published(uri);
    assert.ok(diagnostics.length > 0);
    assert.ok(diagnostics.every(({ message }) => !message.includes('integer')));
  });

  it('checks again after a change and clears after closing', async () => {
    const uri = 'untitled:Untitled-1';
    open(uri, 'age: intger\n');
    assert.equal((await published(uri, 1)).diagnostics.length, 1);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: range(0, 5, 11), text: 'integer' }],
    });
    assert.deepEqual((await published(uri, 2)).diagnostics, []);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual((await published(uri)).diagnostics, []);
  });

  it('ends when it is told to', async () => {
    assert.equal(await client.close(), 0);
  });
});
