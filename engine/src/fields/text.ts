import type { OutputType, TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import { SynthError } from '../errors.js';
import type { Stream } from '../random/stream.js';
import { second, threefry } from '../random/threefry.js';
import type { SizeModel, TextSpec } from '../schema/model.js';
import type { FieldContext } from './context.js';
import type { Batch, Domain, Drawer } from './drawer.js';
import { spread, type TextSet } from './pattern-automaton.js';
import { compilePattern } from './pattern.js';
import { numbered } from './pattern-text.js';
import { compileSize, type SizeDrawer } from './size.js';
import type { TextCase } from './text-case.js';
import { drawWords } from './text-words.js';

const TYPE: OutputType = { kind: 'string', nullable: false, optional: false };
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** Lengths where none are written: of letters and digits, of words. */
export const LETTERS_LENGTH: SizeModel = { min: 8, max: 16 };
export const WORDS_LENGTH: SizeModel = { min: 40, max: 120 };

/** Characters of one text, at most. */
const LONGEST = 1 << 27;

/**
 * Draws text: what a pattern matches; else, of the length wanted, words (type `text`) or letters and digits. Lengths are
 * code points. The domain of words is that of letters and digits, since words cannot be counted.
 *
 * @throws SynthError with the code of {@link compilePattern} on a pattern that cannot be drawn, `text/pattern-and-length`
 * where both are written.
 */
export function compileText(spec: TextSpec, context: FieldContext): Drawer {
  if (spec.pattern !== undefined) {
    if (spec.length !== undefined) {
      throw new SynthError(
        'text/pattern-and-length',
        'A pattern says how long its texts are. Take `length` away, or write it into the pattern as {min,max}.',
      );
    }
    return compilePatternText(spec.pattern.text, spec.case, context);
  }
  const length = spec.length ?? (spec.words === true ? WORDS_LENGTH : LETTERS_LENGTH);
  const size = compileSize(length, context.stream('#length'), LONGEST);
  const alphabet = alphabetOf(spec.case);
  const title = spec.case === 'title';
  const domain = textDomain(letterTexts(alphabet, length, title), length.max);
  const draw =
    spec.words === true
      ? drawWords(size, context.stream(), spec.case)
      : drawLetters(alphabet, size, context.stream(), title);
  return { type: TYPE, draw, domain };
}

function compilePatternText(source: string, textCase: TextCase | undefined, context: FieldContext): Drawer {
  const compiled = compilePattern(source, textCase);
  if (!compiled.ok) throw new SynthError(compiled.code, `The pattern ${source} cannot be used: ${compiled.message}.`);
  const { pattern } = compiled;
  return {
    type: TYPE,
    draw: pattern.drawer(context.stream()),
    // Counting may take a while and is asked for only by what needs different values.
    get domain() {
      const { size } = pattern;
      return size === undefined ? undefined : { size, at: (places: Float64Array) => pattern.at(places) };
    },
  };
}

function textDomain(texts: TextSet, longest: number): Domain {
  return { size: texts.size, at: (places) => numbered(texts, places, longest) };
}

function alphabetOf(textCase: TextCase | undefined): Uint8Array {
  const letters =
    textCase === undefined ? LOWER + LOWER.toUpperCase() : textCase === 'upper' ? LOWER.toUpperCase() : LOWER;
  return Uint8Array.from(letters + DIGITS, (c) => c.charCodeAt(0));
}

/** In title case: 32 less for a lower-case letter. */
function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
}

