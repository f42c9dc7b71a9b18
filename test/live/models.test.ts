import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { AgenticSynth } from '../../engine/src/index.js';

/** US dollars, for each test at most. */
const BUDGET = 0.01;

const SERVICES = [
  {
    name: 'Gemini',
    variable: 'GEMINI_API_KEY',
    address: 'GEMINI_BASE_URL',
    model: 'gemini-3.1-flash-lite',
    provider: 'gemini',
  },
  {
    name: 'OpenRouter',
    variable: 'OPENROUTER_API_KEY',
    address: 'OPENROUTER_BASE_URL',
    model: 'openai/gpt-oss-120b',
    provider: 'openRouter',
  },
] as const;

const REVIEWS = {
  fields: {
    id: 'sequence',
    stars: { type: 'integer', enum: [1, 5] },
    title: { prompt: 'Title of a review of a folding bike that got {{stars}} of 5 stars', length: { min: 3, max: 80 } },
  },
};
const PEOPLE = {
  id: 'sequence',
  name: 'fullName',
  age: { type: 'integer', min: 18, max: 90 },
  plan: { enum: ['free', 'pro'] },
};

for (const { name, variable, address, model, provider } of SERVICES) {
  describe(`live: ${name}`, () => {
    // See test/environment.mjs.
    const key = process.env[`LIVE_${variable}`] ?? '';
    if (key === '') {
      it.skip(`is not asked: ${variable} is not set`);
      return;
    }
    const baseUrl = process.env[`LIVE_${address}`];
    const synthOf = (apiKey: string): AgenticSynth =>
      new AgenticSynth({
        apiKeys: { [provider]: apiKey },
        cache: { enabled: false },
        ...(baseUrl !== undefined && { models: { providers: { [provider]: { baseUrl } } } }),
      });
    const synth = synthOf(key);

    it('writes one column of three rows', async function () {
      this.timeout(120_000);
      const { records, report } = await synth.run('structured', { schema: REVIEWS, count: 3, model, budget: BUDGET });
      assert.deepEqual(
        records.map(({ id }) => id),
        [1, 2, 3],
      );
      for (const { title } of records) {
        assert.ok(typeof title === 'string' && title.length >= 3 && title.length <= 80, String(title));
      }
      const { models } = report.models!;
      assert.ok(models.cost > 0 && models.cost <= BUDGET, inspect(models));
      assert.ok(models.inputTokens > 0 && models.outputTokens > 0);
      assert.ok(!inspect(report, { depth: 20 }).includes(key));
    });

    it('writes three whole rows', async function () {
      this.timeout(120_000);
      const records = await synth.generate('structured', { schema: PEOPLE, count: 3, model, budget: BUDGET });
      assert.equal(records.length, 3);
      for (const { age, plan } of records) {
        assert.ok(Number.isInteger(age) && Number(age) >= 18 && Number(age) <= 90);
        assert.ok(plan === 'free' || plan === 'pro');
      }
    });

    it('says that a key is wrong in words that help', async function () {
      this.timeout(60_000);
      const wrong = synthOf(`${key.slice(0, 4)}wrong`);
      await assert.rejects(wrong.generate('structured', { schema: REVIEWS, count: 1, model }), (error: Error) => {
        assert.match(`${error.message} ${String(error.cause)}`, new RegExp(variable, 'u'));
        return true;
      });
    });
  });
}
