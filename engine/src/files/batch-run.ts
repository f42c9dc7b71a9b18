import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import type { Manifest, ManifestFile, ManifestJob } from '../batch/manifest.js';
import { MANIFEST } from '../batch/outputs.js';
import type { ModelUse, RunReport } from '../core-synth.js';
import { SynthError } from '../errors.js';
import { ending, type Host, type OpenRun } from '../generators/open.js';
import type { GenerateOptions } from '../generators/options.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import { ENGINE_VERSION } from '../version.js';
import { Threads } from '../workers/threads.js';
import { digestOf, isUnchanged, lockFolder, ManifestWriter, pathIn, removeLeftovers } from './batch-folder.js';
import type { BatchPlan, PlannedJob } from './batch-plan.js';
import { BatchError, type BatchEvent, type BatchReport, type JobReport } from './batch-report.js';
import { placed } from './destination.js';
import { writeRun } from './write.js';

/** From so many rows on, a thread of its own makes up for what it costs to start one. */
const OWN_THREAD = 300_000;
const MOST_THREADS = 8;
const PARALLEL = 4;

/** How a planned batch is run. */
export interface RunSettings {
  readonly output: string;
  readonly previous: Manifest | undefined;
  readonly parallel: number | undefined;
  readonly workers: number | 'auto' | undefined;
  readonly force: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly signal: AbortSignal | undefined;
  readonly onEvent: ((event: BatchEvent) => void) | undefined;
  /** Takes keys out of messages that end up in the manifest. */
  readonly clean: (text: string) => string;
  open(type: string, options: GenerateOptions, host: Host, asksModels: boolean): Promise<OpenRun>;
}

/** What the manifest says of a job now. */
interface Entry {
  readonly job: ManifestJob;
  readonly files: readonly ManifestFile[];
}

/**
 * Runs the jobs of a batch, so many at the same time, each after those that it needs; what is there already and unchanged
 * is left as it is. The manifest holds at any moment what is finished.
 * @throws BatchError where jobs failed, when all others are done; the reason of the signal
 */
export async function runBatch(plan: BatchPlan, settings: RunSettings): Promise<BatchReport> {
  const lock = await lockFolder(settings.output);
  try {
    return await new BatchRun(plan, settings).run();
  } finally {
    lock.release();
  }
}

class BatchRun {
  private readonly started = performance.now();
  private readonly entries = new Map<string, Entry>();
  private readonly reports = new Map<string, JobReport>();
  private readonly manifest: ManifestWriter;
  private readonly threads: Threads;
  private readonly parallel: number;

  constructor(
    private readonly plan: BatchPlan,
    private readonly settings: RunSettings,
  ) {
    const { workers = 'auto', output, parallel } = settings;
    this.threads = new Threads(workers === 'auto' ? Math.min(MOST_THREADS, availableParallelism()) : workers);
    this.parallel = parallel ?? plan.document.parallel ?? PARALLEL;
    this.manifest = new ManifestWriter(output, () => this.current());
  }

  async run(): Promise<BatchReport> {
    const { plan, settings } = this;
    const { output, signal } = settings;
    await removeLeftovers(
      output,
      plan.jobs.flatMap(({ files }) => files),
    );
    for (const job of plan.jobs) await this.recall(job);
    await this.manifest.save();
    await this.runAll();
    await this.manifest.save();
    signal?.throwIfAborted();
    const report = this.report();
    if (report.jobs.some(({ status }) => status === 'failed')) throw new BatchError(report);
    return report;
  }

  /** Takes over what an earlier run has finished, where it still is what it was and would be made the same. */
  private async recall(job: PlannedJob): Promise<void> {
    const { previous, force, output } = this.settings;
    const before = previous?.jobs.find(({ name }) => name === job.name);
    const files = previous?.files.filter((file) => file.job === job.name) ?? [];
    const same = !force && before?.status === 'done' && before.settings === job.settings && files.length > 0;
    const there = same && (await Promise.all(files.map((file) => isUnchanged(output, file)))).every(Boolean);
    if (!there) {
      this.entries.set(job.name, { job: entryOf(job, 'pending'), files: [] });
      return;
    }
    this.entries.set(job.name, { job: { ...before, needs: [...job.needs] }, files });
    this.finish(job, { status: 'unchanged', files, ...sizeOf(files), cost: 0 });
  }

  private async runAll(): Promise<void> {
    const { plan, reports, settings } = this;
    const byName = new Map(plan.jobs.map((job) => [job.name, job]));
    const running = new Map<string, Promise<void>>();
    for (;;) {
      for (const name of plan.order) {
        if (reports.has(name) || running.has(name) || settings.signal?.aborted) continue;
        const job = byName.get(name)!;
        const missing = [...job.needs].find((need) => isMissing(reports.get(need)));
        if (missing !== undefined) this.skip(job, missing);
        else if (running.size < this.parallel && [...job.needs].every((need) => reports.has(need))) {
          running.set(
            name,
            this.runOne(job).finally(() => running.delete(name)),
          );
        }
      }
      if (running.size === 0) return;
      await Promise.race(running.values());
    }
  }

  private skip(job: PlannedJob, because: string): void {
    this.entries.set(job.name, { job: { ...entryOf(job, 'skipped'), because }, files: [] });
    this.finish(job, { status: 'skipped', files: [], rows: 0, bytes: 0, cost: 0, because });
  }

