import assert from 'node:assert/strict';
import { checkConfig } from '../../engine/src/config/check.js';
import { configFromEnvironment, expandVariables } from '../../engine/src/config/environment.js';
import { mergeConfigs } from '../../engine/src/config/merge.js';

const complete = {
  apiKeys: { gemini: '${GEMINI_API_KEY}', openRouter: '${OPENROUTER_API_KEY}' },
  cache: { enabled: true, maxSize: 1000, ttl: 3600000, persistPath: './.cache/agentic-synth' },
  models: {
    routing: { strategy: 'cost-optimized', fallbackChain: ['gemini-pro', 'gpt-4', 'claude-3'] },
    defaults: { timeseries: 'gemini-pro', events: 'gpt-4-turbo', structured: 'claude-3-sonnet' },
  },
  integrations: {
    midstreamer: { enabled: true, defaultPipeline: 'synthetic-data' },
    agenticRobotics: { enabled: false },
    ruvector: { enabled: true, dbPath: './data/vectors.db' },
  },
  generators: {
    timeseries: { defaultSampleRate: '1s', defaultDuration: '1h' },
    events: { defaultRate: '100/sec' },
  },
};

describe('configuration', () => {
  it('accepts every documented key and keeps variables as they are', () => {
    const { config, diagnostics } = checkConfig(complete);
    assert.deepEqual(config, complete);
    assert.deepEqual(diagnostics, []);
  });

  it('accepts servers of your own, with prices, limits and weights', () => {
    const models = {
      providers: {
        ollama: { baseUrl: 'http://localhost:11434/v1', models: ['llama3.2'], headers: { 'X-Team': '${TEAM}' } },
      },
      routing: { strategy: 'hybrid', weights: { cost: 1, quality: 2 } },
      prices: { 'ollama:*': { input: 0, output: 0, contextTokens: 8192 } },
      limits: { '*': { requestsPerMinute: 60, tokensPerMinute: 100_000, concurrency: 2 } },
      defaults: { plan: 'gemini-pro' },
    };
    assert.deepEqual(checkConfig({ models }), { config: { models }, diagnostics: [] });
  });

  it('accepts an empty mapping', () => {
    assert.deepEqual(checkConfig({}), { config: {}, diagnostics: [] });
  });

  const mistakes: [name: string, value: unknown, code: string, pointer: string, message: RegExp][] = [
    [
      'a price below 0',
      { models: { prices: { m: { input: -1 } } } },
      'config/value',
      '/models/prices/m/input',
      /at least 0/,
    ],
    [
      'a misspelt limit',
      { models: { limits: { m: { concurency: 1 } } } },
      'config/unknown-key',
      '/models/limits/m/concurency',
      /"concurrency"/,
    ],
    ['a misspelt key', { chace: {} }, 'config/unknown-key', '/chace', /Did you mean "cache"\?/],
    [
      'a misspelt nested key',
      { cache: { maxsize: 1 } },
      'config/unknown-key',
      '/cache/maxsize',
      /Did you mean "maxSize"\?/,
    ],
    [
      'a far-off key',
      { cache: { colour: 1 } },
      'config/unknown-key',
      '/cache/colour',
      /Known here: enabled, maxSize, ttl/,
    ],
    [
      'a key under a provider',
      { models: { providers: { own: { url: 'x' } } } },
      'config/unknown-key',
      '/models/providers/own/url',
      /baseUrl/,
    ],
    [
      'a wrong strategy',
      { models: { routing: { strategy: 'cost-optimised' } } },
      'config/value',
      '/models/routing/strategy',
      /Did you mean "cost-optimized"/,
    ],
    ['a text for a number', { cache: { ttl: '1h' } }, 'config/type', '/cache/ttl', /must be a number, not a text/],
    ['a fraction', { cache: { maxSize: 1.5 } }, 'config/type', '/cache/maxSize', /whole number/],
    ['zero entries', { cache: { maxSize: 0 } }, 'config/value', '/cache/maxSize', /at least 1/],
    ['an empty path', { plugins: [''] }, 'config/value', '/plugins/0', /empty/],
    ['one plug-in without a list', { plugins: './a.js' }, 'config/type', '/plugins', /must be a list, not a text/],
    ['a list at the root', [], 'config/type', '', /must be a mapping, not a list/],
    ['nothing', null, 'config/type', '', /must be a mapping, not null/],
    ['a slash in a key', { 'a/b': 1 }, 'config/unknown-key', '/a~1b', /Unknown key "a\/b"/],
  ];
  for (const [name, value, code, pointer, message] of mistakes) {
    it(`refuses ${name}`, () => {
      const { config, diagnostics } = checkConfig(value);
      assert.equal(config, undefined);
      assert.deepEqual([diagnostics[0]?.code, diagnostics[0]?.pointer], [code, pointer]);
      assert.match(diagnostics[0]?.message ?? '', message);
    });
  }

  it('lists every mistake', () => {
    assert.equal(checkConfig({ a: 1, b: 2, cache: { ttl: -1 } }).diagnostics.length, 3);
  });

  it('merges mappings key by key, replaces lists, joins plug-ins', () => {
    const merged = mergeConfigs(
      { cache: { enabled: true, ttl: 1 }, models: { routing: { fallbackChain: ['a', 'b'] } }, plugins: ['/u/p.js'] },
      { cache: { ttl: 2 }, models: { routing: { fallbackChain: ['c'] } }, plugins: ['/p/q.js', '/u/p.js'] },
    );
    assert.deepEqual(merged, {
      cache: { enabled: true, ttl: 2 },
      models: { routing: { fallbackChain: ['c'] } },
      plugins: ['/u/p.js', '/p/q.js'],
    });
  });

  it('takes keys and addresses from the environment, unset and empty ones apart', () => {
    assert.deepEqual(
      configFromEnvironment({ GEMINI_API_KEY: 'k', OPENROUTER_API_KEY: '', OPENROUTER_BASE_URL: 'http://x' }),
      {
        apiKeys: { gemini: 'k' },
        models: { providers: { openRouter: { baseUrl: 'http://x' } } },
      },
    );
    assert.deepEqual(configFromEnvironment({}), {});
  });

  it('looks variables up when a text is used', () => {
    assert.equal(expandVariables('a${X}b${Y_2}$Z', { X: '1', Y_2: '' }), 'a1b$Z');
    assert.throws(() => expandVariables('${NOPE}', {}), { code: 'config/variable', message: /NOPE is set/ });
  });
});
