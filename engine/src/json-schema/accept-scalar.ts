import type { Check } from './accept-check.js';
import type { JsonType } from './keywords.js';

export const ARRAY = 16;
export const OBJECT = 32;
const BITS: Readonly<Record<JsonType, number>> = {
  null: 1,
  boolean: 2,
  number: 4,
  string: 8,
  array: ARRAY,
  object: OBJECT,
};
export const ALL_TYPES = 63;

export function typeBits(types: Iterable<JsonType>): number {
  let bits = 0;
  for (const type of types) bits |= BITS[type];
  return bits;
}

/** The bit of a value's type; 0 for what JSON has not. */
export function typeBit(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return BITS.string;
    case 'number':
      return Number.isFinite(value) ? BITS.number : 0;
    case 'boolean':
      return BITS.boolean;
    case 'object':
      return value === null ? BITS.null : Array.isArray(value) ? ARRAY : OBJECT;
    default:
      return 0;
  }
}

export function acceptsScalar(check: Check, value: unknown): boolean {
  if (typeof value === 'string') return acceptsText(check, value);
  return typeof value !== 'number' || acceptsNumber(check, value);
}

function acceptsNumber(check: Check, value: number): boolean {
  if (check.integer && !Number.isInteger(value)) return false;
  const { minimum, maximum, multipleOf } = check.keywords;
  if (minimum !== undefined && !(minimum.exclusive ? value > minimum.value : value >= minimum.value)) return false;
  if (maximum !== undefined && !(maximum.exclusive ? value < maximum.value : value <= maximum.value)) return false;
  if (multipleOf !== undefined && !isMultipleOf(value, multipleOf)) return false;
  return check.numberFormat === undefined || check.numberFormat(value);
}

function acceptsText(check: Check, value: string): boolean {
  const { minLength, maxLength, pattern } = check.keywords;
  if (!lengthWithin(value, minLength, maxLength)) return false;
  if (pattern !== undefined && !pattern.regexp.test(value)) return false;
  return check.textFormat === undefined || check.textFormat(value);
}

/**
 * Whether the quotient is an integer in binary64, below 10²¹: what `ajv` computes. So 0.0075 is a multiple of 0.0001
 * while 4.35 is none of 0.01, although it looks like one: validators do not agree on such numbers, and this is the strict
 * reading.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  return Number.isInteger(quotient) && Math.abs(quotient) < 1e21;
}

/** Whether a text has so many code points. */
export function lengthWithin(text: string, min: number, max: number): boolean {
  const units = text.length;
  if (units < min) return false;
  if (units <= max && (min === 0 || units >= 2 * min)) return true;
  const points = codePoints(text);
  return points >= min && points <= max;
}

/** Code points; surrogates without a partner count one each. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      count--;
      i++;
    }
  }
  return count;
}