/** Six characters out of each random block: a pair and a single one from each word. */
function drawLetters(
  alphabet: Uint8Array,
  size: SizeDrawer,
  stream: Stream,
  title: boolean,
): (batch: Batch) => TextColumn {
  const letters = alphabet.length;
  const pairs = letters * letters;
  const { key0, key1 } = stream;
  return (batch) => {
    const { length } = batch;
    const { low, high } = batch.addresses;
    const sizes = size.draw(batch.addresses);
    const offsets = new Int32Array(length + 1);
    let total = 0;
    let empty = false;
    for (let i = 0; i < length; i++) {
      if (sizes[i] === 0) empty = true;
      offsets[i + 1] = total += sizes[i];
    }
    // Rows are written in order, so that what one writes beyond its end is written over by the next.
    const bytes = new Uint8Array(total + SPARE);
    for (let i = 0; i < length; i++) {
      const end = offsets[i + 1];
      let draw = high[i];
      for (let at = offsets[i]; at < end; at += 6) {
        let x = (threefry(key0, key1, low[i], draw) >>> 0) / 4294967296;
        let y = (second >>> 0) / 4294967296;
        draw = (draw + 256) | 0;
        x *= pairs;
        let k = Math.floor(x);
        bytes[at] = alphabet[(k / letters) | 0];
        bytes[at + 1] = alphabet[k % letters];
        bytes[at + 2] = alphabet[Math.floor((x - k) * letters)];
        y *= pairs;
        k = Math.floor(y);
        bytes[at + 3] = alphabet[(k / letters) | 0];
        bytes[at + 4] = alphabet[k % letters];
        bytes[at + 5] = alphabet[Math.floor((y - k) * letters)];
      }
      if (title) bytes[offsets[i]] = upper(bytes[offsets[i]]);
    }
    return { kind: 'text', length, bytes, offsets, plain: !empty };
  };
}

/** Texts of this many letters are more than 2^53, whatever the alphabet. */
const ENOUGH = 12;

/** All texts of an alphabet between two lengths. */
function letterTexts(alphabet: Uint8Array, size: SizeModel, title: boolean): TextSet {
  const texts = size.max < ENOUGH ? fewTexts(alphabet, size) : undefined;
  const { size: count, write } = texts !== undefined && texts.size <= 2 ** 53 ? texts : manyTexts(alphabet, size);
  return {
    size: count,
    write(k, points) {
      const length = write(k, points);
      if (title && length > 0) points[0] = upper(points[0]);
      return length;
    },
  };
}

/** From the shortest to the longest, by mixed radix. */
function fewTexts(alphabet: Uint8Array, { min, max }: SizeModel): TextSet {
  const letters = alphabet.length;
  const counts: number[] = [];
  let count = 1;
  for (let n = 0; n <= max; n++, count *= letters) counts.push(n < min ? 0 : count);
  return {
    size: counts.reduce((sum, n) => sum + n, 0),
    write(k, points) {
      let rest = k;
      let length = min;
      while (rest >= counts[length]) rest -= counts[length++];
      writeDigits(alphabet, rest, points, length);
      return length;
    },
  };
}

/**
 * More texts than can be numbered: lengths that hold few are left out and the others take turns, so that not nearly every
 * text has the longest. The last characters tell texts of one length apart, those before them are drawn from the number.
 */
function manyTexts(alphabet: Uint8Array, { min, max }: SizeModel): TextSet {
  const letters = BigInt(alphabet.length);
  let from = Math.min(max, Math.max(min, 1));
  while (from < max && letters ** BigInt(from) * BigInt(max - from + 1) < 2n ** 53n) from++;
  const turns = max - from + 1;
  const spreads = new Map<number, (k: number) => bigint>();
  return {
    size: Infinity,
    write(k, points) {
      const turn = k % turns;
      const length = from + turn;
      const tail = Math.min(length, ENOUGH);
      let numbers = spreads.get(tail);
      if (numbers === undefined) spreads.set(tail, (numbers = spread(letters ** BigInt(tail))));
      let rest = numbers(Math.floor(k / turns));
      for (let p = length - 1; p >= length - tail; p--) {
        points[p] = alphabet[Number(rest % letters)];
        rest /= letters;
      }
      for (let p = 0; p < length - tail; p++) {
        const word = threefry(k | 0, Math.floor(k / 4294967296), p, length);
        points[p] = alphabet[Math.floor(((word >>> 0) / 4294967296) * alphabet.length)];
      }
      return length;
    },
  };
}

function writeDigits(alphabet: Uint8Array, value: number, points: Int32Array, length: number): void {
  let rest = value;
  for (let p = length - 1; p >= 0; p--) {
    const quotient = Math.floor(rest / alphabet.length);
    points[p] = alphabet[rest - quotient * alphabet.length];
    rest = quotient;
  }
}
