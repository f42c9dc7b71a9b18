import { OptionError } from '../errors.js';

/**
 * JSON with one form for one meaning, in the manner of RFC 8785: names sorted by UTF-16 code units, no white space,
 * entries that are `undefined` left out.
 * @throws OptionError for what JSON cannot say: numbers that are not finite, functions, bigints, cycles.
 */
export function canonicalJson(value: unknown): string {
  return write(value, new Set());
}

function write(value: unknown, above: Set<object>): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      throw new OptionError(`${value} cannot be part of a key of the cache.`, 'cache/key');
    case 'object':
      break;
    case 'undefined':
      return 'null';
    default:
      throw new OptionError(`A ${typeof value} cannot be part of a key of the cache.`, 'cache/key');
  }
  if (value === null) return 'null';
  if (above.has(value))
    throw new OptionError('What leads back to itself cannot be part of a key of the cache.', 'cache/key');
  above.add(value);
  let text: string;
  if (Array.isArray(value)) {
    text = `[${value.map((item) => write(item, above)).join(',')}]`;
  } else {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    text = `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${write(item, above)}`).join(',')}}`;
  }
  above.delete(value);
  return text;
}
