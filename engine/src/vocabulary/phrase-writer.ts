import type { TextColumn } from '../columns/column.js';
import { TextTable } from '../columns/text.js';
import { type EncodedTexts, JoinedTexts, TextPieces } from '../columns/text-pieces.js';
import { OptionError } from '../errors.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { Phrase } from './phrase.js';
import { isPlainPhrase } from './phrase-plain.js';

const enum Code {
  Text,
  Pick,
  Number,
  Slot,
  Equal,
  Weighted,
  Repeat,
}

/** Bits of a uniform that are never spent, so that the last choice of a block is still fair to 1 in 4096. */
const RESERVE = 12;
const LONGEST = 1 << 24;
const LONGEST_NUMBER = 20;
const MOST_PREFIXED = 8192;
const MOST_GROUPS = 4096;
const MOST_NUMBERS = 1000;
const EMPTY = new TextTable([]);

/** What a caller has drawn for a slot of phrases: text number `codes[row]`, or nothing where that is −1. */
export interface Slot {
  readonly texts: EncodedTexts;
  readonly codes: Int32Array;
  /** Most bytes of a text. */
  readonly longest: number;
}

/** Whole numbers, 0 … 2^53, each row's own. */
export function numberSlot(numbers: Float64Array): Slot {
  const bytes = new Uint8Array(numbers.length * LONGEST_NUMBER);
  const offsets = new Int32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) offsets[i + 1] = writeNumber(bytes, offsets[i], numbers[i], 0);
  const codes = Int32Array.from(numbers, (_, i) => i);
  return { texts: { bytes, offsets }, codes, longest: LONGEST_NUMBER };
}

/** One step of a program. One class for all kinds keeps the interpreter monomorphic. */
class Step {
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

/**
 * Writes phrases straight into text columns. A row reads draw 0 of its stream for the first few choices, draw 1 for the
 * next ones and so on: each 53-bit uniform is split by arithmetic decoding, `floor(x·n)` a choice and the rest of x the
 * next uniform, until its bits are spent.
 */
export class PhraseWriter {
  private readonly programs: readonly (readonly Step[])[];
  private readonly steps: readonly Step[];
  private readonly tables: readonly TextTable[];
  private readonly longest: number;
  private readonly pieces: number;
  private readonly plain: boolean;
  private memory!: TextPieces;
  private slots: readonly { readonly codes: Int32Array; readonly base: number }[] = [];
  private x = 0;
  private bits = 0;
  private draw = 0;
  private row = 0;
  private at!: Addresses;
  /** Draw number `aheadOf` of every row: drawn for all at once where most rows of the last batch came to need it. */
  private ahead: Float64Array | undefined;
  private aheadOf = 0;
  private refills = 0;

  /**
   * @param phrases one, or several among which a row's selector decides
   * @param firstDraw the draws before it are the caller's
   */
  constructor(
    phrases: readonly Phrase[],
    private readonly stream: Stream,
    private readonly firstDraw = 0,
  ) {
    this.programs = phrases.map(compile);
    this.steps = this.programs.flatMap(allSteps).filter((step) => step.table !== EMPTY);
    this.tables = this.steps.map((step) => step.table);
    this.longest = Math.max(...this.programs.map(longestOf));
    this.pieces = Math.max(...this.programs.map(piecesOf));
    this.plain = phrases.every((p) => isPlainPhrase(p));
    if (this.longest > LONGEST) throw new OptionError(`A text of up to ${this.longest} bytes is too long.`);
  }

  /**
   * @param select number of the phrase of each row; absent: the first
   * @param start a uniform of each row that is still unspent, of so many bits; absent: rows start with a draw
   */
  write(
    at: Addresses,
    select?: ArrayLike<number>,
    slots: readonly Slot[] = [],
    nulls?: Uint8Array,
    start?: { readonly uniforms: Float64Array; readonly bits: number },
  ): TextColumn {
    const { length } = at;
    const { programs } = this;
    const uniforms = start?.uniforms ?? new Float64Array(length);
    if (start === undefined) this.stream.uniforms(at, this.firstDraw, uniforms);
    const bits = start?.bits ?? 53;
    const nextDraw = start === undefined ? this.firstDraw + 1 : this.firstDraw;
    this.at = at;
    this.aheadOf = nextDraw;
    this.ahead = undefined;
    if (this.refills > length / 2) this.stream.uniforms(at, nextDraw, (this.ahead = new Float64Array(length)));
    this.refills = 0;
    const { memory, rows } = this.place(slots);
    const joined = new JoinedTexts(memory, length);
    for (let from = 0; from < length; from += rows) {
      const to = Math.min(length, from + rows);
      let pieces = 0;
      for (let i = from; i < to; i++) {
        if (nulls === undefined || nulls[i] === 0) {
          this.row = i;
          this.x = uniforms[i];
          this.bits = bits;
          this.draw = nextDraw;
          pieces = this.run(programs[select === undefined ? 0 : select[i]], pieces);
        }
        joined.endRow(i, pieces);
      }
      joined.join(from, to, pieces);
    }
    return joined.finish(this.plain, nulls);
  }

