import { valueAt } from '../columns/read.js';
import { TextTable } from '../columns/text.js';
import { OptionError } from '../errors.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import { domainOf } from './company-domain.js';
import { byRole, ColumnEncoder, type Encoded, type FromField, nullsOf } from './from.js';
import { isNameDrawer } from './full-name.js';
import type { Vocabulary } from './locale.js';
import { NameTables } from './name-tables.js';
import { nameReader } from './name-text.js';
import { characters, choice, DIGITS, type Phrase, pick, sequence, slot, text, type Weighted } from './phrase.js';
import { tableOf } from './phrase-steps.js';
import { numberSlot, PhraseWriter, type Slot } from './phrase-writer.js';
import { slugsOf } from './slug.js';
import { list } from './words.js';

/** What an account is named after, in every row of a batch. */
interface Owners {
  readonly first: TextTable;
  readonly firstCodes: Int32Array;
  readonly last: TextTable;
  readonly lastCodes: Int32Array;
  readonly nulls: Uint8Array | undefined;
}

const FIRST = 0;
const LAST = 1;
const FIRST_INITIAL = 2;
const LAST_INITIAL = 3;
const NUMBER = 4;
const DOMAIN = 5;

/** A part of a local part has at most 23 letters: two, a separator and a number of 16 digits stay below 64. */
const LONGEST_PART = 23;

/** Characters of one part of a display name. */
const LONGEST_DISPLAY = 60;

/** What the slots of the phrases stand for. */
function accountSlots(
  { first, firstCodes, last, lastCodes }: Owners,
  numbers: Float64Array | undefined,
  domains: Encoded | undefined,
  display: boolean,
): readonly Slot[] {
  const of = (texts: TextTable, codes: Int32Array): Slot => ({ texts, codes, longest: texts.longest });
  const none = of(NOTHING, firstCodes);
  return [
    of(first, firstCodes),
    of(last, lastCodes),
    display ? none : of(initialsOf(first), firstCodes),
    display ? none : of(initialsOf(last), lastCodes),
    numbers === undefined ? none : numberSlot(numbers),
    domains === undefined ? none : of(domains.table, domains.codes),
  ];
}

const NOTHING = new TextTable([]);
const initials = new WeakMap<TextTable, TextTable>();

/** The first letters of ASCII texts. */
function initialsOf(table: TextTable): TextTable {
  let found = initials.get(table);
  if (found === undefined) {
    const letters = Array.from(table.offsets.subarray(1), (_, i) => String.fromCharCode(table.bytes[table.offsets[i]]));
    initials.set(table, (found = new TextTable(letters)));
  }
  return found;
}

/** What an account's drawer is made with. */
export interface AccountSpec {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly vocabulary: Vocabulary;
  readonly from: readonly FromField[];
  stream(suffix?: string): Stream;
  readonly unique?: { number(batch: Batch): Float64Array } | undefined;
}

/**
 * Email addresses, user names and display names, made from a name: from the field's, else from a name of the locale that
 * is drawn for it alone. With `unique` the base never ends in a digit and the row's number follows it, so that the
 * number can be read back from the value and different numbers give different values.
 */
export function accountDrawer(spec: AccountSpec): Drawer | undefined {
  const { type, vocabulary, options } = spec;
  const email = type === 'internet.email' || type === 'internet.exampleEmail';
  const display = type === 'internet.displayName';
  const fields = byRole(
    type,
    spec.from,
    email ? ['name', 'firstName', 'lastName', 'other'] : ['name', 'firstName', 'lastName'],
  );
  refuseBoth(spec, ['firstName', 'lastName'], fields.name ?? fields.firstName ?? fields.lastName);
  refuseBoth(spec, ['provider'], fields.other);
  const make = display ? displayPart : slugPart(vocabulary);
  const owners = ownersOf(spec, fields, make);
  if (!owners) return undefined;
  const single = !fields.name && (fields.firstName ? !fields.lastName : fields.lastName !== undefined);
  const locals = localPhrases(single, display, spec.unique !== undefined, options.allowSpecialCharacters === true);
  const domain = email ? domainPhrase(spec, fields.other) : undefined;
  const phrase = domain ? sequence(choice(locals), '@', domain) : choice(locals);
  const writer = new PhraseWriter([phrase], spec.stream());
  const domains = new ColumnEncoder((value) => domainOf(vocabulary, value));
  const nullable = spec.from.some((f) => f.nullable || f.drawer?.type.nullable);
  return {
    type: { kind: 'string', nullable, optional: false },
    draw(batch) {
      const who = owners(batch);
      const where = fields.other && domains.encode(fields.other.column(batch));
      const slots = accountSlots(who, spec.unique?.number(batch), where, display);
      return writer.write(batch.addresses, undefined, slots, where ? nullsOf([who, where]) : who.nulls);
    },
  };
}

function refuseBoth({ type, options }: AccountSpec, names: readonly string[], field: FromField | undefined): void {
  const name = field && names.find((n) => options[n] !== undefined);
  if (name === undefined) return;
  throw new OptionError(`${type} takes "${name}" or a field that says the same, not both.`, 'semantic/from');
}

function slugPart(vocabulary: Vocabulary): (name: string) => string {
  const slugs = slugsOf(vocabulary);
  return (name) => slugs.slug(name).slice(0, LONGEST_PART).replace(/-$/, '');
}

