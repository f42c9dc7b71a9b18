import type { GenerativeModel } from '@google/generative-ai';
import { geminiSchema } from './gemini-schema.js';
import { type Fault, FaultError, faultOfStatus, faultOfThrown, wordsOf } from './http-errors.js';
import type { FinishReason, ModelOptions, ModelUsage } from './provider.js';
import { type ListedModel, type Outgoing, type Part, RemoteProvider, type RemoteOptions } from './remote.js';

/** Key, address and pace of a {@link GeminiProvider}. */
export type GeminiOptions = RemoteOptions;

const MODELS = [
  'gemini-2.5-pro',
  'gemini-2.5-flash',
  'gemini-2.5-flash-lite',
  'gemini-2.0-flash',
  'gemini-2.0-flash-lite',
];

type Json = Readonly<Record<string, unknown>>;

/**
 * Google's Gemini, by `@google/generative-ai`. With `stream: false` nothing is heard before the whole answer, so that the
 * idle timeout covers all of it.
 */
export class GeminiProvider extends RemoteProvider {
  readonly name = 'gemini';
  protected readonly needsKey = true;
  readonly #version: string;
  readonly #root: string;

  constructor(options: GeminiOptions = {}) {
    super(
      { ...options, supportedModels: options.supportedModels ?? MODELS },
      { baseUrl: 'https://generativelanguage.googleapis.com', keyName: 'GEMINI_API_KEY' },
    );
    const version = /^(.*)\/(v\d\w*)$/u.exec(this.baseUrl);
    this.#root = version?.[1] ?? this.baseUrl;
    this.#version = version?.[2] ?? 'v1beta';
  }

  /** True for Gemini 1.5 and later, false for Gemma. */
  override structuredOutput(model: string): boolean | undefined {
    const id = model.replace(/^models\//u, '');
    if (/^gemma/u.test(id)) return false;
    return /^gemini-(?:1\.5|[2-9]|\w*-?latest|flash|pro-latest)/u.test(id) ? true : undefined;
  }

  /** The models that answer in text. @throws ModelError */
  listModels(signal?: AbortSignal): Promise<readonly ListedModel[]> {
    return this.request('models', signal, async (call, key) => {
      const url = `${this.#root}/${this.#version}/models?pageSize=1000`;
      const headers = { ...this.headers(), 'x-goog-api-key': key! };
      const response = await fetch(url, { headers, signal: call.signal, redirect: 'manual' });
      const text = await response.text();
      if (!response.ok) throw new FaultError(faultOfBody(errorIn(text), response.status));
      const { models } = JSON.parse(text) as { models?: readonly Json[] };
      return (models ?? []).flatMap((model) => this.#listed(model));
    });
  }

  protected async *parts({ prompt, options, key, call }: Outgoing): AsyncGenerator<Part, void, undefined> {
    const model = await this.#model(options, key!);
    // Once it has ended, the library takes no notice of a signal.
    call.begin();
    if (!this.streamed) {
      const { response } = await call.race(model.generateContent(prompt, { signal: call.signal }));
      yield partOf(response);
      return;
    }
    const asked = model.generateContentStream(prompt, { signal: call.signal });
    // The library also reads the stream on its own, and nobody hears of it when that fails.
    asked.then((result) => result.response.catch(() => undefined)).catch(() => undefined);
    const { stream } = await call.race(asked);
    call.touch();
    for await (const response of call.ahead(stream[Symbol.asyncIterator]())) yield partOf(response);
  }

  protected faultOf(error: unknown): Fault {
    if (!(error instanceof Error)) return faultOfThrown(error);
    const { status, statusText, errorDetails } = error as {
      status?: unknown;
      statusText?: unknown;
      errorDetails?: unknown;
    };
    const said = error.message.replace(/^\[GoogleGenerativeAI Error\]: /u, '');
    if (typeof status === 'number') {
      const tag = `[${status} ${String(statusText)}] `;
      const details = Array.isArray(errorDetails) ? ` ${JSON.stringify(errorDetails)}` : '';
      const words = said.slice(said.indexOf(tag) + tag.length);
      const message = details !== '' && words.endsWith(details) ? words.slice(0, -details.length) : words;
      return faultOfBody({ message, details: errorDetails }, status);
    }
    if (/^(?:Failed to parse stream|Error parsing JSON response)/u.test(said)) {
      return { code: 'model/bad-response', retryable: true, words: said };
    }
    if (/^Error (?:fetching|reading) from/u.test(said)) {
      return { code: 'model/network', retryable: true, words: said.replace(/^Error fetching from \S+: /u, '') };
    }
    return faultOfThrown(error);
  }

  async #model(options: ModelOptions, key: string): Promise<GenerativeModel> {
    const { GoogleGenerativeAI } = await import('@google/generative-ai');
    const structured = options.responseSchema !== undefined && this.structuredOutput(options.model) !== false;
    const schema = structured ? geminiSchema(options.responseSchema!) : undefined;
    const generationConfig = {
      temperature: options.temperature,
      topP: options.topP,
      maxOutputTokens: options.maxTokens,
      seed: options.seed,
      ...(structured ? { responseMimeType: 'application/json' } : {}),
      ...(schema === undefined ? {} : { responseSchema: schema as never }),
    };
    return new GoogleGenerativeAI(key).getGenerativeModel(
      {
        model: options.model,
        ...(options.system === undefined ? {} : { systemInstruction: options.system }),
        generationConfig,
      },
      { baseUrl: this.#root, apiVersion: this.#version, customHeaders: this.headers(), apiClient: 'agentic-synth' },
    );
  }

  #listed(model: Json): readonly ListedModel[] {
    const { name, displayName, inputTokenLimit, outputTokenLimit, supportedGenerationMethods: methods } = model;
    if (typeof name !== 'string' || !Array.isArray(methods) || !methods.includes('generateContent')) return [];
    const id = name.replace(/^models\//u, '');
    return [
      {
        id,
        name: typeof displayName === 'string' ? displayName : undefined,
        contextTokens: typeof inputTokenLimit === 'number' ? inputTokenLimit : undefined,
        maxOutputTokens: typeof outputTokenLimit === 'number' ? outputTokenLimit : undefined,
        structuredOutput: this.structuredOutput(id),
      },
    ];
  }
}

function errorIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return ((Array.isArray(body) ? body[0] : body) as { error?: unknown } | null)?.error ?? text;
  } catch {
    return text;
  }
}

