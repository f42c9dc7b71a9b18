import type { TextColumn } from '../../columns/column.js';
import { valueAt } from '../../columns/read.js';
import { textAt } from '../../columns/text.js';
import type { Batch, Drawer } from '../../fields/drawer.js';
import type { Stream } from '../../random/stream.js';
import type { FieldSpec } from '../../schema/model.js';
import type { NumberShape, StringShape } from '../shape.js';
import type { CompiledStrings } from '../strings/index.js';
import { attemptAddresses } from './address.js';
import { canonicalText } from '../equality.js';
import type { Leaves } from './leaves.js';
import { type Numbers, SPAN } from './numbers.js';

/** Draws texts or numbers of one place of a schema. */
export interface Leaf {
  /** One value a row. A value that the goal refuses can still come out: its row is then drawn anew. */
  draw(batch: Batch): unknown[];
}

/** Values as first drawn. */
interface Source {
  /** All of them satisfy the goal. */
  readonly sure: boolean;
  draw(batch: Batch): unknown[];
}

type Accepts = (value: unknown) => boolean;
export type DrawableStrings = Extract<CompiledStrings, { ok: true }>;

/** How often what looks best is tried before what is sure, and that before the row is given up. */
const PREFERRED = 10;
const ATTEMPTS = 24;
/** What is preferred is left out where it fails on all of so many trials; a mere guess has to do in a quarter of them. */
const TRIALS = 32;
const GUESSED_RIGHT = 0.25;

/** Draws of a leaf's stream that are not the sources' own first ones. */
const EXAMPLE = 4096;
const EXAMPLE_PICK = 4097;

const EXAMPLE_SHARE = 0.5;
const DEFAULT_SHARE = 0.1;

/** Where a value stands. */
export interface Whereabouts {
  /** The property, however deep in lists. */
  readonly name: string;
  /** What the object around it is called. */
  readonly parent: string | undefined;
  /** How far numbers reach where they are open-ended. */
  readonly span: number;
}

/** @param draw texts that satisfy the shape, `exact` saying whether all of them are sure to. */
export function stringLeaf(
  shape: StringShape,
  where: Whereabouts,
  draw: (batch: Batch) => TextColumn,
  exact: boolean,
  leaves: Leaves,
  accepts: Accepts,
): Leaf {
  const last: Source = {
    sure: exact,
    draw(batch) {
      const column = draw(batch);
      return Array.from({ length: batch.length }, (_, i) => textAt(column, i));
    },
  };
  return leafOf(shape, where, last, leaves, accepts);
}

export function numberLeaf(
  shape: NumberShape,
  where: Whereabouts,
  numbers: Numbers,
  leaves: Leaves,
  accepts: Accepts,
): Leaf {
  return leafOf(shape, where, numberSource(numbers, leaves.stream), leaves, accepts);
}

function numberSource(numbers: Numbers, stream: Stream): Source {
  return {
    sure: true,
    draw(batch) {
      const out = new Float64Array(batch.length);
      numbers.draw(stream, batch.addresses, out);
      return Array.from(out);
    },
  };
}

function leafOf(
  shape: StringShape | NumberShape,
  where: Whereabouts,
  last: Source,
  leaves: Leaves,
  accepts: Accepts,
): Leaf {
  const given = preferredSource(shape, where, leaves, accepts);
  const examples = leaves.infer ? accepted(shape, accepts) : { examples: [], defaults: [] };
  const drawer = checked(given, last, accepts);
  if (examples.examples.length > 0 && given === undefined)
    return withExamples(drawer, examples.examples, EXAMPLE_SHARE, leaves.stream);
  if (examples.defaults.length > 0) return withExamples(drawer, examples.defaults, DEFAULT_SHARE, leaves.stream);
  return drawer;
}

/** What `x-synth` says, else what the name suggests. */
function preferredSource(
  shape: StringShape | NumberShape,
  where: Whereabouts,
  leaves: Leaves,
  accepts: Accepts,
): Source | undefined {
  const synth = shape.notes.find((n) => n.synth !== undefined)?.synth;
  const written = synth === undefined ? undefined : leaves.read(synth);
  if (written !== undefined) return sourceOf(written, false, leaves, accepts);
  // Where many different values are needed, those that look right may be too few.
  if (!leaves.infer || where.span > SPAN) return undefined;
  const suggested = leaves.suggest(where.name, shape, shape.notes, where.parent);
  if (suggested === undefined) return guess(shape, where, leaves, accepts);
  // A choice of the examples is made here, beside other values.
  if (suggested.spec.kind === 'enum') return undefined;
  return sourceOf(suggested.spec, suggested.proven, leaves, accepts);
}

