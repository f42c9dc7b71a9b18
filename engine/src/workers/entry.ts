/**
 * The file that worker threads start from: as ES modules the worker's own; in a bundle, the bundle itself, which sees
 * by its worker data what it was started for.
 */
export function workerEntry(): URL | string {
  return typeof __filename === 'string' ? __filename : new URL('./worker.js', import.meta.url);
}
