import type { RunReport } from '../core-synth.js';
import { SynthError } from '../errors.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { ManifestFile } from '../batch/manifest.js';

/** What became of a job of a batch. */
export interface JobReport {
  /** Name of the job. */
  readonly name: string;
  /** `unchanged`: an earlier run has made its files, and they are as they were. */
  readonly status: 'done' | 'unchanged' | 'failed' | 'skipped';
  /** As the manifest lists them. */
  readonly files: readonly ManifestFile[];
  /** Of all its tables. */
  readonly rows: number;
  /** Of all its files. */
  readonly bytes: number;
  /** US dollars that this run has paid; NaN where not known. */
  readonly cost: number;
  /** Of a job that is `done`. */
  readonly run?: RunReport;
  /** Of a job that has `failed`. */
  readonly error?: unknown;
  /** Of a job that was `skipped`: the job that it needs and that is not there. */
  readonly because?: string;
}

/** What a batch did. */
export interface BatchReport {
  /** The folder that it wrote to. */
  readonly output: string;
  /** The list of its files. */
  readonly manifest: string;
  /** In the order of the batch file. */
  readonly jobs: readonly JobReport[];
  /** Of all jobs. */
  readonly rows: number;
  /** Of all files. */
  readonly bytes: number;
  /** US dollars; NaN where not known. */
  readonly cost: number;
  /** Of the whole batch. */
  readonly milliseconds: number;
  /** Files of an earlier run that no job writes any more. They are left alone. */
  readonly stale: readonly string[];
  /** Warnings and hints about the batch file and the schemas. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a batch tells while it runs. */
export type BatchEvent =
  | { readonly type: 'started'; readonly job: string }
  | { readonly type: 'progress'; readonly job: string; readonly rows: number; readonly total: number }
  | { readonly type: 'finished'; readonly job: string; readonly report: JobReport };

/** Some jobs of a batch have failed. The files of the others are there. */
export class BatchError extends SynthError {
  constructor(readonly report: BatchReport) {
    const failed = report.jobs.filter(({ status }) => status === 'failed');
    const skipped = report.jobs.filter(({ status }) => status === 'skipped').length;
    const [first] = failed;
    const reason = first.error instanceof Error ? first.error.message : String(first.error);
    const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    const waited = skipped > 0 ? ` ${skipped} that ${skipped === 1 ? 'needs' : 'need'} them did not run.` : '';
    super(
      'batch/failed',
      `${failed.length} of ${report.jobs.length} jobs failed.${waited} ${first.name}: ${reason}${more}`,
      { cause: first.error },
    );
  }
}
