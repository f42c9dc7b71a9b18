import { type ListNode, type MapNode, segmentsOf, type SyntaxEntry, type SyntaxNode } from 'agentic-synth';
import { lineEnd } from './block-outline.js';
import { indentOfLine, lineStart } from './layout.js';
import type { Splice } from './pieces.js';
import {
  behindKey,
  blockEntry,
  blockText,
  columnOf,
  flowText,
  isBlock,
  keyText,
  scalarText,
  type Style,
  valueText,
} from './print.js';

/** A place as it is written itself, not through an alias or merge key. */
interface Slot {
  readonly node: SyntaxNode | undefined;
  readonly holder: MapNode | ListNode | undefined;
  readonly entry?: SyntaxEntry;
  readonly index: number;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** Writes single edits into a text. Each result is checked by reading it again: rare layouts may defeat it. */
export class Rewriter {
  private readonly text: string;
  private readonly tree: SyntaxNode | undefined;
  private readonly style: Style;

  constructor(text: string, tree: SyntaxNode | undefined, style: Style) {
    this.text = text;
    this.tree = tree;
    this.style = style;
  }

  /** Puts a value at a pointer, in place of what is there, else as a new entry at the end. */
  put(pointer: string, value: unknown): Splice[] | undefined {
    if (pointer === '') return this.putRoot(value);
    const slot = this.slot(pointer);
    if (slot?.entry || slot?.node) return this.replace(slot, value);
    const cut = pointer.lastIndexOf('/');
    const [key] = segmentsOf(pointer.slice(cut));
    const outer = pointer.slice(0, cut);
    const holder = outer === '' ? this.tree : this.slot(outer)?.node;
    if (holder?.kind === 'map') return this.insert(holder, (indent, flow) => this.entry(key, value, indent, flow));
    if (holder?.kind === 'list') return this.insert(holder, (indent, flow) => this.item(value, indent, flow));
    return undefined;
  }

  /** Writes a value that stands at `from` a second time at `to`, as it is written there if wanted. */
  copy(from: string, to: string, value: unknown, asWritten: boolean): Splice[] | undefined {
    const slot = this.slot(from);
    const cut = to.lastIndexOf('/');
    const [key] = segmentsOf(to.slice(cut));
    const outer = to.slice(0, cut);
    const holder = outer === '' ? this.tree : this.slot(outer)?.node;
    if (!asWritten || slot?.entry === undefined || slot.holder === undefined || holder?.kind !== 'map')
      return this.put(to, value);
    if (this.slot(to) !== undefined || holder.flow !== slot.holder.flow) return undefined;
    const { entry } = slot;
    const rest = this.text.slice(entry.key.end, holder.flow ? entry.end : this.endWithComment(entry.end));
    const lines = rest.split(/\r\n?|\n/);
    const old = holder.flow ? indentOfLine(this.text, entry.start) : ' '.repeat(columnOf(this.text, entry.key.start));
    if (lines.slice(1).some((line) => line.trim() !== '' && !line.startsWith(old))) return undefined;
    return this.insert(holder, (indent, flow) =>
      [
        keyText(key, this.style, flow) + lines[0],
        ...lines.slice(1).map((line) => line && indent + line.slice(old.length)),
      ].join(this.style.eol),
    );
  }

  remove(pointer: string): Splice[] | undefined {
    const slot = this.slot(pointer);
    if (slot?.holder === undefined) return undefined;
    const { holder, index } = slot;
    const parts = this.parts(holder);
    const part = parts[index];
    if (part === undefined) return undefined;
    if (parts.length === 1) {
      const outer = pointer.slice(0, pointer.lastIndexOf('/'));
      return holder.flow ? this.emptied(holder, part) : this.put(outer, holder.kind === 'map' ? {} : []);
    }
    return holder.flow ? this.removeFlow(holder, parts as Part[], index) : this.removeBlock(parts, index);
  }

