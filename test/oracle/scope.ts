import { evaluate, isInstant, isNumeric, type Names, type Struct, type Value } from './expression.js';
import type { NamedSpec, Spec, TableSchema } from './schema.js';
import { enumValues, isMap, overlay } from './schema.js';
import { addSpan, parseSpan, readInstant, readPattern, readTimeOfDay, spanMs } from './time.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Clock {
  readonly now: number;
  readonly zone: string;
}

/** One table of the output beside its schema. */
export interface TableData {
  readonly schema: TableSchema;
  readonly rows: readonly Row[];
}

/** Values that a name is sought in: an object or a list item, or the row. */
export interface Frame {
  readonly values: Row;
  readonly fields: readonly NamedSpec[];
}

/** How the rows of one table find their parents. */
export interface Family {
  readonly clock: Clock;
  readonly tables: ReadonlyMap<string, TableData>;
  /** Names of the aliases of a table. */
  aliases(table: TableData): ReadonlySet<string>;
  /** The one parent of a row under an alias; null where every ref of the alias is null; `undefined` where it cannot be told. */
  parentOf(table: TableData, row: number, alias: string): { table: TableData; row: number } | null | undefined;
  /** Rows of `child` whose count is per this row, in order. */
  childrenOf(table: TableData, row: number, child: string): number[] | undefined;
}

/** Where a cell stands and what its names mean: innermost object first, then the row, then the aliases. */
export class Scope {
  private constructor(
    readonly family: Family,
    readonly table: TableData,
    readonly row: number,
    private readonly frames: readonly Frame[],
  ) {}

  static of(family: Family, table: TableData, row: number): Scope {
    return new Scope(family, table, row, [{ values: table.rows[row], fields: table.schema.fields }]);
  }

  inside(frame: Frame): Scope {
    return new Scope(this.family, this.table, this.row, [frame, ...this.frames]);
  }

  readonly names: Names = (name) => {
    for (const frame of this.frames) {
      const field = frame.fields.find((f) => f.name === name);
      if (field) return this.lift(field.spec, Object.hasOwn(frame.values, name) ? frame.values[name] : null);
    }
    if (this.family.aliases(this.table).has(name)) {
      const parent = this.family.parentOf(this.table, this.row, name);
      if (parent === undefined) throw new Unknowable(`the parent ${name} of row ${this.row} cannot be told`);
      return parent && structOf(Scope.of(this.family, parent.table, parent.row));
    }
    const children = this.family.childrenOf(this.table, this.row, name);
    if (children) {
      const table = this.family.tables.get(name)!;
      return children.map((child) => structOf(Scope.of(this.family, table, child)));
    }
    if (name === '_row') return BigInt(this.row);
    if (name === '_now') return { instant: this.family.clock.now };
    if (name === 'row') return { get: (field) => this.names(field) };
    return undefined;
  };

  evaluate(source: string): Value {
    return evaluate(source, this.names);
  }

  /** The value at a plain path; a whole field name beats a dotted path. */
  at(path: string): Value {
    const whole = this.names(path);
    if (whole !== undefined) return whole;
    const [first, ...rest] = path.split('.');
    let value = this.names(first);
    while (rest.length > 0) {
      if (value === undefined || value === null) break;
      const name = rest.shift()!;
      value = typeof value === 'object' && 'get' in value ? value.get(name) : undefined;
    }
    if (value === undefined) throw new Error(`no such path: ${path}`);
    return value;
  }

  /** The field as it stands in this row after `when` and `by`; null where it must be null. */
  active(spec: Spec): Spec | null {
    const { raw } = spec;
    if (typeof raw.when === 'string' && this.evaluate(raw.when) !== true) {
      return 'else' in raw && !('cases' in raw) ? this.active(overlay(spec, raw.else)) : null;
    }
    if (typeof raw.by !== 'string') return spec;
    const value = this.at(raw.by);
    const match = Object.entries(raw.cases as object).find(([key]) => matches(key, value));
    if (match) return this.active(overlay(spec, match[1]));
    return 'else' in raw ? this.active(overlay(spec, raw.else)) : null;
  }

  /** A value of the output as expressions see it. */
  lift(spec: Spec, value: unknown): Value {
    if (value === null || value === undefined) return null;
    if ('cases' in spec.raw || 'else' in spec.raw) {
      const variant = this.active(spec);
      return variant && this.lift(variant, value);
    }
    switch (spec.kind) {
      case 'integer':
        return whole(value);
      case 'number':
        return fitting(value, typeof value === 'number' && Number.isFinite(value));
      case 'boolean':
        return fitting(value, typeof value === 'boolean');
      case 'text':
      case 'uuid':
      case 'template':
      case 'time':
        return fitting(value, typeof value === 'string');
      case 'sequence':
        return typeof value === 'number' ? whole(value) : this.liftInstant(spec, value);
      case 'datetime':
      case 'date':
        return this.liftInstant(spec, value);
      case 'duration':
        return { length: durationMs(spec, value) ?? NaN };
      case 'enum': {
        const values = enumValues(spec);
        const integers = spec.raw.type === 'integer' || (spec.raw.type !== 'number' && !values.some(isFraction));
        if (typeof value === 'number' && integers) return whole(value);
        return fitting(value, typeof value !== 'object');
      }
      case 'const':
        return Number.isInteger(value) ? whole(value) : (value as Value);
      case 'array':
        if (!Array.isArray(value)) throw new Unknowable('no list');
        return value.map((item) => this.lift(spec.items!, item));
      case 'object':
        if (!isMap(value)) throw new Unknowable('no object');
        return structOf(this.inside({ values: value, fields: spec.fields }), spec.fields);
      case 'expr': {
        const computed = this.evaluate(spec.raw.expr as string);
        if (typeof value === 'number')
          return typeof computed === 'bigint' && spec.raw.type !== 'number'
            ? whole(value)
            : fitting(value, isNumeric(computed));
        if (typeof value === 'string' && computed !== null && isInstant(computed)) return this.liftInstant(spec, value);
        return fitting(value, typeof value === typeof computed);
      }
      case 'ref':
        return this.liftRef(spec, value);
      default:
        return value as Value;
    }
  }

