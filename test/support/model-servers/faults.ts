/** What can go wrong between a provider and its caller, by name. Any other status: `http-NNN`. */
export const FAULTS = {
  network: ['reset', 'slow-headers', 'stall', 'cut', 'early-end'],
  http: [
    'http-400',
    'http-401',
    'http-402',
    'http-403',
    'http-404',
    'http-408',
    'http-429',
    'http-500',
    'http-503',
    'bad-key',
    'echoed-key',
    'unsupported-parameters',
    'retry-after',
    'retry-date',
    'huge-retry-after',
    'daily-quota',
    'html-502',
    'html-200',
    'error-200',
    'empty-body',
    'truncated-body',
    'leading-space',
    'redirect',
  ],
  stream: ['comments', 'split-utf8', 'bad-event', 'error-chunk', 'no-usage'],
  content: [
    'refusal',
    'blocked-prompt',
    'blocked-answer',
    'unknown-finish',
    'empty',
    'no-choices',
    'fences',
    'prose',
    'think',
    'truncation',
    'wrong-types',
    'too-few',
    'too-many',
    'duplicates',
    'other-model',
  ],
} as const;

export type Fault = (typeof FAULTS)[keyof typeof FAULTS][number] | `http-${number}`;

/** What an answer can be told to be. */
export interface Answer {
  /** The text, or its pieces as they are streamed. */
  readonly text?: string | Iterable<string> | AsyncIterable<string>;
  /** A JSON value to answer with instead of `text`: usually an array of rows. */
  readonly rows?: unknown;
  /** `stop`, `length`, `blocked`, or the wire's own word. */
  readonly finish?: string;
  /** `null` leaves it out. Counted roughly from the texts by default. */
  readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number; readonly cost?: number } | null;
  /** The name of the model that answers; the one asked for by default. */
  readonly model?: string;
  /** ms before the first byte. */
  readonly delay?: number;
  /** ms between pieces. */
  readonly pause?: number;
  readonly fault?: Fault;
  /** Value of a Retry-After header in seconds, with a fault of status 429 or 503. */
  readonly retryAfter?: number;
}

const WORDS: Readonly<Record<number, string>> = {
  400: 'Invalid argument in the request.',
  401: 'No auth credentials found.',
  402: 'Insufficient credits. Add more to go on.',
  403: 'Your input was flagged by moderation.',
  404: 'No endpoints found for this model.',
  408: 'Your request timed out.',
  429: 'Rate limit exceeded.',
  500: 'Internal error.',
  502: 'Provider returned error',
  503: 'The model is overloaded.',
};

/** Text of an answer after the faults that are in the text itself. */
export function spoil(answer: Answer): string | Iterable<string> | AsyncIterable<string> {
  if (answer.fault === 'empty') return '';
  if (answer.rows === undefined) {
    const text = answer.text ?? 'An answer in words.';
    return typeof text === 'string' ? wrap(text, answer.fault) : text;
  }
  return wrap(JSON.stringify(spoilRows(answer.rows, answer.fault)), answer.fault);
}

function wrap(text: string, fault: Fault | undefined): string {
  switch (fault) {
    case 'fences':
      return `\`\`\`json\n${text}\n\`\`\``;
    case 'prose':
      return `Sure! Here are your rows:\n\n${text}\n\nLet me know if you need more.`;
    case 'think':
      return `<think>The user wants rows like [1, 2] or {"a": 1}.</think>\n${text}`;
    case 'truncation':
      return text.slice(0, Math.ceil(text.length / 2));
    default:
      return text;
  }
}

function spoilRows(rows: unknown, fault: Fault | undefined): unknown {
  if (!Array.isArray(rows)) return rows;
  switch (fault) {
    case 'too-few':
      return rows.slice(0, Math.floor(rows.length / 2));
    case 'too-many':
      return [...rows, ...rows];
    case 'duplicates':
      return rows.map(() => rows[0] as unknown);
    case 'wrong-types':
      return rows.map((row, i) => (i % 2 === 0 ? swapTypes(row) : row));
    default:
      return rows;
  }
}

