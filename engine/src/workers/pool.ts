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

/** Requests that a thread has at once: one to go on with while the answer to the other is on its way. */
const AT_ONCE = 2;

/** Threads that encode chunks; requests are served in the order they come. */
export class WorkerPool {
  private readonly workers: Worker[] = [];
  private readonly queue: Waiting[] = [];
  /** By thread that has started: its requests. */
  private readonly busy = new Map<Worker, Waiting[]>();
  private readonly served = new Set<Worker>();
  private failure: Error | undefined;
  private next = 0;

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
        if (this.busy.get(worker)?.length !== 0)
          this.fail(new SynthError('worker/ended', `A worker thread ended (code ${code}) before its rows were done.`));
      });
      this.workers.push(worker);
    }
  }

  /** Threads that have encoded anything. */
  get used(): number {
    return this.served.size;
  }

  /** Threads that have started. */
  get ready(): number {
    return this.busy.size;
  }

  /** Requests that are not done. */
  get load(): number {
    let load = this.queue.length;
    for (const requests of this.busy.values()) load += requests.length;
    return load;
  }

  /** Encodes rows of a table on the next free thread. What is handed on for reuse goes there. */
  encode(request: Omit<ChunkRequest, 'id'>): Promise<EncodedChunk> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.queue.push({ request: { ...request, id: this.next++ }, resolve, reject });
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    this.fail(new SynthError('worker/closed', 'The worker threads were stopped.'));
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private dispatch(): void {
    for (let load = 0; load < AT_ONCE; load++) {
      for (const [worker, requests] of this.busy) {
        if (this.queue.length === 0) return;
        if (requests.length > load) continue;
        const waiting = this.queue.shift()!;
        requests.push(waiting);
        const { spare } = waiting.request;
        worker.postMessage(waiting.request, spare ? [spare] : []);
      }
    }
  }

  private begun(worker: Worker): void {
    this.busy.set(worker, []);
    this.dispatch();
  }

  private finished(worker: Worker, reply: ChunkReply): void {
    this.served.add(worker);
    const requests = this.busy.get(worker);
    // After a failure nobody waits any more.
    if (requests === undefined) return;
    const [waiting] = requests.splice(
      requests.findIndex(({ request }) => request.id === reply.id),
      1,
    );
    if ('error' in reply) waiting.reject(new SynthError(reply.error.code ?? 'worker/failed', reply.error.message));
    else waiting.resolve(reply);
    this.dispatch();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of [...[...this.busy.values()].flat(), ...this.queue.splice(0)]) reject(this.failure);
    this.busy.clear();
  }
}
