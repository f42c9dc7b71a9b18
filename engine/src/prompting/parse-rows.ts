import { jsonrepair } from 'jsonrepair';
import type { FinishReason } from '../models/provider.js';
import { BracketCounter, nextStep, scalarOfLine } from './answer-text.js';
import { DocumentReader, readWhole, without, type Found } from './answer-values.js';
import { JsonDocument } from './json-document.js';
import type { AnsweredRow, RowShape } from './row-shape.js';

/** How often the reading of JSON is begun anew where it turned out to be none. */
const MOST_STARTS = 500;

/** A document of an answer and the values in it that have no number of their own. */
interface Unnumbered {
  readonly found: Found[];
}

/**
 * Reads the rows of an answer while it comes: text pieces in, complete values out as soon as they are complete. Takes off
 * byte order marks, fences, prose around, thoughts and `data:` prefixes; knows the forms that models really answer in.
 * However the text is cut into pieces, the rows are the same. JSON that is damaged is repaired only at the end of an
 * answer that ended by itself: at an end that was cut off a repair would invent values.
 */
export class RowParser {
  readonly #shape: RowShape;
  readonly #pieces: string[] = [];
  /** The part of the text that is still needed, and where it begins in the whole text. */
  #buffer = '';
  #base = 0;
  /** Places in the buffer. */
  #at = 0;
  #line = 0;
  #start = 0;
  #state: 'prose' | 'json' | 'thinking' | 'over' = 'prose';
  #tag = '';
  #document: JsonDocument | undefined;
  #brackets = new BracketCounter();
  #starts = 0;
  /** Where JSON began that is damaged, if nothing good followed it. */
  #broken: number | undefined;

  #out: AnsweredRow[] = [];
  readonly #found: Found[] = [];
  readonly #taken = new Set<number>();
  readonly #unnumbered: Unnumbered[] = [];

  constructor(shape: RowShape) {
    this.#shape = shape;
  }

  /** The rows that are complete with this piece. */
  write(piece: string): AnsweredRow[] {
    this.#pieces.push(piece);
    if (this.#state !== 'over') {
      this.#buffer += piece;
      this.#read(false);
    }
    return this.#take();
  }

