import { randomBytes } from 'node:crypto';
import { lineOf, type LineFormat } from '../cache/lines.js';
import { sha256 } from '../cache/sha256.js';
import type { Author } from '../models/row-journal.js';

/** Segments of a journal: lines with a checksum each, written by one process and read by all. */
export const SEGMENT: LineFormat = { kind: 'rows', version: 1 };
export const SEGMENT_ENDING = '.jsonl';
export const LOCK_ENDING = '.lock';

/**
 * The group that a key is kept and read with, as a part of a file name: the first three items of a key that is a list in
 * JSON (table, field and seed, in keys of rows), else what stands before its first slash.
 */
export function groupOf(key: string): string {
  const list = /^\[(?:"(?:[^"\\]|\\.)*"|[^",\]]+)(?:,(?:"(?:[^"\\]|\\.)*"|[^",\]]+)){0,2}/u.exec(key)?.[0];
  const slash = key.indexOf('/');
  const group = list ?? (slash < 0 ? 'rows' : key.slice(0, slash));
  return /^[a-z\d_-]{1,80}$/u.test(group) ? group : sha256(group).slice(0, 32);
}

/** A name that no other process chooses. Names of a group sort by the time of their making. */
export function newSegmentName(group: string): string {
  const time = Date.now().toString(36).padStart(9, '0');
  return `${group}.${time}-${process.pid.toString(36)}-${randomBytes(4).toString('hex')}${SEGMENT_ENDING}`;
}

/** The name of a segment that takes the place of others, of which this is the last. */
export function nameAfter(segment: string): string {
  return `${segment.slice(0, -SEGMENT_ENDING.length)}m${SEGMENT_ENDING}`;
}

export function isSegmentOf(group: string, name: string): boolean {
  return name.startsWith(`${group}.`) && name.endsWith(SEGMENT_ENDING);
}

export function lockOf(segment: string): string {
  return segment.slice(0, -SEGMENT_ENDING.length) + LOCK_ENDING;
}

/** @param value text from `encodeValue`. */
export function rowLine(key: string, value: string): string {
  return lineOf(SEGMENT, `[${JSON.stringify(key)},${value}]`);
}

/** Takes a payload apart without reading its value, which may never be asked for. */
export function rowOf(payload: string): readonly [key: string, value: string] | undefined {
  const quoted = /^\[("(?:[^"\\]|\\.)*"),/u.exec(payload)?.[1];
  return quoted === undefined ? undefined : [JSON.parse(quoted) as string, payload.slice(quoted.length + 2, -1)];
}

const AUTHOR = '{"$":["by",';

/**
 * The text of a value with who wrote it: marked as only the codec marks, so that no value can be taken for it.
 * @param value text from `encodeValue`.
 */
export function signed(value: string, by: Author | undefined): string {
  return by === undefined ? value : `${AUTHOR}${JSON.stringify(by.provider)},${JSON.stringify(by.model)},${value}]}`;
}

/** Undoes {@link signed}. Values of earlier versions have no author. */
export function unsigned(text: string): { readonly value: string; readonly by: Author | undefined } {
  if (!text.startsWith(AUTHOR)) return { value: text, by: undefined };
  const [head, provider, model] = /^("(?:[^"\\]|\\.)*"),("(?:[^"\\]|\\.)*"),/u.exec(text.slice(AUTHOR.length)) ?? [];
  if (head === undefined) return { value: text, by: undefined };
  return {
    value: text.slice(AUTHOR.length + head.length, -2),
    by: { provider: JSON.parse(provider!) as string, model: JSON.parse(model!) as string },
  };
}
