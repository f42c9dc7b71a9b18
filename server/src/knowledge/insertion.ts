import type { TextEdit } from 'vscode-languageserver-types';
import type { Cursor } from '../document/cursor.js';
import type { SynthDocument } from '../document/document.js';
import { lineBreak, lineStart } from '../document/layout.js';
import { scalarText, type Style } from '../document/print.js';
import type { Written } from './candidate.js';
import { EMPTY_MAPPING, escapeSnippet, type Sketch, SketchWriter } from './sketch.js';

/** What is put into the text. */
export interface Insertion {
  readonly edit: TextEdit;
  /** What the text at the edit's range is compared with while typing goes on. */
  readonly filter: string;
  readonly snippet: boolean;
  readonly more: readonly TextEdit[];
}

/** What stands around the word at a cursor once something is written in its place. */
interface Around extends Pick<Insertion, 'more'> {
  readonly range: TextEdit['range'];
  readonly lead: string;
  readonly tail: string;
}

/** Whether there may be places to fill in: not in a plain value. */
function mayHaveStops(written: Written): boolean {
  return written.as === 'part' ? written.call === true : written.as !== 'value' || typeof written.value === 'object';
}

/** Writes candidates at a cursor, in the way of the document. */
export class Inserter {
  private readonly style: Style;
  private around: Around | undefined;
  private readonly ranges = new Map<string, TextEdit['range']>();
  private readonly json: boolean;
  private readonly block: boolean;

  constructor(
    private readonly document: SynthDocument,
    private readonly cursor: Cursor,
    private readonly offset: number,
    private readonly snippets: boolean,
  ) {
    const { language, text } = document;
    this.json = language === 'json';
    this.block = !this.json && !cursor.flow;
    const unit = this.json ? cursor.unit : cursor.unit.replaceAll('\t', '  ');
    this.style = { language, unit, eol: lineBreak(text), pad: ' ', inline: true, quote: "'", flush: false };
  }

  insert(written: Written, label: string): Insertion {
    const plain = this.write(written, false, label);
    if (!this.snippets || !mayHaveStops(written)) return plain;
    const snippet = this.write(written, true, label);
    // Without places to fill in it is a text like any other.
    return /(?<!\\)(?:\\\\)*\$/.test(snippet.edit.newText) ? snippet : plain;
  }

  private write(written: Written, snippet: boolean, label: string): Insertion {
    if (written.as === 'part') {
      const { quote, typed } = this.cursor;
      if (quote !== '' || typed !== '') return this.part(written, snippet, label);
      return this.whole(this.value(written.call ? `${written.text}()` : written.text, snippet), label, snippet);
    }
    if (written.as === 'value') return this.whole(this.value(written.value, snippet), label, snippet);
    if (written.as === 'entries') return this.whole(this.entries(written.entries, snippet), label, snippet);
    if (written.as === 'first-entry') return this.whole(this.firstEntry(written, snippet), label, snippet);
    return this.whole(this.entry(written, snippet), label, snippet);
  }

  private writer(snippet: boolean): SketchWriter {
    return new SketchWriter(this.style, snippet);
  }

  private value(sketch: Sketch, snippet: boolean): string {
    const { quote, indent, pointer } = this.cursor;
    const writer = this.writer(snippet);
    if (typeof sketch === 'string' && quote !== '' && !this.json) {
      return writer.literal(scalarText(sketch, this.style, this.cursor.flow, quote));
    }
    if (this.json && pointer === '') return writer.lines(sketch, indent);
    return writer.inline(sketch, !this.block);
  }

  private entry({ key, value }: { readonly key: string; readonly value: Sketch }, snippet: boolean): string {
    const { hasColon, indent } = this.cursor;
    const writer = this.writer(snippet);
    const name = writer.key(key, !this.block);
    if (hasColon) return name;
    if (this.block) {
      if (value === EMPTY_MAPPING) return `${name}:${this.style.eol}${indent}${this.style.unit}${writer.stop()}`;
      return this.writer(snippet).blockEntries({ [key]: value }, indent);
    }
    return `${name}: ${this.json ? writer.lines(value, indent) : writer.inline(value)}`;
  }

  /** The first entry of a mapping in block YAML: on the next line, or behind the dash of a list. */
  private firstEntry({ key, value }: { readonly key: string; readonly value: Sketch }, snippet: boolean): string {
    const { text } = this.document;
    const line = text.slice(lineStart(text, this.offset), this.offset);
    const { indent } = this.cursor;
    const inItem = /^\s*(?:- +)*-\s*$/.test(line);
    const inner = inItem ? ' '.repeat(line.length + (line.endsWith('-') ? 1 : 0)) : indent + this.style.unit;
    const writer = this.writer(snippet);
    const entry =
      value === EMPTY_MAPPING
        ? `${writer.key(key, false)}:${this.style.eol}${inner}${this.style.unit}${writer.stop()}`
        : writer.blockEntries({ [key]: value }, inner);
    return inItem ? entry : this.style.eol + inner + entry;
  }

