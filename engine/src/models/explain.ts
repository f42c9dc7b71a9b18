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
  /** One of them. */
  readonly question: Question;
  readonly calls: number;
  /** Tokens of one answer, as a rule; half of the most that it may have. */
  readonly outputTokens?: number | undefined;
  /** Ids that the field itself asks for. */
  readonly wanted?: readonly string[] | undefined;
}

/** One model, if it answered all questions of a kind. Amounts in US dollars, NaN where the price is not known. */
export interface ExplainedRoute extends Route {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number;
  /** No more than that, if nothing is asked twice. */
  readonly worst: number;
}

export interface ExplainedQuestions {
  readonly label: string;
  readonly calls: number;
  /** Best first: the first is asked, the others where it fails. */
  readonly routes: readonly ExplainedRoute[];
  readonly skipped: readonly SkippedModel[];
}

/** What a run would ask of models, by the first model of each kind of question. */
export interface Explanation {
  readonly questions: readonly ExplainedQuestions[];
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number;
  readonly worst: number;
  /** The same in sentences. */
  readonly words: readonly string[];
}

/** Reckons what questions would cost, before anything is sent. @throws as `ModelRouter.routes` */
export function explain(router: ModelRouter, plan: readonly PlannedQuestions[], budget: BudgetState): Explanation {
  const questions = plan.map((planned) => explainOne(router, planned));
  const first = questions.map(({ routes }) => routes[0]);
  const sum = (amount: (route: ExplainedRoute) => number): number =>
    first.reduce((all, route) => all + amount(route), 0);
  const total = {
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: sum(({ cost }) => cost),
    worst: sum(({ worst }) => worst),
  };
  return { questions, ...total, words: [...questions.flatMap(wordsOf), ...wordsOfTotal(total, budget)] };
}

function explainOne(router: ModelRouter, planned: PlannedQuestions): ExplainedQuestions {
  const { label, question, calls, outputTokens, wanted } = planned;
  const routes = router.routes(question, wanted).map((route): ExplainedRoute => {
    if (route.provider === LOCAL) return { ...route, calls, inputTokens: 0, outputTokens: 0, cost: 0, worst: 0 };
    const entry = router.entry(route.provider, route.model);
    const input = estimatedInput(question);
    const output = Math.min(outputTokens ?? Math.ceil(question.maxTokens / 2), answerTokens(entry, question));
    return {
      ...route,
      calls,
      inputTokens: input * calls,
      outputTokens: output * calls,
      cost: costOf(entry.price, input, output) * calls,
      worst: worstCost(entry, question) * calls,
    };
  });
  return { label, calls, routes, skipped: router.decide(question, wanted).skipped };
}

function wordsOf({ label, calls, routes, skipped }: ExplainedQuestions): string[] {
  const asked = routes.map(({ requested, model, provider, reason, inputTokens, outputTokens, cost, worst }, i) => {
    const name = requested === model || requested === 'auto' ? model : `${requested} (${model})`;
    const price = Number.isNaN(cost) ? 'price unknown' : `about ${dollars(cost)}, at most ${dollars(worst)}`;
    const size = `${thousands(inputTokens)} tokens in, ${thousands(outputTokens)} out`;
    return `${i === 0 ? `${label}: ${plural(calls, 'call')} to` : '  if that fails,'} ${name}${provider === LOCAL ? '' : ` at ${provider}, ${size}, ${price}`} – ${reason}`;
  });
  const left = skipped.filter(({ requested }) => requested !== 'auto');
  return [...asked, ...left.map(({ requested, reason }) => `  not ${requested}: ${reason}`)];
}

function wordsOfTotal(
  { calls, cost, worst }: Pick<Explanation, 'calls' | 'cost' | 'worst'>,
  budget: BudgetState,
): string[] {
  const price = Number.isNaN(cost)
    ? 'at a price that is not known'
    : `for about ${dollars(cost)}, at most ${dollars(worst)}`;
  const total = `In all ${plural(calls, 'call')} ${price}.`;
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
