import { GRAMMAR_TYPES, type GrammarType, SEMANTIC_ALIASES, TYPE_ALIASES } from '../schema/aliases.js';
import { describeSemanticType, semanticSignature, semanticTypes } from '../vocabulary/catalog.js';

/** A name that a field can have for its type. */
export interface TypeInfo {
  /** As schemas write it. */
  readonly name: string;
  /** `alias`: another name of `of`. */
  readonly kind: 'grammar' | 'semantic' | 'alias';
  /** Of an alias: the name it stands for. */
  readonly of?: string | undefined;
  /** What fields of the type hold. */
  readonly description: string;
  /** A value, as its documentation writes it. */
  readonly example?: string | undefined;
  /** Names of the options that a semantic type takes, with their types. */
  readonly options?: readonly { readonly name: string; readonly type: string }[] | undefined;
}

/** How a type of the grammar is written with what goes in its parentheses. */
interface GrammarTypeInfo {
  readonly description: string;
  readonly example: string;
  /** `integer (0..100)` */
  readonly shorthand?: string;
}

const WORDS: Readonly<Record<GrammarType, GrammarTypeInfo>> = {
  string: {
    description: 'Text: letters and digits, or what a pattern or length says.',
    example: "'g6eONNeVFL'",
    shorthand: 'string (8)',
  },
  text: { description: 'The same as string.', example: "'g6eONNeVFL'", shorthand: 'text (8)' },
  integer: { description: 'A whole number.', example: '42', shorthand: 'integer (0..100)' },
  number: { description: 'A number with decimals.', example: '3.14', shorthand: 'number (0..1)' },
  boolean: {
    description: 'True or false; in parentheses the share of true.',
    example: 'true',
    shorthand: 'boolean (0.3)',
  },
  datetime: {
    description: 'A point in time.',
    example: "'2025-06-21T14:05:09Z'",
    shorthand: 'datetime (2024-01-01..2025-12-31)',
  },
  date: { description: 'A day.', example: "'2025-06-21'", shorthand: 'date (2024-01-01..2025-12-31)' },
  time: { description: 'A time of day.', example: "'14:05:09'", shorthand: 'time (09:00..17:00)' },
  duration: { description: 'A length of time.', example: "'PT1H30M'", shorthand: 'duration (1m..2h)' },
  uuid: {
    description: 'A unique id: random, or ordered by time (version 7).',
    example: "'1d9f4b0a-…'",
    shorthand: 'uuid (7)',
  },
  sequence: { description: 'Counts up row by row.', example: '1, 2, 3', shorthand: 'sequence (1000)' },
  enum: { description: 'One of some values.', example: "'A'", shorthand: 'enum (A, B, C)' },
  array: { description: 'A list; its `items` are a field.', example: "['a', 'b']" },
  object: { description: 'A mapping; it has `fields` of its own.', example: '{ … }' },
};

let all: ReadonlyMap<string, TypeInfo> | undefined;

/** Every name of a built-in type by its name: those of the grammar, semantic types of faker, and other names of both. */
export function typeNames(): ReadonlyMap<string, TypeInfo> {
  if (all !== undefined) return all;
  const found = new Map<string, TypeInfo>();
  const add = (info: TypeInfo): void => void (found.has(info.name) || found.set(info.name, info));
  for (const name of GRAMMAR_TYPES)
    add({ name, kind: 'grammar', description: WORDS[name].description, example: WORDS[name].example });
  const semantic = (name: string): Pick<TypeInfo, 'description' | 'example'> =>
    describeSemanticType(name) ?? { description: '' };
  for (const [name, of] of Object.entries(SEMANTIC_ALIASES)) add({ name, kind: 'alias', of, ...semantic(of) });
  for (const name of semanticTypes()) {
    const options = semanticSignature(name)?.options.map((option) => ({
      name: option.name,
      type: option.types.join(' | '),
    }));
    add({ name, kind: 'semantic', ...semantic(name), options });
  }
  for (const [name, of] of Object.entries(TYPE_ALIASES))
    add({ name, kind: 'alias', of, description: WORDS[of].description });
  all = found;
  return found;
}

/** Types with arguments, as shorthand writes them: `integer (0..100)`. */
export function shorthandExamples(): readonly { readonly type: GrammarType; readonly text: string }[] {
  return GRAMMAR_TYPES.flatMap((type) => {
    const { shorthand } = WORDS[type];
    return shorthand === undefined ? [] : [{ type, text: shorthand }];
  });
}
