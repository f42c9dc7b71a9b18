import type { SyntaxNode } from 'agentic-synth';
import { indentUnit, lineBreak } from './layout.js';

/** How a document writes what an edit adds to it. */
export interface Style {
  readonly language: 'json' | 'yaml';
  readonly unit: string;
  readonly eol: '\n' | '\r\n';
  /** Inside of braces. */
  readonly pad: '' | ' ';
  /** Small mappings and lists stand on one line. */
  readonly inline: boolean;
  /** Of texts that need quotes, in YAML. */
  readonly quote: '"' | "'";
  /** Lists of YAML stand at the column of their key. */
  readonly flush: boolean;
}

/** Lines end before this column where they can. */
const WIDTH = 110;

/** The style of a text, by what it holds already. */
export function styleOf(text: string, tree: SyntaxNode | undefined, language: 'json' | 'yaml'): Style {
  const seen = { padded: 0, tight: 0, oneLine: 0, opened: 0, single: 0, double: 0, flush: false };
  const visit = (node: SyntaxNode | undefined, column: number): void => {
    if (node?.kind === 'scalar') {
      if (node.style === 'single') seen.single++;
      if (node.style === 'double') seen.double++;
    }
    if (node?.kind !== 'map' && node?.kind !== 'list') return;
    const parts = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
    const lines = /[\r\n]/.test(text.slice(node.start, node.end));
    if (parts.length > 0) {
      if (node.flow && node.kind === 'map' && !/[\r\n]/.test(text[node.start + 1])) {
        seen[text[node.start + 1] === ' ' ? 'padded' : 'tight']++;
      }
      const small = parts.every((part) => part?.kind !== 'map' && part?.kind !== 'list');
      if (node.flow && !lines) seen.oneLine++;
      else if (small && node !== tree && (lines || parts.length === 1)) seen.opened++;
    }
    if (node.kind === 'list') {
      const at = columnOf(text, node.start);
      if (!node.flow && at === column) seen.flush = true;
      for (const item of node.items) visit(item, -1);
    } else for (const { key, value } of node.entries) visit(value, columnOf(text, key.start));
  };
  visit(tree, -1);
  return {
    language,
    unit: language === 'yaml' ? indentUnit(text).replaceAll('\t', '  ') : indentUnit(text),
    eol: lineBreak(text),
    pad: seen.padded >= seen.tight ? ' ' : '',
    inline: seen.oneLine > 0 || seen.opened === 0,
    quote: seen.double > seen.single ? '"' : "'",
    flush: seen.flush,
  };
}

/** UTF-16 code units between the start of the line and an offset. */
export function columnOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return offset - (at === 0 && text.startsWith('\uFEFF') ? 1 : at);
}

