import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { OutputField } from '../columns/column.js';
import { SynthError } from '../errors.js';
import { formatForPath } from '../output/formats.js';
import type { Plan } from '../plan/compile.js';
import { severalTables, unknownTable } from '../validate/data.js';
import { type CsvReadOptions, readCsv } from './data-file-csv.js';
import { readJson, readJsonl } from './data-file-json.js';
import { readParquet } from './data-file-parquet.js';
import { fileName } from './destination.js';
import { readError } from './schema-file.js';

/** What is wrong with a file, or with a line of it that is no record. */
export interface FileProblem {
  readonly table?: string;
  /** From 1. */
  readonly line?: number;
  readonly path?: string;
  readonly code: string;
  readonly message: string;
}

/** A piece of a data file: records of a table, with the line of each, or a problem. */
export type DataItem =
  | {
      readonly table: string;
      readonly records: readonly unknown[];
      readonly lines?: readonly number[];
      /** Values of mixed columns are still texts. */
      readonly texts?: boolean;
      /** They come from a flat table. */
      readonly flat?: boolean;
    }
  | { readonly problem: FileProblem };

/** A file to read. */
export interface DataSource {
  readonly file: string;
  /** The table that the file's name names, or the only one there is. */
  readonly table: string | undefined;
  readonly tables: DataTables;
  readonly csv?: CsvReadOptions | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The tables that files may hold. */
export class DataTables {
  constructor(private readonly plan: Plan) {}

  has(name: string): boolean {
    return this.plan.tables.some((t) => t.name === name);
  }

  fields(name: string): readonly OutputField[] {
    return this.plan.tables.find((t) => t.name === name)!.fields;
  }

  /** Rows are the values of the only field. */
  bare(name: string): boolean {
    return this.plan.tables.find((t) => t.name === name)!.bare;
  }

  hasField(table: string, field: string): boolean {
    return this.fields(table).some((f) => f.name === field);
  }

  /** The table that a file holds by its name: `orders.csv`, `orders-2.csv`, `orders.part3.jsonl`. */
  ofFile(file: string): string | undefined {
    const { tables } = this.plan;
    if (tables.length === 1) return tables[0].name;
    const stem = basename(file).replace(/\.[^.]*$/, '');
    const numbered = stem.replace(/[-._ ]?(?:part|shard)?[-._ ]?\d+(?:[-._]?of[-._]?\d+)?$/i, '');
    return [stem, numbered].flatMap((name) => tables.find((t) => fileName(t.name) === name)?.name ?? [])[0];
  }

  which(file: string): string {
    return `${severalTables(this.plan)}: name the file after its table, such as ${fileName(this.plan.tables[0].name)}${/\.[^.]*$/.exec(file)?.[0] ?? ''}`;
  }

  unknown(name: string): string {
    return unknownTable(this.plan, name);
  }
}

const READERS = { json: readJson, jsonl: readJsonl, csv: readCsv, parquet: readParquet } as const;

/**
 * Reads a data file, told by its ending: JSON, JSON Lines, CSV, Parquet; all but JSON in bounded memory.
 * @throws SynthError where it cannot be read, or is none of these
 */
export function readDataFile(source: DataSource): AsyncGenerator<DataItem> {
  const format = formatForPath(source.file);
  if (format === undefined)
    throw new SynthError(
      'data/format',
      `${source.file} is no data file: its name must end in .json, .jsonl, .csv or .parquet.`,
    );
  return READERS[format](source);
}

/** The data files of a path: itself, or those of a folder by name. @throws SynthError where there are none. */
export async function dataFilesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(async (error: unknown) => {
    throw await readError(path, error as NodeJS.ErrnoException);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path).catch(async (error: unknown) => {
    throw await readError(path, error as NodeJS.ErrnoException);
  });
  const names = entries.filter((n) => formatForPath(n) !== undefined && !/\.synth\.json$/i.test(n)).sort();
  if (names.length === 0)
    throw new SynthError('data/empty-folder', `${path} holds no data files (.json, .jsonl, .csv, .parquet).`);
  return names.map((name) => join(path, name));
}
