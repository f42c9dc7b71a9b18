import { formOf, isMapping, type Mapping } from '../schema/form.js';
import type { PlanTask } from '../prompting/plan-prompt.js';

/** Keys under which models put a whole schema. */
const WRAPPERS = new Set(['schema', 'document', 'synth', 'data', 'result', 'answer']);

/** What a model put around a schema, taken off. */
export function unwrapped(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const [[key, inner] = ['', undefined], ...others] = Object.entries(value);
  const { form } = formOf(inner);
  return others.length === 0 && WRAPPERS.has(key) && form !== undefined && form !== 'field-map' ? inner : value;
}

/**
 * A schema that says itself what was asked for beside its description: the type of its only table, and how many rows. A
 * JSON Schema cannot.
 */
export function settled(document: unknown, { type, count }: PlanTask): unknown {
  if (!isMapping(document)) return document;
  const { form } = formOf(document);
  const typed = type !== undefined && type !== 'structured';
  switch (form) {
    case 'field-map':
      return typed || count !== undefined
        ? settled({ ...(typed && { type }), fields: document }, { description: '', count })
        : document;
    case 'document': {
      const said = typed && document.type === undefined ? { type, ...document } : document;
      return count === undefined ? said : counted(said, count);
    }
    case 'tables': {
      const { tables } = document;
      if (count === undefined || !isMapping(tables)) return document;
      const each = Object.entries(tables).map(([name, table]) => [name, isRoot(table) ? counted(table, count) : table]);
      return { ...document, tables: Object.fromEntries(each) as Mapping };
    }
    default:
      return document;
  }
}

function counted({ duration: _duration, end: _end, ...table }: Mapping, count: number): Mapping {
  return 'count' in table ? { ...table, count } : { ...beforeFields(table, count) };
}

/** The count stands before the fields, where people look for it. */
function beforeFields(table: Mapping, count: number): Mapping {
  const entries = Object.entries(table);
  const at = entries.findIndex(([, value]) => isMapping(value));
  const place = at < 0 ? entries.length : at;
  return Object.fromEntries([...entries.slice(0, place), ['count', count], ...entries.slice(place)]) as Mapping;
}

/** A table whose rows are not counted by another, nor by a clock. */
function isRoot(table: unknown): table is Mapping {
  if (!isMapping(table) || isMapping(table.count)) return false;
  return table.type === undefined ? !('events' in table) : table.type === 'structured';
}