  rename(pointer: string, name: string): Splice[] | undefined {
    const slot = this.slot(pointer);
    if (slot?.entry === undefined) return undefined;
    const { start, end, style } = slot.entry.key;
    const quote = style === 'single' || style === 'double' ? style : 'plain';
    return [{ start, end, text: keyText(name, this.style, slot.holder?.flow === true, quote) }];
  }

  private slot(pointer: string): Slot | undefined {
    let slot: Slot = { node: this.tree, holder: undefined, index: 0 };
    for (const segment of segmentsOf(pointer)) {
      const holder: SyntaxNode | undefined = slot.node;
      if (holder?.kind === 'map') {
        const index = holder.entries.map(({ key, merge }) => !merge && key.value === segment).lastIndexOf(true);
        if (index < 0) return undefined;
        slot = { node: holder.entries[index].value, holder, entry: holder.entries[index], index };
      } else if (holder?.kind === 'list') {
        const index = /^\d+$/.test(segment) ? Number(segment) : -1;
        if (index < 0 || index >= holder.items.length) return undefined;
        slot = { node: holder.items[index], holder, index };
      } else return undefined;
    }
    return slot;
  }

  private putRoot(value: unknown): Splice[] {
    const { text, tree, style } = this;
    const written = (): string => (style.language === 'json' ? flowText(value, style, '') : this.rootText(value));
    if (tree !== undefined) return [{ start: tree.start, end: tree.end, text: written() }];
    const gap = text === '' || /[\n\r\uFEFF]$/.test(text) ? '' : style.eol;
    return [{ start: text.length, end: text.length, text: gap + written() + style.eol }];
  }

  private rootText(value: unknown): string {
    const { style, tree } = this;
    if (tree?.kind === 'map' && tree.flow) return flowText(value, style, '');
    const empty = value === null || typeof value !== 'object' || Object.keys(value).length === 0;
    return empty ? valueText(value, style, '') : blockText(value, style, '');
  }

  private replace({ node, entry, holder }: Slot, value: unknown): Splice[] | undefined {
    const { text, style } = this;
    if (holder?.flow === true) return this.replaceFlow(node, entry, value);
    if (entry === undefined) {
      if (node === undefined) return undefined;
      const indent = ' '.repeat(columnOf(text, node.start));
      const block = isBlock(value, style, indent.length);
      return [
        {
          start: node.start,
          end: node.end,
          text: block ? blockText(value, style, indent) : this.inPlaceOf(node, value, indent),
        },
      ];
    }
    const column = columnOf(text, entry.key.start);
    const indent = ' '.repeat(column);
    const name = String(entry.key.value);
    const colon = this.colonAfter(entry.key.end);
    if (colon === undefined) return undefined;
    const block = isBlock(value, style, column + name.length + 2, name);
    if (node === undefined) {
      const at = block ? this.endWithComment(colon) : colon;
      return [{ start: at, end: at, text: behindKey(value, style, indent, name) }];
    }
    const below = lineStart(text, node.start) > entry.key.start;
    if (!block && !below) return [{ start: node.start, end: node.end, text: this.inPlaceOf(node, value, indent) }];
    if (block && below && (node.kind === 'map' || node.kind === 'list')) {
      return [
        { start: node.start, end: node.end, text: blockText(value, style, ' '.repeat(columnOf(text, node.start))) },
      ];
    }
    return [{ start: colon, end: node.end, text: behindKey(value, style, indent, name) }];
  }

  private replaceFlow(
    node: SyntaxNode | undefined,
    entry: SyntaxEntry | undefined,
    value: unknown,
  ): Splice[] | undefined {
    const { text, style } = this;
    if (node !== undefined)
      return [
        { start: node.start, end: node.end, text: this.inPlaceOf(node, value, indentOfLine(text, node.start), true) },
      ];
    if (entry === undefined) return undefined;
    const colon = this.colonAfter(entry.key.end);
    const written = flowText(value, style, indentOfLine(text, entry.start));
    const at = colon ?? entry.key.end;
    return [{ start: at, end: at, text: `${colon === undefined ? ':' : ''} ${written}` }];
  }

