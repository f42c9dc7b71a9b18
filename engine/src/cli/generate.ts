import { OptionError } from '../errors.js';
import type { GenerateOptions, Progress } from '../generators/options.js';
import type { Format } from '../output/encoder.js';
import { AgenticSynth, type RunReport, type WriteOptions, type WriteStreamOptions } from '../synth.js';
import { formatBytes, formatDuration, formatNumber, ProgressBar } from './progress.js';
import type { LogFlags } from './log-flags.js';
import { openLog, type OpenLog } from './logging.js';
import { explain } from './explain.js';
import { modelReportLines, standIns, tellingLogger } from './model-report.js';
import { EXIT, warn } from './report.js';
import { enableSinks, type SinkFlags, sinkLines } from './sinks.js';
import { loadRunConfig } from './run-config.js';
import { watchSignals } from './signals.js';

/** Flags as Commander gives them; absent where not written. */
export interface GenerateFlags extends LogFlags, SinkFlags {
  readonly schema?: string;
  readonly count?: number;
  readonly seed?: number | 'random';
  readonly format?: Format;
  readonly output?: string;
  readonly locale?: string;
  readonly now?: string;
  readonly workers?: number | 'auto';
  readonly batchSize?: number;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly model?: string;
  readonly autoRoute?: boolean;
  readonly fallback?: readonly string[];
  readonly budget?: number;
  readonly cachePolicy?: 'off' | 'default' | 'aggressive';
  readonly frozen?: boolean;
  readonly plugin?: readonly string[];
  readonly verify?: boolean;
  readonly rate?: string;
  readonly stream?: boolean;
  /** A factor; true where none is written. */
  readonly realtime?: number | true;
  readonly delimiter?: string;
  readonly null?: string;
  /** True unless `--no-infer`. */
  readonly infer?: boolean;
  /** True unless `--no-header`. */
  readonly header: boolean;
  readonly quiet?: boolean;
  readonly explain?: boolean;
}

/**
 * Runs `generate`.
 * @returns the exit code
 */
export async function generate(type: string, flags: GenerateFlags): Promise<number> {
  const log = await openLog(flags);
  try {
    return await run(type, flags, log);
  } catch (error) {
    log.logger.error('run failed', { type, error });
    throw error;
  } finally {
    await log.close();
  }
}

async function run(type: string, flags: GenerateFlags, log: OpenLog): Promise<number> {
  const { logger, visible } = log;
  const config = await loadRunConfig(log);
  const synth = new AgenticSynth({ ...config, plugins: [...(config.plugins ?? []), ...(flags.plugin ?? [])] });

  const seed = flags.seed === 'random' ? await randomSeed() : flags.seed;
  // The one thing that --quiet does not silence: without it the rows could not be made again.
  if (flags.seed === 'random') process.stderr.write(`seed ${seed}\n`);

  if (flags.explain === true) {
    await explain(synth, type, { ...runOptions(flags), seed }, flags);
    return EXIT.ok;
  }
  const sinks = await enableSinks(synth, flags);
  const interactive = process.stderr.isTTY === true && !flags.quiet;
  // Rows on the same screen would be torn apart by a line that is drawn over itself.
  const bar =
    interactive && (flags.output !== undefined || !process.stdout.isTTY) ? new ProgressBar(process.stderr) : undefined;
  logger.info('run started', { type, schema: flags.schema, count: flags.count, seed });
  const abort = new AbortController();
  const signals = watchSignals(abort);
  const stream = flags.stream === true || flags.realtime !== undefined;
  let rows = 0;
  let paid = false;
  const running = {
    seed,
    ...sinks,
    signal: abort.signal,
    logger: tellingLogger(logger, (message) => {
      if (visible || flags.quiet) return;
      bar?.clear();
      warn(message);
    }),
    onProgress: (progress: Progress): void => {
      rows = progress.rows;
      paid ||= progress.writing !== undefined;
      bar?.update(progress);
    },
  };
  try {
    const report = stream
      ? await synth.writeStream(type, { ...streamOptions(flags), ...running })
      : await synth.write(type, { ...writeOptions(flags), ...running });
    bar?.clear();
    for (const { severity, message, pointer } of report.diagnostics) {
      if (severity !== 'warning') continue;
      if (!visible) warn(`${message}${pointer === '' ? '' : ` (${pointer})`}`);
      logger.warn(message, { pointer });
    }
    if (report.models === undefined) {
      for (const field of report.localText) warn(`${field} was filled with local text, not by a language model.`);
    } else {
      for (const standIn of standIns(report.models)) warn(standIn);
      if (!flags.quiet) process.stderr.write(`${modelReportLines(report.models).join('\n')}\n`);
    }
    for (const line of sinkLines(report.sinks ?? [])) {
      logger.info(line);
      if (!flags.quiet && !visible) process.stderr.write(`${line}\n`);
    }
    logger.info('run finished', { rows: report.rows, milliseconds: report.milliseconds, seed: report.seed });
    if (interactive) process.stderr.write(`${summary(report)}\n`);
    return EXIT.ok;
  } catch (error) {
    bar?.clear();
    if (signals.received === undefined) throw error;
    logger.warn('run interrupted', { rows });
    if (!flags.quiet) process.stderr.write(`${interrupted(stream ? rows : undefined, flags.output)}\n`);
    if (paid && flags.cachePolicy !== 'off' && !flags.quiet) {
      process.stderr.write('What language models have written is kept: the same command goes on from there.\n');
    }
    return signals.received;
  } finally {
    signals.stop();
  }
}

