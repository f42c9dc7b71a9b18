/** A field as written, shorthand expanded. */
export interface Spec {
  readonly kind: Kind;
  /** The long form: every property as in the schema. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly nullable: boolean;
  readonly optional: boolean;
  /** `object` only. */
  readonly fields: readonly NamedSpec[];
  /** `array` only. */
  readonly items?: Spec;
}

export interface NamedSpec {
  readonly name: string;
  readonly spec: Spec;
}

export type Kind =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'text'
  | 'semantic'
  | 'datetime'
  | 'date'
  | 'time'
  | 'duration'
  | 'uuid'
  | 'sequence'
  | 'enum'
  | 'const'
  | 'template'
  | 'expr'
  | 'ref'
  | 'array'
  | 'object'
  | 'none';

export interface TableSchema {
  readonly name: string;
  readonly count: number | { per: string; min?: number; max?: number };
  readonly fields: readonly NamedSpec[];
  readonly primaryKey: readonly string[];
  readonly unique: readonly (readonly string[])[];
}

export interface Schema {
  readonly tables: readonly TableSchema[];
  /** One table, its rows not wrapped in `{ table: rows }`. */
  readonly single: boolean;
  readonly now?: string;
  readonly timezone?: string;
}

type Raw = Record<string, unknown>;

const TYPES: Readonly<Record<string, Kind>> = {
  integer: 'integer',
  int: 'integer',
  number: 'number',
  float: 'number',
  boolean: 'boolean',
  bool: 'boolean',
  string: 'text',
  text: 'text',
  datetime: 'datetime',
  timestamp: 'datetime',
  date: 'date',
  time: 'time',
  duration: 'duration',
  uuid: 'uuid',
  sequence: 'sequence',
  enum: 'enum',
  array: 'array',
  object: 'object',
};

/** Reads a field map, a document or tables, told apart by the first words of the page's rule. */
export function readSchema(document: unknown): Schema {
  const root = asMap(document);
  const types = isMap(root.types) ? root.types : {};
  if (isBox(root, 'tables')) {
    const tables = Object.entries(asMap(root.tables)).map(([name, table]) => readTable(name, asMap(table), types));
    return { tables, single: false, ...head(root) };
  }
  if (root.type === 'structured' || isBox(root, 'fields')) {
    return { tables: [readTable('rows', root, types)], single: true, ...head(root) };
  }
  return { tables: [readTable('rows', { fields: root }, {})], single: true };
}

/** A mapping that is not a field; for `fields` even one that looks like a field, when no other root value does. */
function isBox(root: Raw, key: string): boolean {
  const value = root[key];
  if (!isMap(value)) return false;
  return !isField(value) || (key === 'fields' && !Object.keys(root).some((k) => k !== key && isField(root[k])));
}

