import { isInstant, isLength, type Value } from './expression.js';
import { enumValues, isMap, type Spec } from './schema.js';
import { durationMs, readTemporal, stepped, toText, Unknowable, type Row, type Scope } from './scope.js';
import { checkSemantic } from './semantics.js';
import {
  addSpan,
  fromWallClock,
  parseInstant,
  parseSpan,
  readInstant,
  readTimeOfDay,
  spanMs,
  wallClock,
} from './time.js';
import type { ViolationKind } from './violation.js';

export type Report = (kind: ViolationKind, path: string, message: string) => void;

/** What a cell's check needs beside its value. */
export interface Cell {
  readonly scope: Scope;
  readonly path: string;
  readonly report: Report;
  /** Place of the row among the children of its parent under an alias; `undefined` where it cannot be told. */
  readonly placeAmong: (alias: string) => number | undefined;
  /** Place in the innermost list. */
  readonly item?: number;
}

/** Checks one key of an object: whether it may be missing or null, and its value. */
export function checkField(spec: Spec, values: Row, name: string, cell: Cell): void {
  if (!Object.hasOwn(values, name)) {
    // A copy of a key that the parent lacks is judged with the parent.
    if (!spec.optional && spec.kind !== 'ref') cell.report('key', cell.path, 'is missing');
    return;
  }
  checkCell(spec, values[name], cell);
}

function checkCell(base: Spec, value: unknown, cell: Cell): void {
  const { report, path, scope } = cell;
  if (value === undefined) return report('type', path, 'is undefined');
  try {
    const spec = scope.active(base);
    if (spec === null) {
      if (value !== null) report('when', path, `is ${show(value)} where it must be null`);
      return;
    }
    const need = nullNeed(spec, cell);
    if (value === null) {
      if (need === 'never' && !spec.nullable && !base.nullable) report('null', path, 'is null');
      return;
    }
    if (need === 'always') return report('null', path, `is ${show(value)} where an operand is null`);
    checkValue(spec, value, cell);
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
  }
}

/** Whether a null follows from other values: always, sometimes, never. */
function nullNeed(spec: Spec, { scope }: Cell): 'always' | 'maybe' | 'never' {
  switch (spec.kind) {
    case 'expr':
      return scope.evaluate(spec.raw.expr as string) === null ? 'always' : 'never';
    case 'datetime':
    case 'date':
    case 'time':
      return [...anchors(spec, 'after'), ...anchors(spec, 'before')].some((p) => scope.at(p) === null)
        ? 'always'
        : 'never';
    case 'enum':
      return enumValues(spec).includes(null) ? 'maybe' : 'never';
    case 'const':
      return spec.raw.const === null ? 'always' : 'never';
    case 'semantic':
      return anchors(spec, 'from').some((p) => scope.at(p) === null) ? 'maybe' : 'never';
    // Whether the parent's value is null is judged with the parent.
    case 'ref':
    case 'none':
      return 'maybe';
    default:
      return 'never';
  }
}

function anchors(spec: Spec, key: 'after' | 'before' | 'from'): string[] {
  const paths = spec.raw[key];
  return paths === undefined ? [] : Array.isArray(paths) ? (paths as string[]) : [paths as string];
}

