import type { OutputField, OutputType } from '../columns/column.js';
import { leaves } from '../output/flatten.js';
import { didYouMean } from '../schema/suggest.js';
import { isRecord } from '../validate/problem.js';
import type { FileProblem } from './data-file.js';

/** A field of a flat table put together again: one column, or an object of fields. */
interface Part {
  readonly name: string;
  readonly type: OutputType;
  /** Position of the column; −1 where the file has none. */
  readonly column: number;
  readonly parts: readonly Part[] | undefined;
}

/** Columns as a file has them, matched with the fields they hold. */
export class FlatTable {
  /** The type of each column; `undefined` for one that the schema does not have. */
  readonly types: readonly (OutputType | undefined)[];
  /** What is wrong with the columns. */
  readonly problems: readonly FileProblem[];
  /** Some column that rows need is missing, so that they need not be read. */
  readonly incomplete: boolean;
  private readonly parts: readonly Part[];
  /** The column of an object's other members; −1 where there is none. */
  private readonly others: number;

  /** @param bare records are the values of the only field. */
  constructor(
    fields: readonly OutputField[],
    header: readonly string[],
    table: string,
    private readonly bare = false,
  ) {
    const wanted = leaves(fields, bare);
    const types: (OutputType | undefined)[] = new Array(header.length).fill(undefined);
    // A name may stand twice: a field `a.b` beside an object `a` with a field `b`.
    const free = header.map((_, i) => i);
    const columns = wanted.map(({ name, type }) => {
      const place = free.findIndex((i) => header[i] === name);
      if (place < 0) return -1;
      const [column] = free.splice(place, 1);
      types[column] = type;
      return column;
    });
    this.types = types;
    const names = wanted.map((leaf) => leaf.name);
    const problems: FileProblem[] = free.map((i) => {
      const again = names.includes(header[i]);
      const [meant] = didYouMean(header[i], names);
      const message = again
        ? 'stands twice in the header'
        : `is not in the schema${meant ? `; did you mean \`${meant}\`?` : ''}`;
      return { table, line: 1, path: header[i], code: 'data/column', message };
    });
    const missing = wanted.filter((leaf, k) => columns[k] < 0 && !(leaf.path.length === 0 && leaf.type.optional));
    for (const { name } of missing)
      problems.push({ table, line: 1, path: name, code: 'data/column', message: 'is missing in the header' });
    this.problems = problems;
    this.incomplete = missing.length > 0;
    let next = 0;
    const partOf = ({ name, type }: OutputField): Part => {
      const flat = type.kind !== 'object' || type.fields === undefined || type.fields.length === 0;
      if (flat) return { name, type, column: columns[next++], parts: undefined };
      return { name, type, column: -1, parts: type.fields.map(partOf) };
    };
    this.parts = fields.map(partOf);
    this.others = wanted.findIndex((leaf) => leaf.others !== undefined);
    if (this.others >= 0) this.others = columns[this.others];
  }

  /** The record of a row of cells. A null where the field has no nulls, but may be left out, is left out. */
  record(cells: readonly unknown[]): unknown {
    const record = assemble(this.parts, cells);
    if (!this.bare) return record;
    const value = record[this.parts[0].name];
    const others = this.others < 0 ? undefined : cells[this.others];
    const more: unknown = typeof others === 'string' ? JSON.parse(others) : others;
    return isRecord(value) && isRecord(more) ? { ...value, ...more } : value;
  }
}

function assemble(parts: readonly Part[], cells: readonly unknown[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const part of parts) {
    const { name, type } = part;
    const empty = isEmpty(part, cells);
    if (empty && !type.nullable && type.optional) continue;
    const value =
      part.parts === undefined
        ? (cells[part.column] ?? null)
        : empty && type.nullable
          ? null
          : assemble(part.parts, cells);
    // A plain assignment to __proto__ would set the prototype.
    if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true, configurable: true });
    else record[name] = value;
  }
  return record;
}

function isEmpty({ parts, column }: Part, cells: readonly unknown[]): boolean {
  return parts === undefined ? cells[column] == null : parts.every((part) => isEmpty(part, cells));
}
