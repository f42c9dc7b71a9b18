import type { TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import type { Stream } from '../random/stream.js';
import type { Batch } from './drawer.js';
import { countOf, type CodePoints } from './pattern-classes.js';
import { segmentsOf, type Segment, WIDTH } from './pattern-chain.js';
import { Picks } from './pattern-picks.js';
import { fixedPlaces, groupsIn, referredIn } from './pattern-shape.js';
import type { PatternNode } from './pattern-syntax.js';
import { isPlainSet } from './pattern-text.js';

/** A node made ready for drawing bytes: characters that always follow one another are drawn together, from a table. */
type Step =
  | { readonly type: 'segment'; readonly size: number; readonly bytes: number; readonly words: Int32Array }
  | {
      readonly type: 'run';
      readonly size: number;
      readonly bytes: number;
      readonly words: Int32Array;
      readonly min: number;
      readonly span: number;
    }
  | { readonly type: 'sequence'; readonly items: readonly Step[] }
  | { readonly type: 'choice'; readonly options: readonly Step[] }
  | {
      readonly type: 'repeat';
      readonly body: Step;
      readonly min: number;
      readonly span: number;
      readonly groups: readonly number[];
    }
  | { readonly type: 'group'; readonly index: number; readonly body: Step }
  | { readonly type: 'reference'; readonly index: number };

/** A table for characters of a run covers as many as fit into this many texts. */
const MOST_RUN_TEXTS = 1 << 12;

function setsIn(node: PatternNode): CodePoints[] {
  switch (node.type) {
    case 'set':
      return [node.points];
    case 'sequence':
      return node.items.flatMap(setsIn);
    case 'choice':
      return node.options.flatMap(setsIn);
    case 'repeat':
    case 'group':
      return setsIn(node.body);
    default:
      return [];
  }
}

/** Whether a pattern draws ASCII only, so that {@link drawBytes} can draw it. */
export function isAscii(root: PatternNode): boolean {
  return setsIn(root).every((points) => points[points.length - 1] < 0x80);
}

function prepare(node: PatternNode, referred: ReadonlySet<number>): Step {
  const places = [...referred].some((g) => groupsIn(node).includes(g)) ? undefined : fixedPlaces(node);
  if (places !== undefined) return sequence(segmentsOf(places).map(segment));
  switch (node.type) {
    case 'sequence':
      return sequence(joined(node.items, referred));
    case 'choice':
      return { type: 'choice', options: node.options.map((n) => prepare(n, referred)) };
    case 'repeat': {
      const { min, body } = node;
      const span = node.max - min + 1;
      if (body.type === 'set') {
        const size = countOf(body.points);
        let chunk = 1;
        while (chunk < WIDTH && chunk < node.max && size ** (chunk + 1) <= MOST_RUN_TEXTS) chunk++;
        const [table] = segmentsOf(new Array<CodePoints>(chunk).fill(body.points));
        return { ...segment(table), type: 'run', min, span };
      }
      return { type: 'repeat', body: prepare(body, referred), min, span, groups: groupsIn(body) };
    }
    case 'group':
      return referred.has(node.index)
        ? { type: 'group', index: node.index, body: prepare(node.body, referred) }
        : prepare(node.body, referred);
    case 'reference':
      return node;
    default:
      return sequence([]);
  }
}

/** Items of a sequence, neighbours of fixed length drawn together. */
function joined(items: readonly PatternNode[], referred: ReadonlySet<number>): Step[] {
  const steps: Step[] = [];
  let places: CodePoints[] = [];
  const flush = (): void => {
    steps.push(...segmentsOf(places).map(segment));
    places = [];
  };
  for (const item of items) {
    const fixed = [...referred].some((g) => groupsIn(item).includes(g)) ? undefined : fixedPlaces(item);
    if (fixed !== undefined) places.push(...fixed);
    else {
      flush();
      steps.push(prepare(item, referred));
    }
  }
  flush();
  return steps;
}

function segment({ size, bytes, words }: Segment): Step & { type: 'segment' } {
  return { type: 'segment', size, bytes, words };
}

function sequence(items: readonly Step[]): Step {
  return items.length === 1 ? items[0] : { type: 'sequence', items };
}

/** Draws a pattern of ASCII characters straight into bytes. */
export function drawBytes(
  root: PatternNode,
  groups: number,
  longest: number,
  stream: Stream,
): (batch: Batch) => TextColumn {
  const step = prepare(root, referredIn(root));
  const plain = setsIn(root).every(isPlainSet);
  const writer = new ByteWriter(longest, groups, new Picks(stream));
  return (batch) => {
    const { low, high, length } = batch.addresses;
    writer.start(length, plain);
    for (let i = 0; i < length; i++) writer.row(step, low[i], high[i]);
    return writer.finish();
  };
}

/** Builds a text column of one text after another. */
class ByteWriter {
  private bytes = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  private offsets = new Int32Array(1);
  private rows = 0;
  private at = 0;
  private plain = true;
  /** Where each group's text starts and ends; −1: not drawn. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(
    private readonly longest: number,
    groups: number,
    private readonly picks: Picks,
  ) {
    this.starts = new Int32Array(groups + 1);
    this.ends = new Int32Array(groups + 1);
  }

  start(rows: number, plain: boolean): void {
    this.at = 0;
    this.rows = 0;
    this.offsets = new Int32Array(rows + 1);
    this.grow(rows * Math.min(this.longest, 32));
    this.plain = plain;
  }

  row(step: Step, low: number, high: number): void {
    const from = this.at;
    // A segment or a chunk of a run may write 8 bytes more than it has.
    if (from + this.longest + WIDTH + SPARE > this.bytes.length) this.grow(this.bytes.length * 2);
    if (this.starts.length > 1) this.starts.fill(-1);
    this.picks.row(low, high);
    this.write(step);
    const to = this.at;
    if (to === from || this.bytes[from] === 0x20 || this.bytes[to - 1] === 0x20) this.plain = false;
    this.offsets[++this.rows] = to;
  }

  finish(): TextColumn {
    const { bytes, offsets, plain, rows } = this;
    return { kind: 'text', length: rows, bytes, offsets, plain };
  }

  private grow(size: number): void {
    const grown = new Uint8Array(size + this.longest + WIDTH + SPARE);
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  private write(step: Step): void {
    switch (step.type) {
      case 'segment': {
        const k = this.picks.pick(step.size) * 2;
        this.view.setInt32(this.at, step.words[k], true);
        this.view.setInt32(this.at + 4, step.words[k + 1], true);
        this.at += step.bytes;
        return;
      }
      case 'run': {
        const { size, bytes, words } = step;
        const end = this.at + step.min + this.picks.pick(step.span);
        for (let at = this.at; at < end; at += bytes) {
          const k = this.picks.pick(size) * 2;
          this.view.setInt32(at, words[k], true);
          this.view.setInt32(at + 4, words[k + 1], true);
        }
        this.at = end;
        return;
      }
      case 'sequence': {
        const { items } = step;
        for (let k = 0; k < items.length; k++) this.write(items[k]);
        return;
      }
      case 'choice':
        this.write(step.options[this.picks.pick(step.options.length)]);
        return;
      case 'repeat': {
        const count = step.min + this.picks.pick(step.span);
        for (let k = 0; k < count; k++) {
          for (const g of step.groups) this.starts[g] = -1;
          this.write(step.body);
        }
        return;
      }
      case 'group': {
        const start = this.at;
        this.write(step.body);
        this.starts[step.index] = start;
        this.ends[step.index] = this.at;
        return;
      }
      case 'reference': {
        // A group that took no part refers to the empty text.
        const start = this.starts[step.index];
        if (start >= 0) {
          const end = this.ends[step.index];
          for (let k = start; k < end; k++) this.bytes[this.at++] = this.bytes[k];
        }
        return;
      }
    }
  }
}
