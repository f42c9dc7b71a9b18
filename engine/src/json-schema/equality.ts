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
  if (items.length <= FEW) {
    for (let i = 1; i < items.length; i++) {
      for (let j = 0; j < i; j++) if (jsonEquals(items[i], items[j])) return false;
    }
    return true;
  }
  const seen = new Set<unknown>();
  const texts = new Set<string>();
  for (const item of items) {
    if (typeof item === 'object' && item !== null) texts.add(canonicalText(item));
    else seen.add(item);
  }
  return seen.size + texts.size === items.length;
}

/** Up to here comparing each with each is faster than keeping sets. */
const FEW = 8;
