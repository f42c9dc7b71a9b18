import type * as z from 'zod';
import { locales } from '../vocabulary/catalog.js';
import { isTimeZone } from '../fields/calendar.js';
import { parsePattern, PatternError } from '../fields/pattern-syntax.js';
import { pointerTo, type Fix } from './diagnostic.js';
import { isMapping, nameOf, type Mapping } from './form.js';
import { notes, type ValueNote } from './grammar-values.js';
import { parseInstant, type InstantContext } from './instants.js';
import { unknownProperty } from './properties.js';
import { instead, replacing, type Report } from './report.js';
import { didYouMean, meaning } from './suggest.js';
import { parseDuration, parseRate, nominalMs, type Problem } from './units.js';

/** Any Zod 4 schema, seen from the side of its definition. */
export type SchemaDefinition =
  | { type: 'optional' | 'nonoptional' | 'readonly'; innerType: z.ZodType }
  | { type: 'lazy'; getter: () => z.ZodType }
  | { type: 'object'; shape: Readonly<Record<string, z.ZodType>>; catchall?: z.ZodType }
  | { type: 'array'; element: z.ZodType }
  | { type: 'tuple'; items: readonly z.ZodType[] }
  | { type: 'record'; valueType: z.ZodType }
  | { type: 'union'; options: readonly z.ZodType[] }
  | { type: 'literal'; values: readonly unknown[] }
  | { type: 'enum'; entries: Readonly<Record<string, string>> }
  | { type: 'string' | 'number' | 'boolean' | 'null' | 'unknown' };

export function definition(schema: z.ZodType): SchemaDefinition {
  return schema.def as unknown as SchemaDefinition;
}

/**
 * Checks a value against a schema of the grammar and reports every mistake in it at its own place, texts of durations,
 * rates and instants read too. Fields and their variants are left to whoever knows what surrounds them.
 *
 * @returns whether the value conforms.
 */
export function conforms(
  schema: z.ZodType,
  value: unknown,
  pointer: string,
  report: Report,
  context: InstantContext,
): boolean {
  return new Conformance(report, context).check(schema, value, pointer);
}

class Conformance {
  private readonly report: Report;
  private readonly context: InstantContext;

  constructor(report: Report, context: InstantContext) {
    this.report = report;
    this.context = context;
  }

  check(schema: z.ZodType, value: unknown, pointer: string): boolean {
    const note = notes.get(schema) ?? {};
    if (note.literal === 'field' || note.literal === 'fields' || note.literal === 'variant') return true;
    const def = definition(schema);
    switch (def.type) {
      case 'optional':
      case 'nonoptional':
      case 'readonly':
        return value === undefined || this.check(def.innerType, value, pointer);
      case 'lazy':
        return this.check(def.getter(), value, pointer);
      case 'object':
        return isMapping(value)
          ? this.object(def.shape, value, pointer)
          : this.mistyped(note, value, pointer, 'a mapping');
      case 'array':
        if (!Array.isArray(value)) return this.mistyped(note, value, pointer, 'a list');
        return this.all(value, pointer, () => def.element) && this.counted(note, value.length, pointer);
      case 'tuple':
        if (!Array.isArray(value) || value.length !== def.items.length) {
          return this.mistyped(note, value, pointer, `a list of ${def.items.length} values`);
        }
        return this.all(value, pointer, (i) => def.items[i]);
      case 'record':
        if (!isMapping(value)) return this.mistyped(note, value, pointer, 'a mapping');
        return this.record(def.valueType, note, value, pointer);
      case 'union':
        return this.union(def.options, note, value, pointer);
      case 'enum':
        return this.option(Object.values(def.entries), value, pointer);
      case 'literal':
        return this.option(def.values, value, pointer);
      default:
        return this.leaf(schema, note, value, pointer);
    }
  }

