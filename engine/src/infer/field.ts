/** A field as it is written into the document. */
export type Field = Readonly<Record<string, unknown>>;

/** Whether a name says that it tells rows apart. */
export function isIdentifier(name: string): boolean {
  return (
    /(?:^|_|-)(?:id|uid|guid|uuid|key|code|no|number|nr|ref|reference|sku)$/i.test(name) ||
    /[a-z](?:Id|ID|Key|Code|No|Number|Ref)$/.test(name)
  );
}

/** A number with four digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** A share with three digits, but neither 0 nor 1 where it is neither. */
export function share(part: number, of: number): number {
  const value = Number((part / of).toPrecision(3));
  return part < of && value >= 1 ? 0.999 : value;
}

/** Values with how often each came, as a mapping where they are texts or numbers; without, where all come alike. */
export function weighted(counts: readonly (readonly [string | number | boolean, number])[]): unknown {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const even = total / counts.length;
  // Within what chance makes of equal shares.
  const alike = counts.every(([, count]) => Math.abs(count - even) <= 2.5 * Math.sqrt(even * (1 - 1 / counts.length)));
  if (alike) return counts.map(([value]) => value);
  const plain = counts.every(([value]) => typeof value !== 'boolean' && value !== '__proto__');
  if (!plain) return counts.map(([value, weight]) => ({ value, weight }));
  return Object.fromEntries(counts.map(([value, count]) => [String(value), count]));
}
