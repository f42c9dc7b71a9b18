import type { TextColumn } from '../columns/column.js';
import type { Stream } from '../random/stream.js';
import type { Batch } from './drawer.js';
import { textSetOf, type TextSet } from './pattern-automaton.js';
import { drawBytes, isAscii } from './pattern-bytes.js';
import { chainTexts, drawChain } from './pattern-chain.js';
import { inCase, type CodePoints } from './pattern-classes.js';
import { checkAnchors, checkReferences, fixedPlaces, longestOf } from './pattern-shape.js';
import { parsePattern, PatternError, type PatternNode } from './pattern-syntax.js';
import { hasSpace, isPlainSet, numbered } from './pattern-text.js';
import { drawTree } from './pattern-tree.js';
import { titlePlaces, type TextCase } from './text-case.js';

/** Texts longer than this are refused. */
const LONGEST = 65_536;

/** A regular expression turned round: it draws texts that match. */
export interface Pattern {
  /** Code points of the longest text. */
  readonly longest: number;
  /**
   * How many different texts it can draw: 1 … 2^53, `Infinity` for more, `undefined` where they cannot be counted
   * (references back, a title case that depends on what was drawn, very large patterns). Open quantifiers repeat at most
   * {@link OPEN_REPEATS} times more than they must.
   */
  readonly size: number | undefined;
  /** Draws a text a row. Alternatives are equally likely, numbers of repetitions and characters of a class too. */
  drawer(stream: Stream): (batch: Batch) => TextColumn;
  /**
   * Texts by number, 0 … min(size, 2^53) − 1; different numbers give different texts.
   * @throws RangeError where `size` is undefined.
   */
  at(places: Float64Array): TextColumn;
}

export type CompiledPattern =
  | { readonly ok: true; readonly pattern: Pattern }
  | {
      readonly ok: false;
      readonly code: PatternError['code'];
      readonly message: string;
      /** Offsets into the source, UTF-16 units. */
      readonly start?: number;
      readonly end?: number;
    };

/**
 * Compiles a regular expression in the syntax of ECMAScript's `u` flag into a generator of matching texts. Look-around and
 * word boundaries are `pattern/unsupported`; `^` and `$` may stand at the ends, where they change nothing.
 *
 * `.`, `\D`, `\S`, `\W` and negated classes draw printable ASCII where that holds any, `\p{…}` Latin letters first.
 */
export function compilePattern(source: string, textCase?: TextCase): CompiledPattern {
  try {
    return { ok: true, pattern: build(source, textCase) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const { code, message, start, end } = error;
    return { ok: false, code, message, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  }
}

function build(source: string, textCase: TextCase | undefined): Pattern {
  const parsed = parsePattern(source);
  checkAnchors(parsed.root);
  checkReferences(parsed.root, source);
  const longest = longestOf(parsed.root);
  if (longest > LONGEST) {
    throw new PatternError(
      'pattern/too-long',
      `its longest text has ${longest} characters; at most ${LONGEST} can be drawn`,
    );
  }
  const cased = textCase === 'lower' || textCase === 'upper' ? casedNode(parsed.root, textCase) : parsed.root;
  const fixed = fixedPlaces(cased);
  const places = fixed && textCase === 'title' ? titlePlaces(fixed) : fixed;
  if (places !== undefined) return chainPattern(places);

  const countable = textCase !== 'title';
  let texts: TextSet | undefined | null = null;
  const textSet = (): TextSet | undefined =>
    texts === null ? (texts = countable ? textSetOf(cased) : undefined) : texts;
  return {
    longest,
    get size() {
      return textSet()?.size;
    },
    drawer: (stream) =>
      countable && isAscii(cased)
        ? drawBytes(cased, parsed.groups, longest, stream)
        : drawTree(cased, parsed.groups, longest, stream, textCase === 'title'),
    at(numbers) {
      const set = textSet();
      if (set === undefined) throw new RangeError(`the texts of the pattern ${source} cannot be numbered`);
      return numbered(set, numbers, longest);
    },
  };
}

function chainPattern(places: readonly CodePoints[]): Pattern {
  const texts = chainTexts(places);
  const plain =
    places.length > 0 && places.every(isPlainSet) && !hasSpace(places[0]) && !hasSpace(places[places.length - 1]);
  const sequence: PatternNode = { type: 'sequence', items: places.map((points) => ({ type: 'set', points })) };
  return {
    longest: places.length,
    size: texts.size,
    drawer: (stream) =>
      places.length > 0 && isAscii(sequence)
        ? drawChain(places, stream, plain)
        : drawTree(sequence, 0, places.length, stream, false),
    at: (numbers) => numbered(texts, numbers, places.length),
  };
}

function casedNode(node: PatternNode, change: 'lower' | 'upper'): PatternNode {
  switch (node.type) {
    case 'set':
      return { type: 'set', points: inCase(node.points, change) };
    case 'sequence':
      return { type: 'sequence', items: node.items.map((n) => casedNode(n, change)) };
    case 'choice':
      return { type: 'choice', options: node.options.map((n) => casedNode(n, change)) };
    case 'repeat':
    case 'group':
      return { ...node, body: casedNode(node.body, change) };
    default:
      return node;
  }
}
