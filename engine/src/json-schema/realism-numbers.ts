import type { NumberSpec } from '../schema/model.js';
import { NUMBER_IDEAS, type NumberIdea, type ValueSpec } from './realism-ideas.js';
import { NUMBER_NAMES } from './realism-names.js';
import { tailOf, wordsOf } from './realism-words.js';
import type { Note, NumberShape } from './shape.js';

/** What a number is by its name, else how large its examples are. */
export function numberLike(
  name: string,
  shape: NumberShape,
  notes: readonly Note[],
): { readonly spec: ValueSpec; readonly proven: boolean } | undefined {
  if (shape.fractional || shape.notMultipleOf.length > 0 || shape.multipleOf.length > 1) return undefined;
  const proven = shape.excluded.length === 0 && shape.multipleOf.every(isExact);
  const words = wordsOf(name);
  const key =
    /^(birth|born)$/.test(words.at(-2) ?? '') && words.at(-1) === 'year' ? 'birthYear' : tailOf(words, NUMBER_NAMES);
  const idea = key === undefined ? undefined : NUMBER_IDEAS[key];
  if (idea?.instants !== undefined) return instants(idea.instants, shape, notes);
  const moment = idea === undefined && isMoment(words) ? instants('unixMs', shape, notes) : undefined;
  if (moment !== undefined) return moment;
  const spec = (idea && within(idea, shape)) ?? asExamples(shape, notes);
  return spec && { spec, proven };
}

function isMoment(words: readonly string[]): boolean {
  return (
    words.length >= 2 && words.at(-1) === 'at' && /(ed|sent|paid|seen|expires?|starts?|ends?)$/.test(words.at(-2)!)
  );
}

/** The part of an idea that lies within the bounds of a shape. */
function within(idea: NumberIdea, shape: NumberShape): NumberSpec | undefined {
  const [multipleOf] = shape.multipleOf;
  const integer = shape.integer;
  const decimals = integer ? 0 : idea.decimals;
  const step = multipleOf ?? Number(`1e-${decimals}`);
  const min = insideOf(Math.max(idea.min, shape.min), shape.exclusiveMin && shape.min >= idea.min, step, 1);
  const max = insideOf(Math.min(idea.max, shape.max), shape.exclusiveMax && shape.max <= idea.max, step, -1);
  if (!(min <= max)) return undefined;
  const central = idea.centre !== undefined && idea.centre >= min && idea.centre <= max;
  return {
    kind: integer ? 'integer' : 'number',
    min,
    max,
    ...(multipleOf === undefined ? !integer && { decimals } : { multipleOf }),
    ...(central && idea.distribution && { distribution: idea.distribution }),
  };
}

/** The nearest number of a grid on the inner side of a bound. */
export function insideOf(bound: number, exclusive: boolean, step: number, inwards: 1 | -1): number {
  const decimals = decimalsOf(step);
  const on = (k: number): number => Number((k * step).toFixed(decimals));
  let k = inwards === 1 ? Math.ceil(bound / step - 1e-9) : Math.floor(bound / step + 1e-9);
  const within = (value: number): boolean =>
    inwards === 1 ? (exclusive ? value > bound : value >= bound) : exclusive ? value < bound : value <= bound;
  if (!within(on(k))) k += inwards;
  return within(on(k)) ? on(k) : NaN;
}

/**
 * Whether the quotient of each multiple is a whole double: 4.35 / 0.01 is none, so that validators do not agree on the
 * multiples of decimals.
 */
export function isExact(multipleOf: number): boolean {
  return Number.isInteger(multipleOf * 1_048_576);
}

/** Digits after the point of a number as written. */
export function decimalsOf(step: number): number {
  const text = String(step);
  const exponent = /e-(\d+)$/.exec(text);
  if (exponent !== null) return Math.min(20, Number(exponent[1]) + (text.split('e')[0].split('.')[1]?.length ?? 0));
  return text.split('.')[1]?.length ?? 0;
}

/** Moments of the last year, where the bounds leave room for any. */
function instants(
  unit: 'unix' | 'unixMs',
  shape: NumberShape,
  notes: readonly Note[],
): { readonly spec: ValueSpec; readonly proven: boolean } | undefined {
  const told = notes.map(({ description = '' }) => description.toLowerCase()).join(' ');
  const format = /milli|\bms\b/.test(told) ? 'unixMs' : /\bseconds?\b|unix|posix/.test(told) ? 'unix' : unit;
  const second = format === 'unix' ? 1 : 1000;
  const roomy = shape.min <= 1e9 * second && shape.max >= 2.1e9 * second;
  if (!roomy || shape.multipleOf.length > 0) return undefined;
  const proven = shape.excluded.length === 0 && shape.min <= 0 && shape.max >= 2.5e11 * second;
  return { spec: { kind: 'datetime', after: [], before: [], format }, proven };
}

/** Where the schema bounds a number on one side or none, its examples and default say how large it is. */
function asExamples(shape: NumberShape, notes: readonly Note[]): NumberSpec | undefined {
  if (Number.isFinite(shape.min) && Number.isFinite(shape.max)) return undefined;
  const values = notes
    .flatMap(({ examples, default: preset }) => [...examples, preset?.value])
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value) && value !== 0);
  if (values.length === 0) return undefined;
  const least = Math.min(...values);
  const most = Math.max(...values);
  const decimals = shape.integer ? 0 : Math.min(6, Math.max(...values.map(decimalsOf)));
  const idea = { min: least < 0 ? least * 2 : 0, max: most > 0 ? most * 2 : 0, decimals };
  if (!(Math.abs(idea.min) < 2 ** 52 && Math.abs(idea.max) < 2 ** 52)) return undefined;
  return within(idea, shape);
}