  private entries(entries: Sketch, snippet: boolean): string {
    const writer = this.writer(snippet);
    const { at, indent } = this.cursor;
    if (this.block) return writer.blockEntries(entries, indent);
    const written = this.json ? writer.lines(entries, '') : writer.inline(entries);
    return at === 'value' ? written : written.replace(/^\{/, '').replace(/\\?\}$/, '');
  }

  /** In place of the word at the cursor, with what separates it from its neighbours. */
  private whole(text: string, label: string, snippet: boolean): Insertion {
    this.around ??= this.measure();
    const { range, lead, tail, more } = this.around;
    const newText = (lead === ' ' && /^\r?\n/.test(text) ? '' : lead) + text + tail;
    return { edit: { range, newText }, filter: this.cursor.quote + label, snippet, more };
  }

  /** What is the same for all that is written in place of the word at the cursor. */
  private measure(): Around {
    const { at, replace, before, after, hasColon } = this.cursor;
    const comma = before === ',' ? this.comma(replace.start) : undefined;
    return {
      range: this.range(...this.onLine()),
      lead: before !== ',' ? before : comma === undefined ? ', ' : '',
      tail: at === 'key' && hasColon ? '' : after + this.newLine(replace.end),
      more: comma === undefined ? [] : [comma],
    };
  }

  /** A new entry of lines is not followed by anything on its own. */
  private newLine(end: number): string {
    if (!this.block || this.cursor.at !== 'key') return '';
    return /^[ \t]*[^\s]/.test(this.document.text.slice(end)) ? this.style.eol + this.cursor.indent : '';
  }

  /** The missing comma, right behind what comes before. */
  private comma(start: number): TextEdit | undefined {
    const { text } = this.document;
    let at = start;
    while (at > 0 && /\s/.test(text[at - 1])) at--;
    const line = text.slice(lineStart(text, at), at);
    if (at === start || line.includes('//') || line.includes('#') || line.endsWith('*/')) return undefined;
    return { range: this.range(at, at), newText: ',' };
  }

  private part(written: Written & { readonly as: 'part' }, snippet: boolean, label: string): Insertion {
    const { text: whole } = this.document;
    const { quote, replace, typed, flow } = this.cursor;
    const { text, back, call } = written;
    const rest = /[./#]/.test(text) ? /^[\w.#/-]*/ : text.startsWith('${') ? /^\w*\}?/ : /^\w*/;
    const behind = text.startsWith('{{') ? '' : rest.exec(whole.slice(this.offset, replace.end))![0];
    const start = this.offset - back;
    const end = this.offset + behind.length;
    const isCalled = whole[end] === '(';
    const added = call && !isCalled ? `${text}()` : text;
    const isOneLine = !/[\r\n]/.test(whole.slice(replace.start, replace.end));
    if (!this.json && quote === '' && isOneLine) {
      const all = typed.slice(0, typed.length - back) + added + whole.slice(end, replace.end);
      if (scalarText(all, this.style, flow) !== all) {
        const edit = { range: this.range(replace.start, replace.end), newText: scalarText(all, this.style, flow) };
        return { edit, filter: typed.slice(0, typed.length - back) + label, snippet: false, more: [] };
      }
    }
    const escaped =
      quote === "'" ? added.replaceAll("'", "''") : quote === '"' ? JSON.stringify(added).slice(1, -1) : added;
    const newText = snippet
      ? call && !isCalled
        ? `${escapeSnippet(escaped.slice(0, -1))}$1)`
        : escapeSnippet(escaped)
      : escaped;
    return { edit: { range: this.range(start, end), newText }, filter: label, snippet, more: [] };
  }

  /** Of the word at the cursor what is on its line: the protocol replaces no more. */
  private onLine(): readonly [start: number, end: number] {
    const { text } = this.document;
    const { start, end } = this.cursor.replace;
    const line = /[\r\n]/.exec(text.slice(this.offset, end));
    const first = lineStart(text, this.offset);
    return [
      start >= first ? start : first + /^[ \t]*/.exec(text.slice(first, this.offset))![0].length,
      line === null ? end : this.offset + line.index,
    ];
  }

  /** One object for one stretch of the text: hundreds of candidates replace the same. */
  private range(start: number, end: number): TextEdit['range'] {
    const key = `${start}-${end}`;
    let range = this.ranges.get(key);
    if (range === undefined) {
      range = { start: this.document.positionAt(start), end: this.document.positionAt(end) };
      this.ranges.set(key, range);
    }
    return range;
  }
}
