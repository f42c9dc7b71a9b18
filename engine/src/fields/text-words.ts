import type { TextColumn } from '../columns/column.js';
import { TextBuilder, TextTable } from '../columns/text.js';
import type { Stream } from '../random/stream.js';
import type { Batch } from './drawer.js';
import { Picks } from './pattern-picks.js';
import type { SizeDrawer } from './size.js';
import type { TextCase } from './text-case.js';

/** Words of the customary filler text, by length. */
const WORDS: readonly string[][] = [
  [],
  ['a', 'e'],
  ['ad', 'ea', 'et', 'eu', 'ex', 'id', 'in', 'ut'],
  ['est', 'non', 'qui', 'sed', 'sit'],
  ['amet', 'anim', 'aute', 'duis', 'elit', 'enim', 'esse', 'nisi', 'quis'],
  ['culpa', 'dolor', 'irure', 'lorem', 'ipsum', 'magna', 'minim', 'nulla', 'velit'],
  ['aliqua', 'cillum', 'dolore', 'fugiat', 'labore', 'mollit', 'tempor', 'veniam'],
  ['aliquip', 'commodo', 'eiusmod', 'laboris', 'nostrud', 'officia'],
  ['deserunt', 'occaecat', 'pariatur', 'proident', 'voluptas'],
  ['consequat', 'cupidatat', 'excepteur', 'voluptate'],
  ['adipiscing', 'incididunt'],
];
const LONGEST = WORDS.length - 1;
/** A sentence that has this many words may end. */
const SENTENCE = 5;

/**
 * Draws sentences of exactly the length drawn: words, an upper-case letter at each start, a full stop at each end. Below
 * eight characters there is room for words only.
 */
export function drawWords(
  size: SizeDrawer,
  stream: Stream,
  textCase: TextCase | undefined,
): (batch: Batch) => TextColumn {
  const small = WORDS.map((words) => new TextTable(words.map((w) => (textCase === 'upper' ? w.toUpperCase() : w))));
  const capital = WORDS.map((words) => new TextTable(words.map((w) => inCase(w, textCase))));
  const picks = new Picks(stream);

  return (batch) => {
    const { length } = batch;
    const { low, high } = batch.addresses;
    const sizes = size.draw(batch.addresses);
    const out = new TextBuilder(length, size.max);
    for (let i = 0; i < length; i++) {
      const wanted = sizes[i];
      picks.row(low[i], high[i]);
      out.reserve(wanted + 16);
      if (wanted === 0) out.mark();
      const stop = wanted >= 8;
      let left = stop ? wanted - 1 : wanted;
      let inSentence = 0;
      while (left > 0) {
        // What is left holds the last word, or a word, a space and at least one letter more.
        let letters =
          left <= LONGEST && (left < 4 || picks.pick(3) === 0)
            ? left
            : 1 + picks.pick(Math.min(LONGEST, Math.max(1, left - 2)));
        if (letters === 1 && left > 3) letters = 2;
        const tables = inSentence === 0 || textCase === 'title' ? capital : small;
        const table = tables[letters];
        out.table(table, picks.pick(table.offsets.length - 1));
        left -= letters;
        inSentence++;
        if (left === 0) break;
        if (inSentence >= SENTENCE && left > 12 && picks.pick(4) === 0) {
          out.byte(0x2e);
          left--;
          inSentence = 0;
        }
        out.byte(0x20);
        left--;
      }
      if (stop) out.byte(0x2e);
      out.endRow();
    }
    return out.finish();
  };
}

function inCase(word: string, textCase: TextCase | undefined): string {
  if (textCase === 'lower') return word;
  if (textCase === 'upper') return word.toUpperCase();
  return word[0].toUpperCase() + word.slice(1);
}
