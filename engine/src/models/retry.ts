import type { ModelError } from './error.js';

/** How often and when a call that failed is made again. */
export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  /** ms before the second attempt, at most; twice as long before each further one. */
  readonly base: number;
  /** ms that the wait does not pass of itself. */
  readonly longest: number;
  /** ms that a provider may make us wait. */
  readonly longestAsked: number;
}

export const RETRY: RetryPolicy = { attempts: 4, base: 500, longest: 30_000, longestAsked: 60_000 };

/**
 * ms to wait before the next attempt: exponential backoff with equal jitter (half is certain, half is drawn), or what the
 * provider asks for if that is longer, and a little more, so that not all come back at once.
 * @param attempt that failed, from 1.
 * @param random from [0, 1).
 */
export function waitBefore(error: ModelError, attempt: number, policy: RetryPolicy, random: () => number): number {
  let most = policy.base;
  for (let i = 1; i < attempt && most < policy.longest; i++) most *= 2;
  const own = Math.min(most, policy.longest) * (0.5 + random() / 2);
  const asked = error.retryAfter ?? 0;
  return asked > own ? Math.min(asked * (1 + random() / 10), policy.longestAsked) : own;
}

/** Numbers from [0, 1) that differ from process to process. Decide no value. */
export function systemRandom(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] / 0x1_0000_0000;
}
