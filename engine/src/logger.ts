import { redact } from './models/redact.js';

/** Details of a message. Keys never stand in what is written: see {@link redactingLogger}. */
export type LogDetails = Readonly<Record<string, unknown>>;

/** Where the engine tells what it does: one of your own, or a library's, such as Winston's, fits. */
export interface Logger {
  error(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  info(message: string, details?: LogDetails): void;
  debug(message: string, details?: LogDetails): void;
  /** A logger that adds these details to each message. */
  child(details: LogDetails): Logger;
}

/** Says nothing. */
export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
};

const MASK = '[key]';
const DEEPEST = 8;
const KEY_NAME = /^(?:.*[-_.])?(?:api[-_]?keys?|authorization|x-goog-api-key|password|secret|access[-_]?token)$/i;

/**
 * Passes everything on without keys: neither those known, in whole or in part, nor what looks like one, in messages, details,
 * errors and their causes. Details come out as plain data.
 * @param secrets asked at each message, since keys become known during a run.
 */
export function redactingLogger(logger: Logger, secrets: () => Iterable<string>): Logger {
  const clean = (details: LogDetails | undefined): LogDetails | undefined =>
    details && (withoutSecrets(details, [...secrets()]) as LogDetails);
  const text = (message: string): string => redact(message, secrets());
  return {
    error: (message, details) => logger.error(text(message), clean(details)),
    warn: (message, details) => logger.warn(text(message), clean(details)),
    info: (message, details) => logger.info(text(message), clean(details)),
    debug: (message, details) => logger.debug(text(message), clean(details)),
    child: (details) => redactingLogger(logger.child(clean(details) ?? {}), secrets),
  };
}

/** Plain data of any value, without keys, cycles, or more than eight levels. */
export function withoutSecrets(value: unknown, secrets: readonly string[], above: readonly object[] = []): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (typeof value === 'bigint' || typeof value === 'symbol') return redact(String(value), secrets);
  if (typeof value === 'function') return `[function ${redact(value.name, secrets)}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length >= DEEPEST) return '[more]';
  const path = [...above, value];
  const part = (inner: unknown): unknown => withoutSecrets(inner, secrets, path);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redact(value.href, secrets);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map(part);
  if (value instanceof Set) return [...value].map(part);
  if (value instanceof Map)
    return entriesOf(
      [...value].map(([name, inner]) => [String(name), inner]),
      secrets,
      part,
    );
  if (value instanceof Error) return errorOf(value, secrets, part);
  if (isHeaders(value)) return entriesOf([...value], secrets, part);
  return entriesOf(Object.entries(value), secrets, part);
}

function entriesOf(
  entries: readonly (readonly [string, unknown])[],
  secrets: readonly string[],
  part: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([name, value]) => [
      redact(name, secrets),
      KEY_NAME.test(name) && typeof value === 'string' && value !== '' ? MASK : part(value),
    ]),
  );
}

function errorOf(error: Error, secrets: readonly string[], part: (value: unknown) => unknown): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    name: redact(error.name, secrets),
    message: redact(error.message, secrets),
    ...(typeof code === 'string' && { code: redact(code, secrets) }),
    ...(error.stack !== undefined && { stack: redact(error.stack, secrets) }),
    ...(error.cause !== undefined && { cause: part(error.cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(part) }),
  };
}

function isHeaders(value: object): value is Iterable<[string, string]> {
  return value instanceof Headers;
}
