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

function asked(question: Question): Record<string, unknown> {
  const { system, prompt, responseSchema, maxTokens, temperature, seed, identity, dataType } = question;
  return { system, prompt, responseSchema, maxTokens, temperature, seed, identity, dataType };
}

/** What `aggressive` goes by: an identity begins with the seed and a slash, and all that follows is kept. */
function withoutSeed(question: Question): Question {
  const seed = /^-?\d+\//u.exec(question.identity);
  return seed === null
    ? question
    : { ...question, seed: undefined, identity: question.identity.slice(seed[0].length - 1) };
}
