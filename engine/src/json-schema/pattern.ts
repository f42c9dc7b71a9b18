import type { Pattern } from './keywords.js';

const known = new Map<string, Pattern | undefined>();

/**
 * Compiles a regular expression of a schema with the `u` flag, without it where only that can be, as with `\-` outside
 * of classes; `undefined` where it is none. What it costs to match is up to the schema's author: a pattern such as
 * `(a+)+$` takes exponential time here as in every validator that uses ECMAScript's regular expressions.
 */
export function readPattern(source: string): Pattern | undefined {
  if (known.has(source)) return known.get(source);
  const regexp = compile(source, 'u') ?? compile(source, '');
  const pattern = regexp && { source, regexp };
  if (known.size >= LIMIT) known.clear();
  known.set(source, pattern);
  return pattern;
}

const LIMIT = 4096;

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
