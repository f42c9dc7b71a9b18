import { SynthError } from '../errors.js';
import { sleep, systemClock } from '../models/clock.js';
import { systemRandom } from '../models/retry.js';
import type { SinkRetry } from './sink.js';

const DEFAULTS = { retries: 5, minTimeout: 200, factor: 2, maxTimeout: 10_000, timeout: 30_000 };

/** What was tried in vain, and how often. */
export class AttemptsError extends Error {
  constructor(
    readonly attempts: number,
    override readonly cause: unknown,
  ) {
    super('every attempt failed', { cause });
  }
}

/**
 * Does something until it succeeds: exponential backoff, of which half is certain and half is drawn. An error of ours is
 * final, and so is the signal.
 * @param failed called before each further attempt
 * @throws AttemptsError with the last failure; the reason of the signal
 */
export async function withRetries<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  policy: SinkRetry = {},
  signal?: AbortSignal,
  failed: () => void = () => undefined,
): Promise<T> {
  const given = Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
  const { retries, minTimeout, factor, maxTimeout, timeout } = { ...DEFAULTS, ...given };
  let wait = minTimeout;
  for (let made = 1; ; made++) {
    signal?.throwIfAborted();
    try {
      return await within(timeout, attempt, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SynthError || made > retries) throw new AttemptsError(made, error);
      failed();
      await sleep(systemClock, Math.min(wait, maxTimeout) * (0.5 + systemRandom() / 2), signal);
      wait = Math.min(wait * factor, maxTimeout);
    }
  }
}

/** Gives something so many ms, whether it heeds its signal or not. */
async function within<T>(
  milliseconds: number,
  attempt: (signal: AbortSignal) => Promise<T>,
  outer: AbortSignal | undefined,
): Promise<T> {
  const controller = new AbortController();
  let give: (reason: unknown) => void = () => undefined;
  const given = new Promise<never>((_, reject) => (give = reject));
  given.catch(() => undefined);
  const stop = (reason: unknown): void => {
    controller.abort(reason);
    give(reason);
  };
  const left = (): void => stop(outer!.reason);
  const cancel = systemClock.after(milliseconds, () => stop(new Error(`no answer within ${milliseconds} ms`)));
  outer?.addEventListener('abort', left, { once: true });
  try {
    return await Promise.race([attempt(controller.signal), given]);
  } finally {
    cancel();
    outer?.removeEventListener('abort', left);
  }
}
