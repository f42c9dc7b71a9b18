import { join } from 'node:path';
import { secretsOf } from '../config/secrets.js';
import { OptionError } from '../errors.js';
import type { BatchOptions, BatchOutline } from '../files/batch.js';
import { BatchError, type BatchEvent, type BatchReport, type JobReport } from '../files/batch-report.js';
import type { SinkReport } from '../integrations/sink.js';
import { dollars } from '../models/price.js';
import { redact } from '../models/redact.js';
import { AgenticSynth } from '../synth.js';
import { BatchProgress } from './batch-progress.js';
import type { LogFlags } from './log-flags.js';
import { openLog, type OpenLog } from './logging.js';
import { standIns, tellingLogger } from './model-report.js';
import { formatBytes, formatDuration, formatNumber } from './progress.js';
import { EXIT, warn } from './report.js';
import { loadRunConfig } from './run-config.js';
import { watchSignals } from './signals.js';
import { enableSinks, type SinkFlags, sinkLines } from './sinks.js';

/** Flags as Commander gives them; absent where not written. */
export interface BatchGenerateFlags extends LogFlags, SinkFlags {
  readonly config: string;
  readonly output?: string;
  readonly parallel?: number;
  readonly workers?: number | 'auto';
  readonly budget?: number;
  readonly cachePolicy?: 'off' | 'default' | 'aggressive';
  readonly frozen?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly plugin?: readonly string[];
  readonly quiet?: boolean;
}

/**
 * Runs `batch generate`.
 * @returns the exit code
 */
export async function generateBatch(flags: BatchGenerateFlags): Promise<number> {
  if (flags.json && !flags.dryRun) {
    throw new OptionError('--json is about --dry-run: what a run has done stands in manifest.json.');
  }
  const log = await openLog(flags);
  try {
    return await run(flags, log);
  } catch (error) {
    log.logger.error('batch failed', { config: flags.config, error });
    throw error;
  } finally {
    await log.close();
  }
}

async function run(flags: BatchGenerateFlags, log: OpenLog): Promise<number> {
  const { logger, visible } = log;
  const config = await loadRunConfig(log);
  const synth = new AgenticSynth({ ...config, plugins: [...(config.plugins ?? []), ...(flags.plugin ?? [])] });
  const abort = new AbortController();
  const signals = watchSignals(abort);
  const progress = process.stderr.isTTY === true && !flags.quiet ? new BatchProgress(process.stderr) : undefined;
  const clean = (text: string): string => redact(text, secretsOf([config], process.env));
  let finished = 0;
  const { output, parallel, workers, budget, cachePolicy, frozen, force } = flags;
  const options: BatchOptions = {
    output,
    parallel,
    workers,
    budget,
    cachePolicy,
    frozen,
    force,
    ...(await enableSinks(synth, flags)),
    signal: abort.signal,
    logger: tellingLogger(logger, (message) => {
      if (visible || flags.quiet) return;
      progress?.clear();
      warn(message);
    }),
    onEvent(event) {
      if (event.type === 'finished' && isThere(event.report)) finished++;
      tell(logger, event);
      progress?.tell(event);
    },
  };
  try {
    if (flags.dryRun) {
      const outline = await synth.explainBatch(flags.config, options);
      process.stdout.write(flags.json ? `${JSON.stringify(outline, null, 2)}\n` : outlineText(outline, output));
      return EXIT.ok;
    }
    const report = await synth.batch(flags.config, options).catch((error: unknown) => {
      if (error instanceof BatchError) return error.report;
      throw error;
    });
    progress?.clear();
    tellReport(report, { quiet: flags.quiet ?? false, visible, clean });
    return report.jobs.every(isThere) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    progress?.clear();
    if (signals.received === undefined) throw error;
    logger.warn('batch interrupted', { finished });
    if (!flags.quiet) {
      const jobs = `${finished} ${finished === 1 ? 'job is' : 'jobs are'} finished`;
      process.stderr.write(`Interrupted: ${jobs}. The same command goes on from there.\n`);
    }
    return signals.received;
  } finally {
    progress?.clear();
    signals.stop();
  }
}

function isThere({ status }: JobReport): boolean {
  return status === 'done' || status === 'unchanged';
}

function tell(logger: OpenLog['logger'], event: BatchEvent): void {
  const { job } = event;
  if (event.type === 'started') logger.info('job started', { job });
  if (event.type !== 'finished') return;
  const { status, rows, bytes, error, because } = event.report;
  if (status === 'failed') logger.error('job failed', { job, error });
  else logger.info(`job ${status}`, { job, rows, bytes, because });
}