  private all(items: readonly unknown[], pointer: string, schemaOf: (i: number) => z.ZodType): boolean {
    let good = true;
    items.forEach((item, i) => (good = this.check(schemaOf(i), item, pointerTo(pointer, i)) && good));
    return good;
  }

  private counted({ items, expected = 'a list' }: ValueNote, length: number, pointer: string): boolean {
    if (items === undefined || ('least' in items ? length >= items.least : length === items.exactly)) return true;
    const said = length === 0 ? 'it is empty' : `it has ${length}`;
    this.report.error(length === 0 ? 'value/empty' : 'value/range', pointer, `This must be ${expected}; ${said}.`);
    return false;
  }

  private object(shape: Readonly<Record<string, z.ZodType>>, value: Mapping, pointer: string): boolean {
    let good = true;
    // A misspelt property is not missing besides.
    const excused = new Set<string>();
    for (const key of Object.keys(value)) {
      const at = pointerTo(pointer, key);
      if (Object.hasOwn(shape, key)) good = this.check(shape[key], value[key], at) && good;
      else {
        const meant = unknownProperty(this.report, key, at, Object.keys(shape), Object.keys(value));
        for (const name of meant) excused.add(name);
        good = false;
      }
    }
    for (const key of Object.keys(shape)) {
      if (
        Object.hasOwn(value, key) ||
        definition(shape[key]).type === 'optional' ||
        definition(shape[key]).type === 'unknown'
      )
        continue;
      if (excused.has(key)) continue;
      const note = notes.get(shape[key]);
      const what = note?.expected === undefined ? '' : `: ${note.expected}`;
      this.report.error('property/missing', pointer, `"${key}" is missing${what}.`);
      good = false;
    }
    return good;
  }

  private record(schema: z.ZodType, note: ValueNote, value: Mapping, pointer: string): boolean {
    let good = true;
    for (const key of Object.keys(value)) good = this.check(schema, value[key], pointerTo(pointer, key)) && good;
    if (!good || note.literal !== 'weights') return good;
    return this.weights(Object.values(value) as number[], pointer);
  }

  weights(values: readonly number[], pointer: string): boolean {
    if (values.some((w) => w > 0)) return true;
    const message =
      values.length === 0 ? 'There are no values here.' : 'The weights sum to nothing: at least one must be above 0.';
    this.report.error(values.length === 0 ? 'value/empty' : 'weights/sum', pointer, message);
    return false;
  }

  private union(options: readonly z.ZodType[], note: ValueNote, value: unknown, pointer: string): boolean {
    const fitting = options.filter((option) => accepts(option, value));
    if (fitting.length === 0) return this.mistyped(note, value, pointer, 'another kind of value');
    const objects = fitting.map((option) => ({ option, def: definition(option) }));
    if (isMapping(value) && objects.every(({ def }) => def.type === 'object' && Object.hasOwn(def.shape, 'type'))) {
      return this.tagged(fitting, value, pointer);
    }
    return this.check(fitting[0], value, pointer);
  }

  /** A mapping whose `type` says which of several it is. */
  private tagged(options: readonly z.ZodType[], value: Mapping, pointer: string): boolean {
    const names = options.flatMap((option) => typeNames(option));
    const type = value.type;
    const chosen = options.find((option) => typeof type === 'string' && typeNames(option).includes(type));
    if (chosen !== undefined) return this.check(chosen, value, pointer);
    if (Object.hasOwn(value, 'type')) return this.option(names, type, pointerTo(pointer, 'type'));
    this.report.error('property/missing', pointer, `"type" is missing: one of ${names.join(', ')}.`);
    return false;
  }

