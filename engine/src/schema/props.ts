import type * as z from 'zod';
import { conforms } from './conform.js';
import type { Draft, Property, SchemaContext } from './draft.js';
import type { Located } from './model.js';
import type { Report } from './report.js';

/** The properties of a field that conform to the grammar; those that do not are reported and count as not written. */
export class Props {
  readonly draft: Draft;
  readonly context: SchemaContext;
  private readonly good = new Map<string, Property>();

  constructor(draft: Draft, shape: Readonly<Record<string, z.ZodType>>, context: SchemaContext) {
    this.draft = draft;
    this.context = context;
    for (const [key, property] of draft.properties) {
      if (!Object.hasOwn(shape, key)) continue;
      const report = property.pinned ? context.report.pinned(property.pointer) : context.report;
      if (conforms(shape[key], property.value, property.pointer, report, context)) this.good.set(key, property);
    }
  }

  has(key: string): boolean {
    return this.good.has(key);
  }

  /** Where mistakes in a property are reported. */
  report(key: string): Report {
    const property = this.draft.properties.get(key);
    return property?.pinned ? this.context.report.pinned(property.pointer) : this.context.report;
  }

  pointer(key: string): string {
    return this.draft.properties.get(key)?.pointer ?? this.draft.pointer;
  }

  value(key: string): unknown {
    return this.good.get(key)?.value;
  }

  number(key: string): number | undefined {
    const value = this.value(key);
    return typeof value === 'number' ? value : undefined;
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    return typeof value === 'string' ? value : undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.value(key);
    return typeof value === 'boolean' ? value : undefined;
  }

  located(key: string): Located | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : { text, pointer: this.pointer(key) };
  }

  /** A path or a list of paths. */
  locatedList(key: string): Located[] {
    const value = this.value(key);
    const pointer = this.pointer(key);
    if (typeof value === 'string') return [{ text: value, pointer }];
    if (!Array.isArray(value)) return [];
    return (value as string[]).map((text, i) => ({ text, pointer: `${pointer}/${i}` }));
  }
}

/** `{ [key]: value }`, or nothing where the value is `undefined`: absent properties stay absent. */
export function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