function checkValue(spec: Spec, value: unknown, cell: Cell): void {
  const { raw } = spec;
  const { report, path, scope } = cell;
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return checkNumber(spec, value, cell);
    case 'boolean':
      if (typeof value !== 'boolean') report('type', path, `${show(value)} is not a boolean`);
      else if (raw.probability === (value ? 0 : 1)) report('support', path, `${value} has probability 0`);
      return;
    case 'text':
      return checkText(spec, value, cell);
    case 'semantic':
      return checkSemantic(
        raw.type as string,
        value,
        anchors(spec, 'from').map((p) => scope.at(p)),
        cell,
      );
    case 'datetime':
    case 'date':
    case 'time':
      return checkTemporal(spec, value, cell);
    case 'duration':
      return checkDuration(spec, value, cell);
    case 'uuid': {
      const version = (raw.version as number | undefined) ?? 4;
      const form = new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
      if (typeof value !== 'string' || !form.test(value))
        report('uuid', path, `${show(value)} is no UUID of version ${version}`);
      return;
    }
    case 'sequence':
      return checkSequence(spec, value, cell);
    case 'enum': {
      const values = enumValues(spec);
      if (!values.some((v) => same(v, value))) report('enum', path, `${show(value)} is none of ${show(values)}`);
      return;
    }
    case 'const':
      if (!same(raw.const, value)) report('const', path, `${show(value)} is not ${show(raw.const)}`);
      return;
    case 'template': {
      const expected = (raw.template as string).replace(/\{\{(.*?)\}\}/gs, (_, source: string) =>
        toText(scope.evaluate(source)),
      );
      if (value !== expected) report('template', path, `${show(value)} is not ${show(expected)}`);
      return;
    }
    case 'expr':
      return checkExpression(spec, value, cell);
    case 'array':
      return checkArray(spec, value, cell);
    case 'object':
      if (!isMap(value)) return report('type', path, `${show(value)} is not an object`);
      return checkObject(spec.fields, value, scope.inside({ values: value, fields: spec.fields }), cell);
    case 'ref':
    case 'none':
      return;
  }
}

/** Checks that an object has the keys of its fields, no others, and each value. */
export function checkObject(fields: Spec['fields'], values: Row, scope: Scope, cell: Omit<Cell, 'scope'>): void {
  const prefix = cell.path === '' ? '' : `${cell.path}/`;
  for (const { name, spec } of fields) checkField(spec, values, name, { ...cell, scope, path: prefix + name });
  for (const name of Object.keys(values)) {
    if (!fields.some((f) => f.name === name)) cell.report('key', prefix + name, 'is not in the schema');
  }
}

function checkNumber(spec: Spec, value: unknown, { report, path }: Cell): void {
  const { min, max, decimals, multipleOf } = spec.raw as {
    min?: number;
    max?: number;
    decimals?: number;
    multipleOf?: number;
  };
  if (typeof value !== 'number' || !Number.isFinite(value))
    return report('type', path, `${show(value)} is not a number`);
  if (spec.kind === 'integer' && !Number.isInteger(value)) report('type', path, `${value} is not an integer`);
  if (min !== undefined && value < min) report('min', path, `${value} < ${min}`);
  if (max !== undefined && value > max) report('max', path, `${value} > ${max}`);
  if (decimals !== undefined && Number(value.toFixed(decimals)) !== value)
    report('decimals', path, `${value} has more than ${decimals}`);
  if (multipleOf !== undefined) {
    const times = value / multipleOf;
    if (Math.abs(times - Math.round(times)) > 1e-9 * Math.max(1, Math.abs(times)))
      report('multipleOf', path, `${value} is no multiple of ${multipleOf}`);
  }
  const slack = multipleOf ?? (decimals !== undefined ? 10 ** -decimals : spec.kind === 'integer' ? 1 : 0);
  const [low, high] = support(spec.raw.distribution);
  if (value < low - slack || value > high + slack) report('support', path, `${value} is outside ${low}…${high}`);
}

/** The values that a distribution of numbers can give at all. */
function support(distribution: unknown): [low: number, high: number] {
  if (!isMap(distribution)) return [-Infinity, Infinity];
  switch (distribution.type) {
    case 'lognormal':
    case 'exponential':
    case 'gamma':
    case 'weibull':
    case 'poisson':
    case 'negativeBinomial':
      return [0, Infinity];
    case 'pareto':
      return [Number(distribution.scale), Infinity];
    case 'binomial':
      return [0, Number(distribution.trials)];
    case 'histogram': {
      const edges = distribution.edges as number[];
      return [edges[0], edges[edges.length - 1]];
    }
    case 'mixture': {
      const parts = (distribution.components as { distribution: unknown }[]).map((c) => support(c.distribution));
      return [Math.min(...parts.map((p) => p[0])), Math.max(...parts.map((p) => p[1]))];
    }
    default:
      return [-Infinity, Infinity];
  }
}