  /** A value in place of a node on the same line: a text keeps the quotes of the text before. */
  private inPlaceOf(node: SyntaxNode, value: unknown, indent: string, flow = this.style.language === 'json'): string {
    const { style } = this;
    if (typeof value === 'string' && node.kind === 'scalar' && (node.style === 'single' || node.style === 'double')) {
      return scalarText(value, style, flow, node.style === 'single' ? "'" : '"');
    }
    if (value === null || typeof value !== 'object') return scalarText(value, style, flow);
    const inline =
      !/[\r\n]/.test(this.text.slice(node.start, node.end)) && node.kind !== 'scalar' ? true : style.inline;
    return flow ? flowText(value, { ...style, inline }, indent) : valueText(value, style, indent);
  }

  private entry(key: string, value: unknown, indent: string, flow: boolean): string {
    const { style } = this;
    if (!flow) return blockEntry(key, value, style, indent);
    const name = keyText(key, style, true);
    return `${name}: ${flowText(value, style, indent, name.length)}`;
  }

  private item(value: unknown, indent: string, flow: boolean): string {
    return flow ? flowText(value, this.style, indent) : blockText([value], this.style, indent);
  }

  /** A new entry or item after the last. */
  private insert(holder: MapNode | ListNode, write: (indent: string, flow: boolean) => string): Splice[] | undefined {
    const { text, style } = this;
    const parts = this.parts(holder);
    const last = parts.at(-1);
    if (!holder.flow) {
      if (last === undefined) return undefined;
      const indent = ' '.repeat(columnOf(text, (parts[0] as Part).start));
      const at = lineEnd(text, Math.max(last.end, holder.end));
      return [{ start: at, end: at, text: style.eol + indent + write(indent, false) }];
    }
    if (last === undefined) return this.fill(holder, write);
    const comma = this.commaAfter(last.end, holder.end);
    const ownLine = lineStart(text, last.start) > holder.start;
    if (!ownLine) {
      const at = comma === undefined ? last.end : comma + 1;
      const written = ` ${write(indentOfLine(text, holder.start), true)}`;
      return [{ start: at, end: at, text: comma === undefined ? `,${written}` : written }];
    }
    const indent = indentOfLine(text, last.start);
    const behind = comma === undefined ? last.end : comma + 1;
    const at = Math.min(this.endWithComment(behind), holder.end - 1);
    const closes = /[}\]]/.test(text.slice(behind, at));
    const added = {
      start: closes ? behind : at,
      end: closes ? behind : at,
      text: style.eol + indent + write(indent, true),
    };
    if (comma !== undefined) return [{ ...added, text: `${added.text},` }];
    return added.start === last.end
      ? [{ ...added, text: `,${added.text}` }]
      : [{ start: last.end, end: last.end, text: ',' }, added];
  }

  /** The first entry or item of empty brackets. */
  private fill(holder: MapNode | ListNode, write: (indent: string, flow: boolean) => string): Splice[] {
    const { text, style } = this;
    const inner = text.slice(holder.start + 1, holder.end - 1);
    const outer = indentOfLine(text, holder.start);
    const pad = holder.kind === 'map' ? style.pad : '';
    const opened = /[\r\n]/.test(inner) || (!style.inline && style.language === 'json');
    const indent = outer + style.unit;
    const written = opened ? style.eol + indent + write(indent, true) : pad + write(outer, true);
    const kept = inner.trimEnd();
    const start = holder.start + 1 + kept.length;
    return [{ start, end: holder.end - 1, text: written + (opened ? style.eol + outer : pad) }];
  }

  private emptied(holder: MapNode | ListNode, part: Part): Splice[] {
    const comma = this.commaAfter(part.end, holder.end);
    const end = comma === undefined ? part.end : comma + 1;
    const before = this.text.slice(holder.start + 1, part.start);
    const after = this.text.slice(end, holder.end - 1);
    if ((before + after).trim() === '') return [{ start: holder.start + 1, end: holder.end - 1, text: '' }];
    return [{ start: part.start, end, text: '' }];
  }

  private removeFlow(holder: MapNode | ListNode, parts: readonly Part[], index: number): Splice[] {
    const { text } = this;
    const part = parts[index];
    const comma = this.commaAfter(part.end, parts[index + 1]?.start ?? holder.end);
    const end = comma === undefined ? part.end : comma + 1;
    const line = lineStart(text, part.start);
    const stop = this.endWithComment(end);
    const alone = text.slice(line, part.start).trim() === '' && stop === lineEnd(text, end) && stop < holder.end - 1;
    const before = index > 0 ? this.commaAfter(parts[index - 1].end, part.start) : undefined;
    const dangling: Splice[] =
      comma === undefined && before !== undefined ? [{ start: before, end: before + 1, text: '' }] : [];
    if (alone) return [...dangling, { start: line, end: this.nextLine(stop), text: '' }];
    const next = parts[index + 1];
    if (next !== undefined) {
      const gap = text.slice(end, next.start);
      return [{ start: part.start, end: gap.trim() === '' && !/[\r\n]/.test(gap) ? next.start : end, text: '' }];
    }
    const from = parts[index - 1].end;
    const clean = text.slice(from, part.start).replace(',', '').trim() === '';
    if (clean) return [{ start: from, end: part.end, text: '' }];
    return [...dangling, { start: part.start, end: part.end, text: '' }];
  }

  private removeBlock(parts: readonly (Part | undefined)[], index: number): Splice[] | undefined {
    const { text } = this;
    const part = parts[index] as Part;
    const line = lineStart(text, part.start);
    const next = parts[index + 1];
    if (text.slice(line, part.start).trim() !== '') return next && [{ start: part.start, end: next.start, text: '' }];
    const stop = lineEnd(text, part.end);
    const end = this.nextLine(stop);
    if (end > stop) return [{ start: line, end, text: '' }];
    const start = line - (text.slice(0, line).endsWith('\r\n') ? 2 : line > 0 ? 1 : 0);
    return [{ start, end, text: '' }];
  }

  /** Entries of a mapping; items of a list from their marks on, `undefined` where one is empty. */
  private parts(holder: MapNode | ListNode): readonly (Part | undefined)[] {
    if (holder.kind === 'map') {
      return holder.entries.map(({ start, end, value, key }) => ({
        start,
        end: value ? end : (this.colonAfter(key.end) ?? end),
      }));
    }
    if (holder.flow) return holder.items.map((item) => item && { start: item.start, end: item.end });
    return holder.items.map((item) => {
      if (item === undefined) return undefined;
      const column = columnOf(this.text, holder.start);
      for (let line = lineStart(this.text, item.start); ; line = lineStart(this.text, line - 1)) {
        if (this.text[line + column] === '-' && line + column < item.start)
          return { start: line + column, end: item.end };
        if (line <= holder.start) return undefined;
      }
    });
  }

  /** After the colon behind a key, if there is one. */
  private colonAfter(end: number): number | undefined {
    const found = /^\s*:/.exec(this.text.slice(end, end + 200));
    return found ? end + found[0].length : undefined;
  }

  /** The comma between two offsets, comments left out. */
  private commaAfter(start: number, end: number): number | undefined {
    const { text, style } = this;
    for (let i = start; i < end; i++) {
      if (text[i] === ',') return i;
      if (style.language === 'yaml' ? text[i] === '#' : text.startsWith('//', i)) i = lineEnd(text, i);
      else if (style.language === 'json' && text.startsWith('/*', i)) i = text.indexOf('*/', i) + 1;
      else if (text[i] === '}' || text[i] === ']') return undefined;
    }
    return undefined;
  }

  /** The end of the line if nothing but a comment follows on it, else the offset itself. */
  private endWithComment(offset: number): number {
    const end = lineEnd(this.text, offset);
    const rest = this.text.slice(offset, end);
    const comment = this.style.language === 'yaml' ? /^(?:\s*|\s+#.*)$/ : /^\s*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/;
    return comment.test(rest) ? end : offset;
  }

  private nextLine(end: number): number {
    return end + (this.text[end] === '\r' && this.text[end + 1] === '\n' ? 2 : end < this.text.length ? 1 : 0);
  }
}
