import { unite, type CodePoints } from '../../fields/pattern-classes.js';
import { complement, DIGITS, DOT, property, SPACE, WORD } from './characters.js';

/** A regular expression as it matches: exact sets of characters, open repetitions, assertions. */
export type Expression =
  | { readonly type: 'set'; readonly points: CodePoints }
  | { readonly type: 'sequence'; readonly items: readonly Expression[] }
  | { readonly type: 'choice'; readonly options: readonly Expression[] }
  | { readonly type: 'repeat'; readonly body: Expression; readonly min: number; readonly max: number }
  | { readonly type: 'group'; readonly index: number; readonly body: Expression }
  | { readonly type: 'reference'; readonly index: number }
  | { readonly type: 'start' }
  | { readonly type: 'end' }
  | { readonly type: 'boundary'; readonly negated: boolean }
  | { readonly type: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: Expression };

export interface ParsedExpression {
  readonly root: Expression;
  /** Number of capturing groups. */
  readonly groups: number;
  /** Bodies of the groups by their number. */
  readonly bodies: ReadonlyMap<number, Expression>;
  /** Only the syntax without the `u` flag reads it. */
  readonly legacy: boolean;
}

export const EMPTY: Expression = { type: 'sequence', items: [] };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };
const BRACED = /^\{(\d+)(,(\d*))?\}/;

/**
 * Reads a regular expression of ECMAScript: as the `u` flag does, or as it is read without where only that can.
 * @throws SyntaxError where the platform's RegExp does.
 */
export function parseExpression(source: string): ParsedExpression {
  let legacy = false;
  try {
    new RegExp(source, 'u');
  } catch {
    new RegExp(source);
    legacy = true;
  }
  return new Parser(source, legacy).parse();
}

/** A text as an expression that matches it alone. */
export function literal(text: string): Expression {
  return {
    type: 'sequence',
    items: Array.from(text, (c) => {
      const point = c.codePointAt(0) ?? 0;
      return { type: 'set', points: unite([point, point]) };
    }),
  };
}

/** Relies on the platform having accepted the source: what it meets is well formed. */
class Parser {
  private at = 0;
  private groups = 0;
  private total = 0;
  private readonly names = new Map<string, number>();
  private readonly bodies = new Map<number, Expression>();

  constructor(
    private readonly source: string,
    private readonly legacy: boolean,
  ) {}

  parse(): ParsedExpression {
    this.nameGroups();
    const root = this.disjunction();
    return { root, groups: this.groups, bodies: this.bodies, legacy: this.legacy };
  }

