import { SynthError } from '../errors.js';
import type { RowSource } from '../generators/generator.js';
import type { OpenRun } from '../generators/open.js';
import { recordsOfBatch } from '../generators/records.js';
import { AttemptsError, withRetries } from './retry.js';
import { type Sink, SinkError, type SinkReport, type SinkRow, type SinkRun } from './sink.js';

/** Rows of one call where the sink says nothing: enough to pay for the way, little enough to send again. */
const BATCH = 256;

/** Attempts to open a sink after the first, at most. */
const OPENING = 2;

/** A sink during a run. */
class Line {
  delivered = 0;
  retries = 0;

  constructor(readonly sink: Sink) {}

  async open(run: SinkRun, signal: AbortSignal | undefined): Promise<void> {
    // Whoever waits for a run to begin has most often mistyped an address.
    const { retries = OPENING, ...policy } = this.sink.retry ?? {};
    const retry = { ...policy, retries: Math.min(retries, OPENING) };
    await this.call((attempt) => this.sink.open(run, attempt), [], signal, retry);
  }

  async write(rows: readonly SinkRow[], signal: AbortSignal | undefined): Promise<void> {
    const size = this.sink.batchRows ?? BATCH;
    for (let at = 0; at < rows.length; at += size) {
      const some = rows.slice(at, at + size);
      await this.call((attempt) => this.sink.write(some, attempt), rows.slice(at), signal);
      this.delivered += some.length;
    }
  }

  async flush(): Promise<void> {
    const { sink } = this;
    if (sink.flush !== undefined) await this.call((attempt) => sink.flush!(attempt), [], undefined);
  }

  /** @throws SinkError naming the rows of the caller that may not have arrived */
  private async call(
    attempt: (signal: AbortSignal) => Promise<void>,
    rows: readonly SinkRow[],
    signal: AbortSignal | undefined,
    retry = this.sink.retry,
  ): Promise<void> {
    try {
      await withRetries(attempt, retry, signal, () => void this.retries++);
    } catch (error) {
      if (!(error instanceof AttemptsError)) throw error;
      // What the caller has said wrong is told as it is while nothing has been sent.
      if (error.cause instanceof SynthError && this.delivered === 0 && rows.length === 0) throw error.cause;
      const { name, target } = this.sink;
      throw new SinkError(name, target, this.delivered, rows, error.cause, error.attempts);
    }
  }
}

/**
 * Opens sinks for a run.
 * @throws SinkError, or what a sink says of its settings; the run is closed then
 */
export async function openDelivery(
  run: OpenRun,
  sinks: readonly Sink[],
  signal?: AbortSignal,
  job?: string,
): Promise<OpenRun> {
  const { type, seed, sources } = run;
  const tables = sources.map(({ name, fields }) => ({ name, fields: fields.map((field) => field.name) }));
  try {
    // Rows are sent where they are drawn: here, not in workers.
    return {
      ...run,
      job: undefined,
      delivery: await Delivery.open(sinks, { type, ...(job !== undefined && { job }), seed, tables }, signal),
    };
  } catch (error) {
    await run.models?.close();
    throw error;
  }
}

/** The rows of one run on their way to its sinks: each batch to all of them at once, and the next when all have it. */
export class Delivery {
  readonly #lines: readonly Line[];
  readonly #seed: number;
  /** Jobs of a batch may have tables of one name and a seed in common. */
  readonly #prefix: string;

  private constructor(lines: readonly Line[], { seed, job }: SinkRun) {
    this.#lines = lines;
    this.#seed = seed;
    this.#prefix = job === undefined ? '' : `${job}/`;
  }

  /** @throws SinkError where one of the sinks cannot be used; none stays open then */
  static async open(sinks: readonly Sink[], run: SinkRun, signal?: AbortSignal): Promise<Delivery> {
    const delivery = new Delivery(
      sinks.map((sink) => new Line(sink)),
      run,
    );
    try {
      for (const line of delivery.#lines) await line.open(run, signal);
      return delivery;
    } catch (error) {
      await delivery.abort(error);
      throw error;
    }
  }

  /**
   * Resolves when rows `from` … `to` of a table, which are ready to be drawn, have arrived everywhere.
   * @throws SinkError
   */
  async send(source: RowSource, from: number, to: number, signal?: AbortSignal): Promise<void> {
    for (let start = from; start < to; start += BATCH) {
      const end = Math.min(to, start + BATCH);
      const values = recordsOfBatch(source, source.batch(start, end));
      await this.write(
        values.map((value, i) => ({
          id: `${this.#prefix}${source.name}:${this.#seed}:${start + i}`,
          table: source.name,
          row: start + i,
          value,
        })),
        signal,
      );
    }
  }

  /** As {@link send}, for rows that have their ids. */
  async write(rows: readonly SinkRow[], signal?: AbortSignal): Promise<void> {
    // The others end what they have begun, so that none is written to after it was closed.
    const ends = await Promise.allSettled(this.#lines.map((line) => line.write(rows, signal)));
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  /** After the last row. @throws SinkError */
  async finish(): Promise<void> {
    try {
      for (const line of this.#lines) await line.flush();
    } catch (error) {
      await this.abort(error);
      throw error;
    }
    for (const { sink } of this.#lines) await sink.close();
  }

  /** Lets go of all sinks after a failure, which stays the one that is told. */
  async abort(reason: unknown): Promise<void> {
    for (const { sink } of this.#lines) {
      await sink.abort?.(reason).catch(() => undefined);
      await sink.close().catch(() => undefined);
    }
  }

  report(): SinkReport[] {
    return this.#lines.map(({ sink, delivered, retries }) => {
      return { sink: sink.name, target: sink.target, rows: delivered, retries };
    });
  }
}
