/** What a model did in this process: recent calls count more than older ones. */
export class Health {
  #calls = 0;
  #failures = 0;
  #firstPiece: number | undefined;
  #speed: number | undefined;

  /** Share of attempts that fail, as far as one can tell: 5 % before anything is known. */
  get errorRate(): number {
    return (this.#failures + 0.25) / (this.#calls + 5);
  }

  /** Seconds from the question to the first piece. */
  get firstPiece(): number | undefined {
    return this.#firstPiece;
  }

  /** Tokens a second from then on. */
  get speed(): number | undefined {
    return this.#speed;
  }

  /** @param timing seconds to the first piece and to the end, and tokens of the answer. */
  succeeded(timing: {
    readonly firstPiece: number;
    readonly seconds: number;
    readonly tokens: number | undefined;
  }): void {
    this.#count(false);
    this.#firstPiece = blend(this.#firstPiece, timing.firstPiece);
    const { tokens = 0, seconds, firstPiece } = timing;
    // Too short an answer tells how it was sent, not how fast it was written.
    if (tokens >= 20 && seconds > firstPiece) this.#speed = blend(this.#speed, tokens / (seconds - firstPiece));
  }

  failed(): void {
    this.#count(true);
  }

  #count(failed: boolean): void {
    this.#calls = this.#calls * 0.95 + 1;
    this.#failures = this.#failures * 0.95 + (failed ? 1 : 0);
  }
}

function blend(before: number | undefined, now: number): number {
  return before === undefined ? now : before * 0.7 + now * 0.3;
}
