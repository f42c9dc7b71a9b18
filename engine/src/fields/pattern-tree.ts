import type { TextColumn } from '../columns/column.js';
import { TextBuilder } from '../columns/text.js';
import type { Stream } from '../random/stream.js';
import type { Batch } from './drawer.js';
import { countOf, pointAt, type CodePoints } from './pattern-classes.js';
import { Picks } from './pattern-picks.js';
import { groupsIn } from './pattern-shape.js';
import type { PatternNode } from './pattern-syntax.js';
import { writePoints } from './pattern-text.js';
import { capitalise } from './text-case.js';

/** A node made ready for drawing: sets of characters are written out where they are small. */
type Step =
  | { readonly type: 'character'; readonly points: Int32Array }
  | { readonly type: 'ranges'; readonly points: CodePoints; readonly size: number }
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

const NOTHING: Step = { type: 'sequence', items: [] };

function prepare(node: PatternNode): Step {
  switch (node.type) {
    case 'start':
    case 'end':
      return NOTHING;
    case 'set': {
      const size = countOf(node.points);
      if (size > 4096) return { type: 'ranges', points: node.points, size };
      return { type: 'character', points: Int32Array.from({ length: size }, (_, k) => pointAt(node.points, k)) };
    }
    case 'sequence':
      return { type: 'sequence', items: node.items.map(prepare) };
    case 'choice':
      return { type: 'choice', options: node.options.map(prepare) };
    case 'repeat':
      return {
        type: 'repeat',
        body: prepare(node.body),
        min: node.min,
        span: node.max - node.min + 1,
        groups: groupsIn(node.body),
      };
    case 'group':
      return { type: 'group', index: node.index, body: prepare(node.body) };
    case 'reference':
      return node;
  }
}

/**
 * Draws any pattern, character by character, in code points.
 * @param title whether to put each text into title case
 */
export function drawTree(
  root: PatternNode,
  groups: number,
  longest: number,
  stream: Stream,
  title: boolean,
): (batch: Batch) => TextColumn {
  const step = prepare(root);
  const writer = new TreeWriter(longest, groups, new Picks(stream));
  return (batch) => {
    const { length } = batch;
    const { low, high } = batch.addresses;
    const out = new TextBuilder(length, Math.min(64, longest));
    for (let i = 0; i < length; i++) {
      const written = writer.row(step, low[i], high[i]);
      if (title) capitalise(writer.points, written);
      writePoints(out, writer.points, written);
      out.endRow();
    }
    return out.finish();
  };
}

/** Draws one text after another into a buffer of code points. */
class TreeWriter {
  readonly points: Int32Array;
  private length = 0;
  /** Where each group's text starts and ends; −1: not drawn. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(
    longest: number,
    groups: number,
    private readonly picks: Picks,
  ) {
    this.points = new Int32Array(longest);
    this.starts = new Int32Array(groups + 1);
    this.ends = new Int32Array(groups + 1);
  }

  row(step: Step, low: number, high: number): number {
    this.length = 0;
    this.starts.fill(-1);
    this.picks.row(low, high);
    this.write(step);
    return this.length;
  }

  private write(step: Step): void {
    switch (step.type) {
      case 'character':
        this.points[this.length++] = step.points[this.picks.pick(step.points.length)];
        return;
      case 'ranges':
        this.points[this.length++] = pointAt(step.points, this.picks.pick(step.size));
        return;
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
        const start = this.length;
        this.write(step.body);
        this.starts[step.index] = start;
        this.ends[step.index] = this.length;
        return;
      }
      case 'reference': {
        // A group that took no part refers to the empty text.
        const start = this.starts[step.index];
        if (start >= 0) {
          const end = this.ends[step.index];
          for (let k = start; k < end; k++) this.points[this.length++] = this.points[k];
        }
        return;
      }
    }
  }
}
