import type { Column, TemporalFormat } from './column.js';
import { textAt } from './text.js';

/** Left out of a record: the key itself is missing. */
export const ABSENT = Symbol('absent');

/** Whether row `i` is null or absent. */
export function isNull(column: Column, i: number): boolean {
  return column.nulls !== undefined && column.nulls[i] === 1;
}

/**
 * The value of row `i` as a record shows it: JSON values only, points in time as text. `null` for null; {@link ABSENT}
 * for a missing key.
 */
export function valueAt(column: Column, i: number): unknown {
  if (column.absent !== undefined && column.absent[i] === 1) return ABSENT;
  if (column.nulls !== undefined && column.nulls[i] === 1) return null;
  switch (column.kind) {
    case 'number':
      return column.values[i];
    case 'boolean':
      return column.values[i] === 1;
    case 'temporal':
      return formatTemporal(column.values[i], column.format);
    case 'dictionary':
      return column.dictionary.values[column.codes[i]];
    case 'text':
      return textAt(column, i);
    case 'object':
      return recordAt(column.fields, i);
    case 'list': {
      const items: unknown[] = [];
      for (let k = column.offsets[i]; k < column.offsets[i + 1]; k++) {
        const item = valueAt(column.items, k);
        items.push(item === ABSENT ? null : item);
      }
      return items;
    }
    case 'value': {
      const value = column.values[i];
      return value instanceof Date ? value.toISOString() : value;
    }
  }
}

/** Row `i` as an object, keys in the order of the fields. */
export function recordAt(
  fields: readonly { readonly name: string; readonly column: Column }[],
  i: number,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const { name, column } of fields) {
    const value = valueAt(column, i);
    if (value === ABSENT) continue;
    // A plain assignment to __proto__ would set the prototype.
    if (name === '__proto__')
      Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
    else record[name] = value;
  }
  return record;
}

/** ISO 8601 text of milliseconds: `2024-05-06T07:08:09Z`, `2024-05-06`, `07:08:09`. */
export function formatTemporal(ms: number, format: TemporalFormat): string {
  switch (format.type) {
    case 'datetime': {
      const text = new Date(ms).toISOString();
      return format.milliseconds ? text : text.slice(0, -5) + 'Z';
    }
    case 'date':
      return new Date(ms).toISOString().slice(0, -14);
    case 'time':
      return new Date(ms).toISOString().slice(11, format.milliseconds ? 23 : 19);
  }
}
