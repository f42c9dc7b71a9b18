import { Fault } from './error.js';
import { roundTo } from './round.js';
import type { FunctionSpec } from './signature.js';
import { compareText } from './text-order.js';

/** A whole number that an `int` can hold. @throws Fault beyond ±2^53. */
export function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0;
  throw new Fault('expr/overflow', Number.isFinite(value) ? 'the integer is beyond ±2^53' : `${value} is no integer`);
}

function least(values: readonly (number | string)[], sign: 1 | -1): number | string | null {
  let best: number | string | null = null;
  for (const value of values) {
    if (best === null || sign * order(value, best) < 0) best = value;
  }
  return best;
}

function order(a: number | string, b: number | string): number {
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
}

const ORDERED = ['int', 'double', 'string', 'timestamp', 'duration'];
const both = (name: string, suffix: string): string[] => [
  ...ORDERED.map((t) => `${name}(list<${t}>): ${t}${suffix}`),
  ...ORDERED.map((t) => `list<${t}>.${name}(): ${t}${suffix}`),
];
const pairs = (name: string): string[] => ORDERED.map((t) => `${name}(${t}, ${t}): ${t}`);

export const numberFunctions: readonly FunctionSpec[] = [
  {
    signatures: ['sum(list<int>): int', 'list<int>.sum(): int'],
    description: 'The sum of the items; 0 of an empty list.',
    call: (items: number[]) => items.reduce((total, item) => whole(total + item), 0),
    fold: 'sum',
  },
  {
    signatures: [
      'sum(list<double>): double',
      'list<double>.sum(): double',
      'sum(list<duration>): duration',
      'list<duration>.sum(): duration',
    ],
    description: 'The sum of the items, added in their order; 0 of an empty list.',
    call: (items: number[]) => items.reduce((total, item) => total + item, 0),
    fold: 'sum',
  },
  {
    signatures: ['avg(list<double>): double?', 'list<double>.avg(): double?'],
    description: 'The mean of the items; null of an empty list.',
    call: (items: number[]) => (items.length === 0 ? null : items.reduce((t, item) => t + item, 0) / items.length),
    fold: 'avg',
  },
  {
    signatures: both('min', '?'),
    description: 'The least of the items; null of an empty list.',
    call: (items: (number | string)[]) => least(items, 1),
    fold: 'min',
  },
  {
    signatures: pairs('min'),
    description: 'The lesser of two values.',
    call: (a: number | string, b: number | string) => least([a, b], 1),
  },
  {
    signatures: both('max', '?'),
    description: 'The greatest of the items; null of an empty list.',
    call: (items: (number | string)[]) => least(items, -1),
    fold: 'max',
  },
  {
    signatures: pairs('max'),
    description: 'The greater of two values.',
    call: (a: number | string, b: number | string) => least([a, b], -1),
  },
  {
    signatures: ['abs(int): int', 'abs(double): double', 'abs(duration): duration'],
    description: 'The value without its sign.',
    call: Math.abs,
  },
  {
    signatures: ['round(double): int'],
    description: 'The nearest integer, halves away from zero.',
    call: (x: number) => whole(roundTo(x, 0)),
  },
  {
    signatures: ['round(double, int): double'],
    description: 'Rounded to so many digits after the point, halves away from zero: round(1.005, 2) is 1.01.',
    call: (x: number, digits: number) => {
      if (digits < -300 || digits > 100) throw new Fault('expr/out-of-range', 'round() takes -300 to 100 digits');
      return roundTo(x, digits);
    },
  },
  {
    signatures: ['floor(double): int'],
    description: 'The integer at or below.',
    call: (x: number) => whole(Math.floor(x)),
  },
  {
    signatures: ['ceil(double): int'],
    description: 'The integer at or above.',
    call: (x: number) => whole(Math.ceil(x)),
  },
  {
    signatures: ['sqrt(double): double'],
    description: 'The square root.',
    call: (x: number) => {
      if (x < 0) throw new Fault('expr/out-of-range', 'sqrt() of a negative number');
      return Math.sqrt(x);
    },
  },
];