/** What the name suggests when lengths and patterns are left aside, where that often satisfies them all the same. */
function guess(
  shape: StringShape | NumberShape,
  where: Whereabouts,
  leaves: Leaves,
  accepts: Accepts,
): Source | undefined {
  if (shape.type !== 'string') return undefined;
  const free = { ...shape, minLength: 0, maxLength: Infinity, patterns: [], notPatterns: [] };
  const suggested = leaves.suggest(where.name, free, shape.notes, where.parent);
  if (suggested === undefined || suggested.spec.kind === 'enum') return undefined;
  return sourceOf(suggested.spec, false, leaves, accepts, GUESSED_RIGHT);
}

function sourceOf(
  spec: FieldSpec,
  sure: boolean,
  leaves: Leaves,
  accepts: Accepts,
  share = 1 / TRIALS,
): Source | undefined {
  const drawer = leaves.compile(spec);
  if (drawer === undefined) return undefined;
  const source = drawerSource(drawer, sure);
  return source.draw(trialBatch()).filter(accepts).length >= share * TRIALS ? source : undefined;
}

function drawerSource(drawer: Drawer, sure: boolean): Source {
  return {
    sure,
    draw(batch) {
      const column = drawer.draw(batch);
      return Array.from({ length: batch.length }, (_, i) => valueAt(column, i));
    },
  };
}

function trialBatch(): Batch {
  const rows = Float64Array.from({ length: TRIALS }, (_, i) => i);
  const low = Int32Array.from(rows);
  return { length: TRIALS, rows, addresses: { length: TRIALS, low, high: new Int32Array(TRIALS).fill(-1) } };
}

/** Draws what is preferred, again where the goal refuses it, at last from the source that knows the constraints. */
function checked(preferred: Source | undefined, last: Source, accepts: Accepts): Leaf {
  const first = preferred ?? last;
  if (first.sure) return first;
  return {
    draw(batch) {
      const values = first.draw(batch);
      let pending: number[] = [];
      for (let i = 0; i < values.length; i++) if (!accepts(values[i])) pending.push(i);
      for (let attempt = 1; pending.length > 0 && attempt < ATTEMPTS; attempt++) {
        const source = preferred !== undefined && attempt < PREFERRED ? preferred : last;
        const drawn = source.draw(part(batch, pending, attempt));
        const refused: number[] = [];
        for (let k = 0; k < pending.length; k++) {
          values[pending[k]] = drawn[k];
          if (!source.sure && !accepts(drawn[k])) refused.push(pending[k]);
        }
        pending = refused;
      }
      return values;
    },
  };
}

function part(batch: Batch, index: readonly number[], attempt: number): Batch {
  return {
    length: index.length,
    rows: Float64Array.from(index, (i) => batch.rows[i]),
    addresses: attemptAddresses(batch.addresses, index, attempt),
  };
}

function withExamples(leaf: Leaf, examples: readonly unknown[], share: number, stream: Stream): Leaf {
  return {
    draw(batch) {
      const values = leaf.draw(batch);
      const { low, high } = batch.addresses;
      for (let i = 0; i < values.length; i++) {
        if (stream.uniform(low[i], high[i], EXAMPLE) >= share) continue;
        values[i] = examples[Math.floor(stream.uniform(low[i], high[i], EXAMPLE_PICK) * examples.length)];
      }
      return values;
    },
  };
}

/** The examples and defaults written that are values of the shape's type and satisfy the goal, each once. */
function accepted(
  shape: StringShape | NumberShape,
  accepts: Accepts,
): { examples: readonly unknown[]; defaults: readonly unknown[] } {
  const fitting = (values: readonly unknown[]): unknown[] => {
    const different = new Map(values.filter((v) => typeof v === shape.type).map((v) => [canonicalText(v), v]));
    return [...different.values()].filter(accepts);
  };
  return {
    examples: fitting(shape.notes.flatMap((n) => n.examples)),
    defaults: fitting(shape.notes.flatMap((n) => (n.default === undefined ? [] : [n.default.value]))),
  };
}
