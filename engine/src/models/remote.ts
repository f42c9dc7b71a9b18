import { OptionError } from '../errors.js';
import { Call } from './call.js';
import { ModelError, type ModelErrorCode } from './error.js';
import { type Fault, FaultError } from './http-errors.js';
import type { EventProvider, FinishReason, ModelEvent, ModelOptions, ModelUsage } from './provider.js';
import { redact, withoutKeys } from './redact.js';

/** What every provider behind HTTP may be told. */
export interface RemoteOptions {
  /** Read anew for each call where it is a function. */
  readonly apiKey?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  readonly baseUrl?: string | undefined;
  /** Sent with each request. Their values are kept out of errors as keys are. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** US dollars for so many tokens of an answer; NaN where not known. */
  readonly price?: ((model: string, outputTokens: number) => number) | undefined;
  readonly supportedModels?: readonly string[] | undefined;
  /** Whether answers are asked for piece by piece; true. */
  readonly stream?: boolean | undefined;
}

/** A model as its provider lists it. */
export interface ListedModel {
  readonly id: string;
  readonly name?: string | undefined;
  /** Tokens of a question and its answer together. */
  readonly contextTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  /** US dollars a token. */
  readonly inputPrice?: number | undefined;
  readonly outputPrice?: number | undefined;
  /** Whether a JSON Schema of the answer is enforced. */
  readonly structuredOutput?: boolean | undefined;
}

/** A piece of an answer, the same for all wires. */
export interface Part {
  readonly text: string;
  readonly finish?: FinishReason | undefined;
  readonly usage?: ModelUsage | undefined;
  readonly model?: string | undefined;
  /** Words of a refusal, or the reason of a filter. */
  readonly refused?: string | undefined;
}

/** A question with all that is needed to put it on the wire. */
export interface Outgoing {
  readonly prompt: string;
  readonly options: ModelOptions;
  readonly key: string | undefined;
  readonly call: Call;
}

const IDLE = 30_000;

/**
 * What providers behind HTTP share: one attempt a call, an end that is told once, silence and aborts that end a call at
 * once, and errors with a stable code, the provider's words and no key. A wire says how a question is put and read.
 */
export abstract class RemoteProvider implements EventProvider {
  abstract readonly name: string;
  readonly supportedModels: string[];
  /** Without credentials, query, or a slash at its end. */
  protected readonly baseUrl: string;
  protected readonly streamed: boolean;
  /** The environment variable that people set the key by, for messages. */
  protected readonly keyName: string | undefined;

  readonly #apiKey: RemoteOptions['apiKey'];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #price: RemoteOptions['price'];

  /** @throws OptionError where the base URL or a header cannot be used. */
  constructor(options: RemoteOptions, defaults: { readonly baseUrl: string; readonly keyName?: string | undefined }) {
    this.baseUrl = readBaseUrl(options.baseUrl ?? defaults.baseUrl);
    this.keyName = defaults.keyName;
    this.streamed = options.stream ?? true;
    this.supportedModels = [...(options.supportedModels ?? [])];
    this.#apiKey = options.apiKey;
    this.#headers = readHeaders(options.headers ?? {});
    this.#price = options.price;
  }

  /** Whether a call without a key is refused before it is sent. */
  protected abstract readonly needsKey: boolean;
  /** Puts a question and reads its answer. Whatever it throws is explained by `faultOf`. */
  protected abstract parts(question: Outgoing): AsyncIterable<Part>;
  /** What an error of the library beneath means. */
  protected abstract faultOf(error: unknown): Fault;

  structuredOutput?(model: string): boolean | undefined;

