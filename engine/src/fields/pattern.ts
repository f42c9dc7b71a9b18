import type { TextColumn } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import type { Stream } from '../random/stream.js';
import type { Batch } from './drawer.js';
import { textSetOf, type TextSet } from './pattern-automaton.js';
import { chainTexts, drawChain, isAsciiChain } from './pattern-chain.js';
import { countOf, inCase, pointAt, unite, type CodePoints } from './pattern-classes.js';
import { Picks } from './pattern-picks.js';
import { checkAnchors, checkReferences, fixedPlaces, longestOf } from './pattern-shape.js';
import { parsePattern, PatternError, type PatternNode } from './pattern-syntax.js';
import { capitalise, titlePlaces, type TextCase } from './text-case.js';

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
    drawer: (stream) => drawTree(cased, parsed.groups, longest, stream, textCase === 'title'),
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
      isAsciiChain(places) ? drawChain(places, stream, plain) : drawTree(sequence, 0, places.length, stream, false),
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

/** Texts of a set by their numbers. */
export function numbered(set: TextSet, numbers: Float64Array, longest: number): TextColumn {
  const points = new Int32Array(longest);
  const out = new TextBuilder(numbers.length, Math.min(64, longest));
  for (let i = 0; i < numbers.length; i++) {
    writePoints(out, points, set.write(numbers[i], points));
    out.endRow();
  }
  return out.finish();
}

/** Writes code points as UTF-8 and says so where they may need escaping or quoting. */
export function writePoints(out: TextBuilder, points: Int32Array, length: number): void {
  out.reserve(length * 4);
  let plain = length > 0 && points[0] !== 0x20 && points[length - 1] !== 0x20;
  for (let i = 0; i < length; i++) {
    const c = points[i];
    if (c < 0x80) {
      if (plain && !isPlainPoint(c)) plain = false;
      out.byte(c);
    } else {
      plain = false;
      if (c < 0x800) out.byte(0xc0 | (c >> 6));
      else {
        if (c < 0x10000) out.byte(0xe0 | (c >> 12));
        else {
          out.byte(0xf0 | (c >> 18));
          out.byte(0x80 | ((c >> 12) & 63));
        }
        out.byte(0x80 | ((c >> 6) & 63));
      }
      out.byte(0x80 | (c & 63));
    }
  }
  if (!plain) out.mark();
}

/** As {@link isPlain} of one character within a text. */
function isPlainPoint(c: number): boolean {
  return c >= 0x20 && c <= 0x7e && c !== 0x22 && c !== 0x5c && c !== 0x2c && c !== 0x3b && c !== 0x7c;
}

function isPlainSet(points: CodePoints): boolean {
  for (let r = 0; r < points.length; r += 2) {
    for (let c = points[r]; c <= points[r + 1]; c++) if (!isPlainPoint(c)) return false;
  }
  return true;
}

function hasSpace(points: CodePoints): boolean {
  return unite([...points, 0x20, 0x20]).join() === points.join();
}

/** A node made ready for drawing: sets of characters are written out where they are small. */
type Step =
  | { readonly type: 'character'; readonly points: Int32Array }
  | { readonly type: 'ranges'; readonly points: CodePoints; readonly size: number }
  | { readonly type: 'sequence'; readonly items: readonly Step[] }
  | { readonly type: 'choice'; readonly options: readonly Step[] }
  | {
      readonly type: 'repeat';
      readonly body: Step;
      readonly min: number;
      readonly span: number;
      readonly groups: readonly number[];
    }
  | { readonly type: 'group'; readonly index: number; readonly body: Step }
  | { readonly type: 'reference'; readonly index: number };

const NOTHING: Step = { type: 'sequence', items: [] };

function prepare(node: PatternNode): Step {
  switch (node.type) {
    case 'start':
    case 'end':
      return NOTHING;
    case 'set': {
      const size = countOf(node.points);
      if (size > 4096) return { type: 'ranges', points: node.points, size };
      return { type: 'character', points: Int32Array.from({ length: size }, (_, k) => pointAt(node.points, k)) };
    }
    case 'sequence':
      return { type: 'sequence', items: node.items.map(prepare) };
    case 'choice':
      return { type: 'choice', options: node.options.map(prepare) };
    case 'repeat':
      return {
        type: 'repeat',
        body: prepare(node.body),
        min: node.min,
        span: node.max - node.min + 1,
        groups: groupsIn(node.body),
      };
    case 'group':
      return { type: 'group', index: node.index, body: prepare(node.body) };
    case 'reference':
      return node;
  }
}

function groupsIn(node: PatternNode): number[] {
  switch (node.type) {
    case 'group':
      return [node.index, ...groupsIn(node.body)];
    case 'repeat':
      return groupsIn(node.body);
    case 'sequence':
      return node.items.flatMap(groupsIn);
    case 'choice':
      return node.options.flatMap(groupsIn);
    default:
      return [];
  }
}

function drawTree(
  root: PatternNode,
  groups: number,
  longest: number,
  stream: Stream,
  title: boolean,
): (batch: Batch) => TextColumn {
  const step = prepare(root);
  const writer = new TreeWriter(longest, groups, new Picks(stream));
  return (batch) => {
    const { length } = batch;
    const { low, high } = batch.addresses;
    const out = new TextBuilder(length, Math.min(64, longest));
    for (let i = 0; i < length; i++) {
      const written = writer.row(step, low[i], high[i]);
      if (title) capitalise(writer.points, written);
      writePoints(out, writer.points, written);
      out.endRow();
    }
    return out.finish();
  };
}

/** Draws one text after another into a buffer of code points. */
class TreeWriter {
  readonly points: Int32Array;
  private length = 0;
  /** Where each group's text starts and ends; −1: not drawn. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(
    longest: number,
    groups: number,
    private readonly picks: Picks,
  ) {
    this.points = new Int32Array(longest);
    this.starts = new Int32Array(groups + 1);
    this.ends = new Int32Array(groups + 1);
  }

  row(step: Step, low: number, high: number): number {
    this.length = 0;
    this.starts.fill(-1);
    this.picks.row(low, high);
    this.write(step);
    return this.length;
  }

  private write(step: Step): void {
    switch (step.type) {
      case 'character':
        this.points[this.length++] = step.points[this.picks.pick(step.points.length)];
        return;
      case 'ranges':
        this.points[this.length++] = pointAt(step.points, this.picks.pick(step.size));
        return;
      case 'sequence': {
        const { items } = step;
        for (let k = 0; k < items.length; k++) this.write(items[k]);
        return;
      }
      case 'choice':
        this.write(step.options[this.picks.pick(step.options.length)]);
        return;
      case 'repeat': {
        const count = step.min + this.picks.pick(step.span);
        for (let k = 0; k < count; k++) {
          for (const g of step.groups) this.starts[g] = -1;
          this.write(step.body);
        }
        return;
      }
      case 'group': {
        const start = this.length;
        this.write(step.body);
        this.starts[step.index] = start;
        this.ends[step.index] = this.length;
        return;
      }
      case 'reference': {
        // A group that took no part refers to the empty text.
        const start = this.starts[step.index];
        if (start >= 0) {
          const end = this.ends[step.index];
          for (let k = start; k < end; k++) this.points[this.length++] = this.points[k];
        }
        return;
      }
    }
  }
}