  /** Groups can be referred to before they stand. */
  private nameGroups(): void {
    let inClass = false;
    for (let i = 0; i < this.source.length; i++) {
      const c = this.source[i];
      if (c === '\\') i++;
      else if (inClass) inClass = c !== ']';
      else if (c === '[') inClass = true;
      else if (c === '(') {
        const named = /^\(\?<([^=!>][^>]*)>/.exec(this.source.slice(i));
        if (named !== null) this.names.set(named[1], ++this.total);
        else if (this.source[i + 1] !== '?') this.total++;
      }
    }
  }

  private disjunction(): Expression {
    const options = [this.alternative()];
    while (this.source[this.at] === '|') {
      this.at++;
      options.push(this.alternative());
    }
    return options.length === 1 ? options[0] : { type: 'choice', options };
  }

  private alternative(): Expression {
    const items: Expression[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      items.push(this.quantified(this.atom()));
    }
    return items.length === 1 ? items[0] : items.length === 0 ? EMPTY : { type: 'sequence', items };
  }

  private atom(): Expression {
    const c = this.source[this.at];
    switch (c) {
      case '^':
        this.at++;
        return { type: 'start' };
      case '$':
        this.at++;
        return { type: 'end' };
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        this.at++;
        return { type: 'set', points: DOT };
      case '\\':
        return this.escape();
      default: {
        const point = this.next();
        return { type: 'set', points: unite([point, point]) };
      }
    }
  }

  private group(): Expression {
    const look = /^\(\?(<?)([=!])/.exec(this.source.slice(this.at, this.at + 4));
    let index = 0;
    if (look !== null) this.at += look[0].length;
    else if (this.source.startsWith('(?<', this.at)) {
      index = ++this.groups;
      this.at = this.source.indexOf('>', this.at) + 1;
    } else if (this.source.startsWith('(?', this.at)) {
      const colon = this.source.indexOf(':', this.at);
      if (colon !== this.at + 2) throw new SyntaxError('flags inside a pattern are not supported');
      this.at = colon + 1;
    } else {
      index = ++this.groups;
      this.at++;
    }
    const body = this.disjunction();
    this.at++;
    if (look !== null) return { type: 'look', behind: look[1] !== '', negated: look[2] === '!', body };
    if (index === 0) return body;
    this.bodies.set(index, body);
    return { type: 'group', index, body };
  }

  private quantified(body: Expression): Expression {
    const c = this.source[this.at];
    let min = c === '+' ? 1 : 0;
    let max = c === '?' ? 1 : Infinity;
    if (c === '*' || c === '+' || c === '?') this.at++;
    else {
      const braces = c === '{' ? BRACED.exec(this.source.slice(this.at)) : null;
      if (braces === null) return body;
      this.at += braces[0].length;
      min = Number(braces[1]);
      max = braces[2] === undefined ? min : braces[3] === '' ? Infinity : Number(braces[3]);
    }
    if (this.source[this.at] === '?') this.at++;
    return { type: 'repeat', body, min, max };
  }

  private escape(): Expression {
    const start = this.at;
    const c = this.source[start + 1];
    if (c === 'b' || c === 'B') {
      this.at += 2;
      return { type: 'boundary', negated: c === 'B' };
    }
    if (c === 'k' && (!this.legacy || this.names.size > 0)) {
      const end = this.source.indexOf('>', start);
      this.at = end + 1;
      return { type: 'reference', index: this.names.get(this.source.slice(start + 3, end)) ?? 0 };
    }
    if (/[1-9]/.test(c)) {
      const digits = /^\d+/.exec(this.source.slice(start + 1))?.[0] ?? c;
      if (!this.legacy || Number(digits) <= this.total) {
        this.at += 1 + digits.length;
        return { type: 'reference', index: Number(digits) };
      }
    }
    return { type: 'set', points: this.escapedSet(false) };
  }

  /** The characters of an escape, in a class or outside. */
  private escapedSet(inClass: boolean): CodePoints {
    const start = this.at;
    const c = this.source[start + 1];
    this.at += 2;
    switch (c) {
      case 'd':
        return DIGITS;
      case 'w':
        return WORD;
      case 's':
        return SPACE;
      case 'D':
        return complement(DIGITS);
      case 'W':
        return complement(WORD);
      case 'S':
        return complement(SPACE);
      case 'p':
      case 'P':
        if (this.legacy) break;
        this.at = this.source.indexOf('}', start) + 1;
        return property(this.source.slice(start, this.at));
      case 'b':
        if (inClass) return [8, 8];
    }
    const point = this.escapedPoint(start);
    return [point, point];
  }

  private escapedPoint(start: number): number {
    const c = this.source[start + 1];
    if (c in CONTROLS) return CONTROLS[c];
    const rest = this.source.slice(start + 1, start + 13);
    const take = (match: RegExpExecArray): string => {
      this.at = start + 1 + match[0].length;
      return match[1];
    };
    const octal = /^([0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(rest);
    if (octal !== null) return this.legacy ? parseInt(take(octal), 8) : 0;
    const control = /^c([a-zA-Z])/.exec(rest);
    if (control !== null) return take(control).charCodeAt(0) % 32;
    if (this.legacy && c === 'c') {
      // A backslash and the letter after it.
      this.at = start + 1;
      return 0x5c;
    }
    const hexadecimal = /^x([0-9a-fA-F]{2})/.exec(rest) ?? /^u\{([0-9a-fA-F]+)\}/.exec(this.legacy ? '' : rest);
    if (hexadecimal !== null) return parseInt(take(hexadecimal), 16);
    const pair = /^u([dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})/.exec(rest);
    if (pair !== null) {
      const [high, low] = take(pair).split('\\u');
      return String.fromCharCode(parseInt(high, 16), parseInt(low, 16)).codePointAt(0) ?? 0;
    }
    const unit = /^u([0-9a-fA-F]{4})/.exec(rest);
    if (unit !== null) return parseInt(take(unit), 16);
    this.at = start + 1;
    return this.next();
  }

  private characterClass(): Expression {
    const negated = this.source[this.at + 1] === '^';
    this.at += negated ? 2 : 1;
    const ranges: number[] = [];
    while (this.source[this.at] !== ']') {
      const first = this.classAtom();
      if (this.source[this.at] !== '-' || this.source[this.at + 1] === ']') {
        ranges.push(...first);
        continue;
      }
      this.at++;
      const last = this.classAtom();
      // Without the flag, a hyphen beside a class such as \w stands for itself.
      if (isSingle(first) && isSingle(last)) ranges.push(first[0], last[0]);
      else ranges.push(...first, ...last, 0x2d, 0x2d);
    }
    this.at++;
    const points = unite(ranges);
    return { type: 'set', points: negated ? complement(points) : points };
  }

  private classAtom(): CodePoints {
    if (this.source[this.at] === '\\') return this.escapedSet(true);
    const point = this.next();
    return [point, point];
  }

  private next(): number {
    const point = this.source.codePointAt(this.at) ?? 0;
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }
}

function isSingle(points: CodePoints): boolean {
  return points.length === 2 && points[0] === points[1];
}
