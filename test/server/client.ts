import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/run.js';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Speaks the protocol with the built server over its standard streams. */
export class ServerClient {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #received: Message[] = [];
  #waiting: (() => void)[] = [];
  #next = 1;

  constructor() {
    this.#server = spawn(process.execPath, [join(ROOT, 'dist/server.cjs'), '--stdio']);
    let buffer = Buffer.alloc(0);
    this.#server.stdout.on('data', (piece: Buffer) => {
      buffer = Buffer.concat([buffer, piece]);
      for (;;) {
        const end = buffer.indexOf('\r\n\r\n');
        const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(end, 0)).toString())?.[1]);
        if (end < 0 || buffer.length < end + 4 + length) return;
        this.#received.push(JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString()) as Message);
        buffer = buffer.subarray(end + 4 + length);
        for (const wake of this.#waiting.splice(0)) wake();
      }
    });
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  async request(method: string, params: unknown = null): Promise<unknown> {
    const id = this.#next++;
    this.#send({ id, method, params });
    return (await this.#take((message) => message.id === id && message.method === undefined)).result;
  }

  /** The next notification of a kind about which `wanted` holds; those before it are dropped. */
  async notified(method: string, wanted: (params: never) => boolean = () => true): Promise<unknown> {
    const found = await this.#take((message) => message.method === method && wanted(message.params as never));
    return found.params;
  }

  async close(): Promise<number | null> {
    await this.request('shutdown');
    const ended = new Promise<number | null>((done) => this.#server.on('close', done));
    this.notify('exit', null);
    return ended;
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  async #take(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.#received.findIndex(wanted);
      if (at >= 0) return this.#received.splice(at, 1)[0]!;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }
}
