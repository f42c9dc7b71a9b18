import { reportOf, type RunReport, type TableReport } from '../core-synth.js';
import type { RowSource } from '../generators/generator.js';
import type { OpenRun } from '../generators/open.js';
import { type GenerateOptions, shardRange } from '../generators/options.js';
import { OptionError } from '../errors.js';
import { SinkError } from '../integrations/sink.js';
import type { CsvOptions } from '../output/csv.js';
import type { EncodedChunk, Format, WrittenChunk } from '../output/encoder.js';
import { createEncoder, type EncoderOptions } from '../output/formats.js';
import { ChunkMaker, type Threading } from './chunks.js';
import { type Destination, destinationOf } from './destination.js';
import { modelUse } from './model-use.js';
import { stdoutTarget } from './stdout.js';
import { type FileTarget, openTarget } from './target.js';

/** What {@link write} takes beside the options of every run. */
export interface WriteOptions extends GenerateOptions {
  /** A file, or a folder that takes one file a table. Default: standard output. */
  readonly output?: string | undefined;
  /** Default: by the ending of `output`, else JSON. */
  readonly format?: Format | undefined;
  /** How CSV is written: `header`, `delimiter`, `null`. */
  readonly csv?: CsvOptions | undefined;
}

/** Names of {@link WriteOptions} beyond those of {@link GenerateOptions}. */
export const WRITE_OPTION_NAMES = ['output', 'format', 'csv'] as const;

/** JSON of up to so many rows is indented: someone will read it. */
const READABLE_ROWS = 1000;

/** What a caller who writes several runs has settled for this one. */
export interface WriteSettings {
  readonly destination: Destination;
  readonly threading: Threading;
}

/** Writes all tables of a run. Files appear when all are whole; on any failure none does. */
export async function writeRun(run: OpenRun, options: WriteOptions, settings?: WriteSettings): Promise<RunReport> {
  const started = performance.now();
  const destination = settings?.destination ?? (await destinationOf(run, options.output, options.format));
  const { format } = destination;
  const small = run.sources.every(({ total }) => total <= READABLE_ROWS);
  const encoderOptions: EncoderOptions = {
    ...(run.sources[0].bare === true && { bare: true }),
    ...(format === 'json' && { indent: small && destination.kind !== 'joined' }),
    ...(options.csv && csvOptions(format, options.csv)),
    // The concatenation of all shards is the whole file.
    ...(format === 'csv' && options.shard !== undefined && options.shard.index > 1 && { header: false }),
  };
  const total = run.sources.reduce((sum, source) => sum + rowsOf(source, options), 0);
  const threading = settings?.threading ?? { threads: options.workers ?? 'auto', apart: false };
  const maker = new ChunkMaker(run, format, encoderOptions, total, threading, options);
  const targets: FileTarget[] = [];
  try {
    const open = async (path: string | undefined): Promise<FileTarget> => {
      const target = path === undefined ? stdoutTarget() : await openTarget(path);
      targets.push(target);
      return target;
    };
    const writer = new RunWriter(run, format, encoderOptions, maker, total, options);
    const tables = await writeTo(destination, run, writer, open);
    for (const target of targets) await target.commit();
    return {
      ...reportOf(run, tables, performance.now() - started, format),
      workers: maker.threads,
    };
  } catch (error) {
    if (error instanceof SinkError) {
      const kept = await Promise.all(targets.map(async (target) => target.keep?.()));
      error.keep(kept.filter((path) => path !== undefined));
    }
    for (const target of targets) await target.abort();
    throw error;
  } finally {
    await maker.close();
  }
}

async function writeTo(
  destination: Destination,
  run: OpenRun,
  writer: RunWriter,
  open: (path: string | undefined) => Promise<FileTarget>,
): Promise<TableReport[]> {
  const tables: TableReport[] = [];
  if (destination.kind === 'folder') {
    for (const [k, path] of destination.paths.entries()) {
      tables.push({ ...(await writer.table(k, await open(path))), path });
    }
    return tables;
  }
  const { path, kind } = destination;
  const target = await open(path);
  const place = path === undefined ? {} : { path };
  if (kind === 'single') return [{ ...(await writer.table(0, target)), ...place }];
  if (destination.format === 'jsonl') {
    for (const k of run.sources.keys()) tables.push({ ...(await writer.namedLines(k, target)), ...place });
    return tables;
  }
  const text = new TextEncoder();
  for (const [k, source] of run.sources.entries()) {
    await target.write(text.encode(`${k === 0 ? '{' : ','}\n${JSON.stringify(source.name)}: `));
    tables.push({ ...(await writer.table(k, target, () => target.write(text.encode('}\n')))), ...place });
  }
  await target.write(text.encode('}\n'));
  return tables;
}

