import { answerTokens, worstCost } from './billing.js';
import type { BudgetState } from './budget.js';
import type { Question, Route } from './client.js';
import { costOf, dollars } from './price.js';
import { LOCAL } from './resolve.js';
import type { ModelRouter, SkippedModel } from './router.js';
import { estimatedInput } from './tokens.js';

/** Questions of one kind that a run would ask. */
export interface PlannedQuestions {
  /** What is written: `customers.review`. */
  readonly label: string;
  /** The largest of them. */
  readonly question: Question;
  readonly calls: number;
  /** Tokens of one question, as a rule; as many as this one has. */
  readonly inputTokens?: number | undefined;
  /** Tokens of one answer, as a rule; half of the most that it may have. */
  readonly outputTokens?: number | undefined;
  /** Ids that the field itself asks for. */
  readonly wanted?: readonly string[] | undefined;
}

/** One model, if it answered all questions of a kind. Amounts in US dollars, NaN where the price is not known. */
export interface ExplainedRoute extends Route {
  /** Calls it would take. */
  readonly calls: number;
  /** About so many tokens of questions. */
  readonly inputTokens: number;
  /** About so many tokens of answers. */
  readonly outputTokens: number;
  /** About so many US dollars; NaN where not known. */
  readonly cost: number;
  /** No more than that, if nothing is asked twice. */
  readonly worst: number;
}

/** Questions of one kind: of a field, a pool, or whole rows. */
export interface ExplainedQuestions {
  readonly label: string;
  readonly calls: number;
  /** Best first: the first is asked, the others where it fails. Empty where nobody can be asked. */
  readonly routes: readonly ExplainedRoute[];
  /** Models that are left out; with what they would cost where only a key is missing. */
  readonly skipped: readonly (SkippedModel & { readonly if?: ExplainedRoute | undefined })[];
}

/** What a run would ask of models, by the first model of each kind of question. */
export interface Explanation {
  /** By field, pool or table. */
  readonly questions: readonly ExplainedQuestions[];
  /** Calls it would take. */
  readonly calls: number;
  /** About so many tokens of questions. */
  readonly inputTokens: number;
  /** About so many tokens of answers. */
  readonly outputTokens: number;
  /** About so many US dollars; NaN where not known. */
  readonly cost: number;
  /** No more US dollars than that, if nothing is asked twice. */
  readonly worst: number;
  /** The same in sentences. */
  readonly words: readonly string[];
}

/**
 * Reckons what questions would cost, before anything is sent. Where nobody can be asked for want of a key, it is the cost
 * with that key.
 * @throws OptionError for a name that nobody answers to
 */
export function explain(router: ModelRouter, plan: readonly PlannedQuestions[], budget: BudgetState): Explanation {
  const questions = plan.map((planned) => explainOne(router, planned));
  const first = questions.flatMap(({ routes, skipped }) => routes.at(0) ?? skipped.find((one) => one.if)?.if ?? []);
  const sum = (amount: (route: ExplainedRoute) => number): number =>
    first.reduce((all, route) => all + amount(route), 0);
  const total = {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: sum(({ cost }) => cost),
    worst: sum(({ worst }) => worst),
  };
  const able = questions.every(({ routes }) => routes.length > 0);
  return { questions, ...total, words: [...questions.flatMap(wordsOf), ...wordsOfTotal(total, budget, able)] };
}

function explainOne(router: ModelRouter, planned: PlannedQuestions): ExplainedQuestions {
  const { label, question, calls, inputTokens, outputTokens, wanted } = planned;
  const decision = router.decide(question, wanted);
  const reckon = (route: Route): ExplainedRoute => {
    if (route.provider === LOCAL) return { ...route, calls, inputTokens: 0, outputTokens: 0, cost: 0, worst: 0 };
    const entry = router.entry(route.provider, route.model);
    const input = inputTokens ?? estimatedInput(question);
    const output = Math.min(outputTokens ?? Math.ceil(question.maxTokens / 2), answerTokens(entry, question));
    return {
      ...route,
      calls,
      inputTokens: input * calls,
      outputTokens: output * calls,
      cost: costOf(entry.price, input, output) * calls,
      worst: worstCost(entry, question) * calls,
    };
  };
  const skipped = decision.skipped.map((skip) => {
    const { provider, requested, model, reason, cause } = skip;
    return cause === 'no-key' ? { ...skip, if: reckon({ provider, requested, model, reason }) } : skip;
  });
  return { label, calls, routes: decision.routes.map(reckon), skipped };
}

function wordsOf({ label, calls, routes, skipped }: ExplainedQuestions): string[] {
  const asked = routes.map((route, i) => {
    const { requested, model, provider, reason } = route;
    const name = requested === model || requested === 'auto' ? model : `${requested} (${model})`;
    const start = i === 0 ? `${label}: ${plural(calls, 'call')} to` : '  if that fails,';
    return `${start} ${name}${provider === LOCAL ? '' : ` at ${provider}, ${sizeOf(route)}`} – ${reason}`;
  });
  const left = skipped
    .filter(({ requested }) => requested !== 'auto')
    .map(({ requested, reason, if: route }) => {
      return `  not ${requested}: ${reason}${route === undefined ? '' : `; with it, ${sizeOf(route)}`}`;
    });
  const nobody = routes.length > 0 ? [] : [`${label}: ${plural(calls, 'call')}, and no model that can be asked`];
  return [...asked, ...nobody, ...left];
}

function sizeOf({ inputTokens, outputTokens, cost, worst }: ExplainedRoute): string {
  const price = Number.isNaN(cost) ? 'price unknown' : `about ${dollars(cost)}, at most ${dollars(worst)}`;
  return `${thousands(inputTokens)} tokens in, ${thousands(outputTokens)} out, ${price}`;
}

function wordsOfTotal(
  { calls, cost, worst }: Pick<Explanation, 'calls' | 'cost' | 'worst'>,
  budget: BudgetState,
  able: boolean,
): string[] {
  if (!able && calls === 0) {
    return ['No language model can be asked: set GEMINI_API_KEY or OPENROUTER_API_KEY, or name a server of your own.'];
  }
  const price = Number.isNaN(cost)
    ? 'at a price that is not known'
    : `for about ${dollars(cost)}, at most ${dollars(worst)}`;
  const total = `In all ${plural(calls, 'call')} ${price}${able ? '' : ', once the keys are set'}.`;
  if (budget.limit === Infinity) return [total];
  const left = dollars(budget.left);
  if (worst <= budget.left) return [total, `The budget of ${left} covers that.`];
  const enough = cost <= budget.left ? 'may not cover' : 'does not cover';
  return [total, `The budget of ${left} ${enough} that: the run stops before it would be passed.`];
}

function plural(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function thousands(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
