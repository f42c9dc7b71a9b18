interface Listeners {
  readonly callbacks: Set<() => void>;
  readonly tell: () => void;
}

const waiting = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls back once when a signal aborts; not where it has aborted before. However many wait, the signal has one listener:
 * Node takes more than ten for a leak and says so on standard error.
 * @returns takes the callback back.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const listeners = waiting.get(signal) ?? listen(signal);
  const own = (): void => callback();
  listeners.callbacks.add(own);
  return () => {
    listeners.callbacks.delete(own);
    if (listeners.callbacks.size > 0 || waiting.get(signal) !== listeners) return;
    waiting.delete(signal);
    signal.removeEventListener('abort', listeners.tell);
  };
}

function listen(signal: AbortSignal): Listeners {
  const callbacks = new Set<() => void>();
  const tell = (): void => {
    waiting.delete(signal);
    for (const call of [...callbacks]) call();
  };
  signal.addEventListener('abort', tell, { once: true });
  const listeners = { callbacks, tell };
  waiting.set(signal, listeners);
  return listeners;
}
