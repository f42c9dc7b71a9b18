import type { Batch } from '../../fields/drawer.js';
import type { Stream } from '../../random/stream.js';
import { canonicalText } from '../equality.js';
import type { Goal } from '../goal.js';
import { attemptAddress, high, itemAddress, propertyAddress } from './address.js';
import type { ArrayPlan, Items } from './arrays.js';
import { contentOf } from './content.js';
import type { Leaf } from './leaf.js';
import { limitsAt, SHAPE, VALUE } from './limits.js';
import { SPAN } from './numbers.js';
import type { ObjectPlan } from './objects.js';
import type { LeafPlan, Plans } from './plans.js';

/** Where a value is put. */
type Holder = Record<string | number, unknown>;

/** A part of a row's value to be made. */
export class Task {
  /** How often it was made anew. */
  attempt = 0;
  /** The parent's attempt that it belongs to. */
  readonly era: number;
  readonly depth: number;

  constructor(
    readonly goal: Goal,
    readonly row: number,
    readonly holder: Holder,
    public key: string | number,
    readonly low: number,
    readonly high: number,
    readonly parent: Task | undefined,
    /** The property that the value stands in, however deep in lists. */
    readonly name: string,
    readonly span: number,
  ) {
    this.era = parent?.attempt ?? 0;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  get value(): unknown {
    return this.holder[this.key];
  }

  /** What the object around it is called. */
  get parentName(): string | undefined {
    let at = this.parent;
    while (at !== undefined && Array.isArray(at.value)) at = at.parent;
    return at?.name;
  }

  /** Still a part of its row: nothing around it was made anew since. */
  get alive(): boolean {
    return this.parent === undefined || (this.parent.attempt === this.era && this.parent.alive);
  }
}

/** Values waiting for what a leaf draws. */
class Pending {
  readonly tasks: Task[] = [];
  readonly low: number[] = [];
  readonly high: number[] = [];
}

/** An array whose items must differ. */
interface Distinct {
  readonly task: Task;
  items: readonly Task[];
  /** Items from here on may be left out. */
  readonly loose: number;
}

/** From this attempt on shapes are chosen without regard to their weights. */
const EVEN_AFTER = 4;
/** From this attempt on values end as soon as they can. */
const TIGHT_AFTER = 24;
/** Fresh numbers for items that occur already, where they could be left out and where they could not. */
const LOOSE_ROUNDS = 4;
const DISTINCT_ROUNDS = 40;

/**
 * Makes the values of some rows: level by level what they are made of, then all texts and numbers of one kind together.
 */
export class Build {
  /** Parts of each row that have parts of their own, outer ones first. */
  readonly parts: Task[][];
  private readonly sizes: Int32Array;
  private readonly pending = new Map<Leaf, Pending>();
  private wave: Task[] = [];
  private distinct: Distinct[] = [];
  private finish: (() => void)[] = [];

  constructor(
    private readonly plans: Plans,
    private readonly stream: Stream,
    private readonly batch: Batch,
  ) {
    this.parts = Array.from({ length: batch.length }, () => []);
    this.sizes = new Int32Array(batch.length);
  }

  /** Makes parts, whole rows among them, and all that is inside. */
  run(tasks: readonly Task[]): void {
    this.distinct = [];
    for (const task of tasks) if (task.parent === undefined) this.begin(task.row);
    this.make(tasks);
    for (let round = 1; round <= DISTINCT_ROUNDS && this.distinct.length > 0; round++) {
      const again: Task[] = [];
      const unsettled: Distinct[] = [];
      for (const distinct of this.distinct) {
        let repeated = repeatedItems(distinct);
        if (round > LOOSE_ROUNDS) repeated = leaveOut(distinct, repeated);
        if (repeated.length === 0) continue;
        again.push(...repeated);
        unsettled.push(distinct);
      }
      this.distinct = unsettled;
      for (const task of again) task.attempt++;
      this.make(again);
    }
  }

  private begin(row: number): void {
    this.sizes[row] = 0;
    this.parts[row] = [];
  }

  private make(tasks: readonly Task[]): void {
    this.finish = [];
    this.wave = [...tasks];
    while (this.wave.length > 0) {
      const { wave } = this;
      this.wave = [];
      for (const task of wave) this.expand(task);
    }
    this.drawLeaves();
    // Inner parts were noted after the outer ones.
    for (const finish of this.finish.reverse()) finish();
  }

  private expand(task: Task): void {
    const { holder, key, row, attempt } = task;
    const plan = this.plans.of(task.goal);
    if (plan.choices.length === 0) {
      holder[key] = null;
      return;
    }
    const low = attemptAddress(attempt, task.low, task.high);
    const partHigh = high;
    const limits = plan.composite
      ? limitsAt(task.depth, attempt >= TIGHT_AFTER ? Infinity : recursionOf(task), this.sizes[row])
      : undefined;
    const several = plan.choices.length > 1;
    const uniform = several ? this.stream.uniform(low, partHigh, SHAPE) : 0;
    const choice = limits?.tight && several ? plan.cheapest(uniform) : plan.choose(uniform, attempt >= EVEN_AFTER);
    switch (choice.kind) {
      case 'values': {
        const { values } = choice;
        const pick = values.length > 1 ? Math.floor(this.stream.uniform(low, partHigh, VALUE) * values.length) : 0;
        holder[key] = copied(values[pick]);
        return;
      }
      case 'leaf':
        return this.expandLeaf(task, choice, low, partHigh);
      case 'object':
        this.parts[row].push(task);
        return this.expandObject(task, choice, low, partHigh);
      case 'array':
        this.parts[row].push(task);
        return this.expandArray(task, choice, low, partHigh);
    }
  }

