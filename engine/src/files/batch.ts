import { dirname, isAbsolute, join } from 'node:path';
import { MANIFEST } from '../batch/outputs.js';
import { isMapping } from '../schema/form.js';
import type { Config } from '../config/schema.js';
import { secretsOf } from '../config/secrets.js';
import { OptionError, SchemaError } from '../errors.js';
import type { CustomGenerator } from '../generators/custom.js';
import { explainRun, type RunExplanation } from '../generators/explain.js';
import { ending, type Host, type OpenRun, randomSeed } from '../generators/open.js';
import { checkModelOptions, checkWhole, type GenerateOptions } from '../generators/options.js';
import type { SinkOption } from '../integrations/sink.js';
import { redact } from '../models/redact.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { ParsedDocument } from '../schema/parse.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { pathIn, readManifest } from './batch-folder.js';
import { type BatchPlan, planBatch } from './batch-plan.js';
import type { BatchEvent, BatchReport } from './batch-report.js';
import { runBatch } from './batch-run.js';
import { ModelsTogether } from './models-together.js';
import { readSchema } from './schema-file.js';
import { keepSources } from './source-files.js';

/** How a batch is run. */
export interface BatchOptions {
  /** Folder for the files. Default: the batch file's `output`. */
  readonly output?: string | undefined;
  /** Jobs at the same time, 1 … 64. Default: the batch file's, else 4. Changes no byte. */
  readonly parallel?: number | undefined;
  /** Threads of all jobs together, 1 … 256. Default: as many as there are processors, at most 8. Changes no byte. */
  readonly workers?: number | 'auto' | undefined;
  /** US dollars that the models of all jobs together may cost. Default: the batch file's. */
  readonly budget?: number | undefined;
  /** As of {@link GenerateOptions}. */
  readonly cachePolicy?: GenerateOptions['cachePolicy'];
  /** Take what models write from what earlier runs have kept: no key, no network. */
  readonly frozen?: boolean | undefined;
  /** Send the rows of all jobs to what is enabled for streaming. Those of unchanged jobs are not made, nor sent. */
  readonly stream?: boolean | undefined;
  /** Store the rows of all jobs where vectors are kept. Those of unchanged jobs are not made, nor stored. */
  readonly vectorize?: boolean | undefined;
  /** Make everything again, what is finished and unchanged too. */
  readonly force?: boolean | undefined;
  /** Aborting ends the batch; what is finished stays. */
  readonly signal?: AbortSignal | undefined;
  /** As of {@link GenerateOptions}. */
  readonly logger?: GenerateOptions['logger'];
  /** Told of jobs that start, go on and end. */
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

/** A job as it would run. */
export interface JobOutline {
  /** Name of the job. */
  readonly name: string;
  /** Its type of data. */
  readonly type: string;
  /** Jobs that come before it. */
  readonly needs: readonly string[];
  /** Of all its tables. */
  readonly rows: number;
  /** The seed it would run with. */
  readonly seed: number;
  /** Relative to the folder of the batch, with `/`. */
  readonly files: readonly string[];
  /** What it would ask of language models; `undefined`: nothing. */
  readonly models?: RunExplanation;
}

/** What a batch would do. */
export interface BatchOutline {
  /** In an order in which they could run. */
  readonly jobs: readonly JobOutline[];
  /** Of all jobs. */
  readonly rows: number;
  /** US dollars, about and at worst; NaN where a price is not known. */
  readonly cost: number;
  readonly worst: number;
  /** Warnings and hints about the batch file and the schemas. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What batches need of the instance that runs them. */
export interface BatchEngine {
  readonly config: Config;
  readonly host: Host;
  readonly fieldTypes: ReadonlyMap<string, CustomGenerator>;
  open(type: string, options: GenerateOptions, around: Host, together: ModelsTogether): Promise<OpenRun>;
}

/** Where an object that is passed instead of a file stands: paths in it are relative to the working folder. */
const NOWHERE = 'batch';

const OPTION_NAMES: readonly (keyof BatchOptions)[] = [
  'output',
  'parallel',
  'workers',
  'budget',
  'cachePolicy',
  'frozen',
  'stream',
  'vectorize',
  'force',
  'signal',
  'logger',
  'onEvent',
];

/** Runs a batch. @throws SchemaError, BatchError, OptionError, OutputError; the reason of the signal */
export async function batch(config: string | object, options: BatchOptions, engine: BatchEngine): Promise<BatchReport> {
  checkOptions(options);
  const { value, file, diagnostics: mistakes } = await readBatchFile(config);
  const output = options.output ?? folderIn(value, file);
  const previous = output === undefined ? undefined : await readManifest(output);
  const kept = (job: string): number | undefined => {
    const before = options.force ? undefined : previous?.jobs.find(({ name }) => name === job);
    return before?.randomSeed ? before.seed : undefined;
  };
  const { plan, diagnostics } = await planned(
    value,
    file,
    mistakes,
    engine,
    options,
    (job) => kept(job) ?? randomSeed(),
  );
  if (output === undefined) {
    throw new OptionError(
      'Say where the files go: `output` (on the command line --output DIR), or `output` in the batch file.',
    );
  }
  const written = plan.jobs.flatMap(({ files }) => files.map((path) => pathIn(output, path)));
  await keepSources([...written, pathIn(output, MANIFEST)], plan.sources);
  const { parallel, workers, force = false, signal, onEvent } = options;
  const clean = (text: string): string => redact(text, secretsOf([engine.config], process.env));
  return together(plan, options, engine, (open) =>
    runBatch(plan, { output, previous, parallel, workers, force, diagnostics, signal, onEvent, clean, open }),
  );
}

/** What a batch would do, and what its models would cost. Nothing is written or asked. @throws SchemaError */
export async function explainBatch(
  config: string | object,
  options: BatchOptions,
  engine: BatchEngine,
): Promise<BatchOutline> {
  checkOptions(options);
  const { value, file, diagnostics: mistakes } = await readBatchFile(config);
  const { plan, diagnostics } = await planned(value, file, mistakes, engine, options, () => 0);
  const { signal } = options;
  return together(plan, options, engine, async (open) => {
    const jobs: JobOutline[] = [];
    for (const name of plan.order) {
      const job = plan.jobs.find((each) => each.name === name)!;
      const { type, seed, files } = job;
      const explain = async (): Promise<RunExplanation> => {
        const run = await open(type, { ...job.options, signal }, { ...job.host, explaining: true }, true);
        return ending(run, explainRun(run, { signal }));
      };
      const models = job.asksModels ? { models: await explain() } : {};
      jobs.push({ name, type, needs: [...job.needs], rows: job.rows(), seed, files, ...models });
    }
    const sum = (amount: (job: JobOutline) => number): number => jobs.reduce((total, job) => total + amount(job), 0);
    return {
      jobs,
      rows: sum(({ rows }) => rows),
      cost: sum(({ models }) => models?.cost ?? 0),
      worst: sum(({ models }) => models?.worst ?? 0),
      diagnostics,
    };
  });
}

/**
 * What is wrong with a batch and the schemas of its jobs.
 * @param at the file of a parsed batch
 * @throws SynthError where the file cannot be read
 */
export async function checkBatch(
  config: string | object,
  at: string | undefined,
  engine: BatchEngine,
): Promise<readonly Diagnostic[]> {
  const { value, file, diagnostics } = await readBatchFile(config);
  if (diagnostics.some(isError)) return diagnostics;
  return [
    ...diagnostics,
    ...(
      await planBatch(
        value,
        at ?? file,
        around(engine, {}, () => 0),
      )
    ).diagnostics,
  ];
}

/** Opens runs that share the pace of models and one budget. */
async function together<T>(
  { document }: BatchPlan,
  { budget = document.budget, cachePolicy, frozen, logger }: BatchOptions,
  engine: BatchEngine,
  work: (
    open: (type: string, options: GenerateOptions, host: Host, asksModels: boolean) => Promise<OpenRun>,
  ) => Promise<T>,
): Promise<T> {
  const models = new ModelsTogether(budget);
  try {
    return await work((type, options, host, asksModels) =>
      engine.open(type, { ...options, logger, ...(asksModels && { cachePolicy, frozen }) }, host, models),
    );
  } finally {
    await models.close();
  }
}

async function planned(
  value: unknown,
  file: string,
  mistakes: readonly Diagnostic[],
  engine: BatchEngine,
  sinks: Pick<BatchOptions, SinkOption>,
  seedOf: (job: string) => number,
): Promise<{ readonly plan: BatchPlan; readonly diagnostics: readonly Diagnostic[] }> {
  // What a broken text would mean is a guess.
  const broken = mistakes.some(isError);
  const { plan, diagnostics } = broken
    ? { plan: undefined, diagnostics: [] }
    : await planBatch(value, file, around(engine, sinks, seedOf));
  const all = [...mistakes, ...diagnostics];
  if (plan === undefined) throw new SchemaError(all, file);
  return { plan, diagnostics: all };
}

function around(
  { config, host, fieldTypes }: BatchEngine,
  { stream, vectorize }: Pick<BatchOptions, SinkOption>,
  seedOf: (job: string) => number,
): Parameters<typeof planBatch>[2] {
  const drawn = new Map<string, number>();
  const randomSeed = (job: string): number => {
    const seed = drawn.get(job) ?? seedOf(job);
    drawn.set(job, seed);
    return seed;
  };
  return { config, host, fieldTypes, sinks: { stream, vectorize }, randomSeed };
}

async function readBatchFile(
  config: string | object,
): Promise<Pick<ParsedDocument, 'value' | 'diagnostics'> & { readonly file: string }> {
  if (typeof config !== 'string') return { value: config, file: NOWHERE, diagnostics: [] };
  const { value, diagnostics } = await readSchema(config);
  return { value, file: config, diagnostics };
}

function folderIn(value: unknown, file: string): string | undefined {
  const output = isMapping(value) ? value.output : undefined;
  if (typeof output !== 'string' || output === '') return undefined;
  return isAbsolute(output) ? output : join(dirname(file), output);
}

/** @throws OptionError */
function checkOptions(options: BatchOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || (OPTION_NAMES as readonly string[]).includes(name)) continue;
    const way = meaning(didYouMean(name, OPTION_NAMES)) || ` Options: ${OPTION_NAMES.join(', ')}.`;
    throw new OptionError(`There is no option \`${name}\` of a batch.${way}`);
  }
  const { parallel, workers, output, ...others } = options;
  checkWhole('parallel', parallel, 1, 64);
  if (workers !== 'auto') checkWhole('workers', workers, 1, 256);
  checkModelOptions(others);
  if (output === '') throw new OptionError('`output` must name a folder.');
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
