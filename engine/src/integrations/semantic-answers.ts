import { contentKey } from '../cache/keys.js';
import type { Question, Route } from '../models/client.js';
import type { AnswerLayer } from '../models/session.js';
import type { AnswerCache } from '../models/model-client.js';
import type { FinishReason, ModelEvent, ModelUsage } from '../models/provider.js';
import { embedAll, type Embedder } from './embedder.js';
import type { VectorStore } from './vector-store.js';

interface KeptAnswer {
  readonly text: string;
  readonly finish: FinishReason;
  readonly usage: ModelUsage;
  readonly model: string;
}

/**
 * Answers questions that are nearly those of earlier runs: the same model, table, field and form of answer, and a similar text.
 * Stands before the call, behind the cache that knows equal questions. An answer serves once a run, and never the run that got
 * it, so that rows of one run stay different; questions that are asked again are always asked.
 */
export function semanticAnswers(open: () => Promise<VectorStore>, embedder: Embedder, threshold: number): AnswerLayer {
  return async (inner, { secrets }) => new SemanticAnswers(inner, await open(), embedder, threshold, secrets);
}

class SemanticAnswers implements AnswerCache {
  /** Ids of answers that have served, or are of this run. */
  readonly #spent = new Set<string>();

  constructor(
    private readonly inner: AnswerCache,
    private readonly store: VectorStore,
    private readonly embedder: Embedder,
    private readonly threshold: number,
    private readonly secrets: () => Iterable<string>,
  ) {}

  share(
    route: Route,
    question: Question,
    call: (signal: AbortSignal) => AsyncIterable<ModelEvent>,
    signal?: AbortSignal,
  ): ReturnType<AnswerCache['share']> {
    const kind = kindOf(route, question);
    if (kind === undefined) return this.inner.share(route, question, call, signal);
    let near = false;
    const found = (): void => void (near = true);
    const shared = this.inner.share(route, question, (all) => this.#answer(kind, question, call, all, found), signal);
    return { events: shared.events, source: () => (near && shared.source() === 'model' ? 'disk' : shared.source()) };
  }

  async *#answer(
    kind: string,
    question: Question,
    call: (signal: AbortSignal) => AsyncIterable<ModelEvent>,
    signal: AbortSignal,
    found: () => void,
  ): AsyncGenerator<ModelEvent, void, undefined> {
    const [vector] = await embedAll(this.embedder, [question.prompt], ['a question'], signal);
    const near = await this.#near(kind, vector);
    if (near !== undefined) {
      found();
      const { text, finish, usage, model } = near;
      if (text !== '') yield { type: 'text', text };
      yield { type: 'end', finish, usage, model };
      return;
    }
    let text = '';
    for await (const event of call(signal)) {
      if (event.type === 'text') text += event.text;
      else if (event.finish === 'stop') await this.#keep(kind, question, vector, { ...event, text });
      yield event;
    }
  }

  async #near(kind: string, vector: Float32Array): Promise<KeptAnswer | undefined> {
    const [hit] = await this.store.search(vector, 1, ({ id, similarity, metadata }) => {
      return metadata.kind === kind && similarity >= this.threshold && !this.#spent.has(id);
    });
    if (hit === undefined) return undefined;
    this.#spent.add(hit.id);
    return hit.metadata.answer as KeptAnswer;
  }

  async #keep(kind: string, question: Question, vector: Float32Array, answer: KeptAnswer): Promise<void> {
    const { text, finish, usage, model } = answer;
    for (const secret of this.secrets()) if (secret !== '' && text.includes(secret)) return;
    const id = contentKey('semantic-v1', { kind, prompt: question.prompt, identity: question.identity });
    this.#spent.add(id);
    const metadata = { kind, answer: { text, finish, usage, model }, embedder: this.embedder.name };
    // What was paid for is passed on whether it can be kept or not.
    await this.store.insert([{ id, vector, metadata }]).catch(() => undefined);
  }
}

/**
 * What has to be equal for one answer to serve another question: an identity is `SEED/TABLE/FIELD/ROWS/ATTEMPT/FORM`.
 * `undefined` for questions that were asked before: an answer like the last one would not help.
 */
function kindOf(
  { provider, model }: Route,
  { identity, system, responseSchema, dataType }: Question,
): string | undefined {
  const parts = identity.split('/');
  const [attempt, form] = parts.slice(-2);
  if (attempt !== '0') return undefined;
  const place = parts.slice(1, -3).join('/');
  // The schema of an answer counts its rows.
  return contentKey('kind-v1', {
    provider,
    model,
    system,
    place,
    form,
    dataType,
    schema: responseSchema !== undefined,
  });
}
