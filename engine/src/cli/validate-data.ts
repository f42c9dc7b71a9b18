import { loadConfig } from '../files/config.js';
import type { CsvReadOptions } from '../files/data-file-csv.js';
import { validateFiles } from '../files/validate-files.js';
import type { DataProblem, DataReport } from '../validate/checker.js';
import { formatNumber } from './progress.js';
import { warn } from './report.js';

/** Flags as Commander gives them; absent where not written. */
export interface ValidateDataFlags {
  readonly schema: string;
  readonly json?: boolean;
  readonly delimiter?: string;
  readonly null?: string;
  readonly plugin?: readonly string[];
}

/** Problems of one kind that are printed for a file; more are counted. */
const SHOWN = 20;

/**
 * Checks data files against a schema and prints what is wrong with them on stdout, for people or in JSON.
 * @returns whether nothing is
 */
export async function validateDataFiles(paths: readonly string[], flags: ValidateDataFlags): Promise<boolean> {
  const { config, warnings } = await loadConfig();
  for (const warning of warnings) warn(`${warning.file}: ${warning.message}`);
  const csv: CsvReadOptions = {
    ...(flags.delimiter !== undefined && { delimiter: flags.delimiter }),
    ...(flags.null !== undefined && { null: flags.null }),
  };
  const plugins = [...(config.plugins ?? []), ...(flags.plugin ?? [])];
  const report = await validateFiles(flags.schema, paths, { limit: SHOWN, csv, plugins });
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${reportLines(report).join('\n')}\n`);
  return report.valid;
}

/** Problems file by file, how many of each kind were left out, and a line about the whole. */
export function reportLines({ problems, counts, tables }: DataReport): string[] {
  const files = [...new Set(counts.map(({ file }) => file))];
  const lines = files.flatMap((file) => [
    ...problems.filter((problem) => problem.file === file).map(problemLine),
    ...counts
      .filter((c) => c.file === file && c.count > SHOWN)
      .map(({ code, count }) => `${file ?? 'data'} and ${formatNumber(count - SHOWN)} more (${code})`),
  ]);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const rows = tables.map(tableText).join(', ') || 'no rows';
  return [
    ...lines,
    `${rows}: ${total === 0 ? 'ok' : `${formatNumber(total)} ${total === 1 ? 'problem' : 'problems'}`}`,
  ];
}

function tableText({ name, rows }: DataReport['tables'][number]): string {
  const count = `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  return name === 'rows' ? count : `${count} of ${name}`;
}

/** `orders.csv:12 orders row 10: total must be 5, not 6 (value/computed)` */
function problemLine({ file, line, table, row, path, code, message }: DataProblem): string {
  const place = `${file ?? 'data'}${line === undefined ? '' : `:${line}`}`;
  const where = row === undefined ? '' : ` ${table} row ${row}:`;
  const what = path !== '' ? path : row === undefined ? '' : 'the record';
  return `${place}${where} ${what === '' ? '' : `${what} `}${message} (${code})`;
}
