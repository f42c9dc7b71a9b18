import type { Question, Route } from '../models/client.js';
import { canonicalJson } from './canonical.js';
import type { CachePolicy } from './policy.js';
import { sha256 } from './sha256.js';

/**
 * A key from content: a name with a version, and SHA-256 over canonical JSON. It tells nothing of the content but whether
 * it is the same. Equal content gives equal keys whatever the order of its names; a new meaning takes a new version.
 */
export function contentKey(prefix: `${string}-v${number}`, content: unknown): string {
  return `${prefix}-${sha256(canonicalJson(content))}`;
}

/** What tells questions with the same text apart. */
export interface QuestionParts {
  readonly seed: number;
  readonly table: string;
  readonly field?: string | undefined;
  /** Row numbers that are asked for. */
  readonly rows: readonly number[];
  /** 0, then one more each time that the same rows are asked for again. */
  readonly attempt: number;
}

/** The identity of a {@link Question}, in the form that lets `aggressive` leave out the seed alone. */
export function identityOf(parts: QuestionParts): string {
  const { seed, table, field, rows, attempt } = parts;
  return canonicalJson({ seed, table, field, rows: spans(rows), attempt });
}

/** The key of the answer of one model to a question. Neither headers nor keys of the provider are part of it. */
export function answerKey(
  route: Pick<Route, 'provider' | 'model'>,
  question: Question,
  policy: CachePolicy = 'default',
): string {
  return contentKey('answer-v1', {
    provider: route.provider,
    model: route.model,
    ...asked(policy === 'aggressive' ? withoutSeed(question) : question),
  });
}

/** The key of the models that answered a question, in the order in which they did. */
export function routesKey(question: Question): string {
  return `routes-v1/${sha256(canonicalJson(asked(question)))}`;
}

/** What decides one row that a model writes. */
export interface RowParts {
  readonly row: number;
  /** The instruction with the conditions of the row filled in. */
  readonly prompt: string;
}

/**
 * Keys of the rows of one field or table: the part before the slash is theirs in common, so that they are kept and read
 * together.
 * @param common everything else that decides a row: table, field, seed, schema, models asked for, version of the prompt.
 */
export function rowKeys(common: Readonly<Record<string, unknown>>): (parts: RowParts) => string {
  const shared = sha256(canonicalJson(common)).slice(0, 32);
  return ({ row, prompt }) => `row-v1-${shared}/${sha256(canonicalJson([row, prompt])).slice(0, 40)}`;
}

function asked(question: Question): Record<string, unknown> {
  const { system, prompt, responseSchema, maxTokens, temperature, seed, identity, dataType } = question;
  return { system, prompt, responseSchema, maxTokens, temperature, seed, identity, dataType };
}

function withoutSeed(question: Question): Question {
  let identity: unknown;
  try {
    identity = JSON.parse(question.identity);
  } catch {
    identity = undefined;
  }
  if (typeof identity !== 'object' || identity === null || !('seed' in identity)) return question;
  return { ...question, seed: undefined, identity: canonicalJson({ ...identity, seed: undefined }) };
}

/** Row numbers as spans `[first, last]`: a chunk is short whatever its length. */
function spans(rows: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === row - 1) last[1] = row;
    else found.push([row, row]);
  }
  return found;
}
