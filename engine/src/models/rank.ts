import { OptionError } from '../errors.js';
import type { CatalogueEntry } from './catalogue.js';
import type { Question } from './client.js';
import type { Health } from './health.js';
import type { KnownModel } from './known-models.js';
import { costOf, dollars } from './price.js';
import { estimatedInput } from './tokens.js';

/** What a choice goes by. */
export type Strategy = 'cost-optimized' | 'performance' | 'quality' | 'hybrid';

/** How much each counts in `hybrid`; only their proportions matter. */
export interface Weights {
  readonly cost?: number | undefined;
  readonly performance?: number | undefined;
  readonly quality?: number | undefined;
}

/** A model that may be chosen. */
export interface Candidate {
  readonly entry: CatalogueEntry;
  readonly known: KnownModel | undefined;
  /** Whether it holds answers to a schema, where that is known. */
  readonly structured: boolean | undefined;
  readonly health: Health | undefined;
}

interface Measured {
  readonly candidate: Candidate;
  /** US dollars of an answer that is worth something; NaN where not known. */
  readonly cost: number;
  readonly seconds: number;
  readonly quality: number;
}

const WEIGHTS = { cost: 0.4, performance: 0.2, quality: 0.4 };
/** Of the tokens that an answer may take, the part that it takes as a rule. */
const USUAL_ANSWER = 0.5;
/** How well a model has to write for a type of data to be chosen for its price alone. */
const GOOD_ENOUGH: Readonly<Record<Question['dataType'], number>> = {
  structured: 0.55,
  timeseries: 0.6,
  events: 0.6,
  plan: 0.7,
};
/** Below any amount that is worth a choice, in US dollars; keeps what is free comparable. */
const NOTHING = 1e-6;

/** Candidates by a strategy, best first, each with the reason in words. */
export function rank(
  candidates: readonly Candidate[],
  question: Question,
  strategy: Strategy,
  weights: Weights = WEIGHTS,
): { readonly candidate: Candidate; readonly reason: string }[] {
  const all = candidates.map((candidate) => measure(candidate, question));
  const score = scorer(all, question, strategy, weights);
  return all
    .map((measured, order) => ({ measured, order, score: score(measured) }))
    .sort((a, b) => b.score - a.score || b.measured.quality - a.measured.quality || a.order - b.order)
    .map(({ measured }) => ({ candidate: measured.candidate, reason: reasonOf(measured, strategy) }));
}

function measure(candidate: Candidate, question: Question): Measured {
  const { entry, known, health, structured } = candidate;
  const output = question.maxTokens * USUAL_ANSWER;
  const works = 1 - (health?.errorRate ?? 0.05);
  const speed = health?.speed ?? known?.speed ?? 60;
  const seconds = (health?.firstPiece ?? known?.firstPiece ?? 1.5) + output / speed;
  // An answer that is not held to its schema has to be mended or asked for again now and then.
  const held = question.responseSchema === undefined || structured === true ? 1 : 0.85;
  return {
    candidate,
    cost: costOf(entry.price, estimatedInput(question), output) / (works * held),
    seconds: seconds / works,
    quality: (known?.quality ?? 0.5) * held,
  };
}

/** Scores from 0 to 1: the best of all has 1, one half as good has 0.5. */
function scorer(
  all: readonly Measured[],
  { dataType }: Question,
  strategy: Strategy,
  weights: Weights,
): (one: Measured) => number {
  const costs = all.map(({ cost }) => cost).filter((cost) => !Number.isNaN(cost));
  const cheapest = Math.min(...costs);
  const fastest = Math.min(...all.map(({ seconds }) => seconds));
  const best = Math.max(...all.map(({ quality }) => quality));
  const byCost = ({ cost }: Measured): number => (Number.isNaN(cost) ? 0 : (cheapest + NOTHING) / (cost + NOTHING));
  const bySpeed = ({ seconds }: Measured): number => fastest / seconds;
  const byQuality = ({ quality }: Measured): number => quality / best;
  switch (strategy) {
    case 'cost-optimized':
      return (one) => byCost(one) + (one.quality >= GOOD_ENOUGH[dataType] ? 1 : 0);
    case 'performance':
      return bySpeed;
    case 'quality':
      return byQuality;
    case 'hybrid': {
      const { cost = 0, performance = 0, quality = 0 } = weights;
      const sum = cost + performance + quality;
      if (!(sum > 0) || Math.min(cost, performance, quality) < 0) {
        throw new OptionError('the weights of hybrid routing are 0 or more, and not all 0');
      }
      return (one) => (cost * byCost(one) + performance * bySpeed(one) + quality * byQuality(one)) / sum;
    }
  }
}

function reasonOf({ cost, seconds, quality, candidate }: Measured, strategy: Strategy): string {
  const price = Number.isNaN(cost) ? 'price unknown' : `about ${dollars(cost)} a call`;
  const time = `about ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const failures = candidate.health === undefined ? '' : `, ${Math.round(candidate.health.errorRate * 100)} % failures`;
  const leading: Record<Strategy, string> = {
    'cost-optimized': `chosen for its cost: ${price}`,
    performance: `chosen for its speed: ${time} a call${failures}`,
    quality: `chosen for its quality: ${quality.toFixed(2)} of 1, ${price}`,
    hybrid: `chosen by weights: ${price}, ${time}, quality ${quality.toFixed(2)}`,
  };
  return leading[strategy];
}
