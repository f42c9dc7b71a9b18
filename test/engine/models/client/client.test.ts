import assert from 'node:assert/strict';
import { ResponseCache } from '../../../../engine/src/cache/response-cache.js';
import { BudgetError } from '../../../../engine/src/models/budget.js';
import { Catalogue } from '../../../../engine/src/models/catalogue.js';
import type { Route } from '../../../../engine/src/models/client.js';
import { ModelError } from '../../../../engine/src/models/error.js';
import { RoutedClient, type RoutedClientOptions } from '../../../../engine/src/models/model-client.js';
import type { ModelProvider } from '../../../../engine/src/models/provider.js';
import { FakeClock } from './fake-clock.js';
import { question, read, ScriptedProvider, type Step } from './scripted-provider.js';

const facts = {
  'p:m': { input: 1, output: 10 },
  'p:cheap': { input: 0.1, output: 1 },
  'p:dear': { input: 10, output: 100 },
};
const route: Route = { provider: 'p', requested: 'm', model: 'm', reason: 'asked for' };

function setUp(
  steps: readonly Step[] | ((attempt: number) => Step),
  options: Partial<RoutedClientOptions> = {},
): { clock: FakeClock; provider: ScriptedProvider; client: RoutedClient } {
  const clock = new FakeClock();
  const provider = new ScriptedProvider('p', steps, clock);
  provider.supportedModels.push('cheap', 'm', 'dear');
  const client = new RoutedClient({
    providers: new Map([['p', provider]]),
    catalogue: new Catalogue(undefined, facts),
    clock,
    random: () => 1,
    ...options,
  });
  return { clock, provider, client };
}

