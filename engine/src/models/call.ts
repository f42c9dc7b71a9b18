/** Longest delay that a timer takes, in ms. */
const LONGEST = 2 ** 31 - 1;

/**
 * One request on its way. Ends by its caller's signal, by silence, or when its answer has been read; all that waits for
 * it then ends at once, whatever the library beneath does with a signal. Leaves no timer and no listener behind.
 */
export class Call {
  /** For the request: aborts when the call ends. */
  readonly signal: AbortSignal;
  /** Who ended it, before its answer was there. */
  stopped: 'caller' | 'silence' | undefined;
  readonly idleTimeout: number;

  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #ended: Promise<never>;
  #fail: (reason: unknown) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param idleTimeout ms of silence; 0 or Infinity: however long it takes. */
  constructor(outer: AbortSignal | undefined, idleTimeout: number) {
    this.signal = this.#controller.signal;
    this.idleTimeout = idleTimeout;
    this.#outer = outer;
    this.#ended = new Promise<never>((_, fail) => (this.#fail = fail));
    this.#ended.catch(() => undefined);
    outer?.addEventListener('abort', this.#abandon);
    if (outer?.aborted) this.#abandon();
    else this.touch();
  }

  /** The caller has no more use for it. */
  get abandoned(): boolean {
    return this.stopped === 'caller';
  }

  /** Something was heard: the silence starts anew. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.signal.aborted || !(this.idleTimeout > 0) || this.idleTimeout > LONGEST) return;
    this.#timer = setTimeout(() => this.#stop('silence'), this.idleTimeout);
  }

  /** Nothing has been sent yet; the silence starts now. @throws where the call has ended before it began. */
  begin(): void {
    this.signal.throwIfAborted();
    this.touch();
  }

  /** The promise, or a rejection as soon as the call ends. */
  race<T>(promise: PromiseLike<T>): Promise<T> {
    return Promise.race([promise, this.#ended]);
  }

  /** Ends the request, if it has not ended. */
  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#abandon);
    this.#controller.abort();
    this.#fail(this.signal.reason);
  }

  /**
   * Reads ahead, so that what has come is not lost with what comes after it: a failure is told when all before it has
   * been taken, however slowly. An abort by the caller is told at once.
   */
  async *ahead<T>(source: AsyncIterator<T>): AsyncGenerator<T, void, undefined> {
    const ready: T[] = [];
    let done = false;
    let failure: { readonly error: unknown } | undefined;
    let wake = (): void => undefined;
    const read = async (): Promise<void> => {
      try {
        for (;;) {
          const next = await this.race(source.next());
          if (next.done === true) break;
          this.touch();
          ready.push(next.value);
          wake();
        }
      } catch (error) {
        failure = { error };
      }
      clearTimeout(this.#timer);
      done = true;
      wake();
    };
    void read();
    for (;;) {
      if (this.abandoned) throw this.signal.reason;
      if (ready.length > 0) {
        for (const item of ready.splice(0)) {
          yield item;
          if (this.abandoned) throw this.signal.reason;
        }
      } else if (done) {
        if (failure !== undefined) throw failure.error;
        return;
      } else {
        await new Promise<void>((resume) => (wake = resume));
      }
    }
  }

  readonly #abandon = (): void => this.#stop('caller');

  #stop(by: 'caller' | 'silence'): void {
    if (this.signal.aborted) return;
    this.stopped = by;
    this.close();
  }
}
