import { OptionError } from '../errors.js';
import { isTimeZone } from '../fields/calendar.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import type { Logger } from '../logger.js';
import { parseRate } from '../schema/units.js';
import type { ZodSchema } from '../zod/schema.js';
import { locales } from '../vocabulary/catalog.js';

/** Rows drawn together where the caller says nothing: enough to pay for a batch, little enough to stay in the cache. */
export const DEFAULT_BATCH = 4096;

/** Which part of each table: shard 1 of 4 is its first quarter. Both counted from 1. */
export interface Shard {
  /** 1 … `of`. */
  readonly index: number;
  /** 1 or more. */
  readonly of: number;
}

/** How far a run is. */
export interface Progress {
  /** Rows done, over all tables. */
  readonly rows: number;
  /** `NaN` where it is not known before the last row. */
  readonly total: number;
  /** The table being made. */
  readonly table: string;
  /** Values of one field, or whole rows, that language models are writing. */
  readonly writing?: { readonly field: string | undefined; readonly done: number; readonly total: number } | undefined;
}

/** What every way to make rows takes. */
export interface GenerateOptions {
  /** A parsed data schema, a Zod schema, or (on Node) the path of a schema file. Without one, a small table of people. */
  readonly schema?: string | object | undefined;
  /** Rows, 1 … 2^53 − 1; with tables, rows of those that are not counted per another. Default: the document's, else 10. */
  readonly count?: number | undefined;
  /** 0 … 2^53 − 1, or `random`. Default: the document's, else 0. */
  readonly seed?: number | 'random' | undefined;
  /** Reference date, ISO 8601. Default: the document's, else 2026-01-01T00:00:00Z. */
  readonly now?: string | undefined;
  /** faker locale, such as `pt_BR`. Default: the document's, else `en`. */
  readonly locale?: string | undefined;
  /** IANA time zone. Default: the document's, else UTC. */
  readonly timezone?: string | undefined;
  /** Events for each unit of time, such as `100/sec`. Default: the document's, else the configuration's, else 100/s. */
  readonly rate?: string | undefined;
  /** Whether property names, titles and examples of a JSON Schema guide what values look like. Default: true. */
  readonly infer?: boolean | undefined;
  /** The language model to ask; `local` fills fields with a prompt by local text instead. Default: the configuration's. */
  readonly model?: string | undefined;
  /** Let the router choose among the models that can be used. */
  readonly autoRoute?: boolean | undefined;
  /** Models to go on with when that one fails. */
  readonly fallback?: readonly string[] | undefined;
  /** US dollars that models may cost. */
  readonly budget?: number | undefined;
  /** What is kept of the work of models: nothing, as usual, or as long as possible. */
  readonly cachePolicy?: 'off' | 'default' | 'aggressive' | undefined;
  /** Take everything from what earlier runs have kept: no key, no network. */
  readonly frozen?: boolean | undefined;
  /** Rows drawn together, 1 … 1,000,000. Changes speed and memory, never a value. */
  readonly batchSize?: number | undefined;
  /** Threads, 1 … 256, or `auto`. Changes speed and memory, never a byte. */
  readonly workers?: number | 'auto' | undefined;
  /** Make only this part of each table. Default: all of it. */
  readonly shard?: Shard | undefined;
  /** Aborting ends the run with the reason of the signal; whole files or none are left. */
  readonly signal?: AbortSignal | undefined;
  /** Check every row against the schema before it is handed out. */
  readonly verify?: boolean | undefined;
  /** Told how far the run is: after each batch of rows, and while language models write. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told of what language models do: routes, attempts, what is kept. Never of a key. Default: nobody is told. */
  readonly logger?: Logger | undefined;
  /** Send each row to what is enabled for streaming, such as midstreamer: see `agentic-synth/integrations`. */
  readonly stream?: boolean | undefined;
  /** Store each row where vectors are kept, such as in ruvector: see `agentic-synth/integrations`. */
  readonly vectorize?: boolean | undefined;
}

/** What ways to make rows one after another take beside. */
export interface StreamOptions extends GenerateOptions {
  /**
   * Rows come when their timestamps say, by the clock on the wall: 1 as they would, 10 ten times as fast. The first row
   * comes at once. For events and time series; rows of other tables come first. Default: as fast as possible.
   */
  readonly realtime?: number | undefined;
}

/** Names of {@link StreamOptions} beyond those of {@link GenerateOptions}. */
export const STREAM_OPTION_NAMES = ['realtime'] as const;

/** Options with a Zod schema: records are what it parses them to. */
export type ZodOptions<S extends ZodSchema> = GenerateOptions & { readonly schema: S };

const NAMES: readonly (keyof GenerateOptions)[] = [
  'schema',
  'count',
  'seed',
  'now',
  'locale',
  'timezone',
  'rate',
  'infer',
  'model',
  'autoRoute',
  'fallback',
  'budget',
  'cachePolicy',
  'frozen',
  'batchSize',
  'workers',
  'shard',
  'signal',
  'verify',
  'onProgress',
  'logger',
  'stream',
  'vectorize',
];

/** Options that are texts. */
const TEXTS = ['now', 'locale', 'timezone', 'model', 'output', 'format'];

/** Names that other calls know. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  realtime: '`realtime` is an option of `generateStream` and `writeStream`, which hand out rows one after another.',
};

/**
 * Checks options as they come from callers who may not use TypeScript.
 * @throws OptionError for an unknown option or a value out of its range.
 */
