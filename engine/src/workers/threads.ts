/** So many threads, shared by runs at the same time. First come, first served. */
export class Threads {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(readonly total: number) {
    this.free = total;
  }

  /** Takes at most so many, and waits for at least one. */
  async take(wanted: number): Promise<number> {
    while (this.free === 0) await new Promise<void>((done) => this.waiting.push(done));
    const taken = Math.min(wanted, this.free);
    this.free -= taken;
    return taken;
  }

  give(threads: number): void {
    this.free += threads;
    for (const next of this.waiting.splice(0)) next();
  }
}
