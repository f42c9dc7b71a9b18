import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';

const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
const FORMATS = ['text', 'json'] as const;

/** Flags of commands that log. */
export interface LogFlags {
  readonly logLevel?: (typeof LOG_LEVELS)[number];
  readonly logFile?: string;
  readonly logFormat?: (typeof FORMATS)[number];
}

export function parseLogLevel(text: string): (typeof LOG_LEVELS)[number] {
  return oneOf('--log-level', text, LOG_LEVELS);
}

export function parseLogFormat(text: string): (typeof FORMATS)[number] {
  return oneOf('--log-format', text, FORMATS);
}

/** Of commands that report, rather than make rows. */
export function parseReportFormat(text: string): (typeof FORMATS)[number] {
  return oneOf('--format', text, FORMATS);
}

function oneOf<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new OptionError(`${flag} must be ${words.join(', ')}, not "${text}".${meaning(didYouMean(text, words))}`);
}
