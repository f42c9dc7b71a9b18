import { childOf, isMapping, type Surroundings } from './surroundings.js';

/** The values of the field that cases are told by. */
export function casesOf(around: Surroundings): string[] {
  const by = around.around('by')?.by;
  const field = typeof by === 'string' ? childOf(around.table?.fields ?? around.value, by) : undefined;
  const values = valuesOf(field).map(String);
  if (values.length > 0) return values;
  const type = isMapping(field) ? field.type : field;
  if (/^bool/.test(String(type))) return ['true', 'false'];
  return /^(?:int|num|float)/.test(String(type)) ? ['..18', '18..65', '65..'] : [];
}

/** The values of an enum. */
export function valuesOf(field: unknown): unknown[] {
  if (typeof field === 'string') {
    const args = /^(?:enum|string|text)\s*\(([^)]*,[^)]*)\)/.exec(field)?.[1];
    return args === undefined ? [] : args.split(',').map((word) => word.trim().replace(/^(['"])(.*)\1$/, '$2'));
  }
  const values = childOf(field, 'enum');
  if (Array.isArray(values)) return values.map((value: unknown) => (isMapping(value) ? value.value : value));
  return isMapping(values)
    ? Object.keys(values)
    : typeof childOf(field, 'type') === 'string'
      ? valuesOf(childOf(field, 'type'))
      : [];
}
