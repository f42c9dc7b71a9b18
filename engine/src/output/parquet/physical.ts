import type {
  BooleanColumn,
  Column,
  Dictionary,
  DictionaryColumn,
  NumberColumn,
  TemporalColumn,
  TextColumn,
} from '../../columns/column.js';
import { ABSENT, valueAt } from '../../columns/read.js';
import { TextBuilder } from '../../columns/text.js';
import { plainText } from '../plain-text.js';
import { EncodeError } from '../encoder.js';
import { jsonColumn } from '../json-column.js';
import { jsonText, wellFormedJson } from '../json-text.js';
import { PHYSICAL, type ParquetType } from './types.js';

const DAY = 86400000;

/** A column whose values are what Parquet stores: numbers in the unit of the type, UTF-8 text, booleans. */
export type PhysicalColumn = NumberColumn | BooleanColumn | TextColumn;

/** What a dictionary's values are stored as; null where a value is null. */
export type PhysicalValue = string | number | boolean | null;

/** Brings the columns of one field into the form in which they are stored. */
export class PhysicalReader {
  private readonly dictionaries = new WeakMap<Dictionary, readonly PhysicalValue[]>();

  constructor(
    readonly type: ParquetType,
    /** Dotted name, for messages. */
    readonly field: string,
  ) {}

  column(column: Column): PhysicalColumn {
    const { physical, meaning } = this.type;
    if (column.kind === 'number' && meaning === 'number') return column;
    if (column.kind === 'boolean' && meaning === 'boolean') return column;
    if (column.kind === 'text' && meaning === 'string') return column;
    if (column.kind === 'temporal' && TEMPORAL[column.format.type] === meaning) return instants(column);
    if (meaning === 'json' && column.kind !== 'dictionary') return jsonColumn(column, this.field);
    const values = this.values(column);
    if (physical === PHYSICAL.BYTE_ARRAY) return textsOf(values);
    return physical === PHYSICAL.BOOLEAN ? booleansOf(values) : numbersOf(values);
  }

  /** The values of a dictionary as they are stored. */
  dictionary(dictionary: Dictionary): readonly PhysicalValue[] {
    let values = this.dictionaries.get(dictionary);
    if (values === undefined) {
      values = dictionary.values.map((value) => this.value(value));
      this.dictionaries.set(dictionary, values);
    }
    return values;
  }

  private values(column: Column): PhysicalValue[] {
    const stored = column.kind === 'dictionary' ? this.dictionary(column.dictionary) : undefined;
    return Array.from({ length: column.length }, (_, row) => {
      if (column.nulls?.[row] === 1) return null;
      if (stored !== undefined) return stored[(column as DictionaryColumn).codes[row]];
      const value = valueAt(column, row);
      return value === ABSENT ? null : this.value(value);
    });
  }

  private value(value: unknown): PhysicalValue {
    if (value == null) return null;
    switch (this.type.meaning) {
      case 'string':
        return plainText(value, this.field);
      case 'json':
        return wellFormedJson(jsonText(value, this.field));
      case 'number':
        if (typeof value === 'number') return value;
        break;
      case 'boolean':
        if (typeof value === 'boolean') return value;
        break;
      default: {
        const ms = milliseconds(value, this.type.meaning);
        if (!Number.isNaN(ms)) return this.type.meaning === 'date' ? Math.floor(ms / DAY) : ms;
      }
    }
    throw new EncodeError(
      `${jsonText(value, this.field)} does not fit its Parquet type (${this.type.meaning})`,
      this.field,
    );
  }
}

const TEMPORAL = { datetime: 'timestamp', date: 'date', time: 'time' } as const;

function instants(column: TemporalColumn): NumberColumn {
  const unit = column.format.type === 'date' ? DAY : 1;
  const values = unit === 1 ? column.values : column.values.map((ms) => Math.floor(ms / unit));
  return { kind: 'number', length: column.length, values, decimals: 0, nulls: column.nulls };
}

/** Milliseconds of a point in time in one of the forms that records show; NaN for anything else. */
function milliseconds(value: unknown, meaning: 'timestamp' | 'date' | 'time'): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== 'string') return NaN;
  return Date.parse(meaning === 'time' ? `1970-01-01T${value}Z` : value);
}

function nullsOf(values: readonly PhysicalValue[]): Uint8Array {
  return Uint8Array.from(values, (value) => (value === null ? 1 : 0));
}

function numbersOf(values: readonly PhysicalValue[]): NumberColumn {
  const numbers = Float64Array.from(values, (value) => Number(value));
  return { kind: 'number', length: values.length, values: numbers, decimals: undefined, nulls: nullsOf(values) };
}

function booleansOf(values: readonly PhysicalValue[]): BooleanColumn {
  const booleans = Uint8Array.from(values, (value) => (value === true ? 1 : 0));
  return { kind: 'boolean', length: values.length, values: booleans, nulls: nullsOf(values) };
}

function textsOf(values: readonly PhysicalValue[]): TextColumn {
  const builder = new TextBuilder(values.length);
  for (const value of values) {
    if (value !== null) builder.text(String(value));
    builder.endRow();
  }
  return builder.finish(nullsOf(values));
}