  /**
   * The rows that only the end makes complete.
   * @param finish `stop` where the answer ended by itself.
   */
  end(finish: FinishReason): AnsweredRow[] {
    if (this.#state === 'prose') this.#read(true);
    const unfinished = this.#state === 'json' && !this.#document!.ended;
    if (unfinished) this.#document!.close();
    if (finish === 'stop' && this.#broken !== undefined && this.#found.length < this.#shape.count) this.#repair();
    this.#settle(finish !== 'stop' || unfinished);
    this.#state = 'over';
    return this.#take();
  }

  /** Values that could not be told apart: which of the conditions they belong to was not said. */
  get unplaced(): number {
    return this.#shape.numbered ? this.#unnumbered.reduce((sum, { found }) => sum + found.length, 0) : 0;
  }

  /** Whether there was a JSON value at all. */
  get empty(): boolean {
    return this.#found.length === 0;
  }

  #take(): AnsweredRow[] {
    const rows = this.#out;
    this.#out = [];
    return rows;
  }

  #read(complete: boolean): void {
    for (;;) {
      if (this.#state === 'prose') {
        if (!this.#readProse(complete)) break;
      } else if (this.#state === 'json') {
        if (!this.#readJson()) break;
      } else if (this.#state === 'thinking') {
        if (!this.#readThoughts()) break;
      } else break;
    }
    this.#forget();
  }

  #readProse(complete: boolean): boolean {
    const step = nextStep(this.#buffer, this.#at, this.#line, complete);
    switch (step.type) {
      case 'wait':
        this.#at = step.at;
        return false;
      case 'line': {
        const scalar = this.#shape.value === 'scalar' ? scalarOfLine(step.text) : undefined;
        if (scalar !== undefined) this.#reader().whole(scalar.value);
        this.#at = this.#line = step.next;
        return true;
      }
      case 'thinking':
        this.#state = 'thinking';
        this.#tag = `</${step.tag}>`;
        this.#at = step.next;
        return true;
      case 'json':
        this.#state = 'json';
        this.#start = this.#at = step.at;
        this.#document = new JsonDocument(this.#reader());
        this.#brackets = new BracketCounter();
        this.#starts++;
        return true;
    }
  }

  #readThoughts(): boolean {
    const end = this.#buffer.slice(this.#at).toLowerCase().indexOf(this.#tag);
    if (end < 0) {
      this.#at = Math.max(this.#at, this.#buffer.length - this.#tag.length);
      this.#line = this.#at;
      return false;
    }
    this.#at = this.#line = this.#at + end + this.#tag.length;
    this.#state = 'prose';
    return true;
  }

  #readJson(): boolean {
    const document = this.#document!;
    const end = this.#brackets.end(this.#buffer, this.#at);
    const to = end < 0 ? this.#buffer.length : end;
    document.write(this.#buffer.slice(this.#at, to));
    this.#at = to;
    if (document.broken || (end >= 0 && !document.ended)) return this.#giveUp(document);
    if (end >= 0) {
      this.#state = 'prose';
      this.#line = end;
      return true;
    }
    return false;
  }

  /** It was no JSON: prose after all, or damaged. Once values came of it, what follows cannot be trusted. */
  #giveUp(document: JsonDocument): boolean {
    document.close();
    if (document.reader.told) this.#broken = this.#base + this.#start;
    else this.#broken ??= this.#base + this.#start;
    if (document.reader.told || this.#starts >= MOST_STARTS) {
      this.#state = 'over';
      return false;
    }
    this.#state = 'prose';
    this.#at = this.#start + 1;
    return true;
  }

  /** Drops text that nobody will read again. */
  #forget(): void {
    let keep = this.#line;
    if (this.#state === 'json') keep = this.#document!.reader.told ? this.#at : Math.min(this.#start, this.#line);
    else if (this.#state === 'thinking') keep = this.#at;
    else if (this.#state === 'over') keep = this.#buffer.length;
    if (keep <= 0) return;
    this.#buffer = this.#buffer.slice(keep);
    this.#base += keep;
    this.#at -= keep;
    this.#line -= keep;
    this.#start -= keep;
  }

  #reader(): DocumentReader {
    const unnumbered: Unnumbered = { found: [] };
    let first: number | undefined;
    let listed = false;
    return new DocumentReader(this.#shape, (found) => {
      this.#found.push(found);
      this.#broken = undefined;
      if (!this.#shape.numbered) {
        this.#out.push({ index: undefined, value: found.value, repaired: false });
      } else if (found.number === undefined) {
        unnumbered.found.push(found);
        if (!listed) this.#unnumbered.push(unnumbered);
        listed = true;
      } else {
        first ??= found.number;
        this.#place(found.number - (first === 0 ? 0 : 1), found.value, false);
      }
    });
  }

  #place(index: number, value: unknown, repaired: boolean): void {
    if (index < 0 || index >= this.#shape.count || this.#taken.has(index)) return;
    this.#taken.add(index);
    this.#out.push({ index, value, repaired });
  }

  #repair(): void {
    const text = this.#pieces.join('').slice(this.#broken);
    const last = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
    if (last < 0) return;
    let value: unknown;
    try {
      value = JSON.parse(jsonrepair(text.slice(0, last + 1)));
    } catch {
      return;
    }
    const repaired: Found[] = [];
    readWhole(new DocumentReader(this.#shape, (found) => repaired.push(found)), value);
    // Text that goes on after the last bracket may be the rest of a value.
    if (!/^\s*(?:$|\n|`{3})/u.test(text.slice(last + 1))) repaired.pop();
    if (!this.#shape.numbered) {
      const fresh = without(repaired, this.#found);
      this.#found.push(...fresh);
      for (const { value: row } of fresh) this.#out.push({ index: undefined, value: row, repaired: true });
      return;
    }
    const base = repaired.find(({ number }) => number !== undefined)?.number === 0 ? 0 : 1;
    const found = repaired.filter(({ number }) => number === undefined);
    for (const { number, value: row } of repaired) if (number !== undefined) this.#place(number - base, row, true);
    if (found.length > 0) {
      this.#unnumbered.length = 0;
      this.#unnumbered.push({ found: found.map((each) => ({ ...each })) });
      this.#settle(false, true);
    }
  }

  /**
   * Values without numbers belong to the conditions by their order, if there are as many; where the answer was cut off,
   * those before the cut do. With one too few nobody knows which is missing.
   */
  #settle(cut: boolean, repaired = false): void {
    if (!this.#shape.numbered || this.#unnumbered.length === 0) return;
    const { count } = this.#shape;
    const lists = this.#unnumbered.map(({ found }) => found);
    const pair = lists.length > 0 && lists.every((list) => list.length === 2 && this.#isPair(list));
    if (pair) {
      for (const [number, value] of lists) this.#place((number!.value as number) - 1, value!.value, repaired);
      this.#unnumbered.length = 0;
      return;
    }
    const longest = lists.reduce((a, b) => (b.length > a.length ? b : a));
    const row = longest.length > 1 ? longest : lists.flat();
    if (row.length !== count && !(cut && row.length < count && (longest.length <= 1 || lists.at(-1) === longest)))
      return;
    row.forEach(({ value }, i) => this.#place(i, value, repaired));
    this.#unnumbered.length = 0;
  }

  /** `[3, "text"]` on a line of its own. */
  #isPair(list: readonly Found[]): boolean {
    const number = list[0]!.value;
    return (
      Number.isInteger(number) &&
      (number as number) >= 1 &&
      (number as number) <= this.#shape.count &&
      typeof list[1]!.value !== 'number' &&
      this.#shape.count !== 2
    );
  }
}

/** The rows of an answer that is there as a whole. */
export function parseRows(text: string, shape: RowShape, finish: FinishReason = 'stop'): AnsweredRow[] {
  const parser = new RowParser(shape);
  return [...parser.write(text), ...parser.end(finish)];
}
