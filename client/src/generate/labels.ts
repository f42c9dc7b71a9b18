/**
 * Numbers in words for a person, in the editor's language.
 * @module
 */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function numberText(value: number, language: string): string {
  return value.toLocaleString(language, { maximumFractionDigits: 0 });
}

export function bytesText(bytes: number, language: string): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

export function durationText(milliseconds: number, language: string): string {
  if (milliseconds < 950) return `${numberText(milliseconds, language)} ms`;
  const digits = milliseconds < 9950 ? 1 : 0;
  const least = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${(milliseconds / 1000).toLocaleString(language, least)} s`;
}

/** US dollars, to the cent, or to what is left of one. */
export function dollarsText(dollars: number, language: string): string {
  const options = { style: 'currency', currency: 'USD' } as const;
  if (dollars > 0 && dollars < 0.01) {
    return dollars.toLocaleString(language, { ...options, maximumSignificantDigits: 1 });
  }
  return dollars.toLocaleString(language, options);
}

/**
 * A number of rows as a person types it: separators of thousands and `k` and `M` are understood.
 * @returns `undefined` where it is none
 */
export function countOf(text: string): number | undefined {
  const match = /^(\d+(?:[ ,._'’\u00a0\u202f]\d{3})*)\s*([kM]?)$/.exec(text.trim());
  if (!match) return undefined;
  const count = Number(match[1]!.replaceAll(/\D/g, '')) * (match[2] === 'k' ? 1000 : match[2] === 'M' ? 1e6 : 1);
  return Number.isSafeInteger(count) && count >= 1 ? count : undefined;
}

/** A sum of US dollars as a person types it. */
export function budgetOf(text: string): number | undefined {
  const match = /^\$?\s*(\d+(?:[.,]\d+)?)\s*(?:\$|USD)?$/i.exec(text.trim());
  return match ? Number(match[1]!.replace(',', '.')) : undefined;
}

/** The rows that a report of progress tells of, such as `users: 12,000 rows`. */
export function rowsIn(message: string | undefined): number | undefined {
  const match = /: ([\d,]+) rows$/.exec(message ?? '');
  return match ? Number(match[1]!.replaceAll(',', '')) : undefined;
}
