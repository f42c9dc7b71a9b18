import { checkOutputs, insidePath, type PlannedFile } from '../batch/outputs.js';
import { inOrder, withWishes } from '../batch/order.js';
import { type PlacedJob, readBatch, type ReadBatch } from '../batch/read.js';
import { sha256 } from '../cache/sha256.js';
import type { Config } from '../config/schema.js';
import { OptionError } from '../errors.js';
import type { CustomGenerator } from '../generators/custom.js';
import { askedOf, type Host, versionsOf } from '../generators/open.js';
import { checkOptions, type GenerateOptions } from '../generators/options.js';
import { BUILT_IN_TYPES, type BuiltInType, isBuiltIn } from '../generators/registry.js';
import type { SinkOption } from '../integrations/sink.js';
import type { CsvOptions } from '../output/csv.js';
import { formatForPath } from '../output/formats.js';
import { prepare } from '../plan/prepare.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import { replacing, Report } from '../schema/report.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { BatchSchemas, type JobReferences, type JobSchema, readJobSchema, unreadSchema } from './batch-schemas.js';
import { endingProblem, fileName, type Layout, layoutOf, type TableNames } from './destination.js';

const TIMELY: readonly BuiltInType[] = ['events', 'timeseries'];

/** What a batch is planned in. */
export interface BatchSurroundings {
  readonly config: Config;
  readonly host: Host;
  readonly fieldTypes: ReadonlyMap<string, CustomGenerator>;
  /** Where the rows of all jobs are sent. */
  readonly sinks: Pick<GenerateOptions, SinkOption>;
  /** The seed of a job that asks for a random one. */
  readonly randomSeed: (job: string) => number;
}

/** A job about to run. */
export interface PlannedJob {
  readonly name: string;
  readonly type: string;
  /** As of `generate`; the schema is found by the host. */
  readonly options: GenerateOptions;
  readonly csv: CsvOptions | undefined;
  /** Reads its schema and what that refers to. */
  readonly host: Host;
  readonly layout: Layout;
  /** Of the file or folder, relative to the batch's, with `/`. */
  readonly path: string;
  readonly files: readonly string[];
  readonly tables: readonly string[];
  /** Rows of all tables. Events have to be counted one by one. */
  readonly rows: () => number;
  /** Jobs that come before it. */
  readonly needs: ReadonlySet<string>;
  /** Whether language models take part. */
  readonly asksModels: boolean;
  readonly seed: number;
  /** The seed was drawn. */
  readonly randomSeed: boolean;
  readonly generators: Readonly<Record<string, string>>;
  /** SHA-256 of the schema. */
  readonly schema: string;
  /** SHA-256 of all that decides what the files hold. */
  readonly settings: string;
}

export interface BatchPlan {
  /** In the order of the file. */
  readonly jobs: readonly PlannedJob[];
  /** Their names, each after what it needs. */
  readonly order: readonly string[];
  readonly document: ReadBatch['document'];
  /** Files that it was read from. */
  readonly sources: readonly string[];
}

/**
 * Plans a batch: reads and checks the file, the schemas of all jobs and what these refer to.
 * @param file where the batch stands; paths in it are relative to its folder
 * @returns `plan` where no diagnostic is an error
 */
export async function planBatch(
  value: unknown,
  file: string,
  around: BatchSurroundings,
): Promise<{ readonly plan?: BatchPlan; readonly diagnostics: readonly Diagnostic[] }> {
  const { batch, diagnostics: found } = readBatch(value);
  if (batch === undefined) return { diagnostics: found };
  const report = new Report();
  const elsewhere: Diagnostic[] = [];
  checkTypes(batch.jobs, around, report);
  const schemas: JobSchema[] = [];
  for (const job of batch.jobs) {
    const { document } = batch;
    const { now = document.now, locale = document.locale, timezone = document.timezone } = job;
    const seed = (job.seed === 'random' ? around.randomSeed(job.name) : job.seed) ?? document.seed;
    try {
      schemas.push(await readJobSchema(job, askedOf({ now, locale, timezone }, seed), file, around));
    } catch (error) {
      elsewhere.push(...unreadSchema(error, job));
    }
  }
  const read = new BatchSchemas(schemas, batch.names, around.host);
  const drafts: Draft[] = [];
  for (const schema of schemas) {
    const { draft, diagnostics } = await draftOf(schema, read, batch, around, report);
    elsewhere.push(...diagnostics);
    if (draft !== undefined) drafts.push(draft);
  }
  checkReferences(drafts, report);
  const placed = drafts.flatMap((draft) => placeOf(draft, batch, report) ?? []);
  checkOutputs(
    placed.flatMap(({ files }) => files),
    report,
  );
  const diagnostics = inFileOrder(once([...found, ...report.diagnostics, ...elsewhere]));
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  return { plan: planOf(placed, batch, file, around), diagnostics };
}

