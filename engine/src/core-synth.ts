import type { Config } from './config/schema.js';
import { checkConfig } from './config/check.js';
import { secretsOf } from './config/secrets.js';
import { OptionError } from './errors.js';
import type { CustomGenerator, PlainGenerator } from './generators/custom.js';
import type { RunExplanation } from './generators/explain.js';
import { ending, type Host, openRun, type OpenRun } from './generators/open.js';
import {
  checkOptions,
  type GenerateOptions,
  STREAM_OPTION_NAMES,
  type StreamOptions,
  type ZodOptions,
} from './generators/options.js';
import { collect, rowsOf, type SynthRecord } from './generators/records.js';
import { GeneratorRegistry, globalRegistry } from './generators/registry.js';
import { redactingLogger } from './logger.js';
import { openDelivery } from './integrations/delivery.js';
import type { Sink, SinkRegistration, SinkReport } from './integrations/sink.js';
import type { Estimate } from './describe/estimate.js';
import type { Inferred, InferInput, InferOptions } from './infer/infer.js';
import type { ClockDefaults } from './plan/compilation.js';
import type { ListedChoice, ListOptions } from './models/listing.js';
import type { ModelProvider } from './models/provider.js';
import { LOCAL } from './models/resolve.js';
import type { ModelChoice, ModelSession, ModelsReport, SessionSettings } from './models/session.js';
import { prepare } from './plan/prepare.js';
import type { PlanOptions } from './planning/options.js';
import type { PlannedSchema } from './planning/plan-schema.js';
import type { Diagnostic } from './schema/diagnostic.js';
import type { CheckMemory } from './schema/memory.js';
import { ENGINE_VERSION } from './version.js';
import { documentOfZod } from './zod/read.js';
import { isZod, type ZodRecord, type ZodSchema } from './zod/schema.js';

/** Settings of an {@link AgenticSynth}: what the configuration file holds. */
export type AgenticSynthOptions = Config;

/** One table of a finished run. */
export interface TableReport {
  /** `rows` where the schema has one table without a name. */
  readonly name: string;
  /** Rows that were made. */
  readonly rows: number;
  /** The file it was written to. */
  readonly path?: string;
  /** Size of that file, or of its part of a common one. */
  readonly bytes?: number;
  /** The language models that wrote some of it. */
  readonly models?: readonly ModelUse[];
}

/** What one language model did for a table. */
export interface ModelUse {
  /** `gemini`, `openRouter`, `local`, or a name of `models.providers`. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** Calls, those answered from the cache among them. */
  readonly calls: number;
  /** Of these, answered from the cache. */
  readonly cached: number;
  /** US dollars; NaN where not known. */
  readonly cost: number;
}

/** What a run did, so that it can be told and repeated. */
export interface RunReport {
  /** `structured`, `timeseries`, `events`, or that of a custom generator. */
  readonly type: string;
  /** The seed that was used, also where it was drawn. */
  readonly seed: number;
  /** In the order of the schema. */
  readonly tables: readonly TableReport[];
  /** Rows of all tables. */
  readonly rows: number;
  /** From opening the schema to the last row. */
  readonly milliseconds: number;
  /** Of the files written. */
  readonly format?: string;
  /** Threads that drew the rows. */
  readonly workers: number;
  /** Versions of what decides values: the same schema, seed and versions give the same bytes. */
  readonly generators: Readonly<Record<string, string>>;
  /** Of agentic-synth. */
  readonly version: string;
  /** JSON pointers of fields that hold local text where a model would have written; of tables, where it would whole rows. */
  readonly localText: readonly string[];
  /** What became of the rows at the sinks that they were sent to. */
  readonly sinks?: readonly SinkReport[] | undefined;
  /** What language models did; where none was asked, undefined. */
  readonly models?: ModelsReport | undefined;
  /** Warnings and hints about the schema. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Generates synthetic data. This class runs anywhere; the one of the main entry adds files and threads. */
export class AgenticSynth {
  /** As it was passed, checked. */
  readonly config: AgenticSynthOptions;
  protected readonly registry = new GeneratorRegistry(globalRegistry);
  protected readonly providers: ModelProvider[] = [];
  protected readonly sinks = new Map<string, SinkRegistration>();

