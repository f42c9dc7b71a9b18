type DataType = 'structured' | 'timeseries' | 'events';

const TYPES: readonly DataType[] = ['structured', 'timeseries', 'events'];

/** The type of data that a document is for, as the engine wants it said: its own, or that of one of its tables. */
export function typeOf(value: unknown): DataType {
  if (!isMapping(value)) return 'structured';
  if (!isMapping(value.tables)) return tableType(value);
  const types = Object.values(value.tables).map((table) => (isMapping(table) ? tableType(table) : 'structured'));
  return types.includes('structured') ? 'structured' : (types[0] ?? 'structured');
}

/** Whether a document says its type itself. */
export function saysType(value: unknown): boolean {
  return !isMapping(value) || isNamed(value) || isMapping(value.events) || TYPES.some((type) => type === value.type);
}

/** Whether the rows of a document go to a folder, one file a table. */
export function isNamed(value: unknown): boolean {
  return isMapping(value) && isMapping(value.tables);
}

function tableType(table: Readonly<Record<string, unknown>>): DataType {
  const written = TYPES.find((type) => type === table.type);
  return written ?? (isMapping(table.events) && !('type' in table.events) ? 'events' : 'structured');
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
