import { type Field, share } from './field.js';
import { numberField } from './numbers.js';
import { isRow, type InferRow } from './rows.js';
import { textField } from './texts.js';

/** A column as wide as the rows; `undefined` where a row has no such key. */
export type Values = readonly unknown[];

/** Objects have no more different keys than this, and lie no deeper. */
const MOST_KEYS = 500;
const DEEPEST = 20;

/** The fields of rows, in the order in which their keys first come. */
export function fieldsOf(rows: readonly InferRow[], depth = 0): Record<string, Field> {
  return Object.fromEntries(columnsOf(rows).map(([name, values]) => [name, fieldOf(name, values, depth)]));
}

/** The columns of rows, in the order in which their keys first come. */
export function columnsOf(rows: readonly InferRow[]): (readonly [string, Values])[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) if (names.size < MOST_KEYS) names.add(name);
  // Neither can be the name of a field.
  names.delete('');
  names.delete('__proto__');
  return [...names].map((name) => [name, rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined))]);
}

/** The field that a column comes from: its values, its nulls and its gaps. */
export function fieldOf(name: string, values: Values, depth = 0): Field {
  const present = values.filter((value) => value !== undefined);
  const known = present.filter((value) => value !== null);
  const nulls = present.length - known.length;
  const field = known.length === 0 ? { const: null } : valueField(name, known, depth);
  return {
    ...field,
    ...(nulls > 0 && known.length > 0 && { nullable: share(nulls, present.length) }),
    ...(present.length < values.length && { optional: share(values.length - present.length, values.length) }),
  };
}

type Kind = 'boolean' | 'number' | 'string' | 'list' | 'object';

function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}

function valueField(name: string, values: Values, depth: number): Field {
  const kinds = new Map<Kind, unknown[]>();
  for (const value of values) {
    const kind = kindOf(value);
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [value]);
    else list.push(value);
  }
  // Of values of several kinds, those that come most often speak for the field.
  const [[kind, own]] = [...kinds].sort((a, b) => b[1].length - a[1].length);
  const field = ofKind(kind, name, own, depth);
  if (kinds.size === 1) return field;
  const others = [...kinds.keys()].filter((other) => other !== kind);
  return {
    ...field,
    description: `In the data also ${others.join(', ')} in ${Math.round(100 * (1 - own.length / values.length))} % of the rows.`,
  };
}

function ofKind(kind: Kind, name: string, values: Values, depth: number): Field {
  switch (kind) {
    case 'boolean': {
      const yes = values.filter((value) => value === true).length;
      if (values.length > 2 && (yes === 0 || yes === values.length)) return { const: yes > 0 };
      return { type: 'boolean', ...(yes * 2 !== values.length && { probability: share(yes, values.length) }) };
    }
    case 'number': {
      const numbers = (values as number[]).filter(Number.isFinite);
      return numbers.length === 0 ? { type: 'number' } : numberField(name, numbers);
    }
    case 'string':
      return textField(name, values as string[]);
    case 'list':
      return listField(name, values as unknown[][], depth);
    case 'object': {
      const rows = values.filter(isRow);
      const fields = depth < DEEPEST ? fieldsOf(rows, depth + 1) : {};
      return Object.keys(fields).length === 0 ? { const: {} } : { fields };
    }
  }
}

function listField(name: string, lists: readonly (readonly unknown[])[], depth: number): Field {
  const items = lists.flat();
  if (items.length === 0 || depth >= DEEPEST) return { const: [] };
  const lengths = lists.map((list) => list.length);
  const min = lengths.reduce((a, b) => Math.min(a, b));
  const max = lengths.reduce((a, b) => Math.max(a, b));
  // `tags` holds what a field `tag` would.
  const { optional: _optional, ...item } = fieldOf(name.replace(/s$/, ''), items, depth + 1);
  // Counting up from item to item is a matter of rows.
  const field = item.type === 'sequence' ? { ...item, type: 'integer' } : item;
  const repeats = lists.some((list) => new Set(list.map((value) => JSON.stringify(value))).size < list.length);
  const values = Array.isArray(field.enum) && field.nullable === undefined ? field.enum.length : 0;
  return {
    items: shortened(field),
    length: min === max ? min : { min, max },
    ...(!repeats && max > 1 && values >= max && { uniqueItems: true }),
  };
}

/** A field as the name of its type alone, where it says no more. */
export function shortened(field: Field): Field | string {
  const keys = Object.keys(field);
  if (keys.length === 1 && typeof field.type === 'string') return field.type;
  return field;
}
