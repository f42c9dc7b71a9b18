import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex, Readable, Writable } from 'node:stream';
import {
  createMessageConnection,
  type InitializeResult,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

import { ROOT } from '../support/run.js';

export const SERVER = join(ROOT, 'dist/server.cjs');

export interface ClientOptions {
  /** Capabilities of the client. */
  readonly capabilities?: object;
  readonly initializationOptions?: object;
  /** URIs of folders. */
  readonly folders?: readonly string[];
  /** Default: this process. */
  readonly processId?: number | null;
  readonly env?: NodeJS.ProcessEnv;
  /** Of the server; `--stdio` by default. */
  readonly args?: readonly string[];
  readonly stdio?: StdioOptions;
  /** Streams to speak over instead of the standard ones. */
  streams?(server: ChildProcess): Promise<Duplex>;
}

interface Progress {
  readonly kind: 'begin' | 'report' | 'end';
  readonly message?: string;
  readonly percentage?: number;
}

interface Notified {
  readonly method: string;
  readonly params: unknown;
}

/** Speaks the protocol with the built server. */
export class ServerClient {
  readonly process: ChildProcess;
  /** Everything that the server has said unasked, first to last. */
  readonly heard: Notified[] = [];
  /** Everything that came from the server, as text. */
  transcript = '';
  stderr = '';
  #connection: MessageConnection | undefined;
  #unread: Notified[] = [];
  #waiting: (() => void)[] = [];

  constructor(private readonly options: ClientOptions = {}) {
    this.process = spawn(process.execPath, [SERVER, ...(options.args ?? ['--stdio'])], {
      env: options.env ?? process.env,
      stdio: options.stdio ?? 'pipe',
    });
    this.process.stderr?.on('data', (text: Buffer) => (this.stderr += String(text)));
  }

  /** Answers what the server asks. */
  onRequest(method: string, answer: (params: never) => unknown): void {
    this.#wire.onRequest(method, answer as (params: unknown) => unknown);
  }

  async connect(): Promise<void> {
    const streams = await this.options.streams?.(this.process);
    const input: Readable = streams ?? this.process.stdout!;
    const output: Writable = streams ?? this.process.stdin!;
    input.on('data', (text: Buffer) => (this.transcript += String(text)));
    this.#connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    this.#connection.onUnhandledProgress((params) => {
      this.#unread.push({ method: '$/progress', params });
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#connection.onNotification((method, params) => {
      const notified = { method, params: Array.isArray(params) && params.length === 1 ? params[0] : params };
      this.heard.push(notified);
      this.#unread.push(notified);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.listen();
  }

  /** Starts and initialises. */
  async start(): Promise<InitializeResult> {
    if (this.#connection === undefined) await this.connect();
    const { capabilities = {}, initializationOptions, folders, processId = process.pid } = this.options;
    const workspaceFolders = folders?.map((uri) => ({ uri, name: uri })) ?? null;
    const params = { processId, rootUri: null, workspaceFolders, capabilities, initializationOptions };
    const result = await this.request<InitializeResult>('initialize', params);
    this.notify('initialized', {});
    return result;
  }

  get #wire(): MessageConnection {
    if (this.#connection === undefined) throw new Error('connect() first');
    return this.#connection;
  }

  notify(method: string, params: unknown): void {
    void this.#wire.sendNotification(method, params);
  }

  /** @throws ResponseError */
  request<T = unknown>(method: string, params: unknown = null, token?: object): Promise<T> {
    return this.#wire.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
  }

  /** The next notification of a kind about which `wanted` holds; those before it are dropped. */
  async notified<T = unknown>(method: string, wanted: (params: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const at = this.#unread.findIndex((one) => one.method === method && wanted(one.params as T));
      if (at >= 0) return this.#unread.splice(0, at + 1).at(-1)!.params as T;
      await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  /** The next progress of a request about which `wanted` holds. */
  async progressed(token: string, wanted: (value: Progress) => boolean): Promise<Progress> {
    const fits = (params: { token: unknown; value: Progress }): boolean =>
      params.token === token && wanted(params.value);
    return (await this.notified('$/progress', fits)).value;
  }

  open(uri: string, text: string, version = 1): void {
    const languageId = /json$/.test(uri) ? 'synth-json' : 'synth-yaml';
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  change(uri: string, version: number, ...contentChanges: object[]): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** The process's exit code once it is gone. */
  ended(): Promise<number | null> {
    if (this.process.exitCode !== null) return Promise.resolve(this.process.exitCode);
    return new Promise((done) => this.process.on('exit', done));
  }

  async close(): Promise<number | null> {
    await this.request('shutdown');
    const ended = this.ended();
    this.notify('exit', null);
    return ended;
  }
}