describe('RoutedClient', () => {
  it('passes the question on and the answer back, and keeps account', async () => {
    const { client, provider } = setUp([{ text: '[1]', usage: { inputTokens: 100, outputTokens: 50 } }]);
    const schema = { type: 'array' };
    const events = await read(client.ask(route, question({ system: 's', responseSchema: schema })));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['text', 'end'],
    );
    const { signal: _, ...options } = provider.asked[0].options;
    assert.deepEqual(options, {
      model: 'm',
      system: 's',
      temperature: 0.7,
      seed: 1,
      maxTokens: 1000,
      responseSchema: schema,
      idleTimeout: undefined,
    });
    const report = client.report();
    assert.equal(report.calls.length, 1);
    assert.equal(report.cost, 0.0006);
    assert.equal(report.cheapest, 0.00006);
    assert.equal(report.dearest, 0.006);
    assert.deepEqual(report.calls[0].cheapest, { provider: 'p', model: 'cheap', cost: 0.00006 });
    assert.deepEqual(report.models[0], {
      provider: 'p',
      model: 'm',
      requested: ['m'],
      calls: 1,
      cached: 0,
      attempts: 1,
      failures: {},
      inputTokens: 100,
      outputTokens: 50,
      cost: 0.0006,
    });
  });

  it('asks again after failures that may pass, waiting longer each time', async () => {
    const { client, provider, clock } = setUp([
      { fail: 'model/network' },
      { fail: 'model/server', status: 503 },
      { fail: 'model/rate-limited', retryAfter: 7000 },
      { text: 'a' },
    ]);
    await clock.until(read(client.ask(route, question())));
    assert.deepEqual(
      provider.asked.map(({ at }) => at),
      [0, 500, 1500, 9200],
    );
    const [call] = client.report().calls;
    assert.deepEqual(
      call.attempts.map(({ outcome }) => outcome),
      ['model/network', 'model/server', 'model/rate-limited', 'ok'],
    );
    assert.deepEqual(client.report().models[0].failures, {
      'model/network': 1,
      'model/server': 1,
      'model/rate-limited': 1,
    });
    assert.equal(clock.timers, 0);
  });

  it('makes four attempts and no more', async () => {
    const { client, provider, clock } = setUp([{ fail: 'model/server' }]);
    await assert.rejects(clock.until(read(client.ask(route, question()))), { code: 'model/server' });
    assert.equal(provider.asked.length, 4);
  });

  it('waits a minute at most, whatever Retry-After says', async () => {
    const { client, provider, clock } = setUp([{ fail: 'model/rate-limited', retryAfter: 3_600_000 }, { text: 'a' }]);
    await clock.until(read(client.ask(route, question())));
    assert.equal(provider.asked[1].at, 60_000);
  });

  for (const code of [
    'model/bad-request',
    'model/bad-key',
    'model/no-credit',
    'model/not-found',
    'model/blocked',
  ] as const) {
    it(`does not ask again after ${code}`, async () => {
      const { client, provider } = setUp([{ fail: code }]);
      await assert.rejects(read(client.ask(route, question())), { code });
      assert.equal(provider.asked.length, 1);
    });
  }

  it('never repeats text that was passed on', async () => {
    const { client, provider } = setUp([{ fail: 'model/network', after: '[1,' }, { text: '[1,2]' }]);
    const seen: string[] = [];
    await assert.rejects(
      async () => {
        for await (const event of client.ask(route, question())) if (event.type === 'text') seen.push(event.text);
      },
      { code: 'model/network' },
    );
    assert.deepEqual(seen, ['[1,']);
    assert.equal(provider.asked.length, 1);
  });

  it('ends at once when the caller aborts: before, while waiting, and in mid-answer', async () => {
    const aborted = AbortSignal.abort(new Error('no'));
    const first = setUp([{ text: 'a' }]);
    await assert.rejects(read(first.client.ask(route, question(), aborted)), { code: 'model/aborted' });
    assert.equal(first.provider.asked.length, 0);

    const second = setUp([{ fail: 'model/server', status: 500 }]);
    const controller = new AbortController();
    const asked = read(second.client.ask(route, question(), controller.signal));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await assert.rejects(asked, { code: 'model/aborted' });
    assert.equal(second.clock.timers, 0);
    assert.equal(second.provider.asked.length, 1);

    const third = setUp([{ text: '[1,', hang: true }]);
    const stop = new AbortController();
    await assert.rejects(
      async () => {
        for await (const event of third.client.ask(route, question(), stop.signal))
          if (event.type === 'text') stop.abort();
      },
      { code: 'model/aborted' },
    );
    assert.equal(third.provider.running, 0);
    assert.equal(third.client.report().calls[0].certain, false);
  });

  it('ends at once also where a provider does not listen to the signal', async () => {
    const { client, provider } = setUp([{ text: 'a' }]);
    provider.events = async function* () {
      yield { type: 'text', text: 'a' };
      await new Promise(() => undefined);
    };
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    await assert.rejects(read(client.ask(route, question(), stop.signal)), { code: 'model/aborted' });
    assert.equal(client.budget.state.reserved, 0);
  });

  it('ends the request when nobody reads on', async () => {
    const { client, provider } = setUp([{ text: '[1,', hang: true }]);
    for await (const event of client.ask(route, question())) {
      assert.equal(event.type, 'text');
      break;
    }
    assert.equal(provider.running, 0);
    assert.equal(client.budget.state.reserved, 0);
  });

  it('leaves a model alone that fails again and again, then tries it again', async () => {
    let works = false;
    const { client, provider, clock } = setUp(() => (works ? { text: 'a' } : { fail: 'model/timeout' }));
    for (let i = 0; i < 3; i++) await assert.rejects(clock.until(read(client.ask(route, question()))));
    const made = provider.asked.length;
    await assert.rejects(read(client.ask(route, question())), (error: unknown) => {
      assert.ok(error instanceof ModelError);
      assert.match(
        error.message,
        /p \(m\) is left alone for \d+ s, since it failed again and again\. words of model\/timeout/u,
      );
      return true;
    });
    assert.equal(provider.asked.length, made);
    assert.match(
      client.routes(question(), ['m', 'cheap'])[1].reason,
      /tried last: it rests for \d+ s after model\/timeout/u,
    );
    await clock.advance(30_000);
    works = true;
    await clock.until(read(client.ask(route, question())));
    assert.equal(client.routes(question(), ['m', 'cheap'])[0].model, 'm');
  });

  it('keeps calls to one model to their number at the same time, by model', async () => {
    const { client, provider, clock } = setUp([{ text: 'a', takes: 100 }], {
      limits: { 'p:m': { concurrency: 2 }, '*': { concurrency: 9 } },
    });
    await clock.until(Promise.all(Array.from({ length: 6 }, () => read(client.ask(route, question())))));
    assert.equal(provider.most, 2);
    assert.equal(clock.now(), 300);
  });

  it('stops before the budget, and says what was spent', async () => {
    const { client, provider } = setUp([{ text: 'a', usage: { inputTokens: 40, outputTokens: 900 } }], {
      budget: 0.03,
    });
    let done = 0;
    await assert.rejects(
      async () => {
        for (;;) {
          await read(client.ask(route, question()));
          done++;
        }
      },
      (error: unknown) => error instanceof BudgetError && /\$0\.0\d+ is spent/u.test(error.message),
    );
    assert.equal(provider.asked.length, done);
    assert.ok(client.budget.state.spent <= 0.03);
    assert.equal(client.report().budget!.limit, 0.03);
  });

  it('takes the cost that the provider tells before any price', async () => {
    const { client } = setUp([{ text: 'a', usage: { inputTokens: 10, outputTokens: 10, cost: 0.5 } }]);
    await read(client.ask(route, question()));
    assert.equal(client.report().cost, 0.5);
  });

  for (const [name, step, cost] of [
    ['a refusal', { fail: 'model/rate-limited', retryable: false, status: 429 }, 0],
    ['a server that fails before it begins', { fail: 'model/server', retryable: false, status: 500 }, 0],
    [
      'a connection that was never made',
      { fail: 'model/network', retryable: false, cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) },
      0,
    ],
  ] as const) {
    it(`counts ${name} as free`, async () => {
      const { client } = setUp([step]);
      await assert.rejects(read(client.ask(route, question())));
      assert.equal(client.report().cost, cost);
      assert.equal(client.report().uncertain, 0);
    });
  }

  it('counts a call that broke off with the most that it may have cost, and says so', async () => {
    const { client } = setUp([{ fail: 'model/network', after: '[1,' }], { budget: 1 });
    await assert.rejects(read(client.ask(route, question())));
    const { cost, uncertain } = client.report();
    assert.ok(cost >= 0.01 && cost < 0.0102);
    assert.equal(uncertain, cost);
    assert.equal(client.budget.state.uncertain, cost);
  });

  it('leaves out settings that a model does not take', async () => {
    const told: string[] = [];
    const log = { debug: () => undefined, warn: () => undefined, info: (message: string) => void told.push(message) };
    const { client, provider } = setUp([{ text: 'a' }], { log });
    const claude = { ...route, model: 'anthropic/claude-sonnet-5' };
    await read(client.ask(claude, question()));
    await read(client.ask(claude, question()));
    assert.equal(provider.asked[0].options.temperature, undefined);
    assert.equal(provider.asked[0].options.seed, undefined);
    assert.deepEqual(told, ['anthropic/claude-sonnet-5 takes no temperature and no seed: it is asked without.']);
  });

  it('asks for no more tokens than model and context have', async () => {
    const catalogue = new Catalogue(undefined, { 'p:m': { contextTokens: 512, maxOutputTokens: 400 } });
    const { client, provider } = setUp([{ text: 'a' }], { catalogue });
    await read(client.ask(route, question()));
    await read(client.ask(route, question({ prompt: 'x'.repeat(1200) })));
    assert.deepEqual(
      provider.asked.map(({ options }) => options.maxTokens),
      [400, 196],
    );
  });

  it('asks a provider of the plain interface, whose errors become typed', async () => {
    const plain: ModelProvider = {
      name: 'mine',
      supportedModels: ['one', 'bad'],
      generate: async () => '',
      async *generateStream(prompt, { model }) {
        if (model === 'bad') throw new TypeError('no such thing');
        yield `echo ${prompt}`;
      },
      getCost: (_, tokens) => tokens * 1e-6,
    };
    const client = new RoutedClient({ providers: new Map([['mine', plain]]), budget: 1 });
    const [first] = client.routes(question(), ['one']);
    const events = await read(client.ask(first, question()));
    assert.deepEqual(events[0], { type: 'text', text: 'echo ten names' });
    assert.equal(client.report().cost, 0.001);
    await assert.rejects(read(client.ask({ ...first, model: 'bad' }, question())), {
      code: 'model/bad-response',
      message: 'mine (bad) failed: no such thing',
    });
  });

  it('takes an end that was never told for an answer that was cut off', async () => {
    const { client, provider } = setUp([{ text: 'a' }]);
    provider.events = async function* () {
      yield { type: 'text', text: 'a' };
    };
    await assert.rejects(read(client.ask(route, question())), { code: 'model/truncated' });
  });

  it('answers from the cache, for nothing, and shares calls under way', async () => {
    const { client, provider, clock } = setUp([{ text: 'a', takes: 50 }], { cache: new ResponseCache() });
    await clock.until(Promise.all([read(client.ask(route, question())), read(client.ask(route, question()))]));
    await read(client.ask(route, question()));
    await clock.until(read(client.ask(route, question({ identity: 'other' }))));
    assert.equal(provider.asked.length, 2);
    const report = client.report();
    assert.deepEqual(report.calls.map(({ source }) => source).sort(), ['memory', 'model', 'model', 'shared']);
    assert.equal(report.hitRate, 0.5);
    assert.equal(report.models[0].attempts, 2);
    assert.equal(report.models[0].cached, 2);
    assert.equal(report.inputTokens, 20);
  });

  it('answers by local text only where that is named, and marks it', async () => {
    const { client } = setUp([{ fail: 'model/not-found' }], { fallbackChain: ['local'] });
    const schema = { type: 'array', items: { type: 'integer', minimum: 1, maximum: 9 }, minItems: 3, maxItems: 3 };
    const asked = question({ responseSchema: schema });
    const routes = client.routes(asked, ['m']);
    assert.deepEqual(
      routes.map(({ provider }) => provider),
      ['p', 'local'],
    );
    await assert.rejects(read(client.ask(routes[0], asked)));
    const texts = await Promise.all([1, 2].map(async () => (await read(client.ask(routes[1], asked)))[0]));
    assert.deepEqual(texts[0], texts[1]);
    assert.ok(texts[0].type === 'text');
    const value = JSON.parse(texts[0].text) as number[];
    assert.equal(value.length, 3);
    assert.ok(value.every((n) => Number.isInteger(n) && n >= 1 && n <= 9));
    assert.equal(client.report().local, 2);
    await assert.rejects(read(client.ask(routes[1], question())), { code: 'model/bad-request' });
    assert.ok(
      !setUp([{ text: 'a' }])
        .client.routes(question(), ['m'])
        .some(({ provider }) => provider === 'local'),
    );
  });

  it('keeps the name of local text for local text', () => {
    const providers = new Map([['local', new ScriptedProvider('local', [])]]);
    assert.throws(() => new RoutedClient({ providers }), { code: 'option/invalid' });
  });

  it('says who would be asked, how often, and for how much, and sends nothing', () => {
    const { client, provider } = setUp([{ text: 'a' }], { fallbackChain: ['dear', 'local'], budget: 1 });
    const explained = client.explain([
      {
        label: 'users.review',
        question: question({ prompt: 'x'.repeat(400) }),
        calls: 200,
        outputTokens: 500,
        wanted: ['m'],
      },
    ]);
    assert.equal(provider.asked.length, 0);
    assert.equal(explained.calls, 200);
    assert.equal(explained.inputTokens, 200 * 116);
    assert.equal(explained.outputTokens, 100_000);
    assert.ok(Math.abs(explained.cost - (0.0232 + 1)) < 1e-9);
    assert.ok(explained.worst > 2);
    assert.deepEqual(explained.words, [
      'users.review: 200 calls to m at p, 23,200 tokens in, 100,000 out, about $1.02, at most $2.09 – the field asks for it',
      '  if that fails, dear at p, 23,200 tokens in, 100,000 out, about $10.23, at most $20.93 – next in the fallback chain',
      '  if that fails, local – next in the fallback chain',
      'In all 200 calls for about $1.02, at most $2.09.',
      'The budget of $1.00 does not cover that: the run stops before it would be passed.',
    ]);
  });
});
