import type { Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';

/** How finely a 32-bit word may be divided before the next is taken: keeps the bias of a pick below 2^-12. */
const DIVISIBLE = 2 ** 20;

/**
 * Any number of small random choices of one row, several out of each random word: a word is a fraction that each choice
 * multiplies by its number of options and leaves the rest of.
 */
export class Picks {
  private readonly key0: number;
  private readonly key1: number;
  private low = 0;
  private high = 0;
  private other = 0;
  private hasOther = false;
  private fraction = 0;
  private left = 0;

  constructor(stream: Stream) {
    this.key0 = stream.key0;
    this.key1 = stream.key1;
  }

  /** Turns to the row at an address of the counter space. */
  row(low: number, high: number): void {
    this.low = low;
    this.high = high;
    this.hasOther = false;
    this.left = 0;
  }

  /** A number in [0, options), options ≤ 2^32. */
  pick(options: number): number {
    if (options <= 1) return 0;
    if (this.left < options) this.next();
    const scaled = this.fraction * options;
    const picked = Math.floor(scaled);
    this.fraction = scaled - picked;
    this.left /= options;
    return picked;
  }

  private next(): void {
    let word: number;
    if (this.hasOther) {
      word = this.other;
      this.hasOther = false;
    } else {
      word = threefry(this.key0, this.key1, this.low, this.high);
      this.other = second;
      this.hasOther = true;
      // The draws of a row are 2^8 apart in the high word, see Stream.
      this.high = (this.high + 256) | 0;
    }
    this.fraction = (word >>> 0) / 4294967296;
    this.left = DIVISIBLE;
  }
}
