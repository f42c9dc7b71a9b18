import { pointerTo } from 'agentic-synth';
import { quotedEnd, scanFlow } from './flow-scanner.js';

/** A key, list mark or lone word of block YAML, as its line shows it. */
export interface BlockEntry {
  readonly kind: 'key' | 'item' | 'word' | 'root';
  /** Where its mapping or list is indented to. */
  readonly column: number;
  readonly start: number;
  readonly parent: BlockEntry | undefined;
  /** Text of a key or word as written, and the quote it begins with. */
  readonly name: string;
  readonly quote: '' | '"' | "'";
  /** After the key, quotes included; of an item after the dash. */
  readonly nameEnd: number;
  /** Offset of the colon or dash that the value follows. */
  readonly mark: number | undefined;
  value: BlockValue;
  valueStart: number;
  valueEnd: number;
  readonly children: BlockEntry[];
}

export type BlockValue = 'none' | 'plain' | 'single' | 'double' | 'flow' | 'block';

/** The block structure of a YAML text by the indentation of its lines: it needs no text that parses. */
export interface BlockOutline {
  readonly root: BlockEntry;
  /** In the order of the text. */
  readonly entries: readonly BlockEntry[];
}

export function blockOutline(text: string): BlockOutline {
  return new Outliner(text).outline();
}

/** RFC 6901 pointer of an entry's value. */
export function pointerOf(entry: BlockEntry): string {
  const { parent, kind, name } = entry;
  if (parent === undefined) return '';
  const items = kind === 'item' ? parent.children.filter((child) => child.kind === 'item') : [];
  return pointerTo(pointerOf(parent), kind === 'item' ? items.indexOf(entry) : name);
}

interface Frame {
  readonly owner: BlockEntry;
  readonly column: number;
  readonly list: boolean;
}

