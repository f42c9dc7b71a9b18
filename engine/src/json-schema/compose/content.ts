import type { Goal } from '../goal.js';
import type { StringShape } from '../shape.js';

/** A text that stands for a value: JSON, plain or encoded. */
export interface Content {
  readonly goal: Goal;
  write(value: unknown): string;
}

/** What `contentSchema` describes, where the text is JSON and nothing else is asked of it. */
export function contentOf(shape: StringShape): Content | undefined {
  const { contentSchema, contentMediaType, contentEncoding } = shape;
  if (contentSchema === undefined || contentMediaType === undefined) return undefined;
  if (!/^application\/(?:[^;]*\+)?json\b/i.test(contentMediaType)) return undefined;
  if (shape.patterns.length + shape.notPatterns.length + shape.formats.length + shape.notFormats.length > 0)
    return undefined;
  const write = WRITERS.get(contentEncoding?.toLowerCase() ?? '');
  return write && { goal: contentSchema, write: (value) => write(JSON.stringify(value)) };
}

const WRITERS = new Map<string, (text: string) => string>([
  ['', (text) => text],
  ['base64', (text) => btoa(binary(text))],
  ['base64url', (text) => btoa(binary(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')],
  ['base16', (text) => Array.from(new TextEncoder().encode(text), hex).join('')],
]);

/** A character for each byte of UTF-8. */
function binary(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}
