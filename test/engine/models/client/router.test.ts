import assert from 'node:assert/strict';
import { ALIAS_NAMES, aliasOf, ALIASES_VERSION } from '../../../../engine/src/models/aliases.js';
import { Budget, BudgetError } from '../../../../engine/src/models/budget.js';
import { Catalogue, loadPriceList } from '../../../../engine/src/models/catalogue.js';
import { Health } from '../../../../engine/src/models/health.js';
import { KNOWN_MODELS, settingsOf } from '../../../../engine/src/models/known-models.js';
import { RoutedClient } from '../../../../engine/src/models/model-client.js';
import { costOf, dearestOf, dollars, worstCostOf } from '../../../../engine/src/models/price.js';
import type { ModelProvider } from '../../../../engine/src/models/provider.js';
import { ModelRouter, type ProviderKey, type RouterOptions } from '../../../../engine/src/models/router.js';
import { byteLength, estimatedInput, mostInput } from '../../../../engine/src/models/tokens.js';
import { question, ScriptedProvider } from './scripted-provider.js';

let catalogue: Catalogue;

before(async () => {
  catalogue = new Catalogue(await loadPriceList({}, new Date('2026-11-23T00:00:00Z')));
});

const key = (present: boolean, variable: string): ProviderKey => ({ needed: true, present, variable });

/** A router over Gemini and OpenRouter, with keys for those named, and servers of one's own. */
function router(
  keys: readonly string[],
  options: Partial<RouterOptions> = {},
  own: readonly ModelProvider[] = [],
): ModelRouter {
  const providers = [new ScriptedProvider('gemini', []), new ScriptedProvider('openRouter', []), ...own];
  return new ModelRouter({
    providers: new Map(providers.map((provider) => [provider.name, provider])),
    catalogue,
    keys: new Map([
      ['gemini', key(keys.includes('gemini'), 'GEMINI_API_KEY')],
      ['openRouter', key(keys.includes('openRouter'), 'OPENROUTER_API_KEY')],
    ]),
    ...options,
  });
}

const both = ['gemini', 'openRouter'];

function server(name: string, ...models: string[]): ModelProvider {
  const provider = new ScriptedProvider(name, []);
  provider.supportedModels.push(...models);
  return provider;
}

describe('Names of models', () => {
  it('stand for models of today that have a price, whoever has the key', () => {
    assert.match(ALIASES_VERSION, /^\d{4}-\d\d$/u);
    for (const name of ALIAS_NAMES) {
      for (const { provider, model } of aliasOf(name)!)
        assert.ok(catalogue.find(provider, model)?.price, `${name} → ${model}`);
    }
    assert.equal(aliasOf('constructor'), undefined);
  });

  for (const name of ['gemini-pro', 'gemini-1.5-flash', 'gpt-4', 'gpt-4-turbo', 'claude-3', 'claude-3-sonnet']) {
    it(`of the older documents are known: ${name}`, () => {
      const { requested, model, note } = router(both).resolve(name);
      assert.equal(requested, name);
      assert.notEqual(model, name);
      assert.equal(note, `${name} stands for ${model} today`);
    });
  }

  const own = [server('ollama', 'llama3.2:1b'), server('vllm')];
  for (const [name, keys, provider, model] of [
    ['local', [], 'local', 'local'],
    ['gemini-2.5-pro', both, 'gemini', 'gemini-2.5-pro'],
    ['models/gemini-9-ultra', both, 'gemini', 'gemini-9-ultra'],
    ['gemini-9-ultra', ['openRouter'], 'openRouter', 'google/gemini-9-ultra'],
    ['gemini-9-ultra', [], 'gemini', 'gemini-9-ultra'],
    ['gemini-pro', ['openRouter'], 'openRouter', 'google/gemini-3.1-pro-preview'],
    ['some-maker/some-model:free', both, 'openRouter', 'some-maker/some-model:free'],
    ['gpt-4o', both, 'openRouter', 'openai/gpt-4o'],
    ['o3-mini', both, 'openRouter', 'openai/o3-mini'],
    ['claude-sonnet-5', both, 'openRouter', 'anthropic/claude-sonnet-5'],
    ['ollama:qwen3:8b', both, 'ollama', 'qwen3:8b'],
    ['ollama:org/model', both, 'ollama', 'org/model'],
    ['llama3.2:1b', both, 'ollama', 'llama3.2:1b'],
    ['gemini:gemini-pro', both, 'gemini', 'gemini-pro'],
    ['openRouter:openai/gpt-4', both, 'openRouter', 'openai/gpt-4'],
  ] as const) {
    it(`${name} with keys for ${keys.join(' and ') || 'nobody'} is asked at ${provider}`, () => {
      const resolved = router(keys, {}, own).resolve(name);
      assert.deepEqual([resolved.provider, resolved.model], [provider, model]);
    });
  }

  it('go to the only server of your own where nobody else answers to them', () => {
    assert.equal(router([], {}, [own[0]]).resolve('phi4').provider, 'ollama');
  });

  it('that nobody answers to are refused with what may be meant', () => {
    assert.throws(() => router(both, {}, own).resolve('gemni-pro'), {
      code: 'model/unknown',
      message: /No model is called "gemni-pro"\. Did you mean .*gemini-pro.*ollama or vllm:model/u,
    });
    assert.throws(() => router(both).resolve('gemini:'), { code: 'model/unknown' });
    assert.throws(() => router(both, { fallbackChain: ['zzz'] }).routes(question(), ['gpt-4']), {
      code: 'model/unknown',
    });
  });
});

