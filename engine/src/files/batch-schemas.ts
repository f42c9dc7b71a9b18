import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { PlacedJob } from '../batch/read.js';
import { sha256 } from '../cache/sha256.js';
import { type SchemaError, SynthError } from '../errors.js';
import { DEFAULT_SCHEMAS } from '../generators/default-schema.js';
import type { Host } from '../generators/open.js';
import { isBuiltIn } from '../generators/registry.js';
import type { AskedElsewhere, SchemaReader } from '../plan/prepare.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import { didYouMean, meaning } from '../schema/suggest.js';

/** The schema of a job, read. */
export interface JobSchema {
  readonly job: PlacedJob;
  /** `undefined` where the job's generator takes none. */
  readonly value: unknown;
  /** The file it stands in; for an inline one, that of the batch. */
  readonly file: string | undefined;
  readonly fragment?: string | undefined;
  readonly inline: boolean;
  /** What the job asks of it: the same for whoever refers to its rows. */
  readonly asked: AskedElsewhere;
}

/** What a job's references led to. */
export interface JobReferences {
  readonly reader: SchemaReader;
  /** Jobs whose rows it refers to. */
  readonly jobs: ReadonlySet<string>;
  /** Files that it read. */
  readonly files: ReadonlySet<string>;
  /** SHA-256 of every document that it read, with what was asked of it. */
  readonly digests: ReadonlyMap<string, string>;
  /** Names of documents whose mistakes other jobs tell of. */
  readonly foreign: ReadonlySet<string>;
}

const JOB = 'job:';

/**
 * Reads the schema of a job.
 * @param file of the batch; paths are relative to its folder
 * @throws SchemaError, SynthError
 */
export async function readJobSchema(
  job: PlacedJob,
  asked: Pick<AskedElsewhere, 'seed' | 'now' | 'locale' | 'timezone'>,
  file: string,
  { host, fieldTypes }: { readonly host: Host; readonly fieldTypes: ReadonlyMap<string, unknown> },
): Promise<JobSchema> {
  const { type, schema, count, rate, infer } = job;
  const builtIn = type !== undefined && isBuiltIn(type) ? { type } : {};
  const common = { job, asked: { ...asked, ...builtIn, count, rate, ...(infer !== undefined && { infer }) } };
  if (type !== undefined && fieldTypes.has(type))
    return { ...common, value: undefined, file: undefined, inline: false };
  if (typeof schema !== 'string') {
    return { ...common, value: schema ?? DEFAULT_SCHEMAS[builtIn.type ?? 'structured'], file, inline: true };
  }
  const path = isAbsolute(schema) ? schema : join(dirname(file), schema);
  return { ...common, inline: false, ...(await host.loadSchema!(path)) };
}

/** The schemas of a batch, and how references from one to another are read. */
export class BatchSchemas {
  private readonly byName: ReadonlyMap<string, JobSchema>;

  /** @param names of all jobs, those whose schemas could not be read among them */
  constructor(
    private readonly schemas: readonly JobSchema[],
    private readonly names: ReadonlySet<string>,
    private readonly host: Host,
  ) {
    this.byName = new Map(schemas.map((schema) => [schema.job.name, schema]));
  }

