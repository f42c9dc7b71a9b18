import { writeCopy, writeLiteral } from './snappy-tags.js';
import { LONGEST_WORD, SHORTEST_WORD, WORD_FACTORS } from './snappy-words-wasm.js';

const TABLE_BITS = 14;

/** Position in the block where a word of this hash was seen last. */
const table = new Uint16Array(1 << TABLE_BITS);

/**
 * Matches of whole words: the text of phrases repeats these rather than parts of them. A word begins with what is no
 * lowercase letter, a space for the most part, and goes on with such letters, or what is beyond ASCII. The same bytes as
 * by WebAssembly.
 */
export function compressWords(source: DataView, start: number, end: number, target: DataView, at: number): number {
  table.fill(0);
  let literal = start;
  let begin = nextWord(source, start, start, end);
  while (begin < end) {
    const next = nextWord(source, begin + 1, start, end);
    const length = Math.min(next - begin, LONGEST_WORD);
    if (length >= SHORTEST_WORD) {
      const slot = hash(source, begin, length);
      const candidate = start + table[slot];
      table[slot] = begin - start;
      if (candidate < begin && isSame(source, candidate, begin, length)) {
        if (literal < begin) at = writeLiteral(source, literal, begin - literal, target, at);
        at = writeCopy(target, at, begin - candidate, length);
        literal = begin + length;
      }
    }
    begin = next;
  }
  return literal < end ? writeLiteral(source, literal, end - literal, target, at) : at;
}

/** Where the next word begins, from a place on; the end of the block where none does. */
function nextWord(source: DataView, from: number, start: number, end: number): number {
  let at = from;
  while (at < end && !(source.getUint8(at) < 0x61 && (at === start || source.getUint8(at - 1) >= 0x61))) at++;
  return at;
}

function hash(source: DataView, at: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i += 4) {
    const word = source.getInt32(at + i, true);
    const rest = length - i;
    sum += Math.imul(rest < 4 ? word & ((1 << (8 * rest)) - 1) : word, WORD_FACTORS[i >> 2]);
  }
  return (sum | 0) >>> (32 - TABLE_BITS);
}

function isSame(source: DataView, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (source.getUint8(a + i) !== source.getUint8(b + i)) return false;
  return true;
}
