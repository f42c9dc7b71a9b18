import type { Edit, Fix } from '../schema/diagnostic.js';
import { isMapping } from '../schema/form.js';
import { segmentsOf } from '../schema/parse.js';
import { setOwn } from '../schema/scalars.js';

/** What a part becomes; `undefined` where that cannot be. */
type Change = (part: unknown) => { readonly value: unknown } | undefined;

/** A document after a fix, one edit after the other; `undefined` where an edit finds no place. The document stays as it is. */
export function applyFix(document: unknown, { edits }: Fix): { readonly value: unknown } | undefined {
  let value: unknown = document;
  for (const edit of edits) {
    const changed = applyEdit(value, edit);
    if (changed === undefined) return undefined;
    value = changed.value;
  }
  return { value };
}

function applyEdit(document: unknown, edit: Edit): { readonly value: unknown } | undefined {
  const segments = segmentsOf(edit.pointer);
  switch (edit.op) {
    case 'add':
    case 'replace':
      return put(document, segments, edit.value);
    case 'remove':
      return remove(document, segments);
    case 'rename':
      return atHolder(document, segments, (holder, key) =>
        isMapping(holder) && Object.hasOwn(holder, key) && !Object.hasOwn(holder, edit.key)
          ? mapping(Object.entries(holder).map(([name, part]) => [name === key ? edit.key : name, part]))
          : undefined,
      );
    case 'move': {
      const from = segmentsOf(edit.from);
      const moved = valueAt(document, from);
      const rest = moved && remove(document, from);
      return rest && put(rest.value, segments, moved.value);
    }
  }
}

function put(document: unknown, segments: readonly string[], value: unknown): { readonly value: unknown } | undefined {
  if (segments.length === 0) return { value };
  return atHolder(document, segments, (holder, key) => {
    if (isMapping(holder)) {
      const there = Object.hasOwn(holder, key);
      const entries = Object.entries(holder).map(([name, part]) => [name, name === key ? value : part] as const);
      return mapping(there ? entries : [...entries, [key, value]]);
    }
    if (!Array.isArray(holder)) return undefined;
    const at = key === '-' ? holder.length : Number(key);
    return at <= holder.length ? { value: spliced(holder, at, [value]) } : undefined;
  });
}

function remove(document: unknown, segments: readonly string[]): { readonly value: unknown } | undefined {
  return atHolder(document, segments, (holder, key) => {
    if (Array.isArray(holder))
      return Number(key) < holder.length ? { value: spliced(holder, Number(key), []) } : undefined;
    if (!isMapping(holder) || !Object.hasOwn(holder, key)) return undefined;
    return mapping(Object.entries(holder).filter(([name]) => name !== key));
  });
}

/** Changes what holds the last of the segments. */
function atHolder(
  document: unknown,
  segments: readonly string[],
  change: (holder: unknown, key: string) => { readonly value: unknown } | undefined,
): { readonly value: unknown } | undefined {
  const key = segments.at(-1);
  return key === undefined ? undefined : within(document, segments.slice(0, -1), (holder) => change(holder, key));
}

function within(
  part: unknown,
  [first, ...rest]: readonly string[],
  change: Change,
): { readonly value: unknown } | undefined {
  if (first === undefined) return change(part);
  const inner = valueAt(part, [first]);
  const changed = inner && within(inner.value, rest, change);
  return changed && put(part, [first], changed.value);
}

function valueAt(document: unknown, segments: readonly string[]): { readonly value: unknown } | undefined {
  let part = document;
  for (const segment of segments) {
    const holder = Array.isArray(part) || isMapping(part) ? (part as object) : undefined;
    if (holder === undefined || !Object.hasOwn(holder, segment)) return undefined;
    part = (holder as Readonly<Record<string, unknown>>)[segment];
  }
  return { value: part };
}

/** A list with other items in place of one. */
function spliced(list: readonly unknown[], at: number, items: readonly unknown[]): unknown[] {
  return [...list.slice(0, at), ...items, ...list.slice(at + 1)];
}

function mapping(entries: readonly (readonly [string, unknown])[]): { readonly value: unknown } {
  const value: Record<string, unknown> = {};
  for (const [name, part] of entries) setOwn(value, name, part);
  return { value };
}
