import { OptionError } from '../errors.js';
import type { Vocabulary } from './locale.js';
import {
  characters,
  choice,
  DIGITS,
  digits,
  number,
  oneOf,
  type Phrase,
  pick,
  sequence,
  UPPER,
  type Weighted,
} from './phrase.js';

/** An entry of the locale's definitions, such as `person.first_name`. */
export function entry(vocabulary: Vocabulary, module: string, name: string): unknown {
  const value = vocabulary.definitions[module]?.[name];
  if (value === undefined) {
    throw new OptionError(`The locale "${vocabulary.locale}" has no words for ${module}.${name}.`, 'locale/no-words');
  }
  return value;
}

/** An entry that is a list of texts. */
export function list(vocabulary: Vocabulary, module: string, name: string): readonly string[] {
  const value = entry(vocabulary, module, name);
  if (!isTexts(value))
    throw new OptionError(`${module}.${name} of the locale "${vocabulary.locale}" is no list of words.`);
  return value;
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'string');
}

/** A definition that may differ by sex. */
export interface BySex<T> {
  readonly female?: readonly T[];
  readonly male?: readonly T[];
  readonly generic?: readonly T[];
}

export type Sex = 'female' | 'male' | 'generic';

/**
 * The lists to draw from, with their weights, as faker's `selectDefinition` weighs them: those of the sex against those
 * of any sex as 3√n to √m for n and m entries. Without a sex, both alike.
 */
export function bySex<T>(
  definition: BySex<T>,
  sex: Sex | undefined,
): readonly { list: readonly T[]; weight: number }[] {
  const { female, male, generic } = definition;
  const found = new Map<readonly T[], number>();
  const add = (options: readonly { list: readonly T[] | undefined; weight: number }[], share: number): void => {
    const present = options.flatMap(({ list, weight }) => (list && list.length > 0 ? [{ list, weight }] : []));
    const total = present.reduce((sum, o) => sum + o.weight, 0);
    for (const o of present) found.set(o.list, (found.get(o.list) ?? 0) + (share * o.weight) / total);
  };
  const of = (own: readonly T[] | undefined, share: number): void => {
    if (own && generic)
      add(
        [
          { list: own, weight: 3 * Math.sqrt(own.length) },
          { list: generic, weight: Math.sqrt(generic.length) },
        ],
        share,
      );
    else add([{ list: own ?? generic, weight: 1 }], share);
  };
  if (sex === 'generic' && generic) add([{ list: generic, weight: 1 }], 1);
  else if (sex === 'generic')
    add(
      [
        { list: female, weight: 1 },
        { list: male, weight: 1 },
      ],
      1,
    );
  else {
    if (sex !== 'male') of(female, sex ? 1 : 0.5);
    if (sex !== 'female') of(male, sex ? 1 : 0.5);
  }
  return [...found].map(([list, weight]) => ({ list, weight }));
}

/** Words of a definition that may differ by sex. */
export function wordsBySex(definition: BySex<string>, sex: Sex | undefined): Phrase {
  return choice(bySex(definition, sex).map(({ list, weight }) => ({ phrase: pick(list), weight })));
}

/** `#` a digit, `!` a digit from 2, as faker's phone formats have it. */
export function phoneFormat(format: string): Phrase {
  return sequence(
    ...[...format].map((c) => (c === '#' ? characters(DIGITS, 1) : c === '!' ? characters('23456789', 1) : c)),
  );
}

/** `#` a digit, `?` a capital letter, `*` either, as faker's `replaceSymbols`. */
export function symbols(format: string): Phrase {
  return sequence(
    ...[...format].map((c) => {
      if (c === '#') return characters(DIGITS, 1);
      if (c === '?') return characters(UPPER, 1);
      if (c === '*') return oneOf([characters(UPPER, 1), characters(DIGITS, 1)]);
      return c;
    }),
  );
}

/** Each run of `#` becomes a number of that many digits. */
export function numbersFor(phrase: Phrase): Phrase {
  const fill = (value: string): Phrase =>
    sequence(...value.split(/(#+)/).map((part) => (part.startsWith('#') ? digits(part.length) : part)));
  switch (phrase.type) {
    case 'text':
      return fill(phrase.text);
    case 'pick':
      return phrase.values.some((v) => v.includes('#')) ? oneOf(phrase.values.map(fill)) : phrase;
    case 'choice':
      return choice(phrase.options.map((o) => ({ ...o, phrase: numbersFor(o.phrase) })));
    case 'sequence':
      return sequence(...phrase.phrases.map(numbersFor));
    default:
      return phrase;
  }
}

/** Where `{{…}}` of a pattern leads: a method, or nothing where there is none of that name. */
export type Resolve = (name: string, args: readonly unknown[]) => Phrase | undefined;

/**
 * One of faker's patterns: text with `{{module.method}}`, `{{module.method(json)}}`, `{{module.entry}}` and
 * `{{module.entry.key}}`. `undefined` where it holds an expression that has no phrase.
 */
export function pattern(vocabulary: Vocabulary, source: string, resolve: Resolve): Phrase | undefined {
  const parts: (Phrase | string)[] = [];
  let at = 0;
  for (const match of source.matchAll(/\{\{(.*?)\}\}/gs)) {
    const phrase = expression(vocabulary, match[1], resolve);
    if (!phrase) return undefined;
    parts.push(source.slice(at, match.index), phrase);
    at = match.index + match[0].length;
  }
  return sequence(...parts, source.slice(at));
}

/** One of several patterns, all alike. */
export function patterns(vocabulary: Vocabulary, sources: readonly string[], resolve: Resolve): Phrase | undefined {
  if (!sources.some((s) => s.includes('{{'))) return pick(sources);
  const phrases = sources.map((s) => pattern(vocabulary, s, resolve));
  return phrases.every((p) => p !== undefined) ? oneOf(phrases) : undefined;
}

/** As {@link patterns}, with weights. */
export function weightedPatterns(
  vocabulary: Vocabulary,
  sources: readonly { readonly value: string; readonly weight: number }[],
  resolve: Resolve,
): Phrase | undefined {
  const options: Weighted[] = [];
  for (const { value, weight } of sources) {
    const phrase = pattern(vocabulary, value, resolve);
    if (!phrase) return undefined;
    options.push({ phrase, weight });
  }
  return choice(options);
}

function expression(vocabulary: Vocabulary, source: string, resolve: Resolve): Phrase | undefined {
  const [, name, args] = /^([\w.]+)(?:\((.*)\))?$/s.exec(source) ?? [];
  if (name === undefined) return undefined;
  let values: unknown[] = [];
  if (args) {
    try {
      values = JSON.parse(`[${args}]`) as unknown[];
    } catch {
      return undefined;
    }
  }
  if (name === 'helpers.arrayElement') return isTexts(values[0]) ? pick(values[0]) : undefined;
  if (name === 'number.int') {
    const { min = 0, max } = values[0] as { min?: number; max?: number };
    return max === undefined ? undefined : number(min, max);
  }
  const method = resolve(name, values);
  if (method || args) return method;
  const [module, key, ...path] = name.split('.');
  const value = vocabulary.definitions[module]?.[key];
  // faker draws from a list wherever it meets one on the path.
  const words = path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at.map((item) => (item as Record<string, unknown>)[step]);
    return (at as Record<string, unknown> | undefined)?.[step];
  }, value);
  return isTexts(words) ? patterns(vocabulary, words, resolve) : undefined;
}