describe('Catalogue', () => {
  it('has a price for every model that is chosen by itself', () => {
    for (const { provider, id } of KNOWN_MODELS) assert.ok(catalogue.find(provider, id)?.price, id);
  });

  it('takes a price that is about to rise for what it will be', async () => {
    const late = new Catalogue(await loadPriceList({}, new Date('2026-12-31T12:00:00Z')));
    const now = catalogue.find('gemini', 'gemini-3.8-flash')!.price!;
    const then = late.find('gemini', 'gemini-3.8-flash')!.price!;
    assert.equal(now.input, 0.75);
    assert.equal(then.input, 1.5);
  });

  it('does not know what nobody says', () => {
    assert.equal(catalogue.find('ollama', 'llama3.2'), undefined);
    assert.equal(catalogue.find('openRouter', 'nobody/nothing'), undefined);
    assert.equal(catalogue.find('gemini', 'gemini-embedding-001')?.price, undefined);
    assert.ok(Number.isNaN(costOf(catalogue.find('openRouter', 'openrouter/auto')?.price, 1, 1)));
    assert.deepEqual(catalogue.find('openRouter', 'deepseek/deepseek-chat:free')?.price, { input: 0, output: 0 });
  });

  it('takes prices of a server from its address', async () => {
    const list = await loadPriceList({ mine: 'https://api.openai.com/v1', home: 'http://127.0.0.1:11434/v1' });
    assert.ok(list.find('mine', 'gpt-4.1')?.price);
    assert.equal(list.find('home', 'gpt-4.1'), undefined);
  });

  it('believes the configuration first: by provider and id, by id, by provider', async () => {
    const facts = {
      'gemini:gemini-3.8-flash': { input: 9, output: 9 },
      'gemini-3.1-flash-lite': { contextTokens: 5 },
      'ollama:*': { input: 0, output: 0, contextTokens: 512 },
    };
    const own = new Catalogue(await loadPriceList(), facts);
    assert.equal(own.find('gemini', 'gemini-3.8-flash')!.price!.input, 9);
    assert.equal(own.find('gemini', 'gemini-3.1-flash-lite')!.contextTokens, 5);
    assert.equal(own.find('gemini', 'gemini-3.1-flash-lite')!.price!.input, 0.25);
    assert.deepEqual(own.find('ollama', 'any')!.price, { input: 0, output: 0, request: undefined });
    assert.ok(own.list('gemini').length > 20);
  });

  it('counts tiers by the length of the question', () => {
    const price = catalogue.find('gemini', 'gemini-3.1-pro-preview')!.price!;
    assert.equal(costOf(price, 200_000, 1_000_000), 0.4 + 12);
    assert.equal(costOf(price, 300_000, 1_000_000), 1.2 + 18);
    assert.equal(worstCostOf(price, 300_000, 1_000_000), 1.2 + 18);
    assert.deepEqual(
      dearestOf([
        { input: 1, output: 4, tiers: [{ above: 10, input: 2, output: 4 }] },
        { input: 1.5, output: 3 },
      ]),
      { input: 1.5, output: 4, request: 0, tiers: [{ above: 10, input: 2, output: 4 }] },
    );
  });

  it('writes amounts so that they can be read', () => {
    const amounts = [0, 12.5, 1, 0.1, 0.0123, 0.00123, 0.00012, 0.00000345, NaN, Infinity];
    const words = [
      '$0',
      '$12.50',
      '$1.00',
      '$0.10',
      '$0.0123',
      '$0.0012',
      '$0.00012',
      '$0.0000034',
      'an unknown amount',
      'without limit',
    ];
    assert.deepEqual(amounts.map(dollars), words);
  });

  it('never estimates fewer tokens than bytes can be', () => {
    for (const text of ['', 'abc', 'äöü', '日本語', '👩‍👩‍👧', '\ud800']) {
      assert.equal(byteLength(text), new TextEncoder().encode(text).length, text);
    }
    const asked = question({ prompt: 'é'.repeat(100), system: 'x', responseSchema: { type: 'object' } });
    assert.ok(mostInput(asked) > 200 && estimatedInput(asked) < mostInput(asked));
  });

  it('knows which models take no temperature', () => {
    for (const id of ['openai/gpt-6-luna', 'anthropic/claude-opus-5.5', 'anthropic/claude-sonnet-5', 'o3-mini']) {
      assert.equal(settingsOf(id).temperature, false, id);
    }
    for (const id of [
      'gpt-4o',
      'openai/gpt-4.1',
      'anthropic/claude-haiku-4.5',
      'gemini-3.8-flash',
      'openai/gpt-oss-120b',
    ]) {
      assert.equal(settingsOf(id).temperature, true, id);
    }
  });
});

