import type { ModelClient, Question, Route } from '../../../engine/src/models/client.js';
import { ModelError, type ModelErrorCode } from '../../../engine/src/models/error.js';
import type { FinishReason, ModelEvent, ModelUsage } from '../../../engine/src/models/provider.js';

export interface Asked {
  readonly route: Route;
  readonly question: Question;
  /** How many values the question asks for. */
  readonly count: number;
}

export interface Reply {
  readonly text?: string;
  readonly finish?: FinishReason;
  readonly usage?: ModelUsage;
  /** Thrown after the text. */
  readonly error?: Error;
  readonly pieces?: number;
}

/** A model client in memory that answers by a script. */
export class ScriptedClient implements ModelClient {
  readonly asked: Asked[] = [];
  active = 0;
  peak = 0;

  constructor(
    private readonly script: (asked: Asked, number: number) => Reply | string | Promise<Reply | string>,
    private readonly models: readonly string[] = ['one'],
  ) {}

  routes(_question: Question, wanted: readonly string[] = []): readonly Route[] {
    return [...wanted, ...this.models].map((model) => ({
      provider: 'scripted',
      requested: model,
      model,
      reason: 'asked for',
    }));
  }

  async *ask(route: Route, question: Question, signal?: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    signal?.throwIfAborted();
    const asked = { route, question, count: countOf(question.prompt) };
    const number = this.asked.push(asked) - 1;
    this.peak = Math.max(this.peak, ++this.active);
    try {
      const said = await this.script(asked, number);
      const reply = typeof said === 'string' ? { text: said } : said;
      const text = reply.text ?? '';
      const size = reply.pieces ?? 17;
      for (let i = 0; i < text.length; i += size) {
        await Promise.resolve();
        signal?.throwIfAborted();
        yield { type: 'text', text: text.slice(i, i + size) };
      }
      if (reply.error !== undefined) throw reply.error;
      yield { type: 'end', finish: reply.finish ?? 'stop', usage: reply.usage ?? {}, model: route.model };
    } finally {
      this.active--;
    }
  }
}

export function failure(code: ModelErrorCode, message: string = code, retryable = false): ModelError {
  return new ModelError(code, message, { provider: 'scripted', model: 'one', retryable });
}

export function countOf(prompt: string): number {
  const found = /for each of the (\d+) numbered|^(?:Write|Generate) (\d+) /u.exec(prompt);
  return Number(found?.[1] ?? found?.[2]);
}

/** The numbered conditions of a question, in full. */
export function conditionsOf(prompt: string): string[] {
  const shared = /^Every condition begins with: (.*)$/mu.exec(prompt)?.[1] ?? '';
  return [...prompt.matchAll(/^(\d+): (.*)$/gmu)].map(([, , text]) => text!.replace(/^…/u, shared));
}

/** A good answer to any question of these tests: a text for each condition, or different ones. */
export function goodAnswer({ question, count }: Asked, text: (condition: string, i: number) => unknown): string {
  const conditions = conditionsOf(question.prompt);
  const instruction = /^Instruction: (.*)$/mu.exec(question.prompt)?.[1] ?? '';
  if (!/numbered conditions/u.test(question.prompt)) {
    return JSON.stringify({ rows: Array.from({ length: count }, (_, i) => text(instruction, i)) });
  }
  return JSON.stringify(Object.fromEntries(conditions.map((condition, i) => [String(i + 1), text(condition, i)])));
}
