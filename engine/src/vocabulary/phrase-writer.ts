import type { TextColumn } from '../columns/column.js';
import { isPlain, TextBuilder, TextTable } from '../columns/text.js';
import { OptionError } from '../errors.js';
import type { Addresses, Stream } from '../random/stream.js';
import type { Phrase } from './phrase.js';

const enum Code {
  Text,
  Pick,
  Number,
  Characters,
  Equal,
  Weighted,
  Sequence,
  Repeat,
}

/** Bits of a uniform that are never spent, so that the last choice of a block is still fair to 1 in 4096. */
const RESERVE = 12;
const LONGEST = 1 << 24;
const EMPTY = new TextTable([]);

/** One step. One class for all kinds keeps the interpreter monomorphic. */
class Step {
  /** Number of alternatives: values, characters, numbers, options, lengths. */
  size = 1;
  /** Bits that a choice among them spends. */
  bits = 0;
  table = EMPTY;
  min = 0;
  decimals = 0;
  bytes = new Uint8Array(0);
  steps: Step[] = [];
  /** Weighted: upper ends in [0, 1], the last is 1; and the bits each option spends. */
  ends = new Float64Array(0);
  costs = new Int32Array(0);
  /** Most bytes it can write. */
  longest = 0;
  constructor(readonly code: Code) {}
}

/**
 * Writes phrases straight into text columns. A row reads draw 0 of its stream for the first few choices, draw 1 for the
 * next ones and so on: each 53-bit uniform is split by arithmetic decoding, `floor(x·n)` a choice and the rest of x the
 * next uniform, until its bits are spent.
 */
export class PhraseWriter {
  private readonly roots: readonly Step[];
  private readonly longest: number;
  private readonly plain: boolean;
  private x = 0;
  private bits = 0;
  private draw = 0;
  private low = 0;
  private high = 0;

  /** @param phrases one, or several among which a row's selector decides */
  constructor(
    phrases: readonly Phrase[],
    private readonly stream: Stream,
    private readonly firstDraw = 0,
  ) {
    const compiler = new Compiler();
    this.roots = phrases.map((p) => compiler.step(p));
    this.longest = Math.max(...this.roots.map((r) => r.longest));
    this.plain = phrases.every((p) => isPlainPhrase(p));
    if (this.longest > LONGEST) throw new OptionError(`A text of up to ${this.longest} bytes is too long.`);
  }

  /** @param select number of the phrase of each row; absent: the first */
  write(at: Addresses, select?: ArrayLike<number>, nulls?: Uint8Array): TextColumn {
    const { low, high, length } = at;
    const builder = new TextBuilder(length, Math.min(this.longest, 32));
    if (!this.plain) builder.mark();
    for (let i = 0; i < length; i++) {
      if (nulls === undefined || nulls[i] === 0) {
        this.low = low[i];
        this.high = high[i];
        this.append(builder, select === undefined ? 0 : select[i]);
      }
      builder.endRow();
    }
    return builder.finish(nulls);
  }

  /** Sets the row that {@link append} writes for. */
  moveTo(low: number, high: number): void {
    this.low = low;
    this.high = high;
  }

  /** Writes phrase number `root` for the row that was set. */
  append(builder: TextBuilder, root: number): void {
    builder.reserve(this.longest);
    this.bits = 0;
    this.draw = this.firstDraw;
    this.run(this.roots[root], builder);
  }

  /** Whether every text is sure to need neither escaping nor quoting. */
  get isPlain(): boolean {
    return this.plain;
  }

  private refill(): void {
    this.x = this.stream.uniform(this.low, this.high, this.draw++);
    this.bits = 53;
  }

  private next(size: number, bits: number): number {
    if (this.bits < bits + RESERVE) this.refill();
    this.bits -= bits;
    const scaled = this.x * size;
    const index = Math.floor(scaled);
    this.x = scaled - index;
    return index;
  }

  private run(step: Step, builder: TextBuilder): void {
    switch (step.code) {
      case Code.Text:
        builder.table(step.table, 0);
        return;
      case Code.Pick:
        builder.table(step.table, this.next(step.size, step.bits));
        return;
      case Code.Number:
        writeNumber(builder, step.min + this.next(step.size, step.bits), step.decimals);
        return;
      case Code.Characters:
        for (let i = 0; i < step.min; i++) builder.byte(step.bytes[this.next(step.size, step.bits)]);
        return;
      case Code.Equal:
        this.run(step.steps[this.next(step.size, step.bits)], builder);
        return;
      case Code.Weighted: {
        if (this.bits < step.bits + RESERVE) this.refill();
        const { ends } = step;
        let k = 0;
        while (this.x >= ends[k]) k++;
        const start = k === 0 ? 0 : ends[k - 1];
        const rest = (this.x - start) / (ends[k] - start);
        this.x = rest < 1 ? rest : 0;
        this.bits -= step.costs[k];
        this.run(step.steps[k], builder);
        return;
      }
      case Code.Sequence: {
        const { steps } = step;
        for (let i = 0; i < steps.length; i++) this.run(steps[i], builder);
        return;
      }
      case Code.Repeat: {
        const count = step.min + (step.size === 1 ? 0 : this.next(step.size, step.bits));
        const inner = step.steps[0];
        for (let i = 0; i < count; i++) {
          if (i > 0) builder.table(step.table, 0);
          this.run(inner, builder);
        }
      }
    }
  }
}

