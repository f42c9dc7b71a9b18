import { SynthError } from '../errors.js';

export type ExpressionErrorCode =
  'expr/syntax' | 'expr/unknown-name' | 'expr/unknown-function' | 'expr/type' | 'expr/unsupported' | 'expr/literal';

/** A mistake in the text of an expression or template. */
export interface ExpressionError {
  readonly code: ExpressionErrorCode;
  readonly message: string;
  /** Offsets in the text, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Names that may have been meant, best first. */
  readonly suggestions?: readonly string[];
}

/** Legal, but perhaps not what was meant. */
export interface ExpressionHint {
  readonly code: 'expr/integer-division';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type FaultCode =
  | 'expr/division-by-zero'
  | 'expr/overflow'
  | 'expr/conversion'
  | 'expr/out-of-range'
  | 'expr/type'
  | 'expr/not-finite'
  | 'expr/no-such-key'
  | 'expr/regex'
  | 'expr/time-zone';

/** An operation that has no result for the values of a row. Kept beside the row: it counts only if nothing absorbs it. */
export class Fault extends Error {
  readonly code: FaultCode;
  start = -1;
  end = -1;

  constructor(code: FaultCode, message: string) {
    super(message);
    this.code = code;
  }

  /** Remembers the innermost place. */
  at(start: number, end: number): this {
    if (this.start < 0) {
      this.start = start;
      this.end = end;
    }
    return this;
  }
}

/** An expression has no value for a row: division by zero, overflow, a failed conversion. */
export class ExpressionEvaluationError extends SynthError {
  constructor(
    code: FaultCode,
    message: string,
    /** Index in the batch. */
    readonly row: number,
    /** Offsets in the text of the part that failed. */
    readonly start: number,
    readonly end: number,
  ) {
    super(code, message);
  }
}
