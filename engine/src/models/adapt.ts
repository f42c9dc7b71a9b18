import { ModelError } from './error.js';
import type { EventProvider, ModelEvent, ModelOptions, ModelProvider } from './provider.js';

/** Whether a provider tells of usage and of the reason of an end. */
export function tellsEvents(provider: ModelProvider): provider is EventProvider {
  return typeof (provider as Partial<EventProvider>).events === 'function';
}

/**
 * A provider as the engine asks it: one that knows the interface of the architecture alone is read as text that ended by
 * itself, whatever it throws becomes a ModelError, and an abort ends it at once, also where it does not listen.
 */
export async function* eventsFrom(
  provider: ModelProvider,
  prompt: string,
  options: ModelOptions,
): AsyncGenerator<ModelEvent, void, undefined> {
  const { model, signal } = options;
  let abandon = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abandon = () => reject(abortedError(provider.name, model, signal?.reason));
  });
  aborted.catch(() => undefined);
  signal?.addEventListener('abort', abandon, { once: true });
  let source: AsyncIterator<ModelEvent> | undefined;
  try {
    if (signal?.aborted) throw abortedError(provider.name, model, signal.reason);
    source = (tellsEvents(provider) ? provider.events(prompt, options) : eventsOf(provider, prompt, options))[
      Symbol.asyncIterator
    ]();
    for (;;) {
      const next = source.next();
      const { done, value } = await Promise.race([next, aborted]);
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw modelErrorOf(error, provider.name, model, signal);
  } finally {
    signal?.removeEventListener('abort', abandon);
    const left = source?.return?.();
    // One that does not listen may never come to its end.
    if (signal?.aborted) left?.catch(() => undefined);
    else await left;
  }
}

async function* eventsOf(provider: ModelProvider, prompt: string, options: ModelOptions): AsyncGenerator<ModelEvent> {
  for await (const text of iterable(provider.generateStream(prompt, options))) {
    if (text !== '') yield { type: 'text', text };
  }
  yield { type: 'end', finish: 'stop', usage: {}, model: options.model };
}

/** The error as it is, or in the words of whatever was thrown. */
export function modelErrorOf(error: unknown, provider: string, model: string, signal?: AbortSignal): ModelError {
  if (error instanceof ModelError) return error;
  if (signal?.aborted) return abortedError(provider, model, error);
  const words = error instanceof Error ? error.message : String(error);
  return new ModelError('model/bad-response', `${provider} (${model}) failed: ${words}`, {
    provider,
    model,
    retryable: false,
    cause: error,
  });
}

export function abortedError(provider: string, model: string, cause?: unknown): ModelError {
  const message = `${provider} (${model}) was stopped by the caller.`;
  return new ModelError('model/aborted', message, { provider, model, retryable: false, cause });
}

/** The architecture's type is an iterator alone. */
function iterable(source: AsyncIterator<string> | AsyncIterableIterator<string>): AsyncIterable<string> {
  return Symbol.asyncIterator in source ? source : { [Symbol.asyncIterator]: () => source };
}
