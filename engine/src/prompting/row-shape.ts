/** What an answer to a question for rows is made of, as far as reading it needs to know. */
export interface RowShape {
  /** How many values were asked for. */
  readonly count: number;
  /**
   * Each value belongs to one of the numbered conditions 1 … `count`. Otherwise the values are interchangeable, and any
   * complete one counts.
   */
  readonly numbered: boolean;
  /** What a single value is. */
  readonly value: 'scalar' | 'array' | 'object';
  /** Names of a row's properties, in the order of compact rows; the field's own name where a single field is asked for. */
  readonly names: readonly string[];
}

/** A complete value of an answer. */
export interface AnsweredRow {
  /** From 0: which of the conditions it belongs to; `undefined` where values are interchangeable. */
  readonly index: number | undefined;
  readonly value: unknown;
  /** It stood in JSON that had to be repaired. */
  readonly repaired: boolean;
}
