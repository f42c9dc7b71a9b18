import { type BlockEntry, type BlockOutline, lineEnd, pointerOf } from './block-outline.js';
import type { Cursor } from './cursor.js';
import { flowCursor } from './flow-cursor.js';
import { scanFlow } from './flow-scanner.js';
import { contentOf } from './flow-word.js';
import { lineStart } from './layout.js';

/** The cursor in block YAML, and in the flow collections inside. */
export function blockCursor(text: string, { root, entries }: BlockOutline, offset: number, unit: string): Cursor {
  return new BlockReader(text, offset, unit).read(root, entries);
}

class BlockReader {
  private readonly text: string;
  private readonly offset: number;
  private readonly unit: string;

  constructor(text: string, offset: number, unit: string) {
    this.text = text;
    this.offset = offset;
    this.unit = unit;
  }

  read(root: BlockEntry, entries: readonly BlockEntry[]): Cursor {
    const { text, offset } = this;
    const entry = lastBefore(entries, offset);
    if (entry === undefined) {
      if (root.value === 'flow' && offset > root.valueStart) return this.inFlow(root);
      return this.onBlankLine(root);
    }
    const sameLine = lineStart(text, offset) === lineStart(text, entry.mark ?? entry.start);
    if (offset <= entry.nameEnd && entry.kind !== 'item') return this.inName(entry);
    if (entry.kind === 'item' && offset === entry.start) return this.nothing(entry);
    if (entry.mark === undefined || offset <= entry.mark) {
      if (sameLine && entry.kind === 'word' && /^[ \t]*$/.test(text.slice(entry.nameEnd, offset)))
        return this.nothing(entry);
      return sameLine ? this.nothing(entry) : this.onBlankLine(entry);
    }
    if (entry.value !== 'none' && offset >= entry.valueStart && offset <= entry.valueEnd) return this.inValue(entry);
    if (!sameLine && lineStart(text, offset) !== lineStart(text, entry.valueEnd)) return this.onBlankLine(entry);
    return this.besideValue(entry);
  }

