/**
 * What is kept of the answers of models.
 *
 * - `off`: nothing, nor are rows that were paid for kept for the next run.
 * - `default`: an answer serves the same question again until its time to live is over: in memory, and on disk where there
 *   is a `persistPath`. Seed, table, rows and attempt are part of a question.
 * - `aggressive`: answers do not expire, are on disk also without a `persistPath`, and serve another seed too where
 *   everything else is equal. Tables, rows and attempts still tell questions apart, so that equal-looking chunks of a run
 *   stay different rows, and asking again never gives the answer that was refused.
 *
 * Rows that were paid for are kept by `default` and `aggressive` alike, for resuming and `--frozen`.
 */
export type CachePolicy = (typeof CACHE_POLICIES)[number];

/** The cache policies by name. */
export const CACHE_POLICIES = ['off', 'default', 'aggressive'] as const;
