import { SUBJECTS, THINGS } from './realism-names.js';
import { wordsOf } from './realism-words.js';
import type { Note } from './shape.js';

/**
 * Words that mean something else with every owner: a `name` may be a person's or a package's, an `address` a street's or
 * a machine's. `undefined` where a name ends in none of them, or the owner says nothing.
 */
export function subjectIdea(
  words: readonly string[],
  notes: readonly Note[],
  parent: string | undefined,
): string | undefined {
  const last = words.at(-1);
  const decide = last === undefined || !Object.hasOwn(DECISIONS, last) ? undefined : DECISIONS[last];
  if (decide === undefined) return undefined;
  const before = words.slice(0, -1);
  // Of `author of the book`, the author.
  const around = parent === undefined ? [] : wordsOf(parent.split(/\s(?:of|for|in|on|with)\s/)[0]);
  const told = notes.flatMap(({ title, description }) => wordsOf(`${title ?? ''} ${description ?? ''}`).slice(0, 12));
  return decide({ before, around, told });
}

interface Owner {
  /** Words of the same name before it. */
  readonly before: readonly string[];
  /** Words for the object that the property is in. */
  readonly around: readonly string[];
  /** The first words of its title and description. */
  readonly told: readonly string[];
}

type Subject = keyof typeof SUBJECTS;

/** What the nearest words that tell say the owner is: the last of a name first, as in `customer company`. */
function subjectOf(words: readonly string[], subjects: readonly Subject[]): Subject | undefined {
  for (const word of [...words].reverse()) {
    const found = subjects.find((subject) => SUBJECTS[subject].has(word));
    if (found !== undefined) return found;
    if (THINGS.has(word)) return undefined;
  }
  return undefined;
}

const NAMED: Partial<Record<Subject, string>> = {
  person: 'person.fullName',
  company: 'company.name',
  product: 'commerce.productName',
  book: 'book.title',
  song: 'music.songName',
};
const NAMED_SUBJECTS = Object.keys(NAMED) as Subject[];

function nameIdea({ before, around, told }: Owner): string | undefined {
  if (before.length > 0) {
    const subject = subjectOf(before.slice(-1), NAMED_SUBJECTS);
    // `firstName`, `fileName` and their like are names of their own.
    return subject === undefined || before.at(-1) === 'first' || before.at(-1) === 'full' ? undefined : NAMED[subject];
  }
  const subject = subjectOf(around, NAMED_SUBJECTS) ?? subjectOf(told, NAMED_SUBJECTS);
  if (subject !== undefined) return NAMED[subject];
  // Nobody says whose name it is: most often a person's.
  const silent = around.length === 0 && !told.some((word) => THINGS.has(word));
  return silent ? 'person.fullName' : 'label';
}

function addressIdea({ before, around, told }: Owner): string | undefined {
  const elsewhere = [...before.slice(-1), ...(before.length === 0 ? [...around, ...told] : [])];
  if (elsewhere.some((word) => MACHINES.has(word))) return undefined;
  if (before.length === 0) return 'location.streetAddress';
  return subjectOf(before.slice(-1), ['person', 'company', 'place']) && 'location.streetAddress';
}

const MACHINES = new Set(
  (
    'ip ipv4 ipv6 mac email mail memory wallet contract network server host bus device register hardware web url ' +
    'bitcoin ethereum blockchain socket listen bind smtp physical virtual base'
  ).split(' '),
);

/** Of a machine or an order, a state is no place. */
function stateIdea({ before, around, told }: Owner): string | undefined {
  const near = before.length > 0 ? before.slice(-1) : [...around, ...told.filter((word) => word !== 'location')];
  return subjectOf(near, ['place']) && 'location.state|stateCode';
}

function titleIdea({ before, around }: Owner): string | undefined {
  const owner = before.length > 0 ? before.slice(-1) : around;
  const subject = subjectOf(owner, ['book', 'song', 'product', 'person']);
  if (before.at(-1) === 'job' || before.at(-1) === 'position') return undefined;
  if (subject === 'person') return before.length === 0 ? 'person.jobTitle' : 'title';
  return subject === undefined ? 'title' : NAMED[subject];
}

function descriptionIdea({ before, around }: Owner): string | undefined {
  const owner = before.length > 0 ? before.slice(-1) : around;
  return subjectOf(owner, ['product']) && 'commerce.productDescription|sentence';
}

/** In the files of containers an image is a name with a tag. */
function imageIdea({ around, told, before }: Owner): string | undefined {
  const words = [...around, ...told, ...before];
  return words.some((word) => CONTAINERS.has(word)) ? undefined : 'image.url';
}

const CONTAINERS = new Set(
  'docker container registry kubernetes pod oci tag base build runner machine service vm'.split(' '),
);

function languageIdea({ before, around, told }: Owner): string | undefined {
  return [...before, ...around, ...told].some((word) => /^(program|cod|query|script|source|markup)/.test(word))
    ? undefined
    : 'language|locale';
}

const DECISIONS: Readonly<Record<string, (owner: Owner) => string | undefined>> = {
  name: nameIdea,
  address: addressIdea,
  state: stateIdea,
  region: stateIdea,
  title: titleIdea,
  description: descriptionIdea,
  image: imageIdea,
  logo: imageIdea,
  language: languageIdea,
};
