import type { Batch, Domain, Drawer } from '../fields/drawer.js';
import type { Stream } from '../random/stream.js';
import { OptionError } from '../errors.js';
import { accountDrawer } from './accounts.js';
import { phraseDomain } from './countable.js';
import { fakerDrawer } from './faker-drawer.js';
import { byRole, type FromField, type FromRole } from './from.js';
import { companySite, composedName, drawnBySex, type FromSpec, nameOf, sexOfName } from './from-person.js';
import { fullNameDrawer } from './full-name.js';
import type { Vocabulary } from './locale.js';
import { checkOptions } from './options.js';
import { domainWithNumber } from './phrases-internet.js';
import { type Phrase, slot } from './phrase.js';
import { numberSlot, PhraseWriter } from './phrase-writer.js';
import { phraseOf, singleDrawOf } from './phrases.js';
import { pickDrawer, type WeightedList } from './pick-drawer.js';
import { rangeDrawer } from './range-drawer.js';
import { sexCodes } from './sex.js';
import { refused } from './single-draw.js';

export type { FromField, FromRole } from './from.js';
export { fromRole } from './from.js';

/** What the compiler of a semantic field is given. */
export interface SemanticContext {
  readonly vocabulary: Vocabulary;
  /** The field's random numbers; a suffix names an independent stream. */
  stream(suffix?: string): Stream;
  /** Reference instant, ms. */
  readonly now: number;
  readonly from: readonly FromField[];
  /**
   * Set where the field is `unique` and {@link takesNumber}: a different whole number ≥ 0 for each row, which the value
   * then carries.
   */
  readonly unique?: { number(batch: Batch): Float64Array } | undefined;
}

const ACCOUNTS: readonly string[] = [
  'internet.email',
  'internet.exampleEmail',
  'internet.username',
  'internet.displayName',
];
const SITES: readonly string[] = ['internet.domainWord', 'internet.domainName', 'internet.url'];
const SEXED: readonly string[] = ['person.middleName', 'person.prefix', 'image.personPortrait'];

/** What each type can be made from; types that are not named here can be made from nothing. */
export function madeFrom(type: string): readonly FromRole[] {
  if (type === 'internet.email' || type === 'internet.exampleEmail') return ['name', 'firstName', 'lastName', 'other'];
  if (ACCOUNTS.includes(type)) return ['name', 'firstName', 'lastName'];
  if (SITES.includes(type)) return ['other', 'name'];
  if (SEXED.includes(type)) return ['sex'];
  switch (type) {
    case 'person.fullName':
      return ['sex', 'firstName', 'lastName'];
    case 'person.firstName':
    case 'person.lastName':
      return ['sex', 'name'];
    case 'person.sex':
    case 'person.sexType':
      return ['firstName', 'name'];
    default:
      return [];
  }
}

/** Types whose values can carry a number, and so be `unique` without a counted domain. */
export function takesNumber(type: string): boolean {
  return ACCOUNTS.includes(type) || SITES.includes(type);
}

/**
 * Compiles a semantic field: to a table where the type picks words, to a phrase where it puts them together, to faker's
 * own code elsewhere.
 * @throws OptionError for an unknown type, for options that the type has not, and for a `from` that it cannot use.
 */
export function compileSemantic(
  spec: { readonly type: string; readonly options?: Readonly<Record<string, unknown>> | undefined },
  context: SemanticContext,
): Drawer {
  const { type } = spec;
  const { vocabulary, now, from } = context;
  const checked = checkOptions(type, spec.options);
  const { options } = checked;
  try {
    byRole(type, from, madeFrom(type));
    const of: FromSpec['of'] = (name, inner = {}) => phraseOf(vocabulary, name, inner, now);
    const special = compileMade(type, options, context, of);
    if (special) return special;
    if (from.length > 0)
      throw new OptionError(`${type} with these options cannot be made from another field.`, 'semantic/from');
    if (context.unique) throw new OptionError(`${type} with these options cannot be unique.`, 'semantic/unique');
    const phrase = of(type, options);
    if (phrase) return phraseDrawer(phrase, context.stream());
    const single = singleDrawOf(vocabulary, type, options, now);
    if (single?.kind === 'values') return pickDrawer([{ list: single.values, weight: 1 }], context.stream());
    if (single) return rangeDrawer(single, context.stream());
  } catch (error) {
    throw refused(type, error);
  }
  return fakerDrawer(vocabulary, type, checked, context.stream(), now);
}