function checkText(spec: Spec, value: unknown, { report, path }: Cell): void {
  if (typeof value !== 'string') return report('type', path, `${show(value)} is not text`);
  if (/\p{Surrogate}/u.test(value)) report('type', path, `${show(value)} has half a character`);
  const characters = [...value].length;
  const size = sizeOf(spec.raw.length, { min: 'pattern' in spec.raw ? 0 : 1, max: Infinity });
  if (characters < size.min || characters > size.max)
    report('length', path, `${characters} characters, not ${size.min}…${size.max}`);
  if (typeof spec.raw.pattern === 'string' && !new RegExp(`^(?:${spec.raw.pattern})$`, 'u').test(value)) {
    report('pattern', path, `${show(value)} does not match ${spec.raw.pattern}`);
  }
  if (spec.raw.case === 'lower' && value !== value.toLowerCase())
    report('case', path, `${show(value)} is not lower case`);
  if (spec.raw.case === 'upper' && value !== value.toUpperCase())
    report('case', path, `${show(value)} is not upper case`);
  if (spec.raw.case === 'title' && /(?:^|\s)\p{Ll}/u.test(value))
    report('case', path, `${show(value)} is not in title case`);
}

/** Bounds of a size as written, with the language's defaults where one is left out. */
export function sizeOf(size: unknown, defaults: { min: number; max: number }): { min: number; max: number } {
  if (typeof size === 'number') return { min: size, max: size };
  if (!isMap(size)) return defaults;
  return { min: (size.min as number | undefined) ?? 0, max: (size.max as number | undefined) ?? Infinity };
}

function checkTemporal(spec: Spec, value: unknown, { report, path, scope }: Cell): void {
  const { raw, kind } = spec;
  const { now, zone } = scope.family.clock;
  const moment = readTemporal(spec, value, zone);
  if (!moment)
    return report('type', path, `${show(value)} is no ${kind} as ${(raw.format as string | undefined) ?? 'iso'}`);
  const earliest = moment.ms;
  const latest = moment.ms + moment.open - 1;
  const bound = (text: string) =>
    kind === 'time'
      ? readTimeOfDay(text)!
      : kind === 'date'
        ? dayOf(parseInstant(text, now, zone), zone)
        : parseInstant(text, now, zone);
  if (raw.min !== undefined && latest < bound(raw.min as string)) report('min', path, `${show(value)} < ${raw.min}`);
  if (raw.max !== undefined && earliest > bound(raw.max as string)) report('max', path, `${show(value)} > ${raw.max}`);
  if (
    typeof raw.precision === 'string' &&
    !isAligned(kind === 'time' ? moment.ms : wallClock(moment.ms, zone), raw.precision)
  ) {
    report('precision', path, `${show(value)} is not on ${raw.precision}`);
  }
  const within = typeof raw.within === 'string' ? parseSpan(raw.within) : undefined;
  const move = (from: number, sign: 1 | -1) =>
    within === undefined ? sign * Infinity : addSpan(from, within, zone, sign);
  for (const anchor of anchors(spec, 'after')) {
    const from = momentOf(scope.at(anchor), kind);
    if (latest <= from) report('anchor', path, `${show(value)} is not after ${anchor}`);
    if (earliest > move(from, 1)) report('anchor', path, `${show(value)} is more than ${raw.within} after ${anchor}`);
  }
  for (const anchor of anchors(spec, 'before')) {
    const to = momentOf(scope.at(anchor), kind);
    if (earliest >= to) report('anchor', path, `${show(value)} is not before ${anchor}`);
    if (latest < move(to, -1)) report('anchor', path, `${show(value)} is more than ${raw.within} before ${anchor}`);
  }
}

function dayOf(ms: number, zone: string): number {
  return fromWallClock(Math.floor(wallClock(ms, zone) / 86_400_000) * 86_400_000, zone);
}

function momentOf(value: Value, kind: string): number {
  if (value !== null && isInstant(value)) return value.instant;
  const ms = typeof value === 'string' ? (kind === 'time' ? readTimeOfDay(value) : readInstant(value)) : undefined;
  if (ms === undefined) throw new Unknowable('the anchor is no moment');
  return ms;
}

