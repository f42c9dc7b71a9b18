import { keyText, scalarText, type Style } from '../document/print.js';

type Scalar = string | number | boolean | null;

/** A place to fill in, in the order in which they are written; with what stands there until then. */
export class Hole {
  constructor(
    readonly value: Scalar,
    /** Offered instead. */
    readonly choices: readonly string[] = [],
  ) {}
}

/** A value to be written, with places to fill in. */
export type Sketch = Scalar | Hole | readonly Sketch[] | { readonly [key: string]: Sketch };

export function hole(value: Scalar): Hole {
  return new Hole(value);
}

export function choice(values: readonly string[]): Hole {
  return new Hole(values[0] ?? '', values);
}

/** Nothing yet; what is typed there says what it is. */
export const BLANK = new Hole('');
/** A list or mapping with a place for its first item or entry. */
export const EMPTY_LIST: Sketch = [BLANK];
export const EMPTY_MAPPING: Sketch = { '': BLANK };

/** How a sketch is written: as text, or as a snippet of the protocol with its tab stops. */
export class SketchWriter {
  private stops = 0;

  constructor(
    private readonly style: Style,
    private readonly snippet: boolean,
  ) {}

  /** On one line. */
  inline(sketch: Sketch, flow = true): string {
    if (sketch instanceof Hole) return this.hole(sketch, flow);
    if (isList(sketch)) return `[${sketch.map((item) => this.inside(item)).join(', ')}]`;
    if (sketch === null || typeof sketch !== 'object') return this.literal(scalarText(sketch, this.style, flow));
    const entries = Object.entries(sketch).map(([key, value]) =>
      key === '' ? this.inside(value) : `${this.key(key, true)}: ${this.inline(value)}`,
    );
    const inner = entries.join(', ');
    return this.braces(inner === '' ? '' : `${this.style.pad}${inner}${this.style.pad}`);
  }

  /** Mappings on lines of their own, the innermost on one line. */
  lines(sketch: Sketch, indent: string): string {
    const { language, unit, eol } = this.style;
    const inner = indent + unit;
    const entries = entriesOf(sketch);
    if (entries === undefined || !entries.some(([, value]) => entriesOf(value) !== undefined)) {
      return this.inline(sketch, language === 'json');
    }
    if (language === 'yaml') return this.blockEntries(sketch, indent);
    const lines = entries.map(([key, value]) => `${inner}${this.key(key, true)}: ${this.lines(value, inner)}`);
    return this.braces(`${eol}${lines.join(`,${eol}`)}${eol}${indent}`);
  }

  /** The entries of a mapping in block YAML, the first without indentation. */
  blockEntries(sketch: Sketch, indent: string): string {
    const { unit, eol } = this.style;
    const lines = (entriesOf(sketch) ?? []).map(([key, value]) => {
      const inner = entriesOf(value);
      const nested =
        inner !== undefined &&
        (inner.some(([, part]) => entriesOf(part) !== undefined) || inner.length > 3 || NESTED.has(key));
      if (!nested) return `${this.key(key, false)}: ${this.inline(value, false)}`;
      return `${this.key(key, false)}:${eol}${indent}${unit}${this.blockEntries(value, indent + unit)}`;
    });
    return lines.join(eol + indent);
  }

  key(name: string, flow: boolean): string {
    if (!name.startsWith('$1:')) return this.literal(keyText(name, this.style, flow));
    return this.hole(new Hole(name.slice(3)), flow, true);
  }

  /** A tab stop where nothing stands. */
  stop(): string {
    return this.snippet ? `$${++this.stops}` : '';
  }

  literal(text: string): string {
    return this.snippet ? escapeSnippet(text) : text;
  }

  private inside(sketch: Sketch): string {
    return sketch === BLANK ? this.stop() : this.inline(sketch);
  }

  private braces(inner: string): string {
    return this.snippet ? `{${inner}\\}` : `{${inner}}`;
  }

  private hole({ value, choices }: Hole, flow: boolean, key = false): string {
    const written = key
      ? keyText(String(value), this.style, flow)
      : value === '' && this.style.language === 'yaml'
        ? ''
        : scalarText(value, this.style, flow);
    if (!this.snippet) return written;
    const number = ++this.stops;
    const [, quote, text] = /^(["'])([^]*)\1$/.exec(written) ?? [undefined, '', written];
    const isPlain = choices.every((word) => /^[\w. -]+$/.test(word));
    const inner =
      choices.length > 1 && isPlain
        ? `\${${number}|${choices.join(',')}|}`
        : text === ''
          ? `$${number}`
          : `\${${number}:${escapeSnippet(text)}}`;
    return quote + inner + quote;
  }
}

/** Keys whose mappings are written in lines. */
const NESTED: ReadonlySet<string> = new Set(['fields', 'tables', 'events']);

function isList(sketch: Sketch): sketch is readonly Sketch[] {
  return Array.isArray(sketch);
}

function entriesOf(sketch: Sketch): [string, Sketch][] | undefined {
  if (sketch === null || typeof sketch !== 'object' || sketch instanceof Hole || isList(sketch)) return undefined;
  return Object.entries(sketch);
}

export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A snippet as text: what stands in its places to fill in. */
export function snippetText(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$(?:\d+|\{\d+(?:\|([^,|]*)[^|]*\||:((?:\\.|[^}\\])*))?\})/g,
    (_, escaped?: string, choice?: string, held?: string) =>
      escaped ?? choice ?? held?.replace(/\\([\\$}])/g, '$1') ?? '',
  );
}
