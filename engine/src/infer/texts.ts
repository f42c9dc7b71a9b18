import { type Field, isIdentifier, weighted } from './field.js';
import { meaningOf, namesPeople } from './semantics.js';
import { durationField, instantsOf } from './times.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** So many different texts, each often, are a list of values. */
const MOST_VALUES = 50;

/**
 * The field that texts come from. Values themselves get into it only where there are few, each often, and neither their
 * column's name nor their looks tell of people.
 * @param texts at least one, in the order of the rows
 */
export function textField(name: string, texts: readonly string[]): Field {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (texts.every((text) => UUID.test(text))) {
    return texts.every((text) => text[14] === '7') ? { type: 'uuid', version: 7 } : { type: 'uuid' };
  }
  const timed = instantsOf(texts)?.field ?? durationField(texts);
  if (timed !== undefined && counts.size > 1) return timed;
  const meaning = meaningOf(name, texts);
  const listed = meaning?.personal === true ? undefined : enumOf(name, texts.length, counts);
  if (listed !== undefined) return listed;
  const unique = counts.size === texts.length && texts.length >= 20;
  if (meaning !== undefined) {
    const distinct = unique && /^(?:internet\.(?:email|username))$/.test(meaning.type);
    return { type: meaning.type, ...(distinct && { unique: true }) };
  }
  const pattern = patternOf([...counts.keys()]);
  if (pattern !== undefined) {
    const distinct = unique && isIdentifier(name) && pattern.size >= 10 * texts.length;
    return { pattern: pattern.text, ...(distinct && { unique: true }) };
  }
  return plainText(texts);
}

function enumOf(name: string, count: number, counts: ReadonlyMap<string, number>): Field | undefined {
  const often = count >= Math.max(10, counts.size * 4) || (counts.size === 1 && count > 2);
  if (counts.size > MOST_VALUES || !often || isIdentifier(name) || namesPeople(name)) return undefined;
  const longest = [...counts.keys()].reduce((most, text) => Math.max(most, text.length), 0);
  if (longest > 60) return undefined;
  if (counts.size === 1) return { const: [...counts.keys()][0] };
  return { enum: weighted([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) };
}

function plainText(texts: readonly string[]): Field {
  const lengths = texts.map((text) => [...text].length);
  const min = lengths.reduce((a, b) => Math.min(a, b));
  const max = lengths.reduce((a, b) => Math.max(a, b));
  const length = min === max ? min : { min, max };
  const spaced = texts.filter((text) => /\S\s+\S+\s+\S/.test(text)).length > texts.length / 2;
  return spaced ? { type: 'text', length } : { type: 'string', length };
}

interface Run {
  readonly set: '[A-Z]' | '[a-z]' | '\\d' | '[0-9a-f]' | 'mark';
  /** What stands there, as long as it is the same in all. */
  text: string | undefined;
  min: number;
  max: number;
}

/** The regular expression of texts that are built alike: letters, digits and marks in the same order. */
export function patternOf(texts: readonly string[]): { readonly text: string; readonly size: number } | undefined {
  if (texts.length < 5) return undefined;
  let runs: Run[] | undefined;
  for (const text of texts) {
    const own = runsOf(text);
    if (own === undefined) return undefined;
    if (runs === undefined) {
      runs = own;
      continue;
    }
    if (own.length !== runs.length) return undefined;
    for (const [i, run] of runs.entries()) {
      if (run.set !== own[i].set || (run.set === 'mark' && run.text !== own[i].text)) return undefined;
      if (run.text !== own[i].text) run.text = undefined;
      run.min = Math.min(run.min, own[i].min);
      run.max = Math.max(run.max, own[i].max);
    }
  }
  // Words alone have no shape to speak of.
  if (runs === undefined || !runs.some(({ set, text }) => set === '\\d' && text === undefined)) return undefined;
  if (runs.some(({ min, max, set }) => set !== '\\d' && set !== 'mark' && max - min > 2)) return undefined;
  return { text: runs.map(written).join(''), size: runs.reduce((size, run) => size * sizeOf(run), 1) };
}

const RUN = /[A-Z]+|[a-z]+|\d+|[-_/.:#+ ]/y;

function runsOf(text: string): Run[] | undefined {
  if (text === '' || text.length > 64) return undefined;
  const runs: Run[] = [];
  RUN.lastIndex = 0;
  while (RUN.lastIndex < text.length) {
    const found = RUN.exec(text)?.[0];
    if (found === undefined) return undefined;
    const set = /^[A-Z]/.test(found) ? '[A-Z]' : /^[a-z]/.test(found) ? '[a-z]' : /^\d/.test(found) ? '\\d' : 'mark';
    runs.push({ set, text: found, min: found.length, max: found.length });
  }
  return runs.length > 12 ? undefined : runs;
}

function written({ set, text, min, max }: Run): string {
  if (text !== undefined) return text.replace(/[.+*?^$()[\]{}|\\/]/g, '\\$&');
  return `${set}${min === max ? (min === 1 ? '' : `{${min}}`) : `{${min},${max}}`}`;
}

function sizeOf({ set, text, max }: Run): number {
  if (text !== undefined) return 1;
  let size = 1;
  for (let i = 0; i < max && size < 1e15; i++) size *= set === '\\d' ? 10 : 26;
  return size;
}