function tellReport(
  { jobs, stale, diagnostics, manifest, milliseconds, cost, output }: BatchReport,
  { quiet, visible, clean }: { quiet: boolean; visible: boolean; clean: (text: string) => string },
): void {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  for (const { severity, message, pointer, file } of diagnostics) {
    const place = [file, pointer].filter(Boolean).join(' ');
    if (severity === 'warning' && !visible) warn(`${message}${place === '' ? '' : ` (${place})`}`);
  }
  for (const { name, run } of jobs) {
    if (run === undefined) continue;
    if (run.models !== undefined) for (const standIn of standIns(run.models)) warn(`${name}: ${standIn}`);
    else
      for (const field of run.localText) warn(`${name}: ${field} was filled with local text, not by a language model.`);
  }
  for (const path of stale) {
    warn(`${join(output, path)} was written by an earlier run and belongs to no job any more.`);
  }
  const width = Math.max(...jobs.map(({ name }) => name.length));
  for (const job of jobs) {
    // What failed is said in any case.
    if (!quiet || !isThere(job)) say(jobLine(job, width, clean));
  }
  if (quiet) return;
  for (const line of sinkLines(sentTo(jobs))) say(line);
  const count = (status: JobReport['status']): number => jobs.filter((job) => job.status === status).length;
  const counts = (['done', 'unchanged', 'failed', 'skipped'] as const).flatMap((status) =>
    count(status) > 0 ? [`${count(status)} ${status}`] : [],
  );
  const price = Number.isNaN(cost) ? ', at a price that is not known' : cost > 0 ? `, ${dollars(cost)}` : '';
  const all = `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}: ${counts.join(', ')}`;
  say(`${all} in ${formatDuration(milliseconds)}${price}. ${manifest} lists the files.`);
}

/** What all jobs have sent to each sink. */
function sentTo(jobs: readonly JobReport[]): SinkReport[] {
  const all = new Map<string, SinkReport>();
  for (const { run } of jobs) {
    for (const report of run?.sinks ?? []) {
      const { sink, target, rows, retries } = report;
      const key = JSON.stringify([sink, target]);
      const before = all.get(key) ?? { rows: 0, retries: 0 };
      all.set(key, { sink, target, rows: before.rows + rows, retries: before.retries + retries });
    }
  }
  return [...all.values()];
}

/** `done       users   1,000 rows, 84 KB in users.csv` */
function jobLine(job: JobReport, width: number, clean: (text: string) => string): string {
  const { name, status, rows, bytes, files, error, because, cost } = job;
  const [first, ...others] = files;
  const where = others.length > 0 ? `${files.length} files` : first?.path;
  const price = Number.isNaN(cost) ? ', at a price that is not known' : cost > 0 ? `, ${dollars(cost)}` : '';
  const what =
    status === 'failed'
      ? clean(error instanceof Error ? error.message : String(error))
      : status === 'skipped'
        ? `needs ${because}, which is not there`
        : `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}, ${formatBytes(bytes)} in ${where}${price}`;
  return `${status.padEnd(9)}  ${name.padEnd(width)}  ${what}`;
}

function outlineText({ jobs, rows, cost, worst }: BatchOutline, output = ''): string {
  const cells = jobs.map(({ name, type, rows, files, needs, models }) => [
    name,
    type,
    `${formatNumber(rows)} rows`,
    files.map((file) => join(output, file)).join(', '),
    [
      ...(needs.length > 0 ? [`after ${needs.join(', ')}`] : []),
      ...(models === undefined ? [] : [`${formatNumber(models.calls)} calls, ${about(models)}`]),
    ].join('; '),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const price = jobs.some(({ models }) => models !== undefined) ? ` ${capital(about({ cost, worst }))}.` : '';
  const total = `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}, ${formatNumber(rows)} rows.${price} Nothing was written or asked.`;
  return `${[...lines, total].join('\n')}\n`;
}

function about({ cost, worst }: { readonly cost: number; readonly worst: number }): string {
  return Number.isNaN(cost) ? 'at a price that is not known' : `about ${dollars(cost)}, at most ${dollars(worst)}`;
}

function capital(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}

/**
 * Runs `batch verify`: prints what is wrong on stdout.
 * @returns whether nothing is
 */
export async function verifyBatch(folder: string, { json }: { readonly json?: boolean }): Promise<boolean> {
  const found = await new AgenticSynth().verifyBatch(folder);
  const { files, rows, bytes, problems } = found;
  const size = `${formatNumber(files)} ${files === 1 ? 'file' : 'files'}, ${formatNumber(rows)} rows, ${formatBytes(bytes)}`;
  const lines = problems.map(({ path, message }) => `${path === undefined ? folder : join(folder, path)}: ${message}`);
  const text = problems.length === 0 ? `${folder} ok: ${size}` : lines.join('\n');
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : `${text}\n`);
  return problems.length === 0;
}
