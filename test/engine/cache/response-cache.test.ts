import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { FrozenClient, FrozenMissError } from '../../../engine/src/cache/frozen.js';
import {
  type AnswerStore,
  type CompleteAnswer,
  ResponseCache,
  type ResponseCacheOptions,
} from '../../../engine/src/cache/response-cache.js';
import { RouteLog } from '../../../engine/src/cache/route-log.js';
import type { RowJournal } from '../../../engine/src/models/row-journal.js';
import { ModelError } from '../../../engine/src/models/error.js';
import type { ModelEvent } from '../../../engine/src/models/provider.js';
import { answerOf, collect, FakeClock, QUESTION, ROUTE, textOf } from './questions.js';

/** A model whose answers come piece by piece when the test says so. */
class Model {
  calls = 0;
  aborted = 0;
  readonly #steps: ((value: ModelEvent | Error) => void)[] = [];

  readonly call = async function* (this: Model, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.calls++;
    const stop = new Promise<never>((_, fail) => {
      signal.addEventListener('abort', () => {
        this.aborted++;
        fail(new ModelError('model/aborted', 'stopped', { provider: 'p', model: 'm', retryable: false }));
      });
    });
    stop.catch(() => undefined);
    for (;;) {
      const next = await Promise.race([new Promise<ModelEvent | Error>((step) => this.#steps.push(step)), stop]);
      if (next instanceof Error) throw next;
      yield next;
      if (next.type === 'end') return;
    }
  }.bind(this);

  async say(...events: readonly (ModelEvent | Error)[]): Promise<void> {
    for (const event of events) {
      for (let i = 0; i < 20 && this.#steps.length === 0; i++) await tick();
      this.#steps.shift()?.(event);
    }
    await tick();
  }
}

class Store implements AnswerStore {
  readonly answers = new Map<string, CompleteAnswer>();
  read = async (key: string): Promise<CompleteAnswer | undefined> => this.answers.get(key);
  write = async (key: string, answer: CompleteAnswer): Promise<void> => void this.answers.set(key, answer);
  remove = async (key: string): Promise<void> => void this.answers.delete(key);
}

class Memory implements RowJournal {
  readonly rows = new Map<string, unknown>();
  get = (key: string): unknown => this.rows.get(key);
  put = (key: string, value: unknown): void => void this.rows.set(key, value);
}

async function* saying(events: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
  yield* events;
}

const refuse = (): never => assert.fail('a model was asked');
const ANSWER = answerOf(['["a",', '"b","c"]']);

function cacheWith(options: ResponseCacheOptions = {}): ResponseCache {
  return new ResponseCache({ clock: new FakeClock().now, ...options });
}

describe('Response cache', () => {
  it('answers the second time by itself', async () => {
    const cache = cacheWith();
    const first = cache.share(ROUTE, QUESTION, () => saying(ANSWER));
    assert.deepEqual(await collect(first.events), ANSWER);
    assert.equal(first.source(), 'model');
    const second = cache.share(ROUTE, QUESTION, refuse);
    const events = await collect(second.events);
    assert.equal(second.source(), 'memory');
    assert.equal(textOf(events), textOf(ANSWER));
    assert.deepEqual(events.at(-1), ANSWER.at(-1));
    assert.deepEqual(await cache.lookup(ROUTE, QUESTION), events);
    assert.deepEqual(cache.stats, { size: 1, hits: 2, misses: 1, hitRate: 2 / 3, shared: 0, stored: 1 });
  });

  it('goes by the time to live in memory and on disk, and not at all where frozen or aggressive', async () => {
    const clock = new FakeClock();
    const store = new Store();
    const common = { clock: clock.now, ttl: 1000, store };
    await collect(new ResponseCache(common).share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    clock.time += 999;
    const again = new ResponseCache(common).share(ROUTE, QUESTION, refuse);
    await collect(again.events);
    assert.equal(again.source(), 'disk');
    clock.time += 1;
    assert.equal(await new ResponseCache(common).lookup(ROUTE, QUESTION), undefined);
    assert.ok(await new ResponseCache({ ...common, frozen: true }).lookup(ROUTE, QUESTION));
    assert.ok(await new ResponseCache({ ...common, ttl: 0 }).lookup(ROUTE, QUESTION));
    const aggressive = new ResponseCache({ ...common, policy: 'aggressive' });
    await aggressive.store(ROUTE, QUESTION, ANSWER);
    clock.time += 1e12;
    assert.ok(await aggressive.lookup(ROUTE, QUESTION));
    assert.ok(await new ResponseCache({ ...common, frozen: true }).lookup(ROUTE, { ...QUESTION, seed: 7 }));
  });

  it('serves another seed only where aggressive', async () => {
    const other = {
      ...QUESTION,
      seed: 8,
      identity: '8/users/bio/0-2/0',
    };
    for (const policy of ['default', 'aggressive'] as const) {
      const cache = cacheWith({ policy });
      await cache.store(ROUTE, QUESTION, ANSWER);
      assert.equal((await cache.lookup(ROUTE, other)) !== undefined, policy === 'aggressive');
    }
  });

  it('keeps only answers that came to their end', async () => {
    for (const finish of ['stop', 'length', 'blocked', 'other'] as const) {
      const cache = cacheWith();
      await collect(cache.share(ROUTE, QUESTION, () => saying(answerOf(['x'], finish))).events);
      assert.equal(
        (await cache.lookup(ROUTE, QUESTION)) !== undefined,
        finish === 'stop' || finish === 'length',
        finish,
      );
    }
    const cut = cacheWith();
    await collect(cut.share(ROUTE, QUESTION, () => saying(ANSWER.slice(0, 1))).events);
    assert.equal(await cut.lookup(ROUTE, QUESTION), undefined);
  });

  it('takes an answer back, from memory and disk', async () => {
    const store = new Store();
    const cache = cacheWith({ store });
    await cache.store(ROUTE, QUESTION, ANSWER);
    await cache.forget(ROUTE, { ...QUESTION, identity: 'another' });
    assert.ok(await cache.lookup(ROUTE, QUESTION));
    await cache.forget(ROUTE, QUESTION);
    assert.equal(await cache.lookup(ROUTE, QUESTION), undefined);
    assert.equal(store.answers.size, 0);
  });

  it('keeps the answer before it tells its end', async () => {
    const store = new Store();
    for await (const event of cacheWith({ store }).share(ROUTE, QUESTION, () => saying(ANSWER)).events) {
      assert.equal(store.answers.size, event.type === 'end' ? 1 : 0);
    }
  });

  it('keeps nothing where it is off', async () => {
    const store = new Store();
    const cache = cacheWith({ policy: 'off', store });
    await collect(cache.share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    assert.equal(await cache.lookup(ROUTE, QUESTION), undefined);
    assert.equal(store.answers.size, 0);
    assert.throws(() => cacheWith({ policy: 'off', frozen: true }), { name: 'OptionError' });
  });

  it('does not keep an answer that repeats a key', async () => {
    const cache = cacheWith({ secrets: () => ['', 'sk-canary-123'] });
    await cache.store(ROUTE, QUESTION, answerOf(['your key is sk-can', 'ary-123']));
    assert.equal(await cache.lookup(ROUTE, QUESTION), undefined);
  });

  it('goes on where a disk is full', async () => {
    const warnings: string[] = [];
    const store = new Store();
    store.write = async () => Promise.reject(new Error('The disk is full.'));
    const cache = cacheWith({ store, onWarning: ({ code, message }) => warnings.push(`${code} ${message}`) });
    assert.deepEqual(await collect(cache.share(ROUTE, QUESTION, () => saying(ANSWER)).events), ANSWER);
    assert.ok(await cache.lookup(ROUTE, QUESTION));
    assert.deepEqual(warnings, ['cache/unwritable An answer could not be kept for the next run. The disk is full.']);
  });

  it('cannot be changed through what it hands out', async () => {
    const cache = cacheWith();
    await cache.store(ROUTE, QUESTION, ANSWER);
    const events = (await cache.lookup(ROUTE, QUESTION)) as unknown as { text: string }[];
    events[0].text = 'changed';
    assert.equal(textOf((await cache.lookup(ROUTE, QUESTION))!), textOf(ANSWER));
  });
});

describe('Questions asked at once', () => {
  it('share one call, whose pieces all see from the first', async () => {
    const cache = cacheWith();
    const model = new Model();
    const early = [0, 1, 2].map(() => cache.share(ROUTE, QUESTION, model.call));
    const results = early.map(({ events }) => collect(events));
    await model.say(ANSWER[0]);
    const late = cache.share(ROUTE, QUESTION, model.call);
    const lateResult = collect(late.events);
    await model.say(ANSWER[1], ANSWER[2]);
    for (const result of [...results, lateResult]) assert.deepEqual(await result, ANSWER);
    assert.equal(model.calls, 1);
    assert.deepEqual(
      early.map(({ source }) => source()),
      ['model', 'shared', 'shared'],
    );
    assert.equal(cache.stats.shared, 3);
    assert.equal(cache.stats.hitRate, 0.75);
  });

  it('do not share where anything differs', async () => {
    const cache = cacheWith();
    const calls = [0, 1].map((attempt) => {
      const identity = `7/users/bio/0-2/${attempt}`;
      return collect(cache.share(ROUTE, { ...QUESTION, identity }, () => saying(answerOf([`${attempt}`]))).events);
    });
    assert.deepEqual((await Promise.all(calls)).map(textOf), ['0', '1']);
  });

  it('all get the same error, which is not kept', async () => {
    const cache = cacheWith();
    const model = new Model();
    const failure = new ModelError('model/server', 'busy', { provider: 'p', model: 'm', retryable: true });
    const results = [0, 1, 2].map(() => collect(cache.share(ROUTE, QUESTION, model.call).events));
    const outcomes = Promise.allSettled(results);
    await model.say(ANSWER[0], failure);
    for (const outcome of await outcomes) assert.equal((outcome as PromiseRejectedResult).reason, failure);
    assert.equal(model.calls, 1);
    const again = collect(cache.share(ROUTE, QUESTION, model.call).events);
    await model.say(...ANSWER);
    assert.deepEqual(await again, ANSWER);
  });

  it('go on where the first one leaves', async () => {
    const cache = cacheWith();
    const model = new Model();
    const leaving = new AbortController();
    const leader = collect(cache.share(ROUTE, QUESTION, model.call, leaving.signal).events);
    const follower = collect(cache.share(ROUTE, QUESTION, model.call).events);
    const failed = assert.rejects(leader, { code: 'model/aborted', provider: 'gemini', retryable: false });
    await model.say(ANSWER[0]);
    leaving.abort();
    await failed;
    await model.say(ANSWER[1], ANSWER[2]);
    assert.deepEqual(await follower, ANSWER);
    assert.deepEqual([model.calls, model.aborted], [1, 0]);
  });

  it('are asked again by a follower where the call fell with the one who made it', async () => {
    const cache = cacheWith();
    const leaving = new AbortController();
    const stubborn = async function* (): AsyncGenerator<ModelEvent> {
      await new Promise((_, fail) => leaving.signal.addEventListener('abort', () => fail(leaving.signal.reason)));
      yield* ANSWER;
    };
    const leader = collect(cache.share(ROUTE, QUESTION, stubborn, leaving.signal).events);
    const follower = collect(cache.share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    const failed = assert.rejects(leader, { code: 'model/aborted' });
    await tick();
    leaving.abort();
    await failed;
    assert.deepEqual(await follower, ANSWER);
  });

  it('end the call when nobody is left, by signal or by reading no further', async () => {
    const cache = cacheWith();
    const model = new Model();
    const leaving = new AbortController();
    const first = collect(cache.share(ROUTE, QUESTION, model.call, leaving.signal).events);
    const failed = assert.rejects(first, { code: 'model/aborted' });
    const second = (async () => {
      for await (const event of cache.share(ROUTE, QUESTION, model.call).events) return event;
      return undefined;
    })();
    await model.say(ANSWER[0]);
    assert.deepEqual(await second, ANSWER[0]);
    assert.equal(model.aborted, 0);
    leaving.abort();
    await failed;
    await tick();
    assert.equal(model.aborted, 1);
    assert.equal(cache.stats.stored, 0);
    const fresh = new Model();
    const next = collect(cache.share(ROUTE, QUESTION, fresh.call).events);
    await fresh.say(...ANSWER);
    assert.deepEqual(await next, ANSWER);
  });

  it('asks nobody for a caller that has left before', async () => {
    const cache = cacheWith();
    await assert.rejects(collect(cache.share(ROUTE, QUESTION, refuse, AbortSignal.abort()).events), {
      code: 'model/aborted',
    });
  });

  it('take one listener of a signal, however many wait', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): number => warnings.push(warning);
    process.on('warning', hear);
    const { signal } = new AbortController();
    const cache = cacheWith();
    await Promise.all(
      Array.from({ length: 40 }, async (_, k) => {
        const identity = `${k}`;
        await collect(cache.share(ROUTE, { ...QUESTION, identity }, () => saying(ANSWER), signal).events);
      }),
    );
    await tick();
    process.off('warning', hear);
    assert.deepEqual(warnings, []);
  });
});

describe('A frozen run', () => {
  it('is answered by the models that answered then, in their order', async () => {
    const log = new RouteLog(new Memory());
    const store = new Store();
    const cache = cacheWith({ store, routes: log });
    const second = { ...ROUTE, provider: 'openRouter', model: 'gpt', requested: 'gpt-4', reason: 'fallback' };
    for (const route of [ROUTE, second, ROUTE])
      await collect(cache.share(route, QUESTION, () => saying(ANSWER)).events);
    const frozen = new FrozenClient(cacheWith({ store, frozen: true }), log);
    assert.deepEqual(frozen.routes(QUESTION), [ROUTE, second]);
    for (const route of frozen.routes(QUESTION))
      assert.equal(textOf(await collect(frozen.ask(route, QUESTION))), textOf(ANSWER));
  });

  it('also knows the routes of answers that came from the cache', async () => {
    const store = new Store();
    await collect(cacheWith({ store }).share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    const log = new RouteLog(new Memory());
    await collect(cacheWith({ store, routes: log }).share(ROUTE, QUESTION, refuse).events);
    assert.deepEqual(log.routes(QUESTION), [ROUTE]);
  });

  it('says what it lacks and how to get it', async () => {
    const frozen = new FrozenClient(cacheWith({ frozen: true }), new RouteLog(new Memory()));
    assert.throws(
      () => frozen.routes(QUESTION, ['gemini-pro', 'gpt-4']),
      (error) => {
        assert.ok(error instanceof FrozenMissError);
        const placed = error.at({ table: 'users', field: 'bio', row: 12, models: ['other'] });
        assert.equal(placed.code, 'cache/frozen-miss');
        assert.deepEqual(placed.miss, { table: 'users', field: 'bio', row: 12, models: ['gemini-pro', 'gpt-4'] });
        assert.match(
          placed.message,
          /no answer from gemini-pro or gpt-4 for row 12 of field bio of table users\. Run .* without --frozen/,
        );
        return true;
      },
    );
    await assert.rejects(collect(frozen.ask(ROUTE, QUESTION)), {
      code: 'cache/frozen-miss',
      miss: { models: [ROUTE.model] },
    });
  });
});
