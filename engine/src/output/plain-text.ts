import { EncodeError } from './encoder.js';
import { jsonText, wellFormedJson } from './json-text.js';

/** The text of a value in a flat table: strings as they are, points in time as ISO 8601, objects and lists as JSON. */
export function plainText(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new EncodeError('an invalid Date is not a point in time', field);
    return value.toISOString();
  }
  return wellFormedJson(jsonText(value, field));
}
