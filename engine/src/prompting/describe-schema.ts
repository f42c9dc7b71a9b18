import type { Keywords } from '../json-schema/keywords.js';

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a date and time with offset like "2026-01-31T09:30:00Z"',
  date: 'a date like "2026-01-31"',
  time: 'a time with offset like "09:30:00Z"',
  duration: 'an ISO 8601 duration like "PT90M"',
  email: 'an e-mail address',
  uuid: 'a UUID',
  uri: 'a URI',
  hostname: 'a host name',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};
const MOST_VALUES = 60;
/** Characters of a word with the space after it: models count words better than characters. */
const WORD = 6;

/** What a single value has to be, in words; `undefined` where only the schema itself can say it. */
export function describeValue(k: Keywords): string | undefined {
  const complex = [k.refs, k.allOf, k.anyOf, k.oneOf].some((list) => list.length > 0) || k.not !== undefined;
  if (complex || k.if !== undefined) return undefined;
  if (k.values !== undefined) {
    if (k.values.length > MOST_VALUES) return undefined;
    const values = k.values.map((value) => JSON.stringify(value)).join(', ');
    return k.values.length === 1 ? `exactly ${values}` : `one of ${values}`;
  }
  const types = [...(k.types ?? [])];
  if (types.length !== 1) return undefined;
  switch (types[0]) {
    case 'string':
      return describeText(k);
    case 'number':
      return describeNumber(k);
    case 'boolean':
      return 'true or false';
    default:
      return undefined;
  }
}

function describeText(k: Keywords): string {
  const parts = [FORMATS[k.format ?? ''] ?? (k.format === undefined ? 'a text' : `a text in the format "${k.format}"`)];
  const { minLength: min, maxLength: max } = k;
  if (min === max) parts.push(`of exactly ${min} characters`);
  else if (min > 0 && max < Infinity) parts.push(`of ${min} to ${max} characters${words(min, max)}`);
  else if (max < Infinity) parts.push(`of at most ${max} characters${words(0, max)}`);
  else if (min > 0) parts.push(`of at least ${min} characters`);
  if (k.pattern !== undefined) parts.push(`that matches the regular expression ${JSON.stringify(k.pattern.source)}`);
  return parts.join(' ');
}

/** Room is left at the upper end: what is too long is lost. */
function words(min: number, max: number): string {
  if (max < 4 * WORD) return '';
  const most = Math.max(1, Math.floor((max * 0.85) / WORD));
  const least = Math.ceil(min / (WORD - 1));
  return least > 0 && least < most ? ` (about ${least} to ${most} words)` : ` (up to ${most} words)`;
}

function describeNumber(k: Keywords): string {
  const parts = [k.integer ? 'an integer' : 'a number'];
  const { minimum, maximum, multipleOf } = k;
  if (minimum !== undefined && maximum !== undefined && !minimum.exclusive && !maximum.exclusive) {
    parts.push(`from ${minimum.value} to ${maximum.value}`);
  } else {
    if (minimum !== undefined) parts.push(`${minimum.exclusive ? 'above' : 'of at least'} ${minimum.value}`);
    if (maximum !== undefined) parts.push(`${maximum.exclusive ? 'below' : 'of at most'} ${maximum.value}`);
  }
  if (multipleOf !== undefined) parts.push(`that is a multiple of ${multipleOf}`);
  return parts.join(' ');
}
