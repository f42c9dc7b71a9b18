import type { ManifestFile } from '../batch/manifest.js';
import { MANIFEST } from '../batch/outputs.js';
import { SynthError } from '../errors.js';
import { digestOf, pathIn, readManifest } from './batch-folder.js';
import { countRows } from './count-rows.js';

/** What is wrong with a file or job of a batch. */
export interface BatchProblem {
  /** What is wrong. */
  readonly code: 'missing' | 'changed' | 'rows' | 'failed' | 'skipped' | 'pending';
  /** The job it belongs to. */
  readonly job: string;
  /** Relative to the folder, with `/`. */
  readonly path?: string;
  /** In words. */
  readonly message: string;
}

/** What the check of a batch's folder found. */
export interface BatchVerification {
  /** Files, rows and bytes that the manifest lists. */
  readonly files: number;
  /** Rows that the manifest lists. */
  readonly rows: number;
  /** Bytes that the manifest lists. */
  readonly bytes: number;
  /** Empty where every job is done and every file is as it was written. */
  readonly problems: readonly BatchProblem[];
}

/**
 * Checks the files of a batch against its manifest, each byte of them.
 * @throws SynthError where the folder has no manifest, or it cannot be read
 */
export async function verifyBatch(folder: string, signal?: AbortSignal): Promise<BatchVerification> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) {
    throw new SynthError('batch/no-manifest', `${folder} holds no ${MANIFEST}: it is not the output of a batch.`);
  }
  const problems: BatchProblem[] = [];
  for (const { name, status, error, because } of manifest.jobs) {
    if (status === 'done') continue;
    const what = {
      failed: `failed: ${error?.message ?? 'the reason is not known'}`,
      skipped: `did not run, since ${because ?? 'a job that it needs'} is not there`,
      pending: 'is not finished; run the batch again to go on',
    }[status];
    problems.push({ code: status, job: name, message: `the job ${name} ${what}` });
  }
  for (const file of manifest.files) {
    signal?.throwIfAborted();
    const problem = await check(folder, file);
    if (problem !== undefined) problems.push({ job: file.job, path: file.path, ...problem });
  }
  const sum = (amount: (file: ManifestFile) => number): number =>
    manifest.files.reduce((total, file) => total + amount(file), 0);
  return { files: manifest.files.length, rows: sum(({ rows }) => rows), bytes: sum(({ bytes }) => bytes), problems };
}

async function check(folder: string, file: ManifestFile): Promise<Pick<BatchProblem, 'code' | 'message'> | undefined> {
  const path = pathIn(folder, file.path);
  const found = await digestOf(path);
  if (found === undefined) return { code: 'missing', message: 'is missing' };
  if (found.sha256 === file.sha256) return undefined;
  const rows = await countRows(path, file.format, file.header ?? true);
  if (rows !== undefined && rows !== file.rows) {
    return { code: 'rows', message: `has ${rows} rows; ${file.rows} were written` };
  }
  const size =
    found.bytes === file.bytes ? 'as many bytes as were written' : `${found.bytes} bytes; ${file.bytes} were written`;
  return { code: 'changed', message: `was changed: ${size}, SHA-256 ${found.sha256}; it was ${file.sha256}` };
}
