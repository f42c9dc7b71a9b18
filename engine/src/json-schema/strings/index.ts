import type { TextColumn } from '../../columns/column.js';
import type { Batch } from '../../fields/drawer.js';
import { numbered } from '../../fields/pattern-text.js';
import type { Stream } from '../../random/stream.js';
import { isAnchored, lengthsOf, varietyOf } from './anchors.js';
import { binaryContentOf, contentOf, encodedContent } from './content.js';
import { countedTexts, type CountedTexts } from './counted.js';
import { isEmpty, TooLarge } from './dfa.js';
import { encodingOf, formatOf, type Format } from './formats.js';
import { culprits, languageOf, type Constraint } from './language.js';
import { movesOf } from './moves.js';
import { Inexpressible, type Extent } from './nfa.js';
import { mayBePlain, plainDrawer } from './plain.js';
import { readable } from './readable.js';
import { literal, parseExpression, type ParsedExpression } from './syntax.js';
import { treeOf, type Tree } from './tree.js';
import { wordsOf } from './words.js';

/** What texts have to satisfy, all of it. Lengths are code points; `maxLength` may be `Infinity`. */
export interface StringRequest {
  readonly minLength: number;
  readonly maxLength: number;
  /** ECMAScript, found anywhere in the text. */
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  /** Names of formats; those that say nothing about texts are not looked at. */
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
  /** Say what texts look like where nothing else forbids it. */
  readonly contentEncoding?: string | undefined;
  readonly contentMediaType?: string | undefined;
  /** Texts that must not come out. */
  readonly excluded: readonly string[];
}

/** Texts that satisfy a request. */
export interface Strings {
  readonly ok: true;
  /** Draws a text a row, short and readable where it can be. */
  drawer(stream: Stream): (batch: Batch) => TextColumn;
  /**
   * How many different texts {@link at} gives: all there are below 2^20, and never fewer than that where there are more;
   * `Infinity` for more than 2^53, `undefined` where they cannot be counted. Counted when first asked for.
   */
  readonly size: number | undefined;
  /**
   * Texts by number, 0 … min(size, 2^53) − 1; different numbers give different texts.
   * @throws RangeError where `size` is undefined
   */
  at(places: Float64Array): TextColumn;
  /** Every text drawn is sure to satisfy the request; else most do. */
  readonly exact: boolean;
}

export type CompiledStrings =
  | Strings
  | {
      readonly ok: false;
      /** `impossible`: there is no such text. */
      readonly reason: 'impossible' | 'unsupported';
      readonly message: string;
      /** The pattern that is to blame, where it is one. */
      readonly pattern?: string;
    };

/** A request read: its parts as constraints, lengths together. */
interface Parts {
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly { readonly source: string; readonly parsed: ParsedExpression }[];
  readonly formats: readonly { readonly name: string; readonly format: Format }[];
  readonly negative: readonly Constraint[];
}

/** Turns what is asked of a text into a way to draw such texts. */
export function compileStrings(request: StringRequest): CompiledStrings {
  let parts: Parts;
  try {
    parts = partsOf(request);
  } catch (error) {
    if (error instanceof PatternRefused) return error.refusal;
    throw error;
  }
  const { minLength, maxLength } = parts;
  if (minLength > maxLength) {
    return impossible(`a text cannot have at least ${minLength} and at most ${maxLength} characters`);
  }
  const drawer = simpleDrawer(request, parts);
  if (drawer !== undefined) return stringsOf(parts, drawer, true);
  return byAutomaton(request, parts);
}

class PatternRefused extends Error {
  constructor(readonly refusal: CompiledStrings) {
    super();
  }
}

function impossible(message: string): CompiledStrings {
  return { ok: false, reason: 'impossible', message };
}

