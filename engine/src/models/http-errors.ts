import type { ModelErrorCode } from './error.js';

/** What went wrong with a call, before it is put into words. */
export interface Fault {
  readonly code: ModelErrorCode;
  readonly retryable: boolean;
  /** HTTP status, or the one that an error inside of an answer names. */
  readonly status?: number | undefined;
  /** ms */
  readonly retryAfter?: number | undefined;
  /** The provider's own words, or a library's. */
  readonly words?: string | undefined;
}

/** Carries a fault out of the reading of an answer. */
export class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.words ?? fault.code);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

const BY_STATUS: Readonly<Record<number, readonly [ModelErrorCode, boolean]>> = {
  401: ['model/bad-key', false],
  402: ['model/no-credit', false],
  403: ['model/forbidden', false],
  404: ['model/not-found', false],
  408: ['model/timeout', true],
  409: ['model/server', true],
  410: ['model/not-found', false],
  425: ['model/server', true],
  429: ['model/rate-limited', true],
  499: ['model/server', true],
  501: ['model/server', false],
  505: ['model/server', false],
};

/** What a status means. Redirects and whatever else is below 500 are the request's fault. */
export function faultOfStatus(status: number, words?: string, retryAfter?: number): Fault {
  const [code, retryable] =
    BY_STATUS[status] ?? (status >= 500 ? ['model/server', true] : ['model/bad-request', false]);
  return { code, retryable, status, words, retryAfter };
}

const TIMEOUTS = /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/u;

const NETWORK = /fetch|network|terminated|load failed|socket|connection/iu;

/** What an error means that was thrown while nothing was answered, or in mid-answer: a network's, or a reader's. */
export function faultOfThrown(error: unknown): Fault {
  const codes: string[] = [];
  let last = '';
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    if (at.message !== '') last = at.message;
    if (at instanceof SyntaxError) return { code: 'model/bad-response', retryable: true, words: at.message };
  }
  // A library that stumbles over an answer; a network's TypeError says little else.
  if (error instanceof TypeError && codes.length === 0 && !NETWORK.test(last)) {
    return { code: 'model/bad-response', retryable: true, words: last };
  }
  const words = codes.length > 0 && !last.includes(codes[0]!) ? `${codes[0]} ${last}` : last;
  return codes.some((code) => TIMEOUTS.test(code))
    ? { code: 'model/timeout', retryable: true, words }
    : { code: 'model/network', retryable: true, words };
}

/**
 * ms that a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3), which is read against the Date of the
 * same answer where there is one, since clocks differ.
 */
export function retryAfterOf(headers: Headers | undefined): number | undefined {
  const exact = headers?.get('retry-after-ms');
  if (exact && /^\d+(?:\.\d+)?$/u.test(exact)) return Number(exact);
  const value = headers?.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+(?:\.\d+)?$/u.test(value)) return Number(value) * 1000;
  // Left alone, engines take nearly anything for a date.
  const date = /^[A-Z][a-z]{2}/u.test(value) ? Date.parse(value) : NaN;
  const sent = Date.parse(headers?.get('date') ?? '');
  const wait = date - (Number.isNaN(sent) ? new Date().getTime() : sent);
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** The words of an error body: JSON in any of the usual forms, a page, or plain text. */
export function wordsOf(body: unknown): string | undefined {
  if (typeof body === 'string') {
    if (!/<[a-z!]/iu.test(body)) return body.trim() || undefined;
    const title = /<title[^>]*>([^<]*)<\/title>/iu.exec(body)?.[1]?.trim();
    return title ? `a web page, “${title}”` : 'a web page';
  }
  if (body === null || typeof body !== 'object') return undefined;
  const { message, error, detail, metadata } = body as Record<string, unknown>;
  const words = [message, error, detail].map(wordsOf).find((found) => found !== undefined);
  const raw = (metadata as { raw?: unknown } | null | undefined)?.raw;
  const upstream = typeof raw === 'string' ? wordsOf(parsed(raw)) : wordsOf(raw);
  return upstream === undefined || upstream === words
    ? words
    : words === undefined
      ? upstream
      : `${words}: ${upstream}`;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : text;
  } catch {
    return text;
  }
}
