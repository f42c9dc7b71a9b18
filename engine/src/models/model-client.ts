import { OptionError } from '../errors.js';
import { abortedError } from './adapt.js';
import { attempt, type Call, type Line } from './attempt.js';
import { answerTokens } from './billing.js';
import { Breaker } from './breaker.js';
import { Budget } from './budget.js';
import type { CatalogueEntry } from './catalogue.js';
import type { ModelClient, Question, Route } from './client.js';
import { type Clock, sleep, systemClock } from './clock.js';
import { ModelError } from './error.js';
import { explain, type Explanation, type PlannedQuestions } from './explain.js';
import { Health } from './health.js';
import { settingsOf } from './known-models.js';
import { Limiter, type ModelLimits } from './limits.js';
import { type ListedChoice, listModels, type ListOptions } from './listing.js';
import { isLocal, localAnswer } from './local.js';
import type { ModelEvent, ModelOptions } from './provider.js';
import {
  type AnswerSource,
  type CallReport,
  type DecisionReport,
  type ModelReport,
  otherChoices,
  summarise,
} from './report.js';
import { RETRY, type RetryPolicy, systemRandom, waitBefore } from './retry.js';
import { LOCAL } from './resolve.js';
import { ModelRouter, type RouterOptions } from './router.js';
import { estimatedInput } from './tokens.js';

/** Where a client tells what it does. Never told of prompts, answers or keys. */
export interface ModelLog {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Answers that are kept, and calls that several wait for: see `ResponseCache`. */
export interface AnswerCache {
  share(
    route: Route,
    question: Question,
    call: (signal: AbortSignal) => AsyncIterable<ModelEvent>,
    signal?: AbortSignal,
  ): { readonly events: AsyncIterable<ModelEvent>; readonly source: () => AnswerSource };
  /** The answer that is kept. */
  lookup?(route: Pick<Route, 'provider' | 'model'>, question: Question): Promise<readonly ModelEvent[] | undefined>;
  /** Takes back what is kept. */
  forget?(route: Pick<Route, 'provider' | 'model'>, question: Question): Promise<void>;
}

export interface RoutedClientOptions extends Omit<RouterOptions, 'health' | 'resting' | 'budget'> {
  /** US dollars, or a budget shared with others. */
  readonly budget?: number | Budget | undefined;
  /** By `NAME:id`, id, `NAME:*` or `*`. */
  readonly limits?: Readonly<Record<string, ModelLimits>> | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly cache?: AnswerCache | undefined;
  /** What stands before each model, by `NAME:id`, shared with other clients: one pace, one breaker. */
  readonly lines?: Map<string, Line> | undefined;
  readonly log?: ModelLog | undefined;
  /** ms without a byte before a call counts as dead. */
  readonly idleTimeout?: number | undefined;
  readonly clock?: Clock | undefined;
  /** From [0, 1), for jitter. */
  readonly random?: (() => number) | undefined;
  /** Answers for `local`. */
  readonly local?: ((question: Question) => AsyncIterable<ModelEvent>) | undefined;
}

/**
 * Asks models through everything that stands between a question and its answer: routing, the cache, the breaker, the budget,
 * the pace of each model, and attempts that are repeated where that may help. Keeps account of all of it.
 */
export class RoutedClient implements ModelClient {
  readonly router: ModelRouter;
  readonly budget: Budget;
  readonly #options: RoutedClientOptions;
  readonly #clock: Clock;
  readonly #retry: RetryPolicy;
  readonly #random: () => number;
  readonly #lines: Map<string, Line>;
  readonly #calls: CallReport[] = [];
  readonly #decisions = new Map<string, DecisionReport>();
  readonly #told = new Set<string>();

