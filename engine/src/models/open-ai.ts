import type { OpenAI } from 'openai';
import type { Call } from './call.js';
import { type Fault, FaultError, faultOfStatus, faultOfThrown, retryAfterOf, wordsOf } from './http-errors.js';
import type { FinishReason, ModelUsage } from './provider.js';
import { type ListedModel, type Outgoing, type Part, RemoteProvider, type RemoteOptions } from './remote.js';
import { isStrict } from './strict-schema.js';

/** Name, key and address of an {@link OpenAICompatibleProvider}. */
export interface OpenAICompatibleOptions extends RemoteOptions {
  /** What the provider is called in routes, reports and errors; `openAICompatible`. */
  readonly name?: string | undefined;
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  /** The environment variable of the key, for messages. */
  readonly keyName?: string | undefined;
  /** Whether calls without a key are refused; false, since local servers ask for none. */
  readonly needsKey?: boolean | undefined;
  /** Whether answers are held to a JSON Schema: for all models, or by model. Not known by default, and so tried. */
  readonly structuredOutput?: boolean | ((model: string) => boolean | undefined) | undefined;
  /** Further fields of each request. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly fetch?: typeof fetch | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Any server that speaks `chat/completions`: Ollama, llama.cpp, vLLM, LM Studio, OpenAI itself. */
export class OpenAICompatibleProvider extends RemoteProvider {
  readonly name: string;
  protected readonly needsKey: boolean;

  readonly #body: Readonly<Record<string, unknown>>;
  readonly #fetch: typeof fetch | undefined;
  readonly #structured: OpenAICompatibleOptions['structuredOutput'];

  constructor(options: OpenAICompatibleOptions) {
    super(options, { baseUrl: options.baseUrl, keyName: options.keyName });
    this.name = options.name ?? 'openAICompatible';
    this.needsKey = options.needsKey ?? false;
    this.#body = options.body ?? {};
    this.#fetch = options.fetch;
    this.#structured = options.structuredOutput;
  }

  override structuredOutput(model: string): boolean | undefined {
    return typeof this.#structured === 'function' ? this.#structured(model) : this.#structured;
  }

  /** The models that the server has. @throws ModelError */
  listModels(signal?: AbortSignal): Promise<readonly ListedModel[]> {
    return this.request('models', signal, async (call, key) => {
      const client = await this.#client(call, key);
      const body = await bodyOf(await client.get('/models').asResponse(), call);
      if (!Array.isArray(body.data))
        throw new FaultError({ code: 'model/bad-response', retryable: false, words: 'no list' });
      return (body.data as readonly unknown[]).flatMap((entry) => listed(entry));
    });
  }

  /** Fields of a request that depend on whether an answer is held to a schema, and on the model. */
  protected extras(_schema: boolean, _model: string): Readonly<Record<string, unknown>> {
    return this.#body;
  }

  protected async *parts({ prompt, options, key, call }: Outgoing): AsyncGenerator<Part, void, undefined> {
    const client = await this.#client(call, key);
    const schema = this.structuredOutput(options.model) === false ? undefined : options.responseSchema;
    const limit = new URL(this.baseUrl).host === 'api.openai.com' ? 'max_completion_tokens' : 'max_tokens';
    const request = {
      ...this.extras(schema !== undefined, options.model),
      model: options.model,
      messages: [
        ...(options.system === undefined ? [] : [{ role: 'system', content: options.system }]),
        { role: 'user', content: prompt },
      ],
      temperature: options.temperature,
      top_p: options.topP,
      [limit]: options.maxTokens,
      seed: options.seed,
      response_format: schema && {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: isStrict(schema), schema },
      },
      stream: this.streamed,
      stream_options: this.streamed ? { include_usage: true } : undefined,
    };
    const response = await call.race(client.post('/chat/completions', { body: request, stream: false }).asResponse());
    const type = response.headers.get('content-type') ?? '';
    if (/^text\/html/iu.test(type)) {
      const words = wordsOf(await call.race(response.text()));
      throw new FaultError({ code: 'model/bad-response', retryable: false, words });
    }
    if (!this.streamed || /json/iu.test(type)) {
      yield partOf(await bodyOf(response, call));
      return;
    }
    const { Stream } = await import('openai/streaming');
    for await (const chunk of Stream.fromSSEResponse<Json>(response, new AbortController(), client)) {
      yield partOf(chunk, response.headers);
    }
    // The library takes an abort for a proper end.
    if (call.signal.aborted) throw call.signal.reason;
  }

