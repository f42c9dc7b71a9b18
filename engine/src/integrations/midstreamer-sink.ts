import { withVariable } from '../files/optional-package.js';
import { loadPackage, MIDSTREAMER } from './packages.js';
import type { Sink, SinkRetry, SinkRow } from './sink.js';

/** A message as midstreamer's transport carries it. */
interface Message {
  readonly id: string;
  readonly type: string;
  readonly streamId: string;
  readonly payload: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The part of midstreamer's transport that is used. */
interface Transport {
  send(address: string, message: Message): Promise<void>;
  close(): Promise<void>;
  /** Open connections by address: WebSockets, as long as the transport is the one over them. */
  readonly connections?: ReadonlyMap<string, Connection>;
}

interface Connection {
  ping(data: string): void;
  terminate(): void;
  on(event: 'pong', listener: (data: { toString(): string }) => void): void;
  on(event: 'close', listener: () => void): void;
  off(event: string, listener: (...args: never[]) => void): void;
}

interface Package {
  loadQuicTransport(config?: object): Promise<Transport>;
}

export interface MidstreamerSinkOptions {
  /** `host:port`, `ws://…` or `wss://…`. */
  readonly address: string;
  /** Messages carry it as their `streamId`. */
  readonly pipeline: string;
  readonly retry?: SinkRetry | undefined;
  readonly module?: object | undefined;
}

/**
 * Sends each row as a message `{ id, type: 'row', streamId, payload, metadata: { table, row } }`. The transport itself neither
 * waits for its reader nor says what has arrived; so each batch is followed by a WebSocket ping, and counts as delivered when the
 * pong is back: the peer has then read all that came before.
 */
export class MidstreamerSink implements Sink {
  readonly name = 'midstreamer';
  readonly target: string;
  readonly retry: SinkRetry | undefined;
  #transport: Transport | undefined;
  /** The transport forgets connections that it replaced; open ones would keep the process alive. */
  readonly #connections = new Set<Connection>();
  #pings = 0;

  constructor(private readonly options: MidstreamerSinkOptions) {
    this.target = `${options.address} (${options.pipeline})`;
    this.retry = options.retry;
  }

  async open(_run: unknown, signal: AbortSignal): Promise<void> {
    if (this.#transport === undefined) {
      const { loadQuicTransport } = await loadPackage<Package>(MIDSTREAMER, 'loadQuicTransport', this.options.module);
      // Its log goes to standard output, among the rows.
      this.#transport = await withVariable('QUIET', 'true', () => loadQuicTransport());
    }
    const control = `${this.options.pipeline}/control`;
    await this.#send({ id: `${control}:open`, type: 'heartbeat', streamId: control, payload: null });
    await this.#arrived(signal);
  }

  async write(rows: readonly SinkRow[], signal: AbortSignal): Promise<void> {
    // One after another: the transport opens a connection for each message that finds none.
    for (const { id, table, row, value } of rows) {
      signal.throwIfAborted();
      const metadata = { table, row };
      await this.#send({ id, type: 'row', streamId: this.options.pipeline, payload: value, metadata });
    }
    await this.#arrived(signal);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.terminate();
    this.#connections.clear();
    await this.#transport?.close();
    this.#transport = undefined;
  }

  async #send(message: Message): Promise<void> {
    const { address } = this.options;
    const transport = this.#transport!;
    await transport.send(address, message);
    const connection = transport.connections?.get(address);
    if (connection !== undefined) this.#connections.add(connection);
  }

  /** Resolves when the peer has read everything sent before. Where that cannot be asked, what is sent counts. */
  async #arrived(signal: AbortSignal): Promise<void> {
    const connection = this.#transport!.connections?.get(this.options.address);
    if (typeof connection?.ping !== 'function') return;
    const mark = `agentic-synth ${this.#pings++}`;
    let answered: (data: { toString(): string }) => void;
    let closed: () => void;
    let aborted: () => void;
    try {
      await new Promise<void>((resolve, reject) => {
        answered = (data) => {
          if (data.toString() === mark) resolve();
        };
        closed = () => {
          this.#connections.delete(connection);
          reject(new Error('the connection was closed'));
        };
        aborted = () => {
          // Whoever does not answer is not there: the next attempt connects anew.
          connection.terminate();
          reject(signal.reason as Error);
        };
        connection.on('pong', answered);
        connection.on('close', closed);
        signal.addEventListener('abort', aborted, { once: true });
        connection.ping(mark);
      });
    } finally {
      connection.off('pong', answered!);
      connection.off('close', closed!);
      signal.removeEventListener('abort', aborted!);
    }
  }
}
