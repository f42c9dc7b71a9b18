import fc from 'fast-check';
import type { Column, OutputField, OutputType } from '../../../engine/src/columns/column.js';
import { valueAt } from '../../../engine/src/columns/read.js';
import { take } from '../../../engine/src/columns/take.js';
import { textColumn } from '../../../engine/src/columns/text.js';
import type { RecordBatch } from '../../../engine/src/output/encoder.js';

/** A column and the type that describes it. */
export interface Typed {
  readonly type: OutputType;
  readonly column: Column;
}

export interface Table {
  readonly fields: readonly OutputField[];
  readonly batch: RecordBatch;
}

const NASTY = [
  '', ' ', '\t', 'a,b', 'a;b', 'a|b', 'a\tb', '"', '""', 'say "hi"', 'line\nbreak', 'carriage\r\nreturn', '\u0000\u001f', 'back\\slash',
  'é', 'ß', '漢字', '👩‍👩‍👧', '𝒳', '\u2028', '\u007f', '\ufeffbom', '=1+1', '+cmd|x', '-2', '@SUM(A1)', 'NULL', 'null', 'NA', '-1',
  ' leading', 'trailing ', '#comment', 'x'.repeat(300), '\\.', '{"a":1}', '1e5', 'true',
]; // prettier-ignore

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ maxLength: 9 }),
);
/** Strings that UTF-8 cannot hold, beside those it can. */
const anyText = fc.oneof(
  text,
  fc.constantFrom('\ud800', 'a\udfffb', '\udc00\ud800'),
  fc.string({ unit: 'binary-ascii', maxLength: 9 }),
);

/** Text that needs neither quotes nor escapes. */
const word = fc.stringMatching(/^[a-z]{1,70}$/);

const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -20000, max: 20000 }), fc.integer());
const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 1e-7, 123456.789, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 2 ** 53, -1e-6),
);
const DAY = 86400000;
const FIRST = Date.UTC(2000, 0, 1) - 730119 * DAY; // 0001-01-01
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const instant = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc.constantFrom(0, -1, 1, FIRST, LAST, Date.UTC(1969, 11, 31), Date.UTC(2024, 1, 29, 23, 59, 59, 999)),
);
const json = fc
  .oneof(fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' }), fc.record({ key: anyText, list: fc.tuple(anyText) }))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const PLAIN: Omit<OutputType, 'kind'> = { nullable: true, optional: true };

function list<T>(values: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(values, { minLength: length, maxLength: length });
}

/** A column with marks of nulls and of absent rows, which are null as well. */
function marked(column: Column): fc.Arbitrary<Column> {
  const marks = list(fc.constantFrom(0, 0, 0, 1, 2), column.length);
  return fc.option(marks, { nil: undefined }).map((chosen) => {
    if (chosen === undefined) return column;
    const nulls = Uint8Array.from(chosen, (mark, i) => (mark > 0 || column.nulls?.[i] === 1 ? 1 : 0));
    const absent = Uint8Array.from(chosen, (mark) => (mark === 2 ? 1 : 0));
    return { ...column, nulls, absent };
  });
}

/** Columns of every kind but objects and lists. */
function simple(length: number): fc.Arbitrary<Typed> {
  return fc.oneof(
    list(integer, length).map<Typed>((values) => ({
      type: { kind: 'integer', ...PLAIN },
      column: { kind: 'number', length, values: Float64Array.from(values), decimals: 0 },
    })),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), list(fc.oneof(fc.integer(), fc.integer({ min: -999, max: 999 })), length))
      .map<Typed>(([decimals, values]) => ({
        type: { kind: 'number', ...PLAIN },
        column: { kind: 'number', length, values: Float64Array.from(values, (k) => k / 10 ** decimals), decimals },
      })),
    list(double, length).map<Typed>((values) => ({
      type: { kind: 'number', ...PLAIN },
      column: { kind: 'number', length, values: Float64Array.from(values), decimals: undefined },
    })),
    list(fc.boolean(), length).map<Typed>((values) => ({
      type: { kind: 'boolean', ...PLAIN },
      column: { kind: 'boolean', length, values: Uint8Array.from(values, Number) },
    })),
    fc
      .tuple(fc.constantFrom('datetime', 'date', 'time'), fc.boolean(), list(instant, length))
      .map<Typed>(([type, milliseconds, values]) => {
        const unit = type === 'date' ? DAY : milliseconds ? 1 : 1000;
        const whole = values.map((ms) => Math.floor(ms / unit) * unit);
        return {
          type: { kind: type, ...PLAIN },
          column: {
            kind: 'temporal',
            length,
            values: Float64Array.from(whole, (ms) => (type === 'time' ? ((ms % DAY) + DAY) % DAY : ms)),
            format: type === 'date' ? { type } : { type, milliseconds },
          },
        };
      }),
    list(text, length).map<Typed>((values) => ({ type: { kind: 'string', ...PLAIN }, column: textColumn(values) })),
    list(word, length).map<Typed>((values) => ({
      type: { kind: 'string', ...PLAIN },
      column: textColumn(values),
    })),
    dictionary(fc.oneof(anyText, fc.constant(null)), 'string', length),
    dictionary(integer, 'integer', length),
    dictionary(fc.boolean(), 'boolean', length),
    dictionary(json, 'any', length),
    list(fc.oneof(json, fc.constantFrom(undefined, new Date(0), new Date(-1))), length).map<Typed>((values) => ({
      type: { kind: 'any', ...PLAIN },
      column: { kind: 'value', length, values },
    })),
    list(anyText, length).map<Typed>((values) => ({
      type: { kind: 'string', ...PLAIN },
      column: { kind: 'value', length, values },
    })),
  );
}

