import {
  AgenticSynth as CoreSynth,
  type AgenticSynthOptions,
  type CheckOptions,
  type RunReport,
} from './core-synth.js';
import type { BatchEngine, BatchOptions, BatchOutline } from './files/batch.js';
import type { BatchReport } from './files/batch-report.js';
import type { BatchVerification } from './files/batch-verify.js';
import { hostOfFiles, nodeHost } from './files/host.js';
import type { ModelsTogether } from './files/models-together.js';
import { loadPlugins } from './files/plugins.js';
import { WRITE_STREAM_OPTION_NAMES, type WriteStreamOptions, writeRunAsStream } from './files/write-stream.js';
import type { TextOf } from './files/schema-file.js';
import { WRITE_OPTION_NAMES, type WriteOptions, writeRun } from './files/write.js';
import { ending, type Host, type OpenRun } from './generators/open.js';
import type { GenerateOptions } from './generators/options.js';
import type { Inferred, InferOptions } from './infer/infer.js';
import type { AnswerLayer, ModelChoice, ModelSession, SessionSettings } from './models/session.js';
import type { PlanOptions } from './planning/options.js';
import type { PlannedSchema } from './planning/plan-schema.js';
import type { Diagnostic } from './schema/diagnostic.js';

export type { AgenticSynthOptions, RunReport } from './core-synth.js';
export type { WriteOptions } from './files/write.js';
export type { WriteStreamOptions } from './files/write-stream.js';

/**
 * Generates synthetic data: as records, as a stream, or into files.
 *
 * @example
 * const synth = new AgenticSynth();
 * const users = await synth.generate('structured', { schema: { id: 'uuid', email: 'email' }, count: 100 });
 */
export class AgenticSynth extends CoreSynth {
  private plugins: Promise<void> | undefined;
  private layer: AnswerLayer | undefined;
  private configured = false;

  /**
   * @param files `textOf`: texts that stand for those of files, as an editor has them before they are saved; paths are
   * absolute, but that of the schema itself, which is as it was given
   * @throws OptionError for a setting that does not exist or has a bad value.
   */
  constructor(options: AgenticSynthOptions = {}, files: { readonly textOf?: TextOf } = {}) {
    super(options, files.textOf === undefined ? nodeHost : hostOfFiles(files.textOf));
  }

  /**
   * Writes rows to a file, to a folder with one file a table, or to standard output, in bounded memory whatever the
   * count. Files appear whole or not at all.
   * @throws as {@link generate}; OutputError where the system refuses to write.
   */
  async write(type: string, options: WriteOptions = {}): Promise<RunReport> {
    const run = await this.open(type, options, WRITE_OPTION_NAMES);
    return ending(run, writeRun(run, options));
  }

  /**
   * Writes each row as a whole line of JSON as soon as it is made: added to the end of a file, to files in a folder, or to
   * standard output. Waits for readers, so that memory stays bounded. What is written stays, whatever happens then; an
   * aborted `signal` stops between two lines. With `realtime`, each row comes when its timestamp says.
   *
   * @example
   * await synth.writeStream('events', { rate: '100/sec', count: 5000, output: 'events.jsonl', realtime: 10 });
   * @throws as {@link write}.
   */
  async writeStream(type: string, options: WriteStreamOptions = {}): Promise<RunReport> {
    const run = await this.open(type, options, WRITE_STREAM_OPTION_NAMES);
    return ending(run, writeRunAsStream(run, options));
  }

  /**
   * Runs the jobs of a batch file, or of a parsed one, so many at the same time: each is a run of {@link write}, after the
   * jobs that it needs. What an earlier run has finished and nobody has changed is left as it is. `manifest.json` in the
   * folder lists the files; it and they appear whole or not at all, so that a batch that was killed goes on when it is run
   * again. Jobs share one pace for each model and one budget.
   *
   * @example
   * const { jobs } = await synth.batch('batch-config.yaml', { output: 'data', parallel: 4, budget: 0.5 });
   * @throws SchemaError with the mistakes of the file and of all schemas, before anything is written; BatchError where jobs
   * failed, when all others are done; OptionError, OutputError; the reason of `signal`, with what is finished kept
   */
  async batch(config: string | object, options: BatchOptions = {}): Promise<BatchReport> {
    const { batch } = await import('./files/batch.js');
    return batch(config, options, await this.batchEngine());
  }

