import { abortedError, eventsFrom, modelErrorOf } from './adapt.js';
import { answerTokens, type Bill, billOf, billOfFailure, worstCost } from './billing.js';
import type { Breaker } from './breaker.js';
import type { Budget } from './budget.js';
import type { CatalogueEntry } from './catalogue.js';
import type { Attempt, Question, Route } from './client.js';
import type { Clock } from './clock.js';
import { ModelError } from './error.js';
import type { Health } from './health.js';
import type { Limiter } from './limits.js';
import type { ModelEvent, ModelOptions, ModelProvider, ModelUsage } from './provider.js';
import { estimatedInput } from './tokens.js';

/** A model, and what stands before it. */
export interface Line {
  /** `provider:model`, for people. */
  readonly name: string;
  readonly provider: ModelProvider;
  readonly breaker: Breaker;
  readonly limiter: Limiter;
  readonly health: Health;
}

/** A question under way, over all its attempts. */
export interface Call {
  readonly route: Route;
  readonly question: Question;
  readonly attempts: Attempt[];
  /** Pieces of an answer were passed on: it cannot be asked for again. */
  answered: boolean;
  /** The model that answered to the end, as its provider names it. */
  answeredBy: string | undefined;
  /** false: it may have cost less. */
  certain: boolean;
}

/** What an attempt needs beside its line. */
export interface AttemptSettings {
  readonly entry: CatalogueEntry;
  readonly options: ModelOptions;
  readonly budget: Budget;
  readonly clock: Clock;
  /** ms that a provider may make us wait. */
  readonly longestWait: number;
}

/**
 * One attempt: money is set aside, then a place is waited for, then the provider is asked; in that order, so that whoever
 * holds a place can go on. However it ends, it is paid for and told.
 * @throws ModelError, BudgetError
 */
export async function* attempt(
  line: Line,
  call: Call,
  { entry, options, budget, clock, longestWait }: AttemptSettings,
): AsyncGenerator<ModelEvent, void, undefined> {
  const { question, route } = call;
  const { provider, model } = route;
  const { signal } = options;
  const worst = worstCost(entry, question);
  const reservation = await budget.reserve(worst, line.name, signal).catch((error: unknown) => {
    throw signal?.aborted ? abortedError(provider, model, error) : error;
  });
  const tokens = estimatedInput(question) + answerTokens(entry, question);
  const permit = await line.limiter.acquire(tokens, signal).catch((error: unknown) => {
    reservation.settle(0);
    throw abortedError(provider, model, error);
  });
  const started = clock.now();
  let firstPiece: number | undefined;
  let open = true;
  const close = (outcome: string, usage: ModelUsage | undefined, { cost, certain }: Bill): void => {
    if (!open) return;
    open = false;
    const { inputTokens, outputTokens } = usage ?? {};
    const milliseconds = clock.now() - started;
    reservation.settle(cost, certain);
    permit.finish(inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens);
    call.certain &&= certain;
    call.attempts.push({ provider, model, milliseconds, outcome, inputTokens, outputTokens, cost, cached: false });
    const seconds = milliseconds / 1000;
    if (outcome === 'ok') line.health.succeeded({ seconds, firstPiece: firstPiece ?? seconds, tokens: outputTokens });
    else if (outcome !== 'model/aborted') line.health.failed();
  };
  try {
    for await (const event of eventsFrom(line.provider, question.prompt, options)) {
      if (event.type === 'text') {
        firstPiece ??= (clock.now() - started) / 1000;
        call.answered = true;
      } else {
        call.answeredBy = event.model;
        close('ok', event.usage, billOf(entry, event.usage, worst));
      }
      yield event;
      if (event.type === 'end') return;
    }
    throw new ModelError('model/truncated', `${line.name} ended without saying so.`, {
      provider,
      model,
      retryable: true,
    });
  } catch (thrown) {
    const error = modelErrorOf(thrown, provider, model, signal);
    if (error.code === 'model/rate-limited') permit.refused(Math.min(error.retryAfter ?? 0, longestWait));
    close(error.code, error.usage, billOfFailure(entry, error, call.answered, worst));
    throw error;
  } finally {
    // Nobody reads on: what the provider has written by then is paid for.
    close('model/aborted', undefined, { cost: worst, certain: worst === 0 });
  }
}
