import * as z from 'zod';
import { SynthError } from '../errors.js';
import { insidePath, MANIFEST } from './outputs.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.int().min(0);
/** US dollars; null: not known. */
const dollars = z.number().min(0).nullable();

const modelUse = z.strictObject({
  provider: z.string(),
  model: z.string(),
  calls: whole,
  cached: whole,
  cost: dollars,
});

const file = z.strictObject({
  /** Relative to the folder of the manifest, with `/`. */
  path: z.string().refine((path) => insidePath(path) === path, 'a path that leads out of the folder'),
  job: z.string(),
  /** Rows of each table in it. */
  tables: z.record(z.string(), whole),
  rows: whole,
  bytes: whole,
  sha256: digest,
  format: z.enum(['json', 'jsonl', 'csv', 'parquet']),
  /** Of CSV without a first line of names. */
  header: z.literal(false).optional(),
  seed: whole,
  /** SHA-256 of the schema. */
  schema: digest,
  /** Versions of what decides values. */
  generators: z.record(z.string(), z.string()),
  models: z.array(modelUse),
  cost: dollars,
});

const job = z.strictObject({
  name: z.string(),
  status: z.enum(['done', 'failed', 'skipped', 'pending']),
  type: z.string(),
  /** Jobs that come before it. */
  needs: z.array(z.string()),
  /** SHA-256 of all that decides what its files hold. */
  settings: digest,
  seed: whole,
  /** The seed was drawn; running again keeps it. */
  randomSeed: z.literal(true).optional(),
  /** Fields filled by local text where a language model would have written: JSON pointers. */
  localText: z.array(z.string()).optional(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** The job whose failure it was skipped for. */
  because: z.string().optional(),
});

const manifest = z.strictObject({
  /** Of this format. */
  version: z.literal(1),
  /** The version of agentic-synth that ran last. */
  agenticSynth: z.string(),
  jobs: z.array(job),
  files: z.array(file),
});

/** What a batch has written: `manifest.json` in its folder. */
export type Manifest = z.infer<typeof manifest>;
export type ManifestJob = Manifest['jobs'][number];
export type ManifestFile = Manifest['files'][number];

/** @throws SynthError `batch/manifest` where a text is no manifest */
export function parseManifest(text: string, path: string = MANIFEST): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SynthError('batch/manifest', notOurs(path, (cause as Error).message), { cause });
  }
  const result = manifest.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new SynthError('batch/manifest', notOurs(path, `${issue.message}${place}`));
}

function notOurs(path: string, why: string): string {
  return `${path} is no manifest of a batch: ${why}. Remove it, or choose another folder.`;
}

export function manifestText(value: Manifest): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