  /** What {@link batch} would do, in which order, and what its models would cost. Nothing is written or asked. */
  async explainBatch(config: string | object, options: BatchOptions = {}): Promise<BatchOutline> {
    const { explainBatch } = await import('./files/batch.js');
    return explainBatch(config, options, await this.batchEngine());
  }

  /**
   * Everything there is to say about a batch and the schemas of its jobs. Nothing is drawn.
   * @param options `file`: where a parsed batch stands, which paths in it are relative to
   * @throws SynthError where the file cannot be read
   */
  async checkBatch(
    config: string | object,
    { file }: { readonly file?: string | undefined } = {},
  ): Promise<readonly Diagnostic[]> {
    const { checkBatch } = await import('./files/batch.js');
    return checkBatch(config, file, await this.batchEngine());
  }

  /**
   * Checks the files that {@link batch} has written to a folder against its manifest, each byte of them.
   * @throws SynthError where the folder has no manifest
   */
  async verifyBatch(
    folder: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<BatchVerification> {
    const { verifyBatch } = await import('./files/batch-verify.js');
    return verifyBatch(folder, signal);
  }

  /**
   * As {@link infer}, from a data file (JSON, JSON Lines, CSV, Parquet), or a folder of them with a file for each table.
   * @throws SynthError where a file cannot be read or is no data
   */
  async inferFile(path: string, options: InferOptions = {}): Promise<Inferred> {
    const { inferFile } = await import('./files/infer-file.js');
    return inferFile(path, options);
  }

  override async check(schema: unknown, options: CheckOptions = {}): Promise<readonly Diagnostic[]> {
    await this.loadPlugins();
    return super.check(schema, options);
  }

  override async plan(description: string, options: PlanOptions = {}): Promise<PlannedSchema> {
    await this.loadPlugins();
    return super.plan(description, options);
  }

  protected override async open(
    type: string,
    options: GenerateOptions,
    more?: readonly string[],
    around?: Host,
  ): Promise<OpenRun> {
    await this.loadPlugins();
    const missing = await this.enableConfigured();
    const run = await super.open(type, options, more, around);
    return missing.length === 0 ? run : { ...run, diagnostics: [...run.diagnostics, ...missing] };
  }

  /** Keys and addresses that the options do not say come from the environment; what is paid for is kept in files. */
  protected override async openModels(
    choice: ModelChoice & Pick<SessionSettings, 'dataType'> & { readonly options: GenerateOptions },
    together?: ModelsTogether,
  ): Promise<ModelSession> {
    const { openModels } = await import('./files/models.js');
    const { options, ...asked } = choice;
    return openModels({ ...asked, providers: this.providers }, this.config, options, this.layer, together);
  }

  private async batchEngine(): Promise<BatchEngine> {
    await this.loadPlugins();
    return {
      config: this.config,
      host: { ...this.host, clock: this.clock },
      fieldTypes: this.registry.fieldTypes(),
      open: (type, options, around, together) =>
        this.open(type, options, [], { openModels: (choice) => this.openModels(choice, together), ...around }),
    };
  }

  /** Answers questions to models before they are called; one layer at a time. What integrations with a cache do. */
  registerAnswerLayer(layer: AnswerLayer): void {
    this.layer = layer;
  }

  /** @returns a warning for each integration that is enabled and not installed, once */
  private async enableConfigured(): Promise<readonly Diagnostic[]> {
    const { midstreamer, agenticRobotics, ruvector } = this.config.integrations ?? {};
    const asked = [midstreamer?.enabled, agenticRobotics?.enabled, ruvector?.enabled, ruvector?.semanticCache];
    if (this.configured || !asked.includes(true)) return [];
    this.configured = true;
    const { enableConfigured } = await import('./integrations/configured.js');
    return enableConfigured(this, new Set(this.sinks.keys()));
  }

  private loadPlugins(): Promise<void> {
    this.plugins ??= loadPlugins(this.config.plugins ?? [], (generator) => this.registerGenerator(generator));
    return this.plugins;
  }
}