  private async runOne(job: PlannedJob): Promise<void> {
    this.settings.onEvent?.({ type: 'started', job: job.name });
    try {
      const run = await this.write(job);
      const files = await this.filesOf(job, run);
      const localText = run.localText.length > 0 ? { localText: [...run.localText] } : {};
      this.entries.set(job.name, { job: { ...entryOf(job, 'done'), ...localText }, files });
      // Only what the manifest lists is finished.
      await this.manifest.save();
      this.finish(job, { status: 'done', files, ...sizeOf(files), cost: costOf(run), run });
    } catch (error) {
      if (this.settings.signal?.aborted) return;
      const { code = 'internal', message } = error as Partial<SynthError> & Error;
      // The manifest is the same wherever the folder is.
      const place = join(this.settings.output, sep);
      const said = { code, message: this.settings.clean(message).replaceAll(place, '') };
      this.entries.set(job.name, { job: { ...entryOf(job, 'failed'), error: said }, files: [] });
      this.finish(job, { status: 'failed', files: [], rows: 0, bytes: 0, cost: 0, error });
    }
  }

  private async write(job: PlannedJob): Promise<RunReport> {
    const { signal, output, onEvent } = this.settings;
    const options: GenerateOptions = {
      ...job.options,
      signal,
      onProgress: ({ rows, total }) => onEvent?.({ type: 'progress', job: job.name, rows, total }),
    };
    const run = await this.settings.open(job.type, options, job.host, job.asksModels);
    const write = async (): Promise<RunReport> => {
      const threads = await this.threadsFor(run);
      const destination = placed(job.layout, pathIn(output, job.path));
      const threading = threads === 0 ? { threads: 1, apart: false } : { threads, apart: true };
      return writeRun(run, { ...options, csv: job.csv }, { destination, threading }).finally(() =>
        this.threads.give(threads),
      );
    };
    return ending(run, write());
  }

  /** Large runs draw in threads of their own, so that jobs get in each other's way only where there are too few. */
  private async threadsFor(run: OpenRun): Promise<number> {
    const { total } = this.threads;
    if (total < 2 || run.job === undefined) return 0;
    if (run.sources.reduce((sum, source) => sum + source.total, 0) < OWN_THREAD) return 0;
    const left = this.plan.jobs.length - this.reports.size;
    return this.threads.take(Math.max(1, Math.floor(total / Math.min(this.parallel, left))));
  }

  private async filesOf(job: PlannedJob, { tables, seed, generators }: RunReport): Promise<ManifestFile[]> {
    const { output } = this.settings;
    const { layout, schema } = job;
    return Promise.all(
      job.files.map(async (path): Promise<ManifestFile> => {
        const full = pathIn(output, path);
        const own = tables.filter((table) => table.path === full);
        const digest = await digestOf(full);
        if (digest === undefined) throw new SynthError('batch/gone', `${full} was taken away while the batch ran.`);
        const models = uses(own.flatMap((table) => table.models ?? []));
        return {
          path,
          job: job.name,
          tables: Object.fromEntries(own.map(({ name, rows }) => [name, rows])),
          rows: own.reduce((sum, { rows }) => sum + rows, 0),
          ...digest,
          format: layout.format,
          ...(job.csv?.header === false && { header: false as const }),
          seed,
          schema,
          generators: { ...generators },
          models: models.map((use) => ({ ...use, cost: known(use.cost) })),
          cost: known(models.reduce((sum, { cost }) => sum + cost, 0)),
        };
      }),
    );
  }

  private finish({ name }: PlannedJob, report: Omit<JobReport, 'name'>): void {
    const whole = { name, ...report };
    this.reports.set(name, whole);
    this.settings.onEvent?.({ type: 'finished', job: name, report: whole });
  }

  private current(): Manifest {
    const entries = this.plan.jobs.map(({ name }) => this.entries.get(name)!);
    return {
      version: 1,
      agenticSynth: ENGINE_VERSION,
      jobs: entries.map(({ job }) => job),
      files: entries.flatMap(({ files }) => files),
    };
  }

  private report(): BatchReport {
    const { output, previous, diagnostics } = this.settings;
    const jobs = this.plan.jobs.map(({ name }) => this.reports.get(name)!);
    const sum = (amount: (job: JobReport) => number): number => jobs.reduce((total, job) => total + amount(job), 0);
    const planned = new Set(this.plan.jobs.flatMap(({ files }) => files));
    return {
      output,
      manifest: join(output, MANIFEST),
      jobs,
      rows: sum(({ rows }) => rows),
      bytes: sum(({ bytes }) => bytes),
      cost: sum(({ cost }) => cost),
      milliseconds: performance.now() - this.started,
      stale: previous?.files.map(({ path }) => path).filter((path) => !planned.has(path)) ?? [],
      diagnostics,
    };
  }
}

function entryOf(
  { name, type, needs, settings, seed, randomSeed }: PlannedJob,
  status: ManifestJob['status'],
): ManifestJob {
  return { name, status, type, needs: [...needs], settings, seed, ...(randomSeed && { randomSeed }) };
}

function isMissing(report: JobReport | undefined): boolean {
  return report?.status === 'failed' || report?.status === 'skipped';
}

function sizeOf(files: readonly ManifestFile[]): Pick<JobReport, 'rows' | 'bytes'> {
  return {
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function costOf({ models }: RunReport): number {
  if (models === undefined) return 0;
  return models.models.unknownCosts > 0 ? NaN : models.models.cost;
}

/** Uses of one model by several tables are one. */
function uses(all: readonly ModelUse[]): ModelUse[] {
  const byName = new Map<string, ModelUse>();
  for (const use of all) {
    const { provider, model, calls, cached, cost } = use;
    const before = byName.get(`${provider}:${model}`) ?? { provider, model, calls: 0, cached: 0, cost: 0 };
    byName.set(`${provider}:${model}`, {
      provider,
      model,
      calls: before.calls + calls,
      cached: before.cached + cached,
      cost: before.cost + cost,
    });
  }
  return [...byName.values()];
}

/** JSON has no NaN. */
function known(cost: number): number | null {
  return Number.isNaN(cost) ? null : cost;
}