/** Below 2^48, as far as `randomInt` draws: more than anyone can try. */
async function randomSeed(): Promise<number> {
  // Loading it takes 5 ms, which other runs save.
  const { randomInt } = await import('node:crypto');
  return randomInt(2 ** 48 - 1);
}

/** What every kind of run takes. */
function runOptions(flags: GenerateFlags): GenerateOptions {
  const { schema, count, locale, now, rate, workers, batchSize, shard, verify } = flags;
  const { model, autoRoute, fallback, budget, cachePolicy, frozen } = flags;
  return {
    autoRoute,
    fallback,
    budget,
    cachePolicy,
    frozen,
    schema,
    count,
    locale,
    now,
    rate,
    workers,
    batchSize,
    shard,
    model,
    verify,
    ...(flags.infer === false && { infer: false }),
  };
}

function streamOptions(flags: GenerateFlags): WriteStreamOptions {
  const { output, format, realtime } = flags;
  const csv = Object.entries({ '--delimiter': flags.delimiter, '--null': flags.null, '--no-header': !flags.header });
  const stray = csv.find(([, value]) => value !== undefined && value !== false);
  if (stray !== undefined) throw new OptionError(`${stray[0]} is about CSV, and a stream is written as JSON Lines.`);
  return {
    ...runOptions(flags),
    output,
    format,
    ...(realtime !== undefined && { realtime: realtime === true ? 1 : realtime }),
  };
}

function writeOptions(flags: GenerateFlags): WriteOptions {
  const { delimiter, header, output, format } = flags;
  const csv = {
    ...(delimiter !== undefined && { delimiter }),
    ...(flags.null !== undefined && { null: flags.null }),
    ...(!header && { header }),
  };
  return { ...runOptions(flags), output, format, ...(Object.keys(csv).length > 0 && { csv }) };
}

/** @param rows that were streamed; `undefined` where files appear whole or not at all. */
function interrupted(rows: number | undefined, output: string | undefined): string {
  if (rows === undefined) return 'Interrupted: no file was written.';
  const where = output === undefined ? '' : ` in ${output}`;
  return `Interrupted after ${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}${where}.`;
}

/** One line about a run: `1,000 rows in 0.1 s (9,800 rows/s), 84 KB in users.csv, seed 0`. */
export function summary({ rows, milliseconds, tables, seed }: RunReport): string {
  const bytes = tables.reduce((sum, table) => sum + (table.bytes ?? 0), 0);
  const paths = tables.flatMap(({ path }) => (path === undefined ? [] : [path]));
  const where = paths.length === 1 ? ` in ${paths[0]}` : paths.length > 1 ? ` in ${paths.length} files` : '';
  const rate = milliseconds > 0 ? ` (${formatNumber((rows * 1000) / milliseconds)} rows/s)` : '';
  const size = bytes > 0 ? `, ${formatBytes(bytes)}${where}` : where;
  return `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'} in ${formatDuration(milliseconds)}${rate}${size}, seed ${seed}`;
}
