const MASK = '[key]';

// What keys look like, whoever's they are; also half-masked, as providers like to repeat them.
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[^\s"',;)]+/giu, `$1 ${MASK}`],
  [/\b((?:x-goog-)?api[-_]?key|access[-_]?token|key)=[^&\s"',;)]+/giu, `$1=${MASK}`],
  [/\b(?:sk|pk|rk|gsk|xai|hf|r8)[-_][\w\-*.…]{5,}[\w*]/gu, MASK],
  [/\bAIza[\w\-*.…]{5,}[\w*]/gu, MASK],
  [/\bAQ\.[\w\-*.…]{7,}[\w*]/gu, MASK],
  [/[\w-]{2,}\*{3,}[\w-]*|\*{3,}[\w-]{2,}/gu, MASK],
];

/** Characters in a row that are taken for a part of a key. */
const PART = 6;

/**
 * A text without keys: neither those given, nor parts of six of their characters or more, nor anything that looks like
 * one.
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = text;
  for (const secret of secrets) clean = withoutParts(clean, secret);
  for (const [look, mask] of LOOKS) clean = clean.replace(look, mask);
  return clean;
}

function withoutParts(text: string, secret: string): string {
  if (secret.length === 0) return text;
  if (secret.length <= PART) return text.replaceAll(secret, MASK);
  const parts = new Set<string>();
  for (const form of new Set([secret, encodeURIComponent(secret)])) {
    for (let i = 0; i + PART <= form.length; i++) parts.add(form.slice(i, i + PART));
  }
  let clean = '';
  for (let i = 0; i < text.length;) {
    if (!parts.has(text.slice(i, i + PART))) {
      clean += text[i++];
      continue;
    }
    let end = i + PART;
    while (end < text.length && parts.has(text.slice(end - PART + 1, end + 1))) end++;
    clean += MASK;
    i = end;
  }
  return clean;
}

/**
 * The chain of causes of an error in words alone: what SDKs hang on their errors (headers, requests, bodies) may hold
 * keys, so only names, codes, messages and stacks are taken, without keys.
 */
export function withoutKeys(error: unknown, secrets: Iterable<string>, depth = 0): Error | undefined {
  if (error === undefined || error === null || depth > 4) return undefined;
  const known = [...secrets];
  if (!(error instanceof Error)) return new Error(redact(typeof error === 'string' ? error : typeof error, known));
  const clean = new Error(redact(error.message, known), { cause: withoutKeys(error.cause, known, depth + 1) });
  clean.name = redact(error.name, known);
  clean.stack = redact(error.stack ?? '', known);
  if ('code' in error && typeof error.code === 'string') Object.assign(clean, { code: redact(error.code, known) });
  return clean;
}
