import type { Addresses, Stream } from '../random/stream.js';
import type { Vocabulary } from './locale.js';
import { compileNameKernel, KERNEL_ROWS, type NameKernel } from './name-kernel.js';
import type { WeightedPattern } from './phrases-person.js';
import { type BySex, bySex, entry, type Sex } from './words.js';

/** What the names of a batch are made of: positions in the lists of {@link NameTables}. */
export interface NameParts {
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Second last name, or −1. */
  readonly second: Int32Array;
  /** Number of the text between two last names, or −1. */
  readonly join: Int32Array;
  /** 0 female, 1 male. */
  readonly sex: Uint8Array;
  /** What is left of each row's first uniform: a uniform of {@link REST_BITS} bits that no name depends on. */
  readonly rest: Float64Array;
}

/** Compiling takes as long as it saves over so many rows. */
const WORTH_COMPILING = 1 << 14;

/** 53 bits less those of a sex, a list and a name in it. */
export const REST_BITS = 32;

/** Choices among runs of a list. */
export interface Runs {
  /** Upper ends in (0, 1], the last is 1. */
  readonly ends: Float64Array;
  /** Names per unit of the uniform, in each run. */
  readonly scales: Float64Array;
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
}

/** Last names of one sex: alternatives of one or two words from a run of the list. */
interface LastNames extends Runs {
  /** Number of the text between two words; −1: only one word. */
  readonly joins: Int32Array;
}

/** First and last names of a locale, as faker weighs and joins them. */
export class NameTables {
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** What may stand between two last names. */
  readonly joins: readonly string[];
  private drawn = 0;
  private kernel: { readonly compiled: NameKernel | undefined } | undefined;

  private constructor(
    private readonly first: readonly [Runs, Runs],
    private readonly last: readonly [LastNames, LastNames],
    lists: { firstNames: readonly string[]; lastNames: readonly string[]; joins: readonly string[] },
  ) {
    this.firstNames = lists.firstNames;
    this.lastNames = lists.lastNames;
    this.joins = lists.joins;
  }

  /** The tables of a locale, made once; `undefined` where its last names follow patterns of another kind. */
  static of(vocabulary: Vocabulary): NameTables | undefined {
    const { memo } = vocabulary;
    if (!memo.has('names')) memo.set('names', NameTables.build(vocabulary));
    return memo.get('names') as NameTables | undefined;
  }

  private static build(vocabulary: Vocabulary): NameTables | undefined {
    const firstLists = new Concatenation();
    const first = SEXES.map((sex) => {
      const options = bySex(entry(vocabulary, 'person', 'first_name') as BySex<string>, sex);
      return runs(options.map(({ list, weight }) => ({ ...firstLists.add(list), weight })));
    });
    const lastLists = new Concatenation();
    const joins: string[] = [];
    const last: LastNames[] = [];
    for (const sex of SEXES) {
      const options = lastOptions(vocabulary, sex);
      if (!options) return undefined;
      last.push({
        ...runs(options.map(({ list, weight }) => ({ ...lastLists.add(list), weight }))),
        joins: Int32Array.from(options, ({ join }) => {
          if (join === undefined) return -1;
          if (!joins.includes(join)) joins.push(join);
          return joins.indexOf(join);
        }),
      });
    }
    return new NameTables([first[0], first[1]], [last[0], last[1]], {
      firstNames: firstLists.values,
      lastNames: lastLists.values,
      joins,
    });
  }

  /** The first and last names that go together: of women and men apart where last names differ, no first name twice. */
  pairs(): readonly { readonly first: readonly string[]; readonly last: readonly string[] }[] {
    const of = (all: readonly string[], { starts, sizes }: Runs, single: Int32Array | undefined): string[] => {
      const found = new Set<string>();
      starts.forEach((start, k) => {
        if (single && single[k] >= 0 && single.some((join) => join < 0)) return;
        for (let i = start; i < start + sizes[k]; i++) found.add(all[i]);
      });
      return [...found];
    };
    const [women, men] = this.first.map((runs) => of(this.firstNames, runs, undefined));
    const [herLast, hisLast] = this.last.map((runs) => of(this.lastNames, runs, runs.joins));
    const known = new Set(women);
    const others = men.filter((name) => !known.has(name));
    if (herLast.join() === hisLast.join()) return [{ first: [...women, ...others], last: herLast }];
    return [
      { first: women, last: herLast },
      { first: others, last: hisLast },
    ];
  }

