import type { CatalogueEntry } from './catalogue.js';
import type { Question } from './client.js';
import type { ModelError, ModelErrorCode } from './error.js';
import { costOf, worstCostOf } from './price.js';
import type { ModelUsage } from './provider.js';
import { estimatedInput, mostInput } from './tokens.js';

/** What a call cost. */
export interface Bill {
  /** US dollars; NaN where not known. */
  readonly cost: number;
  /** false: it may have been less. */
  readonly certain: boolean;
}

const NOTHING: Bill = { cost: 0, certain: true };
/** Providers do not charge for what they refuse to begin. */
const FREE: ReadonlySet<ModelErrorCode> = new Set<ModelErrorCode>([
  'model/bad-request',
  'model/no-key',
  'model/bad-key',
  'model/no-credit',
  'model/forbidden',
  'model/not-found',
  'model/rate-limited',
]);
/** Codes of failures to connect, as Node and undici name them: nothing was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Tokens that the answer may have: those asked for, as far as the model and its context allow. */
export function answerTokens(entry: CatalogueEntry, question: Question): number {
  const { contextTokens = Infinity, maxOutputTokens = Infinity } = entry;
  const room = Math.max(1, contextTokens - estimatedInput(question));
  return Math.min(question.maxTokens, maxOutputTokens, room);
}

/** The most that one attempt can cost; NaN where the price is not known. */
export function worstCost(entry: CatalogueEntry, question: Question): number {
  return worstCostOf(entry.price, mostInput(question), answerTokens(entry, question));
}

/** A call that ended. What the provider says that it cost is stronger than any price. */
export function billOf(entry: CatalogueEntry, usage: ModelUsage, worst: number): Bill {
  if (usage.cost !== undefined) return { cost: usage.cost, certain: true };
  const { inputTokens, outputTokens } = usage;
  if (entry.price === undefined) return { cost: NaN, certain: false };
  if (inputTokens === undefined || outputTokens === undefined) return { cost: worst, certain: worst === 0 };
  return { cost: costOf(entry.price, inputTokens, outputTokens), certain: true };
}

/**
 * A call that failed.
 * @param answered whether pieces of an answer had come.
 */
export function billOfFailure(entry: CatalogueEntry, error: ModelError, answered: boolean, worst: number): Bill {
  const { usage = {}, code, status } = error;
  if (usage.cost !== undefined || (usage.inputTokens !== undefined && usage.outputTokens !== undefined)) {
    return billOf(entry, usage, worst);
  }
  const refused = FREE.has(code) || (code === 'model/server' && status !== undefined);
  if (!answered && (refused || isUnsent(error))) return NOTHING;
  return { cost: worst, certain: worst === 0 };
}

function isUnsent(error: ModelError): boolean {
  if (error.code !== 'model/network') return false;
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && UNSENT.has(cause.code)) return true;
  }
  return false;
}
