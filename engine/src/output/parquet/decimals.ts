import type { NumberColumn } from '../../columns/column.js';
import { POWERS } from '../digits.js';
import { type DictionaryIndex, indexMemory } from './dictionary.js';
import { presenceOf } from './presence.js';

/** Decimals of a wider range are not worth a dictionary, however often they repeat. */
const MOST_STEPS = 1 << 16;

/** Places of the steps around the first one. */
const PLACES = 2 * MOST_STEPS;

/** What is added to a number within ±2^51 loses its fraction. */
const WHOLE = 1.5 * 2 ** 52;

/** The number of the value at each place, from 1 on; all 0 between calls. */
let numberOf = new Int32Array(0);
let distinct = new Float64Array(0);

/**
 * Numbers the values of columns of few decimals, which repeat where they lie close together. `undefined` where they do
 * not, and where one is no such decimal.
 */
export function indexDecimals(parts: readonly NumberColumn[], rows: number): DictionaryIndex | undefined {
  const { decimals } = parts[0];
  if (decimals === undefined || decimals >= POWERS.length) return undefined;
  if (parts.some((part) => part.decimals !== decimals)) return undefined;
  if (numberOf.length === 0) numberOf = new Int32Array(PLACES);
  const most = rows >> 1;
  if (distinct.length < most) distinct = new Float64Array(most);
  const numbering = new Numbering(POWERS[decimals], most, indexMemory(rows));
  const numbered = parts.every((part) => numbering.add(part));
  numbering.clear();
  const { indices, at, count } = numbering;
  if (!numbered || numbering.steps > MOST_STEPS || count * 2 > at) return undefined;
  return {
    values: { kind: 'number', length: count, values: distinct.subarray(0, count), decimals },
    indices: indices.subarray(0, at),
    present: at === rows ? undefined : presenceOf(parts, rows).present,
  };
}

class Numbering {
  /** How many values there were, and how many distinct ones. */
  at = 0;
  count = 0;
  /** The step at the first place. */
  private base = NaN;
  private least = PLACES;
  private greatest = -1;

  constructor(
    private readonly power: number,
    /** More distinct values are not worth a dictionary. */
    private readonly most: number,
    readonly indices: Int32Array,
  ) {}

  /** How many steps lie between the least value and the greatest, both counted. */
  get steps(): number {
    return this.greatest - this.least + 1;
  }

  /** Numbers the values of the next rows; false where one has no place. */
  add({ values, nulls, length }: NumberColumn): boolean {
    const { power, indices } = this;
    let { at, base } = this;
    for (let row = 0; row < length; row++) {
      if (nulls !== undefined && nulls[row] === 1) continue;
      const value = values[row];
      const step = value * power + WHOLE - WHOLE;
      const place = (step - base) | 0;
      let number = place >>> 0 < PLACES ? numberOf[place] : 0;
      // Which 0 it is counts, too.
      if (number === 0 || distinct[number - 1] !== value || (value === 0 && 1 / value < 0)) {
        number = this.place(value, step);
        if (number === 0) return false;
        base = this.base;
      }
      indices[at++] = number - 1;
    }
    this.at = at;
    return true;
  }

  /** Numbers a value that has not been seen; 0 where that cannot be. */
  private place(value: number, step: number): number {
    if (this.count === 0) this.base = step - MOST_STEPS;
    const place = step - this.base;
    if (!(place >= 0 && place < PLACES) || numberOf[place] !== 0 || this.count === this.most) return 0;
    if (step / this.power !== value || Object.is(value, -0)) return 0;
    distinct[this.count++] = value;
    if (place < this.least) this.least = place;
    if (place > this.greatest) this.greatest = place;
    return (numberOf[place] = this.count);
  }

  /** Leaves no number behind. */
  clear(): void {
    for (let i = 0; i < this.count; i++) numberOf[distinct[i] * this.power + WHOLE - WHOLE - this.base] = 0;
  }
}
