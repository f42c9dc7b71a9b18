import type { PageStrings } from '../src/preview/strings.js';

/** Texts of the page in the editor's language; they come with the page. */
export const strings = JSON.parse(document.documentElement.dataset.strings ?? '{}') as PageStrings;

const number = new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: 20 });

/** A count or size in running text. Cells show numbers as they are in the data. */
export const count = (value: number): string => number.format(value);