  /**
   * Draws names with draws 0 and 1 of a stream.
   * @param given sex of each row as {@link SexCode}; others draw one
   */
  draw(stream: Stream, at: Addresses, given: Uint8Array | undefined): NameParts {
    const { length } = at;
    const first = new Int32Array(length);
    const last = new Int32Array(length);
    const second = new Int32Array(length);
    const join = new Int32Array(length);
    const sex = new Uint8Array(length);
    const firstDraws = new Float64Array(length);
    const lastDraws = new Float64Array(length);
    stream.uniforms(at, 0, firstDraws);
    stream.uniforms(at, 1, lastDraws);
    const rest = firstDraws;
    if (given === undefined && this.joins.length === 0 && this.drawByKernel(firstDraws, lastDraws, first, last, sex)) {
      return { first, last, join: join.fill(-1), second: second.fill(-1), sex, rest };
    }
    for (let i = 0; i < length; i++) {
      let x = firstDraws[i] * 2;
      let s = x >= 1 ? 1 : 0;
      x -= s;
      if (given !== undefined && given[i] < 2) s = given[i];
      sex[i] = s;
      const runs = this.first[s];
      let k = 0;
      while (x >= runs.ends[k]) k++;
      let start = k === 0 ? 0 : runs.ends[k - 1];
      let size = runs.sizes[k];
      let scaled = (x - start) * runs.scales[k];
      let index = Math.floor(scaled);
      if (index >= size) index = size - 1;
      first[i] = runs.starts[k] + index;
      const rest = scaled - index;
      firstDraws[i] = rest < 1 ? rest : 0;

      x = lastDraws[i];
      const names = this.last[s];
      k = 0;
      while (x >= names.ends[k]) k++;
      start = k === 0 ? 0 : names.ends[k - 1];
      size = names.sizes[k];
      scaled = (x - start) * names.scales[k];
      index = Math.floor(scaled);
      if (index >= size) index = size - 1;
      last[i] = names.starts[k] + index;
      join[i] = names.joins[k];
      if (join[i] < 0) second[i] = -1;
      else {
        const other = Math.floor((scaled - index) * size);
        second[i] = names.starts[k] + (other < size ? other : size - 1);
      }
    }
    return { first, last, second, join, sex, rest };
  }

  /** Draws names in WebAssembly; false where that is not worth it, or cannot be. */
  private drawByKernel(
    firstDraws: Float64Array,
    lastDraws: Float64Array,
    first: Int32Array,
    last: Int32Array,
    sex: Uint8Array,
  ): boolean {
    const { length } = first;
    this.drawn += length;
    if (this.drawn <= WORTH_COMPILING) return false;
    this.kernel ??= { compiled: compileNameKernel(this.first, this.last) };
    const { compiled } = this.kernel;
    if (compiled === undefined) return false;
    for (let from = 0; from < length; from += KERNEL_ROWS) {
      const to = Math.min(length, from + KERNEL_ROWS);
      compiled.firstDraws.set(firstDraws.subarray(from, to));
      compiled.lastDraws.set(lastDraws.subarray(from, to));
      compiled.run(to - from);
      firstDraws.set(compiled.firstDraws.subarray(0, to - from), from);
      first.set(compiled.first.subarray(0, to - from), from);
      last.set(compiled.last.subarray(0, to - from), from);
      sex.set(compiled.sex.subarray(0, to - from), from);
    }
    return true;
  }
}

const SEXES = ['female', 'male'] as const;

/** Lists laid end to end, each once. */
class Concatenation {
  readonly values: string[] = [];
  private readonly starts = new Map<readonly string[], number>();

  add(list: readonly string[]): { start: number; size: number } {
    let start = this.starts.get(list);
    if (start === undefined) {
      start = this.values.length;
      this.starts.set(list, start);
      this.values.push(...list);
    }
    return { start, size: list.length };
  }
}

function runs(options: readonly { start: number; size: number; weight: number }[]): Runs {
  const total = options.reduce((sum, o) => sum + o.weight, 0);
  let sum = 0;
  const ends = Float64Array.from(options, (o) => (sum += o.weight) / total);
  ends[options.length - 1] = 1;
  return {
    ends,
    scales: Float64Array.from(options, (o, k) => o.size / (ends[k] - (k === 0 ? 0 : ends[k - 1]))),
    starts: Int32Array.from(options, (o) => o.start),
    sizes: Int32Array.from(options, (o) => o.size),
  };
}

/** faker's last-name patterns: one list, or twice the same with a text between. */
const PATTERN = /^\{\{person\.last_name\.(\w+)\}\}(?:([^{}]*)\{\{person\.last_name\.\1\}\})?$/;

function lastOptions(
  vocabulary: Vocabulary,
  sex: 'female' | 'male',
): { list: readonly string[]; weight: number; join: string | undefined }[] | undefined {
  const names = entry(vocabulary, 'person', 'last_name') as BySex<string>;
  const sources = vocabulary.definitions.person?.last_name_pattern as BySex<WeightedPattern> | undefined;
  if (!sources) return bySex(names, sex).map((o) => ({ ...o, join: undefined }));
  const options: { list: readonly string[]; weight: number; join: string | undefined }[] = [];
  for (const { list: weighted, weight } of bySex(sources, sex)) {
    const total = weighted.reduce((sum, w) => sum + w.weight, 0);
    for (const source of weighted) {
      const match = PATTERN.exec(source.value);
      const list = match && names[match[1] as Sex];
      if (!list || list.length === 0) return undefined;
      options.push({ list, weight: (weight * source.weight) / total, join: match[2] });
    }
  }
  return options;
}
