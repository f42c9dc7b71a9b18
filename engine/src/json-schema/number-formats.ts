/** Limits of the formats that speak of numbers (OpenAPI's format registry); all other formats speak of strings. */
export interface NumberFormat {
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
}

const UNLIMITED = { integer: false, min: -Infinity, max: Infinity };

export const NUMBER_FORMATS: ReadonlyMap<string, NumberFormat> = new Map([
  ['int32', { integer: true, min: -2147483648, max: 2147483647 }],
  ['int64', { integer: true, min: -9223372036854775808, max: 9223372036854774784 }],
  ['float', UNLIMITED],
  ['double', UNLIMITED],
]);
