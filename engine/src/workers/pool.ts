import { Worker } from 'node:worker_threads';
import { SynthError } from '../errors.js';
import type { EncodedChunk } from '../output/encoder.js';
import { workerEntry } from './entry.js';
import type { ChunkReply, ChunkRequest, ReadyReply, WorkerStart } from './protocol.js';

/** Rows are drawn into typed arrays: the nursery for small objects may be small, and would else fill whatever it gets. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 10 };

interface Waiting {
  readonly request: ChunkRequest;
  resolve(chunk: EncodedChunk): void;
  reject(error: Error): void;
}

/** Threads that encode chunks; requests are served in the order they come. */
export class WorkerPool {
  private readonly workers: Worker[] = [];
  private readonly idle: Worker[] = [];
  private readonly queue: Waiting[] = [];
  private readonly busy = new Map<Worker, Waiting>();
  private readonly spares: ArrayBuffer[] = [];
  private readonly served = new Set<Worker>();
  private failure: Error | undefined;
  private next = 0;
  /** Threads that have started. */
  ready = 0;

  constructor(
    readonly size: number,
    start: WorkerStart,
  ) {
    for (let i = 0; i < size; i++) {
      const worker = new Worker(workerEntry(), { workerData: start, execArgv: [], resourceLimits: RESOURCE_LIMITS });
      worker.on('message', (reply: ChunkReply | ReadyReply) => {
        if ('ready' in reply) this.begun(worker);
        else this.finished(worker, reply);
      });
      worker.on('error', (error) => this.fail(error));
      worker.on('exit', (code) => {
        if (this.busy.has(worker))
          this.fail(new SynthError('worker/ended', `A worker thread ended (code ${code}) before its rows were done.`));
      });
      this.workers.push(worker);
    }
  }

  /** Threads that have encoded anything. */
  get used(): number {
    return this.served.size;
  }

  /** Requests that are not done. */
  get load(): number {
    return this.busy.size + this.queue.length;
  }

  /** Encodes rows of a table on the next free thread. */
  encode(request: Omit<ChunkRequest, 'id' | 'spare'>): Promise<EncodedChunk> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.queue.push({ request: { ...request, id: this.next++ }, resolve, reject });
      this.dispatch();
    });
  }

  /** Takes memory for chunks to come; false where there is enough. */
  reuse(memory: ArrayBuffer): boolean {
    if (this.spares.length >= this.size) return false;
    this.spares.push(memory);
    return true;
  }

  async close(): Promise<void> {
    this.fail(new SynthError('worker/closed', 'The worker threads were stopped.'));
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private dispatch(): void {
    while (this.queue.length > 0 && this.idle.length > 0) {
      const worker = this.idle.pop()!;
      const waiting = this.queue.shift()!;
      this.busy.set(worker, waiting);
      const spare = this.spares.pop();
      worker.postMessage({ ...waiting.request, spare } satisfies ChunkRequest, spare ? [spare] : []);
    }
  }

  private begun(worker: Worker): void {
    this.ready++;
    this.idle.push(worker);
    this.dispatch();
  }

  private finished(worker: Worker, reply: ChunkReply): void {
    this.served.add(worker);
    const waiting = this.busy.get(worker);
    this.busy.delete(worker);
    this.idle.push(worker);
    if ('error' in reply) waiting?.reject(new SynthError(reply.error.code ?? 'worker/failed', reply.error.message));
    else waiting?.resolve(reply);
    this.dispatch();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of [...this.busy.values(), ...this.queue.splice(0)]) reject(this.failure);
    this.busy.clear();
  }
}