/** `google.rpc.Status`: https://ai.google.dev/gemini-api/docs/troubleshooting */
function faultOfBody(error: unknown, status: number | undefined): Fault {
  const { code, details } = (typeof error === 'object' && error !== null ? error : {}) as Json;
  const meant = status ?? (typeof code === 'number' && code >= 400 && code < 600 ? code : undefined);
  const words = wordsOf(error);
  const all = Array.isArray(details) ? (details as readonly Json[]) : [];
  const reason = all.map((detail) => detail.reason).find((each) => typeof each === 'string') as string | undefined;
  if (reason?.startsWith('API_KEY') || /\bAPI key (?:not valid|expired|not found)/iu.test(words ?? '')) {
    return { code: 'model/bad-key', retryable: false, status: meant, words };
  }
  const retryAfter = all.map((detail) => durationOf(detail.retryDelay)).find((delay) => delay !== undefined);
  if (meant === undefined) return { code: 'model/server', retryable: true, words, retryAfter };
  const fault = faultOfStatus(meant, words, retryAfter);
  // A quota of a day is not there again after the seconds that stand beside it.
  const daily = all.some((detail) => /PerDay/u.test(JSON.stringify(detail.violations ?? '')));
  return meant === 429 && daily
    ? { ...fault, code: 'model/no-credit', retryable: false, retryAfter: undefined }
    : fault;
}

/** ms of a `google.protobuf.Duration`: "34.07s", or its parts. */
function durationOf(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const seconds = /^(\d+(?:\.\d+)?)s$/u.exec(value)?.[1];
    return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
  }
  if (value === null || typeof value !== 'object') return undefined;
  const { seconds = 0, nanos = 0 } = value as { seconds?: number | string; nanos?: number };
  return Math.round(Number(seconds) * 1000 + nanos / 1e6);
}

const BLOCKED = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

function finishOf(reason: string): FinishReason {
  if (reason === 'STOP') return 'stop';
  if (reason === 'MAX_TOKENS') return 'length';
  return BLOCKED.has(reason) ? 'blocked' : 'other';
}

/** Reads `GenerateContentResponse`: what the library makes of it hides most reasons for an end. */
function partOf(response: object): Part {
  const { candidates, promptFeedback, usageMetadata, modelVersion, error } = response as {
    candidates?: readonly {
      index?: number;
      content?: { parts?: readonly { text?: string; thought?: boolean }[] };
      finishReason?: string;
      finishMessage?: string;
    }[];
    promptFeedback?: { blockReason?: string; blockReasonMessage?: string };
    usageMetadata?: { promptTokenCount?: number; candidatesTokenCount?: number; thoughtsTokenCount?: number };
    modelVersion?: string;
    error?: unknown;
  };
  if (error) throw new FaultError(faultOfBody(error, undefined));
  const candidate = candidates?.find((each) => (each.index ?? 0) === 0) ?? candidates?.[0];
  const parts = candidate?.content?.parts ?? [];
  const finish = candidate?.finishReason ? finishOf(candidate.finishReason) : undefined;
  const blocked = candidate === undefined && promptFeedback?.blockReason !== undefined;
  const refused = blocked
    ? [promptFeedback.blockReason, promptFeedback.blockReasonMessage]
    : finish === 'blocked'
      ? [candidate?.finishReason, candidate?.finishMessage]
      : undefined;
  return {
    text: parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join(''),
    finish,
    refused: refused?.filter((words) => words).join(': '),
    model: modelVersion || undefined,
    usage: usageMetadata && usageOf(usageMetadata),
  };
}

function usageOf(usage: {
  promptTokenCount?: number;
  candidatesTokenCount?: number;
  thoughtsTokenCount?: number;
}): ModelUsage {
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = usage;
  const output =
    candidatesTokenCount === undefined && thoughtsTokenCount === undefined
      ? undefined
      : (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0);
  return { inputTokens: promptTokenCount, outputTokens: output };
}