/** A value within brackets, or a scalar; on several lines where it is large. */
export function flowText(value: unknown, style: Style, indent: string, used = 0): string {
  const short = oneLine(value, style);
  const isOpen = !style.inline && style.language === 'json' && partsOf(value).length > 0;
  if (!isOpen && indent.length + used + short.length <= WIDTH) return short;
  const parts = partsOf(value);
  if (parts.length === 0) return short;
  const inner = indent + style.unit;
  const lines = parts.map(([key, part]) => {
    const name = key === undefined ? '' : `${keyText(key, style, true)}: `;
    return inner + name + flowText(part, style, inner, name.length);
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return open + style.eol + lines.join(`,${style.eol}`) + style.eol + indent + close;
}

function oneLine(value: unknown, style: Style): string {
  const parts = partsOf(value);
  if (Array.isArray(value)) return `[${parts.map(([, part]) => oneLine(part, style)).join(', ')}]`;
  if (value === null || typeof value !== 'object') return scalarText(value, style, true);
  if (parts.length === 0) return '{}';
  const entries = parts.map(([key, part]) => `${keyText(key as string, style, true)}: ${oneLine(part, style)}`);
  return `{${style.pad}${entries.join(', ')}${style.pad}}`;
}

/** What these hold is a list of definitions: one a line. */
const OPENED: ReadonlySet<string | undefined> = new Set(['fields', 'tables', 'types', 'cases', 'properties', '$defs']);

/** Whether a value, of a key if it has one, is written in lines of its own in block YAML. */
export function isBlock(value: unknown, style: Style, column: number, key?: string): boolean {
  const parts = partsOf(value);
  if (parts.length === 0) return false;
  const opens = (name: string | undefined, part: unknown): boolean =>
    OPENED.has(name) && !Array.isArray(part) && partsOf(part).length > 0;
  if (opens(key, value) || parts.some(([name, part]) => opens(name, part))) return true;
  return !style.inline || column + oneLine(value, style).length > WIDTH;
}

/** The lines of a mapping or list of block YAML, the first without indentation, the others from `indent` on. */
export function blockText(value: unknown, style: Style, indent: string): string {
  const lines = partsOf(value).map(([key, part]) => {
    if (key !== undefined) return blockEntry(key, part, style, indent);
    const inner = `${indent}  `;
    return `- ${isBlock(part, style, inner.length) ? blockText(part, style, inner) : valueText(part, style, inner)}`;
  });
  return lines.join(style.eol + indent);
}

/** A key with its value in block YAML; its other lines are indented from `indent` on. */
export function blockEntry(key: string, value: unknown, style: Style, indent: string): string {
  const name = keyText(key, style, false);
  return `${name}:${behindKey(value, style, indent, key)}`;
}

/** What follows the colon of a key in block YAML. */
export function behindKey(value: unknown, style: Style, indent: string, key: string): string {
  if (!isBlock(value, style, indent.length + key.length + 2, key)) return ` ${valueText(value, style, indent)}`;
  const inner = Array.isArray(value) && style.flush ? indent : indent + style.unit;
  return style.eol + inner + blockText(value, style, inner);
}

/** A value that stands on the line of its key or list mark in block YAML. */
export function valueText(value: unknown, style: Style, indent: string): string {
  return partsOf(value).length === 0 && typeof value !== 'object'
    ? scalarText(value, style, false)
    : flowText(value, { ...style, inline: true }, indent);
}

export function keyText(
  key: string,
  style: Style,
  flow: boolean,
  quote: 'plain' | 'single' | 'double' = 'plain',
): string {
  if (style.language === 'json') return JSON.stringify(key);
  if (quote === 'plain' && key !== '~' && key !== '<<' && key !== '' && isPlain(key, flow, true) && !key.includes(':'))
    return key;
  return quoted(key, quote === 'plain' ? style.quote : quote === 'single' ? "'" : '"');
}

/** A scalar; a text of YAML in the quotes given, or none where it needs none. */
export function scalarText(value: unknown, style: Style, flow: boolean, quote?: '"' | "'"): string {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0';
    // Whole numbers this large are refused as written inexactly.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return String(value).replace(/^-?\d+$/, '$&.0');
    if (style.language === 'yaml' && !Number.isFinite(value)) {
      return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
    }
  }
  if (typeof value !== 'string' || style.language === 'json') return JSON.stringify(value) ?? 'null';
  if (quote === undefined && isPlain(value, flow, false)) return value;
  return quoted(value, quote ?? style.quote);
}

function quoted(text: string, quote: '"' | "'"): string {
  if (quote === "'" && !UNSAFE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Characters that only an escape can write, or that a reader may fold. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u;

/** What the core schema of YAML reads as no text. */
const RESOLVED =
  /^(?:~|null|true|false|0o[0-7]+|0x[\da-f]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|[-+]?\.inf|\.nan)$/i;

/** Whether a text of YAML means itself without quotes. */
function isPlain(text: string, flow: boolean, key: boolean): boolean {
  if (text === '' || UNSAFE.test(text) || text !== text.trim()) return false;
  if (/^(?:[-?:](?:\s|$)|[,[\]{}#&*!|>'"%@`]|---|\.\.\.)/.test(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  if (flow && /[,[\]{}]|^[-?:]/.test(text)) return false;
  return key || !RESOLVED.test(text);
}

/** The parts of a mapping or list, those of a mapping with their keys. */
function partsOf(value: unknown): readonly (readonly [string | undefined, unknown])[] {
  if (Array.isArray(value)) return value.map((item) => [undefined, item]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}