/** A job whose schema is sound. */
interface Draft extends TableNames {
  readonly schema: JobSchema;
  readonly references: JobReferences;
  readonly type: string;
  readonly options: GenerateOptions;
  readonly rows: () => number;
  readonly asksModels: boolean;
  /** Some of its fields have a prompt. */
  readonly prompts: boolean;
  /** Models write its rows as a whole. */
  readonly wholeRows: boolean;
  /** It copies texts with a prompt from other documents. */
  readonly copiesPrompts: boolean;
  readonly seed: number;
  readonly generators: Readonly<Record<string, string>>;
}

/** A job that knows where it writes. */
interface PlacedDraft extends Draft {
  readonly layout: Layout;
  readonly path: string;
  readonly files: readonly PlannedFile[];
}

function checkTypes(jobs: readonly PlacedJob[], { fieldTypes }: BatchSurroundings, report: Report): void {
  const known = [...BUILT_IN_TYPES, ...fieldTypes.keys()];
  for (const { type, schema, pointer } of jobs) {
    if (type === undefined || isBuiltIn(type)) continue;
    if (!known.includes(type)) {
      const meant = didYouMean(type, known);
      const way = meaning(meant) || ` Types: ${known.join(', ')}.`;
      const at = `${pointer}/type`;
      report.error('batch/type', at, `There is no type of data "${type}".${way}`, { fixes: replacing(at, meant) });
    } else if (schema !== undefined) {
      const message = `The generator "${type}" makes its own records and takes no schema.`;
      report.error('batch/schema', `${pointer}/schema`, message, { at: 'key' });
    }
  }
}

async function draftOf(
  schema: JobSchema,
  read: BatchSchemas,
  { document }: ReadBatch,
  around: BatchSurroundings,
  report: Report,
): Promise<{ readonly draft?: Draft; readonly diagnostics: readonly Diagnostic[] }> {
  const { job, asked, value } = schema;
  const { pointer } = job;
  const { host, fieldTypes } = around;
  const references = read.references(schema);
  const said: GenerateOptions = {
    count: job.count,
    seed: asked.seed,
    now: job.now ?? document.now,
    locale: job.locale ?? document.locale,
    timezone: job.timezone ?? document.timezone,
    infer: job.infer,
    rate: job.rate,
    verify: job.verify,
    ...around.sinks,
  };
  try {
    checkOptions({ ...said, ...modelsOf(job) });
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    report.error('batch/option', pointer, error.message);
    return { diagnostics: [] };
  }
  if (value === undefined) {
    const generator = fieldTypes.get(job.type!);
    if (generator === undefined) return { diagnostics: [] };
    refuseIdle(job, report);
    const { count = 10 } = job;
    const draft: Draft = {
      schema,
      references,
      type: job.type!,
      options: said,
      sources: [{ name: job.type! }],
      tables: false,
      rows: () => count,
      asksModels: false,
      prompts: false,
      wholeRows: false,
      copiesPrompts: false,
      seed: asked.seed ?? 0,
      generators: { [job.type!]: generator.version },
    };
    return { draft, diagnostics: [] };
  }
  const localText = (job.model ?? document.model) === 'local';
  const { plan, diagnostics } = await prepare(value, {
    ...asked,
    fieldTypes,
    localText,
    file: schema.file,
    fragment: schema.fragment,
    readSchema: references.reader,
    clock: { ...host.clock, ...(job.rate !== undefined && { askedRate: job.rate }) },
  });
  const placed = diagnostics.flatMap((diagnostic) => placedIn(schema, references, diagnostic));
  if (plan === undefined) return { diagnostics: placed };

  // What has an axis of time says more about a document than the tables around it.
  const types = new Set(plan.tables.map((table) => table.model.type));
  const type = asked.type ?? TIMELY.find((each) => types.has(each)) ?? 'structured';
  if (job.rate !== undefined && type !== 'events') {
    report.error('batch/rate', `${pointer}/rate`, `A rate says how many events come; ${type} data has none.`, {
      at: 'key',
    });
  }
  const prompts = plan.prompts.length > 0;
  const model = job.model ?? (prompts ? document.model : undefined);
  const named = (model !== undefined && model !== 'local') || job.autoRoute === true;
  const asksModels = named || (prompts && model !== 'local');
  if (!asksModels) refuseIdle(job, report);
  const fallback = job.fallback ?? (asksModels ? document.fallback : undefined);
  return {
    draft: {
      schema,
      references,
      type,
      options: { ...said, ...modelsOf(job), model, fallback },
      sources: plan.tables.map(({ name }) => ({ name })),
      tables: plan.document.form === 'tables',
      rows: () => plan.tables.reduce((sum, { total }) => sum + total, 0),
      asksModels,
      prompts,
      wholeRows: named && !prompts,
      copiesPrompts: plan.copiesPrompts,
      seed: plan.document.seed,
      generators: versionsOf(plan, fieldTypes),
    },
    diagnostics: placed,
  };
}

