import { type Definition, typeNames } from 'agentic-synth';
import type { NameIndex } from './name-index.js';

const WORDS: Readonly<Record<Definition['kind'], string>> = {
  table: 'table',
  field: 'field',
  column: 'column',
  type: 'type',
  alias: 'alias',
  series: 'series',
  event: 'type of event',
  file: 'file',
};

export function wordFor({ kind }: Definition): string {
  return WORDS[kind];
}

/** Why a definition cannot have a name, in a sentence; `undefined` where nothing is known against it. */
export function objection(definition: Definition, name: string, index: NameIndex): string | undefined {
  const { kind, pointer, at } = definition;
  const word = wordFor(definition);
  if (name === '') return `A ${word} needs a name.`;
  if (name !== name.trim()) return `"${name}" begins or ends with white space.`;
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return 'A name is one line of text without control characters.';
  if (kind === 'event' && name === 'end') return '"end" ends a session: no type of event can be called so.';
  if (kind === 'type') {
    if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) {
      return `"${name}" is no name of a type: a letter, then letters, digits, "_", "." and "-".`;
    }
    if (typeNames().has(name)) return `"${name}" is a type of the language.`;
  }
  if (kind === 'table' && name.includes('.'))
    return `"${name}" has a dot, which ends the name of a table in references.`;
  if (at === 'key') {
    const holder = pointer.slice(0, pointer.lastIndexOf('/'));
    const node = index.places.node(holder);
    const taken = node?.kind === 'map' && node.entries.some(({ key, merge }) => !merge && String(key.value) === name);
    if (taken) return `There is a ${word} "${name}" already.`;
  }
  return undefined;
}
