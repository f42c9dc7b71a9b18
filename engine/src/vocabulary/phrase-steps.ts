import { TextTable } from '../columns/text.js';
import type { Phrase } from './phrase.js';

/** What a step does. */
export const enum Code {
  Text,
  Pick,
  Number,
  Slot,
  Equal,
  Weighted,
  Repeat,
}

/** Bits of a uniform that are never spent, so that the last choice of a block is still fair to 1 in 4096. */
export const RESERVE = 12;
/** Bytes that {@link Code.Number} writes at most. */
export const LONGEST_NUMBER = 20;
const MOST_PREFIXED = 8192;
const MOST_GROUPS = 4096;
const MOST_NUMBERS = 1000;
export const EMPTY = new TextTable([]);

/** One step of a program. One class for all kinds keeps the interpreter monomorphic. */
export class Step {
  /** Number of alternatives: values, characters, numbers, options, lengths. */
  size = 1;
  /** Bits that a choice among them spends. */
  bits = 0;
  table = EMPTY;
  /** Least number; least count of repetitions; slot. */
  min = 0;
  decimals = 0;
  /** Pick: how many words at least, one after another; how many counts from there on, and the bits they spend. */
  times = 1;
  spread = 1;
  spreadBits = 0;
  /** Programs to choose from, or the one to repeat. */
  programs: (readonly Step[])[] = [];
  /** Weighted: upper ends in [0, 1], the last is 1; and the bits each option spends. */
  ends = new Float64Array(0);
  /** 1 / width of each option's share. */
  scales = new Float64Array(0);
  costs = new Int32Array(0);
  /** Most bytes it can write, but for slots, and most pieces. */
  longest = 0;
  pieces = 1;
  /** The piece that is the table's first text. */
  base = 0;
  constructor(readonly code: Code) {}
}

/** The steps of a program and of those it may branch to. */
export function allSteps(program: readonly Step[]): readonly Step[] {
  return program.flatMap((step) => [step, ...step.programs.flatMap(allSteps)]);
}

export function piecesOf(program: readonly Step[]): number {
  return program.reduce((sum, step) => sum + step.pieces, 0);
}

export function longestOf(program: readonly Step[]): number {
  return program.reduce((sum, step) => sum + step.longest, 0);
}

/** The steps of a phrase. A fixed text goes into the table of the words after it: one copy instead of two. */
export function compile(phrase: Phrase): readonly Step[] {
  if (phrase.type === 'characters') return characterSteps(phrase.characters, phrase.count);
  if (phrase.type !== 'sequence') return [stepOf(phrase)];
  const steps: Step[] = [];
  const { phrases } = phrase;
  for (let i = 0; i < phrases.length; i++) {
    const [part, next] = [phrases[i], phrases.at(i + 1)];
    if (part.type === 'text' && next?.type === 'pick' && next.values.length <= MOST_PREFIXED) {
      steps.push(pickStep(tableOf(next.values, part.text)));
      i++;
    } else steps.push(...compile(part));
  }
  return steps;
}

/** Characters are picked in groups, as many as a small table holds, and what is left over in one smaller group. */
function characterSteps(alphabet: string, count: number): Step[] {
  const groups = (width: number, times: number): Step[] => {
    if (width === 0 || times === 0) return [];
    const step = pickStep(groupTable(alphabet, width));
    step.times = times;
    step.longest = width * times;
    step.pieces = times;
    return [step];
  };
  let width = 1;
  for (let size = alphabet.length * alphabet.length; width < Math.min(count, 4) && size <= MOST_GROUPS; width++) {
    size *= alphabet.length;
  }
  return [...groups(width, Math.floor(count / width)), ...groups(count % width, 1)];
}

const numberTables = new Map<string, TextTable>();

/** The whole numbers min … max as texts. */
function numberTable(min: number, max: number): TextTable {
  const key = `${min} ${max}`;
  let table = numberTables.get(key);
  if (table === undefined) {
    numberTables.set(key, (table = new TextTable(Array.from({ length: max - min + 1 }, (_, i) => String(min + i)))));
  }
  return table;
}

const groupTables = new Map<string, TextTable>();

