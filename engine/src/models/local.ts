import type { Question, Route } from './client.js';
import { ModelError } from './error.js';
import type { ModelEvent } from './provider.js';
import { LOCAL } from './resolve.js';

/** The route of text that is made here. It is only taken by name. */
export function isLocal(route: Pick<Route, 'provider'>): boolean {
  return route.provider === LOCAL;
}

/**
 * Answers without a model: a value that satisfies the schema of the answer, the same for the same question. It means
 * nothing; reports mark it.
 * @throws ModelError `model/bad-request` where the question has no schema, or none that a value could satisfy.
 */
export async function* localAnswer(question: Question): AsyncGenerator<ModelEvent, void, undefined> {
  const { responseSchema, dataType } = question;
  if (responseSchema === undefined || dataType === 'plan')
    throw refused('it answers to a schema, and the question has none');
  const text = JSON.stringify(await valueOf(responseSchema, seedOf(question)));
  yield { type: 'text', text };
  yield { type: 'end', finish: 'stop', usage: { inputTokens: 0, outputTokens: 0, cost: 0 }, model: LOCAL };
}

async function valueOf(responseSchema: object, seed: number): Promise<unknown> {
  // The generators know of models: they come in when they are needed.
  const { openRun } = await import('../generators/open.js');
  const { recordsOf } = await import('../generators/records.js');
  const { GeneratorRegistry } = await import('../generators/registry.js');
  // A resource of its own, so that its references stay within it; a list at the root would be taken for rows.
  const answer = { $id: 'urn:agentic-synth:answer', ...(inWords(responseSchema) as object) };
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { answer },
    required: ['answer'],
  };
  try {
    const run = await openRun('structured', { schema, count: 1, seed }, new GeneratorRegistry());
    for await (const { answer } of recordsOf(run.sources[0], { count: 1, seed })) return answer;
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), error);
  }
  throw refused('no value satisfies the schema');
}

/** Keywords whose values are no schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples']);

/** Says of texts that may be anything that they are prose: words mean as little as characters, and look like more. */
function inWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, DATA.has(name) ? (value as unknown) : inWords(value)]),
  );
  const free =
    inner.type === 'string' && !['pattern', 'format', 'enum', 'const', 'title'].some((name) => name in inner);
  return free ? { ...inner, title: 'Description' } : inner;
}

function refused(why: string, cause?: unknown): ModelError {
  return new ModelError('model/bad-request', `Local text cannot answer: ${why}.`, {
    provider: LOCAL,
    model: LOCAL,
    retryable: false,
    cause,
  });
}

/** A seed from what tells questions apart: 31-bit FNV-1a. */
function seedOf({ identity, prompt }: Question): number {
  let hash = 0x811c9dc5;
  for (const text of [identity, prompt]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 1;
}
