/** Whether two JSON values are equal: numbers by value, objects without regard to the order of their properties. */
export function jsonEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!jsonEquals(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  return names.every((name) => Object.hasOwn(right, name) && jsonEquals(left[name], right[name]));
}

/** A text that two JSON values share exactly where they are equal. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const object = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(object).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(object[name])}`).join()}}`;
  }
  return JSON.stringify(value) ?? 'undefined';
}

/** Whether no two items of an array are equal. */
export function allDifferent(items: readonly unknown[]): boolean {
  if (items.length < 2) return true;
  const simple = new Set<unknown>();
  const composed: unknown[] = [];
  for (const item of items) {
    if (typeof item === 'object' && item !== null) composed.push(item);
    else if (simple.has(item)) return false;
    else simple.add(item);
  }
  if (composed.length > FEW) return new Set(composed.map(canonicalText)).size === composed.length;
  return composed.every((a, i) => !composed.some((b, j) => j > i && jsonEquals(a, b)));
}

/** Up to here comparing each with each is faster than writing texts. */
const FEW = 8;
