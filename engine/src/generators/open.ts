import type { Delivery } from '../integrations/delivery.js';
import { NeedsModelError, OptionError, SchemaError, type SynthError } from '../errors.js';
import type { ClockDefaults } from '../plan/compilation.js';
import type { Plan, SourceDocument } from '../plan/compile.js';
import { prepareOrThrow, type PrepareOptions, type SchemaReader } from '../plan/prepare.js';
import type { RowProgress } from '../models/row-options.js';
import type { ModelChoice, ModelSession } from '../models/session.js';
import { compileSource, specsOf } from '../plan/source.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { DocumentModel } from '../schema/model.js';
import { parseNow } from '../schema/normalise.js';
import { VOCABULARY_VERSION } from '../vocabulary/catalog.js';
import { readZod, type ZodDocument } from '../zod/read.js';
import { isZod } from '../zod/schema.js';
import { DEFAULT_SCHEMAS } from './default-schema.js';
import type { RowSource } from './generator.js';
import type { PromptedTable } from './prompted.js';
import { type GenerateOptions, shardRange } from './options.js';
import { type BuiltInType, type GeneratorRegistry, isBuiltIn } from './registry.js';

/** A version changes when the same schema and seed give other bytes than before. */
export const VERSIONS: Readonly<Record<BuiltInType, string>> = { structured: '1', timeseries: '1', events: '1' };

/** What the engine needs of the world around it; a browser gives nothing. */
export interface Host {
  /** Reads the schema at a path given as an option. */
  loadSchema?(path: string): Promise<{ readonly value: unknown; readonly file: string; readonly fragment?: string }>;
  readonly readSchema?: SchemaReader;
  /** What tables with an axis of time take where they say nothing. */
  readonly clock?: ClockDefaults;
  /** Opens the models that a run may ask; without it, there are none. */
  openModels?(
    choice: ModelChoice & { readonly dataType: BuiltInType; readonly options: GenerateOptions },
  ): Promise<ModelSession>;
  /** The run is only to be explained: nothing will be sent, and keys may be missing. */
  readonly explaining?: boolean;
  /** The job of a batch that the run is: part of the ids that sinks get. */
  readonly batchJob?: string;
}

/** A run about to draw: its tables, and what a report says of it. */
export interface OpenRun {
  readonly type: string;
  readonly seed: number;
  readonly sources: readonly RowSource[];
  /** The schema as compiled: a table for each source. `undefined` where a generator of the caller's makes the records. */
  readonly plan: Plan | undefined;
  /** The document has named tables: results are kept apart by name. */
  readonly tables: boolean;
  /** Versions of what decides values. */
  readonly generators: Readonly<Record<string, string>>;
  /** JSON pointers of fields with a prompt, filled by local text. */
  readonly localText: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Files that the schema was read from. */
  readonly files: readonly string[];
  /** The tables that models write in. */
  readonly written: readonly PromptedTable[];
  /** The models that write some of it; to be closed when the run is over. */
  readonly models?: ModelSession | undefined;
  /** The sinks that its rows are sent to. */
  readonly delivery?: Delivery | undefined;
  /** What a worker needs to open the same run; `undefined` where code of the caller's takes part. */
  readonly job: RunJob | undefined;
}

/** Awaits the work of a run, and ends the run: rows on their way arrive, or are given up where it failed. */
export async function ending<T>(run: OpenRun, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    await run.delivery?.finish();
    return result;
  } catch (error) {
    await run.delivery?.abort(error);
    throw error;
  } finally {
    await run.models?.close();
  }
}

/** A run in a form that can be sent to a worker. */
export interface RunJob {
  readonly type: string;
  readonly source: SourceDocument;
  readonly count: number | undefined;
  readonly localText: boolean;
  readonly clock: ClockDefaults;
}

/**
 * Checks options and schema and gets a run ready.
 * @throws SchemaError, OptionError, NeedsModelError before anything is drawn.
 */
