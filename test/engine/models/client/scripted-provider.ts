import { ModelError, type ModelErrorCode } from '../../../../engine/src/models/error.js';
import type { EventProvider, ModelEvent, ModelOptions, ModelUsage } from '../../../../engine/src/models/provider.js';
import type { Question } from '../../../../engine/src/models/client.js';
import type { FakeClock } from './fake-clock.js';

/** What a scripted provider does at one attempt. */
export type Step =
  | { readonly text: string; readonly usage?: ModelUsage; readonly takes?: number; readonly hang?: boolean }
  | {
      readonly fail: ModelErrorCode;
      readonly after?: string;
      readonly retryAfter?: number;
      readonly retryable?: boolean;
      readonly takes?: number;
      readonly status?: number;
      readonly cause?: unknown;
    };

const RETRYABLE = new Set<ModelErrorCode>([
  'model/network',
  'model/timeout',
  'model/rate-limited',
  'model/server',
  'model/empty',
]);

/** A provider in memory that follows a script, one step an attempt; the last step goes on for ever. */
export class ScriptedProvider implements EventProvider {
  readonly supportedModels: string[] = [];
  readonly asked: { readonly at: number; readonly prompt: string; readonly options: ModelOptions }[] = [];
  running = 0;
  most = 0;

  constructor(
    readonly name: string,
    private readonly steps: readonly Step[] | ((attempt: number) => Step),
    private readonly clock?: FakeClock,
    private readonly cost = NaN,
  ) {}

  async *events(prompt: string, options: ModelOptions): AsyncGenerator<ModelEvent> {
    const attempt = this.asked.push({ at: this.clock?.now() ?? 0, prompt, options }) - 1;
    const step =
      typeof this.steps === 'function' ? this.steps(attempt) : this.steps[Math.min(attempt, this.steps.length - 1)];
    this.most = Math.max(this.most, ++this.running);
    let open = true;
    const close = (): void => {
      if (open) this.running--;
      open = false;
    };
    try {
      if (step.takes !== undefined) await this.clock!.wait(step.takes);
      if ('fail' in step) {
        if (step.after !== undefined) yield { type: 'text', text: step.after };
        throw failure(step.fail, { ...step, provider: this.name, model: options.model });
      }
      yield { type: 'text', text: step.text };
      if (step.hang === true) {
        await new Promise<void>((_, reject) => {
          const stop = (): void => reject(failure('model/aborted', { provider: this.name, model: options.model }));
          options.signal?.addEventListener('abort', stop);
          if (options.signal?.aborted) stop();
        });
      }
      close();
      yield {
        type: 'end',
        finish: 'stop',
        usage: step.usage ?? { inputTokens: 10, outputTokens: 5 },
        model: options.model,
      };
    } finally {
      close();
    }
  }

  async generate(): Promise<string> {
    throw new Error('not asked for');
  }

  async *generateStream(): AsyncGenerator<string> {}

  getCost(_model: string, tokens: number): number {
    return this.cost * tokens;
  }
}

export function failure(
  code: ModelErrorCode,
  details: Partial<ConstructorParameters<typeof ModelError>[2]> = {},
): ModelError {
  const { provider = 'test', model = 'm', ...rest } = details;
  return new ModelError(code, `words of ${code}.`, { retryable: RETRYABLE.has(code), ...rest, provider, model });
}

export function question(over: Partial<Question> = {}): Question {
  return {
    system: undefined,
    prompt: 'ten names',
    responseSchema: undefined,
    maxTokens: 1000,
    temperature: 0.7,
    seed: 1,
    identity: 'q',
    dataType: 'structured',
    ...over,
  };
}

export async function read(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