  /** @throws OptionError for a provider called `local`, which means text made here. */
  constructor(options: RoutedClientOptions) {
    if (options.providers.has(LOCAL)) {
      throw new OptionError('no model provider may be called "local": that name means text made without a model');
    }
    const { budget, clock = systemClock, retry, random = systemRandom } = options;
    this.#options = options;
    this.#lines = options.lines ?? new Map<string, Line>();
    this.#clock = clock;
    this.#retry = { ...RETRY, ...retry };
    this.#random = random;
    this.budget = budget instanceof Budget ? budget : new Budget(budget);
    this.router = new ModelRouter({
      ...options,
      health: (provider, model) => this.#lines.get(`${provider}:${model}`)?.health,
      resting: (provider, model) => restOf(this.#lines.get(`${provider}:${model}`)?.breaker),
      budget: () => this.budget.state,
    });
  }

  routes(question: Question, wanted: readonly string[] = []): readonly Route[] {
    const decision = this.router.decide(question, wanted);
    if (decision.routes.length === 0) return this.router.routes(question, wanted);
    const { dataType } = question;
    const key = JSON.stringify([
      dataType,
      decision.routes.map(({ provider, model, requested }) => [provider, model, requested]),
    ]);
    const before = this.#decisions.get(key);
    this.#decisions.set(key, { dataType, ...(before ?? decision), questions: (before?.questions ?? 0) + 1 });
    if (before === undefined) {
      const { log } = this.#options;
      for (const { provider, model, reason } of decision.routes)
        log?.debug(`Asking ${model} (${provider}): ${reason}.`);
      for (const { requested, reason } of decision.skipped) {
        if (requested !== 'auto') log?.warn(`${requested} is left out: ${reason}.`);
      }
    }
    return decision.routes;
  }

  async *ask(route: Route, question: Question, signal?: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const make = (all?: AbortSignal): AsyncIterable<ModelEvent> => this.#ask(route, question, all);
    if (signal?.aborted) throw abortedError(route.provider, route.model, signal.reason);
    let source: () => AnswerSource = () => 'model';
    let events: AsyncIterable<ModelEvent>;
    if (isLocal(route)) {
      source = () => 'local';
      events = (this.#options.local ?? localAnswer)(question);
    } else if (this.#options.cache === undefined) {
      events = make(signal);
    } else {
      ({ events, source } = this.#options.cache.share(route, question, make, signal));
    }
    for await (const event of events) {
      if (event.type === 'end' && source() !== 'model') this.#accountFree(route, question, source(), event.model);
      yield event;
    }
  }

  async forget(route: Route, question: Question): Promise<void> {
    await this.#options.cache?.forget?.(route, question);
  }

  /** What has been done so far. */
  report(): ModelReport {
    const budget = this.budget.limited ? this.budget.state : undefined;
    return summarise([...this.#calls], [...this.#decisions.values()], budget);
  }

  /**
   * Who would be asked, how often, and what it would cost. Nothing is sent.
   * @throws OptionError for a name that nobody answers to
   */
  explain(plan: readonly PlannedQuestions[]): Explanation {
    return explain(this.router, plan, this.budget.state);
  }

  /** The models that can be named, and what they need. */
  listModels(options?: ListOptions): readonly ListedChoice[] {
    return listModels(this.router, this.#options, options);
  }

  /** A call of a model with all its attempts. It goes on for others when the one who asked is gone. */
  async *#ask(route: Route, question: Question, signal?: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const line = this.#line(route);
    const admission = line.breaker.admit();
    if (admission === undefined) throw restingError(route, line.breaker);
    const entry = this.router.entry(route.provider, route.model);
    const options = this.#optionsFor(entry, question, signal);
    const { budget } = this;
    const settings = { entry, options, budget, clock: this.#clock, longestWait: this.#retry.longestAsked };
    const call: Call = { route, question, attempts: [], answered: false, certain: true, answeredBy: undefined };
    try {
      for (let made = 1; ; made++) {
        try {
          yield* attempt(line, call, settings);
          admission.succeeded();
          return;
        } catch (error) {
          if (!(error instanceof ModelError)) throw error;
          if (!error.retryable || call.answered || made >= this.#retry.attempts) {
            admission.failed(error);
            throw error;
          }
          await this.#rest(error, made, signal);
        }
      }
    } finally {
      if (call.answeredBy === undefined) admission.left();
      else admission.succeeded();
      if (call.attempts.length > 0) this.#account(call);
    }
  }

  async #rest(error: ModelError, made: number, signal?: AbortSignal): Promise<void> {
    const wait = waitBefore(error, made, this.#retry, this.#random);
    const { provider, model, code } = error;
    const details = { provider, model, code, attempt: made, wait: Math.round(wait) };
    this.#options.log?.warn(`${error.message} It is asked again in ${(wait / 1000).toFixed(1)} s.`, details);
    try {
      await sleep(this.#clock, wait, signal);
    } catch (reason) {
      throw abortedError(provider, model, reason);
    }
  }

  #line({ provider, model }: Route): Line {
    const name = `${provider}:${model}`;
    let line = this.#lines.get(name);
    if (line === undefined) {
      const source = this.#options.providers.get(provider);
      if (source === undefined) {
        const words = `No provider is called ${provider}: it is not configured.`;
        throw new ModelError('model/not-found', words, { provider, model, retryable: false });
      }
      line = {
        name,
        provider: source,
        breaker: new Breaker(this.#clock),
        limiter: new Limiter(this.limitsOf(provider, model), this.#clock),
        health: new Health(),
      };
      this.#lines.set(name, line);
    }
    return line;
  }

  /** What was said about how much may be asked of a model: its own limits are stronger than those of many. */
  limitsOf(provider: string, model: string): ModelLimits {
    const { limits = {} } = this.#options;
    const keys = ['*', `${provider}:*`, model, `${provider}:${model}`];
    return Object.assign({}, ...keys.map((key) => (Object.hasOwn(limits, key) ? limits[key] : {}))) as ModelLimits;
  }

  #optionsFor(entry: CatalogueEntry, question: Question, signal: AbortSignal | undefined): ModelOptions {
    const takes = settingsOf(entry.id);
    const left = [
      ...(question.temperature !== undefined && !takes.temperature ? ['temperature'] : []),
      ...(question.seed !== undefined && !takes.seed ? ['seed'] : []),
    ];
    if (left.length > 0 && !this.#told.has(entry.id)) {
      this.#told.add(entry.id);
      this.#options.log?.info(`${entry.id} takes no ${left.join(' and no ')}: it is asked without.`);
    }
    return {
      model: entry.id,
      system: question.system,
      temperature: takes.temperature ? question.temperature : undefined,
      seed: takes.seed ? question.seed : undefined,
      maxTokens: answerTokens(entry, question),
      responseSchema: question.responseSchema,
      signal,
      idleTimeout: this.#options.idleTimeout,
    };
  }

  #account({ route, question, attempts, certain, answeredBy }: Call): void {
    const { inputTokens = estimatedInput(question), outputTokens } =
      attempts.filter(({ outcome }) => outcome === 'ok').at(-1) ?? {};
    const choices = [this.router.entry(route.provider, route.model), ...this.router.choices(question)];
    const others = outputTokens === undefined ? undefined : otherChoices(choices, inputTokens, outputTokens);
    this.#calls.push({
      route,
      dataType: question.dataType,
      answeredBy,
      source: 'model',
      attempts,
      cost: attempts.reduce((sum, { cost }) => sum + cost, 0),
      certain,
      cheapest: others?.cheapest,
      dearest: others?.dearest,
    });
  }

  #accountFree(route: Route, question: Question, source: AnswerSource, answeredBy: string): void {
    const { provider, model } = route;
    const none = { milliseconds: 0, inputTokens: undefined, outputTokens: undefined, cost: 0 };
    this.#calls.push({
      route,
      dataType: question.dataType,
      answeredBy,
      source,
      attempts: [{ provider, model, outcome: 'ok', ...none, cached: source !== 'local' }],
      cost: 0,
      certain: true,
      cheapest: undefined,
      dearest: undefined,
    });
  }
}

/** Why a model rests, where it does. */
function restOf(breaker: Breaker | undefined): string | undefined {
  if (breaker === undefined || breaker.rest === 0) return undefined;
  return `it rests for ${Math.ceil(breaker.rest / 1000)} s after ${breaker.last?.code}`;
}

function restingError({ provider, model }: Route, breaker: Breaker): ModelError {
  const { last, rest } = breaker;
  const words = `${provider} (${model}) is left alone for ${Math.ceil(rest / 1000)} s, since it failed again and again. ${last?.message ?? ''}`;
  return new ModelError(last?.code ?? 'model/server', words.trimEnd(), {
    provider,
    model,
    retryable: last?.retryable ?? true,
    status: last?.status,
    retryAfter: rest,
    cause: last,
  });
}
