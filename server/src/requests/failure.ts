import { placeOf, redactingLogger, SchemaError, silentLogger, SynthError, type Diagnostic } from 'agentic-synth';
import type { ParsedDocument } from 'agentic-synth';
import { URI } from 'vscode-uri';
import type { FailureData, Problem } from '../messages.js';
import type { FailedTask } from '../worker/protocol.js';

/** A failure that the person can do something about: the answer to a request. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly data: FailureData,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** A text without anything that is or looks like a key. */
export function withoutKeys(text: string, secrets: readonly string[] = []): string {
  let clean = '';
  redactingLogger({ ...silentLogger, error: (message) => (clean = message) }, () => secrets).error(text);
  return clean;
}

/**
 * What a failure says to the person who asked.
 * @param parsed the text of a file, to find places in it
 */
export async function failureOf(
  error: unknown,
  parsed: (file: string | undefined) => Promise<ParsedDocument | undefined>,
  secrets: readonly string[] = [],
): Promise<FailedTask> {
  const clean = (text: string): string => withoutKeys(text, secrets);
  if (error instanceof Failure) return { message: clean(error.message), data: error.data };
  if (error instanceof SchemaError) {
    const problems = await problemsOf(error.diagnostics, parsed, error.source);
    return { message: clean(error.message), data: { code: error.code, problems } };
  }
  if (error instanceof SynthError) return { message: clean(error.message), data: { code: error.code } };
  if (error instanceof Error && error.name === 'AbortError') {
    return { message: 'The run was cancelled.', data: { code: 'run/cancelled' } };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    message: clean(message),
    data: { code: 'run/failed' },
    ...(stack !== undefined && { stack: clean(stack) }),
  };
}

/** Mistakes with their places. */
export async function problemsOf(
  diagnostics: readonly Diagnostic[],
  parsed: (file: string | undefined) => Promise<ParsedDocument | undefined>,
  source: string | undefined,
): Promise<Problem[]> {
  return Promise.all(
    diagnostics.map(async (diagnostic): Promise<Problem> => {
      const file = diagnostic.file ?? source;
      const text = await parsed(file);
      const range = text && placeOf(text, diagnostic);
      const place = (at: { line: number; character: number } | undefined): Problem['range']['start'] => ({
        line: at?.line ?? 0,
        character: at?.character ?? 0,
      });
      const { code, severity, message } = diagnostic;
      return {
        code,
        severity,
        message,
        uri: file === undefined ? '' : URI.file(file).toString(),
        range: { start: place(range?.start), end: place(range?.end) },
      };
    }),
  );
}