function swapTypes(value: unknown): unknown {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number' || typeof value === 'boolean') return { value };
  if (Array.isArray(value)) return value.map(swapTypes);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, swapTypes(part)]));
  }
  return [value];
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error with a status of its own, as either wire says it; `undefined` where the fault is another. */
export function errorAnswer(answer: Answer, wire: 'gemini' | 'openai', key: string): ErrorAnswer | undefined {
  const { fault } = answer;
  const json = (status: number, message: string, extra: ErrorExtra = {}): ErrorAnswer => ({
    status,
    headers: {
      'content-type': 'application/json',
      ...(answer.retryAfter === undefined ? {} : { 'retry-after': String(answer.retryAfter) }),
      ...extra.headers,
    },
    body: JSON.stringify(errorBody(wire, status, message, extra)),
  });
  switch (fault) {
    case undefined:
      return undefined;
    case 'bad-key':
      return wire === 'gemini'
        ? json(400, 'API key not valid. Please pass a valid API key.', {
            details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
          })
        : json(401, 'No auth credentials found.');
    case 'echoed-key':
      return json(401, `Incorrect API key provided: ${key} (${key.slice(0, 7)}***${key.slice(-4)}), Bearer ${key}.`, {
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', metadata: { key } }],
        headers: { 'x-key': key, 'set-cookie': `key=${key}` },
      });
    case 'unsupported-parameters':
      return wire === 'gemini'
        ? json(400, 'Invalid JSON payload received. Unknown name "responseSchema".')
        : json(404, 'No endpoints found that can handle the requested parameters.');
    case 'retry-after':
      return json(429, 'Rate limit exceeded.', waiting(answer.retryAfter ?? 2));
    case 'huge-retry-after':
      return json(429, 'Rate limit exceeded.', waiting(3600));
    case 'retry-date':
      return json(429, 'Rate limit exceeded.', {
        ...waiting(5),
        headers: {
          date: new Date(Date.UTC(2026, 0, 1, 12, 0, 0)).toUTCString(),
          'retry-after': new Date(Date.UTC(2026, 0, 1, 12, 0, 5)).toUTCString(),
        },
      });
    case 'daily-quota':
      return json(429, 'You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '50' }],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' },
        ],
      });
    case 'html-502':
      return html(502, '502 Bad Gateway');
    case 'html-200':
      return html(200, 'Welcome to the hotel network');
    case 'error-200':
      return json(200, 'Provider returned error', { code: 502 });
    case 'empty-body':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
    case 'redirect':
      return { status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' };
    default: {
      const status = /^http-(\d{3})$/.exec(fault)?.[1];
      return status === undefined ? undefined : json(Number(status), WORDS[Number(status)] ?? `Status ${status}.`);
    }
  }
}

interface ErrorExtra {
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: readonly object[];
  readonly type?: string;
  readonly code?: number;
}

function waiting(seconds: number): ErrorExtra {
  return {
    headers: { 'retry-after': String(seconds) },
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }],
  };
}

function html(status: number, title: string): ErrorAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title><style>p { color: red }</style></head><body><h1>${title}</h1><p>nginx</p></body></html>`,
  };
}

const GEMINI_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** `{ error }` as either wire puts it. */
export function errorBody(
  wire: 'gemini' | 'openai',
  status: number,
  message: string,
  extra: Pick<ErrorExtra, 'details' | 'type' | 'code'> = {},
): object {
  const code = extra.code ?? status;
  return wire === 'gemini'
    ? { error: { code, message, status: GEMINI_STATUS[code] ?? 'UNKNOWN', details: extra.details } }
    : { error: { code, message, type: extra.type, metadata: code === 502 ? { raw: 'upstream said no' } : undefined } };
}