  async *events(prompt: string, options: ModelOptions): AsyncGenerator<ModelEvent, void, undefined> {
    const call = new Call(options.signal, options.idleTimeout ?? IDLE);
    const secrets: string[] = this.#secrets();
    let usage: ModelUsage = {};
    let model = options.model;
    let finish: FinishReason | undefined;
    let refused: string | undefined;
    let answered = false;
    try {
      if (call.abandoned) throw call.signal.reason;
      checkModel(options.model);
      const key = await call.race(this.#key(secrets));
      for await (const part of this.parts({ prompt, options, key, call })) {
        if (part.usage !== undefined) usage = merged(usage, part.usage);
        model = part.model ?? model;
        finish = part.finish ?? finish;
        refused = part.refused === undefined ? refused : (refused ?? '') + part.refused;
        if (part.text !== '') {
          answered = true;
          yield { type: 'text', text: part.text };
        }
        if (call.abandoned) throw call.signal.reason;
      }
      if (!answered && (finish === 'blocked' || refused !== undefined)) {
        throw new FaultError({ code: 'model/blocked', retryable: false, words: refused });
      }
      if (!answered && finish === 'length') {
        const words = 'all tokens of the answer were spent before its first word';
        throw new FaultError({ code: 'model/truncated', retryable: false, words });
      }
      if (finish === undefined) {
        throw new FaultError(
          answered
            ? { code: 'model/truncated', retryable: true, words: 'no reason was given for the end' }
            : { code: 'model/empty', retryable: true },
        );
      }
      if (!answered) throw new FaultError({ code: 'model/empty', retryable: true });
      yield { type: 'end', finish: refused === undefined ? finish : 'blocked', usage, model };
    } catch (error) {
      throw this.#explain(error, options.model, call, secrets, usage);
    } finally {
      call.close();
    }
  }

  /**
   * The whole answer.
   * @throws ModelError also where the answer ended at `maxTokens` (`model/truncated`) or was filtered (`model/blocked`).
   */
  async generate(prompt: string, options: ModelOptions): Promise<string> {
    let text = '';
    for await (const piece of this.generateStream(prompt, options)) text += piece;
    return text;
  }

  /** The answer piece by piece. @throws ModelError as `generate`, after the pieces there are. */
  async *generateStream(prompt: string, options: ModelOptions): AsyncGenerator<string, void, undefined> {
    for await (const event of this.events(prompt, options)) {
      if (event.type === 'text') yield event.text;
      else if (event.finish === 'length' || event.finish === 'blocked') {
        const code = event.finish === 'length' ? 'model/truncated' : 'model/blocked';
        throw this.#error({ code, retryable: false }, options.model, [], { usage: event.usage });
      }
    }
  }

  getCost(model: string, tokens: number): number {
    return this.#price?.(model, tokens) ?? NaN;
  }

  /** Runs a request that asks no model, under the same rules. @throws ModelError */
  protected async request<T>(
    what: string,
    signal: AbortSignal | undefined,
    ask: (call: Call, key: string | undefined) => Promise<T>,
  ): Promise<T> {
    const call = new Call(signal, IDLE);
    const secrets = this.#secrets();
    try {
      if (call.abandoned) throw call.signal.reason;
      const key = await call.race(this.#key(secrets));
      return await call.race(ask(call, key));
    } catch (error) {
      throw this.#explain(error, what, call, secrets, undefined);
    } finally {
      call.close();
    }
  }

  /** Headers of one's own. */
  protected headers(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  #secrets(): string[] {
    return Object.entries(this.#headers)
      .filter(([name]) => /auth|key|token|secret|cookie/iu.test(name))
      .map(([, value]) => value);
  }

  async #key(secrets: string[]): Promise<string | undefined> {
    const key = (await this.#givenKey())?.trim() || undefined;
    if (key === undefined) {
      if (this.needsKey) throw new FaultError({ code: 'model/no-key', retryable: false });
      return undefined;
    }
    secrets.push(key);
    if (!/^[\x21-\x7e]+$/u.test(key)) {
      const words = 'it holds characters that no key has: was it copied whole, and alone?';
      throw new FaultError({ code: 'model/bad-key', retryable: false, words });
    }
    return key;
  }

  async #givenKey(): Promise<string | undefined> {
    if (typeof this.#apiKey !== 'function') return this.#apiKey;
    try {
      return await this.#apiKey();
    } catch (error) {
      const words = `it could not be had: ${error instanceof Error ? error.message : String(error)}`;
      throw new FaultError({ code: 'model/no-key', retryable: false, words });
    }
  }

  #explain(error: unknown, model: string, call: Call, secrets: readonly string[], usage?: ModelUsage): ModelError {
    if (error instanceof ModelError) return error;
    if (call.abandoned) {
      return this.#error({ code: 'model/aborted', retryable: false }, model, secrets, { usage, cause: error });
    }
    const fault = error instanceof FaultError ? error.fault : this.faultOf(error);
    if (call.stopped === 'silence' && fault.status === undefined) {
      const words = `nothing came for ${call.idleTimeout / 1000} s`;
      return this.#error({ code: 'model/timeout', retryable: true, words }, model, secrets, { usage });
    }
    const cause = error instanceof FaultError ? undefined : error;
    return this.#error(fault, model, secrets, { usage, cause });
  }

  #error(
    fault: Fault,
    model: string,
    secrets: readonly string[],
    extra: { readonly usage?: ModelUsage | undefined; readonly cause?: unknown },
  ): ModelError {
    const [what, wayOut] = this.#say(fault);
    const status = fault.status === undefined ? '' : ` (${fault.status})`;
    const words = fault.words ? `: ${clipped(redact(fault.words, secrets))}` : '';
    const stop = /[.!?…]”?$/u.test(words) ? '' : '.';
    return new ModelError(
      fault.code,
      `${this.name} (${redact(model, secrets)}) ${what}${status}${words}${stop}${wayOut ? ` ${wayOut}` : ''}`,
      {
        provider: this.name,
        model,
        retryable: fault.retryable,
        status: fault.status,
        retryAfter: fault.retryAfter,
        usage: extra.usage,
        cause: withoutKeys(extra.cause, secrets),
      },
    );
  }

  #say(fault: Fault): readonly [what: string, wayOut: string] {
    const key = this.keyName ?? `the key of ${this.name}`;
    const wait = fault.retryAfter === undefined ? '' : ` for ${Math.ceil(fault.retryAfter / 1000)} s`;
    const said: Readonly<Record<ModelErrorCode, readonly [string, string]>> = {
      'model/network': [
        `could not be reached at ${hostOf(this.baseUrl)}, or was cut off`,
        'Check the network and the base URL.',
      ],
      'model/timeout': ['did not answer in time', 'Try again, or raise the idle timeout.'],
      'model/aborted': ['was stopped by the caller', ''],
      'model/bad-request': ['refused the request', 'Check the options and limits of the model.'],
      'model/no-key': ['needs a key', `Set ${key}.`],
      'model/bad-key': ['refused the key', `Check ${key}.`],
      'model/no-credit': ['has no credit or quota left', 'Add some at the provider, or choose another model.'],
      'model/forbidden': ['does not allow this', 'Change the prompt, or choose another model.'],
      'model/not-found': ['has no such model', 'Choose another: `agentic-synth models` lists them.'],
      'model/rate-limited': ['asks to slow down', `Wait${wait}, or name a fallback.`],
      'model/server': ['failed on its side', 'Try again later, or name a fallback.'],
      'model/blocked': ['declined to answer', 'Change the prompt, or choose another model.'],
      'model/truncated': ['ended before the answer was complete', 'Ask for less at once, or allow more tokens.'],
      'model/empty': ['answered with nothing', 'Try again, or choose another model.'],
      'model/bad-response': ['sent what is no answer', 'Check the base URL, or try again.'],
    };
    return said[fault.code];
  }
}

