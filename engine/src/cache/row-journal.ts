/**
 * Rows that were paid for, kept for the next run. A row counts as done when `put` is: what it was given then survives the
 * end of the process, however it comes.
 */
export interface RowJournal {
  /** What was put last under a key, as a copy of one's own. */
  get(key: string): unknown;
  /**
   * @param key keys with the same text before their first slash are kept together, as `rowKeys` makes them.
   * @throws OutputError where it cannot be kept. `get` gives it all the same until the end of the run.
   */
  put(key: string, value: unknown): void | Promise<void>;
}
