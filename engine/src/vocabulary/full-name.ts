import type { TextColumn } from '../columns/column.js';
import { isPlain, type TextTable } from '../columns/text.js';
import type { Batch, Domain, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import { type NameParts, NameTables, REST_BITS } from './name-tables.js';
import { joinDomains, phraseDomain } from './countable.js';
import { type Phrase, pick, sequence, slot, text } from './phrase.js';
import { tableOf } from './phrase-steps.js';
import { PhraseWriter, type Slot } from './phrase-writer.js';
import type { WeightedPattern } from './phrases-person.js';
import { entry, type Sex, weightedPatterns } from './words.js';
import type { Vocabulary } from './locale.js';

/** Draws names and tells what they are made of, so that a field made from the name need not read it. */
export interface NameDrawer extends Drawer {
  /** The tables that {@link parts} points into. */
  readonly tables: NameTables;
  parts(batch: Batch): NameParts;
}

export function isNameDrawer(drawer: Drawer | undefined): drawer is NameDrawer {
  return drawer !== undefined && 'parts' in drawer && 'tables' in drawer;
}

/** How a full name is put together beside its first and last name. */
export interface NameOptions {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly sex?: Sex | undefined;
}

/** The parts of a name in the phrases of a locale: slots for first and last name, words for the others. */
export function namePhrases(
  vocabulary: Vocabulary,
  wordsOf: (type: string, options?: Readonly<Record<string, unknown>>) => Phrase | undefined,
  first: Phrase,
  last: Phrase,
): readonly Phrase[] | undefined {
  const phrases = (['female', 'male'] as const).map((sex) => {
    const parts: Readonly<Record<string, () => Phrase | undefined>> = {
      'person.firstName': () => first,
      'person.lastName': () => last,
      'person.middleName': () => wordsOf('person.middleName', { sex }),
      'person.prefix': () => wordsOf('person.prefix', { sex }),
      'person.suffix': () => wordsOf('person.suffix'),
    };
    const sources = entry(vocabulary, 'person', 'name') as readonly WeightedPattern[];
    return weightedPatterns(vocabulary, sources, (name) => parts[name]?.());
  });
  return phrases.every((p) => p !== undefined) ? phrases : undefined;
}

const FIRST = 0;
const LAST = 1;
const JOIN = 2;
const SECOND = 3;

/** The names that were drawn for a batch, for the slots of a phrase. */
function nameSlots(tables: NameTables, { first, last, join, second }: NameParts): readonly Slot[] {
  const [firstNames, lastNames, joins] = [tables.firstNames, tables.lastNames, tables.joins].map((list) =>
    tableOf(list),
  );
  const of = (texts: TextTable, codes: Int32Array): Slot => ({ texts, codes, longest: texts.longest });
  const slots = [of(firstNames, first), of(lastNames, last)];
  return tables.joins.length === 0 ? slots : [...slots, of(joins, join), of(lastNames, second)];
}

/** A last name, and what joins it to a second one where there is one. */
function lastNameSlots(tables: NameTables): Phrase {
  const plain = tableOf(tables.lastNames).plain && tables.joins.every((join) => isPlain(`a${join}a`));
  const last = slot(LAST, plain);
  return tables.joins.length === 0 ? last : sequence(last, slot(JOIN, plain), slot(SECOND, plain));
}

/**
 * Full names, after the sex of another field where there is one. `undefined` where the locale's patterns need faker's
 * own code.
 *
 * @param sexes sex of each row, see {@link sexCodes}
 */
export function fullNameDrawer(
  vocabulary: Vocabulary,
  wordsOf: (type: string, options?: Readonly<Record<string, unknown>>) => Phrase | undefined,
  options: NameOptions,
  stream: Stream,
  sexes: ((batch: Batch) => Uint8Array) | undefined,
): Drawer | NameDrawer | undefined {
  const tables = NameTables.of(vocabulary);
  if (!tables) return undefined;
  const first =
    options.firstName === undefined ? slot(FIRST, tableOf(tables.firstNames).plain) : text(options.firstName);
  const last = options.lastName === undefined ? lastNameSlots(tables) : text(options.lastName);
  const phrases = namePhrases(vocabulary, wordsOf, first, last);
  if (!phrases) return undefined;
  const writer = new PhraseWriter(phrases, stream, 2);
  const fixed = options.sex === 'female' ? 0 : options.sex === 'male' ? 1 : undefined;
  // The name itself and every field made from it ask for the parts of the same batch.
  const drawn = new WeakMap<Batch, NameParts>();
  const draw = (batch: Batch): NameParts => {
    let parts = drawn.get(batch);
    if (parts === undefined) {
      const given = sexes ? sexes(batch) : fixed === undefined ? undefined : new Uint8Array(batch.length).fill(fixed);
      drawn.set(batch, (parts = tables.draw(stream, batch.addresses, given)));
    }
    return parts;
  };
  const drawer: Drawer = {
    type: { kind: 'string', nullable: false, optional: false },
    draw(batch): TextColumn {
      const parts = draw(batch);
      const start = { uniforms: parts.rest, bits: REST_BITS };
      return writer.write(batch.addresses, parts.sex, nameSlots(tables, parts), undefined, start);
    },
  };
  const whole = options.firstName === undefined && options.lastName === undefined;
  if (!whole) return drawer;
  const countable = !sexes && fixed === undefined;
  let domain: { readonly value: Domain | undefined } | undefined;
  return {
    ...drawer,
    tables,
    parts: draw,
    get domain() {
      return (domain ??= { value: countable ? nameDomain(vocabulary, tables) : undefined }).value;
    },
  };
}

/** Draws the whole last names of what a name drawer draws. */
export function lastNames(
  { tables, parts }: NameDrawer,
  stream: Stream,
): (batch: Batch, nulls: Uint8Array | undefined) => TextColumn {
  const writer = new PhraseWriter([lastNameSlots(tables)], stream);
  return (batch, nulls) => writer.write(batch.addresses, undefined, nameSlots(tables, parts(batch)), nulls);
}

/** The names of the locale's most common pattern of first and last name alone. */
function nameDomain(vocabulary: Vocabulary, tables: NameTables): Domain | undefined {
  const sources = (entry(vocabulary, 'person', 'name') as readonly WeightedPattern[])
    .map((source) => ({ ...source, match: /^\{\{person\.(\w+)\}\}([^{}]*)\{\{person\.(\w+)\}\}$/.exec(source.value) }))
    .filter(
      ({ match }) =>
        match && new Set(['firstName', 'lastName', match[1], match[3]]).size === 2 && match[1] !== match[3],
    )
    .sort((a, b) => b.weight - a.weight);
  const match = sources[0]?.match;
  if (!match) return undefined;
  const domains: Domain[] = [];
  for (const { first, last } of tables.pairs()) {
    const firstWord = match[1] === 'firstName' ? first : last;
    // Without a blank between them, the first word is told by its length.
    const start = match[2] === '' ? firstWord.filter((w) => w.length === 1) : firstWord;
    if (first.length === 0 || start.length === 0) continue;
    const domain = phraseDomain(sequence(pick(start), match[2], pick(match[1] === 'firstName' ? last : first)));
    if (!domain) return undefined;
    domains.push(domain);
  }
  return domains.length === 0 ? undefined : joinDomains(domains);
}