/** Types that are made from other fields or carry a number. */
function compileMade(
  type: string,
  options: Readonly<Record<string, unknown>>,
  context: SemanticContext,
  of: FromSpec['of'],
): Drawer | undefined {
  const { vocabulary, from, unique } = context;
  if (ACCOUNTS.includes(type)) {
    const special = options.allowSpecialCharacters === true && from.length === 0 && !unique;
    return special ? undefined : accountDrawer({ ...context, type, options });
  }
  const fields = byRole(type, from, madeFrom(type));
  const spec: FromSpec = { type, options, vocabulary, from, stream: context.stream(), of };
  if (options.sex !== undefined && fields.sex) {
    throw new OptionError(`${type} takes the option "sex" or a field that says the same, not both.`, 'semantic/from');
  }
  if (type === 'person.fullName') {
    if (fields.firstName ?? fields.lastName) return Object.keys(options).length === 0 ? composedName(spec) : undefined;
    const { sex } = fields;
    return fullNameDrawer(vocabulary, of, options, context.stream(), sex && ((batch) => sexCodes(sex.column(batch))));
  }
  if (SITES.includes(type)) {
    const company = fields.other ?? fields.name;
    if (company) return unique ? undefined : companySite(spec, company);
    return unique && numberedSite(spec, unique);
  }
  if (type === 'person.sex' || type === 'person.sexType') {
    const name = fields.name ?? fields.firstName;
    return name && sexOfName(spec, name);
  }
  if (fields.name) return nameOf(spec, fields.name);
  return fields.sex && drawnBySex(spec, fields.sex);
}

/** A phrase that is one word of a list is a dictionary; others are texts. */
function phraseDrawer(phrase: Phrase, stream: Stream): Drawer {
  const lists = listsOf(phrase);
  if (lists) return pickDrawer(lists, stream);
  const writer = new PhraseWriter([phrase], stream);
  // Counting takes longer than a few rows, and few fields are unique.
  let domain: { readonly value: Domain | undefined } | undefined;
  return {
    type: { kind: 'string', nullable: false, optional: false },
    draw: (batch) => writer.write(batch.addresses),
    get domain() {
      return (domain ??= { value: phraseDomain(phrase) }).value;
    },
  };
}

function listsOf(phrase: Phrase): readonly WeightedList[] | undefined {
  if (phrase.type === 'pick') return [{ list: phrase.values, weight: 1 }];
  if (phrase.type !== 'choice') return undefined;
  const lists = phrase.options.map(({ phrase: option, weight }) =>
    option.type === 'pick'
      ? { list: option.values, weight }
      : option.type === 'text'
        ? { list: [option.text], weight }
        : undefined,
  );
  return lists.every((l) => l !== undefined) ? lists : undefined;
}

/** Two words, the row's number and a suffix: the number stands between a letter and the dot. */
function numberedSite(spec: FromSpec, unique: { number(batch: Batch): Float64Array }): Drawer {
  const number = slot(0, true);
  const phrase = domainWithNumber(spec.vocabulary, spec.type, spec.options, number);
  const writer = new PhraseWriter([phrase], spec.stream);
  return {
    type: { kind: 'string', nullable: false, optional: false },
    draw: (batch) => writer.write(batch.addresses, undefined, [numberSlot(unique.number(batch))]),
  };
}
