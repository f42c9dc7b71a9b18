import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { OptionError } from '../errors.js';
import { outputError } from '../files/output-error.js';
import { type Logger, redactingLogger, silentLogger } from '../logger.js';
import { didYouMean, meaning } from '../schema/suggest.js';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['text', 'json'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Flags of commands that log. */
export interface LogFlags {
  readonly logLevel?: LogLevel;
  readonly logFile?: string;
  readonly logFormat?: LogFormat;
}

export interface OpenLog {
  readonly logger: Logger;
  /** Adds texts that never stand in the log. */
  hide(secrets: Iterable<string>): void;
  /** Brings everything to the file. */
  close(): Promise<void>;
}

const SILENT: OpenLog = { logger: silentLogger, hide: () => undefined, close: async () => undefined };

/**
 * Opens the log that the flags ask for: lines of text on standard error, or lines of JSON added to a file. Without flags
 * nothing is loaded and nothing is said.
 * @throws OutputError where the file cannot be written
 */
export async function openLog(flags: LogFlags): Promise<OpenLog> {
  const { logLevel, logFile, logFormat } = flags;
  if (logLevel === undefined && logFile === undefined && logFormat === undefined) return SILENT;
  const stream = logFile === undefined ? process.stderr : await appendTo(logFile);
  const winston = await import('winston');
  const { combine, timestamp, json, printf } = winston.format;
  const asJson = (logFormat ?? (logFile === undefined ? 'text' : 'json')) === 'json';
  const logger = winston.createLogger({
    level: logLevel ?? 'info',
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: combine(timestamp(), asJson ? json() : printf(textLine)),
    transports: [new winston.transports.Stream({ stream })],
  });
  const hidden = new Set<string>();
  return {
    logger: redactingLogger(logger as unknown as Logger, () => hidden),
    hide: (secrets) => {
      for (const secret of secrets) hidden.add(secret);
    },
    async close() {
      logger.close();
      if (stream === process.stderr) return;
      stream.end();
      await finished(stream);
    },
  };
}

/** A file for its owner alone, since logs tell of data. */
async function appendTo(file: string): Promise<Writable> {
  try {
    await (await open(file, 'a', 0o600)).close();
  } catch (error) {
    throw outputError(file, error);
  }
  const stream = createWriteStream(file, { flags: 'a' });
  // A disk that fills up must not end the run that it tells of.
  stream.on('error', () => undefined);
  return stream;
}

function textLine(line: Record<string, unknown>): string {
  const { timestamp, level, message, ...details } = line;
  const more = Object.entries(details).map(([name, value]) => ` ${name}=${textOf(value)}`);
  return `${String(timestamp)} ${String(level)} ${String(message)}${more.join('')}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : (JSON.stringify(value) ?? 'undefined');
}

export function parseLogLevel(text: string): LogLevel {
  return oneOf('--log-level', text, LOG_LEVELS);
}

export function parseLogFormat(text: string): LogFormat {
  return oneOf('--log-format', text, LOG_FORMATS);
}

export function parseReportFormat(text: string): LogFormat {
  return oneOf('--format', text, LOG_FORMATS);
}

function oneOf<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new OptionError(`${flag} must be ${words.join(', ')}, not "${text}".${meaning(didYouMean(text, words))}`);
}
