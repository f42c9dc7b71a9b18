import type { Clock } from './clock.js';

/** How much may be asked of one model. Everything is optional: without, only what a provider refuses limits us. */
export interface ModelLimits {
  readonly requestsPerMinute?: number | undefined;
  /** Tokens of questions and answers. */
  readonly tokensPerMinute?: number | undefined;
  /** Calls at the same time; 4. */
  readonly concurrency?: number | undefined;
  /** Rows in one call. */
  readonly rowsPerCall?: number | undefined;
}

/** Leave to send one request. */
export interface Permit {
  /** It ended. @param tokens that it used, where known. */
  finish(tokens?: number): void;
  /** The provider refused it for its limits. @param retryAfter ms to send nothing. */
  refused(retryAfter?: number): void;
}

interface Start {
  readonly at: number;
  tokens: number;
}

interface Waiter {
  readonly tokens: number;
  readonly start: (permit: Permit) => void;
}

const MINUTE = 60_000;
/** ms without a refusal after which the pace doubles again. */
const RECOVERY = 20_000;
const SHORTEST_GAP = 50;
const LONGEST_GAP = 30_000;

/**
 * The pace of requests to one model: no more in any minute than the limits say, and half as many, and half as many at the same time, each
 * time that a provider refuses one; the pace doubles again while it does not. First come, first served.
 */
export class Limiter {
  readonly #requests: number;
  readonly #tokens: number;
  readonly #concurrency: number;
  readonly #starts: Start[] = [];
  readonly #waiting: Waiter[] = [];
  #running = 0;
  #cancel: (() => void) | undefined;
  #pausedUntil = -Infinity;
  #slowed: { readonly at: number; readonly gap: number; readonly concurrency: number } | undefined;

  constructor(
    limits: ModelLimits,
    private readonly clock: Clock,
  ) {
    this.#requests = limits.requestsPerMinute ?? Infinity;
    this.#tokens = limits.tokensPerMinute ?? Infinity;
    this.#concurrency = limits.concurrency ?? 4;
  }

  /** The pace of now: ms between two starts, and calls at the same time. */
  get pace(): { readonly gap: number; readonly concurrency: number } {
    const slowed = this.#slowed;
    if (slowed === undefined) return { gap: 0, concurrency: this.#concurrency };
    let { gap, concurrency } = slowed;
    for (let rest = this.clock.now() - slowed.at; rest >= RECOVERY && gap > 0; rest -= RECOVERY) {
      gap = gap > SHORTEST_GAP ? gap / 2 : 0;
      concurrency = Math.min(this.#concurrency, concurrency * 2);
    }
    if (gap === 0 && concurrency === this.#concurrency) this.#slowed = undefined;
    return { gap, concurrency };
  }

  /**
   * Waits for a place.
   * @param tokens that the request may use.
   * @throws the reason of the signal.
   */
  acquire(tokens: number, signal?: AbortSignal): Promise<Permit> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const abandon = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal!.reason as Error);
        this.#serve();
      };
      const waiter: Waiter = {
        tokens,
        start: (permit) => {
          signal?.removeEventListener('abort', abandon);
          resolve(permit);
        },
      };
      signal?.addEventListener('abort', abandon, { once: true });
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (this.#running >= this.pace.concurrency) return;
      const wait = this.#waitFor(first.tokens);
      if (wait > 0) {
        this.#cancel = this.clock.after(wait, () => this.#serve());
        return;
      }
      this.#waiting.shift();
      first.start(this.#permit(first.tokens));
    }
  }

  /** ms until a request of so many tokens may start. */
  #waitFor(tokens: number): number {
    const now = this.clock.now();
    while (this.#starts.length > 0 && this.#starts[0].at <= now - MINUTE) this.#starts.shift();
    const last = this.#starts.at(-1)?.at ?? -Infinity;
    let ready = Math.max(this.#pausedUntil, last + this.pace.gap);
    let requests = this.#starts.length;
    let used = this.#starts.reduce((sum, start) => sum + start.tokens, 0);
    for (const start of this.#starts) {
      if (requests < this.#requests && used + tokens <= this.#tokens) break;
      ready = Math.max(ready, start.at + MINUTE);
      requests--;
      used -= start.tokens;
    }
    return Math.max(0, ready - now);
  }

  #permit(tokens: number): Permit {
    const start: Start = { at: this.clock.now(), tokens };
    this.#starts.push(start);
    this.#running++;
    let open = true;
    return {
      finish: (used) => {
        if (!open) return;
        open = false;
        this.#running--;
        if (used !== undefined) start.tokens = used;
        this.#serve();
      },
      refused: (retryAfter = 0) => this.#slow(start, retryAfter),
    };
  }

  #slow(start: Start, retryAfter: number): void {
    const now = this.clock.now();
    this.#pausedUntil = Math.max(this.#pausedUntil, now + retryAfter);
    // Requests that went out together are refused together: that is one sign, not many.
    if (this.#slowed !== undefined && start.at < this.#slowed.at) return;
    const { gap, concurrency } = this.pace;
    const since = now - (this.#starts[0]?.at ?? now);
    const twice = gap > 0 ? gap * 2 : (2 * since) / Math.max(this.#starts.length, 1);
    this.#slowed = {
      at: now,
      gap: Math.min(Math.max(twice, SHORTEST_GAP), LONGEST_GAP),
      concurrency: Math.max(1, Math.floor(Math.min(concurrency, this.#running) / 2)),
    };
  }
}
