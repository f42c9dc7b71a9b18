import { AgenticSynth, check, type GenerateOptions } from '../../../engine/src/core.js';

export type Row = Record<string, unknown>;

const synth = new AgenticSynth();

/** Rows of a document with one table. */
export function rowsOf(schema: object, options: GenerateOptions = {}): Promise<Row[]> {
  return synth.generate('structured', { schema, ...options });
}

/** Rows of a document with tables. */
export function tablesOf<T extends string>(
  tables: Record<T, object>,
  options: GenerateOptions = {},
): Promise<Record<T, Row[]>> {
  return synth.generate('structured', { schema: { tables }, ...options });
}

/** Codes and pointers of what `check` finds wrong. */
export async function mistakes(schema: object, count?: number): Promise<string[]> {
  const diagnostics = await check(schema, { count });
  return diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code} ${d.pointer}`);
}
