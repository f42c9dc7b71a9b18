import { extname } from 'node:path';
import { reportOf, type RunReport, type TableReport } from '../core-synth.js';
import { OptionError } from '../errors.js';
import type { RowSource } from '../generators/generator.js';
import type { OpenRun } from '../generators/open.js';
import { STREAM_OPTION_NAMES, type StreamOptions } from '../generators/options.js';
import { SinkError } from '../integrations/sink.js';
import { inRealTime } from '../generators/realtime.js';
import { type Stretch, stretchesOf, type Window } from '../generators/stretches.js';
import type { Format, TableEncoder } from '../output/encoder.js';
import { createEncoder, formatForPath } from '../output/formats.js';
import { encodeRange } from '../workers/encode.js';
import { openAppend } from './append.js';
import { destinationOf } from './destination.js';
import { stdoutTarget } from './stdout.js';
import type { FileTarget } from './target.js';
import { lineOfTable, wrapLines } from './write.js';

/** What {@link writeStream} takes beside the options of every stream. */
export interface WriteStreamOptions extends StreamOptions {
  /** A file, or a folder that takes one file a table. Default: standard output. */
  readonly output?: string | undefined;
  /** Only `jsonl`, which is the default. */
  readonly format?: Format | undefined;
}

/** Names of {@link WriteStreamOptions} beyond those of the options of all ways to make rows. */
export const WRITE_STREAM_OPTION_NAMES = [...STREAM_OPTION_NAMES, 'output', 'format'] as const;

/**
 * Writes all tables of a run line by line: see `AgenticSynth.writeStream`. Tables come one after another; in real time,
 * those with an axis of time side by side.
 */
export async function writeRunAsStream(run: OpenRun, options: WriteStreamOptions): Promise<RunReport> {
  const started = performance.now();
  checkStream(options);
  const destination = await destinationOf(run, options.output, 'jsonl');
  const targets = new Map<string | undefined, FileTarget>();
  try {
    const tables: StreamedTable[] = [];
    for (const [k, source] of run.sources.entries()) {
      const path = destination.kind === 'folder' ? destination.paths[k] : destination.path;
      const target = targets.get(path) ?? (path === undefined ? stdoutTarget() : await openAppend(path));
      targets.set(path, target);
      tables.push(new StreamedTable(source, target, path, destination.kind === 'joined', options));
    }
    await write(run, tables, options);
    for (const target of targets.values()) await target.commit();
    const written = tables.map((table) => table.report());
    return reportOf(run, written, performance.now() - started, 'jsonl');
  } catch (error) {
    for (const target of targets.values()) await target.abort();
    if (error instanceof SinkError) error.keep([...targets.keys()].filter((path) => path !== undefined));
    throw error;
  }
}

async function write(run: OpenRun, tables: readonly StreamedTable[], options: WriteStreamOptions): Promise<void> {
  const { signal, realtime, onProgress } = options;
  let rows = 0;
  const total = run.sources.every((source) => source.reach === undefined)
    ? run.sources.reduce((sum, source) => sum + source.total, 0)
    : NaN;
  const stretches = realtime === undefined ? oneByOne(run, options) : inRealTime(run, { ...options, realtime });
  for await (const stretch of stretches) {
    await tables[stretch.table].write(stretch);
    await run.delivery?.send(run.sources[stretch.table], stretch.from, stretch.to, signal);
    rows += stretch.to - stretch.from;
    onProgress?.({ rows, total, table: run.sources[stretch.table].name });
    signal?.throwIfAborted();
  }
}

async function* oneByOne(run: OpenRun, options: StreamOptions): AsyncGenerator<Stretch> {
  for (const [table, source] of run.sources.entries()) yield* stretchesOf(source, table, options);
}

/** One table on its way to a target. */
class StreamedTable {
  private readonly encoder: TableEncoder;
  /** What names the table in each line, where several share a target. */
  private readonly before: Uint8Array | undefined;
  private window: Window | undefined;
  /** The lines of the window. */
  private lines: Uint8Array = new Uint8Array(0);
  /** How far they are written. */
  private at = 0;
  private rows = 0;
  private bytes = 0;

  constructor(
    private readonly source: RowSource,
    private readonly target: FileTarget,
    private readonly path: string | undefined,
    named: boolean,
    private readonly options: StreamOptions,
  ) {
    this.encoder = createEncoder('jsonl', source.fields, source.bare === true ? { bare: true } : {});
    this.before = named ? lineOfTable(source.name) : undefined;
  }

  /** Resolves when the system has taken the lines. */
  async write({ window, from, to }: Stretch): Promise<void> {
    if (window !== this.window) await this.draw(window);
    const start = this.at;
    if (to === window.to) this.at = this.lines.length;
    else for (let row = from; row < to; row++) this.at = this.lines.indexOf(0x0a, this.at) + 1;
    await this.target.write(this.lines.subarray(start, this.at));
    this.bytes += this.at - start;
    this.rows += to - from;
  }

  report(): TableReport {
    const { source, rows, bytes, path } = this;
    return { name: source.name, rows, bytes, ...(path !== undefined && { path }) };
  }

  private async draw(window: Window): Promise<void> {
    const { from, to } = window;
    await this.source.prepare?.(from, to, this.options.signal);
    const { batchSize, verify } = this.options;
    const { bytes, rows } = encodeRange(this.source, this.encoder, { from, to, firstRow: from }, { batchSize, verify });
    this.lines = this.before === undefined ? bytes : wrapLines(bytes, rows, this.before);
    this.window = window;
    this.at = 0;
  }
}

/** @throws OptionError for what rows cannot be streamed as, or by. */
function checkStream({ format, output, workers }: WriteStreamOptions): void {
  const named = output === undefined ? undefined : formatForPath(output);
  const other = [format, format === undefined ? named : undefined].find((f) => f !== undefined && f !== 'jsonl');
  if (other !== undefined) {
    const rename = output === undefined ? '' : `; name the file ${output.slice(0, -extname(output).length)}.jsonl`;
    throw new OptionError(
      `A stream is written as JSON Lines, a whole line for each row, not as ${other}${format === undefined ? rename : ''}.`,
    );
  }
  if (workers !== undefined && workers !== 'auto' && workers > 1) {
    throw new OptionError('A stream is drawn by one thread, row after row: leave `workers` out.');
  }
}
