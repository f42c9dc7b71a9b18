import type { ModelEvent } from './provider.js';

/** One question to a language model, whoever answers it. */
export interface Question {
  readonly system: string | undefined;
  readonly prompt: string;
  /** JSON Schema of the answer. */
  readonly responseSchema: object | undefined;
  /** Tokens of the answer, at most. */
  readonly maxTokens: number;
  readonly temperature: number | undefined;
  readonly seed: number | undefined;
  /** Tells questions with the same text apart: seed, table, rows and attempt. Part of the cache key. */
  readonly identity: string;
  readonly dataType: 'structured' | 'timeseries' | 'events' | 'plan';
  /** Tokens of its smallest part, where it can be asked in parts: a model with a short context is asked those. */
  readonly leastInput?: number | undefined;
}

/** A model that can be asked. */
export interface Route {
  /** `gemini`, `openRouter`, `local`, or a name of `models.providers`. */
  readonly provider: string;
  /** As asked for: an alias, or an id. */
  readonly requested: string;
  /** The provider's id. */
  readonly model: string;
  /** Why it was chosen, in a few words. */
  readonly reason: string;
}

/** Asks models: routes, retries, limits, budget and cache are behind it. */
export interface ModelClient {
  /**
   * The models to ask, best first: those asked for, then the fallback chain.
   * @param wanted ids that the caller wants before those of the run.
   * @throws ModelError `model/no-key` where none can be used, naming the keys.
   */
  routes(question: Question, wanted?: readonly string[]): readonly Route[];
  /**
   * Asks one model: attempts are repeated where that may help; text already passed on is never repeated, so a failure after
   * the first piece is thrown. @throws ModelError; BudgetError before a call that the budget may not cover
   */
  ask(route: Route, question: Question, signal?: AbortSignal): AsyncIterable<ModelEvent>;
  /** An answer was good for nothing: the same question is not to be answered from a cache. */
  forget?(route: Route, question: Question): Promise<void>;
}

/** One attempt of a call, for the report. */
export interface Attempt {
  /** Who was asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** How long it took. */
  readonly milliseconds: number;
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  /** As the provider counts them. */
  readonly inputTokens: number | undefined;
  /** As the provider counts them. */
  readonly outputTokens: number | undefined;
  /** US dollars; NaN where unknown. */
  readonly cost: number;
  /** The answer was kept from before. */
  readonly cached: boolean;
}
