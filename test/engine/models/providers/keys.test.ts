import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { OptionError } from '../../../../engine/src/errors.js';
import { ModelError } from '../../../../engine/src/models/error.js';
import { OpenAICompatibleProvider } from '../../../../engine/src/models/open-ai.js';
import { redact, withoutKeys } from '../../../../engine/src/models/redact.js';
import { type ModelServer, startModelServer } from '../../../support/model-servers/index.js';
import { CANARY, outcomeOf, providerAt, WIRES } from './calls.js';

function assertClean(shown: unknown, canary = CANARY): void {
  const text = [JSON.stringify(shown), inspect(shown, { depth: 12, showHidden: true }), String(shown)].join('\n');
  for (let i = 0; i + 6 <= canary.length; i++) {
    const part = canary.slice(i, i + 6);
    assert.ok(!text.includes(part), `${part} in ${text}`);
  }
}

describe('models: keys', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer('Done.', { key: CANARY });
  });
  after(() => server.close());

  for (const wire of WIRES) {
    it(`${wire}: takes a key as text, by a function, or by a promise, and trims it`, async () => {
      const given = [CANARY, ` ${CANARY}\n`, () => CANARY, () => Promise.resolve(CANARY)];
      for (const apiKey of given) {
        const { text, error } = await outcomeOf(providerAt(wire, server.url, { apiKey }));
        assert.deepEqual([text, error], ['Done.', undefined]);
      }
    });

    it(`${wire}: a wrong key is refused by the server, and is not shown`, async () => {
      const wrong = `${CANARY.slice(0, -4)}zZ8q`;
      const { error } = await outcomeOf(providerAt(wire, server.url, { apiKey: wrong }));
      assert.ok(error instanceof ModelError);
      assert.equal(error.code, 'model/bad-key');
      assertClean(error, wrong);
    });

    it(`${wire}: a key that no header can carry is told without being shown`, async () => {
      for (const end of ['\nX: y', '\u0000', 'ключ', ' and more']) {
        const { error } = await outcomeOf(providerAt(wire, server.url, { apiKey: CANARY + end }));
        assert.ok(error instanceof ModelError);
        assert.equal(error.code, 'model/bad-key');
        assertClean(error);
      }
    });

    it(`${wire}: a key that cannot be had`, async () => {
      const apiKey = (): never => {
        throw new Error(`the vault at ${CANARY} is locked: Bearer ${CANARY}`);
      };
      const { error } = await outcomeOf(providerAt(wire, server.url, { apiKey }));
      assert.ok(error instanceof ModelError);
      assert.equal(error.code, 'model/no-key');
      assert.match(error.message, /is locked/u);
      assertClean(error);
    });

    it(`${wire}: providers do not show their keys and headers`, () => {
      const headers = { 'X-Proxy-Token': CANARY };
      assertClean(providerAt(wire, server.url, { headers }));
    });

    it(`${wire}: values of secret headers are kept out of errors`, async () => {
      const secret = 'proxy-secret-77aa88bb99';
      const other = await startModelServer({ fault: 'echoed-key' });
      const headers = { 'X-Proxy-Token': secret };
      const { error } = await outcomeOf(providerAt(wire, other.url, { apiKey: secret, headers }));
      await other.close();
      assertClean(error, secret);
    });
  }

  it('says which key is missing before anything is sent', async () => {
    for (const [wire, name] of [
      ['gemini', 'GEMINI_API_KEY'],
      ['openRouter', 'OPENROUTER_API_KEY'],
    ] as const) {
      for (const apiKey of [undefined, '', '  ', () => undefined]) {
        const sent = server.requests.length;
        const { error } = await outcomeOf(providerAt(wire, server.url, { apiKey }));
        assert.ok(error instanceof ModelError);
        assert.deepEqual([error.code, error.retryable], ['model/no-key', false]);
        assert.match(error.message, new RegExp(`Set ${name}\\.$`, 'u'));
        assert.equal(server.requests.length, sent);
      }
    }
  });

  it('local servers get no key where none is given, whatever the environment holds', async () => {
    const open = await startModelServer('Done.');
    const names = {
      OPENAI_API_KEY: CANARY,
      OPENAI_ADMIN_KEY: CANARY,
      OPENAI_ORG_ID: 'org',
      OPENAI_PROJECT_ID: 'project',
      OPENAI_CUSTOM_HEADERS: `X-Secret: ${CANARY}`,
      OPENAI_BASE_URL: 'http://127.0.0.1:9',
      OPENAI_LOG: 'debug',
    };
    const before = { ...process.env };
    Object.assign(process.env, names);
    try {
      const provider = new OpenAICompatibleProvider({ baseUrl: open.openAI, headers: { 'X-Own': 'mine' } });
      const { text, error } = await outcomeOf(provider);
      assert.deepEqual([text, error], ['Done.', undefined]);
    } finally {
      for (const name of Object.keys(names)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await open.close();
    }
    const { headers, keyed } = open.requests[0]!;
    assert.equal(keyed, false);
    assert.equal(headers['x-own'], 'mine');
    const names2 = Object.keys(headers).filter((name) => /authorization|secret|openai|stainless/u.test(name));
    assert.deepEqual(names2, []);
  });

  it('addresses and headers that cannot be used are told at once, without what they hold', () => {
    const wrong: [Partial<{ baseUrl: string; headers: Record<string, string> }>, RegExp][] = [
      [{ baseUrl: 'localhost:11434' }, /neither http: nor https:/u],
      [{ baseUrl: 'not an address' }, /is no URL/u],
      [{ baseUrl: `http://user:${CANARY}@127.0.0.1/v1` }, /holds more than an address/u],
      [{ baseUrl: `http://127.0.0.1/v1?key=${CANARY}` }, /holds more than an address/u],
      [{ headers: { 'X-Token': `${CANARY}\nX-Other: 1` } }, /"X-Token" cannot be sent/u],
    ];
    for (const [options, message] of wrong) {
      assert.throws(
        () => new OpenAICompatibleProvider({ baseUrl: 'http://127.0.0.1/v1', ...options }),
        (error: unknown) => {
          assert.ok(error instanceof OptionError);
          assert.match(error.message, message);
          assertClean(error);
          return true;
        },
      );
    }
  });
});

