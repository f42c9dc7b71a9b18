import type { Definition, References } from '../../../engine/src/core.js';
import { segmentsOf } from '../../../engine/src/schema/parse.js';

type Holder = Record<string, unknown>;

export function textAt(value: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>((at, key) => (at as Holder | undefined)?.[key], value);
}

/** A schema in which a definition and all of its uses have another name; fields keep their identity by `key`. */
export function applied(schema: object, { uses }: References, definition: Definition, name: string): object {
  const copy = structuredClone(schema);
  const own = uses.filter(({ target }) => target?.pointer === definition.pointer && target.at === definition.at);
  const texts = own.filter(({ at }) => at === 'value').sort((a, b) => b.span[0] - a.span[0]);
  for (const { pointer, span } of texts) {
    const text = textAt(copy, pointer) as string;
    set(copy, pointer, text.slice(0, span[0]) + name + text.slice(span[1]));
  }
  if (definition.at === 'value') set(copy, definition.pointer, name);
  const keys = new Set(own.filter(({ at }) => at === 'key').map(({ pointer }) => pointer));
  if (definition.at === 'key') keys.add(definition.pointer);
  if (definition.kind === 'field') keepIdentity(copy, definition);
  for (const pointer of [...keys].sort((a, b) => b.length - a.length)) rename(copy, pointer, name);
  return copy;
}

function keepIdentity(schema: object, { pointer, name }: Definition): void {
  const field = textAt(schema, pointer);
  if (typeof field === 'string') set(schema, pointer, { type: field, key: name });
  else if ((field as Holder).key === undefined) (field as Holder).key = name;
}

function holderOf(schema: object, pointer: string): [Holder, string] {
  const segments = segmentsOf(pointer);
  const last = segments.pop()!;
  return [segments.reduce((at, key) => at[key] as Holder, schema as Holder), last];
}

function set(schema: object, pointer: string, value: unknown): void {
  const [holder, key] = holderOf(schema, pointer);
  holder[key] = value;
}

/** Renames a key, in its place among the others. */
function rename(schema: object, pointer: string, name: string): void {
  const [holder, key] = holderOf(schema, pointer);
  const entries = Object.entries(holder);
  for (const [other] of entries) delete holder[other];
  for (const [other, value] of entries) holder[other === key ? name : other] = value;
}