describe('ModelRouter', () => {
  const ids = (routes: readonly { model: string }[]): string[] => routes.map(({ model }) => model);

  it('asks those that are named first, then the fallback chain, each once, and says why', () => {
    const routes = router(both, {
      models: ['gemini-3.8-flash'],
      fallbackChain: ['gemini-pro', 'vendor/x', 'local'],
    }).routes(question(), ['openai/gpt-4o']);
    assert.deepEqual(ids(routes), ['openai/gpt-4o', 'gemini-3.8-flash', 'vendor/x', 'local']);
    assert.deepEqual(
      routes.map(({ reason }) => reason),
      ['the field asks for it', 'asked for', 'next in the fallback chain', 'next in the fallback chain'],
    );
  });

  it('tells what was asked for and what that is', () => {
    const [route] = router(both).routes(question(), ['claude-3']);
    assert.equal(route.requested, 'claude-3');
    assert.equal(route.model, 'anthropic/claude-sonnet-5');
    assert.equal(route.reason, 'the field asks for it; claude-3 stands for anthropic/claude-sonnet-5 today');
  });

  it('takes the default of the type of data where none is named', () => {
    const options = { defaults: { events: 'vendor/e', structured: 'gpt-4' } };
    assert.deepEqual(ids(router(both, options).routes(question({ dataType: 'events' }))), ['vendor/e']);
    assert.equal(router(both, options).routes(question())[0].reason.split(';')[0], 'the default for structured');
    assert.deepEqual(ids(router(both, options).routes(question({ dataType: 'events' }), ['vendor/y'])), ['vendor/y']);
  });

  it('chooses one model where nobody names one', () => {
    const routes = router(both).routes(question());
    assert.equal(routes.length, 1);
    assert.equal(routes[0].requested, 'auto');
    assert.match(routes[0].reason, /^chosen for its cost: about \$0\.\d+ a call$/u);
  });

  it('routes by itself when asked to: the best, then the chain, then the others', () => {
    const routes = router(both, { autoRoute: true, fallbackChain: ['vendor/x'], strategy: 'quality' }).routes(
      question(),
    );
    assert.equal(routes[0].model, 'anthropic/claude-opus-5.5');
    assert.equal(routes[1].model, 'vendor/x');
    assert.equal(routes.length, 7);
    assert.ok(!routes.some(({ provider }) => provider === 'local'));
  });

  it('chooses by cost, speed, quality or weights, each its own', () => {
    const best = (options: Partial<RouterOptions>): string =>
      router(both, { autoRoute: true, ...options }).routes(question())[0].model;
    const prices = (id: string): number =>
      costOf(catalogue.find(id.includes('/') ? 'openRouter' : 'gemini', id)?.price, 1000, 500);
    const cheapest = best({ strategy: 'cost-optimized' });
    const good = KNOWN_MODELS.filter(({ quality }) => quality >= 0.55);
    assert.ok(
      good.every(({ id }) => prices(cheapest) <= prices(id) + 1e-4),
      cheapest,
    );
    assert.match(best({ strategy: 'performance' }), /flash-lite/u);
    assert.equal(best({ strategy: 'quality' }), 'anthropic/claude-opus-5.5');
    assert.equal(best({ strategy: 'hybrid', weights: { quality: 1 } }), 'anthropic/claude-opus-5.5');
    assert.equal(best({ strategy: 'hybrid', weights: { performance: 1 } }), best({ strategy: 'performance' }));
    assert.throws(() => best({ strategy: 'hybrid', weights: { cost: -1 } }), { code: 'option/invalid' });
  });

  it('learns from what it measures', () => {
    const first = router(both, { autoRoute: true, strategy: 'performance' }).routes(question())[0];
    const slow = new Health();
    for (let i = 0; i < 5; i++) slow.succeeded({ firstPiece: 20, seconds: 60, tokens: 100 });
    const failing = new Health();
    for (let i = 0; i < 50; i++) failing.failed();
    for (const [health, strategy] of [
      [slow, 'performance'],
      [failing, 'performance'],
      [failing, 'cost-optimized'],
    ] as const) {
      const options: Partial<RouterOptions> = { autoRoute: true, strategy };
      const before = router(both, options).routes(question())[0];
      const after = router(both, {
        ...options,
        health: (_, model) => (model === before.model ? health : undefined),
      }).routes(question())[0];
      assert.notEqual(after.model, before.model);
    }
    assert.ok(first);
  });

  it('looks at the size of the question, and at schemas', () => {
    const long = question({ prompt: 'x'.repeat(2_000_000) });
    const { routes, skipped } = router(both, { autoRoute: true }).decide(long);
    assert.ok(!ids(routes).includes('anthropic/claude-haiku-4.5'));
    assert.ok(skipped.some(({ model, cause }) => model === 'anthropic/claude-haiku-4.5' && cause === 'context'));
    const loose = server('mine', 'free') as ScriptedProvider;
    Object.assign(loose, { structuredOutput: () => false, getCost: () => 0 });
    assert.equal(router([], { autoRoute: true }, [loose]).routes(question())[0].model, 'free');
    assert.throws(() => router([], { autoRoute: true }, [loose]).routes(question({ responseSchema: {} })), {
      code: 'model/not-found',
      message: /free: it does not hold answers to a schema/u,
    });
  });

  it('does not ask a model whose context is too small, though it is named', () => {
    const small = new Catalogue(undefined, { 'tiny:m': { contextTokens: 512, input: 0, output: 0 } });
    const tiny = router([], { catalogue: small }, [server('tiny', 'm')]);
    assert.equal(tiny.routes(question({ prompt: 'short', maxTokens: 4000 }), ['m']).length, 1);
    assert.throws(() => tiny.routes(question({ prompt: 'x'.repeat(4000) }), ['m']), {
      code: 'model/bad-request',
      message: /the question takes about 1016 of its 512 tokens.*fewer rows a call/u,
    });
  });

  it('needs a key, and names it and the ways to go on', () => {
    assert.throws(() => router([]).routes(question(), ['gemini-pro']), {
      code: 'model/no-key',
      message:
        /^gemini-pro cannot be used: GEMINI_API_KEY is not set\. Set it in the environment or in a \.env file, or ask for local text/u,
    });
    assert.throws(() => router([]).routes(question()), {
      code: 'model/no-key',
      message: /^No model can be used: GEMINI_API_KEY or OPENROUTER_API_KEY is not set\. Set one/u,
    });
    assert.throws(() => router([]).routes(question(), ['gemini-pro', 'gpt-4']), {
      message: /^gemini-pro, gpt-4 cannot be used: GEMINI_API_KEY and OPENROUTER_API_KEY are not set/u,
    });
    const { routes, skipped } = router(['gemini'], { fallbackChain: ['gemini-pro'] }).decide(question(), ['gpt-4']);
    assert.deepEqual(ids(routes), ['gemini-3.8-flash']);
    assert.equal(skipped[0].reason, 'OPENROUTER_API_KEY is not set');
  });

  it('leaves models out whose price is not known where there is a budget, and refuses them by name', () => {
    const limited = router(both, { budget: () => new Budget(1).state });
    assert.deepEqual(ids(limited.routes(question(), ['vendor/unheard-of', 'gpt-4'])), ['openai/gpt-6-sol']);
    assert.throws(
      () => limited.routes(question(), ['vendor/unheard-of']),
      (error: unknown) => {
        assert.ok(error instanceof BudgetError);
        assert.equal(error.code, 'budget/unknown-price');
        assert.match(error.message, /The price of vendor\/unheard-of is not known/u);
        return true;
      },
    );
    assert.equal(
      router(both, { budget: () => new Budget().state }).routes(question(), ['vendor/unheard-of']).length,
      1,
    );
  });

  it('has no local text for plans', () => {
    const chain = router(both, { fallbackChain: ['local'] });
    assert.deepEqual(ids(chain.routes(question({ dataType: 'plan' }), ['gpt-4'])), ['openai/gpt-6-sol']);
  });

  it('lists what can be named, with price, context and key, and never a key', () => {
    const providers = new Map<string, ModelProvider>([
      ['gemini', new ScriptedProvider('gemini', [])],
      ['ollama', server('ollama', 'llama3.2')],
    ]);
    const keys = new Map([['gemini', key(true, 'GEMINI_API_KEY')]]);
    const list = new RoutedClient({ providers, keys, catalogue, fallbackChain: ['ollama:qwen3'] }).listModels();
    const flash = list.find(({ id }) => id === 'gemini-3.8-flash')!;
    assert.deepEqual(flash.key, { needed: true, present: true, variable: 'GEMINI_API_KEY' });
    assert.equal(flash.inputPrice, 0.75);
    assert.equal(flash.contextTokens, 1_000_000);
    assert.ok(flash.usable && flash.routed && flash.aliases.includes('gemini-pro'));
    const gpt = list.find(({ id }) => id === 'openai/gpt-6-sol')!;
    assert.deepEqual(gpt.key, { needed: true, present: false, variable: 'OPENROUTER_API_KEY' });
    assert.equal(gpt.usable, false);
    const own = list.filter(({ provider }) => provider === 'ollama');
    assert.deepEqual(ids(own.map(({ id }) => ({ model: id }))), ['qwen3', 'llama3.2']);
    assert.ok(Number.isNaN(own[0].inputPrice) && own[0].usable && !own[0].key.needed);
    const usable = list.map((one) => one.usable);
    assert.ok(usable.indexOf(false) > usable.lastIndexOf(true));
  });
});
