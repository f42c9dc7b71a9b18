import { ALIASES_VERSION } from './aliases.js';
import type { BudgetState } from './budget.js';
import type { CatalogueEntry } from './catalogue.js';
import type { Attempt, Question, Route } from './client.js';
import { costOf } from './price.js';
import type { SkippedModel } from './router.js';

/** What a call would have cost elsewhere. */
export interface OtherChoice {
  /** Who could have been asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** US dollars. */
  readonly cost: number;
}

/** One question that was asked, from its first attempt to its last. */
export interface CallReport {
  /** Who was asked first, and why. */
  readonly route: Route;
  /** What it was about. */
  readonly dataType: Question['dataType'];
  /** The model that answered, as its provider names it; undefined where none did. */
  readonly answeredBy: string | undefined;
  /** Where the answer came from; `local`: text made here, without a model. */
  readonly source: AnswerSource;
  /** Every request, in its order. */
  readonly attempts: readonly Attempt[];
  /** US dollars of all attempts; NaN where not known. */
  readonly cost: number;
  /** false: it may have cost less. */
  readonly certain: boolean;
  /** Of the models that could have been asked, for as many tokens; undefined where no price is known. */
  readonly cheapest: OtherChoice | undefined;
  /** As `cheapest`. */
  readonly dearest: OtherChoice | undefined;
}

export type AnswerSource = 'memory' | 'disk' | 'shared' | 'model' | 'local';

/** What one model did. */
export interface ModelTotals {
  /** Who was asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** The names by which it was asked for. */
  readonly requested: readonly string[];
  /** Questions that it answered or should have. */
  readonly calls: number;
  /** Of these, answered from the cache. */
  readonly cached: number;
  /** Requests sent, repeated ones among them. */
  readonly attempts: number;
  /** Attempts that failed, by the code of their errors. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of all attempts. */
  readonly inputTokens: number;
  /** Of all attempts. */
  readonly outputTokens: number;
  /** US dollars; NaN where not known. */
  readonly cost: number;
}

/** A way that questions took: who was asked, and why. */
export interface DecisionReport {
  /** What it was about. */
  readonly dataType: Question['dataType'];
  /** The models to ask, in their order. */
  readonly routes: readonly Route[];
  /** Models that could not be asked. */
  readonly skipped: readonly SkippedModel[];
  /** Questions that took it. */
  readonly questions: number;
}

/** What the models of a run did, cost and decided. Amounts in US dollars. */
export interface ModelReport {
  /** Every call, in its order. */
  readonly calls: readonly CallReport[];
  /** Sums by model. */
  readonly models: readonly ModelTotals[];
  /** Which models were chosen, and why others were not. */
  readonly decisions: readonly DecisionReport[];
  /** Of all attempts. */
  readonly inputTokens: number;
  /** Of all attempts. */
  readonly outputTokens: number;
  /** Of all calls whose cost is known. */
  readonly cost: number;
  /** The part of `cost` that no provider has confirmed. */
  readonly uncertain: number;
  /** Calls whose cost is not known. */
  readonly unknownCosts: number;
  /** What the same answers would have cost from the cheapest and from the dearest model that could be asked. */
  readonly cheapest: number;
  readonly dearest: number;
  /** Share of calls that were answered without a model being asked, 0 … 1. */
  readonly hitRate: number;
  /** Calls that were answered by text made here. */
  readonly local: number;
  /** Undefined where none was set. */
  readonly budget: BudgetState | undefined;
  /** Version of the table of older names. */
  readonly aliases: string;
}

/** The cheapest and the dearest of the models that could have been asked, for so many tokens. */
export function otherChoices(
  choices: readonly CatalogueEntry[],
  inputTokens: number,
  outputTokens: number,
): Pick<CallReport, 'cheapest' | 'dearest'> {
  const priced = choices
    .filter(({ price }) => price !== undefined)
    .map(({ provider, id, price }) => ({ provider, model: id, cost: costOf(price, inputTokens, outputTokens) }))
    .sort((a, b) => a.cost - b.cost);
  return { cheapest: priced.at(0), dearest: priced.at(-1) };
}

/** Sums up. */
export function summarise(
  calls: readonly CallReport[],
  decisions: readonly DecisionReport[],
  budget: BudgetState | undefined,
): ModelReport {
  const asked = calls.filter(({ source }) => source === 'model');
  const attempts = calls.flatMap((call) => call.attempts);
  const known = calls.filter(({ cost }) => !Number.isNaN(cost));
  return {
    calls,
    models: totals(calls),
    decisions,
    inputTokens: sum(attempts, ({ inputTokens }) => inputTokens),
    outputTokens: sum(attempts, ({ outputTokens }) => outputTokens),
    cost: sum(known, ({ cost }) => cost),
    uncertain: sum(known, ({ cost, certain }) => (certain ? 0 : cost)),
    unknownCosts: calls.length - known.length,
    cheapest: sum(asked, ({ cheapest }) => cheapest?.cost),
    dearest: sum(asked, ({ dearest }) => dearest?.cost),
    hitRate: calls.length === 0 ? 0 : calls.filter(({ source }) => isHit(source)).length / calls.length,
    local: calls.filter(({ source }) => source === 'local').length,
    budget,
    aliases: ALIASES_VERSION,
  };
}

function totals(calls: readonly CallReport[]): ModelTotals[] {
  const byModel = new Map<string, CallReport[]>();
  for (const call of calls) {
    const key = `${call.route.provider}:${call.route.model}`;
    const own = byModel.get(key);
    if (own === undefined) byModel.set(key, [call]);
    else own.push(call);
  }
  return [...byModel.values()].map((own) => {
    const { provider, model } = own[0].route;
    const attempts = own.flatMap((call) => call.attempts);
    const failures: Record<string, number> = {};
    for (const { outcome } of attempts) if (outcome !== 'ok') failures[outcome] = (failures[outcome] ?? 0) + 1;
    return {
      provider,
      model,
      requested: [...new Set(own.map(({ route }) => route.requested))],
      calls: own.length,
      cached: own.filter(({ source }) => isHit(source)).length,
      attempts: attempts.filter(({ cached }) => !cached).length,
      failures,
      inputTokens: sum(attempts, ({ inputTokens }) => inputTokens),
      outputTokens: sum(attempts, ({ outputTokens }) => outputTokens),
      cost: sum(own, ({ cost }) => cost),
    };
  });
}

function isHit(source: AnswerSource): boolean {
  return source === 'memory' || source === 'disk' || source === 'shared';
}

function sum<T>(items: readonly T[], amount: (item: T) => number | undefined): number {
  return items.reduce((total, item) => total + (amount(item) ?? 0), 0);
}