function modelsOf({ model, autoRoute, fallback, budget }: PlacedJob): GenerateOptions {
  return { model, autoRoute, fallback, budget };
}

/** What is said about models where none is asked. */
function refuseIdle(job: PlacedJob, report: Report): void {
  for (const key of ['fallback', 'budget'] as const) {
    if (job[key] === undefined) continue;
    const message = `\`${key}\` is about language models, and this job asks none: name a \`model\`, or give a field a prompt.`;
    report.error('batch/idle', `${job.pointer}/${key}`, message, { at: 'key' });
  }
}

/** Rows that models write whole, and texts that they write, are known to nobody who draws from a seed. */
function checkReferences(drafts: readonly Draft[], report: Report): void {
  const byName = new Map(drafts.map((draft) => [draft.schema.job.name, draft]));
  for (const { schema, references, copiesPrompts, options } of drafts) {
    const parents = [...references.jobs].flatMap((name) => byName.get(name) ?? []);
    const pointer = `${schema.job.pointer}/schema`;
    for (const parent of parents.filter(({ wholeRows }) => wholeRows)) {
      const { name } = parent.schema.job;
      const message = `The rows of "${name}" are written whole by a language model, so that no other job can refer to them: give its text fields a \`prompt\`, or take its \`model\` away.`;
      report.error('batch/written-rows', pointer, message);
    }
    const written = parents.filter(({ prompts }) => prompts);
    const local = [...written.map((parent) => parent.options), options].every(({ model }) => model === 'local');
    if (!copiesPrompts || local || written.length === 0) continue;
    const names = written.map((parent) => parent.schema.job.name).join(', ');
    const message = `A reference copies a text that a language model writes in another job (${names}); it can copy only what is drawn locally. Put both tables into one schema.`;
    report.error('batch/written-text', pointer, message);
  }
}

/** Where a job writes; mistakes of its output are reported. */
function placeOf(draft: Draft, { document }: ReadBatch, report: Report): PlacedDraft | undefined {
  const { name, output, format: asked, csv, pointer: at } = draft.schema.job;
  const pointer = output === undefined ? `${at}/name` : `${at}/output`;
  const ending = output === undefined ? undefined : formatForPath(output);
  const format = asked ?? ending ?? document.format ?? 'json';
  const wrong = asked === undefined && document.format === undefined && output !== undefined && endingProblem(output);
  if (wrong) {
    report.error('batch/output', pointer, wrong);
    return undefined;
  }
  const several = draft.tables && ending === undefined;
  const folder = output === undefined ? draft.tables : /[/\\]$/.test(output) || several;
  const path = insidePath(output ?? (folder ? fileName(name) : `${fileName(name)}.${format}`));
  if (path === undefined) {
    const where = `"${output ?? name}" leads out of the folder of the batch, or is that folder itself`;
    report.error('batch/output', pointer, `${where}: name a file or folder inside.`);
    return undefined;
  }
  if (csv !== undefined && format !== 'csv') {
    report.error('batch/csv', `${at}/csv`, `This is about CSV, and the format is ${format}.`, { at: 'key' });
  }
  const layout = layoutOf(draft, format, folder);
  if (layout === undefined) {
    const names = draft.sources.map((table) => table.name).join(', ');
    const message = `${format} holds one table, and there are ${draft.sources.length} (${names}): name a folder, such as "${fileName(name)}/".`;
    report.error('batch/output', pointer, message);
    return undefined;
  }
  const paths = layout.kind === 'folder' ? layout.files.map((file) => `${path}/${file}`) : [path];
  return { ...draft, layout, path, files: paths.map((file) => ({ job: name, path: file, pointer })) };
}