  private liftInstant(spec: Spec, value: unknown): Value {
    const read = readTemporal(spec, value, this.family.clock.zone);
    if (!read) throw new Unknowable('no moment');
    return { instant: read.ms, text: String(value) };
  }

  private liftRef(spec: Spec, value: unknown): Value {
    const segments = (spec.raw.ref as string).split('.');
    const alias = (spec.raw.as as string | undefined) ?? (segments.length > 1 ? segments[0] : this.table.schema.name);
    const parent = this.family.parentOf(this.table, this.row, alias);
    if (!parent) return Number.isInteger(value) ? whole(value) : fitting(value, typeof value !== 'object');
    return Scope.of(this.family, parent.table, parent.row).at(
      segments.length > 1 ? segments.slice(1).join('.') : segments[0],
    );
  }
}

/** The output does not say what a name stands for: the check that needs it is left out. */
export class Unknowable extends Error {}

function structOf(scope: Scope, fields?: readonly NamedSpec[]): Struct {
  return { get: (name) => (fields && !fields.some((f) => f.name === name) ? undefined : scope.names(name)) };
}

/** What a cell holds is judged with the cell; what reads a cell that does not hold is not judged. */
function fitting(value: unknown, fits: boolean): Value {
  if (!fits) throw new Unknowable(`${typeof value} where something else should be`);
  return value as Value;
}

function whole(value: unknown): Value {
  if (!Number.isInteger(value)) throw new Unknowable('no whole number');
  return BigInt(value as number);
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}

/** `US`, `true`, `18..65` (≥ 18, < 65), `..18`, `65..`, `null`. */
function matches(key: string, value: Value): boolean {
  if (value === null) return key === 'null';
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
  const range = /^(-?[\d.]*?)\.\.(-?[\d.]*)$/.exec(key);
  if (number !== undefined && range) {
    return (range[1] === '' || number >= Number(range[1])) && (range[2] === '' || number < Number(range[2]));
  }
  return number !== undefined ? number === Number(key) : String(value) === key;
}

export interface Moment {
  /** Milliseconds since 1970 (instants), or since midnight (times of day). */
  readonly ms: number;
  /** Milliseconds that the written form leaves open: the moment lies in [ms, ms + open). */
  readonly open: number;
}

/** Reads a moment as the field writes it; `undefined` where the form is wrong. */
export function readTemporal(spec: Spec, value: unknown, zone: string): Moment | undefined {
  const format = (spec.raw.format as string | undefined) ?? 'iso';
  if (format === 'unix' || format === 'unixMs') {
    if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
    return format === 'unix' ? { ms: value * 1000, open: 1000 } : { ms: value, open: 1 };
  }
  if (typeof value !== 'string') return undefined;
  if (format !== 'iso') {
    const read = readPattern(value, format, spec.kind === 'time' ? 'UTC' : zone);
    return read && { ms: read.ms, open: read.resolution };
  }
  if (spec.kind === 'time') {
    const ms = readTimeOfDay(value);
    return ms === undefined ? undefined : { ms, open: 1 };
  }
  const isDate = /^\d{4}-\d\d-\d\d$/.test(value);
  if ((spec.kind === 'datetime' && isDate) || (spec.kind === 'date' && !isDate)) return undefined;
  const ms = readInstant(value, zone);
  return ms === undefined ? undefined : { ms, open: 1 };
}

const LENGTHS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration as the field writes it; `undefined` where the form is wrong. */
export function durationMs(spec: Spec, value: unknown): number | undefined {
  const format = (spec.raw.format as string | undefined) ?? 'iso';
  if (format !== 'iso') return typeof value === 'number' ? value * LENGTHS[format] : undefined;
  if (typeof value !== 'string' || !/^P(?!$)/.test(value)) return undefined;
  try {
    return spanMs(parseSpan(value));
  } catch {
    return undefined;
  }
}

/** What expressions and templates print: what the record shows. */
export function toText(value: Value): string {
  if (value === null) return '';
  if (isMap(value) && 'text' in value) return String(value.text);
  if (typeof value === 'object') throw new Unknowable('no text for this value');
  return String(value);
}

/** The instant `k` steps from `start`. */
export function stepped(start: number, step: string, k: number, zone: string): number {
  const span = parseSpan(step);
  return addSpan(start, { months: span.months * k, days: span.days * k, ms: span.ms * k }, zone);
}
