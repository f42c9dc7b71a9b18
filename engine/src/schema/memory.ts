import { isMapping, type Mapping } from './form.js';
import type { FieldSpec } from './model.js';
import { setOwn } from './scalars.js';

/** What fields are read by besides themselves. */
export interface Around {
  readonly seed: number;
  readonly now: number;
  readonly timezone: string;
  readonly locale: string;
  /** The document's `types`, as written. */
  readonly types: Mapping;
  readonly customTypes: ReadonlySet<string>;
}

interface Remembered {
  /** As written. */
  readonly value: unknown;
  /** What its table is to it. */
  readonly table: string;
  readonly spec: FieldSpec;
  /** Fields that were read with it. */
  readonly count: number;
}

/**
 * What the checks of one document, as it is edited, remember of each other: a field without mistakes that stands where it
 * stood, as it was, is neither read nor compiled again. A check says the same with it as without.
 */
export class CheckMemory {
  private around: Around | undefined;
  private before = new Map<string, Remembered>();
  private now = new Map<string, Remembered>();
  private compiled = new WeakMap<FieldSpec, string>();

  /** @internal Begins the next check. */
  begin(around: Around): void {
    const same = this.around !== undefined && isSame(this.around, around);
    this.before = same ? this.now : new Map<string, Remembered>();
    this.now = new Map();
    if (!same) this.compiled = new WeakMap();
    this.around = around;
  }

  /** @internal A field as it was read, where nothing about it has changed. */
  recall(pointer: string, value: unknown, table: string): Remembered | undefined {
    const known = this.before.get(pointer);
    if (known === undefined || known.table !== table || !isEqual(known.value, value)) return undefined;
    this.now.set(pointer, known);
    return known;
  }

  /** @internal */
  keep(pointer: string, remembered: Remembered): void {
    this.now.set(pointer, remembered);
  }

  /** @internal Whether a field was compiled without a mistake in such a table. */
  isCompiled(spec: FieldSpec, table: string): boolean {
    return this.compiled.get(spec) === table;
  }

  /** @internal */
  setCompiled(spec: FieldSpec, table: string): void {
    this.compiled.set(spec, table);
  }
}

function isSame(a: Around, b: Around): boolean {
  return (
    a.seed === b.seed &&
    a.now === b.now &&
    a.timezone === b.timezone &&
    a.locale === b.locale &&
    isEqual(a.types, b.types) &&
    a.customTypes.size === b.customTypes.size &&
    [...a.customTypes].every((name) => b.customTypes.has(name))
  );
}

/** Whether two values of JSON are written alike, keys in the same order. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (!isMapping(a) || !isMapping(b) || !isPlain(a) || !isPlain(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return keys.length === others.length && keys.every((key, i) => key === others[i] && isEqual(a[key], b[key]));
}

/**
 * A value that can be kept for long: a text that was cut out of another keeps all of that in memory, here the whole text of
 * a document.
 */
export function ownCopy(value: unknown): unknown {
  if (typeof value === 'string') return ` ${value}`.slice(1);
  if (Array.isArray(value)) return value.map(ownCopy);
  if (!isMapping(value) || !isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(copy, key, ownCopy(value[key]));
  return copy;
}

/** Nothing is known of other objects, such as dates. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
