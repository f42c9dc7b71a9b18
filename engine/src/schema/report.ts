import type { Diagnostic, Edit, Fix } from './diagnostic.js';

type Extra = Pick<Diagnostic, 'at' | 'fixes' | 'related' | 'severity'>;

/** Collects diagnostics, each mistake once. */
export class Report {
  private readonly list: Diagnostic[];
  private readonly seen: Set<string>;
  private readonly said: { count: number };
  private readonly pin: string | undefined;

  constructor();
  /** @internal */
  constructor(whole: Report, pin: string);
  constructor(whole?: Report, pin?: string) {
    this.list = whole?.list ?? [];
    this.seen = whole?.seen ?? new Set();
    this.said = whole?.said ?? { count: 0 };
    this.pin = pin;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.list;
  }

  /** How often something was wrong, mistakes that were said before included. */
  get mistakes(): number {
    return this.said.count;
  }

  get failed(): boolean {
    return this.list.some((d) => d.severity === 'error');
  }

  /** Whether there was an error after the first `count` diagnostics. */
  failedSince(count: number): boolean {
    return this.list.slice(count).some((d) => d.severity === 'error');
  }

  /**
   * A report into the same list in which everything has the pointer `pin`, and fixes are left out: for values that were
   * read out of one text of the document.
   */
  pinned(pin: string): Report {
    return new Report(this, pin);
  }

  error(code: string, pointer: string, message: string, extra: Partial<Extra> = {}): void {
    this.said.count++;
    const where = this.pin ?? pointer;
    const id = `${code} ${extra.at ?? 'value'} ${where} ${this.pin === undefined ? '' : message}`;
    if (this.seen.has(id)) return;
    this.seen.add(id);
    const { at, fixes, related, severity = 'error' } = extra;
    const place = at === 'key' && this.pin === undefined ? { at } : {};
    const mends = fixes !== undefined && fixes.length > 0 && this.pin === undefined ? { fixes } : {};
    this.list.push({ code, severity, message, pointer: where, ...place, ...mends, ...(related && { related }) });
  }
}

/** Fixes that put another value at a place, one for each. */
export function replacing(pointer: string, values: readonly unknown[]): Fix[] {
  return values.map((value) => fix(`Change to ${display(value)}`, { op: 'replace', pointer, value }));
}

/** Fixes that give a property another name, one for each. */
export function renaming(pointer: string, keys: readonly string[]): Fix[] {
  return keys.map((key) => fix(`Rename to "${key}"`, { op: 'rename', pointer, key }));
}

export function removing(pointer: string, name: string): Fix[] {
  return [fix(`Remove "${name}"`, { op: 'remove', pointer })];
}

export function fix(title: string, ...edits: readonly Edit[]): Fix {
  return { title, edits };
}

function display(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** ` Write "a" or "b".`, or nothing. */
export function instead(texts: readonly string[]): string {
  return texts.length === 0 ? '' : ` Write ${texts.map((t) => JSON.stringify(t)).join(' or ')}.`;
}
