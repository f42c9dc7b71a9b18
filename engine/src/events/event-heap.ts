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

/** Children of a place in the heap: few levels, and children that lie side by side in memory. */
const ARITY = 4;

/** Events waiting for their turn, the earliest {@link DUE} first; of equals, the lower session, the lower ordinal, and the original. */
export class EventHeap {
  /** By place in the heap: when the event is due, and the slot that holds it. */
  private times = new Float64Array(64);
  private slots = new Int32Array(64);
  private records = new Float64Array(64 * WIDTH);
  /** Slots that are free again. */
  private free = new Int32Array(64);
  private frees = 0;
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** When the first is due; `Infinity` where there is none. */
  get due(): number {
    return this.length === 0 ? Infinity : this.times[0];
  }

  push(event: Float64Array): void {
    if (this.length === this.slots.length) this.grow();
    const { times, slots, records } = this;
    const slot = this.frees > 0 ? this.free[--this.frees] : this.length;
    copy(event, 0, records, slot * WIDTH);
    const due = event[DUE];
    let at = this.length++;
    while (at > 0) {
      const parent = ((at - 1) / ARITY) | 0;
      if (!this.before(due, slot, times[parent], slots[parent])) break;
      times[at] = times[parent];
      slots[at] = slots[parent];
      at = parent;
    }
    times[at] = due;
    slots[at] = slot;
  }

  /** Takes the first into `event`. */
  pop(event: Float64Array): void {
    const { times, slots, records } = this;
    copy(records, slots[0] * WIDTH, event, 0);
    this.free[this.frees++] = slots[0];
    const length = --this.length;
    const due = times[length];
    const slot = slots[length];
    let at = 0;
    for (;;) {
      const first = ARITY * at + 1;
      if (first >= length) break;
      const end = Math.min(length, first + ARITY);
      let child = first;
      for (let k = first + 1; k < end; k++) {
        if (this.before(times[k], slots[k], times[child], slots[child])) child = k;
      }
      if (!this.before(times[child], slots[child], due, slot)) break;
      times[at] = times[child];
      slots[at] = slots[child];
      at = child;
    }
    times[at] = due;
    slots[at] = slot;
  }

  save(): Float64Array {
    const saved = new Float64Array(this.length * WIDTH);
    for (let at = 0; at < this.length; at++) copy(this.records, this.slots[at] * WIDTH, saved, at * WIDTH);
    return saved;
  }

  restore(saved: Float64Array): void {
    this.length = saved.length / WIDTH;
    this.frees = 0;
    while (this.slots.length < this.length) this.grow();
    this.records.set(saved);
    for (let at = 0; at < this.length; at++) {
      this.times[at] = saved[at * WIDTH + DUE];
      this.slots[at] = at;
    }
  }

  private before(due: number, slot: number, other: number, otherSlot: number): boolean {
    return due !== other ? due < other : this.precedes(slot * WIDTH, otherSlot * WIDTH);
  }

  /** Which of two that are due together comes first. */
  private precedes(i: number, j: number): boolean {
    const { records } = this;
    if (records[i + SESSION] !== records[j + SESSION]) return records[i + SESSION] < records[j + SESSION];
    if (records[i + ORDINAL] !== records[j + ORDINAL]) return records[i + ORDINAL] < records[j + ORDINAL];
    return records[i + FAULTS] < records[j + FAULTS];
  }

  private grow(): void {
    const size = 2 * this.slots.length;
    const larger = <T extends Float64Array | Int32Array>(to: T, from: T): T => (to.set(from), to);
    this.times = larger(new Float64Array(size), this.times);
    this.slots = larger(new Int32Array(size), this.slots);
    this.records = larger(new Float64Array(size * WIDTH), this.records);
    this.free = larger(new Int32Array(size), this.free);
  }
}

/** Copies one event: a loop is much faster here than the calls that copy any number of values. */
export function copy(from: Float64Array, i: number, to: Float64Array, j: number): void {
  for (let k = 0; k < WIDTH; k++) to[j + k] = from[i + k];
}
