import assert from 'node:assert/strict';
import { GeminiProvider } from '../../../../engine/src/models/gemini.js';
import { faultOfStatus, retryAfterOf, wordsOf } from '../../../../engine/src/models/http-errors.js';
import { OpenAICompatibleProvider } from '../../../../engine/src/models/open-ai.js';
import { OpenRouterProvider } from '../../../../engine/src/models/open-router.js';
import { isStrict } from '../../../../engine/src/models/strict-schema.js';
import { type ModelServer, startModelServer } from '../../../support/model-servers/index.js';
import { CANARY, outcomeOf, providerAt, WIRES } from './calls.js';

const SCHEMA = {
  type: 'object',
  properties: { rows: { type: 'array', items: { type: 'string', maxLength: 9 }, minItems: 2, maxItems: 2 } },
  required: ['rows'],
  additionalProperties: false,
};

describe('models: what is put on the wire', () => {
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer('Done.');
  });
  afterEach(() => server.close());

  const options = { model: 'some-model', system: 'Be brief.', temperature: 0.5, topP: 0.9, maxTokens: 77, seed: 5 };

  for (const wire of WIRES) {
    it(`${wire}: the question with all its options`, async () => {
      for (const stream of [true, false]) {
        await outcomeOf(providerAt(wire, server.url, { stream }), options);
        const { prompt, system, model, temperature, maxTokens, seed, keyed, schema, ...rest } = server.requests.at(-1)!;
        assert.deepEqual(
          { prompt, system, model, temperature, maxTokens, seed, keyed, schema, stream: rest.stream },
          {
            prompt: 'Write rows.',
            system: 'Be brief.',
            model: 'some-model',
            temperature: 0.5,
            maxTokens: 77,
            seed: 5,
            keyed: true,
            schema: undefined,
            stream,
          },
        );
      }
    });

    it(`${wire}: nothing that was not asked for`, async () => {
      await outcomeOf(providerAt(wire, server.url));
      const { body } = server.requests[0]!;
      const sent = wire === 'gemini' ? (body.generationConfig as object) : body;
      for (const name of [
        'temperature',
        'seed',
        'max_tokens',
        'maxOutputTokens',
        'response_format',
        'responseSchema',
      ]) {
        assert.ok(!(name in sent), name);
      }
    });

    it(`${wire}: ids that would lead elsewhere are refused`, async () => {
      for (const model of ['../models', 'a?key=1', 'a#b', 'a b', '', '/a', 'a//b', 'a/..']) {
        const { error } = await outcomeOf(providerAt(wire, server.url), { model });
        assert.equal((error as { code?: string }).code, 'model/not-found', model);
      }
      assert.equal(server.requests.length, 0);
      const ids =
        wire === 'gemini' ? ['models/x-1.5_b', 'tunedModels/y'] : ['a/b:free', '@cf/meta/llama', 'qwen2.5:0.5b'];
      for (const model of ids) {
        assert.equal((await outcomeOf(providerAt(wire, server.url), { model })).text, 'Done.', model);
      }
    });

    it(`${wire}: prices are what the given function says, NaN without one`, () => {
      assert.equal(providerAt(wire, server.url).getCost('m', 10), NaN);
      assert.equal(providerAt(wire, server.url, { price: (_, tokens) => tokens / 1000 }).getCost('m', 10), 0.01);
    });
  }

  it('Gemini: structured output in its own words, none for Gemma', async () => {
    const provider = providerAt('gemini', server.url);
    await outcomeOf(provider, { model: 'gemini-2.5-flash', responseSchema: SCHEMA });
    await outcomeOf(provider, {
      model: 'gemini-2.5-flash',
      responseSchema: { type: 'object', additionalProperties: true },
    });
    await outcomeOf(provider, { model: 'gemma-3-27b-it', responseSchema: SCHEMA });
    const configs = server.requests.map(({ body }) => body.generationConfig as Record<string, unknown>);
    const rows = { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 };
    assert.deepEqual(configs, [
      {
        responseMimeType: 'application/json',
        responseSchema: { type: 'object', properties: { rows }, required: ['rows'], propertyOrdering: ['rows'] },
      },
      { responseMimeType: 'application/json' },
      {},
    ]);
  });

  it('Gemini: which models are held to schemas', () => {
    const provider = new GeminiProvider();
    const known: [string, boolean | undefined][] = [
      ['gemini-2.5-flash', true],
      ['models/gemini-1.5-pro', true],
      ['gemini-3-pro-preview', true],
      ['gemini-flash-latest', true],
      ['gemma-3-4b-it', false],
      ['gemini-1.0-pro', undefined],
      ['tunedModels/mine', undefined],
    ];
    for (const [model, structured] of known) assert.equal(provider.structuredOutput(model), structured, model);
  });

  it('Gemini: a base URL may name the version', async () => {
    for (const [end, version] of [
      ['', 'v1beta'],
      ['/', 'v1beta'],
      ['/v1beta', 'v1beta'],
      ['/v1/', 'v1'],
    ] as const) {
      const provider = new GeminiProvider({ apiKey: CANARY, baseUrl: server.url + end });
      assert.equal((await outcomeOf(provider)).text, 'Done.');
      assert.match(server.requests.at(-1)!.path, new RegExp(`^/${version}/models/gemini-2\\.5-flash:stream`, 'u'));
    }
  });

  it('OpenRouter: structured output, its routing, and who asks', async () => {
    const provider = new OpenRouterProvider({
      apiKey: CANARY,
      baseUrl: server.openAI,
      routing: { sort: 'price', max_price: { completion: 1 } },
    });
    await outcomeOf(provider, { responseSchema: SCHEMA });
    await outcomeOf(provider);
    const [held, free] = server.requests;
    assert.deepEqual(held!.body.response_format, {
      type: 'json_schema',
      json_schema: { name: 'answer', strict: false, schema: SCHEMA },
    });
    assert.deepEqual(held!.body.provider, { sort: 'price', max_price: { completion: 1 }, require_parameters: true });
    assert.deepEqual(free!.body.provider, { sort: 'price', max_price: { completion: 1 } });
    assert.equal(held!.headers['x-openrouter-title'], 'agentic-synth');
    assert.deepEqual(held!.body.stream_options, { include_usage: true });
  });

  it('OpenRouter: models with their prices, and what the list says of schemas', async () => {
    const provider = new OpenRouterProvider({ apiKey: CANARY, baseUrl: server.openAI });
    assert.equal(provider.structuredOutput('loopback/plain'), undefined);
    assert.deepEqual(await provider.listModels(), [
      {
        id: 'loopback/small',
        name: 'Loopback: Small',
        contextTokens: 8192,
        maxOutputTokens: 2048,
        inputPrice: 1e-7,
        outputPrice: 4e-7,
        structuredOutput: true,
      },
      {
        id: 'loopback/plain',
        name: 'Loopback: Plain',
        contextTokens: 4096,
        maxOutputTokens: undefined,
        inputPrice: undefined,
        outputPrice: undefined,
        structuredOutput: false,
      },
    ]);
    await outcomeOf(provider, { model: 'loopback/plain', responseSchema: SCHEMA });
    await outcomeOf(provider, { model: 'loopback/small', responseSchema: SCHEMA });
    assert.deepEqual(
      server.requests.map(({ schema }) => schema !== undefined),
      [false, true],
    );
    await assert.rejects(provider.listModels(AbortSignal.abort()), { code: 'model/aborted' });
  });

  it('Gemini: lists the models that write', async () => {
    const models = await new GeminiProvider({ apiKey: CANARY, baseUrl: server.url }).listModels();
    assert.deepEqual(
      models.map(({ id, contextTokens, structuredOutput }) => [id, contextTokens, structuredOutput]),
      [['gemini-2.5-flash', 1_048_576, true]],
    );
  });

  it('lists that cannot be had are typed errors', async () => {
    const locked = await startModelServer({}, { key: 'another' });
    await assert.rejects(new GeminiProvider({ apiKey: CANARY, baseUrl: locked.url }).listModels(), {
      code: 'model/bad-key',
    });
    await assert.rejects(new OpenRouterProvider({ apiKey: CANARY, baseUrl: locked.openAI }).listModels(), {
      code: 'model/bad-key',
      status: 401,
    });
    await locked.close();
  });

  it('any server: further fields, a name of its own, and whether it knows schemas', async () => {
    const provider = new OpenAICompatibleProvider({
      name: 'ollama',
      baseUrl: `${server.url}/v1/`,
      body: { keep_alive: '1h' },
      structuredOutput: (model) => (model === 'plain' ? false : undefined),
    });
    assert.equal(provider.name, 'ollama');
    await outcomeOf(provider, { model: 'plain', responseSchema: SCHEMA });
    await outcomeOf(provider, { model: 'other', responseSchema: SCHEMA });
    assert.deepEqual(
      server.requests.map(({ body, schema, path }) => [body.keep_alive, schema !== undefined, path]),
      [
        ['1h', false, '/v1/chat/completions'],
        ['1h', true, '/v1/chat/completions'],
      ],
    );
  });
});

