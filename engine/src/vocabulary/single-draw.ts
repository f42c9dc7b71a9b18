import type { Faker, Randomizer } from '@faker-js/faker';
import { OptionError, SynthError } from '../errors.js';
import type { CheckedOptions } from './options.js';

/** What a method of faker does with its random numbers, where it takes at most one. */
export type SingleDraw =
  /** Picks one of these values, all alike. */
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  /** A whole number from `min` to `max`, divided by `divisor`. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly divisor: number }
  /** A whole number of milliseconds since 1970-01-01T00:00:00Z. */
  | { readonly kind: 'date'; readonly min: number; readonly max: number };

/** A prepared call of one method. */
export interface FakerCall {
  readonly faker: Faker;
  readonly call: () => unknown;
}

const TOO_MANY = new Error('more than one draw');

/** Gives the number it is told to, once: a method that wants more is stopped, since it might loop for another value. */
class Probe implements Randomizer {
  count = 0;
  value = 0;

  // faker calls it apart from its object.
  readonly next = (): number => {
    if (++this.count > 1) throw TOO_MANY;
    return this.value;
  };

  seed(): void {}
}

/**
 * Binds a method of a faker to its arguments.
 * @throws OptionError with faker's own words where it refuses the arguments.
 */
export function fakerCall(faker: Faker, type: string, { args }: CheckedOptions, now: number): FakerCall {
  faker.setDefaultRefDate(now);
  const [module, method] = type.split('.');
  const owner = (faker as unknown as Record<string, Record<string, (...args: readonly unknown[]) => unknown>>)[module];
  const call = (): unknown => owner[method](...args);
  return { faker, call };
}

/**
 * Finds out by trial what a method does: it is run with a randomizer that counts, while the two functions through which
 * faker draws, `helpers.arrayElement` and `number.int`, are watched. A method that takes exactly one number, to choose
 * from one list, is the table of what it makes of each element; one that passes an integer on is a range.
 */
export function singleDraw(make: (randomizer: Randomizer) => FakerCall): SingleDraw | undefined {
  try {
    return tryOut(make);
  } catch (error) {
    if (error === TOO_MANY) return undefined;
    throw error;
  }
}

function tryOut(make: (randomizer: Randomizer) => FakerCall): SingleDraw | undefined {
  const probe = new Probe();
  const { faker, call } = make(probe);
  const lists: number[] = [];
  const ranges: { min: number; max: number }[] = [];
  const { arrayElement } = faker.helpers;
  faker.helpers.arrayElement = <T>(array: readonly T[]): T => {
    lists.push(array.length);
    return arrayElement(array);
  };
  const { int } = faker.number;
  faker.number.int = (options = {}) => {
    const {
      min = 0,
      max = Number.MAX_SAFE_INTEGER,
      multipleOf = 1,
    } = typeof options === 'number' ? { max: options } : options;
    if (multipleOf === 1) ranges.push({ min: Math.ceil(min), max: Math.floor(max) });
    return int(options);
  };
  const at = (uniform: number): unknown => {
    probe.count = 0;
    probe.value = uniform;
    return call();
  };
  const first = at(0);
  if (probe.count === 0) return { kind: 'values', values: [first] };
  if (lists.length === 1 && lists[0] > 1) return tabulate(lists[0], at);
  if (lists.length === 0 && ranges.length === 1) return rangeOf(ranges[0], first, at);
  return undefined;
}

function tabulate(size: number, at: (uniform: number) => unknown): SingleDraw {
  const values: unknown[] = [];
  for (let i = 0; i < size; i++) {
    values.push(at((i + 0.5) / size));
  }
  return { kind: 'values', values };
}

function rangeOf(
  { min, max }: { min: number; max: number },
  first: unknown,
  at: (uniform: number) => unknown,
): SingleDraw | undefined {
  const middle = min + Math.floor(0.5 * (max - min + 1));
  const atMiddle = at(0.5);
  if (first instanceof Date && atMiddle instanceof Date) {
    return first.getTime() === min && atMiddle.getTime() === middle ? { kind: 'date', min, max } : undefined;
  }
  if (typeof first !== 'number' || typeof atMiddle !== 'number') return undefined;
  for (let divisor = 1; divisor <= 1e15; divisor *= 10) {
    if (first === min / divisor && atMiddle === middle / divisor) return { kind: 'number', min, max, divisor };
  }
  return undefined;
}

/** An error of faker about its arguments, as one of ours. */
export function refused(type: string, error: unknown): SynthError {
  if (error instanceof SynthError) return error;
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new OptionError(`${type} cannot be drawn: ${message}`, 'semantic/bad-option');
}
