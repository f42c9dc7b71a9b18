import type { Column, ListColumn, ObjectColumn, ValueColumn } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import { put, span } from './bytes.js';
import {
  booleanCells,
  type Cells,
  dictionaryCells,
  DictionaryTables,
  type Frame,
  isMissing,
  numberCells,
  temporalCells,
  textCells,
  writeMissing,
} from './cells.js';
import { escapeJson, jsonText, wellFormedJson } from './json-text.js';

const NOTHING = span('');
const COMMA = span(',');
const QUOTE_COMMA = span('",');

/** Writes columns as JSON; each cell ends in a comma, which the bracket that closes the whole takes the place of. */
export type JsonCells = (column: Column) => Cells;

/** Where a value stands. */
interface Place {
  /** Dotted name of the field, for messages. */
  readonly field: string;
  /** What stands before the value: line break, key and colon. */
  readonly before: string;
  /** What an absent value becomes: nothing for a member of an object, null for an item of a list. */
  readonly optional: boolean;
  readonly indent: boolean;
  /** Depth of the value's own line. */
  readonly depth: number;
  /** U+FFFD instead of escapes of lone surrogates. */
  readonly wellFormed: boolean;
}

/** A line break and the indentation of a depth; nothing where the text is compact. */
export function lineBreak(indent: boolean, depth: number): string {
  return indent ? '\n' + '  '.repeat(depth) : '';
}

/** A member of a row whose braces stand at `depth`. */
export function jsonMember(name: string, indent: boolean, depth: number): JsonCells {
  return jsonCells(memberPlace(name, { field: '', before: '', optional: false, indent, depth, wellFormed: false }));
}

/** A row that is a value of its own, at `depth`; a trailing comma still follows. An absent value is null. */
export function jsonItem(field: string, indent: boolean, depth: number): JsonCells {
  return jsonCells({ field, before: '', optional: false, indent, depth, wellFormed: false });
}

/** A value on its own in a flat table, without key; a trailing comma still follows. */
export function jsonValue(field: string): JsonCells {
  return jsonCells({ field, before: '', optional: false, indent: false, depth: 0, wellFormed: true });
}

function memberPlace(name: string, parent: Place): Place {
  const { indent, wellFormed } = parent;
  const depth = parent.depth + 1;
  const key = JSON.stringify(name);
  return {
    field: parent.field === '' ? name : `${parent.field}.${name}`,
    before: lineBreak(indent, depth) + (wellFormed ? wellFormedJson(key) : key) + (indent ? ': ' : ':'),
    optional: true,
    indent,
    depth,
    wellFormed,
  };
}

function jsonCells(place: Place): JsonCells {
  const missing = span(`${place.before}null,`);
  const absent = place.optional ? NOTHING : missing;
  const base = { field: place.field, null: missing, absent };
  const bare: Frame = { ...base, before: span(place.before), after: COMMA };
  const quoted: Frame = { ...base, before: span(`${place.before}"`), after: QUOTE_COMMA };
  const cellText = (value: unknown): string => place.before + valueText(value, place) + ',';
  const tables = new DictionaryTables(cellText);
  const members = new Map<string, JsonCells>();
  let items: JsonCells | undefined;

  const member = (name: string): JsonCells => {
    let cells = members.get(name);
    if (cells === undefined) members.set(name, (cells = jsonCells(memberPlace(name, place))));
    return cells;
  };
  const item = (): JsonCells =>
    (items ??= jsonCells({
      ...place,
      before: lineBreak(place.indent, place.depth + 1),
      optional: false,
      depth: place.depth + 1,
    }));

  return (column) => {
    switch (column.kind) {
      case 'number':
        return numberCells(column, bare);
      case 'boolean':
        return booleanCells(column, bare, tables);
      case 'temporal':
        return temporalCells(column, quoted);
      case 'dictionary':
        return dictionaryCells(column, bare, tables);
      case 'text':
        return textCells(escapeJson(column), quoted);
      case 'object':
        return objectCells(column, bare, place, member);
      case 'list':
        return listCells(column, bare, place, item());
      case 'value':
        return valueCells(column, base, cellText);
    }
  };
}

/** JSON of any value, its further lines indented to its place. */
function valueText(value: unknown, { field, indent, depth, wellFormed }: Place): string {
  const text = jsonText(value, field, indent ? 2 : undefined);
  if (wellFormed) return wellFormedJson(text);
  return indent ? text.replaceAll('\n', lineBreak(true, depth)) : text;
}

function valueCells(
  column: ValueColumn,
  frame: Omit<Frame, 'before' | 'after'>,
  cellText: (value: unknown) => string,
): Cells {
  const builder = new TextBuilder(column.length);
  const nulls = new Uint8Array(column.length);
  const absent = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column.values[row];
    if (isMissing(column, row)) {
      nulls[row] = 1;
      absent[row] = column.absent?.[row] ?? 0;
    } else if (value === undefined) nulls[row] = absent[row] = 1;
    else builder.text(cellText(value));
    builder.endRow();
  }
  return textCells({ ...builder.finish(nulls), absent }, { ...frame, before: NOTHING, after: NOTHING });
}

function objectCells(column: ObjectColumn, frame: Frame, place: Place, member: (name: string) => JsonCells): Cells {
  const { nulls } = column;
  const open = span(`${place.before}{`);
  const close = span(`${lineBreak(place.indent, place.depth)}},`);
  const closeEmpty = span('},');
  const cells = column.fields.map((field) => member(field.name)(field.column));
  const writers = cells.map((c) => c.write);
  const own = Math.max(open.length + close.length, frame.null.length);
  return {
    bound: cells.reduce((sum, c) => sum + c.bound, column.length * own),
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const start = put(open, view, pos);
      let at = start;
      for (let i = 0; i < writers.length; i++) at = writers[i](view, at, row);
      return at === start ? put(closeEmpty, view, at) : put(close, view, at - 1);
    },
  };
}

function listCells(column: ListColumn, frame: Frame, place: Place, itemCells: JsonCells): Cells {
  const { nulls, offsets } = column;
  const open = span(`${place.before}[`);
  const close = span(`${lineBreak(place.indent, place.depth)}],`);
  const closeEmpty = span('],');
  const items = itemCells(column.items);
  const own = Math.max(open.length + close.length, frame.null.length);
  return {
    bound: items.bound + column.length * own,
    write(view, pos, row) {
      if (nulls !== undefined && nulls[row] === 1) return writeMissing(column, frame, view, pos, row);
      const start = put(open, view, pos);
      let at = start;
      for (let k = offsets[row]; k < offsets[row + 1]; k++) at = items.write(view, at, k);
      return at === start ? put(closeEmpty, view, at) : put(close, view, at - 1);
    },
  };
}
