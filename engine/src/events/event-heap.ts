/** Doubles of one event in a heap. */
export const WIDTH = 7;

/** Places of an event's numbers. */
export const DUE = 0;
export const ORDINAL = 1;
export const TIME = 2;
export const SESSION = 3;
export const POSITION = 4;
export const TYPE = 5;
export const FAULTS = 6;

/** Events waiting for their turn, the earliest {@link DUE} first; of equals, the lower session, then the lower ordinal. */
export class EventHeap {
  private data = new Float64Array(64 * WIDTH);
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** When the first is due; `Infinity` where there is none. */
  get due(): number {
    return this.length === 0 ? Infinity : this.data[DUE];
  }

  push(event: Float64Array): void {
    if ((this.length + 1) * WIDTH > this.data.length) {
      const larger = new Float64Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    const { data } = this;
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!before(event, 0, data, parent * WIDTH)) break;
      data.copyWithin(at * WIDTH, parent * WIDTH, (parent + 1) * WIDTH);
      at = parent;
    }
    data.set(event, at * WIDTH);
  }

  /** Takes the first into `event`. */
  pop(event: Float64Array): void {
    const { data } = this;
    event.set(data.subarray(0, WIDTH));
    const last = --this.length * WIDTH;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && before(data, (child + 1) * WIDTH, data, child * WIDTH)) child++;
      if (!before(data, child * WIDTH, data, last)) break;
      data.copyWithin(at * WIDTH, child * WIDTH, (child + 1) * WIDTH);
      at = child;
    }
    data.copyWithin(at * WIDTH, last, last + WIDTH);
  }

  save(): Float64Array {
    return this.data.slice(0, this.length * WIDTH);
  }

  restore(saved: Float64Array): void {
    if (saved.length > this.data.length) this.data = new Float64Array(saved.length * 2);
    this.data.set(saved);
    this.length = saved.length / WIDTH;
  }
}

function before(a: Float64Array, i: number, b: Float64Array, j: number): boolean {
  if (a[i + DUE] !== b[j + DUE]) return a[i + DUE] < b[j + DUE];
  if (a[i + SESSION] !== b[j + SESSION]) return a[i + SESSION] < b[j + SESSION];
  return a[i + ORDINAL] < b[j + ORDINAL];
}
