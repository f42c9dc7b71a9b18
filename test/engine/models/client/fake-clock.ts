import type { Clock } from '../../../../engine/src/models/clock.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that goes on by itself as soon as nothing else is to be done, and tells how many timers are left. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer: Timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(milliseconds, resolve));
  }

  /** Runs timers in their order until a promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const mark = (): void => void (settled = true);
    promise.then(mark, mark);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return promise;
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined) continue;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
  }

  /** Goes on by so many ms. */
  async advance(milliseconds: number): Promise<void> {
    await this.until(this.wait(milliseconds));
  }
}
