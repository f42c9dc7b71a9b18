import type { TextColumn } from '../../columns/column.js';
import type { Batch } from '../../fields/drawer.js';
import { compileSize } from '../../fields/size.js';
import { drawWords } from '../../fields/text-words.js';
import { streamFor } from '../../random/key.js';
import type { Stream } from '../../random/stream.js';
import { parseExpression } from './syntax.js';
import { treeOf } from './tree.js';

/** Room for a few words. */
const WORDS_FROM = 12;
const WORDS_SPAN = 24;

/** Texts of which only the length matters: words where there is room for some, else letters and digits. */
export function plainDrawer(minLength: number, maxLength: number, stream: Stream): (batch: Batch) => TextColumn {
  if (maxLength >= WORDS_FROM) {
    const min = Math.max(minLength, WORDS_FROM);
    const lengths = streamFor(0, String(stream.key0), String(stream.key1), '#length');
    const size = compileSize({ min, max: Math.min(maxLength, min + WORDS_SPAN) }, lengths);
    return drawWords(size, stream, undefined);
  }
  const min = Math.max(minLength, Math.min(maxLength, 3));
  const source = `[A-Za-z0-9]{${min},${maxLength}}`;
  const tree = treeOf(parseExpression(source), source);
  if (tree === undefined) throw new RangeError(`no texts of ${minLength} to ${maxLength} characters can be drawn`);
  return tree.drawer(stream);
}

/** Whether a text can come out of {@link plainDrawer}. */
export function mayBePlain(text: string, maxLength: number): boolean {
  return maxLength < WORDS_FROM || (text.length >= WORDS_FROM && /^[A-Z][A-Za-z. ]*\.$/.test(text));
}
