import { numberBounds } from '../fields/number.js';
import { Grid } from '../fields/grid.js';
import type { OutputType } from '../columns/column.js';
import type { FieldSpec, TemporalSpec } from '../schema/model.js';
import { nominalMs, parseDuration } from '../schema/units.js';

/** What is wrong with a value of a record. */
export interface Problem {
  /** Where in the record: `address.city`, `tags[2]`. */
  readonly path: string;
  readonly code: string;
  /** What it must be, and what it is. */
  readonly message: string;
}

type Add = (code: string, message: string) => void;

/** The record a value stands in: cases look at its other fields. */
export interface RecordContext {
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Checks a value against its field: type, bounds, length, pattern, list, parts. What only the whole table shows (unique
 * values, references, counts) is not seen here.
 * @param type what the field puts out: whether null and absence are allowed.
 */
export function problemsOf(
  spec: FieldSpec,
  type: OutputType,
  value: unknown,
  path: string,
  context: RecordContext,
): Problem[] {
  const problems: Problem[] = [];
  const add: Add = (code, message) => problems.push({ path, code, message });
  if (value === undefined) {
    if (!type.optional) add('value/missing', 'is missing');
    return problems;
  }
  if (value === null) {
    if (!type.nullable) add('value/null', 'must not be null');
    return problems;
  }
  if (spec.by !== undefined) return casesOf(spec, type, value, path, context);
  checkKind(spec, type, value, add);
  if (spec.when !== undefined && spec.otherwise !== undefined && problems.length > 0) {
    // Which of the two applies is known only to the expression.
    return problemsOf(spec.otherwise, type, value, path, context).length === 0 ? [] : problems;
  }
  if (spec.kind === 'object' && isRecord(value)) {
    const known = new Map((type.fields ?? []).map((f) => [f.name, f.type]));
    for (const field of spec.fields) {
      const inner = known.get(field.name);
      if (inner === undefined) continue;
      problems.push(...problemsOf(field.spec, inner, value[field.name], join(path, field.name), context));
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name))
        problems.push({ path: join(path, name), code: 'value/unknown', message: 'is not in the schema' });
    }
  }
  if (spec.kind === 'array' && Array.isArray(value) && type.items !== undefined) {
    for (const [i, item] of value.entries()) {
      problems.push(...problemsOf(spec.items, type.items, item, `${path}[${i}]`, context));
    }
  }
  return problems;
}

/** A value must fit the case that the selector chooses; where the selector is not in the record, any of them. */
function casesOf(spec: FieldSpec, type: OutputType, value: unknown, path: string, context: RecordContext): Problem[] {
  const own: FieldSpec = { ...spec, by: undefined, cases: undefined, otherwise: undefined };
  const fallback = spec.otherwise ?? own;
  const selector = lookUp(context.record, spec.by!.text);
  if (selector === undefined) {
    const candidates = [...(spec.cases ?? []).map((c) => c.field), fallback];
    const results = candidates.map((field) => problemsOf(field, type, value, path, context));
    return results.find((r) => r.length === 0) ?? results[0];
  }
  const chosen = (spec.cases ?? []).find(({ match }) => {
    if (match.type === 'null') return selector === null;
    if (match.type === 'value') return selector !== null && String(selector) === match.text;
    return (
      typeof selector === 'number' && !(selector < (match.min ?? -Infinity)) && !(selector >= (match.max ?? Infinity))
    );
  });
  return problemsOf(chosen?.field ?? fallback, type, value, path, context);
}

