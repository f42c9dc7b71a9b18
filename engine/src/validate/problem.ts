/** What is wrong with a value of a record. */
export interface Problem {
  /** Where in the record: `address.city`, `tags[2]`; empty for the record itself. */
  readonly path: string;
  readonly code: string;
  /** What it must be, and what it is. */
  readonly message: string;
}

/** Checks one value of the record at hand. */
export type Check = (value: unknown, findings: Findings) => void;

/** The problems of one record while it is being checked, and where the check stands in it. */
export class Findings {
  problems: Problem[] = [];
  /** The record, then the objects around the value being checked: conditions and expressions read them. */
  readonly objects: Readonly<Record<string, unknown>>[] = [];
  /** The records that are checked together, and which of them is at hand. */
  batch: readonly Readonly<Record<string, unknown>>[] = [];
  index = 0;
  private readonly path: (string | number)[] = [];

  add(code: string, message: string): void {
    this.problems.push({ path: this.place(), code, message });
  }

  /** Checks what stands under a name or at an index. */
  at(step: string | number, check: Check, value: unknown): void {
    this.path.push(step);
    check(value, this);
    this.path.pop();
  }

  /** The first check that finds nothing decides; where all find something, what the first one found stays. */
  any(checks: readonly Check[], value: unknown): void {
    const before = this.problems;
    let first: Problem[] | undefined;
    for (const check of checks) {
      this.problems = [];
      check(value, this);
      if (this.problems.length === 0) {
        this.problems = before;
        return;
      }
      first ??= this.problems;
    }
    this.problems = first === undefined ? before : [...before, ...first];
  }

  private place(): string {
    let text = '';
    for (const step of this.path) {
      if (typeof step === 'number') text += `[${step}]`;
      else text += text === '' ? step : `.${step}`;
    }
    return text;
  }
}

/** A value for a message, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; `undefined` where there is none, also for names that every object inherits. */
export function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** What stands at the end of some names, from a value inwards; `undefined` where one of them is not there. */
export function readKeys(value: unknown, keys: readonly string[]): unknown {
  let at = value;
  for (const key of keys) {
    if (!isRecord(at)) return undefined;
    at = own(at, key);
  }
  return at;
}

/** The same text for equal JSON values, whatever the order of their keys, and for no others. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `"${value}`;
  // −0 and 0 are one number.
  if (typeof value !== 'object' || value === null) return String(value === 0 ? 0 : value);
  return JSON.stringify(value, (_, inner: unknown) => {
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