describe('models: answers that keep to no standard', () => {
  const answerWith = (body: unknown, type = 'application/json', status = 200): OpenAICompatibleProvider =>
    new OpenAICompatibleProvider({
      baseUrl: 'http://127.0.0.1:9/v1',
      stream: /event-stream/u.test(type),
      fetch: () =>
        Promise.resolve(
          new Response(typeof body === 'string' ? body : JSON.stringify(body), {
            status,
            headers: { 'content-type': type },
          }),
        ),
    });
  const message = (content: unknown, more: object = {}): object => ({
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...more }],
  });

  const errors: [status: number, body: unknown, code: string, words: RegExp][] = [
    [404, { error: 'model "x" not found, try pulling it first' }, 'model/not-found', /try pulling it first/u],
    [400, { object: 'error', message: 'too long', code: 400 }, 'model/bad-request', /too long/u],
    [422, { detail: 'no such field' }, 'model/bad-request', /no such field/u],
    [429, { error: { message: 'out of money', code: 'insufficient_quota' } }, 'model/no-credit', /out of money/u],
    [502, 'upstream is away', 'model/server', /upstream is away/u],
    [500, '', 'model/server', /\(500\)/u],
    [200, { error: { message: 'busy', code: 'rate_limit_exceeded' } }, 'model/rate-limited', /busy/u],
    [200, { error: { message: 'busy', code: '429' } }, 'model/rate-limited', /busy/u],
    [200, message('', { error: { code: 503, message: 'gone' } }), 'model/server', /gone/u],
    [200, message('x', { finish_reason: 'error' }), 'model/server', /failed on its side/u],
    [200, 'null', 'model/bad-response', /null/u],
    [200, { choices: 'none' }, 'model/empty', /nothing/u],
  ];
  for (const [status, body, code, words] of errors) {
    it(`${status} ${JSON.stringify(body).slice(0, 70)} → ${code}`, async () => {
      await assert.rejects(answerWith(body, undefined, status).generate('x', { model: 'm' }), (error: unknown) => {
        assert.equal((error as { code?: string }).code, code);
        assert.match((error as Error).message, words);
        return true;
      });
    });
  }

  it('reads answers in parts, other words for an end, and a byte order mark', async () => {
    const parts = [{ type: 'text', text: 'a' }, { type: 'image' }, null, { type: 'text', text: 'b' }];
    assert.equal(await answerWith(message(parts)).generate('x', { model: 'm' }), 'ab');
    for (const finish_reason of ['eos', 'STOP', 'end_turn']) {
      assert.equal((await outcomeOf(answerWith(message('a', { finish_reason })))).end?.finish, 'stop');
    }
    assert.equal(await answerWith(`\ufeff ${JSON.stringify(message('a'))}`).generate('x', { model: 'm' }), 'a');
  });

  it('takes a whole answer where a stream was asked for', async () => {
    const provider = new OpenAICompatibleProvider({
      baseUrl: 'http://127.0.0.1:9/v1',
      fetch: () => Promise.resolve(Response.json(message('whole'))),
    });
    assert.equal(await provider.generate('x', { model: 'm' }), 'whole');
  });

  it('reads events with other line ends, other fields and half an event at the end', async () => {
    const chunk = (content: string, finish_reason: string | null): string =>
      JSON.stringify({ choices: [{ delta: { content, reasoning: 'hm' }, finish_reason }] });
    const body = `event: message\r\nid: 1\r\ndata: ${chunk('a', null)}\r\n\r\n: x\r\n\r\ndata:${chunk('b', 'stop')}\n\ndata: {"cut`;
    const { text, error } = await outcomeOf(answerWith(body, 'text/event-stream'));
    assert.deepEqual([text, error], ['ab', undefined]);
  });

  it('thoughts are no answer', async () => {
    const think = message('', { finish_reason: 'length' });
    await assert.rejects(answerWith(think).generate('x', { model: 'm' }), {
      code: 'model/truncated',
      retryable: false,
    });
  });
});