/** All groups of `width` characters, in order. Few alphabets make up most phrases, so each is encoded once. */
function groupTable(alphabet: string, width: number): TextTable {
  const key = `${width} ${alphabet}`;
  let table = groupTables.get(key);
  if (table === undefined) {
    let texts = [''];
    for (let k = 0; k < width; k++) texts = texts.flatMap((t) => [...alphabet].map((c) => t + c));
    groupTables.set(key, (table = new TextTable(texts)));
  }
  return table;
}

function pickStep(table: TextTable): Step {
  const step = sized(new Step(Code.Pick), table.offsets.length - 1);
  step.table = table;
  step.longest = table.longest;
  return step;
}

function stepOf(phrase: Exclude<Phrase, { type: 'sequence' | 'characters' }>): Step {
  switch (phrase.type) {
    case 'text': {
      const step = new Step(Code.Text);
      step.table = new TextTable([phrase.text]);
      step.longest = step.table.longest;
      return step;
    }
    case 'pick':
      return pickStep(tableOf(phrase.values));
    case 'number': {
      // Few numbers are words: copied, not computed.
      if (phrase.decimals === 0 && phrase.max - phrase.min < MOST_NUMBERS)
        return pickStep(numberTable(phrase.min, phrase.max));
      const step = sized(new Step(Code.Number), phrase.max - phrase.min + 1);
      step.min = phrase.min;
      step.decimals = phrase.decimals;
      step.longest = LONGEST_NUMBER;
      return step;
    }
    case 'slot': {
      const step = new Step(Code.Slot);
      step.min = phrase.slot;
      return step;
    }
    case 'choice': {
      const weights = phrase.options.map((o) => o.weight);
      const equal = weights.every((w) => w === weights[0]);
      const step = sized(new Step(equal ? Code.Equal : Code.Weighted), weights.length);
      step.programs = phrase.options.map((o) => compile(o.phrase));
      step.longest = Math.max(...step.programs.map(longestOf));
      step.pieces = Math.max(...step.programs.map(piecesOf));
      if (!equal) weigh(step, weights);
      return step;
    }
    case 'repeat': {
      const [only, ...others] = compile(phrase.phrase);
      // Words in a row, the commonest repetition, are picked without a call for each.
      if (
        others.length === 0 &&
        only.code === Code.Pick &&
        only.times === 1 &&
        only.spread === 1 &&
        phrase.separator === ''
      ) {
        only.times = phrase.min;
        only.spread = phrase.max - phrase.min + 1;
        only.spreadBits = bitsFor(only.spread);
        only.longest *= phrase.max;
        only.pieces = phrase.max;
        return only;
      }
      const step = sized(new Step(Code.Repeat), phrase.max - phrase.min + 1);
      step.min = phrase.min;
      step.programs = [[only, ...others]];
      step.table = new TextTable([phrase.separator]);
      step.longest = phrase.max * (longestOf(step.programs[0]) + step.table.longest);
      step.pieces = phrase.max * (piecesOf(step.programs[0]) + 1);
      return step;
    }
  }
}

const shared = new WeakMap<readonly string[], Map<string, TextTable>>();

/** The encoded texts of a list, each behind a prefix; made once for each list. */
export function tableOf(values: readonly string[], prefix = ''): TextTable {
  let tables = shared.get(values);
  if (!tables) shared.set(values, (tables = new Map<string, TextTable>()));
  let table = tables.get(prefix);
  if (!table) tables.set(prefix, (table = new TextTable(prefix === '' ? values : values.map((v) => prefix + v))));
  return table;
}

function sized(step: Step, size: number): Step {
  step.size = size;
  step.bits = bitsFor(size);
  return step;
}

/** Bits that tell `size` alternatives apart. */
function bitsFor(size: number): number {
  let bits = 0;
  for (let reach = 1; reach < size; reach *= 2) bits++;
  return bits;
}

function weigh(step: Step, weights: readonly number[]): void {
  const total = weights.reduce((sum, w) => sum + w, 0);
  let sum = 0;
  step.ends = Float64Array.from(weights, (w) => (sum += w) / total);
  step.ends[weights.length - 1] = 1;
  step.scales = step.ends.map((end, k) => 1 / (end - (k === 0 ? 0 : step.ends[k - 1])));
  step.costs = Int32Array.from(weights, (w) => bitsFor(total / w));
  step.bits = Math.max(...step.costs);
}