function dictionary(values: fc.Arbitrary<unknown>, kind: OutputType['kind'], length: number): fc.Arbitrary<Typed> {
  return fc.array(values, { minLength: 1, maxLength: 5 }).chain((distinct) =>
    list(fc.integer({ min: 0, max: distinct.length - 1 }), length).map<Typed>((codes) => ({
      type: { kind, ...PLAIN },
      column: { kind: 'dictionary', length, codes: Int32Array.from(codes), dictionary: { values: distinct } },
    })),
  );
}

const memberName = fc.constantFrom('a', 'key', 'über', 'with "quotes"', 'a,b', '1st', '__proto__', 'x.y');

function object(length: number, depth: number): fc.Arbitrary<Typed> {
  return fc.uniqueArray(memberName, { minLength: 1, maxLength: 3 }).chain((names) =>
    list(typed(length, depth - 1), names.length).map<Typed>((members) => ({
      type: { kind: 'object', ...PLAIN, fields: members.map((member, i) => ({ name: names[i], type: member.type })) },
      column: {
        kind: 'object',
        length,
        fields: members.map((member, i) => ({ name: names[i], column: member.column })),
      },
    })),
  );
}

function listOf(length: number, depth: number): fc.Arbitrary<Typed> {
  return list(fc.integer({ min: 0, max: 3 }), length).chain((sizes) => {
    const offsets = Int32Array.of(0, ...sizes);
    for (let i = 1; i <= length; i++) offsets[i] += offsets[i - 1];
    return typed(offsets[length], depth - 1).map<Typed>((items) => ({
      type: { kind: 'list', ...PLAIN, items: items.type },
      column: { kind: 'list', length, offsets, items: items.column },
    }));
  });
}

function typed(length: number, depth: number): fc.Arbitrary<Typed> {
  const shape =
    depth === 0
      ? simple(length)
      : fc.oneof(
          { weight: 6, arbitrary: simple(length) },
          { weight: 1, arbitrary: object(length, depth) },
          { weight: 1, arbitrary: listOf(length, depth) },
        );
  return shape.chain(({ type, column }) => marked(column).map((marks) => ({ type, column: marks })));
}

/** Tables of 1 … 5 fields of every kind, up to 12 rows. */
export const anyTable: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.uniqueArray(memberName, { minLength: 1, maxLength: 5 }))
  .chain(([length, names]) =>
    list(typed(length, 2), names.length).map((columns) => {
      const fields = columns.map(({ type }, i) => ({ name: names[i], type }));
      const batch = { length, columns: columns.map(({ column }) => column) };
      return { fields, batch, [fc.toStringMethod]: () => describeTable(fields, batch) };
    }),
  );

/** Rows `from` … `to` − 1 of a batch. */
export function rowsOf(batch: RecordBatch, from: number, to: number): RecordBatch {
  const index = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return { length: to - from, columns: batch.columns.map((column) => take(column, index)) };
}

/** A batch cut at the given places. */
export function cut(batch: RecordBatch, places: readonly number[]): RecordBatch[] {
  const borders = [0, ...places.map((place) => place % (batch.length + 1)).sort((a, b) => a - b), batch.length];
  return borders.slice(1).map((to, i) => rowsOf(batch, borders[i], to));
}

/** What a failing property prints: values instead of bytes. */
function describeTable(fields: readonly OutputField[], batch: RecordBatch): string {
  return batch.columns
    .map((column, i) => {
      const values = Array.from({ length: batch.length }, (_, row) => valueAt(column, row));
      return `${fields[i].name} (${fields[i].type.kind}, ${column.kind}): ${fc.stringify(values)}`;
    })
    .join('\n');
}

/** JSON of a flat table: U+FFFD stands for what UTF-8 cannot hold, in values and in keys. */
export function flatJson(value: unknown): string {
  const replaced = (part: unknown): unknown => {
    if (typeof part === 'string') return wellFormed(part);
    if (Array.isArray(part)) return part.map(replaced);
    if (typeof part !== 'object' || part === null || part instanceof Date) return part;
    const out: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(part)) {
      Object.defineProperty(out, wellFormed(key), { value: replaced(member), enumerable: true });
    }
    return out;
  };
  return JSON.stringify(replaced(value));
}

/** The text as UTF-8 holds it. */
export function wellFormed(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
