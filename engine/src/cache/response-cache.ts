import { OptionError } from '../errors.js';
import type { Question, Route } from '../models/client.js';
import { ModelError } from '../models/error.js';
import type { FinishReason, ModelEvent, ModelUsage } from '../models/provider.js';
import { CacheManager, type CacheManagerOptions, type CacheStats } from './cache-manager.js';
import { type Clock, systemClock } from './clock.js';
import { answerKey } from './keys.js';
import type { CachePolicy } from './policy.js';
import type { RouteLog } from './route-log.js';
import { type MakeCall, SharedCalls } from './shared-calls.js';
import type { OnWarning } from './warning.js';

/** An answer that ended by itself, or at the limit of its tokens. */
export interface CompleteAnswer {
  readonly text: string;
  readonly finish: FinishReason;
  /** What it used up when it was made. */
  readonly usage: ModelUsage;
  /** The model that answered, as the provider names it. */
  readonly model: string;
  /** ms since 1970. */
  readonly storedAt: number;
}

/** Keeps answers between runs. */
export interface AnswerStore {
  /** Answers that are damaged are as good as none. */
  read(key: string): Promise<CompleteAnswer | undefined>;
  /** Resolves when the answer would survive the end of the process. */
  write(key: string, answer: CompleteAnswer): Promise<void>;
  /** Takes an answer away, where there is one. */
  remove(key: string): Promise<void>;
}

/** Where an answer comes from: `model`, a call was made; `shared`, it is that of somebody who asked at the same time. */
export type AnswerSource = 'memory' | 'disk' | 'shared' | 'model';

/** An answer under way. */
export interface SharedAnswer {
  readonly events: AsyncIterable<ModelEvent>;
  /** Known when the first event is, or the failure. */
  readonly source: () => AnswerSource;
}

export interface ResponseCacheOptions extends Pick<CacheManagerOptions, 'maxSize' | 'ttl' | 'clock'> {
  readonly policy?: CachePolicy | undefined;
  readonly store?: AnswerStore | undefined;
  /** Takes down which models answered, for `--frozen`. */
  readonly routes?: RouteLog | undefined;
  /** Answers also serve when their time is over. */
  readonly frozen?: boolean | undefined;
  /** An answer that holds one of these is not kept. */
  readonly secrets?: (() => Iterable<string>) | undefined;
  readonly onWarning?: OnWarning | undefined;
}

export interface ResponseCacheStats extends CacheStats {
  /** Answers of somebody else's call under way; they count as hits. */
  readonly shared: number;
  /** Answers added. */
  readonly stored: number;
}

const HOUR = 3_600_000;

/** The answers of models, by the content of the question. See {@link CachePolicy} for what serves when. */
export class ResponseCache {
  readonly policy: CachePolicy;
  readonly #memory: CacheManager;
  readonly #store: AnswerStore | undefined;
  readonly #routes: RouteLog | undefined;
  /** ms; Infinity: without end. */
  readonly #ttl: number;
  readonly #clock: Clock;
  readonly #secrets: () => Iterable<string>;
  readonly #onWarning: OnWarning | undefined;
  /** A frozen run takes what there is, by whatever policy it was kept. */
  readonly #reads: readonly CachePolicy[];
  readonly #calls = new SharedCalls<ModelEvent>();
  #hits = 0;
  #misses = 0;
  #shared = 0;
  #stored = 0;

  /** @throws OptionError for a size or time to live that cannot be */
  constructor(options: ResponseCacheOptions = {}) {
    const { policy = 'default', ttl = HOUR, clock = systemClock } = options;
    if (options.frozen && policy === 'off') {
      throw new OptionError('A frozen run answers from the cache, and the cache is off: leave one of the two out.');
    }
    this.policy = policy;
    this.#clock = clock;
    this.#memory = new CacheManager({ maxSize: options.maxSize, ttl: 0, clock });
    this.#store = options.store;
    this.#routes = options.routes;
    this.#ttl = policy === 'aggressive' || options.frozen || ttl === 0 ? Infinity : ttl;
    this.#secrets = options.secrets ?? (() => []);
    this.#onWarning = options.onWarning;
    this.#reads = options.frozen ? ['default', 'aggressive'] : [policy];
  }

  key(route: Pick<Route, 'provider' | 'model'>, question: Question): string {
    return answerKey(route, question, this.policy);
  }

  /** The answer that is kept, if it is still good: its text as one piece, and its end. */
  async lookup(
    route: Pick<Route, 'provider' | 'model'>,
    question: Question,
  ): Promise<readonly ModelEvent[] | undefined> {
    const found = await this.#find(route, question);
    if (found === undefined) this.#misses++;
    else this.#hits++;
    return found && eventsOf(found.answer);
  }

