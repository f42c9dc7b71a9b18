/**
 * The candidates that a mistyped word may have meant, best first, at most three: by Damerau–Levenshtein distance
 * (optimal string alignment) without regard to case, up to about a third of the word's length. A candidate whose last
 * dotted part is the word (`person.fullName` for `fullname`) counts as one step away. Those
 * much further off than the best are left out.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  const limit = Math.max(1, Math.min(4, Math.floor((wanted.length + 1) / 3)));
  const found = new Map<string, number>();
  for (const candidate of candidates) {
    if (candidate === word || found.has(candidate)) continue;
    const name = candidate.toLowerCase();
    const last = name.slice(name.lastIndexOf('.') + 1);
    let d = distance(wanted, name, limit);
    if (last !== name) d = Math.min(d, distance(wanted, last, limit - 1) + 1);
    if (d <= limit) found.set(candidate, d);
  }
  const best = Math.min(...found.values());
  return [...found]
    .filter(([, d]) => d <= best + 1)
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 3)
    .map(([name]) => name);
}

/** Optimal string alignment distance, or `Infinity` once it is certain to pass `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      row.push(d);
      if (d < least) least = d;
    }
    if (least > limit) return Infinity;
    before = previous;
    previous = row;
  }
  return previous[b.length] <= limit ? previous[b.length] : Infinity;
}

/** ` Did you mean "a" or "b"?`, or nothing. */
export function meaning(names: readonly string[]): string {
  if (names.length === 0) return '';
  const quoted = names.map((n) => `"${n}"`);
  const last = quoted.pop() as string;
  return ` Did you mean ${quoted.length > 0 ? `${quoted.join(', ')} or ` : ''}${last}?`;
}