/** Display names keep their script; blanks and apostrophes go, as faker has it, and digits at the end. */
function displayPart(name: string): string {
  const clean = name.replaceAll(/['\s\p{Cc}]/gu, '').replace(/\p{N}+$/u, '');
  return clean === '' ? 'user' : [...clean].slice(0, LONGEST_DISPLAY).join('');
}

function ownersOf(
  { options, vocabulary, stream }: AccountSpec,
  fields: ReturnType<typeof byRole>,
  make: (name: string) => string,
): ((batch: Batch) => Owners) | undefined {
  const constant = (value: unknown): TextTable | undefined =>
    typeof value === 'string' ? tableOf([make(value)]) : undefined;
  const fixed = { first: constant(options.firstName), last: constant(options.lastName) };
  const override = (owners: Owners): Owners => {
    const zeros = new Int32Array(owners.firstCodes.length);
    return {
      ...owners,
      ...(fixed.first && { first: fixed.first, firstCodes: zeros }),
      ...(fixed.last && { last: fixed.last, lastCodes: zeros }),
    };
  };
  if (fields.name) {
    const { name } = fields;
    if (isNameDrawer(name.drawer))
      return fromParts(name.drawer.tables, name.drawer.parts.bind(name.drawer), make, name);
    const { split } = nameReader(vocabulary);
    const joins = NameTables.of(vocabulary)?.joins ?? [];
    // Of a double name the first, as where the parts are known.
    const head = (last: string): string => joins.reduce((name, join) => name.split(join)[0], last);
    return (batch) => {
      const column = name.column(batch);
      const names = Array.from({ length: column.length }, (_, i) =>
        split(column.nulls?.[i] ? '' : String(valueAt(column, i))),
      );
      const codes = Int32Array.from(names, (_, i) => i);
      return {
        first: tableOf(names.map((n) => make(n.first))),
        firstCodes: codes,
        last: tableOf(names.map((n) => make(head(n.last)))),
        lastCodes: codes,
        nulls: column.nulls,
      };
    };
  }
  if (fields.firstName || fields.lastName) {
    const encoder = new ColumnEncoder(make);
    const [one, other] = [fields.firstName ?? fields.lastName, fields.lastName ?? fields.firstName];
    return (batch) => {
      const first = encoder.encode(one!.column(batch));
      const last = one === other ? first : encoder.encode(other!.column(batch));
      return {
        first: first.table,
        firstCodes: first.codes,
        last: last.table,
        lastCodes: last.codes,
        nulls: nullsOf([first, last]),
      };
    };
  }
  const tables = NameTables.of(vocabulary);
  if (!tables) return undefined;
  const names = stream('#name');
  const draw = fromParts(tables, (batch) => tables.draw(names, batch.addresses, undefined), make, undefined);
  return (batch) => override(draw(batch));
}

const encodedNames = new WeakMap<NameTables, Map<string, TextTable>>();

function fromParts(
  tables: NameTables,
  parts: (batch: Batch) => { first: Int32Array; last: Int32Array },
  make: (name: string) => string,
  field: FromField | undefined,
): (batch: Batch) => Owners {
  const kind = make === displayPart ? 'display' : 'slug';
  let known = encodedNames.get(tables);
  if (!known) encodedNames.set(tables, (known = new Map<string, TextTable>()));
  const encode = (names: readonly string[], which: string): TextTable => {
    let table = known.get(`${kind} ${which}`);
    if (!table) known.set(`${kind} ${which}`, (table = tableOf(names.map(make))));
    return table;
  };
  const first = encode(tables.firstNames, 'first');
  const last = encode(tables.lastNames, 'last');
  return (batch) => {
    const { first: firstCodes, last: lastCodes } = parts(batch);
    const nulls = field?.nullable ? field.column(batch).nulls : undefined;
    return { first, firstCodes, last, lastCodes, nulls };
  };
}

/** Local parts and display names with their weights; each holds the first or the last name whole. */
function localPhrases(single: boolean, display: boolean, unique: boolean, special: boolean): readonly Weighted[] {
  // Display names are of any script.
  const [first, last] = [slot(FIRST, !display), slot(LAST, !display)];
  const [f, l] = [slot(FIRST_INITIAL, true), slot(LAST_INITIAL, true)];
  const dot = special ? characters("!#$%&'*+-/=?^_`{|}~", 1) : text('.');
  const two = characters(DIGITS, 2);
  const number = slot(NUMBER, true);
  const bases: readonly [number, Phrase][] = single
    ? [[1, first]]
    : display
      ? [
          [3, sequence(first, '_', last)],
          [3, sequence(first, '.', last)],
        ]
      : [
          [30, sequence(first, dot, last)],
          [8, sequence(first, '_', last)],
          [14, sequence(f, last)],
          [10, sequence(first, last)],
          [5, sequence(last, dot, first)],
        ];
  if (unique) return bases.map(([weight, base]) => ({ weight, phrase: sequence(base, number) }));
  const numbered: readonly [number, Phrase][] = single
    ? [
        [2, sequence(first, two)],
        [1, sequence(first, characters(DIGITS, 3))],
      ]
    : display
      ? [
          [3, sequence(first, two)],
          [2, sequence(first, '_', last, two)],
          [1, sequence(first, '.', last, two)],
        ]
      : [
          [12, sequence(first, dot, last, two)],
          [8, sequence(first, l, two)],
          [8, sequence(first, two)],
          [5, sequence(f, last, two)],
        ];
  return [...bases, ...numbered].map(([weight, phrase]) => ({ weight, phrase }));
}

function domainPhrase({ type, options, vocabulary }: AccountSpec, company: FromField | undefined): Phrase {
  if (company) return slot(DOMAIN, true);
  if (typeof options.provider === 'string') return text(options.provider);
  return pick(list(vocabulary, 'internet', type === 'internet.exampleEmail' ? 'example_email' : 'free_email'));
}
