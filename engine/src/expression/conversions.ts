import { formatTemporal } from '../columns/read.js';
import { Fault } from './error.js';
import { whole } from './number-functions.js';
import type { FunctionSpec } from './signature.js';
import { checkedInstant, durationSeconds, DurationValue, readDuration, readTimestamp } from './time.js';

const identity = (value: unknown): unknown => value;

function readInt(text: string): number {
  if (/^[-+]?\d{1,19}$/.test(text)) return whole(Number(text));
  throw new Fault('expr/conversion', `'${text}' is no integer`);
}

function readDouble(text: string): number {
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Number(text);
  throw new Fault('expr/conversion', `'${text}' is no number`);
}

function readBool(text: string): boolean {
  if (['true', 'True', 'TRUE', 't', '1'].includes(text)) return true;
  if (['false', 'False', 'FALSE', 'f', '0'].includes(text)) return false;
  throw new Fault('expr/conversion', `'${text}' is neither true nor false`);
}

/** ISO 8601 with milliseconds only where there are some. */
function timestampText(ms: number): string {
  return formatTemporal(ms, { type: 'datetime', milliseconds: ms % 1000 !== 0 });
}

export const conversions: readonly FunctionSpec[] = [
  { signatures: ['int(int): int'], description: 'An integer.', call: identity },
  {
    signatures: ['int(double): int'],
    description: 'The integer part, towards zero.',
    call: (x: number) => whole(Math.trunc(x)),
  },
  { signatures: ['int(string): int'], description: 'An integer from its text.', call: readInt },
  {
    signatures: ['int(timestamp): int'],
    description: 'Seconds since 1970-01-01T00:00:00Z.',
    call: (ms: number) => Math.floor(ms / 1000),
  },
  { signatures: ['double(double): double'], description: 'A number.', call: identity },
  { signatures: ['double(string): double'], description: 'A number from its text.', call: readDouble },
  { signatures: ['string(string): string'], description: 'A text.', call: identity },
  {
    signatures: ['string(int): string', 'string(double): string', 'string(bool): string'],
    description: 'A value as JSON writes it.',
    call: (value: unknown) => String(value === 0 ? 0 : value),
  },
  { signatures: ['string(timestamp): string'], description: 'ISO 8601 text.', call: timestampText },
  { signatures: ['string(duration): string'], description: 'Seconds, such as 5400s.', call: durationSeconds },
  { signatures: ['bool(bool): bool'], description: 'A truth value.', call: identity },
  { signatures: ['bool(string): bool'], description: 'A truth value from its text.', call: readBool },
  { signatures: ['timestamp(timestamp): timestamp'], description: 'A point in time.', call: identity },
  {
    signatures: ['timestamp(string): timestamp'],
    description: 'A point in time from ISO 8601 text; without an offset it is UTC.',
    call: readTimestamp,
  },
  {
    signatures: ['timestamp(int): timestamp'],
    description: 'A point in time from seconds since 1970-01-01T00:00:00Z.',
    call: (seconds: number) => checkedInstant(seconds * 1000),
  },
  { signatures: ['duration(duration): duration'], description: 'A duration.', call: identity },
  {
    signatures: ['duration(string): duration'],
    description: 'A duration: 500ms, 30s, 15m, 1h30m, 90d, 2w, PT15M.',
    call: readDuration,
  },
  { signatures: ['dyn(T): dyn'], description: 'A value whose type is left open.', call: identity },
];

/** A value as it stands among values of mixed types, given how it is held. */
export function mixed(value: unknown, kind: string): unknown {
  if (value === null) return null;
  if (kind === 'timestamp') return new Date(value as number);
  if (kind === 'duration') return new DurationValue(value as number);
  return value;
}
