import { RowError } from '../../errors.js';
import type { Batch } from '../../fields/drawer.js';
import type { Stream } from '../../random/stream.js';
import type { Goal } from '../goal.js';
import { accepts } from '../accept.js';
import { explain } from '../explain.js';
import type { SchemaGraph } from '../graph.js';
import type { Solver } from '../solver.js';
import { high, rowAddress } from './address.js';
import { Build, Task } from './build.js';
import type { Leaves } from './leaves.js';
import { SPAN } from './numbers.js';
import { Plans, type Problem } from './plans.js';

/** Where values are put. */
export interface Place {
  readonly table: string;
  /** Path of the field, for messages. */
  readonly field: string;
  /** What the field is called, for values that look like it. */
  readonly name: string;
}

const NOWHERE: Place = { table: 'rows', field: '', name: '' };

/** Rows made together: enough for leaves to draw columns, few enough for the parts of nested values to fit in memory. */
const CHUNK = 256;
/** How often a row is made anew, in part or as a whole. */
const ATTEMPTS = 100;
/** How often a part is made anew before the part around it is. */
const PART_ATTEMPTS = 4;
/** From here on whole rows are made anew. */
const WHOLE_AFTER = 60;
const TRIAL_ROWS = 8;

/**
 * Draws values that satisfy goals: what they are made of and then the texts and numbers in them, each from its own random
 * numbers. Every value is checked, and parts that were refused are made anew from other random numbers.
 */
export class Composer {
  private readonly plans: Plans;

  /** @param graph tells what is wrong with values that are refused. */
  constructor(
    private readonly solver: Solver,
    leaves: Leaves,
    private readonly graph?: SchemaGraph,
  ) {
    this.plans = new Plans(solver, leaves);
  }

  /**
   * One JSON value for each row of a batch. It depends on the stream, the goal and the row's address alone.
   * @throws RowError where no value that satisfies the goal turned up.
   */
  draw(goal: Goal, stream: Stream, batch: Batch, place: Place = NOWHERE): unknown[] {
    const values: unknown[] = new Array(batch.length);
    for (let from = 0; from < batch.length; from += CHUNK) {
      const chunk = part(batch, from, Math.min(batch.length, from + CHUNK));
      const refused = this.drawChunk(goal, place.name, stream, chunk, values, from);
      if (refused === undefined) continue;
      throw new RowError('json-schema/no-valid-row', this.refusal(goal, values[refused]), {
        table: place.table,
        row: batch.rows[refused],
        field: place.field,
      });
    }
    return values;
  }

  /** Why nothing can be drawn for a goal, as far as it shows before drawing. */
  check(goal: Goal): Problem | undefined {
    return this.plans.possible(goal) ? undefined : this.plans.problem(goal);
  }

  /** Draws a few rows and says what went wrong, if anything. */
  trial(goal: Goal, stream: Stream): Problem | undefined {
    const problem = this.check(goal);
    if (problem !== undefined) return problem;
    const rows = Float64Array.from({ length: TRIAL_ROWS }, (_, i) => i);
    const low = Int32Array.from(rows);
    const batch = {
      length: TRIAL_ROWS,
      rows,
      addresses: { length: TRIAL_ROWS, low, high: new Int32Array(TRIAL_ROWS) },
    };
    const values: unknown[] = [];
    const refused = this.drawChunk(goal, '', stream, batch, values, 0);
    if (refused === undefined) return undefined;
    const node = goal.literals.find((l) => !l.negated)?.at.node;
    return {
      code: 'json-schema/unsupported',
      message: this.refusal(goal, values[refused]),
      pointer: node?.pointer,
      file: node?.file,
    };
  }

  /**
   * Draws the rows of a batch to `values` from `from` on.
   * @returns the index of a value that does not satisfy the goal.
   */
  private drawChunk(
    goal: Goal,
    name: string,
    stream: Stream,
    batch: Batch,
    values: unknown[],
    from: number,
  ): number | undefined {
    const build = new Build(this.plans, stream, batch);
    const { low, high: rowHigh } = batch.addresses;
    const rows: Task[] = [];
    const holder = values as unknown as Record<number, unknown>;
    for (let i = 0; i < batch.length; i++) {
      const at = rowAddress(stream, low[i], rowHigh[i]);
      rows.push(new Task(goal, i, holder, from + i, at, high, undefined, name, SPAN));
    }
    build.run(rows);
    let refused = rows.filter((task) => !this.solver.accepts(goal, task.value));
    for (let attempt = 1; refused.length > 0; attempt++) {
      if (attempt > ATTEMPTS) return refused[0].key as number;
      const again = refused.map((task) => (attempt < WHOLE_AFTER ? this.culprit(task, build) : task));
      for (const task of again) task.attempt++;
      build.run(again);
      refused = refused.filter((task) => !this.solver.accepts(goal, task.value));
    }
    return undefined;
  }

  /** The innermost part that is not what its place asks for; the row where all are. */
  private culprit(row: Task, build: Build): Task {
    const parts = (build.parts[row.row] = build.parts[row.row].filter((task) => task.alive));
    for (let i = parts.length - 1; i >= 0; i--) {
      let task = parts[i];
      if (this.solver.accepts(task.goal, task.value)) continue;
      while (task.parent !== undefined && task.attempt >= PART_ATTEMPTS) task = task.parent;
      return task;
    }
    return row;
  }

  private refusal(goal: Goal, value: unknown): string {
    const text = JSON.stringify(value) ?? 'nothing';
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    return `no value that satisfies the JSON Schema turned up in ${ATTEMPTS} attempts; the last was ${shown}${this.blame(goal, value)}.`;
  }

  private blame(goal: Goal, value: unknown): string {
    const { graph } = this;
    if (graph === undefined) return '';
    for (const { at, negated } of goal.literals) {
      if (negated) {
        if (accepts(graph, at, value)) return `, which the schema at ${at.node.location} is not to accept`;
        continue;
      }
      const [first] = explain(graph, at, value);
      if (first !== undefined) {
        const { instance, keyword, message, schema } = first;
        return `: ${instance === '' ? 'it' : instance} ${message} (\`${keyword}\` at ${schema.pointer === '' ? 'the root' : schema.pointer})`;
      }
    }
    return '';
  }
}

function part(batch: Batch, from: number, to: number): Batch {
  if (from === 0 && to === batch.length) return batch;
  const { low, high: highs } = batch.addresses;
  return {
    length: to - from,
    rows: batch.rows.subarray(from, to),
    addresses: { length: to - from, low: low.subarray(from, to), high: highs.subarray(from, to) },
  };
}
