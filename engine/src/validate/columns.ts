import type { Column, TemporalFormat } from '../columns/column.js';
import { nullMarks } from '../expression/vector.js';
import type { ExprType } from '../expression/type.js';
import { temporalPrecision } from '../fields/temporal-bounds.js';
import { readPoint } from './instants.js';
import { type Decode, decodeOf, type Place, placeOfReference, type RecordScope } from './names.js';
import { isRecord, readKeys } from './problem.js';

type Row = Readonly<Record<string, unknown>>;

/** Reads what an expression refers to, out of rows, as a column. */
export interface ColumnReader {
  /** Which of the objects around a value it is read from: 0 for the record. */
  readonly depth: number;
  /** `undefined` where some row has another type there. */
  read(rows: readonly Row[]): Column | undefined;
}

/** A reader for one reference; `undefined` where the record does not hold it. */
export function columnReader(
  scope: RecordScope,
  path: readonly string[],
  typeOf: (path: readonly string[]) => ExprType | undefined,
): ColumnReader | undefined {
  const found = placeOfReference(scope, path);
  if (found === undefined) return undefined;
  const { place, rest } = found;
  const { depth } = place;
  const outer = [...place.keys];
  const inItems: string[] = [];
  let type = typeOf(path.slice(0, path.length - rest.length));
  let listed = false;
  for (const name of rest) {
    if (type?.kind === 'list') {
      // Of lists in lists, only the values are known.
      if (listed) return undefined;
      listed = true;
      type = type.items;
    }
    if (type?.kind !== 'map') return undefined;
    type = type.fields.get(name);
    (listed ? inItems : outer).push(name);
  }
  if (type === undefined) return undefined;
  const wanted = type;
  if (listed) {
    return {
      depth,
      read(rows) {
        const lists = rows.map((row) => readKeys(row, outer) ?? null);
        if (!lists.every((list) => list === null || Array.isArray(list))) return undefined;
        const values = lists.map((list) => list && list.map((item) => readKeys(item, inItems) ?? null));
        return listColumn(values as (readonly unknown[] | null)[], wanted);
      },
    };
  }
  const whole = rest.length === 0;
  const decode = whole ? decodeOf(place.field) : undefined;
  const format = whole ? formatOf(place) : undefined;
  return {
    depth,
    read(rows) {
      const values: unknown[] = new Array(rows.length);
      let absent: Uint8Array | undefined;
      for (let i = 0; i < rows.length; i++) {
        const value = readKeys(rows[i], outer);
        if (value === undefined && whole) (absent ??= new Uint8Array(rows.length))[i] = 1;
        values[i] = value ?? null;
      }
      const column = columnOf(values, wanted, decode, format);
      return column && absent ? { ...column, absent } : column;
    },
  };
}

/** How a template writes the instants of a field. */
function formatOf({ field: { spec } }: Place): TemporalFormat | undefined {
  if (spec.kind !== 'datetime' && spec.kind !== 'date') return undefined;
  if (spec.kind === 'date') return { type: 'date' };
  return { type: 'datetime', milliseconds: temporalPrecision(spec).ms % 1000 !== 0 };
}

/** Values as a column of a type; `undefined` where one of them is of another. */
function columnOf(
  values: readonly unknown[],
  type: ExprType,
  decode?: Decode,
  format?: TemporalFormat,
): Column | undefined {
  const { length } = values;
  const nulls = nullMarks(values);
  switch (type.kind) {
    case 'int':
    case 'double':
    case 'duration': {
      const numbers = numbersOf(values, decode);
      if (numbers === undefined || (type.kind === 'int' && !numbers.every(Number.isSafeInteger))) return undefined;
      return { kind: 'number', length, values: numbers, decimals: type.kind === 'int' ? 0 : undefined, nulls };
    }
    case 'timestamp': {
      const numbers = numbersOf(values, decode ?? instantOf);
      if (numbers === undefined) return undefined;
      return { kind: 'temporal', length, values: numbers, format: format ?? guessFormat(values), nulls };
    }
    case 'bool':
      if (!values.every((v) => v === null || typeof v === 'boolean')) return undefined;
      return { kind: 'boolean', length, values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)), nulls };
    case 'string':
      if (!values.every((v) => v === null || typeof v === 'string')) return undefined;
      return { kind: 'value', length, values, nulls };
    case 'list':
      return values.every((v) => v === null || Array.isArray(v))
        ? listColumn(values as (readonly unknown[] | null)[], type.items)
        : undefined;
    case 'map':
      return values.every((v) => v === null || isRecord(v)) ? { kind: 'value', length, values, nulls } : undefined;
    default:
      return { kind: 'value', length, values, nulls };
  }
}

function listColumn(lists: readonly (readonly unknown[] | null)[], type: ExprType): Column | undefined {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => (offsets[i + 1] = offsets[i] + (list?.length ?? 0)));
  const items = columnOf(
    lists.flatMap((list) => list ?? []),
    type,
  );
  return items && { kind: 'list', length: lists.length, offsets, items, nulls: nullMarks(lists) };
}

function numbersOf(values: readonly unknown[], decode: Decode): Float64Array | undefined {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i];
    if (value === null) continue;
    const number = decode ? decode(value) : typeof value === 'number' ? value : NaN;
    if (!Number.isFinite(number)) return undefined;
    numbers[i] = number;
  }
  return numbers;
}

function instantOf(value: unknown): number {
  return typeof value === 'string' ? readPoint(value) : NaN;
}

function guessFormat(values: readonly unknown[]): TemporalFormat {
  const texts = values.filter((v) => typeof v === 'string');
  if (texts.length > 0 && texts.every((t) => !t.includes('T'))) return { type: 'date' };
  return { type: 'datetime', milliseconds: texts.some((t) => t.includes('.')) };
}
