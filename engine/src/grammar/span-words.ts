import type { CalendarDuration } from '../schema/model.js';
import { HOUR, MINUTE, parseDuration, parseRate, SECOND } from '../schema/units.js';

/** A duration as a document writes it, in words: `1h30m` is `1 hour, 30 minutes`. Undefined for a text that is none. */
export function durationInWords(text: string): string | undefined {
  const reading = parseDuration(text);
  return 'problem' in reading ? undefined : wordsOf(reading.value);
}

/** A rate in words: `100/sec` is `100 per second`. Undefined for a text that is none. */
export function rateInWords(text: string): string | undefined {
  const reading = parseRate(text);
  if ('problem' in reading) return undefined;
  const unit = /\/\s*(\D\w*)\s*$/.exec(text)?.[1];
  const per = unit === undefined ? undefined : durationInWords(`1${unit}`);
  return per && `${reading.value.amount} per ${per.replace(/^1 /, '')}`;
}

function wordsOf({ months, days, ms }: CalendarDuration): string {
  const sign = months < 0 || days < 0 || ms < 0 ? 'minus ' : '';
  const [m, d, rest] = [Math.abs(months), Math.abs(days), Math.abs(ms)];
  const parts = [
    counted(Math.floor(m / 12), 'year'),
    counted(m % 12, 'month'),
    d % 7 === 0 ? counted(d / 7, 'week') : counted(d, 'day'),
    counted(Math.floor(rest / HOUR), 'hour'),
    counted(Math.floor((rest % HOUR) / MINUTE), 'minute'),
    counted(Math.floor((rest % MINUTE) / SECOND), 'second'),
    counted(rest % SECOND, 'millisecond'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no time' : sign + parts.join(', ');
}

function counted(count: number, unit: string): string {
  return count === 0 ? '' : `${count} ${unit}${count === 1 ? '' : 's'}`;
}
