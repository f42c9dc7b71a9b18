import { OptionError } from '../errors.js';

/** The name that marks what JSON cannot say; names that begin with it are written with one more. */
const MARK = '$';

/**
 * Plain data as one line of JSON: also `undefined`, bigints, dates, maps, sets, bytes and numbers that are not finite.
 * Encoding takes a snapshot, and each decoding gives a copy of its own.
 * @throws OptionError for what is no data: functions, symbols, instances of classes, what leads back to itself.
 */
export function encodeValue(value: unknown): string {
  try {
    return JSON.stringify(plain(value, new Set()));
  } catch (error) {
    if (error instanceof RangeError) throw refusal('What is nested so deeply');
    throw error;
  }
}

/** Undoes {@link encodeValue}. @throws SyntaxError where the text does not come from it */
export function decodeValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes(`"${MARK}`) ? revived(value) : value;
}

function plain(value: unknown, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : marked('number', Object.is(value, -0) ? '-0' : String(value));
    case 'undefined':
      return marked('undefined');
    case 'bigint':
      return marked('bigint', String(value));
    case 'object':
      break;
    default:
      throw refusal(`A ${typeof value}`);
  }
  if (value === null) return null;
  if (above.has(value)) throw refusal('What leads back to itself');
  above.add(value);
  const written = ofObject(value, above);
  above.delete(value);
  return written;
}

function ofObject(value: object, above: Set<object>): unknown {
  const each = (item: unknown): unknown => plain(item, above);
  if (Array.isArray(value)) return Array.from(value, each);
  if (value instanceof Date) return marked('date', Number.isNaN(value.getTime()) ? null : value.getTime());
  if (value instanceof Map) return marked('map', ...Array.from(value, ([key, item]) => [each(key), each(item)]));
  if (value instanceof Set) return marked('set', ...Array.from(value, each));
  if (value instanceof Uint8Array) return marked('bytes', hex(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && !isObjectPrototype(prototype)) {
    throw refusal(`An instance of ${(value.constructor as { name?: string } | undefined)?.name || 'a class'}`);
  }
  const entries = Object.entries(value).map(([name, item]) => [name.startsWith(MARK) ? MARK + name : name, each(item)]);
  return Object.fromEntries(entries);
}

/** Also that of another realm: a frame, or a context of `node:vm`. */
function isObjectPrototype(prototype: unknown): boolean {
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'isPrototypeOf')
  );
}

function marked(kind: string, ...content: readonly unknown[]): unknown {
  return { [MARK]: [kind, ...content] };
}

function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  if (MARK in value) return special(value[MARK]);
  const entries = Object.entries(value).map(([name, item]) => [
    name.startsWith(MARK) ? name.slice(1) : name,
    revived(item),
  ]);
  return Object.fromEntries(entries);
}

function special(parts: unknown): unknown {
  if (!Array.isArray(parts)) throw new SyntaxError('no value of the cache');
  const [kind, ...content] = parts as [unknown, ...unknown[]];
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(content[0]);
    case 'bigint':
      return BigInt(String(content[0]));
    case 'date':
      return new Date(content[0] === null ? NaN : Number(content[0]));
    case 'map':
      return new Map(content.map((entry) => (entry as unknown[]).map(revived) as [unknown, unknown]));
    case 'set':
      return new Set(content.map(revived));
    case 'bytes':
      return fromHex(String(content[0]));
    default:
      throw new SyntaxError(`no value of the cache: ${String(kind)}`);
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function refusal(what: string): OptionError {
  return new OptionError(`${what} cannot be kept in a cache: only plain data can.`, 'cache/value');
}