/** Why a URL cannot be a base URL, or the URL without a slash at its end. */
function readBaseUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new OptionError(`The base URL ${JSON.stringify(redact(text))} is no URL: it looks like https://host/path.`);
  }
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OptionError(`The base URL ${shown} begins with neither http: nor https:.`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new OptionError(
      `The base URL ${shown} holds more than an address. Put credentials into \`apiKey\` or \`headers\` and leave out what follows the path.`,
    );
  }
  return shown.replace(/\/+$/u, '');
}

function readHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers([[name, value]]);
    } catch {
      throw new OptionError(
        `The header ${JSON.stringify(redact(name, [value]))} cannot be sent: its name or value holds characters that no header has.`,
      );
    }
  }
  return { ...headers };
}

function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}

/** Ids become part of a URL: nothing in them may change where it leads. */
function checkModel(model: string): void {
  if (/^[\w@~.:+-]+(?:\/[\w@~.:+-]+)*$/u.test(model) && !/(?:^|\/)\.{1,2}(?:\/|$)/u.test(model)) return;
  throw new FaultError({
    code: 'model/not-found',
    retryable: false,
    words: 'the id holds characters that no model id has',
  });
}

function merged(before: ModelUsage, after: ModelUsage): ModelUsage {
  return {
    inputTokens: after.inputTokens ?? before.inputTokens,
    outputTokens: after.outputTokens ?? before.outputTokens,
    cost: after.cost ?? before.cost,
  };
}

/** One line of bounded length, without control characters. */
function clipped(words: string): string {
  const line = words.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= 400 ? line : `${line.slice(0, 399).trimEnd()}…`;
}
