import { parseDocument, segmentsOf } from 'agentic-synth';
import type { Cursor } from '../document/cursor.js';
import type { SynthDocument } from '../document/document.js';
import { lineStart } from '../document/layout.js';

/** A text of YAML that is longer is not read again at each key: what changed is near the cursor. */
const LONG = 40_000;
/** What is read around the cursor then. */
const NEAR = 8_000;

/**
 * The value of a document as far as it can be told: where the text is broken, the last good version with what this one
 * says along the way to the cursor.
 */
export function valueAround(document: SynthDocument, { at, pointer }: Cursor, offset: number): unknown {
  const segments = segmentsOf(pointer);
  const way = at === 'key' ? segments : segments.slice(0, -1);
  const { known, language, text } = document;
  if (known !== document && language === 'yaml' && text.length > LONG) {
    const near = nearby(text, offset, way);
    if (near !== undefined) return near(known.lastGood?.parsed.value ?? known.parsed.value);
  }
  const { lastGood, parsed } = document;
  if (lastGood === document || lastGood === undefined) return parsed.value;
  return laid(lastGood.parsed.value, parsed.value, way);
}

/** A value with what another says along a path: the mapping at its end is the other's. */
function laid(good: unknown, now: unknown, [segment, ...rest]: readonly string[]): unknown {
  if (now === undefined || now === null) return good;
  if (segment === undefined || !isMapping(good) || !isMapping(now)) return now;
  return { ...good, ...now, [segment]: laid(good[segment], now[segment], rest) };
}

/** What lays the text around an offset over a value read earlier: the largest entry of block mappings that is not long. */
function nearby(text: string, offset: number, way: readonly string[]): ((good: unknown) => unknown) | undefined {
  const ancestors = ancestorLines(text, offset);
  for (const [depth, start] of ancestors.entries()) {
    if (depth >= way.length) return undefined;
    // What a list holds is told by its place in it, which the lines above decide.
    if (/^[ \t]*-(?:\s|$)/.test(text.slice(start, start + 200))) return undefined;
    const end = entryEnd(text, start);
    if (end - start > NEAR) continue;
    const { value, diagnostics } = parseDocument(text.slice(start, end), { language: 'yaml' });
    const entry = isMapping(value) ? value[way[depth]] : undefined;
    if (entry === undefined) return undefined;
    const path = way.slice(0, depth + 1);
    const now = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), entry);
    const broken = diagnostics.some(({ severity }) => severity === 'error');
    return (good) => laid(good, now, broken ? way : path);
  }
  return undefined;
}

/** The starts of the lines that a line is indented below, the outermost first; the line itself last, unless it is blank. */
function ancestorLines(text: string, offset: number): number[] {
  const found: number[] = [];
  let start = lineStart(text, offset);
  let column = indentAt(text, start) ?? offset - start;
  if (indentAt(text, start) !== undefined) found.push(start);
  while (start > 0 && column > 0) {
    start = lineStart(text, start - 1);
    const indent = indentAt(text, start);
    if (indent === undefined || indent >= column) continue;
    column = indent;
    found.unshift(start);
  }
  return found;
}

/** The indentation of a line; undefined for one that is blank or a comment. */
function indentAt(text: string, start: number): number | undefined {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at >= text.length || text[at] === '\n' || text[at] === '\r' || text[at] === '#' ? undefined : at - start;
}

function entryEnd(text: string, start: number): number {
  const indent = indentAt(text, start) ?? 0;
  for (let at = text.indexOf('\n', start) + 1; at > 0; at = text.indexOf('\n', at) + 1) {
    if (at - start > NEAR) return text.length + NEAR;
    const column = indentAt(text, at);
    if (column !== undefined && column <= indent) return at;
  }
  return text.length;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
