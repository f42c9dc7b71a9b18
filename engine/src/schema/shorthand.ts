/**
 * A field written as a text: `TYPE [(ARGUMENTS)]` and any of `[]` (a list of it) and `?` (nullable), in the order they
 * apply. What the arguments mean depends on the type; see {@link readArguments}.
 */
export interface Shorthand {
  readonly type: string;
  readonly args: string | undefined;
  readonly suffixes: readonly ('[]' | '?')[];
}

export interface ShorthandProblem {
  readonly problem: string;
  readonly instead: readonly string[];
}

/** Splits a shorthand text. Names of types may hold letters of any script, digits, `_`, `-` and dots. */
export function parseShorthand(text: string): Shorthand | ShorthandProblem {
  const trimmed = text.trim();
  const head = /^[\p{L}_][\p{L}\p{N}_.-]*/u.exec(trimmed);
  if (head === null) {
    return { problem: trimmed === '' ? 'is empty' : 'does not begin with the name of a type', instead: [] };
  }
  let rest = trimmed.slice(head[0].length).trimStart();
  let args: string | undefined;
  if (rest.startsWith('(')) {
    const end = closing(rest);
    if (end < 0) return { problem: 'has no closing parenthesis', instead: [`${trimmed})`] };
    args = rest.slice(1, end).trim();
    rest = rest.slice(end + 1).trimStart();
  }
  const suffixes: ('[]' | '?')[] = [];
  while (rest !== '') {
    const suffix = /^(\[\s*\]|\?)\s*/.exec(rest);
    if (suffix === null)
      return { problem: `has "${rest}" after the type, where only (…), [] and ? can stand`, instead: [] };
    suffixes.push(suffix[1] === '?' ? '?' : '[]');
    rest = rest.slice(suffix[0].length);
  }
  return { type: head[0], args, suffixes };
}

/** The place of the parenthesis that closes the first one, quotes respected; −1 without. */
function closing(text: string): number {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if ((c === "'" || c === '"') && /[(,]\s*$/.test(text.slice(0, i))) quote = c;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return -1;
}

/** The properties that arguments stand for (`min` and `max` of a range, …), or what is wrong. */
export function readArguments(kind: string, args: string): Record<string, unknown> | ShorthandProblem {
  if (args === '') return { problem: 'has nothing in its parentheses', instead: [] };
  switch (kind) {
    case 'integer':
    case 'number':
      return numbers(kind, args);
    case 'string':
    case 'text':
      return strings(args);
    case 'enum':
      return list(args);
    case 'boolean':
      return share(args);
    case 'datetime':
    case 'date':
    case 'time':
    case 'duration':
      return span(kind, args);
    case 'sequence':
      return /^[-+]?\d+$/.test(args) ? { start: Number(args) } : { start: args };
    case 'uuid':
      return args === '4' || args === '7' ? { version: Number(args) } : bad('takes the version 4 or 7', ['4', '7']);
    default:
      return { problem: 'takes nothing in parentheses', instead: [] };
  }
}

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?`;
const CLOSED = new RegExp(`^(${NUMBER})\\s*(?:\\.\\.|-|–|\\bto\\b)\\s*(${NUMBER})$`);
const OPEN = new RegExp(`^(?:(${NUMBER})\\s*\\.\\.|\\.\\.\\s*(${NUMBER}))$`);

function bad(problem: string, instead: readonly string[] = []): ShorthandProblem {
  return { problem, instead: instead.map((args) => `(${args})`) };
}

function range(args: string): { min?: number; max?: number } | undefined {
  const closed = CLOSED.exec(args);
  if (closed) return { min: Number(closed[1]), max: Number(closed[2]) };
  const open = OPEN.exec(args);
  if (open) return open[1] !== undefined ? { min: Number(open[1]) } : { max: Number(open[2]) };
  return undefined;
}

function numbers(kind: string, args: string): Record<string, unknown> | ShorthandProblem {
  const found = range(args);
  if (found) return found;
  const items = split(args);
  if (items.length > 1 && items.every((item) => new RegExp(`^${NUMBER}$`).test(item.text))) {
    return { enum: items.map((item) => Number(item.text)) };
  }
  const example = new RegExp(`^${NUMBER}$`).test(args) ? [`0..${args.replace('-', '')}`] : [];
  return bad(`takes a range such as ${kind} (1..10) or values such as ${kind} (1, 2, 5)`, example);
}

function strings(args: string): Record<string, unknown> | ShorthandProblem {
  if (/^\d+$/.test(args)) return { length: Number(args) };
  const lengths = range(args);
  return lengths ? { length: lengths } : list(args);
}

function list(args: string): Record<string, unknown> | ShorthandProblem {
  const items = split(args);
  if (items.some((item) => item.text === '' && !item.quoted)) {
    return bad('has an empty value between its commas; write two quotes for empty text', [
      items
        .filter((item) => item.text !== '' || item.quoted)
        .map((item) => item.text)
        .join(', '),
    ]);
  }
  return { enum: items.map((item) => item.text) };
}

function share(args: string): Record<string, unknown> | ShorthandProblem {
  if (new RegExp(`^${NUMBER}$`).test(args)) return { probability: Number(args) };
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(args);
  return bad(
    'takes the share of true as a fraction, such as boolean (0.3)',
    percent ? [String(Number(percent[1]) / 100)] : [],
  );
}

function span(kind: string, args: string): Record<string, unknown> | ShorthandProblem {
  const parts = args.split(/\s*\.\.\s*|\s+to\s+/);
  if (parts.length === 2 && (parts[0] !== '' || parts[1] !== '')) {
    return { ...(parts[0] !== '' && { min: parts[0] }), ...(parts[1] !== '' && { max: parts[1] }) };
  }
  const example = kind === 'duration' ? '1m..2h' : kind === 'time' ? '09:00..17:00' : '2024-01-01..2025-12-31';
  const dashed = /^(\d{4}-\d{2}-\d{2}|\d{2}:\d{2})\s*[-–]\s*(\d{4}-\d{2}-\d{2}|\d{2}:\d{2})$/.exec(args);
  return bad(`takes a range such as ${kind} (${example})`, dashed ? [`${dashed[1]}..${dashed[2]}`] : []);
}

/** The values between commas; quotes keep commas and outer spaces. */
function split(args: string): { text: string; quoted: boolean }[] {
  const items: { text: string; quoted: boolean }[] = [];
  const token = /\s*(?:'([^']*)'|"([^"]*)"|([^,]*?))\s*(?:,|$)/y;
  let ended = false;
  while (!ended) {
    const match = token.exec(args);
    if (match === null) {
      // A quote inside a word, such as `it's, that`: taken as it stands.
      return args.split(',').map((text) => ({ text: text.trim(), quoted: false }));
    }
    const quoted = match[1] ?? match[2];
    items.push({ text: quoted ?? match[3], quoted: quoted !== undefined });
    ended = !match[0].endsWith(',') || (token.lastIndex >= args.length && !args.endsWith(','));
    if (!ended && token.lastIndex >= args.length) {
      items.push({ text: '', quoted: false });
      ended = true;
    }
  }
  return items;
}
