import type { Column, Table } from '../src/preview/messages.js';

/** How a cell is shown. */
export type CellKind = 'absent' | 'null' | 'empty' | 'number' | 'text' | 'json';

/** Characters of a cell that are shown; the rest on demand. */
const LONGEST = 200;

/** One table's rows. */
export class TableData {
  readonly #absent: readonly ReadonlySet<number>[];
  readonly #rowsByValue = new Map<number, Map<string, number>>();
  readonly #columns = new Map<string, number>();

  constructor(readonly table: Table) {
    this.#absent = table.columns.map(({ absent }) => new Set(absent));
    for (const [k, { name }] of table.columns.entries()) this.#columns.set(name, k);
  }

  column(name: string): number {
    return this.#columns.get(name) ?? -1;
  }

  /** `undefined` where the record has no such key. */
  value(row: number, column: number): unknown {
    return this.#absent[column]!.has(row) ? undefined : this.table.columns[column]!.values[row];
  }

  /** The record as the output would have it. */
  record(row: number): object {
    const entries = this.table.columns.map(({ name }, k): [string, unknown] => [name, this.value(row, k)]);
    // Makes own properties, whatever their names.
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  /** The first row with a value in a column, or -1. */
  rowWith(column: number, value: unknown): number {
    let rows = this.#rowsByValue.get(column);
    if (rows === undefined) {
      rows = new Map();
      const { values } = this.table.columns[column]!;
      for (let row = values.length - 1; row >= 0; row--) rows.set(JSON.stringify(values[row]), row);
      this.#rowsByValue.set(column, rows);
    }
    return rows.get(JSON.stringify(value)) ?? -1;
  }
}

export function kindOf(value: unknown): CellKind {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  if (typeof value === 'number') return 'number';
  return typeof value === 'object' ? 'json' : 'text';
}

/** A value as one text, whole. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether values of a column stand at the right, digit under digit. */
export function isRightAligned({ type }: Column): boolean {
  return type === 'integer' || type === 'number';
}

export interface Piece {
  readonly text: string;
  /** Stands for a character that cannot be seen, or that would turn its surroundings around. */
  readonly control: boolean;
}

const INVISIBLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/u;
const VISIBLE: Readonly<Record<string, string>> = { '\n': '↵', '\t': '⇥', '\r': '␍' };

/** A text in one line: cut where it is very long, with characters made visible that are not. */
export function piecesOf(text: string, longest = LONGEST): Piece[] {
  let shown = text;
  if (text.length > longest) {
    // Does not cut a character in two.
    const end = /[\ud800-\udbff]/.test(text[longest - 1]!) ? longest - 1 : longest;
    shown = `${text.slice(0, end)}…`;
  }
  if (!INVISIBLE.test(shown)) return [{ text: shown, control: false }];
  const pieces: Piece[] = [];
  let plain = '';
  for (const character of shown) {
    if (!INVISIBLE.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, control: false });
    plain = '';
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    pieces.push({ text: VISIBLE[character] ?? `U+${code}`, control: true });
  }
  if (plain !== '') pieces.push({ text: plain, control: false });
  return pieces;
}
