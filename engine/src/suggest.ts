/**
 * The candidate that `word` was probably meant to be, for "did you mean …": ignoring case and punctuation, the one at the
 * smallest edit distance, if that is at most about a third of the word's length. Ties go to the earlier candidate.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const target = fold(word);
  if (target === '') return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor((target.length + 1) / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(target, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = closest(word, candidates);
  return candidate === undefined ? '' : ` Did you mean "${candidate}"?`;
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

/** Optimal string alignment distance (insert, delete, replace, swap neighbours); `limit` or more is reported as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length], limit);
}