describe('models: redaction', () => {
  const cases: [text: string, secrets: string[], clean: string][] = [
    ['nothing here, model gpt-4 said 404', [CANARY], 'nothing here, model gpt-4 said 404'],
    [`wrong: ${CANARY}.`, [CANARY], 'wrong: [key].'],
    [`wrong: ${CANARY}.`, [], 'wrong: [key].'],
    [`in part ${CANARY.slice(5, 20)} only`, [CANARY], 'in part [key] only'],
    ['key=a%2Fb%2Fc1234&x=1', ['a/b/c1234'], 'key=[key]&x=1'],
    ['Incorrect API key provided: sk-proj-****abcd', [], 'Incorrect API key provided: [key]'],
    ['key AIzaSyA-1234567890 is expired', [], 'key [key] is expired'],
    ['Authorization: Bearer abc.def, next', [], 'Authorization: Bearer [key], next'],
    ['GET /v1?api_key=abc&x=1', [], 'GET /v1?api_key=[key]&x=1'],
    ['short ab12 stays whole', ['ab12'], 'short [key] stays whole'],
    ['*** warning *** 2 * 3', [], '*** warning *** 2 * 3'],
    ['😀 äöü', [CANARY], '😀 äöü'],
  ];
  for (const [text, secrets, clean] of cases) {
    it(JSON.stringify(text), () => assert.equal(redact(text, secrets), clean));
  }

  it('keeps names, codes and the chain of causes, and nothing that hangs on them', () => {
    const root = Object.assign(new Error(`connect ${CANARY}`), { code: 'ECONNREFUSED', headers: { key: CANARY } });
    const clean = withoutKeys(new TypeError(`failed: ${CANARY}`, { cause: root }), [CANARY]);
    assertClean(clean);
    assert.equal(clean?.name, 'TypeError');
    const cause = clean?.cause as Error & { code?: string };
    assert.deepEqual([cause.message, cause.code], ['connect [key]', 'ECONNREFUSED']);
  });

  it('ends with causes that go in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    assert.equal(withoutKeys(error, [])?.message, 'round');
  });
});