  private expandLeaf(task: Task, plan: LeafPlan, low: number, partHigh: number): void {
    task.holder[task.key] = undefined;
    const content = plan.shape.type === 'string' ? contentOf(plan.shape) : undefined;
    if (content !== undefined && task.attempt < EVEN_AFTER && this.plans.possible(content.goal)) {
      this.parts[task.row].push(task);
      const inner: Holder = {};
      this.push(new Task(content.goal, task.row, inner, 'content', low, partHigh, task, task.name, SPAN));
      this.finish.push(() => (task.holder[task.key] = content.write(inner.content)));
      return;
    }
    const leaf = plan.leaf(task.name, task.parentName, task.span);
    let pending = this.pending.get(leaf);
    if (pending === undefined) this.pending.set(leaf, (pending = new Pending()));
    pending.tasks.push(task);
    pending.low.push(low);
    pending.high.push(partHigh);
  }

  private expandObject(task: Task, plan: ObjectPlan, low: number, partHigh: number): void {
    const object: Holder = {};
    task.holder[task.key] = object;
    const limits = limitsAt(
      task.depth,
      task.attempt >= TIGHT_AFTER ? Infinity : recursionOf(task),
      this.sizes[task.row],
    );
    for (const { name, hash, goal, made } of plan.choose(this.stream, low, partHigh, limits)) {
      // A plain assignment to __proto__ would set the prototype.
      if (name === '__proto__')
        Object.defineProperty(object, name, { value: undefined, enumerable: true, configurable: true, writable: true });
      else object[name] = undefined;
      const at = propertyAddress(hash, low, partHigh);
      this.push(new Task(goal, task.row, object, name, at, high, task, made ? task.name : name, SPAN));
    }
  }

  private expandArray(task: Task, plan: ArrayPlan, low: number, partHigh: number): void {
    const limits = limitsAt(
      task.depth,
      task.attempt >= TIGHT_AFTER ? Infinity : recursionOf(task),
      this.sizes[task.row],
    );
    const items: Items = plan.choose(this.stream, low, partHigh, limits);
    if (items.values !== undefined) {
      task.holder[task.key] = items.values.map(copied);
      this.sizes[task.row] += items.values.length;
      return;
    }
    const { goals, copy } = items;
    const array: unknown[] = new Array(goals.length).fill(undefined);
    task.holder[task.key] = array;
    const { unique } = plan.shape;
    const span = unique ? Math.max(SPAN, 100 * goals.length) : SPAN;
    const made: Task[] = [];
    for (let i = 0; i < goals.length; i++) {
      if (i === copy?.to) continue;
      const at = itemAddress(i, low, partHigh);
      const item = new Task(goals[i], task.row, array as unknown as Holder, i, at, high, task, task.name, span);
      made.push(item);
      this.push(item);
    }
    if (copy !== undefined) this.finish.push(() => (array[copy.to] = structuredClone(array[copy.from])));
    if (unique && goals.length > 1) this.distinct.push({ task, items: made, loose: items.loose });
  }

  private push(task: Task): void {
    this.sizes[task.row]++;
    this.wave.push(task);
  }

  private drawLeaves(): void {
    const { rows } = this.batch;
    for (const [leaf, { tasks, low, high: highs }] of this.pending) {
      const { length } = tasks;
      const addresses = { length, low: Int32Array.from(low), high: Int32Array.from(highs) };
      const values = leaf.draw({ length, rows: Float64Array.from(tasks, (t) => rows[t.row]), addresses });
      for (let i = 0; i < length; i++) tasks[i].holder[tasks[i].key] = values[i];
    }
    this.pending.clear();
  }
}

/** How often the goal occurs among those around a part. */
function recursionOf(task: Task): number {
  let count = 0;
  for (let at = task.parent; at !== undefined; at = at.parent) if (at.goal === task.goal) count++;
  return count;
}

/** A value of its own: what is written in a schema is not handed out. */
function copied(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}

/** The items that are equal to one before them. */
function repeatedItems({ task, items }: Distinct): Task[] {
  if (!task.alive) return [];
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const { value } = item;
    const key = typeof value === 'object' && value !== null ? `\0${canonicalText(value)}` : value;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

/** Leaves out those of the repeated items that an array can do without, and returns the others. */
function leaveOut(distinct: Distinct, repeated: readonly Task[]): Task[] {
  const needless = repeated.filter((item) => (item.key as number) >= distinct.loose);
  if (needless.length > 0) {
    distinct.items = distinct.items.filter((item) => !needless.includes(item));
    const array = needless[0].holder as unknown as unknown[];
    const values = distinct.items.map((item) => item.value);
    array.splice(0, array.length, ...values);
    distinct.items.forEach((item, i) => (item.key = i));
  }
  return repeated.filter((item) => !needless.includes(item));
}