  protected faultOf(error: unknown): Fault {
    if (!(error instanceof Error)) return faultOfThrown(error);
    const { status, error: body, headers } = error as { status?: unknown; error?: unknown; headers?: Headers };
    const code = body !== null && typeof body === 'object' && 'code' in body ? body.code : undefined;
    const redirect = headers?.get('location');
    if (typeof status === 'number' && status < 400 && redirect) {
      const words = `it leads to ${redirect.split('?')[0]}: set that as the base URL`;
      return { code: 'model/bad-request', retryable: false, status, words };
    }
    if (error.message === 'Request timed out.') return { code: 'model/timeout', retryable: true, words: error.message };
    const words = wordsOf(body) ?? wordsOf(error.message.replace(/^\d{3} (?:status code \(no body\))?/u, ''));
    if (typeof status === 'number') return faultOfError(status, code, words, body, headers);
    return body === undefined
      ? faultOfThrown(error.cause ?? error)
      : faultOfError(undefined, code, words, body, headers);
  }

  /** The library's client, from which everything that it takes from the environment is kept away. */
  async #client(call: Call, key: string | undefined): Promise<OpenAI> {
    const { OpenAI } = await import('openai');
    const own = this.headers();
    const kept = new Set(['accept', 'authorization', 'content-type', 'user-agent']);
    for (const name of Object.keys(own)) kept.add(name.toLowerCase());
    const send = this.#fetch ?? fetch;
    return new OpenAI({
      apiKey: key ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: this.baseUrl,
      defaultHeaders: key === undefined ? { Authorization: null, ...own } : own,
      maxRetries: 0,
      timeout: 2 ** 31 - 1,
      logLevel: 'off',
      dangerouslyAllowBrowser: true,
      fetch: async (url, init) => {
        const headers = new Headers(init?.headers);
        for (const name of [...headers.keys()]) if (!kept.has(name)) headers.delete(name);
        call.begin();
        // A redirect would take the key along.
        const response = await call.race(send(url, { ...init, headers, redirect: 'manual', signal: call.signal }));
        call.touch();
        const whole = heard(response, call);
        return response.ok ? whole : withWords(whole, call);
      },
    });
  }
}

/** The same response, whose body is read ahead and keeps the call alive. */
function heard(response: Response, call: Call): Response {
  if (response.body === null || response.status < 200) return response;
  const reader = response.body.getReader();
  call.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  const chunks = call.ahead<Uint8Array>({
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
  });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel() {
      // Not awaited: what is being read ends with the call only.
      void chunks.return();
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/** An error response whose words the library finds: it looks nowhere but under `error`. */
async function withWords(response: Response, call: Call): Promise<Response> {
  const { status, statusText, headers } = response;
  const text = await call.race(response.text());
  let body = text;
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    body = JSON.stringify(first !== null && typeof first === 'object' && 'error' in first ? first : { error: first });
  } catch {
    // Words, or a page.
  }
  return new Response(body, { status, statusText, headers });
}

async function bodyOf(response: Response, call: Call): Promise<Json> {
  const text = (await call.race(response.text())).trim();
  if (text === '') throw new FaultError({ code: 'model/empty', retryable: true, words: 'an empty body' });
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== 'object') {
    throw new FaultError({ code: 'model/bad-response', retryable: true, words: text });
  }
  if ('error' in value && value.error) throw new FaultError(faultOfBody(value.error, response.headers));
  return value as Json;
}

/** An error inside of an answer, which has no status of its own. */
function faultOfBody(error: unknown, headers: Headers | undefined): Fault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return faultOfError(undefined, code, wordsOf(error), error, headers);
}