  /** Reads what a job refers to: other jobs as they are run, other files as always. */
  references(root: JobSchema): JobReferences {
    const places = new Map<string, { readonly schema: JobSchema; readonly file: string | undefined }>();
    const jobs = new Set<string>();
    const digests = new Map<string, string>();
    const files = new Set<string>();
    const foreign = new Set<string>();
    const { readSchema } = this.host;
    const read: SchemaReader = async (name, from) => {
      const here = (from !== undefined && places.get(from)) || { schema: root, file: root.file };
      const target = this.target(name, here.schema, here.file);
      const own = here.schema === root;
      let found: Awaited<ReturnType<SchemaReader>>;
      if (target !== undefined) {
        if (own && target !== root) jobs.add(target.job.name);
        const { value, asked } = target;
        found = { value, asked, file: this.label(target), diagnostics: [] };
        places.set(found.file, { schema: target, file: target.file });
        foreign.add(found.file);
      } else {
        const plain = await readSchema!(name, here.file);
        files.add(plain.file);
        // What another job reads on its way, it reads with its own settings.
        const file = own ? plain.file : `${plain.file} (${here.schema.job.name})`;
        found = { ...plain, file, ...(!own && { asked: inherited(here.schema.asked) }) };
        places.set(file, { schema: here.schema, file: plain.file });
        if (!own) foreign.add(file);
      }
      digests.set(found.file, sha256(JSON.stringify([found.asked, found.value])));
      return found;
    };
    const reader = Object.assign(read, { uriOf: readSchema?.uriOf });
    return { reader, jobs, files, digests, foreign };
  }

  /** The job that a reference means; `undefined`: a file that is no job's schema. */
  private target(name: string, from: JobSchema, file: string | undefined): JobSchema | undefined {
    if (name.startsWith('file:')) return undefined;
    if (name.startsWith(JOB)) return this.named(name.slice(JOB.length));
    const path = resolve(file === undefined ? '.' : dirname(file), name);
    const isOf = ({ file: other, inline, fragment }: JobSchema): boolean =>
      !inline && fragment === undefined && other !== undefined && resolve(other) === path;
    if (isOf(from)) return from;
    const all = this.schemas.filter(isOf);
    if (all.length <= 1) return all[0];
    const chosen = all.filter(({ job }) => from.job.dependsOn?.includes(job.name));
    if (chosen.length === 1) return chosen[0];
    const names = all.map(({ job }) => job.name);
    throw new SynthError(
      'batch/ambiguous-job',
      `\`${name}\` is the schema of ${all.length} jobs (${names.join(', ')}): name one of them in the \`dependsOn\` of ${from.job.name}, or refer to it as \`job:${names[0]}#…\`.`,
    );
  }

  private named(name: string): JobSchema {
    const found = this.byName.get(name);
    if (found === undefined && this.names.has(name)) {
      throw new SynthError('batch/broken-job', `The job "${name}" has mistakes of its own.`);
    }
    if (found === undefined) {
      const names = [...this.names];
      throw new SynthError(
        'batch/unknown-job',
        `There is no job "${name}".${meaning(didYouMean(name, names)) || ` Jobs: ${names.join(', ')}.`}`,
      );
    }
    if (found.value !== undefined) return found;
    throw new SynthError(
      'batch/no-schema',
      `The job "${name}" makes records by a generator of its own: there is no table to refer to.`,
    );
  }

  /** What messages call the document of a job, one name for each job. */
  private label({ file, inline, job, fragment }: JobSchema): string {
    const shared = this.schemas.filter((other) => other.file === file && other.fragment === fragment).length > 1;
    return inline || shared || file === undefined ? `${JOB}${job.name}` : file;
  }
}

/** What a job asks of files that it only reads. */
function inherited({ now, locale, timezone, infer, rate }: AskedElsewhere): AskedElsewhere {
  return {
    ...(now !== undefined && { now }),
    ...(locale !== undefined && { locale }),
    ...(timezone !== undefined && { timezone }),
    ...(infer !== undefined && { infer }),
    rate,
  };
}

/** What a schema that could not be read says, at the job that names it. */
export function unreadSchema(error: unknown, { pointer }: PlacedJob): readonly Diagnostic[] {
  const { name, code, message, diagnostics, source } = error as Partial<SchemaError>;
  if (diagnostics !== undefined) return diagnostics.map((each) => ({ ...each, file: each.file ?? source }));
  if (name !== SynthError.name || code === undefined || message === undefined) throw error;
  return [{ code, severity: 'error', message, pointer: `${pointer}/schema` }];
}
