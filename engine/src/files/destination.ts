import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { OptionError } from '../errors.js';
import type { OpenRun } from '../generators/open.js';
import type { Format } from '../output/encoder.js';
import { formatForPath, FORMATS } from '../output/formats.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { keepSources } from './source-files.js';

/** Where the tables of a run go. */
export type Destination =
  /** Everything into one place, one table. */
  | { readonly kind: 'single'; readonly path: string | undefined; readonly format: Format }
  /** Several tables in one place: a JSON object of arrays, or lines that name their table. */
  | { readonly kind: 'joined'; readonly path: string | undefined; readonly format: 'json' | 'jsonl' }
  /** A file a table. */
  | { readonly kind: 'folder'; readonly paths: readonly string[]; readonly format: Format };

/** Into which files the tables of a run go, whatever their folder is. */
export type Layout =
  | { readonly kind: 'single'; readonly format: Format }
  | { readonly kind: 'joined'; readonly format: 'json' | 'jsonl' }
  | { readonly kind: 'folder'; readonly format: Format; readonly files: readonly string[] };

/** Tables as far as it matters where they go. */
export interface TableNames {
  readonly sources: readonly { readonly name: string }[];
  /** They are named, and kept apart by name. */
  readonly tables: boolean;
}

/**
 * Settles where rows go and in which format: the format asked for, else the one that the file's ending names, else JSON.
 * @throws OptionError where a new file's ending names no format and none is asked for, or tables and target do not go together; OutputError where the schema would be written over.
 */
export async function destinationOf(
  run: OpenRun,
  output: string | undefined,
  asked: Format | undefined,
): Promise<Destination> {
  if (asked !== undefined && !FORMATS.includes(asked)) {
    throw new OptionError(`There is no format \`${String(asked)}\`; the formats are ${FORMATS.join(', ')}.`);
  }
  const ending = output === undefined ? undefined : formatForPath(output);
  const format = asked ?? ending ?? 'json';
  if (asked === undefined && ending === undefined && output !== undefined) await checkEnding(output);
  const layout = layoutOf(run, format, output !== undefined && (await isFolder(output, run, ending)));
  if (layout !== undefined) {
    const destination = placed(layout, output);
    await keepSources(filesOf(destination), run.files);
    return destination;
  }
  const names = run.sources.map(({ name }) => name).join(', ');
  throw new OptionError(
    `${format} holds one table, and there are ${run.sources.length} (${names}). Give a folder: --output DIR/ --format ${format}.`,
  );
}

/** Undefined where one file is to hold several tables and its format can hold only one. */
export function layoutOf({ sources, tables }: TableNames, format: Format, folder: boolean): Layout | undefined {
  if (folder) return { kind: 'folder', format, files: sources.map(({ name }) => `${fileName(name)}.${format}`) };
  if (sources.length === 1 && (!tables || format !== 'json')) return { kind: 'single', format };
  return format === 'json' || format === 'jsonl' ? { kind: 'joined', format } : undefined;
}

/** A layout at a path: of the file, or of the folder. */
export function placed(layout: Layout, path: string | undefined): Destination {
  if (layout.kind !== 'folder') return { ...layout, path };
  const { kind, format, files } = layout;
  return { kind, format, paths: files.map((file) => join(path ?? '.', file)) };
}

function filesOf(destination: Destination): readonly string[] {
  if (destination.kind === 'folder') return destination.paths;
  return destination.path === undefined ? [] : [destination.path];
}

/** Rows as JSON in `users.cvs` or `users.csv.gz` are not what was meant. */
async function checkEnding(output: string): Promise<void> {
  const problem = endingProblem(output);
  if (problem !== undefined && (await stat(output).catch(() => undefined)) === undefined)
    throw new OptionError(problem);
}

/** What is wrong with a path whose ending is to say in which format rows are written; nothing where it has none. */
export function endingProblem(output: string): string | undefined {
  const ending = extname(output).slice(1);
  if (ending === '' || /[/\\]$/.test(output) || formatForPath(output) !== undefined) return undefined;
  const meant = meaning(didYouMean(ending.toLowerCase(), FORMATS));
  return `"${output}" ends in no format that can be written (${FORMATS.join(', ')}): end it otherwise, or say the format.${meant}`;
}

/** A path is a folder where it is one, ends like one, or names several tables and no format. */
async function isFolder(path: string, run: OpenRun, ending: Format | undefined): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  const existing = await stat(path).catch(() => undefined);
  if (existing !== undefined) return existing.isDirectory();
  return run.tables && ending === undefined;
}

/** Names of tables may hold anything; names of files may not. */
export function fileName(table: string): string {
  return table.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_') || 'rows';
}