  /**
   * @throws OptionError for a setting that does not exist or has a bad value.
   */
  constructor(
    options: AgenticSynthOptions = {},
    protected readonly host: Host = {},
  ) {
    const { config, diagnostics } = checkConfig(options);
    const [error] = diagnostics.filter((d) => d.severity === 'error');
    if (config === undefined)
      throw new OptionError(`${error.pointer.slice(1).replaceAll('/', '.') || 'options'}: ${error.message}`);
    this.config = config;
  }

  /** Adds a generator of your own to this instance. */
  registerGenerator(generator: CustomGenerator | PlainGenerator): void {
    this.registry.register(generator);
  }

  /**
   * All records at once: an array, or `{ table: records }` where the schema has named tables.
   * @throws SchemaError where the schema has mistakes; OptionError, NeedsModelError before anything is drawn.
   */
  async generate<S extends ZodSchema>(type: string, options: ZodOptions<S>): Promise<ZodRecord<S>[]>;
  async generate<T = SynthRecord[]>(type: string, options?: GenerateOptions): Promise<T>;
  async generate<T = SynthRecord[]>(type: string, options: GenerateOptions = {}): Promise<T> {
    return (await this.run<T>(type, options)).records;
  }

  /**
   * Records one after another, made as they are asked for, in bounded memory. With named tables `{ table, row }`. With
   * `realtime`, each when its timestamp says.
   * @throws as {@link generate}, from the first `next()`.
   */
  generateStream<S extends ZodSchema>(
    type: string,
    options: ZodOptions<S> & StreamOptions,
  ): AsyncGenerator<ZodRecord<S>>;
  generateStream<T = SynthRecord>(type: string, options?: StreamOptions): AsyncGenerator<T>;
  async *generateStream<T = SynthRecord>(type: string, options: StreamOptions = {}): AsyncGenerator<T> {
    const run = await this.open(type, options, STREAM_OPTION_NAMES);
    let completed = false;
    try {
      yield* rowsOf(run, options) as AsyncGenerator<T>;
      completed = true;
      await run.delivery?.finish();
    } finally {
      if (!completed) await run.delivery?.abort(undefined);
      await run.models?.close();
    }
  }

  /** As {@link generate}, with a report. */
  async run<S extends ZodSchema>(
    type: string,
    options: ZodOptions<S>,
  ): Promise<{ readonly records: ZodRecord<S>[]; readonly report: RunReport }>;
  async run<T = SynthRecord[]>(
    type: string,
    options?: GenerateOptions,
  ): Promise<{ readonly records: T; readonly report: RunReport }>;
  async run<T = SynthRecord[]>(
    type: string,
    options: GenerateOptions = {},
  ): Promise<{ readonly records: T; readonly report: RunReport }> {
    const started = performance.now();
    const run = await this.open(type, options);
    const records = await ending(run, collect(run, options));
    const tables = run.sources.map(({ name }) => ({
      name,
      rows: (Array.isArray(records) ? records : records[name]).length,
    }));
    return { records: records as T, report: reportOf(run, tables, performance.now() - started) };
  }

  /**
   * Which language models a run would ask, why, how often and for how much, and what earlier runs have paid for already.
   * Nothing is sent; of the rows, no more is drawn than the prompts need, and of many only some.
   *
   * @example
   * const { words, worst } = await synth.explain('structured', { schema, count: 10_000, model: 'gemini-pro' });
   * @throws as {@link generate}, but for keys that are missing: it says what they would lead to.
   */
  async explain(type: string, options: GenerateOptions = {}): Promise<RunExplanation> {
    const { explainRun } = await import('./generators/explain.js');
    const run = await this.open(type, options, [], { explaining: true });
    return explainRun(run, options).finally(() => run.models?.close());
  }