function isAligned(wall: number, precision: string): boolean {
  const span = parseSpan(precision);
  const at = new Date(wall);
  if (span.months === 0 && span.days === 0) return wall % span.ms === 0;
  if (wall % 86_400_000 !== 0) return false;
  if (span.months === 12) return at.getUTCMonth() === 0 && at.getUTCDate() === 1;
  if (span.months === 1) return at.getUTCDate() === 1;
  return span.days === 7 ? at.getUTCDay() === 1 : true;
}

function checkDuration(spec: Spec, value: unknown, { report, path }: Cell): void {
  const ms = durationMs(spec, value);
  if (ms === undefined)
    return report('type', path, `${show(value)} is no duration as ${(spec.raw.format as string | undefined) ?? 'iso'}`);
  const { min, max } = spec.raw as { min?: string; max?: string };
  if (ms < (min === undefined ? 0 : spanMs(parseSpan(min)) - 1e-6))
    report('min', path, `${show(value)} < ${min ?? '0s'}`);
  if (max !== undefined && ms > spanMs(parseSpan(max)) + 1e-6) report('max', path, `${show(value)} > ${max}`);
}

function checkSequence(spec: Spec, value: unknown, { report, path, scope, placeAmong, item }: Cell): void {
  const { start = 1, step = 1, per } = spec.raw as { start?: number | string; step?: number | string; per?: string };
  const k = per === undefined ? (item ?? scope.row) : placeAmong(per);
  if (k === undefined) return;
  if (typeof start === 'number') {
    const expected = start + k * Number(step);
    if (typeof value !== 'number' || Math.abs(value - expected) > 1e-9 * Math.max(1, Math.abs(expected)))
      report('sequence', path, `${show(value)} is not ${expected}`);
    return;
  }
  const { now, zone } = scope.family.clock;
  const expected = stepped(parseInstant(start, now, zone), String(step), k, zone);
  if (typeof value !== 'string' || readInstant(value, zone) !== expected)
    report('sequence', path, `${show(value)} is not ${new Date(expected).toISOString()}`);
}

function checkExpression(spec: Spec, value: unknown, { report, path, scope }: Cell): void {
  const expected = scope.evaluate(spec.raw.expr as string);
  const wrong = () => report('expr', path, `${show(value)} is not ${show(expected)}`);
  if (typeof expected === 'bigint' || typeof expected === 'number') {
    const { decimals, type } = spec.raw as { decimals?: number; type?: string };
    if (typeof value !== 'number') return wrong();
    const whole = typeof expected === 'bigint' && type !== 'number';
    const slack = whole
      ? 0
      : 1e-9 * Math.max(1, Math.abs(Number(expected))) + (decimals === undefined ? 0 : 0.5 * 10 ** -decimals);
    if (Math.abs(value - Number(expected)) > slack) wrong();
    if (decimals !== undefined && Number(value.toFixed(decimals)) !== value)
      report('decimals', path, `${value} has more than ${decimals}`);
    return;
  }
  if (expected !== null && (isInstant(expected) || isLength(expected))) {
    const ms =
      typeof value !== 'string'
        ? undefined
        : isInstant(expected)
          ? readInstant(value, scope.family.clock.zone)
          : spanMs(parseSpan(value));
    if (ms !== (isInstant(expected) ? expected.instant : expected.length)) wrong();
    return;
  }
  if (!same(expected, value)) wrong();
}

function checkArray(spec: Spec, value: unknown, cell: Cell): void {
  const { report, path, scope } = cell;
  if (!Array.isArray(value)) return report('type', path, `${show(value)} is not a list`);
  const size = sizeOf(spec.raw.length, { min: 1, max: 5 });
  if (value.length < size.min || value.length > size.max)
    report('length', path, `${value.length} items, not ${size.min}…${size.max}`);
  if (spec.raw.uniqueItems === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length) {
    report('items', path, `${show(value)} has an item twice`);
  }
  const items = spec.items!;
  value.forEach((item, i) => {
    const here = { ...cell, path: `${path}/${i}`, item: i };
    const inner = items.kind === 'object' && isMap(item) ? scope.inside({ values: item, fields: items.fields }) : scope;
    checkCell(items, item, { ...here, scope: inner });
  });
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

export function show(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)) ?? String(value);
}
