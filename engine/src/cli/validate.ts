import { isBatch } from '../batch/read.js';
import { SynthError } from '../errors.js';
import { loadConfig } from '../files/config.js';
import { readSchema, splitPath } from '../files/schema-file.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { ParsedDocument } from '../schema/parse.js';
import { AgenticSynth } from '../synth.js';
import { diagnosticLines, placeDiagnostics, type PlacedDiagnostic } from './report.js';

interface Checked {
  readonly file: string;
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/**
 * Checks schema files and batch files and prints what is wrong with them on stdout, for people or in JSON.
 * @returns whether none has an error
 */
export async function validateSchemas(
  files: readonly string[],
  options: { readonly json?: boolean; readonly plugin?: readonly string[] },
): Promise<boolean> {
  const { config } = await loadConfig();
  const synth = new AgenticSynth({ ...config, plugins: [...(config.plugins ?? []), ...(options.plugin ?? [])] });
  const checked: Checked[] = [];
  for (const file of files) checked.push({ file, diagnostics: await checkFile(file, synth) });
  process.stdout.write(options.json ? `${JSON.stringify(checked, null, 2)}\n` : report(checked));
  return !checked.some(({ diagnostics }) => diagnostics.some(isError));
}

/** A file that can't be read is one of its mistakes, so that the other files are still checked. */
async function checkFile(path: string, synth: AgenticSynth): Promise<readonly PlacedDiagnostic[]> {
  let parsed: ParsedDocument;
  const { file, fragment } = await splitPath(path);
  try {
    parsed = await readSchema(file);
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    return [{ file, code: error.code, severity: 'error', message: error.message, pointer: '' }];
  }
  // What a broken text would mean is a guess.
  const broken = parsed.diagnostics.some(isError);
  const check = async (): Promise<readonly Diagnostic[]> =>
    fragment === undefined && isBatch(parsed.value)
      ? synth.checkBatch(parsed.value as object, { file })
      : synth.check(parsed.value, { file, fragment });
  const found = broken ? parsed.diagnostics : [...parsed.diagnostics, ...(await check())];
  return placeDiagnostics(found, file, (name) =>
    name === file ? Promise.resolve(parsed) : readSchema(name).catch(() => undefined),
  );
}

function report(checked: readonly Checked[]): string {
  const lines = checked.flatMap(({ file, diagnostics }) =>
    diagnostics.some(isError)
      ? diagnostics.flatMap(diagnosticLines)
      : [...diagnostics.flatMap(diagnosticLines), `${file} ok`],
  );
  return `${lines.join('\n')}\n`;
}

function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}
