import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from './answer.js';
import type { Answer } from './faults.js';
import { type AskedOf, readGemini, readOpenAI } from './wires.js';

export { FAULTS, type Answer, type Fault } from './faults.js';
export type { AskedOf } from './wires.js';

/** A request as the server got it. */
export interface RecordedRequest extends AskedOf {
  /** From 0. */
  readonly number: number;
  readonly path: string;
  /** Names in lower case; whatever carries a key is `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a key came with it. */
  readonly keyed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  /** ms since the server started. */
  readonly at: number;
  /** Set when the caller went away before the answer was complete. */
  readonly abandoned: boolean;
}

/** Words, or all that an answer can be told to be. */
export type Reply = string | Answer;

/**
 * What to answer: always the same; one after the other (the last one again and again); or whatever a function makes of
 * the request, a real model behind it included.
 */
export type Script = Reply | readonly Reply[] | ((request: RecordedRequest) => Reply | Promise<Reply>);

export interface ServerOptions {
  /** The only key that is taken; without it any key, and none, will do. */
  readonly key?: string;
  /** Body of `GET /models`, OpenRouter's wire. */
  readonly models?: readonly object[];
}

export interface ModelServer {
  /** `http://127.0.0.1:PORT`, the base URL of the Gemini wire. */
  readonly url: string;
  /** Base URL of the OpenAI and OpenRouter wires. */
  readonly openAI: string;
  /** Questions in their order, `GET` requests left out. */
  readonly requests: readonly RecordedRequest[];
  /** Questions that are being answered, and the most there were at once. */
  readonly active: number;
  readonly peak: number;
  /** Answers what follows by another script. */
  use(script: Script): void;
  /** Resolves when so many questions have come. */
  received(count: number): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Starts an HTTP server on loopback that speaks both model wires and answers by a script. */
export async function startModelServer(script: Script = {}, options: ServerOptions = {}): Promise<ModelServer> {
  const started = performance.now();
  const requests: (RecordedRequest & { abandoned: boolean })[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  let turns = 0;
  let current = script;
  let active = 0;
  let peak = 0;

  const next = async (request: RecordedRequest): Promise<Answer> => {
    const reply: Reply =
      typeof current === 'function'
        ? await current(request)
        : Array.isArray(current)
          ? ((current as readonly Reply[])[Math.min(turns++, current.length - 1)] ?? {})
          : (current as Reply);
    return typeof reply === 'string' ? { text: reply } : reply;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const key = keyOf(request);
    const path = (request.url ?? '/').split('?')[0]!;
    const gemini = /^\/v1(?:beta|alpha)?\/(models|tunedModels)(?:\/(.+):(\w+))?$/.exec(path);
    const wire = gemini && (gemini[3] !== undefined || path.startsWith('/v1beta')) ? 'gemini' : 'openai';
    if (options.key !== undefined && key !== options.key) {
      return send(response, { fault: 'bad-key' }, { ...readOpenAI({}), wire }, key);
    }
    if (request.method === 'GET') return sendJson(response, listOf(path, wire, options.models));
    const text = await textOf(request);
    const body = JSON.parse(text) as Record<string, unknown>;
    if (gemini?.[3] === 'countTokens') return sendJson(response, { totalTokens: Math.ceil(text.length / 4) });
    const asked =
      gemini?.[3] === undefined
        ? readOpenAI(body)
        : readGemini(gemini[2]!, gemini[3] === 'streamGenerateContent', body);
    if (gemini?.[3] === undefined && !path.endsWith('/chat/completions')) {
      return sendJson(response, { error: { code: 404, message: `Nothing at ${path}.` } }, 404);
    }

    const record = {
      ...asked,
      number: requests.length,
      path,
      headers: masked(request.headers),
      keyed: key !== '',
      body,
      at: performance.now() - started,
      abandoned: false,
    };
    requests.push(record);
    active++;
    peak = Math.max(peak, active);
    response.on('close', () => {
      active--;
      record.abandoned = !response.writableFinished;
    });
    for (const each of waiting) if (requests.length >= each.count) each.done();
    await send(response, await next(record), asked, key);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, { error: { code: 500, message: `The script failed: ${String(error)}` } }, 500);
    });
  });
  const url = await listen(server);
  return {
    url,
    openAI: `${url}/api/v1`,
    requests,
    get active() {
      return active;
    },
    get peak() {
      return peak;
    },
    use(other) {
      current = other;
      turns = 0;
    },
    received: (count) =>
      requests.length >= count ? Promise.resolve() : new Promise((done) => waiting.push({ count, done })),
    close: () => stop(server),
  };
}

/** A base URL at which nobody listens. */
export async function refusedUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await stop(server);
  return url;
}

function listen(server: Server): Promise<string> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

function keyOf(request: IncomingMessage): string {
  const given = request.headers['x-goog-api-key'] ?? request.headers.authorization ?? '';
  return String(given).replace(/^Bearer /, '');
}

function masked(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      /authorization|key|token|cookie|secret/.test(name) ? '***' : String(value),
    ]),
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const MODELS = [
  {
    id: 'loopback/small',
    name: 'Loopback: Small',
    context_length: 8192,
    pricing: { prompt: '0.0000001', completion: '0.0000004', request: '0' },
    top_provider: { max_completion_tokens: 2048 },
    supported_parameters: ['max_tokens', 'temperature', 'seed', 'response_format', 'structured_outputs'],
  },
  {
    id: 'loopback/plain',
    name: 'Loopback: Plain',
    context_length: 4096,
    pricing: { prompt: '-1', completion: '-1' },
    supported_parameters: ['max_tokens', 'temperature'],
  },
];

function listOf(path: string, wire: 'gemini' | 'openai', models: readonly object[] = MODELS): object {
  if (wire === 'openai') {
    return path.endsWith('/key')
      ? { data: { label: 'loopback', limit: null, usage: 0 } }
      : { object: 'list', data: models };
  }
  return {
    models: [
      {
        name: 'models/gemini-2.5-flash',
        displayName: 'Gemini 2.5 Flash',
        inputTokenLimit: 1_048_576,
        outputTokenLimit: 65_536,
        supportedGenerationMethods: ['generateContent', 'countTokens'],
      },
      {
        name: 'models/text-embedding-004',
        displayName: 'Text Embedding',
        inputTokenLimit: 2048,
        outputTokenLimit: 1,
        supportedGenerationMethods: ['embedContent'],
      },
    ],
  };
}
