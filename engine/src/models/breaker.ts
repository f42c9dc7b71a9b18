import type { Clock } from './clock.js';
import type { ModelError, ModelErrorCode } from './error.js';

/** Leave to make one call. Exactly one of its ends is told; later ones do not count. */
export interface Admission {
  succeeded(): void;
  failed(error: ModelError): void;
  /** The call says nothing of the model: it was stopped by us, or refused for what it asks. */
  left(): void;
}

/** The model is at fault, or the way to it. */
const FAULTS: ReadonlySet<ModelErrorCode> = new Set<ModelErrorCode>([
  'model/network',
  'model/timeout',
  'model/server',
  'model/rate-limited',
  'model/bad-response',
  'model/empty',
]);
/** Every further call would end the same way. */
const FINAL: ReadonlySet<ModelErrorCode> = new Set<ModelErrorCode>([
  'model/no-key',
  'model/bad-key',
  'model/no-credit',
  'model/not-found',
]);

const LONGEST_REST = 300_000;

/**
 * Circuit breaker of one model (M. Nygard, Release It!, 2007): after so many calls in a row that failed, each after all its
 * attempts, the model rests; then a single call tries it, and the rest doubles or ends.
 */
export class Breaker {
  #failures = 0;
  #rest: number;
  #until = -Infinity;
  #probing = false;
  #last: ModelError | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly failures = 3,
    private readonly firstRest = 30_000,
  ) {
    this.#rest = firstRest;
  }

  /** ms until it may be asked again; 0: now. */
  get rest(): number {
    if (!this.#open) return 0;
    return this.#probing ? Math.max(this.#until - this.clock.now(), 1) : Math.max(0, this.#until - this.clock.now());
  }

  /** The failure that it rests for. */
  get last(): ModelError | undefined {
    return this.#last;
  }

  get #open(): boolean {
    return this.#last !== undefined && this.#failures >= this.failures;
  }

  /** Undefined while the model rests, and while another call tries it. */
  admit(): Admission | undefined {
    if (this.rest > 0) return undefined;
    const probe = this.#open;
    if (probe) this.#probing = true;
    let told = false;
    const tell = (then: () => void) => (): void => {
      if (told) return;
      told = true;
      if (probe) this.#probing = false;
      then();
    };
    return {
      succeeded: tell(() => {
        this.#failures = 0;
        this.#rest = this.firstRest;
        this.#last = undefined;
      }),
      failed: (error) => tell(() => this.#fail(error, probe))(),
      left: tell(() => undefined),
    };
  }

  #fail(error: ModelError, probe: boolean): void {
    const final = FINAL.has(error.code);
    if (!final && !FAULTS.has(error.code)) return;
    this.#failures = final ? Math.max(this.failures, this.#failures + 1) : this.#failures + 1;
    this.#last = error;
    if (this.#failures < this.failures) return;
    if (probe) this.#rest = Math.min(this.#rest * 2, LONGEST_REST);
    if (final) this.#rest = LONGEST_REST;
    this.#until = this.clock.now() + this.#rest;
  }
}