function planOf(
  drafts: readonly PlacedDraft[],
  { document }: ReadBatch,
  file: string,
  { config, host }: BatchSurroundings,
): BatchPlan {
  const needs = withWishes(
    new Map(drafts.map(({ schema: { job } }) => [job.name, new Set(job.dependsOn)])),
    new Map(drafts.map(({ schema: { job }, references }) => [job.name, references.jobs])),
  );
  const jobs = drafts.map((draft): PlannedJob => {
    const { schema, references, type, options, asksModels, seed, generators, sources, rows } = draft;
    const { layout, path } = draft;
    const { job, value, file = '', fragment } = schema;
    const files = draft.files.map((each) => each.path);
    const digest = sha256(JSON.stringify([value, fragment]));
    const { verify: _verify, budget: _budget, ...asked } = options;
    const settings = {
      schema: digest,
      references: [...references.digests.values()],
      type,
      asked: { ...asked, seed },
      clock: host.clock,
      models: asksModels ? [config.models?.defaults, config.models?.routing] : undefined,
      files,
      format: layout.format,
      csv: job.csv,
      generators,
      integrations: enabledIn(config),
    };
    return {
      name: job.name,
      type,
      options: { ...options, ...(job.schema !== undefined && { schema: `job:${job.name}` }) },
      csv: job.csv,
      host: {
        loadSchema: async () => ({ value, file, ...(fragment !== undefined && { fragment }) }),
        readSchema: references.reader,
        batchJob: job.name,
      },
      layout,
      path,
      files,
      tables: sources.map(({ name }) => name),
      rows,
      needs: needs.get(job.name)!,
      asksModels,
      seed,
      randomSeed: job.seed === 'random',
      generators,
      schema: digest,
      settings: sha256(JSON.stringify(settings)),
    };
  });
  const sources = new Set(drafts.flatMap(({ schema, references }) => [schema.file ?? file, ...references.files]));
  return { jobs, order: inOrder(needs), document, sources: [...sources.add(file)] };
}

/** The integrations that get the rows of every run: one that is enabled later has not had them. */
function enabledIn({ integrations = {} }: Config): readonly string[] | undefined {
  const names = (['midstreamer', 'agenticRobotics', 'ruvector'] as const).filter((key) => integrations[key]?.enabled);
  return names.length > 0 ? names : undefined;
}

/** A diagnostic of a schema at its place; none where another job tells of it. */
function placedIn(
  { inline, file, job }: JobSchema,
  { foreign }: JobReferences,
  diagnostic: Diagnostic,
): readonly Diagnostic[] {
  if (diagnostic.file !== undefined) return foreign.has(diagnostic.file) ? [] : [diagnostic];
  if (!inline) return [{ ...diagnostic, ...(file !== undefined && { file }) }];
  if (job.schema === undefined) return [{ ...diagnostic, pointer: job.pointer, fixes: [] }];
  const base = `${job.pointer}/schema`;
  const { fixes, related } = diagnostic;
  return [
    {
      ...diagnostic,
      pointer: base + diagnostic.pointer,
      ...(fixes && {
        fixes: fixes.map(({ title, edits }) => ({
          title,
          edits: edits.map((edit) => ({
            ...edit,
            pointer: base + edit.pointer,
            ...(edit.op === 'move' && { from: base + edit.from }),
          })),
        })),
      }),
      ...(related && {
        related: related.map((other) =>
          other.file === undefined ? { ...other, pointer: base + other.pointer } : other,
        ),
      }),
    },
  ];
}

/** Jobs with one schema find the same in it. */
function once(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, pointer, code, message }) => {
    const key = JSON.stringify([file, pointer, code, message]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Those about the batch file by its jobs, then those about schemas. */
function inFileOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ file, pointer }: Diagnostic): number =>
    file === undefined ? Number(/^\/jobs\/(\d+)/.exec(pointer)?.[1] ?? -1) : Infinity;
  return [...diagnostics].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
