import { SynthError } from '../errors.js';

/** One row on its way to a sink. */
export interface SinkRow {
  /** `TABLE:SEED:ROW`, in a batch `JOB/TABLE:SEED:ROW`. The same rows have the same ids whenever they are made, so that a receiver knows what it has. */
  readonly id: string;
  /** Name of its table. */
  readonly table: string;
  /** Row number in its table, from 0. */
  readonly row: number;
  /** The row as a file of JSON would hold it. */
  readonly value: unknown;
}

/** What a sink is told before the first row. */
export interface SinkRun {
  /** Type of data. */
  readonly type: string;
  /** The job, where the run is one of a batch. */
  readonly job?: string | undefined;
  /** The seed of the run. */
  readonly seed: number;
  /** Names of its tables. */
  readonly tables: readonly { readonly name: string; readonly fields: readonly string[] }[];
}

/** How often and when what failed is tried again. */
export interface SinkRetry {
  /** Attempts after the first. Default: 5. */
  readonly retries?: number | undefined;
  /** ms before the second attempt. Default: 200. */
  readonly minTimeout?: number | undefined;
  /** By what the wait grows with each attempt. Default: 2. */
  readonly factor?: number | undefined;
  /** ms that a wait does not pass. Default: 10,000. */
  readonly maxTimeout?: number | undefined;
  /** ms that one attempt may take. Default: 30,000. */
  readonly timeout?: number | undefined;
}

/**
 * Where rows are sent while they are made: a stream, a database, a queue, an HTTP address. Each call is made when the one
 * before has resolved, so that a slow sink slows the run down and never fills the memory. A call that fails is made
 * again with the same rows, by {@link Sink.retry}: every row arrives at least once, and its id tells it from one that is new. An
 * error of the type `SynthError` ends the run at once.
 */
export interface Sink {
  /** As it is called in messages. */
  readonly name: string;
  /** Where the rows go, for messages: an address, a file. */
  readonly target: string;
  /** Rows of one call, at most. Default: 256. */
  readonly batchRows?: number | undefined;
  readonly retry?: SinkRetry | undefined;
  /** Makes sure, before anything is drawn, that rows can be sent. */
  open(run: SinkRun, signal: AbortSignal): Promise<void>;
  /** Resolves when the rows have arrived. */
  write(rows: readonly SinkRow[], signal: AbortSignal): Promise<void>;
  /** After the last row, where some may still be on their way. */
  flush?(signal: AbortSignal): Promise<void>;
  /** Lets go of everything. Called once, also after a failure. */
  close(): Promise<void>;
  /** Before {@link close} where the run failed. */
  abort?(reason: unknown): Promise<void>;
}

/** Which option of a run sends its rows to a sink. */
export type SinkOption = 'stream' | 'vectorize';

/** A sink that runs may ask for. */
export interface SinkRegistration {
  /** Registered again, it replaces the one before. */
  readonly name: string;
  /** Without one, the sink gets the rows of every run. */
  readonly option?: SinkOption | undefined;
  /** Whether it also gets the rows of runs that do not say the option. */
  readonly always?: boolean | undefined;
  /**
   * A sink for one run.
   * @throws SynthError where it cannot be used
   */
  create(): Sink | Promise<Sink>;
}

/** What became of the rows at one sink. */
export interface SinkReport {
  /** Its name. */
  readonly sink: string;
  /** Where it sent rows. */
  readonly target: string;
  /** Rows that have arrived. */
  readonly rows: number;
  /** Calls that had to be made again. */
  readonly retries: number;
}

/** A sink failed for good, and the run was stopped. What was made is kept: see the properties. */
export class SinkError extends SynthError {
  /** What `generate` had made so far, as it would have returned it. */
  records: unknown;
  /** Files that hold the rows made so far. */
  kept: readonly string[] = [];

  constructor(
    readonly sink: string,
    readonly target: string,
    /** Rows that have arrived. */
    readonly delivered: number,
    /** Rows that were made and may not have arrived. */
    readonly undelivered: readonly SinkRow[],
    cause: unknown,
    attempts = 1,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const tried = attempts > 1 ? ` (${attempts} attempts)` : '';
    super(
      delivered === 0 && undelivered.length === 0 ? 'sink/unreachable' : 'sink/failed',
      delivered === 0 && undelivered.length === 0
        ? `${sink} cannot be used at ${target}${tried}: ${why.replace(/\.$/, '')}. No row was sent: start what listens there, or name another.`
        : `${sink} at ${target} took ${delivered} ${delivered === 1 ? 'row' : 'rows'} and then failed${tried}: ` +
            `${why.replace(/\.$/, '')}. The same run again sends the same rows under the same ids.`,
      { cause },
    );
  }

  /** The message with what was kept. */
  keep(files: readonly string[]): this {
    this.kept = files;
    if (files.length > 0) this.message += ` What was made is in ${files.join(', ')}.`;
    return this;
  }
}
