/** How much of what is optional a value gets, at the place where it stands. */
export interface Limits {
  /** Share of optional properties that are there. */
  readonly presence: number;
  /** Entries of maps and items of lists beyond what is asked for, at most. */
  readonly entries: number;
  /** Only what is asked for, and of that what ends soonest. */
  readonly tight: boolean;
}

/** Values deeper than this end as soon as they can. */
export const DEPTH = 12;
/** The same schema inside itself so often ends as soon as it can. */
const RECURSION = 4;
/** A value of so many parts gets no optional ones any more. */
const PARTS = 500;

/** Lists and objects have at most so many parts: each is a value of its own on the way. */
export const MOST_PARTS = 1 << 20;
/** Characters of a text, at most: the texts of many rows are made together. */
export const MOST_CHARACTERS = 1 << 22;

/** A property that is not required is there in nine rows of ten. */
const PRESENCE_SHARE = 0.9;
const TIGHT: Limits = { presence: 0, entries: 0, tight: true };

/**
 * @param parts made for the value so far. In steps, so that of values of usual size no part depends on the number of others.
 * @param recursion how often the schema occurs among those around.
 */
export function limitsAt(depth: number, recursion: number, parts: number): Limits {
  if (depth >= DEPTH || recursion >= RECURSION || parts >= PARTS) return TIGHT;
  const crowded = depth === 0 || parts < 64 ? 1 : parts < 128 ? 0.5 : parts < 256 ? 0.2 : 0;
  const presence = PRESENCE_SHARE * crowded * (recursion === 0 ? 1 : recursion === 1 ? 0.4 : 0.2);
  const entries = crowded < 0.5 ? 0 : recursion > 0 ? 2 : depth >= 3 || crowded < 1 ? 3 : 5;
  return { presence, entries, tight: false };
}

/** Draws of the structure's random numbers at one address. */
export const SHAPE = 0;
export const COUNT = 1;
export const PRESENCE = 2;
export const VALUE = 3;
export const EXTRA = 4;
export const POSITION = 64;
