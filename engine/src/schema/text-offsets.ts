import type { ScalarNode } from './syntax.js';

/**
 * Where the UTF-16 code units of a text value stand in the text of its document: for each index of the value the offset
 * of what wrote it, and one more for the end of the value. Escapes, doubled quotes, folded lines and indentation are
 * accounted for.
 */
export function textOffsets(text: string, node: ScalarNode): readonly number[] {
  const value = String(node.value);
  const trace = new Trace();
  if (node.style === 'literal' || node.style === 'folded') traceBlock(trace, text, node, value);
  else traceFlow(trace, text, node);
  const offsets = trace.offsets.slice(0, value.length);
  if (trace.text.slice(0, value.length) !== value) {
    for (let i = 0; i < value.length; i++) offsets[i] = Math.min(node.start + i, node.end);
  }
  offsets.push(
    value.length === 0 ? trace.end(node) : Math.max(trace.after[value.length - 1] ?? node.end, offsets.at(-1) ?? 0),
  );
  return offsets;
}

/** The place in the document of a part of a text value, given as indices of the value, end exclusive. */
export function textSpan(
  text: string,
  node: ScalarNode,
  [from, to]: readonly [start: number, end: number],
): { readonly start: number; readonly end: number } {
  const offsets = textOffsets(text, node);
  const last = offsets.length - 1;
  const start = offsets[Math.max(0, Math.min(from, last))];
  // The end is where the last character of the part ends, not where the next begins, which may be on another line.
  const end = to > from && to <= last ? endOf(text, node, offsets, to) : start;
  return { start, end: Math.max(start, to > last ? offsets[last] : end) };
}

/** The index in a text value that an offset of the document stands at; before the value 0, after it its length. */
export function indexInText(text: string, node: ScalarNode, offset: number): number {
  const offsets = textOffsets(text, node);
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle] < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endOf(text: string, node: ScalarNode, offsets: readonly number[], to: number): number {
  const next = offsets[to];
  const before = offsets[to - 1];
  // Between the two is what wrote the character before; a line break in between was skipped.
  const gap = text.slice(before, next);
  const line = /[\r\n]/.exec(gap);
  return line === null || line.index === 0 || node.style === 'double' ? next : before + line.index;
}

/** The characters of a value with where each was written. */
class Trace {
  text = '';
  readonly offsets: number[] = [];
  readonly after: number[] = [];

  /** Adds the code units of `chars`, all written by the text from `start` to `end`. */
  put(chars: string, start: number, end: number): void {
    for (let i = 0; i < chars.length; i++) {
      this.offsets.push(start);
      this.after.push(end);
    }
    this.text += chars;
  }

  /** Adds text that stands as it is at `start`. */
  copy(chars: string, start: number): void {
    for (let i = 0; i < chars.length; i++) {
      this.offsets.push(start + i);
      this.after.push(start + i + 1);
    }
    this.text += chars;
  }

  /** Takes off white space that a line break follows. */
  trimEnd(from: number): void {
    let length = this.text.length;
    while (length > from && (this.text[length - 1] === ' ' || this.text[length - 1] === '\t')) length--;
    this.offsets.length = length;
    this.after.length = length;
    this.text = this.text.slice(0, length);
  }

