import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { outputError } from '../files/output-error.js';
import { type Logger, redactingLogger, silentLogger } from '../logger.js';
import type { LogFlags } from './log-flags.js';

export interface OpenLog {
  readonly logger: Logger;
  /** Whether warnings in the log are on standard error already. */
  readonly visible: boolean;
  /** Adds texts that never stand in the log. */
  hide(secrets: Iterable<string>): void;
  /** Brings everything to the file. */
  close(): Promise<void>;
}

const SILENT: OpenLog = { logger: silentLogger, visible: false, hide: () => undefined, close: async () => undefined };

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
    visible: stream === process.stderr && logLevel !== 'error',
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
  const more = Object.entries(details).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}=${textOf(value)}`],
  );
  return `${String(timestamp)} ${String(level)} ${String(message)}${more.join('')}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
