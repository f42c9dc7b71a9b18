import type { Drawer } from '../../fields/drawer.js';
import type { Stream } from '../../random/stream.js';
import type { FieldSpec } from '../../schema/model.js';
import type { Suggestion } from '../realism.js';
import type { Note, NumberShape, StringShape } from '../shape.js';

/** What the plan around a composer gives it: field settings compiled to drawers, and random numbers. */
export interface Leaves {
  /** The random numbers of all leaves; their addresses tell them apart. */
  readonly stream: Stream;
  /** Whether names, titles, examples and defaults guide what values look like. */
  readonly infer: boolean;
  /** Draws a field that stands on no other; `undefined` where it would, or cannot be compiled. */
  compile(spec: FieldSpec): Drawer | undefined;
  /** The field that an `x-synth` says. */
  read(synth: unknown): FieldSpec | undefined;
  /**
   * A field that makes a property look like what it is called.
   * @param parent what the object around it is called.
   */
  suggest(
    name: string,
    shape: StringShape | NumberShape,
    notes: readonly Note[],
    parent: string | undefined,
  ): Suggestion | undefined;
}