export function checkOptions(options: StreamOptions, more: readonly string[] = []): void {
  if (typeof options !== 'object' || options === null) throw new OptionError('Options are an object of settings.');
  const known = [...NAMES, ...more];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    if (Object.hasOwn(ELSEWHERE, name)) throw new OptionError(ELSEWHERE[name]);
    throw new OptionError(
      `There is no option \`${name}\`.${meaning(didYouMean(name, known)) || ` Options: ${known.join(', ')}.`}`,
    );
  }
  checkWhole('count', options.count, 1, Number.MAX_SAFE_INTEGER);
  if (options.seed !== 'random') checkWhole('seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('batchSize', options.batchSize, 1, 1_000_000);
  if (options.workers !== 'auto') checkWhole('workers', options.workers, 1, 256);
  const { shard, model, schema, infer, rate, realtime, signal } = options;
  if (realtime !== undefined && !(typeof realtime === 'number' && realtime > 0 && realtime < Infinity)) {
    throw new OptionError(
      `\`realtime\` must be a number above 0, 1 for the pace of the clock, not ${String(realtime)}.`,
    );
  }
  if (rate !== undefined) checkRate(rate);
  if (infer !== undefined && typeof infer !== 'boolean') throw new OptionError('`infer` must be true or false.');
  for (const [name, text] of Object.entries(options)) {
    if (TEXTS.includes(name) && text !== undefined && typeof text !== 'string')
      throw new OptionError(`\`${name}\` must be a text, not ${shown(text)}.`);
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function')
    throw new OptionError('`signal` must be the signal of an AbortController.');
  if (shard !== undefined) {
    if (shard?.index === undefined || shard.of === undefined)
      throw new OptionError(`\`shard\` must be such as { index: 1, of: 4 }, not ${shown(shard)}.`);
    checkWhole('shard.of', shard.of, 1, Number.MAX_SAFE_INTEGER);
    checkWhole('shard.index', shard.index, 1, shard.of);
  }
  if (model === '') throw new OptionError('`model` must name a model.');
  checkModelOptions(options);
  const { logger } = options;
  const silent = (['error', 'warn', 'info', 'debug'] as const).find((level) => {
    return logger !== undefined && typeof logger?.[level] !== 'function';
  });
  if (silent !== undefined) throw new OptionError(`\`logger\` has no method \`${silent}\`.`);
  if (options.locale !== undefined && !locales().includes(options.locale)) {
    throw new OptionError(
      `There is no locale \`${options.locale}\`.${meaning(didYouMean(options.locale, locales()))} Locales are named as faker names them, such as en, de, pt_BR.`,
    );
  }
  if (options.timezone !== undefined && !isTimeZone(options.timezone)) {
    throw new OptionError(
      `There is no time zone \`${options.timezone}\`; IANA names are such as UTC or Europe/Berlin.`,
    );
  }
  if (schema !== undefined && typeof schema !== 'string' && (typeof schema !== 'object' || schema === null)) {
    throw new OptionError('`schema` must be a parsed document or the path of a schema file.');
  }
}

/** Checks what runs and batches say of models and sinks. @throws OptionError */
export function checkModelOptions(options: Omit<GenerateOptions, 'workers'>): void {
  const { budget, fallback, cachePolicy, autoRoute, frozen, stream, vectorize } = options;
  if (budget !== undefined && !(typeof budget === 'number' && budget >= 0)) {
    throw new OptionError(`\`budget\` is an amount of US dollars of at least 0, not ${String(budget)}.`);
  }
  if (
    fallback !== undefined &&
    !(Array.isArray(fallback) && fallback.every((id) => typeof id === 'string' && id !== ''))
  ) {
    throw new OptionError('`fallback` is a list of model names.');
  }
  if (cachePolicy !== undefined && !['off', 'default', 'aggressive'].includes(cachePolicy)) {
    throw new OptionError(`\`cachePolicy\` is off, default or aggressive, not ${String(cachePolicy)}.`);
  }
  for (const [name, flag] of Object.entries({ autoRoute, frozen, stream, vectorize })) {
    if (flag !== undefined && typeof flag !== 'boolean') throw new OptionError(`\`${name}\` must be true or false.`);
  }
}

/** @throws OptionError where a text is no rate above 0. */
function checkRate(text: string): void {
  const reading = parseRate(String(text));
  if ('value' in reading && reading.value.amount > 0) return;
  const [meant] = 'problem' in reading ? reading.instead : [];
  throw new OptionError(
    `The rate ${JSON.stringify(text)} ${'problem' in reading ? reading.problem : 'must be above 0'}; write it as ${meant ?? '100/sec'}.`,
  );
}

function shown(value: unknown): string {
  if (value instanceof Date) return 'a Date; write it as ISO 8601 says';
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? String(value));
}

/** @throws OptionError where an option is no whole number from `min` to `max`; `undefined` is fine. */
export function checkWhole(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= min && value <= max)) return;
  throw new OptionError(`\`${name}\` must be a whole number from ${min} to ${max}, not ${String(value)}.`);
}

/** The rows of a table that a shard covers: ⌊N(i−1)/n⌋ … ⌊N·i/n⌋. */
export function shardRange(total: number, shard: Shard | undefined): { readonly from: number; readonly to: number } {
  if (shard === undefined) return { from: 0, to: total };
  // Products beyond 2^53 would lose their last digits.
  const share = (i: number): number => Number((BigInt(total) * BigInt(i)) / BigInt(shard.of));
  return { from: share(shard.index - 1), to: share(shard.index) };
}