export async function openRun(
  type: string,
  options: GenerateOptions,
  registry: GeneratorRegistry,
  host: Host = {},
): Promise<OpenRun> {
  const seed = options.seed === 'random' ? randomSeed() : options.seed;
  if (options.rate !== undefined && type !== 'events') {
    const other = type === 'timeseries' ? ' The time between the steps of a series is its `interval`.' : '';
    throw new OptionError(`A rate says how many events come; ${type} data has none.${other}`);
  }
  if (!isBuiltIn(type)) {
    const custom = registry.get(type) ?? registry.refuse(type);
    if (options.schema !== undefined) {
      throw new OptionError(`The generator \`${type}\` makes its own records and takes no schema.`);
    }
    const source = custom.source(options.count ?? 10, { ...options, seed });
    const generators = { [type]: custom.version };
    return {
      type,
      seed: seed ?? 0,
      sources: [source],
      plan: undefined,
      tables: false,
      generators,
      localText: [],
      written: [],
      diagnostics: [],
      files: [],
      job: undefined,
    };
  }
  const { value, file, fragment, zod } = await schemaOf(options.schema ?? DEFAULT_SCHEMAS[type], host);
  const localText = options.model === 'local';
  const fieldTypes = registry.fieldTypes();
  const clock = { ...host.clock, ...(options.rate !== undefined && { askedRate: options.rate }) };
  const files = new Set(file === undefined ? [] : [file]);
  const settings: PrepareOptions = {
    type,
    fieldTypes,
    localText,
    count: options.count,
    file,
    fragment,
    readSchema: noting(host.readSchema, files),
    clock,
    ...askedOf(options, seed),
  };
  const checked = await prepareOrThrow(value, settings);
  const { source, diagnostics } = checked;
  const written = await writtenRun(checked, type, settings, options, host, zod);
  const plan = written?.plan ?? checked.plan;
  return {
    type,
    seed: plan.document.seed,
    sources: written?.sources ?? (zod === undefined ? plan.tables : [zod.table(plan)]),
    written: written?.tables ?? [],
    plan,
    tables: plan.document.form === 'tables',
    generators: versionsOf(plan, fieldTypes),
    localText: written === undefined ? plan.prompts : [],
    diagnostics,
    files: [...files],
    models: written?.session,
    job:
      plan.customTypes.length > 0 || zod?.parsed || written !== undefined
        ? undefined
        : { type, source, count: options.count, localText, clock },
  };
}

/** Notes the files that a reader reads. */
function noting(read: SchemaReader | undefined, files: Set<string>): SchemaReader | undefined {
  if (read === undefined) return undefined;
  const noted: SchemaReader = async (name, from) => {
    const found = await read(name, from);
    files.add(found.file);
    return found;
  };
  return Object.assign(noted, { uriOf: read.uriOf });
}

/** What the options of a run say instead of its document. @throws OptionError where `now` is no instant */
export function askedOf(
  { now, locale, timezone, infer }: GenerateOptions,
  seed: number | undefined,
): Pick<PrepareOptions, 'seed' | 'now' | 'locale' | 'timezone' | 'infer'> {
  return {
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now: nowOf(now) }),
    ...(locale !== undefined && { locale }),
    ...(timezone !== undefined && { timezone }),
    ...(infer !== undefined && { infer }),
  };
}

/** The versions of all that decides the values of a plan. */
export function versionsOf(
  { tables, customTypes }: Plan,
  fieldTypes: ReadonlyMap<string, { readonly version: string }>,
): Record<string, string> {
  const types = new Set<BuiltInType>(tables.map(({ model }) => model.type));
  // The fields of series and events are drawn as those of structured tables are.
  return {
    ...Object.fromEntries([...types.add('structured')].map((type) => [type, VERSIONS[type]])),
    vocabulary: VOCABULARY_VERSION,
    ...Object.fromEntries(customTypes.map((name) => [name, fieldTypes.get(name)!.version])),
  };
}

/** @throws NeedsModelError naming the fields where they alone ask for a model and none can be used; else ModelError. */
async function assertUsable(
  session: ModelSession,
  prompts: readonly string[],
  asked: readonly (readonly string[])[],
): Promise<void> {
  try {
    await session.assertUsable(asked);
  } catch (error) {
    if (prompts.length > 0 && (error as Partial<SynthError>).code === 'model/no-key') {
      throw new NeedsModelError(prompts);
    }
    throw error;
  }
}

/** @throws OptionError for what is said about models where none is asked. */
function refuseIdle({ budget, fallback, frozen }: GenerateOptions): void {
  const idle = Object.entries({ budget, fallback, frozen }).find(([, value]) => value !== undefined && value !== false);
  if (idle === undefined) return;
  throw new OptionError(
    `\`${idle[0]}\` is about language models, and this run asks none: name a \`model\`, or give a field a prompt.`,
  );
}

type Prepared = Awaited<ReturnType<typeof prepareOrThrow>>;

const NOTHING_TO_WRITE =
  'A model is asked for, and there is nothing for it to write: every field is a key, a reference, unique, or computed. ' +
  'Give a field a `prompt`, or leave the model out.';

