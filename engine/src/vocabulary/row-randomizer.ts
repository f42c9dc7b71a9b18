import type { Randomizer } from '@faker-js/faker';
import type { Stream } from '../random/stream.js';

/** Random numbers for faker's own code: the draws of one row after another, from draw 0 of the row it was last set to. */
export class RowRandomizer implements Randomizer {
  private low = 0;
  private high = 0;
  private draw = 0;

  constructor(private readonly stream: Stream) {}

  moveTo(low: number, high: number): void {
    this.low = low;
    this.high = high;
    this.draw = 0;
  }

  // faker calls it apart from its object.
  readonly next = (): number => this.stream.uniform(this.low, this.high, this.draw++);

  /** Part of faker's interface; the stream is already keyed. */
  seed(): void {}
}