  /**
   * Everything there is to say about a parsed document or a Zod schema, in the order of the document: what `validate`
   * prints and the editor underlines. Nothing is drawn.
   */
  async check(schema: unknown, options: CheckOptions = {}): Promise<readonly Diagnostic[]> {
    const host = { ...this.host, clock: this.clock };
    return check(schema, { ...options, fieldTypes: this.registry.fieldTypes() }, host);
  }

  /**
   * Has a language model write a schema for what a description says. Drafts are checked, mended where there is one way to,
   * and sent back with their mistakes, to each model at most three times; then the next of the chain is asked. The rows are
   * drawn from the schema without a model.
   *
   * @example
   * const { document, report } = await synth.plan('customers of a bike-rental shop with their trips');
   * const rows = await synth.generate(report.type, { schema: document, count: 10_000 });
   * @throws OptionError for an empty description; PlanError with the last draft where no model writes a schema without
   * mistakes; ModelError, BudgetError, FrozenMissError
   */
  async plan(description: string, options: PlanOptions = {}): Promise<PlannedSchema> {
    // Few runs need it.
    const { planSchema } = await import('./planning/plan-schema.js');
    return planSchema(description, options, {
      settings: { fieldTypes: this.registry.fieldTypes(), clock: this.clock },
      openModels: ({ model, autoRoute, fallback, budget, cachePolicy, frozen, logger }) =>
        this.openModels({
          model,
          autoRoute,
          fallback,
          budget,
          dataType: 'plan',
          options: { cachePolicy, frozen, logger },
        }),
    });
  }

  /**
   * A first schema from rows, tables of rows by name, a stream of rows, or a text of JSON, JSON Lines or CSV.
   * @throws SynthError `infer/syntax`, `infer/no-rows` where there is nothing to infer from
   */
  async infer(input: InferInput, options: InferOptions = {}): Promise<Inferred> {
    const { infer } = await import('./infer/infer.js');
    return infer(input, options);
  }

  /**
   * How many rows a run would make, about how many bytes they are in each format, and what language models would be asked
   * for how much. Nothing is sent; some of the first rows are drawn.
   * @throws as {@link generate}, but for keys that are missing
   */
  async estimate(type: string, options: GenerateOptions = {}): Promise<Estimate> {
    const { estimateRun } = await import('./describe/estimate.js');
    const { model, autoRoute, fallback: _fallback, budget: _budget, frozen: _frozen, ...local } = options;
    const run = await this.open(type, { ...local, model: 'local' }, [], { explaining: true });
    const estimate = estimateRun(run, options.count);
    const asked = model !== 'local' && (estimate.prompts.length > 0 || model !== undefined || autoRoute === true);
    return asked ? { ...estimate, models: await this.explain(type, options) } : estimate;
  }

  /** @param around instead of what this instance has around it. */
  protected async open(
    type: string,
    options: GenerateOptions,
    more?: readonly string[],
    around: Host = {},
  ): Promise<OpenRun> {
    checkOptions(options, more);
    const sinks = around.explaining ? [] : await this.createSinks(options);
    const run = await openRun(type, options, this.registry, {
      ...this.host,
      clock: this.clock,
      openModels: (choice) => this.openModels(choice),
      ...around,
    });
    if (sinks.length === 0) return run;
    return openDelivery(run, sinks, options.signal, around.batchJob);
  }

  /** @throws OptionError where an option asks for sinks and none is enabled; whatever a sink says that cannot be used */
  private async createSinks(options: GenerateOptions): Promise<Sink[]> {
    const all = [...this.sinks.values()];
    for (const option of ['stream', 'vectorize'] as const) {
      if (options[option] !== true || all.some((sink) => sink.option === option)) continue;
      const [name, enable] =
        option === 'stream' ? ['midstreamer', 'enableMidstreamer'] : ['ruvector', 'enableRuvector'];
      throw new OptionError(
        `\`${option}: true\` sends rows to ${name}, which is not enabled: call ${enable}(synth) of agentic-synth/integrations before.`,
        'integration/not-enabled',
      );
    }
    const wanted = all.filter(({ option, always = false }) => (option && options[option]) ?? always);
    return Promise.all(wanted.map(async (sink) => sink.create()));
  }

