import type { Report } from '../schema/report.js';

/** The list of what a batch has written, in its folder. */
export const MANIFEST = 'manifest.json';

/** A file that a job writes. */
export interface PlannedFile {
  readonly job: string;
  /** Relative to the folder of the batch, with `/`. */
  readonly path: string;
  /** Where the job says so. */
  readonly pointer: string;
}

/**
 * A path inside of a folder, with `/` and without `.` and `..`.
 * @returns `undefined` where it leads out of the folder, or is the folder itself.
 */
export function insidePath(path: string): string | undefined {
  const written = path.replaceAll('\\', '/');
  if (written.startsWith('/') || /^[a-z]:/i.test(written) || written.includes('\0')) return undefined;
  const steps: string[] = [];
  for (const step of written.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : steps.join('/');
}

/** Reports files of different jobs, or of one, that would stand in each other's way. */
export function checkOutputs(files: readonly PlannedFile[], report: Report): void {
  const taken = new Map<string, PlannedFile>();
  const folders = new Map<string, PlannedFile>();
  for (const file of files) {
    const { path, pointer, job } = file;
    const key = keyOf(path);
    const above = parentsOf(key);
    const other = taken.get(key) ?? folders.get(key) ?? above.map((folder) => taken.get(folder)).find(Boolean);
    if (key === MANIFEST) {
      report.error('batch/output', pointer, `${MANIFEST} is where the batch lists its files; name another file.`);
    } else if (other !== undefined) {
      const same = keyOf(other.path) === key;
      const whose = other.job === job ? 'another table of this job' : `the job "${other.job}"`;
      const message = same
        ? `${path} is also written by ${whose}; give this job another \`output\`.`
        : `${path} and ${other.path} (${whose}) cannot both be: one is a file, and a folder to the other.`;
      report.error('batch/same-output', pointer, message, {
        ...(other.pointer !== pointer && { related: [{ pointer: other.pointer, message: other.job }] }),
      });
    } else {
      taken.set(key, file);
      for (const folder of above) if (!folders.has(folder)) folders.set(folder, file);
    }
  }
}

/** Names that differ in case only, or in how letters are composed, are one file on some systems. */
function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function parentsOf(path: string): string[] {
  const steps = path.split('/');
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('/'));
}
