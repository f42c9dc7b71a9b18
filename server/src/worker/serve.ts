import { parentPort } from 'node:worker_threads';
import { failureOf } from '../requests/failure.js';
import type { FromThread, Question, ToThread } from './protocol.js';
import { TaskRun } from './task-run.js';
import { TASKS } from './tasks.js';

/** Does what the server asks, until the server ends this thread. */
export function serveTasks(): void {
  const port = parentPort!;
  const running = new Map<number, AbortController>();
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let questions = 0;
  const send = (message: FromThread): void => port.postMessage(message);

  const run = async ({ id, task, params, surroundings }: ToThread & { readonly type: 'run' }): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    const taskRun = new TaskRun(
      surroundings,
      controller.signal,
      (progress) => send({ type: 'progress', id, progress }),
      (question) => ask(id, question, controller.signal),
    );
    try {
      const work = TASKS[task] as (params: unknown, run: TaskRun) => Promise<unknown>;
      send({ type: 'done', id, result: await work(params, taskRun) });
    } catch (error) {
      send({ type: 'failed', id, failure: await failureOf(error, (file) => taskRun.parsed(file), taskRun.secrets) });
    } finally {
      running.delete(id);
    }
  };
  const ask = (id: number, question: Question, signal: AbortSignal): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const number = questions++;
      asked.set(number, { resolve, reject });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      send({ type: 'ask', id, question: number, asked: question });
    });

  port.on('message', (message: ToThread) => {
    switch (message.type) {
      case 'run':
        void run(message);
        break;
      case 'cancel':
        running.get(message.id)?.abort();
        break;
      case 'answer':
        asked.get(message.question)?.resolve(message.value);
        asked.delete(message.question);
        break;
      case 'refused':
        asked.get(message.question)?.reject(new Error(message.message));
        asked.delete(message.question);
        break;
    }
  });
}