  /**
   * Adds where rows can be sent while they are made; one of the same name is replaced. What integrations do when they are
   * enabled, and the way to write one.
   * @throws OptionError where it is none
   */
  registerSink(registration: SinkRegistration): void {
    if (typeof registration?.name !== 'string' || typeof registration.create !== 'function') {
      throw new OptionError('A sink needs a `name` and a method `create()` that makes it for one run.');
    }
    this.sinks.set(registration.name, registration);
  }

  /** The models of a run. Keys are those of the options; on Node, the environment's too. */
  protected async openModels(
    choice: ModelChoice & Pick<SessionSettings, 'dataType'> & { readonly options: GenerateOptions },
  ): Promise<ModelSession> {
    const { openSession } = await import('./models/session.js');
    const { options, ...asked } = choice;
    const log = options.logger && redactingLogger(options.logger, () => secretsOf([this.config], {}));
    return openSession({ ...asked, config: this.config, env: {}, providers: this.providers, log });
  }

  /** The language models that can be named, by provider; those that can be asked now come first. */
  async listModels(options: ListOptions = {}): Promise<readonly ListedChoice[]> {
    const session = await this.openModels({ dataType: 'structured', options: {} });
    try {
      return session.list(options);
    } finally {
      await session.close();
    }
  }

  /**
   * Adds a source of language models: its models are named `NAME:model`.
   * @throws OptionError where it is none.
   */
  registerProvider(provider: ModelProvider): void {
    if (typeof provider?.name !== 'string' || typeof provider.generate !== 'function') {
      throw new OptionError('A model provider needs a `name` and a method `generate(prompt, options)`.');
    }
    this.providers.push(provider);
  }

  /** What the configuration says of tables with an axis of time. */
  protected get clock(): ClockDefaults {
    const { timeseries, events } = this.config.generators ?? {};
    return {
      sampleRate: timeseries?.defaultSampleRate,
      duration: timeseries?.defaultDuration,
      rate: events?.defaultRate,
    };
  }
}

/** What {@link check} is told beside the document. */
export interface CheckOptions {
  /** The type of data the document is meant for. */
  readonly type?: 'structured' | 'timeseries' | 'events' | undefined;
  /** Path of the document, for references to other files. */
  readonly file?: string | undefined;
  /** The part of the document that is meant, a JSON Schema: the fragment of a URI, such as `/components/schemas/User`. */
  readonly fragment?: string | undefined;
  /** Rows that will be asked for; a unique field needs as many values. */
  readonly count?: number | undefined;
  /** Of earlier checks of the same document: makes this one shorter, and changes nothing that it says. */
  readonly memory?: CheckMemory | undefined;
}

/** Checks a parsed document without a generator instance. */
export async function check(
  schema: unknown,
  options: CheckOptions & { readonly fieldTypes?: ReadonlyMap<string, CustomGenerator> } = {},
  host: Host = {},
): Promise<readonly Diagnostic[]> {
  let value = schema;
  if (isZod(schema)) {
    const converted = await documentOfZod(schema);
    if (converted.value === undefined) return converted.diagnostics;
    value = converted.value;
  }
  const { diagnostics } = await prepare(value, { ...options, readSchema: host.readSchema, clock: host.clock });
  return diagnostics;
}

export function reportOf(
  run: OpenRun,
  tables: readonly TableReport[],
  milliseconds: number,
  format?: string,
): RunReport {
  const { type, seed, generators, localText, diagnostics } = run;
  const models = run.models?.report();
  const standIns = (models?.rows.writtenBy ?? []).flatMap(({ by, pointer }) =>
    by?.provider === LOCAL && pointer !== undefined ? pointer : [],
  );
  return {
    type,
    seed,
    tables,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    milliseconds,
    ...(format !== undefined && { format }),
    workers: 1,
    generators,
    version: ENGINE_VERSION,
    localText: [...localText, ...standIns],
    ...(run.delivery !== undefined && { sinks: run.delivery.report() }),
    ...(models !== undefined && { models }),
    diagnostics,
  };
}
