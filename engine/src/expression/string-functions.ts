import { Fault } from './error.js';
import type { FunctionSpec } from './signature.js';
import { textLength } from './text-order.js';

/** Checks a position in code points, 0 … length, and gives it in UTF-16 units. */
function unitAt(text: string, position: number, what: string): number {
  const plain = textLength(text) === text.length;
  if (position < 0 || position > textLength(text)) {
    throw new Fault('expr/out-of-range', `${what} ${position} is outside the text of ${textLength(text)} characters`);
  }
  return plain ? position : [...text].slice(0, position).join('').length;
}

function pointsBefore(text: string, unit: number): number {
  return unit <= 0 ? unit : textLength(text.slice(0, unit));
}

const patterns = new Map<string, RegExp>();

/** Compiles a regular expression, Unicode-aware; the same object each time. @throws Fault if it is invalid. */
export function regex(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    try {
      compiled = new RegExp(pattern, 'u');
    } catch (error) {
      throw new Fault('expr/regex', `'${pattern}' is no regular expression: ${(error as Error).message}`);
    }
    if (patterns.size >= 1000) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled;
}

function split(text: string, separator: string, limit = -1): string[] {
  if (limit === 0) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function replace(text: string, from: string, to: string, limit = -1): string {
  if (limit < 0) return text.replaceAll(from, () => to);
  let out = text;
  let at = 0;
  for (let i = 0; i < limit; i++) {
    const found = out.indexOf(from, at);
    if (found < 0) break;
    out = out.slice(0, found) + to + out.slice(found + from.length);
    at = found + to.length + (from === '' ? 1 : 0);
    if (from === '' && at > out.length) break;
  }
  return out;
}

export const stringFunctions: readonly FunctionSpec[] = [
  {
    signatures: ['size(string): int', 'string.size(): int'],
    description: 'The number of characters (Unicode code points).',
    call: textLength,
  },
  {
    signatures: ['size(list<T>): int', 'list<T>.size(): int'],
    description: 'The number of items.',
    call: (items: unknown[]) => items.length,
    fold: 'size',
  },
  {
    signatures: ['size(map): int', 'map.size(): int'],
    description: 'The number of keys.',
    call: (map: object) => Object.keys(map).length,
  },
  {
    signatures: ['string.contains(string): bool'],
    description: 'Whether the text has this part.',
    call: (text: string, part: string) => text.includes(part),
  },
  {
    signatures: ['string.startsWith(string): bool'],
    description: 'Whether the text begins so.',
    call: (text: string, part: string) => text.startsWith(part),
  },
  {
    signatures: ['string.endsWith(string): bool'],
    description: 'Whether the text ends so.',
    call: (text: string, part: string) => text.endsWith(part),
  },
  {
    signatures: ['string.matches(string): bool', 'matches(string, string): bool'],
    description: 'Whether the regular expression matches some part of the text.',
    call: (text: string, pattern: string) => regex(pattern).test(text),
  },
  {
    signatures: ['string.indexOf(string): int'],
    description: 'Where the part first stands, counted from 0; -1 if nowhere.',
    call: (text: string, part: string) => pointsBefore(text, text.indexOf(part)),
  },
  {
    signatures: ['string.indexOf(string, int): int'],
    description: 'Where the part first stands from a position on; -1 if nowhere.',
    call: (text: string, part: string, from: number) =>
      pointsBefore(text, text.indexOf(part, unitAt(text, from, 'the position'))),
  },
  {
    signatures: ['string.lastIndexOf(string): int'],
    description: 'Where the part last stands; -1 if nowhere.',
    call: (text: string, part: string) => pointsBefore(text, text.lastIndexOf(part)),
  },
  {
    signatures: ['string.charAt(int): string'],
    description: 'The character at a position; empty at the end.',
    call: (text: string, position: number) => {
      const at = unitAt(text, position, 'the position');
      return at === text.length ? '' : String.fromCodePoint(text.codePointAt(at)!);
    },
  },
  {
    signatures: ['substring(string, int): string', 'string.substring(int): string'],
    description: 'The text from a position on, counted from 0.',
    call: (text: string, from: number) => text.slice(unitAt(text, from, 'the start')),
  },
  {
    signatures: ['substring(string, int, int): string', 'string.substring(int, int): string'],
    description: 'The text from a position up to, not including, another.',
    call: (text: string, from: number, to: number) => {
      const start = unitAt(text, from, 'the start');
      const end = unitAt(text, to, 'the end');
      if (end < start) throw new Fault('expr/out-of-range', `the end ${to} is before the start ${from}`);
      return text.slice(start, end);
    },
  },
  {
    signatures: [
      'replace(string, string, string): string',
      'string.replace(string, string): string',
      'string.replace(string, string, int): string',
    ],
    description: 'The text with a part replaced, everywhere or at most so many times.',
    call: replace,
  },
  {
    signatures: [
      'split(string, string): list<string>',
      'string.split(string): list<string>',
      'string.split(string, int): list<string>',
    ],
    description: 'The parts between separators, at most so many.',
    call: split,
  },
  {
    signatures: [
      'join(list<string>): string',
      'join(list<string>, string): string',
      'list<string>.join(): string',
      'list<string>.join(string): string',
    ],
    description: 'The texts one after another, with a separator between.',
    call: (texts: string[], separator = '') => texts.join(separator),
  },
  {
    signatures: ['upper(string): string', 'string.upperAscii(): string'],
    description: 'In capitals.',
    call: (text: string) => text.toUpperCase(),
  },
  {
    signatures: ['lower(string): string', 'string.lowerAscii(): string'],
    description: 'In small letters.',
    call: (text: string) => text.toLowerCase(),
  },
  {
    signatures: ['trim(string): string', 'string.trim(): string'],
    description: 'Without white space at both ends.',
    call: (text: string) => text.trim(),
  },
  {
    signatures: ['string.reverse(): string'],
    description: 'Its characters backwards.',
    call: (text: string) => [...text].reverse().join(''),
  },
];