function lookUp(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  let at: unknown = record;
  for (const name of path.split('.')) {
    if (!isRecord(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

function checkKind(spec: FieldSpec, type: OutputType, value: unknown, add: Add): void {
  switch (spec.kind) {
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return add('value/type', `must be a number, not ${show(value)}`);
      return checkNumber(spec, value, add);
    case 'text':
    case 'prompt':
      return checkText(spec, value, add);
    case 'datetime':
    case 'date':
    case 'time':
      return checkInstant(spec, value, add);
    case 'duration':
      return checkDuration(spec, value, add);
    case 'uuid': {
      const pattern = spec.version === 7 ? UUID_7 : UUID_4;
      if (typeof value !== 'string' || !pattern.test(value))
        add('value/format', `must be a UUID of version ${spec.version}, not ${show(value)}`);
      return;
    }
    case 'enum':
    case 'const': {
      const allowed = spec.kind === 'enum' ? spec.values.map((v) => v.value) : [spec.value];
      const text = JSON.stringify(value);
      if (!allowed.some((a) => JSON.stringify(a) === text))
        add('value/enum', `must be one of ${allowed.map(show).join(', ')}, not ${show(value)}`);
      return;
    }
    case 'array':
      if (!Array.isArray(value)) return add('value/type', `must be a list, not ${show(value)}`);
      if (value.length < spec.length.min || value.length > spec.length.max) {
        add('value/length', `must have ${spec.length.min} to ${spec.length.max} items, not ${value.length}`);
      }
      if (spec.uniqueItems && new Set(value.map((v) => JSON.stringify(v))).size < value.length)
        add('value/repeated', 'has an item twice');
      return;
    case 'object':
      if (!isRecord(value)) add('value/type', `must be an object, not ${show(value)}`);
      return;
    default:
      return checkType(type, value, add);
  }
}

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

function checkNumber(spec: FieldSpec & { kind: 'integer' | 'number' }, value: number, add: Add): void {
  const { min, max, decimals, multipleOf, kind } = spec;
  if (min !== undefined && value < min) add('value/range', `must be at least ${min}, not ${value}`);
  if (max !== undefined && value > max) add('value/range', `must be at most ${max}, not ${value}`);
  if (kind === 'integer' && !Number.isInteger(value)) return add('value/type', `must be a whole number, not ${value}`);
  if (decimals === undefined && multipleOf === undefined) return;
  if (new Grid(spec, numberBounds(spec)).nearest(value) !== value) {
    const what =
      multipleOf !== undefined
        ? `a multiple of ${multipleOf}`
        : `a number with at most ${decimals} digits after the point`;
    add('value/step', `must be ${what}, not ${value}`);
  }
}

function checkText(spec: FieldSpec & { kind: 'text' | 'prompt' }, value: unknown, add: Add): void {
  if (typeof value !== 'string') return add('value/type', `must be a text, not ${show(value)}`);
  if (spec.length !== undefined) {
    const { min, max } = spec.length;
    const length = [...value].length;
    if (length < min || length > max) add('value/length', `must have ${min} to ${max} characters, not ${length}`);
  }
  if (spec.kind === 'text' && spec.pattern !== undefined && spec.case === undefined) {
    if (!new RegExp(`^(?:${spec.pattern.text})$`, 'u').test(value))
      add('value/pattern', `must match ${spec.pattern.text}, not ${show(value)}`);
  }
}

const DATETIME = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const DATE = /^[+-]?\d{4,6}-\d\d-\d\d$/;
const TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/;

function checkInstant(spec: TemporalSpec, value: unknown, add: Add): void {
  const { kind, min, max, format } = spec;
  let ms: number;
  if (format === 'unix' || format === 'unixMs') {
    if (typeof value !== 'number') return add('value/type', `must be a number, not ${show(value)}`);
    ms = format === 'unix' ? value * 1000 : value;
  } else {
    if (typeof value !== 'string') return add('value/type', `must be a text, not ${show(value)}`);
    if (format !== 'iso') return;
    ms = instantOf(kind, value);
    if (Number.isNaN(ms)) return add('value/format', `must be a ${kind} in ISO 8601, not ${show(value)}`);
  }
  if (min !== undefined && ms < min)
    add('value/range', `must not be before ${isoOf(kind, min)}, but is ${show(value)}`);
  if (max !== undefined && ms > max) add('value/range', `must not be after ${isoOf(kind, max)}, but is ${show(value)}`);
}

function instantOf(kind: TemporalSpec['kind'], text: string): number {
  if (kind === 'time') {
    const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }
  return (kind === 'date' ? DATE : DATETIME).test(text) ? Date.parse(text) : NaN;
}

function isoOf(kind: TemporalSpec['kind'], ms: number): string {
  const text = new Date(ms).toISOString();
  return kind === 'date' ? text.slice(0, -14) : kind === 'time' ? text.slice(11, 19) : text;
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function checkDuration(spec: FieldSpec & { kind: 'duration' }, value: unknown, add: Add): void {
  const { format, min, max } = spec;
  let ms: number;
  if (format === 'iso') {
    const reading = typeof value === 'string' && value.startsWith('P') ? parseDuration(value) : undefined;
    if (reading === undefined || !('value' in reading))
      return add('value/format', `must be a duration in ISO 8601, not ${show(value)}`);
    ms = nominalMs(reading.value);
  } else {
    if (typeof value !== 'number') return add('value/type', `must be a number, not ${show(value)}`);
    ms = value * UNITS[format];
  }
  // Units larger than a millisecond are written with few digits.
  const slack = format === 'iso' || format === 'ms' ? 0 : UNITS[format] * 1e-6;
  if (min !== undefined && ms < min - slack) add('value/range', `must be at least ${min} ms, not ${show(value)}`);
  if (max !== undefined && ms > max + slack) add('value/range', `must be at most ${max} ms, not ${show(value)}`);
}

function checkType(type: OutputType, value: unknown, add: Add): void {
  const fits = ((): boolean => {
    switch (type.kind) {
      case 'integer':
        return Number.isSafeInteger(value);
      case 'number':
        return typeof value === 'number';
      case 'boolean':
        return typeof value === 'boolean';
      case 'object':
        return isRecord(value);
      case 'list':
        return Array.isArray(value);
      case 'any':
        return true;
      default:
        return typeof value === 'string';
    }
  })();
  if (!fits)
    add('value/type', `must be ${type.kind === 'integer' ? 'an integer' : `a ${type.kind}`}, not ${show(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