interface WrittenRun {
  readonly plan: Plan;
  readonly tables: readonly PromptedTable[];
  readonly sources: readonly RowSource[];
  readonly session: ModelSession;
}

/**
 * The run with what models write, where some are invited: by fields with a prompt, by naming a model, or by leaving the
 * choice to the router. Where no field has a prompt, they write rows as a whole.
 * @throws NeedsModelError, ModelError `model/no-key` before anything is drawn or asked.
 */
async function writtenRun(
  { plan: { prompts, document }, source }: Prepared,
  type: BuiltInType,
  settings: PrepareOptions,
  options: GenerateOptions,
  host: Host,
  zod: ZodDocument | undefined,
): Promise<WrittenRun | undefined> {
  const { model, autoRoute, fallback, budget } = options;
  const named = (model !== undefined && model !== 'local') || autoRoute === true;
  if (!named && (prompts.length === 0 || model === 'local')) {
    refuseIdle(options);
    return undefined;
  }
  if (host.openModels === undefined) throw new NeedsModelError(prompts);
  const tables: PromptedTable[] = [];
  const onProgress = options.onProgress && progressOf(tables, options);
  const choice = { model, autoRoute, fallback, budget, onProgress };
  const session = await host.openModels({ ...choice, dataType: type, options });
  try {
    if (host.explaining !== true) await assertUsable(session, named ? [] : prompts, modelsOf(document));
    const [{ PromptValues }, { PromptedTable }] = await Promise.all([
      import('../plan/prompt-values.js'),
      import('./prompted.js'),
    ]);
    const values = new PromptValues();
    const wholeRows = prompts.length === 0;
    // The document is read and checked already: only what its fields are drawn by is another.
    const { plan, diagnostics } = await compileSource(source, { ...settings, prompts: values, wholeRows });
    if (diagnostics.some(({ severity }) => severity === 'error')) throw new SchemaError(diagnostics, settings.file);
    if (wholeRows && plan.wholeRows.length === 0) throw new OptionError(NOTHING_TO_WRITE, 'model/nothing-to-write');
    const refuse = zod && ((record: unknown) => zod.refuse(record, plan));
    tables.push(...plan.tables.map((table) => new PromptedTable(table, values, session.writer, refuse)));
    return { plan, session, tables, sources: zod === undefined ? tables : [zod.written(tables[0], plan)] };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** The models that fields with a prompt ask for, each choice once. Rows that are written as a whole ask for none. */
function modelsOf(document: DocumentModel): readonly (readonly string[])[] {
  const prompted = [...specsOf(document)].filter(({ prompt, kind }) => prompt !== undefined || kind === 'prompt');
  const models = new Set(prompted.map(({ model }) => model));
  return models.size === 0 ? [[]] : [...models].map((model) => (model === undefined ? [] : [model]));
}

/** Says how far the run is while models write: as far as the rows before those that are written. */
function progressOf(tables: readonly PromptedTable[], { shard, onProgress }: GenerateOptions) {
  return ({ table, field, done, total }: RowProgress): void => {
    const ranges = tables.map((source) => shardRange(source.total, shard));
    const at = tables.findIndex(({ name }) => name === table);
    const rows = ranges.slice(0, Math.max(at, 0)).reduce((sum, { from, to }) => sum + to - from, 0);
    onProgress?.({
      rows: rows + Math.max(0, (tables[at]?.preparing ?? 0) - (ranges[at]?.from ?? 0)),
      total: ranges.reduce((sum, { from, to }) => sum + to - from, 0),
      table,
      writing: { field, done, total },
    });
  };
}

async function schemaOf(
  schema: string | object,
  host: Host,
): Promise<{
  readonly value: unknown;
  readonly file?: string;
  readonly fragment?: string;
  readonly zod?: ZodDocument;
}> {
  if (typeof schema === 'string') {
    if (host.loadSchema === undefined) {
      throw new OptionError('A schema path needs Node; pass the parsed schema instead.');
    }
    return host.loadSchema(schema);
  }
  if (isZod(schema)) {
    const zod = await readZod(schema);
    return { value: zod.value, zod };
  }
  return { value: schema };
}

function nowOf(text: string): number {
  const now = parseNow(text);
  if (now === undefined)
    throw new OptionError(
      `\`now\` must be an instant such as 2026-01-01 or 2026-01-01T12:00:00Z, not ${JSON.stringify(text)}.`,
    );
  return now;
}

/** A seed that cannot be foreseen, below 2^53. */
export function randomSeed(): number {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 11) * 4294967296 + low;
}
