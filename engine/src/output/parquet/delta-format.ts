/** Deltas that share a least one, and those that share a width. */
export const BLOCK = 128;
export const MINIBLOCK = 32;

/** Wider values are written in whole bytes. */
export const PACKED_WIDTH = 24;

/** Fewer values are written before a kernel is compiled. */
export const WORTH_COMPILING = 2048;

/** Values that are written at once: those of the rows of a page. */
export const MOST_VALUES = 16384;
