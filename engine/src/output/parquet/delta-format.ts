/** Deltas that share a least one, and those that share a width. */
export const BLOCK = 128;
export const MINIBLOCK = 32;

/** Wider values are written in whole bytes. */
export const PACKED_WIDTH = 24;

/** Values that are written at once: those of the rows of a page. */
export const MOST_VALUES = 16384;