  /** On the line of a mark or of the end of its value, outside of the value. */
  private besideValue(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    if (entry.value === 'none') {
      const gap = text.slice((entry.mark as number) + 1, offset);
      return gap.includes('#') ? this.nothing(entry) : this.valueHit(entry, offset, offset, '', '');
    }
    const behind = text.slice(entry.valueEnd, offset);
    const ends = /^[ \t]*(?:[\r\n#]|$)/.test(text.slice(offset, offset + 200));
    if (entry.value === 'plain' && offset > entry.valueEnd && ends && /^[ \t]+$/.test(behind)) {
      const typed = this.plainText(entry.valueStart, offset);
      return this.valueHit(entry, entry.valueStart, offset, typed, '');
    }
    return this.nothing(entry);
  }

  private inName(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    const { start, nameEnd, quote, parent } = entry;
    const closed = quote !== '' && nameEnd - start > 1 && text[nameEnd - 1] === quote;
    if (closed && offset === nameEnd) return this.nothing(entry);
    const typed = contentOf(text, { start, end: nameEnd, quote, closed }, offset);
    return {
      ...this.base(entry.column, false),
      at: 'key',
      pointer: parent ? pointerOf(parent) : '',
      replace: { start, end: nameEnd },
      typed,
      quote,
      siblings: keysOf(parent)
        .filter((sibling) => sibling !== entry)
        .map(({ name }) => name),
      hasColon: entry.mark !== undefined,
    };
  }

  private inValue(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    const { value, valueStart: start, valueEnd: end } = entry;
    if (value === 'flow') return this.inFlow(entry);
    if (value === 'block') return this.inBlockText(entry);
    if (value === 'plain') return this.valueHit(entry, start, end, this.plainText(start, offset), '');
    const quote = value === 'double' ? '"' : "'";
    const closed = end - start > 1 && text[end - 1] === quote;
    if (closed && offset === end) return this.nothing(entry);
    return this.valueHit(entry, start, end, contentOf(text, { start, end, quote, closed }, offset), quote);
  }

  private plainText(start: number, offset: number): string {
    return contentOf(this.text, { start, end: offset, quote: '', closed: false }, offset);
  }

  private inFlow(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    const { valueStart, column } = entry;
    const { hit } = scanFlow(text, valueStart, {
      yaml: true,
      pointer: pointerOf(entry),
      floor: column,
      cursor: offset,
    });
    return offset === valueStart || hit === undefined
      ? this.nothing(entry)
      : flowCursor(text, offset, hit, true, this.unit);
  }

  /** In a block scalar: the text so far, its indentation taken off. */
  private inBlockText(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    const header = lineEnd(text, entry.valueStart);
    if (offset <= header) return this.nothing(entry);
    const begin = header + (text[header] === '\r' && text[header + 1] === '\n' ? 2 : 1);
    const whole = text.slice(begin, Math.max(entry.valueEnd, offset));
    const indent = /^([ \t]*)\S/m.exec(whole)?.[1].length ?? this.column();
    const lines = text
      .slice(begin, offset)
      .split(/\r\n?|\n/)
      .map((line) => line.slice(indent));
    const typed = text[entry.valueStart] === '>' ? foldLines(lines) : lines.join('\n');
    return this.valueHit(entry, Math.min(begin + indent, offset), Math.max(entry.valueEnd, offset), typed, '');
  }

  /** On a line of its own, by the column of the cursor, after `entry`. */
  private onBlankLine(entry: BlockEntry): Cursor {
    const { text, offset } = this;
    const from = lineStart(text, offset);
    const rest = text.slice(offset, lineEnd(text, offset)).trimStart();
    if (!/^[ \t\uFEFF]*$/.test(text.slice(from, offset)) || (rest !== '' && !rest.startsWith('#')))
      return this.nothing(entry);
    const column = this.column();
    if (entry.kind === 'root') {
      const first = entry.children.at(0);
      const fits =
        entry.value === 'none' && (first === undefined || (first.kind !== 'item' && first.column === column));
      return fits ? this.newKey(entry) : this.nothing(entry);
    }
    if (column > entry.column) {
      if (entry.value === 'block') return this.inBlockText(entry);
      const open =
        entry.kind !== 'word' && entry.value === 'none' && entry.children.every(({ kind }) => kind !== 'item');
      return open ? this.newKey(entry) : this.nothing(entry);
    }
    let level: BlockEntry | undefined = entry;
    while (level && (level.column > column || (level.column === column && level.kind === 'item'))) level = level.parent;
    if (level?.column === column && level.kind !== 'root' && level.parent) return this.newKey(level.parent);
    return this.nothing(entry);
  }

  private newKey(owner: BlockEntry): Cursor {
    return {
      ...this.base(this.column(), false),
      at: 'key',
      pointer: pointerOf(owner),
      siblings: keysOf(owner).map(({ name }) => name),
    };
  }

  private valueHit(entry: BlockEntry, start: number, end: number, typed: string, quote: '' | '"' | "'"): Cursor {
    const glued = entry.value === 'none' && this.offset === (entry.mark as number) + 1;
    return {
      ...this.base(entry.column, false),
      at: 'value',
      pointer: pointerOf(entry),
      replace: { start, end },
      typed,
      quote,
      before: glued ? ' ' : '',
      inText: typed.length,
    };
  }

  private nothing(entry: BlockEntry): Cursor {
    return { ...this.base(Math.max(0, entry.column), false), pointer: pointerOf(entry) };
  }

  private base(column: number, flow: boolean): Cursor {
    return {
      at: 'nothing',
      pointer: '',
      replace: { start: this.offset, end: this.offset },
      typed: '',
      quote: '',
      siblings: [],
      hasColon: false,
      flow,
      after: '',
      before: '',
      indent: ' '.repeat(column),
      unit: this.unit,
      inText: undefined,
    };
  }

  private column(): number {
    return this.offset - lineStart(this.text, this.offset);
  }
}

function keysOf(owner: BlockEntry | undefined): readonly BlockEntry[] {
  return owner?.children.filter(({ kind }) => kind !== 'item') ?? [];
}

/** Lines of a folded text: a single line break is a space, but around lines that are indented further. */
function foldLines(lines: readonly string[]): string {
  const deeper = (line: string | undefined): boolean => line !== undefined && /^[ \t]/.test(line);
  return lines.reduce((text, line, i) => {
    if (i === 0) return line;
    if (deeper(line) || deeper(lines[i - 1])) return `${text}\n${line}`;
    if (line === '') return lines[i - 1] === '' || i === lines.length - 1 ? `${text}\n` : text;
    return lines[i - 1] === '' ? `${text}\n${line}` : `${text} ${line}`;
  });
}

/** The last entry that begins at or before the offset. */
function lastBefore(entries: readonly BlockEntry[], offset: number): BlockEntry | undefined {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (entries[middle].start <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return entries[high];
}