  /** Finds a memory for all texts, and how many rows it has room for at a time. */
  private place(slots: readonly Slot[]): { memory: TextPieces; rows: number } {
    const texts = [...this.tables, ...slots.map((slot) => slot.texts)];
    const longest = this.longest + this.pieces * Math.max(0, ...slots.map((slot) => slot.longest));
    const memory = TextPieces.with({ pieces: this.pieces, text: longest, tables: TextPieces.sizeOf(texts) });
    const bases = memory.place(texts);
    this.steps.forEach((step, i) => (step.base = bases[i]));
    this.slots = slots.map(({ codes }, i) => ({ codes, base: bases[this.steps.length + i] }));
    this.memory = memory;
    const { room } = memory;
    return { memory, rows: Math.floor(Math.min(room.pieces / this.pieces, room.text / Math.max(1, longest))) };
  }

  private next(size: number, bits: number): number {
    if (this.bits < bits + RESERVE) this.refill();
    this.bits -= bits;
    const scaled = this.x * size;
    const index = Math.floor(scaled);
    this.x = scaled - index;
    return index;
  }

  private refill(): void {
    this.x = this.fresh();
    this.bits = 53;
  }

  /** The next uniform of the row. */
  private fresh(): number {
    const { row, at } = this;
    const draw = this.draw++;
    if (draw === this.aheadOf) {
      this.refills++;
      if (this.ahead !== undefined) return this.ahead[row];
    }
    return this.stream.uniform(at.low[row], at.high[row], draw);
  }

  private weighted(step: Step): number {
    if (this.bits < step.bits + RESERVE) this.refill();
    const { ends } = step;
    let k = 0;
    while (this.x >= ends[k]) k++;
    const start = k === 0 ? 0 : ends[k - 1];
    const rest = (this.x - start) * step.scales[k];
    // Rounding may reach 1, which is no uniform.
    this.x = rest < 1 ? rest : 0;
    this.bits -= step.costs[k];
    return k;
  }

  /** Names the pieces of a program from number `at` on, and gives the number after the last. */
  private run(program: readonly Step[], at: number): number {
    const { words } = this.memory;
    // The state is kept in locals between the steps; whoever else draws finds it in the fields.
    let { x, bits } = this;
    for (let s = 0; s < program.length; s++) {
      const step = program[s];
      switch (step.code) {
        case Code.Text:
          words[at++] = step.base;
          break;
        case Code.Pick: {
          const { size, base } = step;
          let { times } = step;
          if (step.spread > 1) {
            if (bits < step.spreadBits + RESERVE) {
              x = this.fresh();
              bits = 53;
            }
            bits -= step.spreadBits;
            const scaled = x * step.spread;
            const more = scaled | 0;
            x = scaled - more;
            times += more;
          }
          for (let i = 0; i < times; i++) {
            if (bits < step.bits + RESERVE) {
              x = this.fresh();
              bits = 53;
            }
            bits -= step.bits;
            const scaled = x * size;
            const index = scaled | 0;
            x = scaled - index;
            words[at++] = base + 4 * index;
          }
          break;
        }
        case Code.Slot: {
          const { codes, base } = this.slots[step.min];
          const code = codes[this.row];
          if (code >= 0) words[at++] = base + 4 * code;
          break;
        }
        default:
          this.x = x;
          this.bits = bits;
          at = this.branch(step, at);
          ({ x, bits } = this);
      }
    }
    this.x = x;
    this.bits = bits;
    return at;
  }

  private branch(step: Step, at: number): number {
    switch (step.code) {
      case Code.Number: {
        const { bytes, start } = this.memory.ownText(at);
        const value = step.min + this.next(step.size, step.bits);
        this.memory.own(at, writeNumber(bytes, start, value, step.decimals));
        return at + 1;
      }
      case Code.Equal:
        return this.run(step.programs[this.next(step.size, step.bits)], at);
      case Code.Weighted:
        return this.run(step.programs[this.weighted(step)], at);
      default: {
        const count = step.min + (step.size === 1 ? 0 : this.next(step.size, step.bits));
        const [program] = step.programs;
        const separated = step.table.longest > 0;
        for (let i = 0; i < count; i++) {
          if (i > 0 && separated) this.memory.words[at++] = step.base;
          at = this.run(program, at);
        }
        return at;
      }
    }
  }
}

/** The steps of a program and of those it may branch to. */
function allSteps(program: readonly Step[]): readonly Step[] {
  return program.flatMap((step) => [step, ...step.programs.flatMap(allSteps)]);
}

function piecesOf(program: readonly Step[]): number {
  return program.reduce((sum, step) => sum + step.pieces, 0);
}

function longestOf(program: readonly Step[]): number {
  return program.reduce((sum, step) => sum + step.longest, 0);
}

/** The steps of a phrase. A fixed text goes into the table of the words after it: one copy instead of two. */
function compile(phrase: Phrase): readonly Step[] {
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

const POWERS = Float64Array.from({ length: 20 }, (_, n) => Number(`1e${n}`));

/** Writes value / 10^decimals in decimal digits, |value| < 2^53, and gives where they end: at most 20 bytes further. */
export function writeNumber(bytes: Uint8Array, at: number, value: number, decimals: number): number {
  if (value < 0) {
    bytes[at++] = 0x2d;
    value = -value;
  }
  let places = 1;
  while (places <= decimals || value >= POWERS[places]) places++;
  for (; places > 0; places--) {
    if (places === decimals) bytes[at++] = 0x2e;
    const scale = POWERS[places - 1];
    const digit = Math.floor(value / scale);
    bytes[at++] = 0x30 + digit;
    value -= digit * scale;
  }
  return at;
}
