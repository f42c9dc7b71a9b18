import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Budget, BudgetError } from '../../../../engine/src/models/budget.js';
import { Catalogue } from '../../../../engine/src/models/catalogue.js';
import { RoutedClient } from '../../../../engine/src/models/model-client.js';
import { mostInput } from '../../../../engine/src/models/tokens.js';
import { FakeClock } from './fake-clock.js';
import { question, ScriptedProvider } from './scripted-provider.js';

describe('Budget', () => {
  it('sets the worst case aside and takes what was paid', async () => {
    const budget = new Budget(1);
    const reservation = await budget.reserve(0.4, 'm');
    assert.equal(budget.state.reserved, 0.4);
    reservation.settle(0.1);
    reservation.settle(0.3);
    assert.deepEqual(budget.state, { limit: 1, spent: 0.1, uncertain: 0, reserved: 0, left: 0.9, unknown: 0 });
  });

  it('lets a call wait that fits once others have ended, in the order of asking', async () => {
    const budget = new Budget(1);
    const first = await budget.reserve(0.7, 'm');
    const order: string[] = [];
    const second = budget.reserve(0.6, 'm').then((reservation) => (order.push('second'), reservation));
    const third = budget.reserve(0.1, 'm').then((reservation) => (order.push('third'), reservation));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(order, []);
    first.settle(0.2);
    (await second).settle(0.6);
    (await third).settle(0.1);
    assert.deepEqual(order, ['second', 'third']);
  });

  it('refuses what can never fit, and says how to go on', async () => {
    const budget = new Budget(0.1);
    (await budget.reserve(0.08, 'm')).settle(0.08, false);
    await assert.rejects(budget.reserve(0.03, 'gemini:gemini-3.8-flash'), (error: unknown) => {
      assert.ok(error instanceof BudgetError);
      assert.equal(error.code, 'budget/reached');
      assert.match(error.message, /budget of \$0\.10 does not cover the next call: \$0\.08 is spent/u);
      assert.match(error.message, /up to \$0\.08 of it by calls that broke off/u);
      assert.match(error.message, /\$0\.02 is left, and a call to gemini:gemini-3\.8-flash may cost \$0\.03\./u);
      assert.match(error.message, /budget of at least \$0\.1[12] to go on/u);
      return true;
    });
  });

  it('refuses a price that nobody knows, but only where there is a limit', async () => {
    await assert.rejects(new Budget(5).reserve(NaN, 'ollama:llama'), {
      code: 'budget/unknown-price',
      message: /models\.prices\."ollama:llama"/u,
    });
    const free = new Budget();
    (await free.reserve(NaN, 'ollama:llama')).settle(NaN);
    assert.equal(free.state.unknown, 1);
    assert.equal(free.state.spent, 0);
  });

  it('with nothing at all, only what is free goes', async () => {
    const budget = new Budget(0);
    (await budget.reserve(0, 'free')).settle(0);
    await assert.rejects(budget.reserve(1e-9, 'm'), BudgetError);
  });

  it('stops waiting when the signal aborts, and serves the next', async () => {
    const budget = new Budget(1);
    const first = await budget.reserve(0.9, 'm');
    const controller = new AbortController();
    const big = budget.reserve(0.8, 'm', controller.signal);
    const small = budget.reserve(0.1, 'm');
    controller.abort(new Error('enough'));
    await assert.rejects(big, { message: 'enough' });
    (await small).settle(0.05);
    first.settle(0.5);
    assert.equal(budget.state.reserved, 0);
  });

  it('learns from a model that passes its worst case', async () => {
    const budget = new Budget(10);
    (await budget.reserve(1, 'm')).settle(2);
    assert.equal((await budget.reserve(1, 'm')).worst, 2);
    assert.equal((await budget.reserve(1, 'other')).worst, 1);
  });

  it('is never passed, whatever prices, sizes and calls at the same time', async function () {
    this.timeout(60_000);
    const price = fc.double({ min: 0, max: 100, noNaN: true });
    const call = fc.record({
      prompt: fc.string({ unit: 'binary', maxLength: 400 }),
      maxTokens: fc.integer({ min: 1, max: 8000 }),
      // Which part of the most that it may use the call uses.
      used: fc.double({ min: 0, max: 1, noNaN: true }),
      takes: fc.integer({ min: 0, max: 3000 }),
      end: fc.constantFrom('usage', 'cost', 'silent', 'cut', 'leave'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          input: price,
          output: price,
          limit: fc.double({ min: 0, max: 2, noNaN: true }),
          concurrency: fc.integer({ min: 1, max: 8 }),
          calls: fc.array(call, { minLength: 1, maxLength: 12 }),
        }),
        async ({ input, output, limit, concurrency, calls }) => {
          const clock = new FakeClock();
          let billed = 0;
          const provider = new ScriptedProvider('p', () => ({ text: '' }));
          provider.events = async function* (prompt, options) {
            const { used, takes, end } = calls[Number.parseInt(prompt, 10)];
            const asked = question({ prompt, maxTokens: options.maxTokens! });
            const inputTokens = Math.floor(mostInput(asked) * used);
            const outputTokens = Math.floor(options.maxTokens! * used);
            const cost = (inputTokens * input + outputTokens * output) / 1e6;
            billed += cost;
            assert.ok(billed <= limit * (1 + 1e-12), `${billed} of ${limit}`);
            await clock.wait(takes);
            yield { type: 'text', text: 'x' };
            if (end === 'cut') throw new Error('cut');
            if (end === 'leave') yield { type: 'text', text: 'y' };
            const usage = { usage: { inputTokens, outputTokens }, cost: { cost }, silent: {}, leave: {}, cut: {} }[end];
            yield { type: 'end', finish: 'stop', usage, model: 'm' };
          };
          const catalogue = new Catalogue(undefined, { m: { input, output } });
          const limits = { '*': { concurrency } };
          const client = new RoutedClient({
            providers: new Map([['p', provider]]),
            catalogue,
            limits,
            budget: limit,
            clock,
            random: () => 0.5,
          });
          const route = { provider: 'p', requested: 'm', model: 'm', reason: '' };
          const outcomes = calls.map(async ({ prompt, maxTokens, end }, i) => {
            for await (const event of client.ask(route, question({ prompt: `${i}:${prompt}`, maxTokens }))) {
              if (end === 'leave' && event.type === 'text') break;
            }
          });
          const results = await clock.until(Promise.allSettled(outcomes));
          for (const result of results) {
            if (result.status === 'rejected') assert.match(result.reason.code, /^budget\/reached|model\//u);
          }
          const { spent, reserved } = client.budget.state;
          assert.ok(spent <= limit, `${spent} of ${limit}`);
          assert.ok(spent >= billed * (1 - 1e-9), `${spent} told, ${billed} billed`);
          assert.equal(reserved, 0);
          assert.equal(clock.timers, 0);
        },
      ),
      { numRuns: 1000, seed: 5 },
    );
  });
});
