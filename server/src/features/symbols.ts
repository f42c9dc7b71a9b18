import { basename } from 'node:path';
import type { SyntaxEntry, SyntaxNode } from 'agentic-synth';
import { type DocumentSymbol, SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import { type EventItem, type FieldItem, itemsOf, type TableItem, textOf, valueOf } from '../names/fields.js';
import { type Files, namesOf } from '../names/lookup.js';
import { rangeIn, type View, viewOf } from '../names/view.js';

/** The outline: tables with their fields and types of events; of other documents their keys. */
export async function documentSymbols(document: SynthDocument, files: Pick<Files, 'read'>): Promise<DocumentSymbol[]> {
  const index = await namesOf(document, files);
  const { tables, types } = itemsOf(index);
  const view = viewOf(document);
  if (tables.length === 0) return present(keySymbols(view, view.source.parsed.tree, 0));
  // A field map is its fields.
  const symbols = tables.flatMap((table) =>
    table.outline.fieldsAt === '' ? fieldSymbols(view, table.fields) : [tableSymbol(view, table)],
  );
  return present([...symbols, ...fieldSymbols(view, types)]);
}

/** At most so many answers; the person types on. */
const MOST = 1000;

/** Tables and fields of all schemas whose names have the letters of a query in their order. */
export async function workspaceSymbols(query: string, files: Files): Promise<WorkspaceSymbol[]> {
  const found: WorkspaceSymbol[] = [];
  const wanted = query.toLowerCase();
  for (const uri of await files.schemaFiles()) {
    const document = await files.read(uri);
    if (document === undefined) continue;
    const index = await namesOf(document, files);
    for (const table of itemsOf(index).tables) {
      const name = nameOf(table, document);
      const add = (symbol: string, kind: SymbolKind, entry: SyntaxEntry | undefined, containerName: string): void => {
        const range = entry && rangeIn(index.view, entry.key);
        if (found.length >= MOST || !hasLetters(symbol.toLowerCase(), wanted)) return;
        const location = { uri: document.uri, range: range ?? index.nameRange(table.outline.definition) };
        found.push({ name: symbol, kind, location, containerName });
      };
      if (table.outline.fieldsAt !== '') add(name, SymbolKind.Class, table.entry, basename(document.file));
      const addFields = (fields: readonly FieldItem[], container: string): void => {
        for (const field of fields) {
          if (field.kind === 'field' || field.kind === 'series')
            add(shown(field.name), kindOf(field), field.entry, container);
          addFields(field.inside, field.kind === 'field' ? `${container}.${field.name}` : container);
        }
      };
      addFields([...table.series, ...table.fields], name);
      for (const { name: event, entry, fields } of table.events) {
        add(shown(event), SymbolKind.Event, entry, name);
        addFields(fields, `${name}.${event}`);
      }
    }
  }
  return found;
}

function hasLetters(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function nameOf({ outline, entry }: TableItem, { file }: SynthDocument): string {
  const named = entry !== undefined || outline.definition.pointer !== '';
  return shown(named ? outline.name : basename(file).replace(/(?:\.synth)?\.\w+$/, ''));
}

/** Editors want names that are not empty. */
function shown(name: string): string {
  return name.trim() === '' ? JSON.stringify(name) : name;
}

function present(symbols: readonly (DocumentSymbol | undefined)[]): DocumentSymbol[] {
  return symbols.filter((symbol) => symbol !== undefined);
}

function tableSymbol(view: View, table: TableItem): DocumentSymbol | undefined {
  const { outline, entry, node, series, fields, events } = table;
  const children = present([
    ...fieldSymbols(view, series),
    ...fieldSymbols(view, fields),
    ...events.map((event) => eventSymbol(view, event)),
  ]);
  const place = entry ?? node;
  const name = nameOf(table, view.document);
  const key = entry?.key ?? (outline.definition.pointer === '' ? undefined : valueOf(node, 'name'));
  return (
    place &&
    symbol(view, name, outline.type, SymbolKind.Class, place, key ?? { start: place.start, end: place.start }, children)
  );
}

function eventSymbol(view: View, { name, entry, fields }: EventItem): DocumentSymbol | undefined {
  return symbol(view, name, 'event', SymbolKind.Event, entry, entry.key, present(fieldSymbols(view, fields)));
}

function fieldSymbols(view: View, fields: readonly FieldItem[]): (DocumentSymbol | undefined)[] {
  return fields.flatMap((field): (DocumentSymbol | undefined)[] => {
    const { kind, name, entry, inside } = field;
    // The items of a list are its own contents.
    if (kind === 'items') return fieldSymbols(view, inside);
    const title = kind === 'case' ? `case ${name}` : name;
    return [
      symbol(
        view,
        title,
        kind === 'series' ? 'series' : typeWords(entry.value),
        kindOf(field),
        entry,
        entry.key,
        present(fieldSymbols(view, inside)),
      ),
    ];
  });
}

function symbol(
  view: View,
  name: string,
  detail: string,
  kind: SymbolKind,
  place: { readonly start: number; readonly end: number },
  key: { readonly start: number; readonly end: number },
  children: DocumentSymbol[],
): DocumentSymbol | undefined {
  const range = rangeIn(view, place);
  const selectionRange = rangeIn(view, key);
  if (range === undefined || selectionRange === undefined) return undefined;
  return { name: shown(name), detail, kind, range, selectionRange, ...(children.length > 0 && { children }) };
}

/** The type of a field as it is written, or what stands for one. */
export function typeWords(node: SyntaxNode | undefined, depth = 0): string {
  const written = textOf(node);
  if (written !== undefined) return written;
  if (node?.kind !== 'map' || depth > 3) return '';
  const type = textOf(valueOf(node, 'type'));
  const ref = textOf(valueOf(node, 'ref'));
  if (ref !== undefined) return `→ ${ref}`;
  const items = valueOf(node, 'items');
  if (items !== undefined && (type === undefined || type === 'array'))
    return `${typeWords(items, depth + 1) || 'any'}[]`;
  if (type !== undefined) return type;
  for (const key of ['enum', 'expr', 'template', 'const', 'prompt', 'pattern'])
    if (valueOf(node, key) !== undefined) return key;
  if (valueOf(node, 'fields') !== undefined) return 'object';
  const by = textOf(valueOf(node, 'by'));
  return by === undefined ? '' : `by ${by}`;
}

const KINDS: Readonly<Record<string, SymbolKind>> = {
  integer: SymbolKind.Number,
  number: SymbolKind.Number,
  duration: SymbolKind.Number,
  boolean: SymbolKind.Boolean,
  uuid: SymbolKind.Key,
  sequence: SymbolKind.Key,
  enum: SymbolKind.Enum,
  array: SymbolKind.Array,
  object: SymbolKind.Object,
  const: SymbolKind.Constant,
  expr: SymbolKind.Operator,
  string: SymbolKind.String,
  text: SymbolKind.String,
  template: SymbolKind.String,
  prompt: SymbolKind.String,
  pattern: SymbolKind.String,
};

function kindOf({ kind, entry: { value } }: FieldItem): SymbolKind {
  if (kind === 'type') return SymbolKind.Struct;
  if (kind === 'case' || kind === 'else') return SymbolKind.EnumMember;
  const words = typeWords(value);
  if (words.startsWith('→')) return SymbolKind.Key;
  if (/\[\]\??$/.test(words)) return SymbolKind.Array;
  return KINDS[/^[\p{L}_][\p{L}\p{N}_.]*/u.exec(words)?.[0] ?? ''] ?? SymbolKind.Field;
}

/** Keys of any document, as deep as one looks for them. */
const DEEPEST = 12;

function keySymbols(view: View, node: SyntaxNode | undefined, depth: number): (DocumentSymbol | undefined)[] {
  if (depth > DEEPEST) return [];
  const parts = (value: SyntaxNode | undefined): DocumentSymbol[] => present(keySymbols(view, value, depth + 1));
  if (node?.kind === 'map') {
    return node.entries.map((entry) => {
      const { key, value } = entry;
      return symbol(view, String(key.value), detailOf(value), plainKind(value), entry, key, parts(value));
    });
  }
  if (node?.kind !== 'list') return [];
  return node.items.map((item, i) => {
    // Items that are no mappings are seen in the list itself.
    if (item?.kind !== 'map') return undefined;
    const name = textOf(valueOf(item, 'name'));
    return symbol(
      view,
      name ?? String(i),
      name === undefined ? '' : String(i),
      SymbolKind.Object,
      item,
      { start: item.start, end: item.start },
      parts(item),
    );
  });
}

function detailOf(node: SyntaxNode | undefined): string {
  if (node?.kind !== 'scalar')
    return typeof valueOf(node, 'type') === 'object' ? (textOf(valueOf(node, 'type')) ?? '') : '';
  const text = String(node.value);
  return text.length > 60 || /[\r\n]/.test(text) ? `${text.slice(0, 59).replace(/\s+/g, ' ')}…` : text;
}

function plainKind(node: SyntaxNode | undefined): SymbolKind {
  switch (node?.kind) {
    case 'map':
      return SymbolKind.Object;
    case 'list':
      return SymbolKind.Array;
    case 'scalar':
      if (typeof node.value === 'number') return SymbolKind.Number;
      if (typeof node.value === 'boolean') return SymbolKind.Boolean;
      return node.value === null ? SymbolKind.Null : SymbolKind.String;
    default:
      return SymbolKind.Field;
  }
}