function partsOf(request: StringRequest): Parts {
  let minLength = Math.max(0, Math.ceil(request.minLength));
  let maxLength = Math.floor(request.maxLength);
  const patterns = [...new Set(request.patterns)].map((source) => {
    const parsed = parsePattern(source);
    const lengths = lengthsOf(parsed.root);
    if (lengths === undefined || parsed.legacy) return { source, parsed };
    minLength = Math.max(minLength, lengths.min);
    maxLength = Math.min(maxLength, lengths.max);
    return { source, parsed: { ...parsed, root: lengths.root } };
  });
  const formats: { name: string; format: Format }[] = [];
  for (const name of new Set(request.formats)) {
    const format = formatOf(name);
    if (format === undefined) continue;
    formats.push({ name, format });
    maxLength = Math.min(maxLength, format.maxLength ?? Infinity);
  }
  return { minLength, maxLength, patterns, formats, negative: negativeOf(request) };
}

function negativeOf({ notPatterns, notFormats, excluded }: StringRequest): Constraint[] {
  const negative: Constraint[] = [...new Set(notPatterns)].map((source) => ({
    name: `not matching the pattern ${source}`,
    parsed: parsePattern(source),
    extent: 'found',
    negated: true,
  }));
  for (const name of new Set(notFormats)) {
    const format = formatOf(name);
    if (format === undefined) continue;
    const { limit, other } = format;
    const of = `not of the format ${name}`;
    if (limit !== undefined) negative.push(whole(of, limit, true));
    else if (other !== undefined) negative.push(whole(of, other, false));
  }
  if (excluded.length > 0) {
    const options = [...new Set(excluded)].map(literal);
    const root = { type: 'choice', options } as const;
    const parsed: ParsedExpression = { root, groups: 0, bodies: new Map(), legacy: false };
    negative.push({ name: 'none of the values that are ruled out', parsed, extent: 'whole', negated: true });
  }
  return negative;
}

