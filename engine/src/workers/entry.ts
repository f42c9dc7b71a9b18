/**
 * The file that worker threads start from: in a bundle the bundle itself, which sees by its worker data what it was started
 * for. As ES modules the command line's bundle beside them: one file is there several times as soon as hundreds are.
 */
export function workerEntry(): URL | string {
  return typeof __filename === 'string' ? __filename : new URL('../../cli.cjs', import.meta.url);
}