  /** Where an empty value would be written. */
  end({ style, start, end }: ScalarNode): number {
    return style === 'single' || style === 'double' ? start + 1 : end;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\t': '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Plain and quoted scalars: escapes, and lines folded into spaces. */
function traceFlow(trace: Trace, text: string, { style, start, end }: ScalarNode): void {
  const quoted = style === 'single' || style === 'double';
  const to = quoted ? end - 1 : end;
  /** Escaped white space is kept before a line break. */
  let kept = 0;
  for (let i = quoted ? start + 1 : start; i < to;) {
    const char = text[i];
    if (char === '\n' || char === '\r') {
      trace.trimEnd(kept);
      i = fold(trace, text, i, to);
    } else if (style === 'single' && char === "'") {
      trace.put("'", i, i + 2);
      i += 2;
    } else if (style === 'double' && char === '\\') {
      i = escape(trace, text, i, to);
      kept = trace.text.length;
    } else {
      trace.copy(char, i);
      i++;
    }
  }
}

/** A line break and the empty lines after it; returns where the next line's text begins. */
function fold(trace: Trace, text: string, from: number, to: number): number {
  let breaks = 0;
  let i = from;
  let first = from;
  while (i < to && /[\s]/.test(text[i])) {
    if (text[i] === '\n' || text[i] === '\r') {
      const at = i;
      i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
      if (breaks++ > 0) trace.put('\n', at, i);
      else first = i;
    } else i++;
  }
  if (breaks === 1) trace.put(' ', from, first);
  return i;
}

function escape(trace: Trace, text: string, i: number, to: number): number {
  const letter = text[i + 1];
  const digits = DIGITS[letter];
  if (digits !== undefined) {
    const code = parseInt(text.slice(i + 2, i + 2 + digits), 16);
    const valid = code >= 0 && code <= 0x10ffff;
    trace.put(valid ? String.fromCodePoint(code) : '', i, i + 2 + digits);
    return i + 2 + digits;
  }
  if (letter !== '\n' && letter !== '\r') {
    trace.put(ESCAPES[letter] ?? letter ?? '', i, i + 2);
    return i + 2;
  }
  let next = i + (letter === '\r' && text[i + 2] === '\n' ? 3 : 2);
  while (next < to && (text[next] === ' ' || text[next] === '\t')) next++;
  // Empty lines after a continued one are line breaks of the value.
  while (next < to && (text[next] === '\n' || text[next] === '\r')) {
    const after = next + (text[next] === '\r' && text[next + 1] === '\n' ? 2 : 1);
    trace.put('\n', next, after);
    next = after;
    while (next < to && (text[next] === ' ' || text[next] === '\t')) next++;
  }
  return next;
}

/** Block scalars; the lines of a folded one are joined as YAML 1.2 says in 8.1.3. */
function traceBlock(trace: Trace, text: string, { style, start, end }: ScalarNode, value: string): void {
  const lines = linesOf(text, start, end);
  const content = lines.find(({ line }) => line.trim() !== '');
  const shown = value.split('\n').find((line) => line.trim() !== '') ?? '';
  const indent = content === undefined ? 0 : leading(content.line) - leading(shown);
  let separator = '';
  let separatorAt = lines[0]?.at ?? end;
  let deeper = false;
  const glue = (at: number): void => trace.put(separator, Math.min(separatorAt, at), at);
  for (const { line, at } of lines) {
    const body = line.slice(Math.min(indent, leading(line)));
    const begins = at + line.length - body.length;
    if (style === 'literal') {
      glue(at);
      trace.copy(body, begins);
      separator = '\n';
    } else if (body !== '' && /^[ \t]/.test(body)) {
      if (separator === ' ') separator = '\n';
      else if (!deeper && separator === '\n') separator = '\n\n';
      glue(at);
      trace.copy(body, begins);
      separator = '\n';
      deeper = true;
    } else if (body === '') {
      if (separator === '\n') trace.put('\n', separatorAt, at);
      else separator = '\n';
    } else {
      glue(at);
      trace.copy(body, begins);
      separator = ' ';
      deeper = false;
    }
    separatorAt = at + line.length;
  }
  for (let i = trace.text.length; i < value.length; i++) trace.put('\n', separatorAt, separatorAt);
}

function leading(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** The lines after the header of a block scalar. */
function linesOf(text: string, start: number, end: number): { readonly line: string; readonly at: number }[] {
  const lines: { line: string; at: number }[] = [];
  const breaks = /\r\n?|\n/g;
  breaks.lastIndex = start;
  let found = breaks.exec(text);
  while (found !== null && breaks.lastIndex < end) {
    const at = breaks.lastIndex;
    found = breaks.exec(text);
    lines.push({ line: text.slice(at, found?.index ?? text.length), at });
  }
  return lines;
}