function parsePattern(source: string): ParsedExpression {
  try {
    return parseExpression(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    const message = `the pattern ${source} is not a regular expression that can be used: ${reason}`;
    throw new PatternRefused({ ok: false, reason: 'unsupported', message, pattern: source });
  }
}

function whole(name: string, source: string, negated: boolean): Constraint {
  return { name, parsed: parseExpression(source), extent: 'whole', negated };
}

/** Texts below this many of a pattern that is open at one end are completed there. */
const VARIED = 20;

/** Requests of one part whose lengths come out by themselves. */
function simpleDrawer(
  request: StringRequest,
  parts: Parts,
): ((stream: Stream) => (batch: Batch) => TextColumn) | undefined {
  const { minLength, maxLength, patterns, formats, negative } = parts;
  if (patterns.length + formats.length > 1) return undefined;
  if (negative.length > 0) {
    const plain = patterns.length + formats.length === 0 && naturalContent(request) === undefined;
    const exclusions = negative.length === 1 && request.excluded.length > 0;
    if (!plain || !exclusions || request.excluded.some((text) => mayBePlain(text, maxLength))) return undefined;
    return (stream) => plainDrawer(minLength, maxLength, stream);
  }
  const fitting = (tree: Pick<Tree, 'shortest' | 'longest' | 'drawer'> | undefined): Tree['drawer'] | undefined =>
    tree !== undefined && tree.shortest >= minLength && tree.longest <= maxLength ? tree.drawer : undefined;
  if (patterns.length === 1) {
    const [{ source }] = patterns;
    const parsed = parseExpression(source);
    if (
      isAnchored(parsed.root, 'start') !== isAnchored(parsed.root, 'end') &&
      varietyOf(parsed.root, VARIED) < VARIED
    ) {
      return undefined;
    }
    return fitting(treeOf(parsed, source));
  }
  if (formats.length === 1) {
    const { natural } = formats[0].format;
    return fitting(treeOf(parseExpression(natural), natural));
  }
  const { contentEncoding, contentMediaType } = request;
  if (contentEncoding !== undefined && contentMediaType !== undefined) {
    const drawer = fitting(encodedContent(contentEncoding, contentMediaType));
    if (drawer !== undefined) return drawer;
  }
  const content = naturalContent(request);
  if (content === undefined) return (stream) => plainDrawer(minLength, maxLength, stream);
  return fitting(treeOf(parseExpression(content), content));
}

/** What texts look like by their content, as they are written. */
function naturalContent({ contentEncoding, contentMediaType }: StringRequest): string | undefined {
  const encoding = contentEncoding === undefined ? undefined : encodingOf(contentEncoding);
  if (encoding === undefined) return contentMediaType === undefined ? undefined : contentOf(contentMediaType);
  const binary = contentMediaType === undefined ? undefined : binaryContentOf(contentMediaType);
  return contentEncoding?.toLowerCase() === 'base64' && binary !== undefined ? binary : encoding.natural;
}

/** Words, for texts of which only is said what they are not. */
const WORDS = '[A-Z][a-z]{2,8}(?: [a-z]{2,8}){0,4}';

function found(parts: Parts, extent: Extent = 'found'): Constraint[] {
  return parts.patterns.map(({ source, parsed }) => ({
    name: `matching the pattern ${source}`,
    parsed,
    extent,
    negated: false,
  }));
}

function formatted(parts: Parts, how: 'natural' | 'simple' | 'wide' | 'limit'): Constraint[] {
  return parts.formats.flatMap(({ name, format }) => {
    const source = how === 'simple' ? (format.simple ?? format.wide) : format[how];
    return source === undefined ? [] : [whole(`of the format ${name}`, source, false)];
  });
}

/** What to look for, from the most natural on; the last is all that is known to satisfy the request. */
function attempts(request: StringRequest, parts: Parts): Constraint[][] {
  const { patterns, formats, negative } = parts;
  const list: Constraint[][] = [];
  const wide = [...found(parts), ...formatted(parts, 'wide'), ...negative];
  const content = naturalContent(request);
  if (content !== undefined) list.push([whole('of such a content', content, false), ...wide]);
  if (content !== undefined && request.contentEncoding !== undefined) {
    const encoding = encodingOf(request.contentEncoding);
    if (encoding !== undefined) list.push([whole('of such an encoding', encoding.wide, false), ...wide]);
  }
  if (formats.length > 0) list.push([...found(parts), ...formatted(parts, 'natural'), ...negative]);
  if (formats.some(({ format }) => format.simple !== undefined)) {
    list.push([...found(parts), ...formatted(parts, 'simple'), ...negative]);
  }
  if (patterns.length === 1 && formats.length === 0 && !isPrefix(patterns[0].parsed)) {
    list.push([...found(parts, 'whole'), ...negative]);
  }
  if (patterns.length + formats.length === 0) list.push([whole('of words', WORDS, false), ...wide]);
  list.push(wide);
  return list;
}

/** Or a suffix: what is written is about one end of the text only. */
function isPrefix({ root }: ParsedExpression): boolean {
  return isAnchored(root, 'start') !== isAnchored(root, 'end') && varietyOf(root, VARIED) < VARIED;
}

function byAutomaton(request: StringRequest, parts: Parts): CompiledStrings {
  const { minLength, maxLength } = parts;
  let failure: CompiledStrings | undefined;
  for (const constraints of attempts(request, parts)) {
    try {
      const language = languageOf(constraints);
      if (isEmpty(language.dfa)) {
        failure = undefined;
        continue;
      }
      const words = wordsOf(movesOf(language.dfa, language.alphabet, readable), minLength, maxLength);
      if (!('drawer' in words)) {
        failure = undefined;
        continue;
      }
      return stringsOf(parts, (stream) => words.drawer(stream), !language.approximate);
    } catch (error) {
      failure = refusalOf(error, parts);
    }
  }
  return failure ?? explained(parts);
}

function refusalOf(error: unknown, parts: Parts): CompiledStrings {
  if (!(error instanceof TooLarge) && !(error instanceof Inexpressible)) throw error;
  const names = [...found(parts), ...formatted(parts, 'wide'), ...parts.negative].map((c) => c.name);
  const single = parts.patterns.length === 1 ? { pattern: parts.patterns[0].source } : {};
  const what = `texts ${names.join(', ')}`;
  const message =
    error instanceof TooLarge
      ? `${what} are too intricate to be worked out${lengthNote(parts)}`
      : `${what} cannot be worked out: there is ${error.message}`;
  return { ok: false, reason: 'unsupported', message, ...single };
}

/** Why nothing was found: what is impossible, and what is only not known. */
function explained(parts: Parts): CompiledStrings {
  const { minLength, maxLength, patterns } = parts;
  const limits = [...found(parts), ...formatted(parts, 'limit'), ...parts.negative];
  const single = patterns.length === 1 ? { pattern: patterns[0].source } : {};
  try {
    const language = languageOf(limits);
    // What an expression without the flag makes of characters beyond the basic plane was left out.
    const sure = !limits.some((c) => c.parsed.legacy) && !parts.negative.some((c) => !c.negated);
    const reason = sure ? 'impossible' : 'unsupported';
    if (isEmpty(language.dfa)) {
      const names = culprits(limits).map((c) => c.name);
      const last = names.length > 1 ? ` and ${names[names.length - 1]}` : '';
      const first = names.length > 1 ? names.slice(0, -1).join(', ') : names[0];
      return { ok: false, reason, message: `no text is ${first}${last}`, ...single };
    }
    const words = wordsOf(movesOf(language.dfa, language.alphabet, readable), minLength, maxLength);
    const names = limits.map((c) => c.name).join(' and ');
    if (!('drawer' in words)) {
      const { shortest, longest } = words;
      const but =
        shortest === undefined
          ? `every text ${names} has more than ${maxLength} characters`
          : longest < minLength
            ? `no text ${names} has more than ${longest} characters, and ${minLength} are asked for`
            : `no text ${names} has ${minLength === maxLength ? '' : `${minLength} to `}${maxLength} characters`;
      return { ok: false, reason, message: but, ...single };
    }
    return {
      ok: false,
      reason: 'unsupported',
      message: `no text ${names}${lengthNote(parts)} could be found`,
      ...single,
    };
  } catch (error) {
    return refusalOf(error, parts);
  }
}

function lengthNote({ minLength, maxLength }: Parts): string {
  if (minLength === 0 && maxLength === Infinity) return '';
  return maxLength === Infinity
    ? `, of ${minLength} characters and more`
    : `, of ${minLength} to ${maxLength} characters`;
}

/** Texts that are different by being numbered; readable ones alone where those are enough for any list. */
const ENOUGH = 1 << 20;

function stringsOf(parts: Parts, drawer: Strings['drawer'], exact: boolean): Strings {
  let counted: CountedTexts | undefined | null = null;
  const texts = (): CountedTexts | undefined => (counted === null ? (counted = countOfAll(parts)) : counted);
  return {
    ok: true,
    drawer,
    exact,
    get size() {
      return texts()?.size;
    },
    at(places) {
      const set = texts();
      if (set === undefined) throw new RangeError('the texts cannot be numbered');
      return numbered(set, places, set.longest);
    },
  };
}

function countOfAll(parts: Parts): CountedTexts | undefined {
  const { minLength, maxLength } = parts;
  try {
    const language = languageOf([...found(parts), ...formatted(parts, 'wide'), ...parts.negative]);
    if (language.approximate) return undefined;
    for (const narrow of [readable, (points: readonly number[]) => points]) {
      const texts = countedTexts(movesOf(language.dfa, language.alphabet, narrow), minLength, maxLength);
      if (texts === undefined || texts.size >= ENOUGH) return texts;
      if (narrow !== readable && parts.formats.every(({ format }) => format.limit === format.wide)) return texts;
    }
    return undefined;
  } catch (error) {
    if (error instanceof TooLarge || error instanceof Inexpressible) return undefined;
    throw error;
  }
}
