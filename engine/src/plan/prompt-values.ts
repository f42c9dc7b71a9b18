import type { FieldSpec } from '../schema/model.js';
import type { WholeRows } from './whole-rows.js';
import type { FieldCell } from './field-cell.js';

/** A field that a model writes. */
export interface PromptField {
  readonly table: string;
  /** Dotted path in the table, `[]` for items. */
  readonly path: string;
  readonly pointer: string;
  readonly spec: FieldSpec;
  /** 0 for one that reads no other such field, else one more than those it reads. */
  readonly level: () => number;
  /** Set where the model writes the row as a whole. */
  readonly rows?: WholeRows | undefined;
}

/** A value that is asked for. */
export interface Wanted {
  /** Identifies the cell, or the pool, among those of its field. */
  readonly key: string;
  /** Row number in the table; of a pool, the number of the value in it. */
  readonly row: number;
  /** The prompt with its placeholders filled in. */
  readonly prompt: string;
}

/** How many different texts a field with a pool may ask pools for. */
const MOST_POOLS = 1000;

/**
 * Values of fields that a model writes. Drawing a batch notes which are missing; once they are there, the batch is drawn
 * anew. A prompt that reads another's value is only asked when that is there, so prompts are answered level by level.
 */
export class PromptValues {
  private readonly values = new Map<PromptField, Map<string, unknown>>();
  private readonly pools = new Map<PromptField, Map<string, readonly unknown[]>>();
  private wanted = new Map<PromptField, Map<string, Wanted>>();
  private wantedPools = new Map<PromptField, Set<string>>();

  get(field: PromptField, key: string): unknown {
    return this.values.get(field)?.get(key);
  }

  put(field: PromptField, key: string, value: unknown): void {
    mapOf(this.values, field).set(key, value);
  }

  want(field: PromptField, wanted: Wanted): void {
    mapOf(this.wanted, field).set(wanted.key, wanted);
  }

  /** The pool that a filled prompt leads to. */
  pool(field: PromptField, prompt: string): readonly unknown[] | undefined {
    return this.pools.get(field)?.get(prompt);
  }

  putPool(field: PromptField, prompt: string, values: readonly unknown[]): void {
    mapOf(this.pools, field).set(prompt, values);
  }

  /** @throws RangeError where a field asks for more pools than anyone would pay for. */
  wantPool(field: PromptField, prompt: string): void {
    let prompts = this.wantedPools.get(field);
    if (prompts === undefined) this.wantedPools.set(field, (prompts = new Set()));
    prompts.add(prompt);
    if (prompts.size + (this.pools.get(field)?.size ?? 0) > MOST_POOLS) {
      throw new RangeError(
        `the prompt of ${field.path} has more than ${MOST_POOLS} different texts, and each would get a pool of its own; name fewer different values in it, or leave \`pool\` out.`,
      );
    }
  }

  /** What is missing and can be asked now: the fields of the lowest level. Everything noted so far is forgotten. */
  take(): {
    readonly cells: readonly { readonly field: PromptField; readonly wanted: readonly Wanted[] }[];
    readonly pools: readonly { readonly field: PromptField; readonly prompts: readonly string[] }[];
  } {
    const fields = [...this.wanted.keys(), ...this.wantedPools.keys()];
    const lowest = fields.reduce((least, field) => Math.min(least, field.level()), Infinity);
    const now = <T>(map: Map<PromptField, T>): [PromptField, T][] =>
      [...map].filter(([field]) => field.level() === lowest);
    const cells = now(this.wanted).map(([field, wanted]) => ({ field, wanted: [...wanted.values()] }));
    const pools = now(this.wantedPools).map(([field, prompts]) => ({ field, prompts: [...prompts] }));
    this.wanted = new Map();
    this.wantedPools = new Map();
    return { cells, pools };
  }
}

function mapOf<T>(maps: Map<PromptField, Map<string, T>>, field: PromptField): Map<string, T> {
  let map = maps.get(field);
  if (map === undefined) maps.set(field, (map = new Map()));
  return map;
}

/** Which field reads which, as found when compiling: what the order of prompts follows from. */
export class Reads {
  private readonly edges = new Map<FieldCell, Set<FieldCell>>();
  private readonly prompts = new Map<FieldCell, number>();
  private readonly levels = new Map<FieldCell, number>();

  add(reader: FieldCell, read: FieldCell): void {
    let set = this.edges.get(reader);
    if (set === undefined) this.edges.set(reader, (set = new Set()));
    set.add(read);
  }

  /** Notes that a model writes (part of) a field. */
  written(cell: FieldCell): void {
    this.prompts.set(cell, (this.prompts.get(cell) ?? 0) + 1);
  }

  /** How many written fields have to be there, one after another, before this one can be asked for. */
  level(cell: FieldCell): number {
    const known = this.levels.get(cell);
    if (known !== undefined) return known;
    this.levels.set(cell, 0); // circles were reported as such
    let level = 0;
    for (const read of this.edges.get(cell) ?? []) {
      if (read === cell) continue;
      level = Math.max(level, this.level(read) + (this.prompts.has(read) ? 1 : 0));
    }
    this.levels.set(cell, level);
    return level;
  }
}