  private option(options: readonly unknown[], value: unknown, pointer: string): boolean {
    if (options.includes(value)) return true;
    const names = options.map(String);
    const same = options.filter((o) => String(o) === String(value));
    const meant = same.length > 0 ? same : typeof value === 'string' ? didYouMean(value, names) : [];
    const only = names.length === 1 ? `This must be ${names[0]}` : `This must be one of ${names.join(', ')}`;
    const hint = same.length > 0 ? '' : meaning(meant as string[]);
    this.report.error('value/option', pointer, `${only}, not ${nameOf(value)}.${hint}`, {
      fixes: replacing(pointer, meant),
    });
    return false;
  }

  private mistyped(note: ValueNote, value: unknown, pointer: string, otherwise: string): boolean {
    const fixes = replacing(pointer, readAs(note, value));
    this.report.error('value/type', pointer, `This must be ${note.expected ?? otherwise}, not ${nameOf(value)}.`, {
      fixes,
    });
    return false;
  }

  private leaf(schema: z.ZodType, note: ValueNote, value: unknown, pointer: string): boolean {
    // Zod compares the `length` of whatever has one with the least of a text: of a mapping, that may be no number.
    const text = definition(schema).type === 'string' && typeof value !== 'string';
    const result = schema.safeParse(text && isMapping(value) ? {} : value);
    if (!result.success) return this.refuse(result.error.issues[0], schema, note, value, pointer);
    return typeof value === 'string' && note.literal !== undefined ? this.literal(note, value, pointer) : true;
  }

  private refuse(
    issue: z.core.$ZodIssue,
    schema: z.ZodType,
    note: ValueNote,
    value: unknown,
    pointer: string,
  ): boolean {
    const expected = note.expected ?? `a ${definition(schema).type}`;
    if (issue.code === 'invalid_type' && !(typeof value === 'number' && Number.isFinite(value))) {
      const fixes = replacing(pointer, readAs({ ...note, expected }, value));
      this.report.error('value/type', pointer, `This must be ${expected}, not ${nameOf(value)}.`, { fixes });
      return false;
    }
    if (issue.code === 'invalid_type' && typeof value === 'number' && definition(schema).type !== 'number') {
      return this.mistyped({ ...note, expected }, value, pointer, expected);
    }
    if (note.literal === 'share' && typeof value === 'number') return this.sharePercent(value, pointer);
    if (value === '') {
      this.report.error('value/empty', pointer, `This must be ${expected}; it is empty.`);
      return false;
    }
    const code = note.literal === 'weight' ? 'weights/negative' : 'value/range';
    this.report.error(code, pointer, `This must be ${expected}, not ${nameOf(value)}.`);
    return false;
  }

  private sharePercent(value: number, pointer: string): boolean {
    const percent = value > 1 && value <= 100;
    const hint = percent ? ` For ${value} %, write ${value / 100}.` : '';
    const fixes = percent ? replacing(pointer, [value / 100]) : [];
    this.report.error('share/range', pointer, `A share is a fraction between 0 and 1, not ${value}.${hint}`, { fixes });
    return false;
  }

  private literal(note: ValueNote, text: string, pointer: string): boolean {
    switch (note.literal) {
      case 'duration':
      case 'period': {
        const reading = parseDuration(text);
        if ('problem' in reading) return this.unreadable('duration/invalid', text, reading, pointer);
        if (note.literal === 'duration' || nominalMs(reading.value) > 0) return true;
        this.report.error('duration/invalid', pointer, `"${text}" is no time at all; this must be longer than that.`);
        return false;
      }
      case 'rate': {
        const reading = parseRate(text);
        return 'problem' in reading ? this.unreadable('rate/invalid', text, reading, pointer) : true;
      }
      case 'instant': {
        const reading = parseInstant(text, 'datetime', this.context);
        return 'problem' in reading ? this.unreadable('instant/invalid', text, reading, pointer) : true;
      }
      case 'pattern':
        return this.pattern(text, pointer);
      case 'locale':
        return checkLocale(text, pointer, this.report);
      case 'timezone':
        return checkTimeZone(text, pointer, this.report);
      default:
        return true;
    }
  }

