import { SynthError } from '../errors.js';

/** A file or stream could not be written. What stood at the path before is unchanged. */
export class OutputError extends SynthError {
  constructor(
    code: string,
    message: string,
    /** Path as the caller gave it. */
    readonly path: string,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/** The reader of a pipe has gone (`… | head`): there is no one left to write for, and nothing to report. */
export class ClosedPipeError extends OutputError {
  constructor(path: string, options?: { cause?: unknown }) {
    super('output/closed', `The reader of ${path} closed it.`, path, options);
  }
}

const REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ENOSPC: ['output/full', 'the disk is full. Free some space or choose another folder'],
  EDQUOT: ['output/full', 'the disk quota is used up. Free some space or choose another folder'],
  EFBIG: ['output/too-large', 'the file grew beyond the size limit of this process (ulimit -f) or file system'],
  EACCES: ['output/denied', 'permission denied. Choose a path that you may write'],
  EPERM: ['output/denied', 'the system does not permit it. Choose a path that you may write'],
  EROFS: ['output/denied', 'the file system is read-only. Choose another folder'],
  EISDIR: ['output/folder', 'it is a folder. Name a file in it'],
  ENOTDIR: ['output/folder', 'a part of the path is a file, not a folder'],
  EEXIST: ['output/folder', 'a part of the path is a file, not a folder'],
  ENAMETOOLONG: ['output/name', 'the name is too long for this file system'],
  ENOENT: ['output/folder', 'a folder of its path is not there. Make it, or choose another'],
  ELOOP: ['output/name', 'its symbolic links lead in a circle'],
};

/** What a system error means for the file at `path`. */
export function outputError(path: string, cause: unknown): OutputError {
  if (cause instanceof OutputError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EPIPE') return new ClosedPipeError(path, { cause });
  const [own, reason] = REASONS[code ?? ''] ?? ['output/failed', message];
  return new OutputError(own, `Cannot write ${path}: ${reason}.`, path, { cause });
}
