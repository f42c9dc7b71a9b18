import { pointerTo } from 'agentic-synth';
import { contentOf, type FlowWord } from './flow-word.js';

/** What stands between brackets, read tolerantly from its start: JSON, and flow collections of YAML. */
export interface FlowScan {
  /** After the closing bracket, or where it is given up. */
  readonly end: number;
  readonly hit: FlowHit | undefined;
}

/** Where the cursor was found. */
export interface FlowHit {
  /** The collection it is in; `undefined` at the root of a JSON document. */
  readonly frame: FlowFrame | undefined;
  readonly at: 'key' | 'value' | 'nothing';
  readonly pointer: string;
  /** The word at the cursor; missing between words. */
  readonly word: FlowWord | undefined;
  readonly hasColon: boolean;
  readonly before: '' | ',' | ' ';
  readonly after: '' | ',';
}

export interface FlowFrame {
  readonly kind: 'map' | 'list';
  /** Of the opening bracket. */
  readonly open: number;
  /** Of the first key or item. */
  first: number | undefined;
  /** In order. */
  readonly keys: FlowWord[];
}

type State = 'key' | 'colon' | 'value' | 'comma';

interface OpenFrame extends FlowFrame {
  readonly outer: OpenFrame | undefined;
  state: State;
  /** The key that a value follows. */
  key: FlowWord | undefined;
  index: number;
}

export interface FlowOptions {
  readonly yaml: boolean;
  /** Pointer of what begins at the start. */
  readonly pointer: string;
  /** Lines indented up to this column are no longer of it, closing brackets apart; -1 where none limits it. */
  readonly floor: number;
  readonly cursor?: number;
}

/** Reads one value that begins with a bracket at or after `start`; JSON documents may begin with any value. */
export function scanFlow(text: string, start: number, options: FlowOptions): FlowScan {
  return new FlowScanner(text, start, options).scan();
}

class FlowScanner {
  private readonly text: string;
  private readonly yaml: boolean;
  private readonly pointer: string;
  private readonly floor: number;
  private readonly cursor: number;
  private readonly stack: OpenFrame[] = [];
  private i: number;
  /** End of the token before, and whether the cursor may stand right behind it. */
  private last: { readonly end: number; readonly open: boolean; readonly word?: FlowWord; readonly hit?: FlowHit };
  private hit: FlowHit | undefined;
  private hitFrame: OpenFrame | undefined;
  private rootRead = false;

  constructor(text: string, start: number, { yaml, pointer, floor, cursor = -1 }: FlowOptions) {
    this.text = text;
    this.i = start;
    this.last = { end: start, open: true };
    this.yaml = yaml;
    this.pointer = pointer;
    this.floor = floor;
    this.cursor = cursor;
  }

  scan(): FlowScan {
    for (;;) {
      const more = this.skipSpace();
      this.lookAtGap(more ? this.i : this.text.length);
      if (!more) break;
      const char = this.text[this.i];
      if (char === '{' || char === '[') this.open(char);
      else if (char === '}' || char === ']') this.close(char);
      else if (char === ',') this.comma();
      else if (char === ':' && !this.colonBeginsWord()) this.colon();
      else this.word();
      if (this.hit && (this.hitFrame === undefined || !this.stack.includes(this.hitFrame))) break;
      if (this.yaml && this.stack.length === 0) break;
      if (this.cursor >= 0 && this.hit === undefined && this.last.end > this.cursor) break;
    }
    return { end: this.i, hit: this.hit };
  }

  private get top(): OpenFrame | undefined {
    return this.stack.at(-1);
  }

  private pointerOf({ outer }: OpenFrame): string {
    return outer === undefined ? this.pointer : this.inside(outer);
  }

  /** Pointer of the value that is read in a frame now. */
  private inside(frame: OpenFrame): string {
    const { kind, key, index } = frame;
    return pointerTo(this.pointerOf(frame), kind === 'list' ? index : key ? contentOf(this.text, key, key.end) : '');
  }

