import type { Question, Route } from '../../../engine/src/models/client.js';
import type { ModelEvent } from '../../../engine/src/models/provider.js';

export const ROUTE: Route = {
  provider: 'gemini',
  requested: 'gemini-pro',
  model: 'gemini-2.5-flash',
  reason: 'asked for',
};

export const QUESTION: Question = {
  system: 'Be brief.',
  prompt: 'Write three rows.',
  responseSchema: { type: 'array', items: { type: 'string' } },
  maxTokens: 100,
  temperature: 0.9,
  seed: 7,
  identity: '7/users/bio/0-2/0',
  dataType: 'structured',
};

/** An answer in these pieces. */
export function answerOf(
  pieces: readonly string[],
  finish: 'stop' | 'length' | 'blocked' | 'other' = 'stop',
): ModelEvent[] {
  const end: ModelEvent = {
    type: 'end',
    finish,
    usage: { inputTokens: 9, outputTokens: 5, cost: 0.01 },
    model: 'flash-001',
  };
  return [...pieces.map((text): ModelEvent => ({ type: 'text', text })), end];
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function textOf(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

/** A clock that goes when it is told to. */
export class FakeClock {
  time = Date.UTC(2026, 0, 1);
  readonly now = (): number => this.time;
}
