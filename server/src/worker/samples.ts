import { describeFields } from 'agentic-synth';
import type { TaskRun } from './task-run.js';

/** Draws values of fields while someone reads or types. */
export interface SamplesParams {
  /** The document as it was last right. */
  readonly value: unknown;
  /** JSON pointers. */
  readonly pointers: readonly string[];
}

export interface SamplesResult {
  /** By pointer; of texts themselves, of others JSON. */
  readonly samples: Readonly<Record<string, readonly string[]>>;
}

/** Longer ones are cut. */
const LONGEST = 200;

export async function samples({ value, pointers }: SamplesParams, run: TaskRun): Promise<SamplesResult> {
  const synth = await run.synth();
  const { at } = await describeFields(value, { file: run.surroundings.file, readSchema: synth.reader });
  const found: Record<string, readonly string[]> = {};
  for (const pointer of pointers) {
    run.signal.throwIfAborted();
    const field = at(pointer);
    if (field?.pointer === pointer) found[pointer] = field.samples().map((sample) => cut(textOf(sample), LONGEST));
    // Others may be waiting.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { samples: found };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const plain = (_key: string, part: unknown): unknown => (typeof part === 'bigint' ? String(part) : part);
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value, plain) ?? String(value));
}

/** A text of so many characters at most, and an ellipsis. */
export function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
