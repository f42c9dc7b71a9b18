import { locales } from 'agentic-synth';

/** Lengths of time that are written often, in words. */
const DURATIONS: Readonly<Record<string, string>> = {
  '1s': 'a second',
  '5s': 'five seconds',
  '30s': 'half a minute',
  '1m': 'a minute',
  '5m': 'five minutes',
  '15m': 'a quarter of an hour',
  '1h': 'an hour',
  '6h': 'six hours',
  '1d': 'a day',
  '7d': 'a week of 24-hour days',
  '1w': 'a week',
  '30d': 'thirty days',
  '90d': 'ninety days',
  '1mo': 'a month of the calendar',
  '1y': 'a year of the calendar',
  '500ms': 'half a second',
  '1h30m': 'an hour and a half',
};
const RATES: Readonly<Record<string, string>> = {
  '100/sec': 'a hundred a second',
  '10/sec': 'ten a second',
  '1/s': 'one a second',
  '5/m': 'five a minute',
  '100/h': 'a hundred an hour',
  '1000/d': 'a thousand a day',
  '0.1/d': 'a tenth a day',
};
const INSTANTS: Readonly<Record<string, string>> = {
  now: 'the reference date of the document',
  'now-90d': 'ninety days before it',
  'now-1y': 'a year before it',
  'now+30d': 'thirty days after it',
  '2025-01-01': 'a day, from its start',
  '2025-01-01T09:00:00Z': 'a point in time',
};
const TIMES: Readonly<Record<string, string>> = {
  '00:00': 'midnight',
  '09:00': 'nine in the morning',
  '12:00': 'noon',
  '17:00': 'five in the afternoon',
  '23:59:59': 'the last second of a day',
};
const PATTERNS: Readonly<Record<string, string>> = {
  '[A-Z]{3}-\\d{4}': 'ABC-1234',
  '\\d{5}': 'five digits',
  '[a-z0-9]{8}': 'eight letters and digits',
  '(red|green|blue)': 'one of these',
  '\\+49 \\d{3} \\d{7}': 'a telephone number',
};
const FORMATS: Readonly<Record<string, string>> = {
  iso: 'ISO 8601',
  unix: 'seconds since 1970',
  unixMs: 'milliseconds since 1970',
  'yyyy-MM-dd': '2025-06-21',
  'dd.MM.yyyy': '21.06.2025',
  'yyyy-MM-dd HH:mm:ss': '2025-06-21 14:05:09',
};

/** Numbers that are written often, by key. */
const NUMBERS: Readonly<Record<string, readonly (readonly [number: number, meaning: string])[]>> = {
  count: [
    [100, 'rows'],
    [1000, 'rows'],
    [10_000, 'rows'],
    [1_000_000, 'rows'],
  ],
  seed: [
    [42, 'the same data each time'],
    [0, 'as without a seed'],
  ],
  min: [
    [0, 'nothing below'],
    [1, 'from one'],
  ],
  max: [
    [100, 'nothing above'],
    [1000, 'nothing above'],
  ],
  decimals: [
    [2, 'as in 0.25'],
    [0, 'whole numbers'],
    [6, 'as in 0.000001'],
  ],
};

/** By key; without those that say too little. */
export const numberWords: ReadonlyMap<string, readonly (readonly [number: number, meaning: string])[]> = new Map(
  Object.entries(NUMBERS),
);

export type Words = readonly (readonly [word: string, meaning: string | undefined])[];

export const durationWords: Words = Object.entries(DURATIONS);
export const rateWords: Words = Object.entries(RATES);
export const instantWords: Words = Object.entries(INSTANTS);
export const timeWords: Words = Object.entries(TIMES);
export const patternWords: Words = Object.entries(PATTERNS);
export const formatWords: Words = Object.entries(FORMATS);

let zones: Words | undefined;
let places: Words | undefined;

/** Names of time zones, UTC first. */
export function zoneWords(): Words {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => [
    zone,
    undefined,
  ]);
  return zones;
}

/** Locales with data, and how they are called in English. */
export function localeWords(): Words {
  places ??= locales()
    // What all others share is no language.
    .filter((name) => name !== 'base')
    .map((name) => [name, localeName(name)]);
  return places;
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

function localeName(name: string): string | undefined {
  const [language, region] = name.split('_');
  try {
    return NAMES.of(region !== undefined && /^[A-Z]{2}$/.test(region) ? `${language}-${region}` : language);
  } catch {
    return undefined;
  }
}
