import { SynthError } from '../errors.js';
import type { ModelUsage } from './provider.js';

/** Stable codes of what can go wrong with a model call. */
export type ModelErrorCode =
  | 'model/network' // refused, reset, cut
  | 'model/timeout' // no byte for too long
  | 'model/aborted' // by the caller
  | 'model/bad-request' // 400
  | 'model/no-key' // no key is set
  | 'model/bad-key' // 401
  | 'model/no-credit' // 402
  | 'model/forbidden' // 403, moderation
  | 'model/not-found' // 404, retired or unknown model
  | 'model/rate-limited' // 429
  | 'model/server' // 5xx
  | 'model/blocked' // refusal, safety filter
  | 'model/truncated' // ended at the limit of tokens, or cleanly too early
  | 'model/empty' // no answer in the answer
  | 'model/bad-response'; // not what the wire promises

/** A call that failed, with the provider's own words. Never holds a key. */
export class ModelError extends SynthError {
  override readonly code: ModelErrorCode;
  readonly provider: string;
  readonly model: string;
  /** The same call may work later. */
  readonly retryable: boolean;
  /** HTTP status. */
  readonly status: number | undefined;
  /** ms that the provider asks to wait. */
  readonly retryAfter: number | undefined;
  /** What the failed call used up, as far as the provider told. */
  readonly usage: ModelUsage | undefined;

  constructor(
    code: ModelErrorCode,
    message: string,
    details: {
      readonly provider: string;
      readonly model: string;
      readonly retryable: boolean;
      readonly status?: number | undefined;
      readonly retryAfter?: number | undefined;
      readonly usage?: ModelUsage | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(code, message, { cause: details.cause });
    this.code = code;
    this.provider = details.provider;
    this.model = details.model;
    this.retryable = details.retryable;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.usage = details.usage;
  }
}
