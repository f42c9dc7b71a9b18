import type { TextColumn } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import type { Domain } from '../fields/drawer.js';
import type { Phrase } from './phrase.js';
import { writeNumber } from './phrase-writer.js';

/** One part of a counted text: so many different texts, written by number. */
interface Part {
  readonly size: number;
  /** All its texts have the same length, so that it may stand beside any other part. */
  readonly fixed: boolean;
  /** Whether one of its texts may hold a character. */
  holds(character: string): boolean;
  readonly text: string | undefined;
  write(place: number, builder: TextBuilder): void;
}

/**
 * The texts of a phrase, counted, where different choices are sure to give different texts: of alternatives the one with
 * the most texts, of words each once, leaving out those that would blur where the next part starts. `undefined` where
 * that cannot be shown.
 */
export function phraseDomain(phrase: Phrase): Domain | undefined {
  const parts = partsOf(phrase);
  if (!parts) return undefined;
  const size = parts.reduce((product, p) => product * p.size, 1);
  if (size > Number.MAX_SAFE_INTEGER) return undefined;
  return domainOf(parts, size);
}

function domainOf(parts: readonly Part[], size: number): Domain {
  return {
    size,
    at(places): TextColumn {
      const builder = new TextBuilder(places.length);
      builder.mark();
      const digits = new Float64Array(parts.length);
      for (let i = 0; i < places.length; i++) {
        let place = places[i];
        for (let k = parts.length - 1; k >= 0; k--) {
          const rest = Math.floor(place / parts[k].size);
          digits[k] = place - rest * parts[k].size;
          place = rest;
        }
        for (let k = 0; k < parts.length; k++) parts[k].write(digits[k], builder);
        builder.endRow();
      }
      return builder.finish();
    },
  };
}

/** Several domains one after another; they must have no text in common. */
export function joinDomains(domains: readonly Domain[]): Domain {
  const [first, second] = domains;
  if (!second) return first;
  return {
    size: first.size + second.size,
    at(places) {
      const builder = new TextBuilder(places.length);
      builder.mark();
      const one = new Float64Array(1);
      for (let i = 0; i < places.length; i++) {
        const inFirst = places[i] < first.size;
        one[0] = inFirst ? places[i] : places[i] - first.size;
        const column = (inFirst ? first : second).at(one) as TextColumn;
        builder.text(decoder.decode(column.bytes.subarray(0, column.offsets[1])));
        builder.endRow();
      }
      return builder.finish();
    },
  };
}

const decoder = new TextDecoder();
const digits = new Uint8Array(20);

function partsOf(phrase: Phrase): readonly Part[] | undefined {
  switch (phrase.type) {
    case 'text':
      return [words([phrase.text])];
    case 'pick':
      return [words(phrase.values)];
    case 'number':
      return [
        {
          size: phrase.max - phrase.min + 1,
          fixed: false,
          holds: (character) =>
            `0123456789${phrase.decimals > 0 ? '.' : ''}${phrase.min < 0 ? '-' : ''}`.includes(character),
          text: undefined,
          write: (place, builder) => {
            const end = writeNumber(digits, 0, phrase.min + place, phrase.decimals);
            builder.reserve(end);
            for (let i = 0; i < end; i++) builder.byte(digits[i]);
          },
        },
      ];
    case 'characters':
      return Array.from({ length: phrase.count }, () => words([...phrase.characters]));
    case 'choice': {
      if (phrase.options.every((o) => o.phrase.type === 'pick' || o.phrase.type === 'text')) {
        const values = phrase.options.flatMap(({ phrase: p }) =>
          p.type === 'pick' ? p.values : p.type === 'text' ? [p.text] : [],
        );
        return [words(values)];
      }
      let best: readonly Part[] | undefined;
      for (const option of phrase.options) {
        const parts = partsOf(option.phrase);
        if (parts && sizeOf(parts) > (best ? sizeOf(best) : 0)) best = parts;
      }
      return best;
    }
    case 'sequence':
      return sequenceParts(phrase.phrases);
    case 'repeat':
      return repeatParts(phrase);
    default:
      return undefined;
  }
}

/** As many repetitions as can be counted. */
function repeatParts({
  phrase,
  min,
  max,
  separator,
}: Extract<Phrase, { type: 'repeat' }>): readonly Part[] | undefined {
  const between: Phrase[] = separator === '' ? [] : [{ type: 'text', text: separator }];
  let best: readonly Part[] | undefined;
  for (let count = Math.max(1, min); count <= max; count++) {
    const copies = Array.from({ length: count }, (_, i) => (i === 0 ? [phrase] : [...between, phrase]));
    const parts = sequenceParts(copies.flat());
    if (!parts || sizeOf(parts) > Number.MAX_SAFE_INTEGER) break;
    best = parts;
  }
  return best;
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((product, p) => product * p.size, 1);
}

function sequenceParts(phrases: readonly Phrase[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const phrase of phrases) {
    const inner = partsOf(phrase);
    if (!inner) return undefined;
    parts.push(...inner);
  }
  // All parts but one must have a length that can be told: fixed, or ended by a character that they do not hold.
  let open = parts.filter((p) => !p.fixed).length;
  for (let i = 0; i < parts.length && open > 1; i++) {
    if (parts[i].fixed) continue;
    const end = parts.at(i + 1)?.text?.charAt(0);
    if (end === undefined || end === '') return undefined;
    if (parts[i].holds(end)) {
      const closed = (parts[i] as Words).without?.(end);
      if (!closed || closed.size === 0) return undefined;
      parts[i] = closed;
    }
    open--;
  }
  return parts;
}

interface Words extends Part {
  /** The words that do not hold a character. */
  without?(character: string): Part;
}

/** Lists of words are the same for every field and document of a locale. */
const WORDS = new WeakMap<readonly string[], Words>();

function words(values: readonly string[]): Words {
  let known = WORDS.get(values);
  if (known === undefined) WORDS.set(values, (known = wordsOf(values)));
  return known;
}

function wordsOf(values: readonly string[]): Words {
  const distinct = [...new Set(values)];
  const [first] = distinct;
  const closed = new Map<string, Words>();
  return {
    size: distinct.length,
    fixed: distinct.every((v) => v.length === first.length),
    holds: (character) => distinct.some((v) => v.includes(character)),
    text: distinct.length === 1 ? first : undefined,
    write: (place, builder) => builder.text(distinct[place]),
    without(character) {
      let rest = closed.get(character);
      if (rest === undefined) closed.set(character, (rest = wordsOf(distinct.filter((v) => !v.includes(character)))));
      return rest;
    },
  };
}
