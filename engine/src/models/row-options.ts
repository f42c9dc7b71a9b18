import type { Question, Route } from './client.js';
import type { RowJournal } from './row-journal.js';

export interface RowProgress {
  readonly table: string;
  readonly field: string | undefined;
  /** Values that are there. */
  readonly done: number;
  readonly total: number;
}

/** How rows are asked of one route. */
export interface RowLimits {
  /** Tokens of a question at most, where that is fewer than 24,000. */
  readonly input?: number | undefined;
  /** Tokens of an answer at most, where that is fewer than 8,192. */
  readonly output?: number | undefined;
  /** Values a call at most, where that is fewer than `rowsPerCall`. */
  readonly rows?: number | undefined;
  /** Whether it is asked for objects with names rather than for lists of cells and bare values; false. */
  readonly named?: boolean | undefined;
}

export interface RowWriterOptions {
  /** Keeps values as soon as they are there, and has them the next time. */
  readonly journal?: RowJournal | undefined;
  /** Values a call at most; 50. */
  readonly rowsPerCall?: number | undefined;
  /** Calls at once; 4. */
  readonly concurrency?: number | undefined;
  /** What a route can take. */
  readonly limits?: ((route: Route) => RowLimits | undefined) | undefined;
  readonly temperature?: number | undefined;
  readonly dataType?: Question['dataType'] | undefined;
  /** Whether values that were there already are asked for again, once; true. */
  readonly reaskDuplicates?: boolean | undefined;
  readonly onProgress?: ((progress: RowProgress) => void) | undefined;
  /** Local text that stood in for a model counts too; else models are asked anew. */
  readonly frozen?: boolean | undefined;
}

/** What writing some values would ask, before anything is sent. */
export interface WritePlan {
  /** What is written: `customers.review`. */
  readonly label: string;
  readonly wanted: number;
  /** Values that earlier runs have paid for. */
  readonly kept: number;
  /** In the order of the items; `undefined` where one would have to be asked for. */
  readonly values: readonly unknown[];
  readonly questions: readonly Question[];
  /** Models that the field itself asks for. */
  readonly models: readonly string[];
}
