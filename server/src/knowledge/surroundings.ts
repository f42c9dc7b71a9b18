import { type Expectation, grammarAt, type NamesAt, namesAt, segmentsOf } from 'agentic-synth';
import type { Cursor } from '../document/cursor.js';
import type { SynthDocument } from '../document/document.js';
import type { Workspace } from '../workspace.js';
import { othersOf } from './others.js';
import { valueAround } from './value-around.js';

/** What is known around the cursor. */
export class Surroundings {
  /** The document as far as it can be told, broken or half typed. */
  readonly value: unknown;
  readonly segments: readonly string[];
  /** There is more than is offered: typing on asks again. */
  partial = false;
  private known: Promise<NamesAt> | undefined;

  constructor(
    readonly document: SynthDocument,
    readonly cursor: Cursor,
    readonly offset: number,
    readonly workspace: Workspace,
    /** As if this were the document. */
    given?: unknown,
  ) {
    this.segments = segmentsOf(cursor.pointer);
    const value = given ?? valueAround(document, cursor, offset);
    // A key that is being typed says nothing yet.
    this.value = cursor.at === 'key' ? keeping(value, this.segments, new Set(cursor.siblings)) : value;
  }

  /** What the grammar lets stand at a pointer; at the cursor without one. */
  expected(pointer = this.cursor.pointer): Expectation | undefined {
    return grammarAt(this.value, pointer, { kind: this.kind });
  }

  /** What the grammar lets stand at the cursor, were a value there already. */
  expectedOf(value: unknown): Expectation | undefined {
    return grammarAt(putting(this.value, this.segments, value), this.cursor.pointer, { kind: this.kind });
  }

  private get kind(): 'schema' | 'config' | 'batch' {
    const { kind } = this.document;
    return kind === 'json-schema' ? 'schema' : kind;
  }

  /** The names that paths and expressions see here. */
  names(): Promise<NamesAt> {
    this.known ??= othersOf(this.value, this.document, this.workspace).then((other) =>
      namesAt(this.value, this.cursor.pointer, { other }),
    );
    return this.known;
  }

  /** The value at the first segments of the pointer. */
  at(depth: number): unknown {
    let value = this.value;
    for (const segment of this.segments.slice(0, depth)) value = childOf(value, segment);
    return value;
  }

  /** The innermost mapping around the cursor that has a property. */
  around(property: string): Readonly<Record<string, unknown>> | undefined {
    for (let depth = this.segments.length; depth >= 0; depth--) {
      const value = this.at(depth);
      if (isMapping(value) && value[property] !== undefined) return value;
    }
    return undefined;
  }

  /** The root of the schema; the tables of a document with one table are one, called as the document. */
  get tables(): readonly (readonly [name: string, table: Readonly<Record<string, unknown>>])[] {
    return tablesOf(this.value);
  }

  /** The table that the cursor is in. */
  get table(): Readonly<Record<string, unknown>> | undefined {
    const [first, name] = this.segments;
    const root = this.value;
    if (!isMapping(root)) return undefined;
    if (!isMapping(root.tables)) return root;
    const table = first === 'tables' && name !== undefined ? root.tables[name] : undefined;
    return isMapping(table) ? table : undefined;
  }
}

/** A value whose mapping at a path keeps only some of its keys. */
function keeping(value: unknown, [segment, ...rest]: readonly string[], keys: ReadonlySet<string>): unknown {
  if (segment === undefined) {
    // Where a key is typed there is a mapping, though as yet it looks like a text.
    if (typeof value === 'string') return {};
    const isKept = isMapping(value) && Object.keys(value).every((key) => keys.has(key));
    if (!isMapping(value) || isKept) return value;
    return Object.fromEntries(Object.entries(value).filter(([key]) => keys.has(key)));
  }
  const inner = childOf(value, segment);
  const kept = keeping(inner, rest, keys);
  if (kept === inner || value === null || typeof value !== 'object') return value;
  return Array.isArray(value)
    ? value.map((item: unknown, i) => (String(i) === segment ? kept : item))
    : { ...value, [segment]: kept };
}

/** A document with a value at a path. */
function putting(value: unknown, [segment, ...rest]: readonly string[], put: unknown): unknown {
  if (segment === undefined) return put;
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    items[Number(segment)] = putting(items[Number(segment)], rest, put);
    return items;
  }
  return { ...(isMapping(value) ? value : {}), [segment]: putting(childOf(value, segment), rest, put) };
}

export function tablesOf(root: unknown): [name: string, table: Readonly<Record<string, unknown>>][] {
  if (!isMapping(root)) return [];
  if (isMapping(root.tables)) {
    return Object.entries(root.tables).map(([name, table]) => [name, isMapping(table) ? table : {}]);
  }
  const single = isMapping(root.fields) || isMapping(root.events);
  const name = single && typeof root.name === 'string' ? root.name : 'rows';
  return [[name, single ? root : { fields: root }]];
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function childOf(value: unknown, segment: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[segment];
}
