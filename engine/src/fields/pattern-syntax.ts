import { sampleOf, unite, type CodePoints } from './pattern-classes.js';

/** What a pattern generates. Numbers of repetitions are bounded. */
export type PatternNode =
  | { readonly type: 'set'; readonly points: CodePoints }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly type: 'repeat'; readonly body: PatternNode; readonly min: number; readonly max: number }
  | { readonly type: 'group'; readonly index: number; readonly body: PatternNode }
  | { readonly type: 'reference'; readonly index: number }
  | { readonly type: 'start' | 'end'; readonly at: number };

/** Something that is valid in a pattern and cannot be generated, or a mistake in it; offsets are into the source. */
export class PatternError extends Error {
  constructor(
    readonly code: 'pattern/invalid' | 'pattern/unsupported' | 'pattern/empty' | 'pattern/too-long',
    message: string,
    readonly start?: number,
    readonly end?: number,
  ) {
    super(message);
  }
}

/** Repetitions that an open quantifier (`*`, `+`, `{2,}`) adds at most. */
export const OPEN_REPEATS = 10;

const EMPTY: PatternNode = { type: 'sequence', items: [] };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 };

export interface ParsedPattern {
  readonly root: PatternNode;
  /** Number of capturing groups. */
  readonly groups: number;
}

/** Reads a regular expression in the syntax of ECMAScript's `u` flag. @throws PatternError */
export function parsePattern(source: string): ParsedPattern {
  try {
    new RegExp(source, 'u');
  } catch (error) {
    throw invalid(source, error);
  }
  return new Parser(source).parse();
}

function invalid(source: string, error: unknown): PatternError {
  const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
  const escape = /\\([^\w\s^$\\.*+?()[\]{}|/])/u.exec(source);
  let hint = '';
  if (escape !== null) {
    try {
      new RegExp(source.replace(/\\([^\w\s^$\\.*+?()[\]{}|/])/gu, '$1'), 'u');
      hint = `; write ${escape[1]} instead of ${escape[0]}`;
    } catch {
      // The escape is not what is wrong.
    }
  }
  return new PatternError('pattern/invalid', `not a regular expression: ${reason}${hint}`);
}

/** Relies on the platform having accepted the source: what it meets is well formed. */
class Parser {
  private at = 0;
  private groups = 0;
  private readonly names = new Map<string, number>();

  constructor(private readonly source: string) {}

  parse(): ParsedPattern {
    this.nameGroups();
    return { root: this.disjunction(), groups: this.groups };
  }

  /** Names can be referred to before their group. */
  private nameGroups(): void {
    let inClass = false;
    let index = 0;
    for (let i = 0; i < this.source.length; i++) {
      const c = this.source[i];
      if (c === '\\') i++;
      else if (inClass) inClass = c !== ']';
      else if (c === '[') inClass = true;
      else if (c === '(') {
        if (this.source[i + 1] !== '?') index++;
        else if (/^\?<[^=!]/.test(this.source.slice(i + 1, i + 4))) {
          index++;
          this.names.set(this.source.slice(i + 3, this.source.indexOf('>', i)), index);
        }
      }
    }
  }