/** Writes the tables of one run, chunk by chunk in the order of their rows. */
class RunWriter {
  private done = 0;
  /** The rows up to which sinks have those of a table. */
  private readonly sent = new Map<RowSource, number>();

  constructor(
    private readonly run: OpenRun,
    private readonly format: Format,
    private readonly encoderOptions: EncoderOptions,
    private readonly maker: ChunkMaker,
    private readonly total: number,
    private readonly options: WriteOptions,
  ) {}

  /** @param brokenOff makes what is written whole where a sink ends the run */
  async table(k: number, target: FileTarget, brokenOff?: () => Promise<void>): Promise<TableReport> {
    const source = this.run.sources[k];
    const encoder = createEncoder(this.format, source.fields, this.encoderOptions);
    const asked = modelUse(this.run);
    const written: WrittenChunk[] = [];
    let bytes = 0;
    let writing: Promise<void> = Promise.resolve();
    // The system writes one piece while the next is encoded.
    const put = async (piece: Uint8Array, done?: () => void): Promise<void> => {
      await writing;
      if (piece.length === 0) return;
      bytes += piece.length;
      writing = target.write(piece).then(done);
      // Awaited before the next piece; until then a failure must not count as unhandled.
      writing.catch(() => undefined);
      await Promise.resolve(); // lets the write begin
    };
    await put(encoder.begin());
    const end = async (): Promise<void> => {
      await put(encoder.end(written));
      await writing;
    };
    try {
      for await (const chunk of this.chunks(k, source)) {
        written.push({ meta: chunk.meta, rows: chunk.rows, bytes: chunk.bytes.length });
        await put(chunk.bytes, () => this.maker.reuse(chunk.bytes));
        await this.send(source, chunk.rows);
      }
    } catch (error) {
      if (error instanceof SinkError) await end().then(brokenOff);
      throw error;
    }
    await end();
    return { name: source.name, rows: written.reduce((sum, c) => sum + c.rows, 0), bytes, ...asked() };
  }

  /** Lines `{"table":…,"row":…}`: several tables in one stream. */
  async namedLines(k: number, target: FileTarget): Promise<TableReport> {
    const source = this.run.sources[k];
    const before = lineOfTable(source.name);
    const asked = modelUse(this.run);
    let bytes = 0;
    let rows = 0;
    for await (const chunk of this.chunks(k, source)) {
      const lines = wrapLines(chunk.bytes, chunk.rows, before);
      bytes += lines.length;
      rows += chunk.rows;
      await target.write(lines);
      await this.send(source, chunk.rows);
    }
    return { name: source.name, rows, bytes, ...asked() };
  }

  /** Sends the rows of a chunk, which are written by then, to the sinks. */
  private async send(source: RowSource, rows: number): Promise<void> {
    const from = this.sent.get(source) ?? shardRange(source.total, this.options.shard).from;
    this.sent.set(source, from + rows);
    await this.run.delivery?.send(source, from, from + rows, this.options.signal);
  }

  private async *chunks(table: number, source: RowSource): AsyncGenerator<EncodedChunk> {
    const { from, to } = shardRange(source.total, this.options.shard);
    for await (const chunk of this.maker.chunks(table, from, to)) {
      yield chunk;
      this.done += chunk.rows;
      this.options.onProgress?.({ rows: this.done, total: this.total, table: source.name });
    }
  }
}

/** Rows of a table that a run writes. */
function rowsOf({ total }: RowSource, { shard }: WriteOptions): number {
  const { from, to } = shardRange(total, shard);
  return to - from;
}

function csvOptions(format: Format, csv: CsvOptions): CsvOptions {
  if (format !== 'csv') {
    const names = Object.keys(csv).map((name) => `\`${name}\``);
    throw new OptionError(
      `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} about CSV, and the format is ${format}.`,
    );
  }
  return csv;
}

/** What stands before a row where lines name their tables. */
export function lineOfTable(name: string): Uint8Array {
  return new TextEncoder().encode(`{"table":${JSON.stringify(name)},"row":`);
}

/** Puts every line between `before` and `}`. Strings in JSON hold no line breaks, so lines are rows. */
export function wrapLines(lines: Uint8Array, rows: number, before: Uint8Array): Uint8Array {
  const out = new Uint8Array(lines.length + rows * (before.length + 1));
  let at = 0;
  let start = 0;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] !== 0x0a) continue;
    out.set(before, at);
    at += before.length;
    out.set(lines.subarray(start, i), at);
    at += i - start;
    out[at++] = 0x7d;
    out[at++] = 0x0a;
    start = i + 1;
  }
  return out;
}
