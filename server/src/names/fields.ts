import { type MapNode, pointerTo, type SyntaxEntry, type SyntaxNode, type TableOutline } from 'agentic-synth';
import type { NameIndex } from './name-index.js';

/** A field, or what is written like one inside of it. */
export interface FieldItem {
  readonly kind: 'field' | 'type' | 'series' | 'items' | 'case' | 'else';
  readonly name: string;
  readonly pointer: string;
  readonly entry: SyntaxEntry;
  /** Fields of an object, items of a list, variants. */
  readonly inside: readonly FieldItem[];
}

export interface EventItem {
  readonly name: string;
  readonly entry: SyntaxEntry;
  readonly fields: readonly FieldItem[];
}

export interface TableItem {
  readonly outline: TableOutline;
  /** Missing where the document is the table. */
  readonly entry: SyntaxEntry | undefined;
  readonly node: MapNode | undefined;
  readonly series: readonly FieldItem[];
  readonly fields: readonly FieldItem[];
  readonly events: readonly EventItem[];
}

export interface Items {
  readonly tables: readonly TableItem[];
  readonly types: readonly FieldItem[];
}

/** Documents are read no deeper. */
const MAX_DEPTH = 60;

const known = new WeakMap<NameIndex, Items>();

/** The tables and fields of a document as they are written; what aliases of YAML repeat is there once. */
export function itemsOf(index: NameIndex): Items {
  let items = known.get(index);
  if (items === undefined) {
    const { tables } = index.references;
    items = {
      tables: tables.map((outline) => tableItem(index, outline)),
      types: tables.length > 0 && tables[0].fieldsAt !== '' ? fieldItems(index, '/types', 'type', 0) : [],
    };
    known.set(index, items);
  }
  return items;
}

/** All fields, those inside of others after them. */
export function* allFields({ tables, types }: Items): Iterable<FieldItem> {
  for (const { series, fields, events } of tables) {
    yield* within(series);
    yield* within(fields);
    for (const event of events) yield* within(event.fields);
  }
  yield* within(types);
}

function* within(fields: readonly FieldItem[]): Iterable<FieldItem> {
  for (const field of fields) {
    yield field;
    yield* within(field.inside);
  }
}

function tableItem(index: NameIndex, outline: TableOutline): TableItem {
  const { pointer, fieldsAt, type } = outline;
  const node = index.places.node(pointer);
  const events =
    type === 'events'
      ? entriesAt(index, `${pointer}/events`).map((entry) => {
          const name = String(entry.key.value);
          const fields = fieldItems(index, pointerTo(pointer, 'events', name, 'fields'), 'field', 0);
          return { name, entry, fields };
        })
      : [];
  return {
    outline,
    entry: index.places.entry(pointer),
    node: node?.kind === 'map' ? node : undefined,
    series: type === 'timeseries' ? fieldItems(index, `${pointer}/series`, 'series', MAX_DEPTH) : [],
    fields: fieldItems(index, fieldsAt, 'field', 0),
    events,
  };
}

function fieldItems(index: NameIndex, at: string, kind: FieldItem['kind'], depth: number): FieldItem[] {
  return entriesAt(index, at).map((entry) => fieldItem(index, at, entry, kind, depth));
}

function fieldItem(
  index: NameIndex,
  at: string,
  entry: SyntaxEntry,
  kind: FieldItem['kind'],
  depth: number,
): FieldItem {
  const name = String(entry.key.value);
  const pointer = pointerTo(at, name);
  const inside =
    entry.value?.kind === 'map' && depth < MAX_DEPTH ? [...insideOf(index, pointer, entry.value, depth + 1)] : [];
  return { kind, name, pointer, entry, inside };
}

function* insideOf(index: NameIndex, at: string, { entries }: MapNode, depth: number): Iterable<FieldItem> {
  for (const entry of entries) {
    switch (entry.merge ? '' : String(entry.key.value)) {
      case 'fields':
        yield* fieldItems(index, `${at}/fields`, 'field', depth);
        break;
      case 'items':
        yield fieldItem(index, at, entry, 'items', depth);
        break;
      case 'cases':
        yield* fieldItems(index, `${at}/cases`, 'case', depth);
        break;
      case 'else':
        yield fieldItem(index, at, entry, 'else', depth);
        break;
    }
  }
}

/** The entries that are written at a pointer; none where it is an alias. */
function entriesAt({ places }: NameIndex, pointer: string): readonly SyntaxEntry[] {
  const node = places.node(pointer);
  return node?.kind === 'map' ? node.entries.filter(({ merge }) => !merge) : [];
}

/** What a node says, where it is a text. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function valueOf(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  return node?.kind === 'map' ? node.entries.filter((entry) => entry.key.value === key).at(-1)?.value : undefined;
}