  private disjunction(): PatternNode {
    const options = [this.alternative()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.alternative());
    }
    return options.length === 1 ? options[0] : { type: 'choice', options };
  }

  private alternative(): PatternNode {
    const items: PatternNode[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      items.push(this.quantified(this.atom()));
    }
    return items.length === 1 ? items[0] : items.length === 0 ? EMPTY : { type: 'sequence', items };
  }

  private atom(): PatternNode {
    const start = this.at;
    const c = this.source[start];
    switch (c) {
      case '^':
        this.at++;
        return { type: 'start', at: start };
      case '$':
        this.at++;
        return { type: 'end', at: start };
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        this.at++;
        return { type: 'set', points: sampleOf('.') };
      case '\\':
        return this.escape();
      default: {
        const point = this.source.codePointAt(start) ?? 0;
        this.at += point > 0xffff ? 2 : 1;
        return this.set([point, point], start);
      }
    }
  }

  private group(): PatternNode {
    const start = this.at;
    const rest = this.source.slice(start, start + 4);
    let index = 0;
    if (rest.startsWith('(?:')) this.at += 3;
    else if (/^\(\?<?[=!]/.test(rest)) {
      throw new PatternError(
        'pattern/unsupported',
        `${rest.startsWith('(?<') ? 'look-behind' : 'look-ahead'} cannot be generated; write the texts that are wanted out, or use a template`,
        start,
        start + (rest.startsWith('(?<') ? 4 : 3),
      );
    } else if (rest.startsWith('(?<')) {
      index = ++this.groups;
      this.at = this.source.indexOf('>', start) + 1;
    } else if (rest.startsWith('(?')) {
      throw new PatternError('pattern/unsupported', 'flags inside a pattern cannot be generated', start, start + 3);
    } else {
      index = ++this.groups;
      this.at++;
    }
    const body = this.disjunction();
    this.at++;
    return index === 0 ? body : { type: 'group', index, body };
  }

  private quantified(body: PatternNode): PatternNode {
    const rest = this.source.slice(this.at);
    const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(rest);
    if (match === null) return body;
    this.at += match[0].length;
    const c = match[0][0];
    if (c === '?') return { type: 'repeat', body, min: 0, max: 1 };
    const min = c === '{' ? Number(match[1]) : c === '+' ? 1 : 0;
    if (c !== '{' || match[3] === '') return { type: 'repeat', body, min, max: min + OPEN_REPEATS };
    return { type: 'repeat', body, min, max: match[3] === undefined ? min : Number(match[3]) };
  }

  private escape(): PatternNode {
    const start = this.at;
    const c = this.source[start + 1];
    if (c === 'b' || c === 'B') {
      throw new PatternError(
        'pattern/unsupported',
        `the word boundary \\${c} cannot be generated; leave it out`,
        start,
        start + 2,
      );
    }
    if (c === 'k') {
      const end = this.source.indexOf('>', start);
      this.at = end + 1;
      return { type: 'reference', index: this.names.get(this.source.slice(start + 3, end)) ?? 0 };
    }
    if (/[1-9]/.test(c)) {
      const digits = /^\d+/.exec(this.source.slice(start + 1))?.[0] ?? c;
      this.at += 1 + digits.length;
      return { type: 'reference', index: Number(digits) };
    }
    return this.set(this.escapedSet(), start);
  }

  /** The characters of an escape, in a class or outside. */
  private escapedSet(): CodePoints {
    const start = this.at;
    const c = this.source[start + 1];
    this.at += 2;
    switch (c) {
      case 'd':
        return [0x30, 0x39];
      case 'w':
        return [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
      case 's':
      case 'D':
      case 'W':
      case 'S':
        return sampleOf(`\\${c}`);
      case 'p':
      case 'P':
        this.at = this.source.indexOf('}', start) + 1;
        return sampleOf(this.source.slice(start, this.at));
      default: {
        const point = this.escapedPoint(start);
        return [point, point];
      }
    }
  }

  private escapedPoint(start: number): number {
    const c = this.source[start + 1];
    if (c in CONTROLS) return CONTROLS[c];
    if (c === 'c') {
      this.at = start + 3;
      return this.source.charCodeAt(start + 2) % 32;
    }
    if (c === 'x') {
      this.at = start + 4;
      return parseInt(this.source.slice(start + 2, start + 4), 16);
    }
    if (c !== 'u') {
      const point = this.source.codePointAt(start + 1) ?? 0;
      this.at = start + (point > 0xffff ? 3 : 2);
      return point;
    }
    if (this.source[start + 2] === '{') {
      this.at = this.source.indexOf('}', start) + 1;
      return parseInt(this.source.slice(start + 3, this.at - 1), 16);
    }
    const pair = /^\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(
      this.source.slice(start, start + 12),
    );
    if (pair !== null) {
      this.at = start + 12;
      return String.fromCharCode(parseInt(pair[1], 16), parseInt(pair[2], 16)).codePointAt(0) ?? 0;
    }
    this.at = start + 6;
    return parseInt(this.source.slice(start + 2, start + 6), 16);
  }

  private characterClass(): PatternNode {
    const start = this.at;
    const negated = this.source[start + 1] === '^';
    this.at += negated ? 2 : 1;
    const ranges: number[] = [];
    while (this.source[this.at] !== ']') {
      const first = this.classAtom();
      const single = first.length === 2 && first[0] === first[1];
      if (single && this.source[this.at] === '-' && this.source[this.at + 1] !== ']') {
        this.at++;
        ranges.push(first[0], this.classAtom()[0]);
      } else ranges.push(...first);
    }
    this.at++;
    return this.set(negated ? sampleOf(this.source.slice(start, this.at)) : unite(ranges), start);
  }

  private classAtom(): CodePoints {
    if (this.source[this.at] === '\\') {
      // \b is a backspace here; \- a hyphen.
      if (this.source[this.at + 1] === 'b') {
        this.at += 2;
        return [8, 8];
      }
      return this.escapedSet();
    }
    const point = this.source.codePointAt(this.at) ?? 0;
    this.at += point > 0xffff ? 2 : 1;
    return [point, point];
  }

  private set(points: CodePoints, start: number): PatternNode {
    const usable = unite(points);
    if (usable.length === 0) {
      throw new PatternError(
        'pattern/empty',
        `${this.source.slice(start, this.at)} matches no character that a text can hold`,
        start,
        this.at,
      );
    }
    return { type: 'set', points: usable };
  }
}
