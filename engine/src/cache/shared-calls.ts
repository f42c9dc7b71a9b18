import { onAbort } from './on-abort.js';

/** Makes a call. It is given the signal of all who wait for it: theirs, not that of one of them. */
export type MakeCall<T> = (signal: AbortSignal) => AsyncIterable<T>;

/** A call that somebody waits for. */
interface Caller<T> {
  readonly make: MakeCall<T>;
  readonly signal: AbortSignal | undefined;
  readonly aborted: () => unknown;
  wake: () => void;
}

/**
 * One call for all who ask for the same at the same time. All see every piece from the first; a failure reaches all as
 * the same error; one who leaves does not end it for the others, and when nobody is left it ends at once.
 */
export class SharedCalls<T> {
  readonly #calls = new Map<string, SharedCall<T>>();

  /** Calls under way. */
  get size(): number {
    return this.#calls.size;
  }

  /**
   * Joins the call of this key, or makes it.
   * @param make made use of where there is no such call, or where it fell with the one who made it.
   * @param aborted the error of a caller whose signal aborts; default: the reason of the signal.
   */
  join(
    key: string,
    make: MakeCall<T>,
    signal?: AbortSignal,
    aborted: () => unknown = () => signal?.reason,
  ): { readonly joined: boolean; readonly pieces: AsyncIterable<T> } {
    const under = this.#calls.get(key);
    const call: SharedCall<T> = under ?? new SharedCall<T>(() => this.#forget(key, call));
    if (under === undefined) this.#calls.set(key, call);
    const caller: Caller<T> = { make, signal, aborted, wake: () => undefined };
    const pieces = call.join(caller);
    if (under === undefined) call.start();
    return { joined: under !== undefined, pieces };
  }

  #forget(key: string, call: SharedCall<T>): void {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
  }
}

class SharedCall<T> {
  readonly #pieces: T[] = [];
  readonly #callers = new Set<Caller<T>>();
  readonly #controller = new AbortController();
  #end: { readonly error?: unknown } | undefined;

  constructor(private readonly over: () => void) {}

  join(caller: Caller<T>): AsyncIterable<T> {
    const leave = (): void => this.#leave(caller);
    this.#callers.add(caller);
    if (caller.signal?.aborted) leave();
    const deafen = caller.signal && onAbort(caller.signal, leave);
    return this.#read(caller, () => {
      deafen?.();
      leave();
    });
  }

  start(): void {
    void this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      const [caller] = this.#callers;
      if (caller === undefined) return this.#finish({ error: this.#controller.signal.reason });
      try {
        for await (const piece of caller.make(this.#controller.signal)) {
          this.#controller.signal.throwIfAborted();
          this.#pieces.push(piece);
          this.#wakeAll();
        }
        return this.#finish({});
      } catch (error) {
        const fell = !this.#callers.has(caller) && isAbort(error, caller.signal);
        // It fell with its maker, and nobody has seen a piece of it: another one makes it again.
        if (fell && this.#callers.size > 0 && this.#pieces.length === 0) continue;
        return this.#finish({ error });
      }
    }
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end = end;
    this.over();
    this.#wakeAll();
  }

  async *#read(caller: Caller<T>, leave: () => void): AsyncGenerator<T, void, undefined> {
    try {
      for (let at = 0; ;) {
        if (caller.signal?.aborted) throw caller.aborted();
        if (at < this.#pieces.length) yield this.#pieces[at++];
        else if (this.#end === undefined) await new Promise<void>((wake) => (caller.wake = wake));
        else if ('error' in this.#end) throw this.#end.error;
        else return;
      }
    } finally {
      leave();
    }
  }

  #leave(caller: Caller<T>): void {
    if (!this.#callers.delete(caller)) return;
    caller.wake();
    if (this.#callers.size > 0 || this.#end !== undefined) return;
    this.over();
    this.#controller.abort(caller.signal?.aborted ? caller.signal.reason : undefined);
  }

  #wakeAll(): void {
    for (const caller of this.#callers) caller.wake();
  }
}

function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted !== true) return false;
  if (error === signal.reason) return true;
  return error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'model/aborted'));
}
