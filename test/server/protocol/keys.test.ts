import assert from 'node:assert/strict';
import type { KeysResult, TemplatesResult, TestKeyResult } from '../../../server/src/messages.js';
import { startModelServer } from '../../support/model-servers/index.js';
import { playground } from './support.js';

const KEY = 'sk-CANARY-key-of-a-provider';

describe('keys and templates by the protocol', () => {
  const place = playground();

  it('gives templates, trusted or not, which it finds no mistake in', async () => {
    const client = await place.start({ initializationOptions: { trusted: false } });
    const { templates } = await client.request<TemplatesResult>('agentic-synth/templates');
    assert.deepEqual(
      templates.map(({ name }) => name),
      ['users', 'shop', 'sensors', 'traffic'],
    );
    for (const { name, text } of templates) {
      const uri = place.uri(`${name}.synth.yaml`);
      client.open(uri, text);
      const found = await client.notified<{ uri: string; diagnostics: unknown[] }>(
        'textDocument/publishDiagnostics',
        (params) => params.uri === uri,
      );
      assert.deepEqual(found.diagnostics, [], name);
    }
  });

  it('tells where keys come from, and nothing of them', async () => {
    const mine = { baseUrl: 'http://127.0.0.1:9/v1', apiKey: '${MY_KEY}' };
    await place.write({
      '.agentic-synth.json': JSON.stringify({ models: { providers: { mine, open: { baseUrl: mine.baseUrl } } } }),
    });
    const env = { OPENROUTER_API_KEY: KEY, MY_KEY: KEY };
    const client = await place.start({ env });
    const { providers } = await client.request<KeysResult>('agentic-synth/keys', null);
    assert.deepEqual(
      providers.map(({ provider, from, needed }) => [provider, from, needed]),
      [
        ['gemini', undefined, true],
        ['openRouter', 'environment', true],
        ['mine', 'environment', false],
        ['open', undefined, false],
      ],
    );
    assert.ok(!client.transcript.includes('CANARY'));
  });

  for (const [provider, wire] of [
    ['gemini', 'GEMINI_BASE_URL'],
    ['openRouter', 'OPENROUTER_BASE_URL'],
  ] as const) {
    it(`tries a key of ${provider}`, async () => {
      const server = await startModelServer('OK', { key: KEY });
      const client = place.client({
        folders: [place.uri('')],
        initializationOptions: { canAskForKeys: true },
        env: { [wire]: provider === 'gemini' ? server.url : server.openAI },
      });
      await client.connect();
      let key: string | undefined = KEY;
      client.onRequest('agentic-synth/key', () => ({ key }));
      await client.start();
      const test = (): Promise<TestKeyResult> =>
        client.request('agentic-synth/testKey', { provider, fromClient: true });
      assert.deepEqual(await test(), { ok: true });
      key = `${KEY}-wrong`;
      const refused = await test();
      assert.equal(refused.ok, false);
      assert.match(refused.message!, /refused the key/);
      key = undefined;
      assert.match((await test()).message!, /There is no key/);
      assert.ok(!`${client.transcript}${client.stderr}`.includes('CANARY'), 'a key came back');
      await server.close();
    });
  }
});
