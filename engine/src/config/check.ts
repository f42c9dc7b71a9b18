import * as z from 'zod';
import { pointerTo, type Diagnostic, type Fix } from '../schema/diagnostic.js';
import type { CalendarDuration } from '../schema/model.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { parseDuration, parseRate, type Reading } from '../schema/units.js';
import { configSchema, type Config } from './schema.js';

export interface CheckedConfig {
  /** Set where no diagnostic is an error. */
  readonly config?: Config;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the parsed contents of a configuration file: strict, every unknown key is an error at its own place. */
export function checkConfig(value: unknown): CheckedConfig {
  const result = configSchema.safeParse(value);
  if (!result.success) return { diagnostics: result.error.issues.flatMap((issue) => explain(issue, value)) };
  const wrong = wrongUnits(result.data);
  if (wrong.length > 0) return { diagnostics: wrong };
  return { config: result.data, diagnostics: [] };
}

/** Durations and rates that are none, or stand still. */
function wrongUnits({ generators = {} }: Config): Diagnostic[] {
  const { timeseries = {}, events = {} } = generators;
  const { defaultSampleRate, defaultDuration } = timeseries;
  const length = ({ months, days, ms }: CalendarDuration): number => months + days + ms;
  return [
    ...wrongUnit(['timeseries', 'defaultSampleRate'], defaultSampleRate, parseDuration, length, '1s'),
    ...wrongUnit(['timeseries', 'defaultDuration'], defaultDuration, parseDuration, length, '1h'),
    ...wrongUnit(['events', 'defaultRate'], events.defaultRate, parseRate, ({ amount }) => amount, '100/sec'),
  ];
}

function wrongUnit<T>(
  path: readonly string[],
  text: string | undefined,
  parse: (text: string) => Reading<T>,
  size: (value: T) => number,
  example: string,
): Diagnostic[] {
  const reading = text === undefined ? undefined : parse(text);
  if (reading === undefined || ('value' in reading && size(reading.value) > 0)) return [];
  const [why, instead] = 'problem' in reading ? [reading.problem, reading.instead] : ['must be more than nothing', []];
  const pointer = pointerTo('', 'generators', ...path);
  const message = `"${text}" ${why}; write it as ${instead[0] ?? example}.`;
  const fixes = instead.map((value): Fix => ({
    title: `Change to "${value}"`,
    edits: [{ op: 'replace', pointer, value }],
  }));
  return [{ code: 'config/value', severity: 'error', message, pointer, fixes }];
}

function explain(issue: z.core.$ZodIssue, document: unknown): Diagnostic[] {
  const path = issue.path.map(String);
  const pointer = pointerTo('', ...path);
  const error = (code: string, message: string): Diagnostic => ({ code, severity: 'error', message, pointer });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key));
    case 'invalid_type':
      return [error('config/type', `This must be ${article(issue.expected)}, not ${kindOf(valueAt(document, path))}.`)];
    case 'invalid_value': {
      const options = issue.values.map(String);
      const given = String(valueAt(document, path));
      const meant = didYouMean(given, options);
      const fixes = meant.map((value): Fix => ({
        title: `Change to "${value}"`,
        edits: [{ op: 'replace', pointer, value }],
      }));
      return [{ ...error('config/value', `"${given}" is not one of ${options.join(', ')}.${meaning(meant)}`), fixes }];
    }
    case 'too_small':
      return [
        error('config/value', issue.origin === 'string' ? 'This is empty.' : `This must be at least ${issue.minimum}.`),
      ];
    case 'too_big':
      return [error('config/value', `This must be at most ${issue.maximum}.`)];
    default:
      return [error('config/value', `${issue.message}.`)];
  }
}

function unknownKey(path: readonly string[], key: string): Diagnostic {
  const known = keysAt(path);
  const meant = didYouMean(key, known);
  const pointer = pointerTo('', ...path, key);
  return {
    code: 'config/unknown-key',
    severity: 'error',
    message: `Unknown key "${key}".${meaning(meant) || ` Known here: ${known.join(', ')}.`}`,
    pointer,
    at: 'key',
    fixes: meant.map((name) => ({ title: `Rename to "${name}"`, edits: [{ op: 'rename', pointer, key: name }] })),
  };
}

/** The keys that the schema knows at a path. */
function keysAt(path: readonly string[]): string[] {
  let schema: unknown = configSchema;
  for (const key of [...path, undefined]) {
    while (schema instanceof z.ZodOptional) schema = schema.unwrap();
    if (schema instanceof z.ZodObject) {
      if (key === undefined) return Object.keys(schema.shape);
      schema = schema.shape[key];
    } else if (schema instanceof z.ZodRecord) {
      schema = schema.valueType;
    }
  }
  return [];
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return article(typeof value);
}

function article(kind: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
    undefined: 'missing',
  };
  return names[kind] ?? kind;
}
