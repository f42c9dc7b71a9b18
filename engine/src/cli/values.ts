import { OptionError } from '../errors.js';
import type { Format } from '../output/encoder.js';
import type { TableType } from '../schema/grammar.js';
import { locales } from '../vocabulary/catalog.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { parseRate as readRate } from '../schema/units.js';

const FORMATS: readonly Format[] = ['json', 'jsonl', 'csv', 'parquet'];

/** A path; an empty one is most often a variable that the shell does not know. */
export function parsePath(text: string): string {
  if (text === '') throw new OptionError('The path is empty: name a file, or leave the flag out.');
  return text;
}

/** A whole number within bounds, written with digits only: `1e3`, `0x10` and `1_000` are more often slips than numbers. */
function integer(flag: string, text: string, min: number, max: number, what: string): number {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(value)) {
    const digits = text.replaceAll(/[\s,_']/g, '');
    const number = /^\d+(\.\d+)?(e\+?\d+)?$/i.test(digits) ? Number(digits) : NaN;
    const hint = Number.isSafeInteger(number) ? ` Write ${number}.` : '';
    throw new OptionError(`${flag} must be ${what}, not "${text}".${hint}`);
  }
  if (value > Number.MAX_SAFE_INTEGER) throw new OptionError(`${flag} ${text} is too large: at most ${max}.`);
  if (value < min || value > max) {
    throw new OptionError(
      `${flag} must be ${what}, not ${text}${max < Number.MAX_SAFE_INTEGER ? `: ${min} to ${max}` : ''}.`,
    );
  }
  return value;
}

export function parseCount(text: string): number {
  return integer('--count', text, 1, Number.MAX_SAFE_INTEGER, 'a whole number of rows, 1 or more');
}

export function parseSeed(text: string): number | 'random' {
  if (text === 'random') return 'random';
  return integer('--seed', text, 0, Number.MAX_SAFE_INTEGER, 'a whole number, 0 or more, or "random"');
}

export function parseBatchSize(text: string): number {
  return integer('--batch-size', text, 1, 1_000_000, 'a whole number of rows');
}

export function parseLimit(text: string): number {
  return integer('--limit', text, 1, Number.MAX_SAFE_INTEGER, 'a whole number of rows, 1 or more');
}

export function parseWorkers(text: string): number | 'auto' {
  if (text === 'auto') return 'auto';
  return integer('--workers', text, 1, 256, 'a whole number of threads or "auto"');
}

export function parseParallel(text: string): number {
  return integer('--parallel', text, 1, 64, 'a whole number of jobs');
}

export function parseShard(text: string): { index: number; of: number } {
  const match = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  if (!match) throw new OptionError(`--shard must be I/N, such as 1/4 for the first of four parts, not "${text}".`);
  const [index, of] = [Number(match[1]), Number(match[2])];
  if (of < 1 || index < 1 || index > of) {
    throw new OptionError(
      `--shard ${text} names no part: I/N goes from 1/${Math.max(of, 1)} to ${Math.max(of, 1)}/${Math.max(of, 1)}.`,
    );
  }
  return { index, of };
}

export function parseFormat(text: string): Format {
  const format = FORMATS.find((name) => name === text.toLowerCase());
  if (format) return format;
  if (text.toLowerCase() === 'ndjson') return 'jsonl';
  throw new OptionError(`There is no format "${text}": ${FORMATS.join(', ')}.${meaning(didYouMean(text, FORMATS))}`);
}

export function parseRate(text: string): string {
  const reading = readRate(text);
  if ('value' in reading && reading.value.amount > 0) return text;
  const [meant] = 'problem' in reading ? reading.instead : [];
  const why = 'problem' in reading ? reading.problem : 'must be above 0';
  throw new OptionError(`--rate: "${text}" ${why}; write it as ${meant ?? '100/sec'}.`);
}

/** A factor such as `10` or `10x`. */
export function parseSpeed(text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*[x×]?$/i.exec(text);
  const speed = match ? Number(match[1]) : NaN;
  if (speed > 0 && speed < Infinity) return speed;
  throw new OptionError(`--realtime must be how many times as fast as the clock, such as 10 or 0.5x, not "${text}".`);
}

export function parseDelimiter(text: string): string {
  const delimiter = text === '\\t' || text.toLowerCase() === 'tab' ? '\t' : text;
  if ([...delimiter].length !== 1) throw new OptionError(`--delimiter must be one character or "tab", not "${text}".`);
  return delimiter;
}

export function parseLocale(text: string): string {
  if (locales().includes(text)) return text;
  throw new OptionError(
    `There is no locale "${text}".${meaning(didYouMean(text, locales())) || ' Locales are named as faker names them, such as de or pt_BR.'}`,
  );
}

export function parseList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new OptionError(`"${text}" has an empty name; write names with one comma between them.`);
}

export function parseBudget(text: string): number {
  const amount = Number(text.replace(/^\$/, ''));
  if (text.trim() !== '' && amount >= 0) return amount;
  throw new OptionError(`A budget is an amount of US dollars such as 0.10, not "${text}".`);
}

const POLICIES = ['off', 'default', 'aggressive'] as const;

export function parseCachePolicy(text: string): (typeof POLICIES)[number] {
  const policy = POLICIES.find((name) => name === text);
  if (policy !== undefined) return policy;
  throw new OptionError(
    `There is no cache policy "${text}": ${POLICIES.join(', ')}.${meaning(didYouMean(text, POLICIES))}`,
  );
}

const TABLE_TYPES: readonly TableType[] = ['structured', 'timeseries', 'events'];

export function parseTableType(text: string): TableType {
  return oneOf('type', text, TABLE_TYPES);
}

export function parseLanguage(text: string): 'yaml' | 'json' {
  return oneOf('format', text.toLowerCase() === 'yml' ? 'yaml' : text.toLowerCase(), ['yaml', 'json']);
}

function oneOf<T extends string>(what: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new OptionError(`There is no ${what} "${text}": ${words.join(', ')}.${meaning(didYouMean(text, words))}`);
}

export const parseStreamTo = only('--stream-to', 'midstreamer');
export const parseVectorizeWith = only('--vectorize-with', 'ruvector');

/** A name of which there is one so far. */
function only<T extends string>(flag: string, name: T): (text: string) => T {
  return (text) => {
    if (text === name) return name;
    throw new OptionError(`${flag} knows no "${text}"; it knows ${name}.`);
  };
}