  private unreadable(code: string, text: string, problem: Problem, pointer: string): boolean {
    reportUnreadable(this.report, code, text, problem, pointer);
    return false;
  }

  private pattern(text: string, pointer: string): boolean {
    try {
      parsePattern(text);
      return true;
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.report.error(error.code, pointer, `${JSON.stringify(text)}: ${error.message}.`);
      return false;
    }
  }
}

/** Reports a text that could not be read, with what might stand there instead. */
export function reportUnreadable(report: Report, code: string, text: string, problem: Problem, pointer: string): void {
  const fixes: Fix[] = replacing(pointer, problem.instead);
  report.error(code, pointer, `${JSON.stringify(text)} ${problem.problem}.${instead(problem.instead)}`, { fixes });
}

export function checkLocale(name: string, pointer: string, report: Report): boolean {
  const known = locales();
  if (known.includes(name)) return true;
  const [language, ...region] = name.split(/[-_]/);
  const tidy = [language.toLowerCase(), ...region.map((part) => part.toUpperCase())];
  const same = [tidy.join('_'), tidy[0]].filter((l) => known.includes(l));
  const meant = same.length > 0 ? same : didYouMean(name, known);
  report.error('locale/unknown', pointer, `"${name}" is not a locale that has data.${meaning(meant)}`, {
    fixes: replacing(pointer, meant),
  });
  return false;
}

export function checkTimeZone(name: string, pointer: string, report: Report): boolean {
  if (isTimeZone(name)) return true;
  const meant = didYouMean(name, Intl.supportedValuesOf('timeZone'));
  const message = `"${name}" is not the name of a time zone, such as UTC or Europe/Berlin.${meaning(meant)}`;
  report.error('timezone/unknown', pointer, message, { fixes: replacing(pointer, meant) });
  return false;
}

/** What `type` says that a mapping is one of these. */
export function typeNames(option: z.ZodType): readonly string[] {
  const def = definition(option);
  if (def.type !== 'object' || def.shape.type === undefined) return [];
  const type = definition(def.shape.type);
  return type.type === 'enum' ? Object.values(type.entries) : [];
}

/** Whether a value is of the JSON type that a schema is about. */
export function accepts(schema: z.ZodType, value: unknown): boolean {
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'readonly':
      return accepts(def.innerType, value);
    case 'lazy':
    case 'unknown':
      return true;
    case 'union':
      return def.options.some((option) => accepts(option, value));
    case 'object':
    case 'record':
      return isMapping(value);
    case 'array':
    case 'tuple':
      return Array.isArray(value);
    case 'literal':
      return def.values.includes(value);
    case 'enum':
      return typeof value === 'string';
    case 'null':
      return value === null;
    default:
      return typeof value === def.type;
  }
}

/** The values that a value of the wrong JSON type may have been meant as. */
function readAs({ expected = '', literal }: ValueNote, value: unknown): unknown[] {
  if (literal === 'duration' || literal === 'period')
    return typeof value === 'number' && value > 0 ? [`${value}s`, `${value}ms`] : [];
  if (literal === 'rate') return typeof value === 'number' ? [`${value}/s`, `${value}/m`, `${value}/d`] : [];
  if (typeof value === 'string') {
    const trimmed = value.trim();
    const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(trimmed);
    if (percent !== null && /share/.test(expected)) return [Number(percent[1]) / 100];
    if (/number|share|weight/.test(expected) && trimmed !== '' && Number.isFinite(Number(trimmed)))
      return [Number(trimmed)];
    if (/true or false|true, false/.test(expected)) {
      if (/^(true|yes|on)$/i.test(trimmed)) return [true];
      if (/^(false|no|off)$/i.test(trimmed)) return [false];
    }
    if (/^a list/.test(expected)) return [[value]];
  }
  if ((typeof value === 'number' || typeof value === 'boolean') && /text|expression/.test(expected))
    return [String(value)];
  return [];
}
