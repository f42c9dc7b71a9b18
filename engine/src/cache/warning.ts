/** Something that was kept and cannot be used. The work goes on without it. */
export interface CacheWarning {
  /**
   * Stable: `cache/damaged`, `cache/foreign`, `cache/newer`, `cache/missing`, `cache/unreadable`, `cache/unwritable`,
   * `cache/secret`.
   */
  readonly code: string;
  /** For a person: what, where, and what follows. */
  readonly message: string;
  readonly path?: string | undefined;
}

export type OnWarning = (warning: CacheWarning) => void;
