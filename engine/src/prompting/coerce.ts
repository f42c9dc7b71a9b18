import { accepts } from '../json-schema/accept.js';
import { jsonEquals } from '../json-schema/equality.js';
import type { SchemaAt, SchemaGraph, SchemaNode } from '../json-schema/graph.js';
import type { JsonType, Keywords } from '../json-schema/keywords.js';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)[Tt ]00:00(?::00(?:\.0+)?)?(?:[Zz]|[+-]00:00)?$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?([Zz]|[+-]\d\d(?::?\d\d)?)$/;
/** Schemas within schemas that are followed: more would be a circle. */
const DEEPEST = 64;

/**
 * The value as the schema wants it, where it says the same in another type: `"42"` for a number, `"true"`, a list of one
 * for a single value, a midnight for a date, `null` for a property that may be left out. What would lose, guess or add
 * anything stays as it is, for validation to refuse.
 *
 * @returns the same value (identical) where nothing was done.
 */
export function coerce(graph: SchemaGraph, at: SchemaAt, value: unknown): unknown {
  return new Coercion(graph).at(at, value, 0);
}

class Coercion {
  constructor(private readonly graph: SchemaGraph) {}

  at(at: SchemaAt, value: unknown, depth: number): unknown {
    if (depth > DEEPEST || accepts(this.graph, at, value)) return value;
    const k = this.graph.keywords(at.node);
    for (const candidate of this.candidates(k, at, value, depth)) {
      if (accepts(this.graph, at, candidate)) return candidate;
    }
    // Nothing makes it valid: parts may still be put right, so that only the rest is told of.
    return this.parts(k, at, value, depth);
  }

  private *candidates(k: Keywords, at: SchemaAt, value: unknown, depth: number): Iterable<unknown> {
    yield* scalars(k, value);
    yield this.parts(k, at, value, depth);
    if (typeof value === 'string' && (k.types?.has('array') === true || k.types?.has('object') === true)) {
      const parsed = parsedContainer(value);
      if (parsed !== undefined) yield this.parts(k, at, parsed, depth);
    }
    if (k.types?.has('array') === true && !Array.isArray(value) && value !== null) {
      yield this.parts(k, at, [value], depth);
    }
    if (k.types?.has('array') !== true && Array.isArray(value) && value.length === 1)
      yield this.at(at, value[0], depth + 1);
    if (isObject(value) && k.types !== undefined && !k.types.has('object')) {
      const parts = Object.values(value);
      if (parts.length === 1 && !isObject(parts[0])) yield this.at(at, parts[0], depth + 1);
    }
    for (const ref of k.refs) yield this.at(ref.resolve(at.scope), value, depth + 1);
    for (const node of k.allOf) yield this.at(this.graph.enter(node, at.scope), value, depth + 1);
    // One of several alternatives: only where they agree on what the value means.
    const meanings: unknown[] = [];
    for (const node of [...k.anyOf, ...k.oneOf]) {
      const alternative = this.graph.enter(node, at.scope);
      const meant = this.at(alternative, value, depth + 1);
      if (accepts(this.graph, alternative, meant) && !meanings.some((other) => jsonEquals(other, meant))) {
        meanings.push(meant);
      }
    }
    if (meanings.length === 1) yield meanings[0];
  }

  /** The value with its items or properties coerced. */
  private parts(k: Keywords, at: SchemaAt, value: unknown, depth: number): unknown {
    const enter = (node: SchemaNode, part: unknown): unknown =>
      this.at(this.graph.enter(node, at.scope), part, depth + 1);
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, i) => {
        const node = k.prefixItems[i] ?? k.items;
        return node === undefined ? item : enter(node, item);
      });
      return items.some((item, i) => item !== value[i]) ? items : value;
    }
    if (!isObject(value) || k.properties.size === 0) return value;
    let changed = false;
    const entries: [string, unknown][] = [];
    for (const [name, part] of Object.entries(value)) {
      const node = k.properties.get(name);
      const coerced = node === undefined ? part : enter(node, part);
      if (coerced === null && node !== undefined && !k.required.includes(name)) {
        if (!accepts(this.graph, this.graph.enter(node, at.scope), null)) {
          changed = true;
          continue;
        }
      }
      changed ||= coerced !== part;
      entries.push([name, coerced]);
    }
    return changed ? Object.fromEntries(entries) : value;
  }
}

/** What a scalar may mean in another type, and in the form that a format wants. */
function* scalars(k: Keywords, value: unknown): Iterable<unknown> {
  const wants = (type: JsonType): boolean => k.types?.has(type) ?? k.values?.some((v) => typeof v === type) ?? false;
  if (typeof value === 'string') {
    const text = value.trim();
    if (wants('number')) {
      const number = numberOf(text);
      if (number !== undefined) yield number;
    }
    if (wants('boolean') && /^(?:true|false)$/i.test(text)) yield text.toLowerCase() === 'true';
    if (text === 'null' && k.types?.has('null') === true && !k.types.has('string')) yield null;
    if (wants('string')) {
      if (text !== value) yield text;
      const form = k.format === undefined ? undefined : formatted(text, k.format);
      if (form !== undefined) yield form;
    }
  } else if ((typeof value === 'number' || typeof value === 'boolean') && wants('string')) yield String(value);
}

/** Digits that a double keeps: the number says all that the text says. */
function numberOf(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  const digits = text
    .replace(/[eE].*$/u, '')
    .replace(/[-.]/gu, '')
    .replace(/^0+/u, '')
    .replace(/0+$/u, '');
  if (digits.length > 15 && String(number) !== text) return undefined;
  return number === 0 ? 0 : number;
}

function formatted(text: string, format: string): string | undefined {
  if (format === 'date') return MIDNIGHT.exec(text)?.[1];
  if (format !== 'date-time') return undefined;
  const found = DATE_TIME.exec(text);
  if (found === null) return undefined;
  const [, date, minutes, seconds = ':00', zone] = found;
  const offset = /^[Zz]$/u.test(zone!) ? 'Z' : `${zone!.slice(0, 3)}:${zone!.replace(':', '').slice(3) || '00'}`;
  return `${date}T${minutes}${seconds}${offset}`;
}

function parsedContainer(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
