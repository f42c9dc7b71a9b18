/** Longer values are cut. */
const LONGEST = 120;

/** A value as code in Markdown, on one line, whatever is in it. */
export function codeOf(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  const line = [...text.replaceAll(/[\u2028\u2029]/g, ' ')];
  const cut = line.length > LONGEST ? `${line.slice(0, LONGEST - 1).join('')}…` : text;
  const longest = Math.max(0, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${cut} ${fence}` : fence + cut + fence;
}
