/** Time as the model calls see it: monotonic, and replaceable. Decides no value. */
export interface Clock {
  /** ms since any fixed moment; never goes back. */
  now(): number;
  /** Runs something in so many ms. Gives what calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves in so many ms; rejects with the reason of the signal as soon as it aborts. Leaves no timer behind. */
export function sleep(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const abandon = (): void => {
      cancel();
      reject(signal!.reason as Error);
    };
    const cancel = clock.after(milliseconds, () => {
      signal?.removeEventListener('abort', abandon);
      resolve();
    });
    signal?.addEventListener('abort', abandon, { once: true });
  });
}
