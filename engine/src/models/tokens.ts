import type { Question } from './client.js';

/** Tokens that a chat format puts around a system instruction and a prompt; generous. */
const FRAME = 64;

/** About how many tokens a question is: four bytes each, the rule of thumb for tokenizers of today on JSON and English. */
export function estimatedInput(question: Question): number {
  return Math.ceil(bytesOf(question) / 4) + FRAME / 4;
}

/**
 * No fewer than a question can be: a token stands for at least one byte. The schema is counted twice, since it is written
 * out longer for some providers.
 */
export function mostInput(question: Question): number {
  return bytesOf(question) + schemaBytes(question) + FRAME;
}

function bytesOf(question: Question): number {
  return byteLength(question.system ?? '') + byteLength(question.prompt) + schemaBytes(question);
}

function schemaBytes({ responseSchema }: Question): number {
  return responseSchema === undefined ? 0 : byteLength(JSON.stringify(responseSchema));
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate is half of a character of four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