  /** Skips white space and comments; false at the end of what may belong to it. */
  private skipSpace(): boolean {
    const { text } = this;
    for (;;) {
      if (this.i >= text.length) return false;
      const code = text.charCodeAt(this.i);
      if (code === SPACE || code === TAB || code === BYTE_ORDER_MARK) {
        this.i++;
      } else if (code === LINE_FEED || code === RETURN) {
        this.i++;
        if (this.floor >= 0 && !this.belongs()) return false;
      } else if ((code === HASH || code === SLASH) && this.commentAt(this.i)) {
        this.skipComment();
      } else {
        return true;
      }
    }
  }

  /** Whether the line that begins here is still inside of the collection. */
  private belongs(): boolean {
    let at = this.i;
    while (this.text[at] === ' ' || this.text[at] === '\t') at++;
    const char = this.text[at];
    if (char === undefined || '\r\n#}]'.includes(char)) return true;
    return at - this.i > this.floor;
  }

  private commentAt(at: number): boolean {
    const { text } = this;
    if (this.yaml) return text[at] === '#' && (at === 0 || /[\s[{,]/.test(text[at - 1]));
    return text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*');
  }

  private skipComment(): void {
    const start = this.i;
    const block = this.text.startsWith('/*', start) && !this.yaml;
    const found = block ? this.text.indexOf('*/', start + 2) : this.text.slice(start).search(/[\r\n]/);
    const end = found < 0 ? this.text.length : block ? found + 2 : start + found;
    this.i = end;
    if (this.cursor > start && (block && found >= 0 ? this.cursor < end : this.cursor <= end)) this.found(NOTHING);
  }

  private found(hit: Omit<FlowHit, 'frame'>): void {
    if (this.hit) return;
    const { top } = this;
    this.hitFrame = top;
    this.hit = { ...hit, frame: top, pointer: hit.at === 'nothing' && top ? this.pointerOf(top) : hit.pointer };
  }

  /** The cursor between two tokens. */
  private lookAtGap(next: number): void {
    const { cursor, last, top } = this;
    if (this.hit || cursor < last.end || cursor > next) return;
    const char = next < this.text.length && this.i === next ? this.text[next] : undefined;
    const isWord = char !== undefined && !'{}[],:'.includes(char);
    const value = isWord || char === '{' || char === '[';
    // Words are looked at when they are read.
    const touches = cursor === next && value;
    if (cursor === last.end && !last.open) return this.found(NOTHING);
    const after = value ? ',' : '';
    if (top === undefined) {
      if (this.rootRead || value) return touches ? undefined : this.found(NOTHING);
      return this.found({ ...NOTHING, at: 'value', pointer: this.pointer });
    }
    const { state, kind } = top;
    const pointer = this.pointerOf(top);
    const space = this.yaml && this.text[cursor - 1] === ':' ? ' ' : '';
    if (kind === 'map') {
      if (state === 'key') {
        if (touches && char !== '"' && char !== "'") return;
        return this.found({ ...NOTHING, at: 'key', pointer, after });
      }
      if (state === 'value') {
        const isKey = isWord && this.keyEndsAt(next);
        if (value && !isKey) return touches ? undefined : this.found(NOTHING);
        return this.found({ ...NOTHING, at: 'value', pointer: this.inside(top), before: space, after });
      }
      if (state === 'colon' || char === ',' || char === ':') return this.found(NOTHING);
      if (!this.resume(cursor, next, last)) this.found({ ...NOTHING, at: 'key', pointer, before: ',', after });
      return;
    }
    if (state === 'value') {
      if (touches && isWord) return;
      return this.found({ ...NOTHING, at: 'value', pointer: this.inside(top), after });
    }
    if (char === ',') return this.found(NOTHING);
    const found = { ...NOTHING, at: 'value', pointer: pointerTo(pointer, top.index + 1), before: ',', after } as const;
    if (!this.resume(cursor, next, last)) this.found(found);
  }

  /** Behind a plain text of YAML and spaces its next word is being written. */
  private resume(cursor: number, next: number, last: FlowScanner['last']): boolean {
    if (!this.yaml || !last.hit || !last.word || /[\r\n]/.test(this.text.slice(last.end, cursor))) return false;
    if (next < this.text.length && !'}],\r\n#'.includes(this.text[next])) return false;
    this.found({ ...last.hit, word: { ...last.word, end: cursor } });
    return true;
  }

  private open(char: string): void {
    const { top } = this;
    if (top) {
      if (top.kind === 'list' && top.state === 'comma') top.index++;
      top.first ??= this.i;
    }
    const kind = char === '{' ? 'map' : 'list';
    if (top) top.state = 'comma';
    const state = kind === 'map' ? 'key' : 'value';
    this.stack.push({ kind, outer: top, open: this.i, first: undefined, keys: [], state, key: undefined, index: 0 });
    this.i++;
    this.last = { end: this.i, open: true };
    this.rootRead = true;
  }

  private close(char: string): void {
    const kind = char === '}' ? 'map' : 'list';
    const depth = this.stack.map((frame) => frame.kind).lastIndexOf(kind);
    if (depth >= 0) this.stack.length = depth;
    this.i++;
    this.last = { end: this.i, open: false };
  }

  private comma(): void {
    const { top } = this;
    if (top) {
      top.state = top.kind === 'map' ? 'key' : 'value';
      if (top.kind === 'list') top.index++;
    }
    this.i++;
    this.last = { end: this.i, open: true };
  }

  private colon(): void {
    const { top } = this;
    if (top?.kind === 'map') top.state = 'value';
    this.i++;
    this.last = { end: this.i, open: true };
  }

  /** In YAML a colon inside of a plain text is part of it. */
  private colonBeginsWord(): boolean {
    if (!this.yaml || this.top?.state === 'colon') return false;
    return /[^\s,[\]{}]/.test(this.text[this.i + 1] ?? ' ');
  }

  private word(): void {
    const { top, cursor } = this;
    const word = this.readWord();
    this.i = word.end;
    const first = this.text[word.start];
    // Anchors and tags say nothing of the value.
    if (this.yaml && word.quote === '' && (first === '&' || first === '!')) {
      if (cursor > word.start && cursor <= word.end) this.found(NOTHING);
      this.last = { end: word.end, open: true };
      return;
    }
    const hasColon = this.colonFollows(word);
    if (this.hit !== undefined || cursor > word.end + FAR || cursor < 0) {
      this.pass(top, word, hasColon);
      return;
    }
    const inside = cursor >= word.start && (word.quote !== '' && word.closed ? cursor < word.end : cursor <= word.end);
    let hit: Omit<FlowHit, 'frame'> = { ...NOTHING, at: 'value', pointer: this.pointer, word };
    if (top?.kind === 'map') hit = this.wordInMap(top, word, hasColon);
    else if (top) {
      const before = top.state === 'comma' ? ',' : '';
      if (top.state === 'comma') top.index++;
      top.state = 'comma';
      top.first ??= word.start;
      hit = { ...hit, pointer: this.inside(top), before };
    }
    if (inside) this.found(this.withAfter(hit, hasColon));
    this.rootRead = true;
    const whole = { ...hit, frame: top };
    this.last = {
      end: word.end,
      open: false,
      ...(word.quote === '' && hit.at === 'value' ? { word, hit: whole } : {}),
    };
  }

  /** Reads a word that the cursor is not near. */
  private pass(top: OpenFrame | undefined, word: FlowWord, hasColon: boolean): void {
    this.last = { end: word.end, open: false };
    this.rootRead = true;
    if (top === undefined) return;
    top.first ??= word.start;
    if (top.kind === 'list' || (top.state === 'value' && !hasColon)) {
      if (top.kind === 'list' && top.state === 'comma') top.index++;
      top.state = 'comma';
      return;
    }
    top.key = word;
    top.keys.push(word);
    top.state = 'colon';
  }

  private wordInMap(top: OpenFrame, word: FlowWord, hasColon: boolean): Omit<FlowHit, 'frame'> {
    top.first ??= word.start;
    if (top.state === 'value' && !hasColon) {
      top.state = 'comma';
      return { ...NOTHING, at: 'value', pointer: this.inside(top), word };
    }
    const before = top.state === 'key' ? '' : ',';
    top.key = word;
    top.keys.push(word);
    top.state = 'colon';
    return { ...NOTHING, at: 'key', pointer: this.pointerOf(top), word, before, hasColon };
  }

  /** What has to follow the word depends on what does. */
  private withAfter(hit: Omit<FlowHit, 'frame'>, hasColon: boolean): Omit<FlowHit, 'frame'> {
    if (hasColon) return hit;
    const at = this.i;
    const { last } = this;
    const more = this.skipSpace();
    const char = more ? this.text[this.i] : undefined;
    this.i = at;
    this.last = last;
    return { ...hit, after: char !== undefined && !'}],:'.includes(char) ? ',' : '' };
  }

  /** Whether the word that begins at `start` is followed by a colon. */
  private keyEndsAt(start: number): boolean {
    const at = this.i;
    this.i = start;
    const colon = this.colonFollows(this.readWord());
    this.i = at;
    return colon;
  }

  /** Whether a colon comes next after a word. */
  private colonFollows({ end }: FlowWord): boolean {
    const { text, i, hit } = this;
    let at = end;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (code === COLON) return true;
    if (code === COMMA || code === BRACE) return false;
    this.i = at;
    const more = this.skipSpace();
    // The cursor is not looked for on the way.
    this.hit = hit;
    const colon = more && text.charCodeAt(this.i) === COLON;
    this.i = i;
    return colon;
  }

  private readWord(): FlowWord {
    const { text, i: start } = this;
    const char = text[start];
    if (char === '"' || (char === "'" && this.yaml)) return this.readQuoted(start, char);
    let end = start + 1;
    while (end < text.length && !this.wordEndsAt(end)) end++;
    while (end > start + 1 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
    return { start, end, quote: '', closed: false };
  }

  private wordEndsAt(at: number): boolean {
    const char = this.text[at];
    if ('{}[],\r\n'.includes(char)) return true;
    if (!this.yaml) return ' \t:"'.includes(char) || this.commentAt(at);
    if (char === ':') return /[\s,[\]{}]/.test(this.text[at + 1] ?? ' ');
    return this.commentAt(at);
  }

  private readQuoted(start: number, quote: '"' | "'"): FlowWord {
    const found = quotedEnd(this.text, start, this.yaml, this.floor);
    if (found !== undefined) return { start, end: found, quote, closed: true };
    const rest = /^[^\r\n]*/.exec(this.text.slice(start, start + MAX_WORD))?.[0] ?? '';
    const trimmed = start + Math.max(1, rest.replace(/[\s,}\]]+$/, '').length);
    const end = this.cursor > trimmed && this.cursor <= start + rest.length ? this.cursor : trimmed;
    return { start, end, quote, closed: false };
  }
}

const MAX_WORD = 100_000;
/** The cursor is not looked for in and behind words that end this much before it. */
const FAR = 1000;

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const COLON = 0x3a;
const COMMA = 0x2c;
const BRACE = 0x7d;
const BACKSLASH = 0x5c;
const APOSTROPHE = 0x27;
const QUOTE = 0x22;
const HASH = 0x23;
const SLASH = 0x2f;
const BYTE_ORDER_MARK = 0xfeff;

const NOTHING = { at: 'nothing', pointer: '', word: undefined, hasColon: false, before: '', after: '' } as const;

/** After the closing quote of a text, if it has one; texts of JSON are one line, those of YAML may go on. */
export function quotedEnd(text: string, start: number, yaml: boolean, floor: number): number | undefined {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      if (quote === APOSTROPHE && text.charCodeAt(i + 1) === APOSTROPHE) i++;
      else return i + 1;
    } else if (code === BACKSLASH && quote === QUOTE) {
      i++;
    } else if (code === LINE_FEED || code === RETURN) {
      if (!yaml) return undefined;
      // A line that looks like the next entry says that the quote is not closed yet.
      NEXT_LINE.lastIndex = i + 1;
      const [line = '', indent = ''] = NEXT_LINE.exec(text) ?? [];
      if (indent.length < line.length && (indent.length <= floor || ENTRY.test(line))) return undefined;
    }
  }
  return undefined;
}

const NEXT_LINE = /([ \t]*)[^\r\n]*/y;
const ENTRY = /^\s*(?:- |(?:- +)*["']?[\w.$/-]+["']?\s*:(?:\s|$))/;
