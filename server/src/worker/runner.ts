import { Worker } from 'node:worker_threads';
import { Failure } from '../requests/failure.js';
import type {
  FromThread,
  Question,
  RunnerStart,
  Surroundings,
  TaskName,
  TaskProgress,
  Tasks,
  ToThread,
} from './protocol.js';

/** A cancelled task that does not end by itself within so many milliseconds is ended with its thread. */
const PATIENCE = 1000;

export interface RunnerSettings {
  /** The file that threads start from. */
  readonly entry: string;
  /** Megabytes of objects that a thread may hold. */
  readonly memory: number;
  /** Asks the editor on behalf of a task. */
  ask(question: Question, signal: AbortSignal): Promise<unknown>;
  /** Told of errors that nobody meant. */
  log(text: string): void;
}

interface Running {
  readonly abort: AbortController;
  readonly onProgress: ((progress: TaskProgress) => void) | undefined;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A thread that does tasks. It starts with the first one; where it crashes, the next one starts another. */
export class Runner {
  #worker: Worker | undefined;
  #stale = false;
  readonly #running = new Map<number, Running>();
  #next = 0;

  constructor(private readonly settings: RunnerSettings) {}

  /**
   * Does a task.
   * @throws Failure: of the task itself, `run/cancelled`, or `worker/crashed`
   */
  run<Name extends TaskName>(
    task: Name,
    params: Tasks[Name][0],
    surroundings: Surroundings,
    { signal, onProgress }: { readonly signal?: AbortSignal; onProgress?(progress: TaskProgress): void } = {},
  ): Promise<Tasks[Name][1]> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (this.#stale && this.#running.size === 0) void this.close();
      const id = this.#next++;
      const abort = new AbortController();
      const stop = (): void => this.#cancel(id);
      const settle = (): void => {
        signal?.removeEventListener('abort', stop);
        abort.abort();
        this.#running.delete(id);
      };
      this.#running.set(id, {
        abort,
        onProgress,
        resolve: (result) => (settle(), resolve(result as Tasks[Name][1])),
        reject: (error) => (settle(), reject(error)),
      });
      signal?.addEventListener('abort', stop, { once: true });
      this.#send({ type: 'run', id, task, params, surroundings });
    });
  }

  /** What the thread has loaded may be out of date: the next task that finds it idle starts another. */
  renew(): void {
    this.#stale = true;
  }

  /** Ends the thread, and what it was doing; the next task starts another. */
  async close(reason: Error = cancelled()): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#stale = false;
    for (const running of [...this.#running.values()]) running.reject(reason);
    await worker?.terminate();
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#send({ type: 'cancel', id });
    // A thread that computes does not hear: it is ended, with what else it does.
    const timer = setTimeout(() => {
      if (this.#running.get(id) === running) void this.close();
    }, PATIENCE);
    timer.unref();
  }

  #send(message: ToThread): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(this.settings.entry, {
      workerData: { agenticSynth: 'run' } satisfies RunnerStart,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.settings.memory },
      // What plug-ins print must not get among the messages of the protocol.
      stdout: true,
      stderr: true,
    });
    worker.stdout.on('data', (text: Buffer) => this.settings.log(String(text)));
    worker.stderr.on('data', (text: Buffer) => this.settings.log(String(text)));
    const gone = (message: string): void => {
      if (this.#worker !== worker) return;
      void this.close(new Failure(message, { code: 'worker/crashed' }));
    };
    worker.on('message', (message: FromThread) => this.#received(worker, message));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      this.settings.log(error.stack ?? String(error));
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      gone(
        full
          ? `The run needed more memory than the ${this.settings.memory} MB it may have, and was ended.`
          : `The run crashed: ${error.message}`,
      );
    });
    worker.on('exit', (code) => gone(`The run ended its thread (code ${code}).`));
    worker.unref();
    return worker;
  }

  #received(worker: Worker, message: FromThread): void {
    const running = this.#running.get(message.id);
    if (worker !== this.#worker || running === undefined) return;
    switch (message.type) {
      case 'done':
        running.resolve(message.result);
        break;
      case 'failed': {
        const { message: text, data, stack } = message.failure;
        if (stack !== undefined) this.settings.log(stack);
        running.reject(new Failure(text, data));
        break;
      }
      case 'progress':
        running.onProgress?.(message.progress);
        break;
      case 'ask':
        void this.#answer(message.question, message.asked, running);
        break;
    }
  }

  async #answer(question: number, asked: Question, running: Running): Promise<void> {
    try {
      const value = await this.settings.ask(asked, running.abort.signal);
      if (this.#worker !== undefined) this.#send({ type: 'answer', question, value });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (this.#worker !== undefined) this.#send({ type: 'refused', question, message });
    }
  }
}

export function cancelled(message = 'The run was cancelled.'): Failure {
  return new Failure(message, { code: 'run/cancelled' });
}
