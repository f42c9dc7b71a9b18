import { secretsOf } from '../config/secrets.js';
import { OptionError, SchemaError, SynthError } from '../errors.js';
import { redact } from '../models/redact.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { ParsedDocument } from '../schema/parse.js';
import { placeOf } from '../schema/place.js';

/** What a process says when it ends. A number beyond 128 is 128 plus the signal, as shells report it. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130, closedPipe: 141 } as const;

/** A diagnostic with the place where it stands, counted from 1. */
export interface PlacedDiagnostic extends Diagnostic {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Finds the lines of diagnostics. `documents` gives the parsed text of a file, where it can be read. */
export async function placeDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: string,
  documents: (file: string) => Promise<ParsedDocument | undefined>,
): Promise<PlacedDiagnostic[]> {
  return Promise.all(
    diagnostics.map(async (diagnostic) => {
      const file = diagnostic.file ?? source;
      const document = await documents(file);
      const start = document && placeOf(document, diagnostic)?.start;
      return { ...diagnostic, file, ...(start && { line: start.line + 1, column: start.character + 1 }) };
    }),
  );
}

/** `file:line:column severity code message (pointer)`, and a line for each way to mend it. */
export function diagnosticLines(diagnostic: PlacedDiagnostic): string[] {
  const { file, line, column, severity, code, message, pointer, fixes = [], related = [] } = diagnostic;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return [
    `${place} ${severity} ${code} ${message}${pointer ? ` (${pointer})` : ''}`,
    ...related.map((other) => `    ${other.file ?? ''}${other.pointer || '/'}: ${other.message}`),
    ...fixes.slice(0, 3).map((fix) => `    fix: ${fix.title}`),
  ];
}

/** Says what went wrong, for a person, on stderr; a stack trace only when it is our fault and asked for. */
export async function reportError(error: unknown): Promise<number> {
  const debug = Boolean(process.env.AGENTIC_SYNTH_DEBUG);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const clean = (text: string): string => redact(text, secretsOf([], process.env));
  if (isClosedPipe(error)) return EXIT.closedPipe;
  if (error instanceof SchemaError) {
    for (const line of await schemaErrorLines(error)) say(line);
  } else if ((error as { syscall?: unknown } | null)?.syscall === 'uv_cwd') {
    say('error: The working folder is gone: change into one that is there.');
  } else if (error instanceof SynthError) {
    say(`error: ${sentence(clean(error.message))}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    say(`internal error: ${clean(message)}`);
    if (!debug) say('This is a bug in agentic-synth. AGENTIC_SYNTH_DEBUG=1 shows where it happened.');
  }
  if (debug && error instanceof Error) say(clean(error.stack ?? ''));
  return error instanceof OptionError ? EXIT.usage : EXIT.failed;
}

async function schemaErrorLines(error: SchemaError): Promise<string[]> {
  const { readSchema } = await import('../files/schema-file.js');
  const source = error.source ?? 'schema';
  const known = new Map<string, Promise<ParsedDocument | undefined>>();
  const documents = (file: string): Promise<ParsedDocument | undefined> => {
    const document = known.get(file) ?? readSchema(file).catch(() => undefined);
    known.set(file, document);
    return document;
  };
  const placed = await placeDiagnostics(error.diagnostics, source, documents);
  const errors = placed.filter(({ severity }) => severity === 'error').length;
  return [
    ...placed.flatMap(diagnosticLines),
    `error: ${source} has ${errors} ${errors === 1 ? 'mistake' : 'mistakes'}; nothing was written.`,
  ];
}

/** Something that the person should know and that stops nothing. */
export function warn(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}

function isClosedPipe(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'EPIPE' || code === 'output/closed';
}

function sentence(message: string): string {
  return /[.!?\u2026]$/.test(message) ? message : `${message}.`;
}
