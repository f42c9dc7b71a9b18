import { SchemaError } from '../errors.js';
import type { DataProblem, DataReport } from '../validate/checker.js';
import type { Problem } from '../validate/problem.js';
import { convertZod } from './convert.js';
import type { ZodSchema } from './schema.js';

/** The one table of a Zod schema. */
const TABLE = 'rows';

/** Problems of single records, as the schema's own parsing tells them. @throws SchemaError */
export async function zodValidator(schema: ZodSchema): Promise<(record: unknown) => readonly Problem[]> {
  const { rows, diagnostics } = await convertZod(schema);
  if (rows === undefined) throw new SchemaError(diagnostics);
  return (record) => {
    const parsed = rows.parse(schema, record);
    if (parsed.success) return [];
    return parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), code: 'zod/refused', message }));
  };
}

/** Checks a list of records. @throws SchemaError */
export async function validateByZod(schema: ZodSchema, data: unknown, limit = Infinity): Promise<DataReport> {
  const problemsOf = await zodValidator(schema);
  const problems: DataProblem[] = [];
  const counts = new Map<string, number>();
  const report = (problem: DataProblem): void => {
    const count = counts.get(problem.code) ?? 0;
    counts.set(problem.code, count + 1);
    if (count < limit) problems.push(problem);
  };
  const records: readonly unknown[] = Array.isArray(data) ? data : [];
  if (!Array.isArray(data)) report({ table: '', path: '', code: 'data/shape', message: 'must be a list of records' });
  for (const [row, record] of records.entries()) {
    for (const problem of problemsOf(record)) report({ ...problem, table: TABLE, row });
  }
  return {
    valid: counts.size === 0,
    tables: [{ name: TABLE, rows: records.length }],
    problems,
    counts: [...counts].map(([code, count]) => ({ code, count })),
  };
}

/** `address.city`, `tags[2]` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}
