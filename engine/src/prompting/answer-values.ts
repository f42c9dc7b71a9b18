import { jsonEquals } from '../json-schema/equality.js';
import type { RowShape } from './row-shape.js';

/** A value found in an answer. `number` is the one written beside it, from 1 (or 0, where an answer counts from 0). */
export interface Found {
  readonly number: number | undefined;
  readonly value: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const WRAPPERS = new Set([
  'rows',
  'row',
  'data',
  'items',
  'values',
  'results',
  'result',
  'list',
  'entries',
  'output',
  'records',
  'answer',
  'answers',
  'response',
]);
const NUMBERS = new Set(['i', 'n', 'no', 'nr', '#', 'id', 'idx', 'index', 'num', 'number', 'row', 'rownumber']);
const VALUES = new Set(['v', 'value', 'val', 'text', 'content', 'result', 'answer', 'output', 'data', 'row', 'string']);
const NUMBERED = /^\s*(?:row|item|no\.?|nr\.?|#|value|entry)?[\s_\-#.]*(\d{1,7})[.:)]?\s*$/iu;

/**
 * Makes out the rows in one JSON document of an answer, in whatever form models put them: `{"rows": […]}`, a list of its
 * own name or of none, `{"1": …}`, items with their number, rows in columns, a single row.
 */
export class DocumentReader {
  /** Whether anything was told before the document ended. */
  told = false;

  /** @param tell is handed each value as soon as it is complete. */
  constructor(
    private readonly shape: RowShape,
    private readonly tell: (found: Found) => void,
  ) {}

  /** A complete value directly in the document's root: an item of a list, or a property. */
  inRoot(key: string | number, value: unknown): void {
    if (typeof key === 'number') {
      this.item(value);
      return;
    }
    const number = numberOf(key);
    if (number !== undefined && !this.isName(key)) this.give(number, value);
  }

  /** Whether what stands directly in this property of the root are rows, each by itself. */
  holdsRows(key: string | number, isList: boolean): boolean {
    if (typeof key === 'number') return false;
    if (key === 'rows') return true;
    if (numberOf(key) !== undefined || this.isName(key)) return false;
    return isList || WRAPPERS.has(key.toLowerCase());
  }

  /** A complete value in a property that {@link holdsRows}. */
  inList(key: string | number, value: unknown): void {
    if (typeof key === 'number') {
      this.item(value);
      return;
    }
    const number = numberOf(key);
    if (number !== undefined && !this.isName(key)) this.give(number, value);
  }

  /** The document is complete: where nothing in it was a row, it may be one as a whole. */
  whole(value: unknown): void {
    if (this.told) return;
    if (!isObject(value)) {
      if (!Array.isArray(value)) this.give(undefined, value);
      return;
    }
    const lists = Object.entries(value).filter(([, part]) => Array.isArray(part));
    const { names } = this.shape;
    if (this.shape.value === 'object' && names.length > 0 && lists.length === names.length) {
      if (this.columns(value, names)) return;
    }
    if (this.shape.value === 'object' && !names.some((name) => Object.hasOwn(value, name))) {
      const inner = Object.values(value).filter(isObject);
      if (inner.length === 1 && names.some((name) => Object.hasOwn(inner[0]!, name))) {
        this.give(undefined, inner[0]);
        return;
      }
    }
    this.item(value);
  }

  /** `{"name": ["a", "b"], "age": [1, 2]}`: a list for each column. */
  private columns(value: Json, names: readonly string[]): boolean {
    const columns = names.map((name) => value[name]);
    const length = Array.isArray(columns[0]) ? columns[0].length : -1;
    if (this.shape.count < 2 || length !== this.shape.count) return false;
    if (!columns.every((column) => Array.isArray(column) && column.length === length)) return false;
    for (let i = 0; i < length; i++) {
      const row = names.map((name, k) => [name, (columns[k] as readonly unknown[])[i]] as const);
      this.give(undefined, Object.fromEntries(row));
    }
    return true;
  }

  private item(item: unknown): void {
    const inner = this.nested(item);
    if (inner !== undefined) {
      for (const each of inner) this.item(each);
      return;
    }
    if (isObject(item)) {
      const numbered = this.numbered(item);
      if (numbered !== undefined) {
        this.give(numbered.number, numbered.value);
        return;
      }
    } else if (this.shape.numbered && Array.isArray(item) && item.length === 2 && this.isNumber(item[0])) {
      if (this.shape.value !== 'array' || Array.isArray(item[1])) {
        this.give(item[0], item[1]);
        return;
      }
    }
    this.give(undefined, item);
  }

  /** Rows in a list, or a wrapping, too many. */
  private nested(item: unknown): readonly unknown[] | undefined {
    if (Array.isArray(item)) {
      return this.shape.value === 'object' && item.length > 0 && item.every(isObject) ? item : undefined;
    }
    if (!isObject(item)) return undefined;
    const entries = Object.entries(item);
    const only = entries.length === 1 ? entries[0]! : undefined;
    return only !== undefined && Array.isArray(only[1]) && WRAPPERS.has(only[0].toLowerCase()) && !this.isName(only[0])
      ? (only[1] as readonly unknown[])
      : undefined;
  }

  /** `{"index": 3, "value": …}`, `{"3": …}`, `{"3": …, "4": …}`. */
  private numbered(item: Json): Found | undefined {
    const entries = Object.entries(item);
    if (this.shape.value === 'object' && this.shape.names.some((name) => Object.hasOwn(item, name))) return undefined;
    if (entries.length === 1) {
      const number = numberOf(entries[0]![0]);
      return number === undefined ? undefined : { number, value: entries[0]![1] };
    }
    const own = this.shape.names.map((name) => name.toLowerCase());
    const at = entries.find(([key, value]) => NUMBERS.has(key.toLowerCase()) && this.isNumber(plainNumber(value)));
    if (at === undefined) return undefined;
    const others = entries.filter((entry) => entry !== at);
    const value =
      others.length === 1
        ? others[0]
        : (others.find(([key]) => own.includes(key.toLowerCase())) ??
          others.find(([key]) => VALUES.has(key.toLowerCase())));
    return value === undefined ? undefined : { number: plainNumber(at[1]), value: value[1] };
  }

  private isNumber(value: unknown): value is number {
    return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= this.shape.count;
  }

  private isName(key: string): boolean {
    return this.shape.value === 'object' && this.shape.names.includes(key);
  }

  private give(number: number | undefined, value: unknown): void {
    this.told = true;
    this.tell({ number, value });
  }
}

/** What is in `all` and not in `some`, each value as often as it is there more often. */
export function without(all: readonly Found[], some: readonly Found[]): Found[] {
  const left = [...some];
  return all.filter((found) => {
    const at = left.findIndex((other) => jsonEquals(other.value, found.value));
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}

function numberOf(key: string): number | undefined {
  const digits = NUMBERED.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function plainNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? numberOf(value) : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a document that is there as a whole. */
export function readWhole(reader: DocumentReader, value: unknown): void {
  if (Array.isArray(value)) value.forEach((item, i) => reader.inRoot(i, item));
  else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      const list = Array.isArray(part);
      if ((list || isObject(part)) && reader.holdsRows(key, list)) {
        if (list) part.forEach((item, i) => reader.inList(i, item));
        else for (const [inner, item] of Object.entries(part as Json)) reader.inList(inner, item);
      } else reader.inRoot(key, part);
    }
  }
  reader.whole(value);
}