describe('models: words and waits of errors', () => {
  it('reads Retry-After in all its forms', () => {
    const cases: [Record<string, string>, number | undefined][] = [
      [{}, undefined],
      [{ 'retry-after': '7' }, 7000],
      [{ 'retry-after': '0' }, 0],
      [{ 'retry-after': '1.5' }, 1500],
      [{ 'retry-after': '1e3' }, undefined],
      [{ 'retry-after': 'soon' }, undefined],
      [{ 'retry-after': '-1' }, undefined],
      [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
      [{ date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
      [{ date: 'Thu, 01 Jan 2026 00:01:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT' }, 0],
    ];
    for (const [headers, wait] of cases) {
      assert.equal(retryAfterOf(new Headers(headers)), wait, JSON.stringify(headers));
    }
    assert.equal(retryAfterOf(undefined), undefined);
  });

  it('finds the words wherever servers put them', () => {
    const cases: [unknown, string | undefined][] = [
      [{ message: 'a', metadata: { raw: '{"error":{"message":"b"}}' } }, 'a: b'],
      [{ message: 'a', metadata: { raw: 'b' } }, 'a: b'],
      [{ message: 'a', metadata: null }, 'a'],
      [{ error: { message: 'a' } }, 'a'],
      [{ detail: 'a' }, 'a'],
      ['  a ', 'a'],
      ['<html><head><title> Bad\n</title></head>', 'a web page, “Bad”'],
      ['<!doctype html><p>x', 'a web page'],
      ['2 < 3', '2 < 3'],
      ['', undefined],
      [null, undefined],
      [7, undefined],
    ];
    for (const [body, words] of cases) assert.equal(wordsOf(body), words, JSON.stringify(body));
  });

  it('retries no redirect and no fault of the request', () => {
    for (const status of [301, 400, 401, 402, 403, 404, 405, 410, 413, 422, 501]) {
      assert.equal(faultOfStatus(status).retryable, false, String(status));
    }
    for (const status of [408, 409, 425, 429, 500, 502, 503, 504, 520, 529]) {
      assert.equal(faultOfStatus(status).retryable, true, String(status));
    }
  });
});

describe('models: strict schemas', () => {
  const closed = (properties: object, more: object = {}): object => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...more,
  });
  const cases: [object, boolean][] = [
    [closed({ a: { type: 'string' }, b: { type: ['integer', 'null'] } }), true],
    [closed({ a: { type: 'array', items: closed({ b: { enum: [1, 2] } }), minItems: 1 } }), true],
    [closed({ a: { $ref: '#/$defs/b' } }, { $defs: { b: closed({}) } }), true],
    [closed({ a: {} }, { required: [] }), false],
    [closed({ a: {} }, { additionalProperties: true }), false],
    [closed({ a: { type: 'string', pattern: 'x' } }), false],
    [closed({ a: { type: 'array' } }), false],
    [closed({ a: { type: 'array', prefixItems: [{}], items: false } }), false],
    [{ type: 'array', items: { type: 'string' } }, false],
    [{}, false],
  ];
  for (const [schema, strict] of cases) {
    it(`${JSON.stringify(schema).slice(0, 90)} → ${strict}`, () => assert.equal(isStrict(schema), strict));
  }
});
