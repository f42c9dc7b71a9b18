import { MAX_NESTING } from './nesting.js';
import type { RawDocument, Span } from './parse.js';
import { numberLoss, setOwn } from './scalars.js';
import type { MapNode, ScalarNode, SyntaxEntry, SyntaxNode } from './syntax.js';

/**
 * Reads JSON, with comments and trailing commas, in which nothing is wrong and no key is written twice; `undefined` for any
 * other text, whose mistakes a slower parser tells. Places are kept as numbers, not as a tree of objects: an editor reads a
 * text after every key that is pressed.
 */
export function readJson(text: string): RawDocument | undefined {
  const reader = new Reader(text);
  try {
    const value = reader.read();
    return {
      value,
      mistakes: [],
      span: (segments, at) => reader.span(segments, at),
      tree: (shift) => reader.tree(shift),
    };
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** Thrown at what is wrong or out of the ordinary. */
class Unusual extends Error {}

const UNUSUAL = new Unusual();

/** Numbers for each node. */
const SIZE = 3;
const END = 1;
/** The node behind it and all that is in it. */
const NEXT = 2;

class Reader {
  private at = 0;
  private depth = 0;
  private count = 0;
  /** Of each node its start, end and next, in the order of the text; in mappings, keys and values by turns. */
  private nodes: Int32Array;

  constructor(private readonly text: string) {
    this.nodes = new Int32Array(SIZE * Math.max(16, text.length >> 4));
  }

  read(): unknown {
    this.skip();
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) throw UNUSUAL;
    return value;
  }

  private value(): unknown {
    const { text } = this;
    const node = this.begin();
    let value: unknown;
    const c = text.charCodeAt(this.at);
    if (c === OPEN_BRACE) value = this.mapping();
    else if (c === OPEN_BRACKET) value = this.list();
    else if (c === QUOTE) value = this.string();
    else if (c === MINUS || isDigit(c)) value = this.number();
    else value = this.word();
    this.end(node);
    return value;
  }

  private mapping(): Record<string, unknown> {
    const { text } = this;
    const object: Record<string, unknown> = {};
    this.open();
    while (text.charCodeAt(this.at) !== CLOSE_BRACE) {
      if (text.charCodeAt(this.at) !== QUOTE) throw UNUSUAL;
      const node = this.begin();
      const key = this.string();
      this.end(node);
      this.skip();
      if (text.charCodeAt(this.at) !== COLON || Object.hasOwn(object, key)) throw UNUSUAL;
      this.at++;
      this.skip();
      setOwn(object, key, this.value());
      this.separate(CLOSE_BRACE);
    }
    this.close();
    return object;
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    this.open();
    while (this.text.charCodeAt(this.at) !== CLOSE_BRACKET) {
      list.push(this.value());
      this.separate(CLOSE_BRACKET);
    }
    this.close();
    return list;
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    for (let at = start + 1; ; at++) {
      const c = text.charCodeAt(at);
      if (c === QUOTE) {
        this.at = at + 1;
        return text.slice(start + 1, at);
      }
      if (c === BACKSLASH) return this.escaped(start);
      // The end of the text is no number, and less than nothing.
      if (!(c >= SPACE)) throw UNUSUAL;
    }
  }

  private escaped(start: number): string {
    const { text } = this;
    let at = start + 1;
    for (let c = text.charCodeAt(at); c !== QUOTE; c = text.charCodeAt(at)) {
      if (!(c >= SPACE)) throw UNUSUAL;
      at += c === BACKSLASH ? 2 : 1;
    }
    this.at = at + 1;
    return parsed(text.slice(start, this.at)) as string;
  }

  private number(): number {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    for (let c = text.charCodeAt(at); isDigit(c) || isOfNumber(c); c = text.charCodeAt(at)) at++;
    this.at = at;
    const written = text.slice(start, at);
    const value = parsed(written) as number;
    if (numberLoss(written) !== undefined) throw UNUSUAL;
    return value;
  }

  private word(): boolean | null {
    const { text, at } = this;
    for (const [word, value] of WORDS) {
      if (text.startsWith(word, at) && !isLetter(text.charCodeAt(at + word.length))) {
        this.at = at + word.length;
        return value;
      }
    }
    throw UNUSUAL;
  }

  private open(): void {
    if (++this.depth > MAX_NESTING) throw UNUSUAL;
    this.at++;
    this.skip();
  }

  private close(): void {
    this.depth--;
    this.at++;
  }

  /** What stands between two parts, the last comma included. */
  private separate(close: number): void {
    this.skip();
    const c = this.text.charCodeAt(this.at);
    if (c === COMMA) {
      this.at++;
      this.skip();
    } else if (c !== close) throw UNUSUAL;
  }

  /** White space and comments. */
  private skip(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c === SPACE || c === TAB || c === LINE_FEED || c === RETURN) this.at++;
      else if (c === SLASH) this.comment();
      else return;
    }
  }

  private comment(): void {
    const { text, at } = this;
    const block = text.startsWith('/*', at);
    if (!block && !text.startsWith('//', at)) throw UNUSUAL;
    if (block) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw UNUSUAL;
      this.at = end + 2;
      return;
    }
    for (let c = text.charCodeAt(this.at); c !== LINE_FEED && c !== RETURN && this.at < text.length;) {
      c = text.charCodeAt(++this.at);
    }
  }

  private begin(): number {
    const node = this.count++ * SIZE;
    if (node + SIZE > this.nodes.length) {
      const more = new Int32Array(this.nodes.length * 2);
      more.set(this.nodes);
      this.nodes = more;
    }
    this.nodes[node] = this.at;
    return node;
  }

  private end(node: number): void {
    this.nodes[node + END] = this.at;
    this.nodes[node + NEXT] = this.count * SIZE;
  }

  span(segments: readonly string[], at: 'key' | 'value'): Span | undefined {
    let node = 0;
    let key: number | undefined;
    for (const segment of segments) {
      const c = this.text.charCodeAt(this.nodes[node]);
      const found: Part | undefined =
        c === OPEN_BRACE ? this.member(node, segment) : c === OPEN_BRACKET ? this.item(node, segment) : undefined;
      if (found === undefined) return undefined;
      ({ node, key } = found);
    }
    const of = at === 'key' && key !== undefined ? key : node;
    return { start: this.nodes[of], end: this.nodes[of + END] };
  }

  private member(holder: number, name: string): Part | undefined {
    const { nodes, text } = this;
    const last = nodes[holder + NEXT];
    for (let key = holder + SIZE; key < last; key = nodes[key + SIZE + NEXT]) {
      // Most keys are as long as what they say.
      const isPlain = nodes[key + END] - nodes[key] === name.length + 2 && text.startsWith(name, nodes[key] + 1);
      if (isPlain || this.textOf(key) === name) return { key, node: key + SIZE };
    }
    return undefined;
  }

  private item(holder: number, name: string): Part | undefined {
    if (!/^\d+$/.test(name)) return undefined;
    const { nodes } = this;
    const last = nodes[holder + NEXT];
    let left = Number(name);
    for (let node = holder + SIZE; node < last; node = nodes[node + NEXT])
      if (left-- === 0) return { key: undefined, node };
    return undefined;
  }

  tree(shift: number): SyntaxNode {
    return this.nodeAt(0, shift);
  }

  private nodeAt(node: number, shift: number): SyntaxNode {
    const { nodes } = this;
    const [start, end, next] = [nodes[node] + shift, nodes[node + END] + shift, nodes[node + NEXT]];
    const c = this.text.charCodeAt(nodes[node]);
    if (c === OPEN_BRACKET) {
      const items: SyntaxNode[] = [];
      for (let at = node + SIZE; at < next; at = nodes[at + NEXT]) items.push(this.nodeAt(at, shift));
      return { kind: 'list', start, end, flow: true, items };
    }
    if (c !== OPEN_BRACE) return this.scalar(node, shift);
    const entries: SyntaxEntry[] = [];
    for (let at = node + SIZE; at < next; at = nodes[at + SIZE + NEXT]) {
      const key = this.scalar(at, shift);
      const value = this.nodeAt(at + SIZE, shift);
      entries.push({ start: key.start, end: value.end, key, value, merge: false });
    }
    return { kind: 'map', start, end, flow: true, entries } satisfies MapNode;
  }

  private scalar(node: number, shift: number): ScalarNode {
    const { nodes, text } = this;
    const [start, end] = [nodes[node], nodes[node + END]];
    const style = text.charCodeAt(start) === QUOTE ? 'double' : 'plain';
    const value = style === 'double' ? this.textOf(node) : (parsed(text.slice(start, end)) as ScalarNode['value']);
    return { kind: 'scalar', start: start + shift, end: end + shift, value, style };
  }

  private textOf(node: number): string {
    const written = this.text.slice(this.nodes[node], this.nodes[node + END]);
    return written.includes('\\') ? (parsed(written) as string) : written.slice(1, -1);
  }
}

interface Part {
  readonly node: number;
  readonly key: number | undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw UNUSUAL;
  }
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isLetter = (c: number): boolean =>
  (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || isDigit(c) || c === 0x5f;
/** `.`, `e`, `E`, `+`, `-`. */
const isOfNumber = (c: number): boolean => c === 0x2e || c === 0x65 || c === 0x45 || c === 0x2b || c === MINUS;

const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