/** Compiles phrases; equal lists share one table. */
class Compiler {
  private readonly tables = new Map<readonly string[], TextTable>();

  private table(values: readonly string[]): TextTable {
    let table = this.tables.get(values);
    if (!table) {
      table = tableOf(values);
      this.tables.set(values, table);
    }
    return table;
  }

  step(phrase: Phrase): Step {
    switch (phrase.type) {
      case 'text': {
        const step = new Step(Code.Text);
        step.table = new TextTable([phrase.text]);
        step.longest = step.table.longest;
        return step;
      }
      case 'pick': {
        const step = sized(new Step(Code.Pick), phrase.values.length);
        step.table = this.table(phrase.values);
        step.longest = step.table.longest;
        return step;
      }
      case 'number': {
        const step = sized(new Step(Code.Number), phrase.max - phrase.min + 1);
        step.min = phrase.min;
        step.decimals = phrase.decimals;
        step.longest = 20;
        return step;
      }
      case 'characters': {
        const step = sized(new Step(Code.Characters), phrase.characters.length);
        step.bytes = new TextEncoder().encode(phrase.characters);
        step.min = phrase.count;
        step.longest = phrase.count;
        return step;
      }
      case 'choice': {
        const weights = phrase.options.map((o) => o.weight);
        const equal = weights.every((w) => w === weights[0]);
        const step = sized(new Step(equal ? Code.Equal : Code.Weighted), weights.length);
        step.steps = phrase.options.map((o) => this.step(o.phrase));
        step.longest = Math.max(...step.steps.map((s) => s.longest));
        if (!equal) weigh(step, weights);
        return step;
      }
      case 'sequence': {
        const step = new Step(Code.Sequence);
        step.steps = phrase.phrases.map((p) => this.step(p));
        step.longest = step.steps.reduce((sum, s) => sum + s.longest, 0);
        return step;
      }
      case 'repeat': {
        const step = sized(new Step(Code.Repeat), phrase.max - phrase.min + 1);
        step.min = phrase.min;
        step.steps = [this.step(phrase.phrase)];
        step.table = new TextTable([phrase.separator]);
        step.longest = phrase.max * (step.steps[0].longest + step.table.longest);
        return step;
      }
    }
  }
}

const shared = new WeakMap<readonly string[], TextTable>();

/** The encoded texts of a list; made once for each list. */
export function tableOf(values: readonly string[]): TextTable {
  let table = shared.get(values);
  if (!table) {
    table = new TextTable(values);
    shared.set(values, table);
  }
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
  step.costs = Int32Array.from(weights, (w) => bitsFor(total / w));
  step.bits = Math.max(...step.costs);
}

function writeNumber(builder: TextBuilder, value: number, decimals: number): void {
  if (value < 0) {
    builder.byte(0x2d);
    value = -value;
  }
  let scale = 1;
  let places = 1;
  while (places <= decimals || scale * 10 <= value) {
    scale *= 10;
    places++;
  }
  for (; places > 0; places--) {
    if (places === decimals) builder.byte(0x2e);
    const digit = Math.floor(value / scale);
    builder.byte(0x30 + digit);
    value -= digit * scale;
    scale = Math.round(scale / 10);
  }
}

/** Conservative: all texts plain, and no blank where a value may start or end. */
function isPlainPhrase(phrase: Phrase): boolean {
  return plainInside(phrase) && solidEdge(phrase, 0) && solidEdge(phrase, 1);
}

function plainInside(phrase: Phrase): boolean {
  const fine = (value: string): boolean => value.trim() === '' || isPlain(value.trim());
  switch (phrase.type) {
    case 'text':
      return !/[^ -~]/.test(phrase.text) && fine(phrase.text);
    case 'pick':
      return tableOf(phrase.values).plain;
    case 'number':
      return true;
    case 'characters':
      return isPlain(`a${phrase.characters}a`);
    case 'choice':
      return phrase.options.every((o) => plainInside(o.phrase));
    case 'sequence':
      return phrase.phrases.every(plainInside);
    case 'repeat':
      return plainInside(phrase.phrase) && plainInside({ type: 'text', text: phrase.separator });
  }
}

/** Whether the first (0) or last (1) character is always there and never a blank. */
function solidEdge(phrase: Phrase, edge: 0 | 1): boolean {
  switch (phrase.type) {
    case 'text':
      return phrase.text !== '' && !(edge === 0 ? phrase.text.startsWith(' ') : phrase.text.endsWith(' '));
    case 'pick':
    case 'number':
      return true;
    case 'characters':
      return phrase.count > 0 && !phrase.characters.includes(' ');
    case 'choice':
      return phrase.options.every((o) => solidEdge(o.phrase, edge));
    case 'sequence': {
      const inner = phrase.phrases.at(edge === 0 ? 0 : -1);
      return inner !== undefined && solidEdge(inner, edge);
    }
    case 'repeat':
      return phrase.min > 0 && solidEdge(phrase.phrase, edge);
  }
}
