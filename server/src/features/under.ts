import type { Definition } from 'agentic-synth';
import type { NameIndex, Occurrence } from '../names/name-index.js';

/** The name at an offset. */
export function nameUnder(index: NameIndex, offset: number): Occurrence | undefined {
  return index.at(offset)[0];
}

/** What the name at an offset stands for. */
export function targetsUnder(index: NameIndex, offset: number): Definition[] {
  const found = new Map<string, Definition>();
  for (const { target } of index.at(offset)) if (target !== undefined) found.set(index.id(target), target);
  return [...found.values()];
}
