import type { RecordedRequest } from '../model-servers/index.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Puts a question into the one sentence that the tiny model understands, with the names of fields and the number of rows
 * that the question asks for; it would take no notice of the rest, and its context has no room for it. Nothing is said that
 * the question does not say, and the answer is handed on as it is written.
 *
 * How many and which fields is read from the schema of the answer where the request carries one, else from the words.
 */
export function translate({ prompt, schema }: Pick<RecordedRequest, 'prompt' | 'schema'>): string {
  const { rows, fields } = (schema === undefined ? undefined : askedBySchema(schema, prompt)) ?? askedByWords(prompt);
  return `user: Generate ${rows} rows with fields ${fields.join(', ')}.\nassistant:\n`;
}

interface Asked {
  readonly rows: number;
  readonly fields: readonly string[];
}

function askedBySchema(schema: unknown, prompt: string): Asked | undefined {
  const { properties = {}, $defs = {} } = schema as { properties?: Json; $defs?: Json };
  const deref = (at: unknown): Json => {
    const { $ref } = at as { $ref?: string };
    return ($ref === undefined ? at : $defs[$ref.replace('#/$defs/', '')]) as Json;
  };
  const list = properties.rows === undefined ? undefined : deref(properties.rows);
  const values = list === undefined ? Object.values(properties) : [list.items];
  const value = values[0] === undefined ? undefined : deref(values[0]);
  const names = Object.keys((value?.properties ?? {}) as Json).filter((name) => name !== 'n');
  const rows = list === undefined ? values.length : Number(list.minItems ?? 1);
  return names.length === 0 ? { rows, fields: askedByWords(prompt).fields } : { rows, fields: names };
}

function askedByWords(prompt: string): Asked {
  const whole = /^Generate (\d+) rows? with fields (.+)\.$/mu.exec(prompt);
  if (whole !== null) return { rows: Number(whole[1]), fields: whole[2]!.split(', ') };
  const field = /^Write (?:the value|\d+ (?:different values|value)) of "([^"]+)"/mu.exec(prompt)?.[1] ?? 'value';
  const rows = /each of the (\d+) numbered/u.exec(prompt)?.[1] ?? /, (\d+) in all/u.exec(prompt)?.[1] ?? 1;
  return { rows: Number(rows), fields: [field.split('.').at(-1)!] };
}

/** A JSON Schema, or a schema of Gemini, in the words that llama.cpp's grammars know. What they have none for is left out. */
export function grammarSchema(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const { type, nullable, anyOf, items, properties, $defs, ...rest } = schema as Json;
  const all = (map: unknown): Json =>
    Object.fromEntries(Object.entries(map as Json).map(([name, part]) => [name, grammarSchema(part)]));
  const kept = Object.entries(rest).filter(([keyword]) => KNOWN.has(keyword));
  const options = nullable === true && typeof type === 'string' ? [type, 'null'] : type;
  return {
    ...(options !== undefined && { type: options }),
    ...Object.fromEntries(kept),
    ...(Array.isArray(anyOf) && { oneOf: anyOf.map(grammarSchema) }),
    ...(items !== undefined && { items: grammarSchema(items) }),
    ...(properties !== undefined && { properties: all(properties) }),
    ...($defs !== undefined && { $defs: all($defs) }),
  };
}

const KNOWN = new Set([
  '$ref',
  'additionalProperties',
  'const',
  'enum',
  'maxItems',
  'maxLength',
  'minItems',
  'minLength',
  'required',
]);