const KEY =
  /(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|[^\s#"'[\]{},&*!|>%@`-][^\r\n]*?|-[^\s][^\r\n]*?)[ \t]*:(?=[ \t\r\n]|$)/y;

class Outliner {
  private readonly text: string;
  private readonly entries: BlockEntry[] = [];
  private readonly root: BlockEntry;
  private readonly frames: Frame[] = [];
  private i = 0;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
    this.root = entry('root', -1, 0, undefined, '', 0, undefined);
  }

  outline(): BlockOutline {
    const { text } = this;
    if (text.startsWith('\uFEFF')) this.i = 1;
    while (this.i < text.length) {
      this.lineStart = this.i === 1 && text.startsWith('\uFEFF') ? 1 : this.i;
      this.line();
      this.i = nextLine(text, this.i);
    }
    return { root: this.root, entries: this.entries };
  }

  private line(): void {
    const { text } = this;
    this.skipBlanks();
    const char = text[this.i];
    if (char === undefined || char === '\n' || char === '\r' || char === '#') return;
    const column = this.i - this.lineStart;
    if (column === 0 && (/^(?:---|\.\.\.)(?=\s|$)/.test(text.slice(this.i, this.i + 4)) || char === '%')) return;
    this.content(column, undefined);
  }

  /** What begins at a column: list marks, then a key, a value or a word. */
  private content(column: number, item: BlockEntry | undefined): void {
    const { text } = this;
    const at = this.i;
    if (text[at] === '-' && isSpace(text[at + 1])) {
      const owner = this.ownerAt(column, true);
      const made = entry('item', column, at, owner, '', at + 1, at);
      this.add(made);
      this.i = at + 1;
      this.skipBlanks();
      if (!this.lineEnds()) this.content(this.i - this.lineStart, made);
      return;
    }
    KEY.lastIndex = at;
    const key = KEY.exec(text);
    if (key !== null && !(key[0].includes(' #') && / #/.test(key[0].replace(/"[^"]*"|'[^']*'/g, '')))) {
      const written = key[0].slice(0, -1).trimEnd();
      const mark = at + key[0].length - 1;
      const made = entry('key', column, at, this.ownerAt(column, false), nameOf(written), at + written.length, mark);
      this.add({ ...made, quote: quoteOf(written) });
      this.i = mark + 1;
      this.value(this.entries[this.entries.length - 1]);
      return;
    }
    if (item !== undefined) this.value(item);
    else this.word(column);
  }

  /** A line that is no entry: a text that goes on, a value on its own line, or a key that is being typed. */
  private word(column: number): void {
    const { text, i } = this;
    while (this.frames.length > 0 && this.frames[this.frames.length - 1].column > column) this.frames.pop();
    const frame = this.frames.at(-1);
    const end = lineEnd(text, i);
    if (frame === undefined && this.root.children.length === 0) {
      if (this.root.value !== 'none') return this.goOn(this.root, end);
      if (text[i] === '{' || text[i] === '[') return this.value(this.root);
    }
    const owner = frame === undefined ? this.root : (frame.owner.children.at(-1) as BlockEntry);
    if (frame !== undefined && frame.column < column) {
      if (owner.kind === 'word') return;
      if (owner.value !== 'none') return this.goOn(owner, end);
      if (/["'{[|>]/.test(text[i]) && owner.children.length === 0) {
        // A bracket or quote on a line of its own begins the value.
        const before = this.i;
        this.value(owner);
        if (owner.valueEnd > lineEnd(text, before) || (owner.value as BlockValue) === 'flow') return;
        owner.value = 'none';
        owner.valueStart = owner.valueEnd = owner.nameEnd;
        this.i = before;
      }
    }
    if (frame?.list === true && frame.column === column) return;
    const plain = trimmed(text, i, end);
    const holder = this.ownerAt(column, false);
    this.add({
      ...entry('word', column, i, holder, nameOf(text.slice(i, plain)), plain, undefined),
      quote: quoteOf(text.slice(i, plain)),
    });
    this.i = end;
  }

  private goOn(owner: BlockEntry, end: number): void {
    if (owner.value === 'plain') owner.valueEnd = trimmed(this.text, this.i, end);
    this.i = end;
  }

  /** The owner of what stands at a column, in a frame for it. */
  private ownerAt(column: number, list: boolean): BlockEntry {
    const { frames } = this;
    while (frames.length > 0) {
      const top = frames[frames.length - 1];
      if (top.column < column || (top.column === column && (top.list === list || list))) break;
      frames.pop();
    }
    const top = frames.at(-1);
    if (top?.column === column && top.list === list) return top.owner;
    // A list may stand at the column of the key it belongs to.
    const owner = top?.owner.children.at(-1) ?? this.root;
    frames.push({ owner, column, list });
    return owner;
  }

  private add(made: BlockEntry): void {
    made.parent?.children.push(made);
    this.entries.push(made);
  }

  /** Reads the value behind a mark, if there is one on this line. */
  private value(owner: BlockEntry): void {
    const { text } = this;
    for (;;) {
      this.skipBlanks();
      // Anchors and tags are no value.
      PROPERTY.lastIndex = this.i;
      const property = PROPERTY.exec(text);
      if (property === null) break;
      this.i += property[0].length;
    }
    owner.valueStart = this.i;
    owner.valueEnd = this.i;
    if (this.lineEnds()) return;
    const at = this.i;
    const char = text[at];
    if (char === '{' || char === '[') {
      owner.value = 'flow';
      this.i = scanFlow(text, at, { yaml: true, pointer: '', floor: owner.column }).end;
    } else if (char === '"' || char === "'") {
      owner.value = char === '"' ? 'double' : 'single';
      this.i = quotedEnd(text, at, true, owner.column) ?? trimmed(text, at, lineEnd(text, at));
    } else if (BLOCK.test(text.slice(at, at + 4))) {
      owner.value = 'block';
      this.i = this.blockEnd(at, owner.column);
    } else {
      owner.value = 'plain';
      this.i = trimmed(text, at, lineEnd(text, at));
    }
    owner.valueEnd = this.i;
  }

  /** The end of the last line that is indented deeper than the entry. */
  private blockEnd(at: number, column: number): number {
    const { text } = this;
    let end = lineEnd(text, at);
    for (let next = nextLine(text, at); next < text.length; next = nextLine(text, next)) {
      let first = next;
      while (text[first] === ' ') first++;
      const blank = first >= text.length || text[first] === '\n' || text[first] === '\r';
      if (!blank && first - next <= column) break;
      if (!blank) end = lineEnd(text, first);
    }
    return end;
  }

  private skipBlanks(): void {
    while (this.text[this.i] === ' ' || this.text[this.i] === '\t') this.i++;
  }

  private lineEnds(): boolean {
    const char = this.text[this.i];
    return char === undefined || char === '\n' || char === '\r' || char === '#';
  }
}

const PROPERTY = /[&!][^\s,[\]{}]*(?=\s|$)/y;
const BLOCK = /^[|>][-+\d]{0,2}(?:\s|$)/;

function entry(
  kind: BlockEntry['kind'],
  column: number,
  start: number,
  parent: BlockEntry | undefined,
  name: string,
  nameEnd: number,
  mark: number | undefined,
): BlockEntry {
  const none = { value: 'none', valueStart: nameEnd, valueEnd: nameEnd } as const;
  return { kind, column, start, parent, name, quote: '', nameEnd, mark, ...none, children: [] };
}

function isSpace(char: string | undefined): boolean {
  return char === undefined || char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

/** Offset of the line break, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  const end = feed < 0 ? text.length : feed;
  for (let i = at; i < end; i++) if (text.charCodeAt(i) === 0x0d) return i;
  return end;
}

function nextLine(text: string, at: number): number {
  const end = lineEnd(text, at);
  return end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
}

/** The end of a plain text on a line, without a comment and white space behind it. */
function trimmed(text: string, start: number, end: number): number {
  let to = end;
  for (let i = start + 1; i < end; i++) {
    if (text[i] === '#' && (text[i - 1] === ' ' || text[i - 1] === '\t')) {
      to = i;
      break;
    }
  }
  while (to > start && (text[to - 1] === ' ' || text[to - 1] === '\t')) to--;
  return to;
}

function quoteOf(written: string): '' | '"' | "'" {
  const first = written[0];
  return first === '"' || first === "'" ? first : '';
}

function nameOf(written: string): string {
  const quote = quoteOf(written);
  if (quote === '') return written;
  const inner = written.length > 1 && written.endsWith(quote) ? written.slice(1, -1) : written.slice(1);
  if (quote === "'") return inner.replaceAll("''", "'");
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return inner;
  }
}
