import assert from 'node:assert/strict';
import { textAt } from '../../../../engine/src/columns/text.js';
import {
  compileStrings,
  type CompiledStrings,
  type StringRequest,
  type Strings,
} from '../../../../engine/src/json-schema/strings/index.js';
import { streamFor } from '../../../../engine/src/random/key.js';
import { rootAddresses } from '../../../../engine/src/random/stream.js';

export function request(parts: Partial<StringRequest>): StringRequest {
  return {
    minLength: 0,
    maxLength: Infinity,
    patterns: [],
    notPatterns: [],
    formats: [],
    notFormats: [],
    excluded: [],
    ...parts,
  };
}

export function compiled(parts: Partial<StringRequest>): Strings {
  const made = compileStrings(request(parts));
  assert.ok(made.ok, made.ok ? '' : made.message);
  return made;
}

export function refused(parts: Partial<StringRequest>): Exclude<CompiledStrings, Strings> {
  const made = compileStrings(request(parts));
  assert.ok(!made.ok, 'compiled');
  return made;
}

/** Texts of the rows from `from` on. */
export function draw(strings: Strings, rows: number, from = 0, seed = 7): string[] {
  const column = strings.drawer(streamFor(seed, 'text'))({
    length: rows,
    rows: Float64Array.from({ length: rows }, (_, i) => from + i),
    addresses: rootAddresses(from, rows),
  });
  assert.equal(column.length, rows);
  return Array.from({ length: rows }, (_, i) => textAt(column, i));
}

export function numbered(strings: Strings, places: readonly number[]): string[] {
  const column = strings.at(Float64Array.from(places));
  return places.map((_, i) => textAt(column, i));
}

/** As JSON Schema reads a pattern. */
export function regexpOf(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    return new RegExp(source);
  }
}

export function lengthOf(text: string): number {
  return Array.from(text).length;
}
