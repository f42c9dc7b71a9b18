import { availableParallelism } from 'node:os';
import type { RowSource } from '../generators/generator.js';
import type { OpenRun } from '../generators/open.js';
import type { EncodedChunk, Format, TableEncoder } from '../output/encoder.js';
import { createEncoder, type EncoderOptions } from '../output/formats.js';
import { encodeRange } from '../workers/encode.js';
import { WorkerPool } from '../workers/pool.js';
import type { ChunkRequest } from '../workers/protocol.js';

/** Rows of the first chunk where the format leaves it open; later ones hold a multiple. */
const CHUNK_ROWS = 1 << 12;
const MOST_ROWS = 1 << 16;
/** Bytes of a chunk from which on a write costs little beside them. */
const CHUNK_SIZE = 1 << 19;
/** Chunks that may wait for one that a thread, still slow as it begins, has not done yet. */
const WAITING = 4;

/** More threads than this wait for the one that writes. */
const MOST_THREADS = 8;

/** Threads of `auto`: started after so long, ms, where the rest is seen to take so long without them. */
const SETTLED = 100;
const WORTH_THREADS = 600;

/** In which threads rows are drawn. */
export interface Threading {
  /** So many; `auto`: this one, joined by others where it takes long. */
  readonly threads: number | 'auto';
  /** All of them are threads of their own, even a single one: other runs want this one. */
  readonly apart: boolean;
}

export interface ChunkSettings {
  readonly batchSize?: number | undefined;
  readonly verify?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Some rows on their way: `chunk` is set once they are encoded. */
interface Pending {
  chunk?: EncodedChunk;
  readonly done?: Promise<void>;
}

/** Encodes the tables of a run chunk by chunk, in this thread and in others. */
export class ChunkMaker {
  private pool: WorkerPool | undefined;
  /** Memory of chunks that are written, each for where it was made: there the processor has it at hand. */
  private readonly spare: ArrayBuffer[] = [];
  private readonly spareElsewhere: ArrayBuffer[] = [];
  private readonly madeElsewhere = new WeakSet<ArrayBufferLike>();
  private readonly started = performance.now();
  private encoded = 0;
  /** Whether this thread encoded any. */
  private here = false;

  /** @param total rows of all chunks that will be asked for. */
  constructor(
    private readonly run: OpenRun,
    private readonly format: Format,
    private readonly encoder: EncoderOptions,
    private readonly total: number,
    private readonly threading: Threading,
    private readonly settings: ChunkSettings,
  ) {
    const { threads, apart } = threading;
    if (threads !== 'auto') this.start(apart ? threads : threads - 1);
  }

  /** Threads that encoded rows. */
  get threads(): number {
    return Math.max(1, (this.here ? 1 : 0) + (this.pool?.used ?? 0));
  }

  /** The chunks of rows `from` … `to` (exclusive) of a table, in their order. */
  async *chunks(table: number, from: number, to: number): AsyncGenerator<EncodedChunk> {
    const source = this.run.sources[table];
    const encoder = createEncoder(this.format, source.fields, this.encoder);
    // A format that sets the size of its chunks sets a large one: none waits beside those being made.
    const large = encoder.chunkRows !== undefined;
    const pending: Pending[] = [];
    let rows = Math.min(encoder.chunkRows ?? CHUNK_ROWS, source.drawRows ?? Infinity);
    let next = from;
    const take = (most: number): Omit<ChunkRequest, 'id'> => {
      const start = next;
      next = Math.min(to, next + most);
      return { table, from: start, to: next, firstRow: start - from };
    };
    while (next < to || pending.length > 0) {
      this.settings.signal?.throwIfAborted();
      this.joinThreads();
      const { pool } = this;
      const here = this.mayEncodeHere(to - next, rows);
      const most = pool === undefined ? 1 : large ? pool.size + 1 : 2 * pool.size + WAITING;
      if (pool !== undefined) {
        const load = (large ? 1 : 2) * (here ? pool.ready : pool.size);
        // A thread is slow as it begins.
        const some = large || pool.used === pool.size ? rows : Math.min(rows, CHUNK_ROWS);
        while (next < to && pool.load < load && pending.length < most)
          pending.push(elsewhere(pool, { ...take(some), spare: this.spareElsewhere.pop() }));
      }
      const [head] = pending;
      if (head?.chunk === undefined && here && pending.length < most && next < to) {
        pending.push({ chunk: await this.encode(source, encoder, take(rows)) });
        // Other threads have their say in between.
        if (pool !== undefined) await new Promise((done) => setImmediate(done));
        continue;
      }
      await head.done;
      const chunk = pending.shift()!.chunk!;
      if (head.done !== undefined) this.madeElsewhere.add(chunk.bytes.buffer);
      this.encoded += chunk.rows;
      if (!large && source.prepare === undefined && chunk.rows === rows && 2 * chunk.bytes.length <= CHUNK_SIZE) {
        rows = Math.min(2 * rows, MOST_ROWS, source.drawRows ?? Infinity);
      }
      yield chunk;
    }
  }

  /** Gives memory back once its bytes are written. */
  reuse({ buffer }: Uint8Array): void {
    (this.madeElsewhere.has(buffer) ? this.spareElsewhere : this.spare).push(buffer as ArrayBuffer);
  }

  async close(): Promise<void> {
    await this.pool?.close();
  }

  private start(threads: number): void {
    const { job } = this.run;
    if (threads < 1 || job === undefined) return;
    const { format, encoder, settings } = this;
    const { batchSize, verify } = settings;
    this.pool = new WorkerPool(threads, { agenticSynth: 'encode', job, format, encoder, batchSize, verify });
  }

  /** Starts threads where nobody said how many, and the rows that are left will take long. */
  private joinThreads(): void {
    if (this.threading.threads !== 'auto' || this.pool !== undefined || this.encoded === 0) return;
    const elapsed = performance.now() - this.started;
    if (elapsed < SETTLED || ((this.total - this.encoded) * elapsed) / this.encoded < WORTH_THREADS) return;
    this.start(Math.min(MOST_THREADS, availableParallelism()) - 1);
  }

  /** Whether this thread may encode some of the rows left: each thread that was asked for gets some, even of a few. */
  private mayEncodeHere(left: number, rows: number): boolean {
    const { pool, threading } = this;
    if (pool === undefined) return true;
    if (threading.apart) return false;
    return threading.threads === 'auto' || left > rows * (pool.size - pool.used);
  }

  private async encode(
    source: RowSource,
    encoder: TableEncoder,
    range: Omit<ChunkRequest, 'id'>,
  ): Promise<EncodedChunk> {
    this.here = true;
    await source.prepare?.(range.from, range.to, this.settings.signal);
    return encodeRange(source, encoder, range, this.settings, this.spare.pop());
  }
}

/** Rows that another thread encodes. */
function elsewhere(pool: WorkerPool, range: Omit<ChunkRequest, 'id'>): Pending {
  const pending: { chunk?: EncodedChunk; done?: Promise<void> } = {};
  pending.done = pool.encode(range).then((chunk) => void (pending.chunk = chunk));
  // Awaited in turn; until then a failure must not count as unhandled.
  pending.done.catch(() => undefined);
  return pending;
}