function isField(value: unknown): boolean {
  const type = isMap(value) ? value.type : value;
  return typeof type === 'string' && (/^[a-z]\w*\.\w+/.test(type) || type.trim().split(/[\s([?]/)[0] in TYPES);
}

function head(root: Raw): { now?: string; timezone?: string } {
  return {
    ...(typeof root.now === 'string' && { now: root.now }),
    ...(typeof root.timezone === 'string' && { timezone: root.timezone }),
  };
}

function readTable(name: string, table: Raw, types: Raw): TableSchema {
  const key = table.primaryKey;
  return {
    name,
    count: (table.count as TableSchema['count'] | undefined) ?? 10,
    fields: readFields(asMap(table.fields), types),
    primaryKey: typeof key === 'string' ? [key] : Array.isArray(key) ? (key as string[]) : [],
    unique: (table.unique as string[][] | undefined) ?? [],
  };
}

function readFields(fields: Raw, types: Raw): NamedSpec[] {
  return Object.entries(fields).map(([name, field]) => ({ name, spec: readField(field, types) }));
}

/** Expands one field, as text or as a mapping. */
export function readField(field: unknown, types: Raw = {}): Spec {
  let raw = typeof field === 'string' ? expandShorthand(field) : asMap(field);
  const named = raw.type;
  if (typeof named === 'string' && named in types) {
    const base = types[named];
    raw = { ...(typeof base === 'string' ? expandShorthand(base) : asMap(base)), ...without(raw, 'type') };
  }
  const kind = kindOf(raw);
  return {
    kind,
    raw,
    nullable: raw.nullable === true || (typeof raw.nullable === 'number' && raw.nullable > 0),
    optional: typeof raw.optional === 'number' && raw.optional > 0,
    fields: kind === 'object' ? readFields(asMap(raw.fields), types) : [],
    ...(kind === 'array' && { items: readField(raw.items, types) }),
  };
}

const OWN_KIND = ['type', 'enum', 'const', 'template', 'expr', 'ref', 'items', 'fields'];
const COMMON = ['description', 'key', 'nullable', 'optional', 'unique', 'when', 'by', 'cases', 'else'];

/** A variant with its own kind replaces the field, otherwise it overlays it; what all fields share stays the field's. */
export function overlay(base: Spec, variant: unknown): Spec {
  const raw = asMap(variant);
  const kept = without(base.raw, 'when', 'by', 'cases', 'else');
  if (!OWN_KIND.some((key) => key in raw)) return readField({ ...kept, ...raw });
  const common = Object.fromEntries(Object.entries(kept).filter(([key]) => COMMON.includes(key)));
  return readField({ ...common, ...raw });
}

function kindOf(raw: Raw): Kind {
  if ('const' in raw) return 'const';
  if ('enum' in raw) return 'enum';
  if ('template' in raw) return 'template';
  if ('expr' in raw) return 'expr';
  if ('ref' in raw) return 'ref';
  if ('items' in raw) return 'array';
  if ('fields' in raw) return 'object';
  if (typeof raw.type === 'string') return TYPES[raw.type] ?? 'semantic';
  return 'pattern' in raw || 'length' in raw ? 'text' : 'none';
}

/** `TYPE [(RANGE | LENGTH | SHARE | A, B, C)] [\[\]] [?]` */
function expandShorthand(text: string): Raw {
  const match = /^\s*([\w.]+)\s*(?:\((.*)\))?\s*(\[\])?\s*(\?)?\s*$/s.exec(text);
  if (!match) throw new Error(`not a shorthand: ${text}`);
  const [, type, inside, list, question] = match;
  let raw: Raw = { type, ...(inside === undefined ? {} : argument(TYPES[type] ?? 'semantic', inside.trim())) };
  if (list) raw = { type: 'array', items: raw };
  if (question) raw.nullable = 0.1;
  return raw;
}

function argument(kind: Kind, inside: string): Raw {
  if (inside.includes(',')) {
    const items = inside.split(',').map((item) => item.trim());
    return { enum: kind === 'integer' || kind === 'number' ? items.map(Number) : items };
  }
  if (kind === 'boolean') return { probability: Number(inside) };
  const range = split(inside, kind);
  if (kind === 'text') return { length: range ? { min: Number(range[0]), max: Number(range[1]) } : Number(inside) };
  if (!range) throw new Error(`not a range: ${inside}`);
  const numeric = kind === 'integer' || kind === 'number';
  return numeric ? { min: Number(range[0]), max: Number(range[1]) } : { min: range[0], max: range[1] };
}

function split(inside: string, kind: Kind): [string, string] | undefined {
  const numeric = kind === 'integer' || kind === 'number' || kind === 'text';
  const separator = numeric
    ? /^(-?[\d.]*\d)\s*(?:\.\.|\s+to\s+|-)\s*(-?\d[\d.]*)$/
    : /^(.*?)\s*(?:\.\.|\s+to\s+)\s*(.*)$/;
  const match = separator.exec(inside);
  return match ? [match[1], match[2]] : undefined;
}

export function isMap(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asMap(value: unknown): Raw {
  if (!isMap(value)) throw new Error(`not a mapping: ${JSON.stringify(value)}`);
  return value;
}

function without(raw: Raw, ...keys: string[]): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !keys.includes(key)));
}

/** Values of an enum, typed as the field is. */
export function enumValues(spec: Spec): unknown[] {
  const values = spec.raw.enum;
  const type = typeof spec.raw.type === 'string' ? TYPES[spec.raw.type] : undefined;
  if (Array.isArray(values)) return values.map((item) => (isMap(item) && 'value' in item ? item.value : item));
  const possible = Object.entries(asMap(values)).filter(([, weight]) => Number(weight) > 0);
  return possible.map(([key]) => {
    if (type === 'integer' || type === 'number') return Number(key);
    if (type === 'boolean') return key === 'true';
    return key;
  });
}