function faultOfError(
  status: number | undefined,
  code: unknown,
  words: string | undefined,
  body: unknown,
  headers: Headers | undefined,
): Fault {
  const number = typeof code === 'string' && /^\d{3}$/u.test(code) ? Number(code) : code;
  const meant = status ?? (typeof number === 'number' && number >= 400 && number < 600 ? number : undefined);
  const { type } = (body ?? {}) as { type?: unknown };
  const wait = retryAfterOf(headers) ?? resetOf(body, headers);
  if (code === 'insufficient_quota' || type === 'insufficient_quota') {
    return { code: 'model/no-credit', retryable: false, status: meant, words };
  }
  if (meant === undefined) {
    const limited = /rate_?limit|too_many/iu.test(String(code));
    return { code: limited ? 'model/rate-limited' : 'model/server', retryable: true, words, retryAfter: wait };
  }
  // OpenRouter says so where no provider of the model enforces a schema.
  if (meant === 404 && /requested parameters/iu.test(words ?? '')) {
    return { code: 'model/bad-request', retryable: false, status: meant, words };
  }
  return faultOfStatus(meant, words, wait);
}

/** ms until the instant (ms since 1970) that OpenRouter puts into an error of the free tier. */
function resetOf(body: unknown, headers: Headers | undefined): number | undefined {
  const { metadata } = (body ?? {}) as { metadata?: { headers?: Record<string, unknown> } | null };
  const reset = Number(metadata?.headers?.['X-RateLimit-Reset'] ?? NaN);
  const now = Date.parse(headers?.get('date') ?? '');
  return reset - now > 0 ? reset - now : undefined;
}

const FINISH: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'blocked',
  safety: 'blocked',
  refusal: 'blocked',
};

/** Reads `ChatCompletion` and `ChatCompletionChunk`, as far as servers keep to them. */
function partOf(body: Json, headers?: Headers): Part {
  const choices = Array.isArray(body.choices) ? (body.choices as readonly Json[]) : [];
  const choice = choices.find((each) => (each.index ?? 0) === 0) ?? choices[0];
  if (choice?.error) throw new FaultError(faultOfBody(choice.error, headers));
  const said = (choice?.message ?? choice?.delta) as { content?: unknown; refusal?: unknown } | undefined;
  const finish = choice?.finish_reason;
  if (finish === 'error') throw new FaultError({ code: 'model/server', retryable: true });
  return {
    text: textOf(said?.content),
    finish: typeof finish === 'string' && finish !== '' ? (FINISH[finish.toLowerCase()] ?? 'other') : undefined,
    refused: typeof said?.refusal === 'string' && said.refusal !== '' ? said.refusal : undefined,
    model: typeof body.model === 'string' && body.model !== '' ? body.model : undefined,
    usage: usageOf(body.usage),
  };
}

/** Some servers answer in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => textOf((part as { text?: unknown } | null)?.text)).join('');
}

function usageOf(usage: unknown): ModelUsage | undefined {
  if (usage === null || typeof usage !== 'object') return undefined;
  const { prompt_tokens, completion_tokens, cost } = usage as Json;
  return { inputTokens: count(prompt_tokens), outputTokens: count(completion_tokens), cost: count(cost) };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined;
}

function listed(entry: unknown): readonly ListedModel[] {
  if (entry === null || typeof entry !== 'object') return [];
  const model = entry as Json;
  if (typeof model.id !== 'string') return [];
  const pricing = (model.pricing ?? {}) as Json;
  const top = (model.top_provider ?? {}) as Json;
  const supported = model.supported_parameters;
  return [
    {
      id: model.id,
      name: typeof model.name === 'string' ? model.name : undefined,
      contextTokens: count(model.context_length) ?? count(model.max_model_len),
      maxOutputTokens: count(top.max_completion_tokens),
      inputPrice: priceOf(pricing.prompt),
      outputPrice: priceOf(pricing.completion),
      structuredOutput: Array.isArray(supported) ? supported.includes('structured_outputs') : undefined,
    },
  ];
}

/** Prices are texts, in US dollars a token; -1 where they vary. */
function priceOf(text: unknown): number | undefined {
  return typeof text === 'string' && text.trim() !== '' ? count(Number(text)) : count(text);
}
