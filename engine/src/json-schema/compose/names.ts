import type { Batch } from '../../fields/drawer.js';
import { textAt } from '../../columns/text.js';
import type { Stream } from '../../random/stream.js';
import type { Goal } from '../goal.js';
import type { StringShape } from '../shape.js';
import { attemptAddress, high } from './address.js';
import type { DrawableStrings } from './leaf.js';
import type { Plans } from './plans.js';

/** Keys that objects used as maps have. */
const WORDS = (
  'alpha area badge basic batch brand build center channel color cycle delta depth draft east extra field first focus ' +
  'front global grade group index inner label layer legacy level limit local main major metric minor mode model north ' +
  'order origin outer owner phase primary public quality queue rank ratio region scale scope second sector shape signal ' +
  'south stage status summary target theme third total unit upper value version volume weight west zone'
).split(' ');

/** Fresh numbers for a name that is taken or refused. */
const ATTEMPTS = 48;
/** Attempts that stay with words, where some do. */
const WORDY = 8;

const PICK = 32;

/** A pattern that says no more than how names begin. */
const PREFIX = /^\^((?:[\w@:/ -]|\\[-.$/])+)$/;

const FREE: StringShape = {
  type: 'string',
  weight: 1,
  excluded: [],
  notes: [],
  minLength: 0,
  maxLength: Infinity,
  patterns: [],
  notPatterns: [],
  formats: [],
  notFormats: [],
};

/** One way to make names. */
interface NameSource {
  readonly words: readonly string[];
  readonly strings: ((batch: Batch) => string) | undefined;
  readonly values: readonly string[];
}

/** Makes up names of properties. */
export class Names {
  private readonly sources: NameSource[] = [];

  /**
   * @param goal what names have to satisfy, as strings; `undefined`: anything.
   * @param patterns of which each name has to match one; none: any name.
   */
  constructor(
    private readonly plans: Plans,
    private readonly goal: Goal | undefined,
    patterns: readonly string[],
  ) {
    for (const shape of goal === undefined ? [FREE] : plans.solver.shapesOf(goal)) {
      if (shape.type === 'values') {
        const values = shape.values.filter((v) => typeof v === 'string');
        if (values.length > 0) this.sources.push({ words: [], strings: undefined, values });
      } else if (shape.type === 'string') {
        for (const pattern of patterns.length === 0 ? [undefined] : patterns) this.add(shape, pattern);
      }
    }
  }

  get possible(): boolean {
    return this.sources.length > 0;
  }

  /** Whether names are listed, so that they can be names of known properties. */
  get listed(): boolean {
    return this.sources.every((s) => s.values.length > 0);
  }

  /** A name that is not refused; `undefined` where none turned up. */
  make(stream: Stream, low: number, partHigh: number, refuse: (name: string) => boolean): string | undefined {
    if (this.sources.length === 0) return undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const at = attemptAddress(attempt, low, partHigh);
      const name = this.candidate(stream, at, high, attempt);
      if (
        name !== undefined &&
        !refuse(name) &&
        (this.goal === undefined || this.plans.solver.accepts(this.goal, name))
      )
        return name;
    }
    return undefined;
  }

  private candidate(stream: Stream, low: number, partHigh: number, attempt: number): string | undefined {
    const source = this.sources[Math.floor(stream.uniform(low, partHigh, PICK) * this.sources.length)];
    const uniform = stream.uniform(low, partHigh, PICK + 1);
    if (source.values.length > 0) return source.values[Math.floor(uniform * source.values.length)];
    if (source.words.length > 0 && attempt < WORDY) return source.words[Math.floor(uniform * source.words.length)];
    const addresses = { length: 1, low: Int32Array.of(low), high: Int32Array.of(partHigh) };
    return source.strings?.({ length: 1, rows: Float64Array.of(0), addresses });
  }

  private add(shape: StringShape, pattern: string | undefined): void {
    const strings = this.plans.strings(shape, pattern);
    const prefix = pattern === undefined ? undefined : PREFIX.exec(pattern)?.[1].replaceAll('\\', '');
    const regexp = pattern === undefined ? undefined : regexpOf(pattern);
    const words = WORDS.map((word) => `${prefix ?? ''}${word}`).filter(
      (word) =>
        (regexp === undefined || regexp.test(word)) &&
        (this.goal === undefined || this.plans.solver.accepts(this.goal, word)),
    );
    if (!strings.ok && words.length === 0) return;
    this.sources.push({
      words,
      strings: strings.ok ? single(strings, this.plans.leaves.stream) : undefined,
      values: [],
    });
  }
}

function single(strings: DrawableStrings, stream: Stream): (batch: Batch) => string {
  const draw = strings.drawer(stream);
  return (batch) => textAt(draw(batch), 0);
}

function regexpOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}
