import type { Answer } from './faults.js';

/** What one request asked, whichever wire it came by. */
export interface AskedOf {
  readonly wire: 'gemini' | 'openai';
  readonly stream: boolean;
  readonly model: string;
  readonly system: string | undefined;
  readonly prompt: string;
  readonly schema: unknown;
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly seed: number | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads a request body of `generateContent`. */
export function readGemini(model: string, stream: boolean, body: Json): AskedOf {
  const config = (body.generationConfig ?? {}) as Json;
  const textOf = (content: unknown): string =>
    ((content as { parts?: readonly { text?: string }[] } | undefined)?.parts ?? []).map((p) => p.text ?? '').join('');
  return {
    wire: 'gemini',
    stream,
    model,
    system: body.systemInstruction === undefined ? undefined : textOf(body.systemInstruction),
    prompt: ((body.contents ?? []) as readonly unknown[]).map(textOf).join('\n'),
    schema: config.responseSchema ?? config.responseJsonSchema,
    maxTokens: config.maxOutputTokens as number | undefined,
    temperature: config.temperature as number | undefined,
    seed: config.seed as number | undefined,
  };
}

/** Reads a request body of `chat/completions`. */
export function readOpenAI(body: Json): AskedOf {
  const messages = (body.messages ?? []) as readonly { role: string; content: string }[];
  const said = (roles: readonly string[]): string =>
    messages
      .filter((m) => roles.includes(m.role))
      .map((m) => m.content)
      .join('\n');
  const format = body.response_format as { json_schema?: { schema?: unknown } } | undefined;
  return {
    wire: 'openai',
    stream: body.stream === true,
    model: String(body.model),
    system: messages.some((m) => m.role === 'system') ? said(['system']) : undefined,
    prompt: said(['user']),
    schema: format?.json_schema?.schema,
    maxTokens: (body.max_completion_tokens ?? body.max_tokens) as number | undefined,
    temperature: body.temperature as number | undefined,
    seed: body.seed as number | undefined,
  };
}

export interface Counts {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cost: number | undefined;
}

/** Tokens of an answer: those it is told, else one for four characters. */
export function countsOf(answer: Answer, asked: AskedOf, text: string): Counts | undefined {
  if (answer.usage === null || answer.fault === 'no-usage') return undefined;
  return {
    inputTokens: answer.usage?.inputTokens ?? Math.ceil((asked.prompt.length + (asked.system?.length ?? 0)) / 4),
    outputTokens: answer.usage?.outputTokens ?? Math.ceil(text.length / 4),
    cost: answer.usage?.cost,
  };
}

/** One object of an answer: a whole body, or an event of a stream. */
export interface Part {
  readonly text: string;
  /** The first one of a stream, or the only one. */
  readonly first: boolean;
  readonly finish: string | undefined;
  readonly refusal?: boolean;
  readonly counts: Counts | undefined;
  readonly model: string;
}

const GEMINI_FINISH: Readonly<Record<string, string>> = { stop: 'STOP', length: 'MAX_TOKENS', blocked: 'SAFETY' };
const OPENAI_FINISH: Readonly<Record<string, string>> = { blocked: 'content_filter' };

/** `GenerateContentResponse`. */
export function writeGemini(part: Part): object {
  return {
    candidates: [
      {
        content: { role: 'model', parts: part.text === '' ? [] : [{ text: part.text }] },
        finishReason: part.finish === undefined ? undefined : (GEMINI_FINISH[part.finish] ?? part.finish),
        index: 0,
      },
    ],
    usageMetadata: part.counts && {
      promptTokenCount: part.counts.inputTokens,
      candidatesTokenCount: part.counts.outputTokens,
      totalTokenCount: (part.counts.inputTokens ?? 0) + (part.counts.outputTokens ?? 0),
    },
    modelVersion: part.model,
    responseId: 'response-1',
  };
}

/** `ChatCompletion`, or `ChatCompletionChunk`. */
export function writeOpenAI(part: Part, stream: boolean): object {
  const said = part.refusal ? { content: null, refusal: part.text } : { content: part.text };
  const finish = part.finish === undefined ? null : (OPENAI_FINISH[part.finish] ?? part.finish);
  return {
    id: 'gen-1',
    object: stream ? 'chat.completion.chunk' : 'chat.completion',
    created: 1_767_225_600,
    model: part.model,
    provider: 'Loopback',
    choices: [
      stream
        ? { index: 0, delta: { ...(part.first ? { role: 'assistant' } : {}), ...said }, finish_reason: finish }
        : { index: 0, message: { role: 'assistant', ...said }, finish_reason: finish },
    ],
    usage: part.counts && {
      prompt_tokens: part.counts.inputTokens,
      completion_tokens: part.counts.outputTokens,
      total_tokens: (part.counts.inputTokens ?? 0) + (part.counts.outputTokens ?? 0),
      cost: part.counts.cost,
    },
  };
}
