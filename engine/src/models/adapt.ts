import { ModelError } from './error.js';
import type { EventProvider, ModelEvent, ModelOptions, ModelProvider } from './provider.js';

/** Whether a provider tells of usage and of the reason of an end. */
export function tellsEvents(provider: ModelProvider): provider is EventProvider {
  return typeof (provider as Partial<EventProvider>).events === 'function';
}

/**
 * A provider as the engine asks it: one that knows the interface of the architecture alone is read as text that ended by
 * itself, and whatever it throws becomes a ModelError.
 */
export async function* eventsFrom(
  provider: ModelProvider,
  prompt: string,
  options: ModelOptions,
): AsyncGenerator<ModelEvent, void, undefined> {
  const { model, signal } = options;
  try {
    if (tellsEvents(provider)) {
      yield* provider.events(prompt, options);
      return;
    }
    for await (const text of iterable(provider.generateStream(prompt, options))) {
      if (text !== '') yield { type: 'text', text };
    }
    yield { type: 'end', finish: 'stop', usage: {}, model };
  } catch (error) {
    throw modelErrorOf(error, provider.name, model, signal);
  }
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