  /**
   * Keeps an answer: those that ended by themselves or at their limit. Others may go better the next time. Does not throw:
   * what cannot be written is a warning.
   */
  async store(route: Route, question: Question, events: readonly ModelEvent[]): Promise<void> {
    if (this.policy === 'off') return;
    const end = events.at(-1);
    if (end?.type !== 'end' || (end.finish !== 'stop' && end.finish !== 'length')) return;
    const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
    for (const secret of this.#secrets()) if (secret !== '' && text.includes(secret)) return;
    const key = this.key(route, question);
    const { finish, usage, model } = end;
    const answer: CompleteAnswer = { text, finish, usage, model, storedAt: this.#clock() };
    this.#memory.set(key, answer);
    this.#stored++;
    await this.#keep(async () => {
      await this.#store?.write(key, answer);
      await this.#routes?.record(question, route);
    });
  }

  /** Takes back an answer that was good for nothing, so that the same question is asked anew. Does not throw. */
  async forget(route: Pick<Route, 'provider' | 'model'>, question: Question): Promise<void> {
    const key = this.key(route, question);
    this.#memory.delete(key);
    await this.#keep(async () => this.#store?.remove(key));
  }

  /**
   * The answer that is kept, that of an equal question under way, or that of a call, which is then kept before its end is
   * told. A call that fails is not kept: all who wait for it get the same error.
   * @param call made when there is no answer. It is given the signal of all who wait, and has to go by that one.
   * @param signal of this caller alone: where it aborts, the others get their answer all the same.
   */
  share(route: Route, question: Question, call: MakeCall<ModelEvent>, signal?: AbortSignal): SharedAnswer {
    if (this.policy === 'off') return this.#unshared(call, signal);
    const key = this.key(route, question);
    let source: AnswerSource = 'model';
    const make = (all: AbortSignal): AsyncIterable<ModelEvent> =>
      this.#answer(route, question, call, all, (found) => (source = found));
    const aborted = (): ModelError => abortedCall(route, signal);
    const { joined, pieces } = this.#calls.join(key, make, signal, aborted);
    if (joined) {
      source = 'shared';
      this.#shared++;
    }
    return { events: pieces, source: () => source };
  }

  get stats(): ResponseCacheStats {
    const hits = this.#hits + this.#shared;
    return {
      size: this.#memory.size,
      hits,
      misses: this.#misses,
      hitRate: hits === 0 ? 0 : hits / (hits + this.#misses),
      shared: this.#shared,
      stored: this.#stored,
    };
  }

  /** Forgets what is in memory. */
  clear(): void {
    this.#memory.clear();
  }

  async *#answer(
    route: Route,
    question: Question,
    call: MakeCall<ModelEvent>,
    signal: AbortSignal,
    from: (source: AnswerSource) => void,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const found = await this.#find(route, question);
    if (found !== undefined) {
      this.#hits++;
      from(found.source);
      await this.#keep(async () => this.#routes?.record(question, route));
      yield* eventsOf(found.answer);
      return;
    }
    this.#misses++;
    const events: ModelEvent[] = [];
    for await (const event of call(signal)) {
      events.push(event);
      if (event.type === 'end') await this.store(route, question, events);
      yield event;
    }
  }

  async #find(
    route: Pick<Route, 'provider' | 'model'>,
    question: Question,
  ): Promise<{ answer: CompleteAnswer; source: AnswerSource } | undefined> {
    if (this.policy === 'off') return undefined;
    for (const policy of this.#reads) {
      const key = answerKey(route, question, policy);
      const near = this.#memory.get<CompleteAnswer>(key)?.value;
      if (near !== undefined && this.#isGood(near)) return { answer: near, source: 'memory' };
      const far = await this.#store?.read(key);
      if (far === undefined || !this.#isGood(far)) continue;
      this.#memory.set(key, far);
      return { answer: far, source: 'disk' };
    }
    return undefined;
  }

  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#onWarning?.({ code: 'cache/unwritable', message: `An answer could not be kept for the next run. ${why}` });
    }
  }

  #isGood({ storedAt }: CompleteAnswer): boolean {
    return storedAt + this.#ttl > this.#clock();
  }

  #unshared(call: MakeCall<ModelEvent>, signal: AbortSignal | undefined): SharedAnswer {
    this.#misses++;
    return { events: call(signal ?? new AbortController().signal), source: () => 'model' };
  }
}

function eventsOf({ text, finish, usage, model }: CompleteAnswer): readonly ModelEvent[] {
  const end: ModelEvent = { type: 'end', finish, usage, model };
  return text === '' ? [end] : [{ type: 'text', text }, end];
}

/** The error of a caller who does not wait any longer. */
export function abortedCall(route: Pick<Route, 'provider' | 'model'>, signal: AbortSignal | undefined): ModelError {
  const { provider, model } = route;
  return new ModelError('model/aborted', `${provider} (${model}) was stopped by the caller.`, {
    provider,
    model,
    retryable: false,
    cause: signal?.reason,
  });
}
