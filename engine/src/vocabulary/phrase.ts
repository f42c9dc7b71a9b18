/** How a text is put together from words, numbers and characters. Immutable; compiled by `phrase-writer.ts`. */
export type Phrase =
  | { readonly type: 'text'; readonly text: string }
  /** One of the values, all alike. */
  | { readonly type: 'pick'; readonly values: readonly string[] }
  /** A whole number from `min` to `max` (at most 2^40 of them), written as number / 10^decimals. */
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly decimals: number }
  /** So many ASCII characters, each one of `characters`. */
  | { readonly type: 'characters'; readonly characters: string; readonly count: number }
  | { readonly type: 'choice'; readonly options: readonly Weighted[] }
  | { readonly type: 'sequence'; readonly phrases: readonly Phrase[] }
  /** Part number `slot` of what the caller has drawn for the row, `plain` as of text columns. */
  | { readonly type: 'slot'; readonly slot: number; readonly plain: boolean }
  /** The phrase `min` to `max` times. */
  | {
      readonly type: 'repeat';
      readonly phrase: Phrase;
      readonly min: number;
      readonly max: number;
      readonly separator: string;
    };

export interface Weighted {
  readonly phrase: Phrase;
  /** > 0. */
  readonly weight: number;
}

export const DIGITS = '0123456789';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const HEX = '0123456789abcdef';

export function text(value: string): Phrase {
  return { type: 'text', text: value };
}

export function pick(values: readonly string[]): Phrase {
  return values.length === 1 ? text(values[0]) : { type: 'pick', values };
}

export function number(min: number, max: number, decimals = 0): Phrase {
  return { type: 'number', min, max, decimals };
}

export function characters(alphabet: string, count: number): Phrase {
  return { type: 'characters', characters: alphabet, count };
}

/** Digits without a leading zero. */
export function digits(count: number): Phrase {
  return count === 0 ? text('') : sequence(characters('123456789', 1), characters(DIGITS, count - 1));
}

export function sequence(...phrases: readonly (Phrase | string)[]): Phrase {
  const flat = phrases.flatMap((p): readonly Phrase[] => {
    if (typeof p === 'string') return p === '' ? [] : [text(p)];
    if ((p.type === 'characters' && p.count === 0) || (p.type === 'text' && p.text === '')) return [];
    return p.type === 'sequence' ? p.phrases : [p];
  });
  const merged: Phrase[] = [];
  for (const phrase of flat) {
    const last = merged.at(-1);
    if (last?.type === 'text' && phrase.type === 'text') merged[merged.length - 1] = text(last.text + phrase.text);
    else if (last?.type === 'characters' && phrase.type === 'characters' && last.characters === phrase.characters) {
      merged[merged.length - 1] = characters(last.characters, last.count + phrase.count);
    } else merged.push(phrase);
  }
  return merged.length === 1 ? merged[0] : { type: 'sequence', phrases: merged };
}

export function slot(number: number, plain: boolean): Phrase {
  return { type: 'slot', slot: number, plain };
}

export function choice(options: readonly Weighted[]): Phrase {
  return options.length === 1 ? options[0].phrase : { type: 'choice', options };
}

/** One of the phrases, all alike. */
export function oneOf(phrases: readonly Phrase[]): Phrase {
  if (phrases.length > 1 && phrases.every((p) => p.type === 'text')) return pick(phrases.map((p) => p.text));
  return choice(phrases.map((phrase) => ({ phrase, weight: 1 })));
}

export function repeat(phrase: Phrase, min: number, max: number, separator = ''): Phrase {
  return { type: 'repeat', phrase, min, max, separator };
}

/** The phrase with the first letter of each word in upper case, as faker writes dishes. */
export function titled(phrase: Phrase): Phrase {
  return titledFrom(phrase, true).phrase;
}

/** `start`: a word starts here. Gives whether one starts after the phrase. */
function titledFrom(phrase: Phrase, start: boolean): { phrase: Phrase; start: boolean } {
  const title = (value: string): string => {
    const words = value.split(' ');
    return words.map((w, i) => (i > 0 || start ? w.charAt(0).toUpperCase() + w.slice(1) : w)).join(' ');
  };
  switch (phrase.type) {
    case 'text':
      return { phrase: text(title(phrase.text)), start: phrase.text === '' ? start : phrase.text.endsWith(' ') };
    case 'pick':
      return { phrase: pick(phrase.values.map(title)), start: false };
    case 'choice': {
      const options = phrase.options.map((o) => ({ ...o, phrase: titledFrom(o.phrase, start).phrase }));
      return { phrase: choice(options), start: false };
    }
    case 'sequence': {
      const phrases: Phrase[] = [];
      for (const inner of phrase.phrases) {
        const done = titledFrom(inner, start);
        phrases.push(done.phrase);
        start = done.start;
      }
      return { phrase: sequence(...phrases), start };
    }
    case 'repeat': {
      const inner = titledFrom(phrase.phrase, true).phrase;
      return { phrase: { ...phrase, phrase: inner }, start: false };
    }
    default:
      return { phrase, start: false };
  }
}
