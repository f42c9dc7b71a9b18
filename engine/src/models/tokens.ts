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

/** Bytes of a text in UTF-8; half a surrogate pair is written as U+FFFD. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
