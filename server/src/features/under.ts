import type { Definition } from 'agentic-synth';
import type { NameIndex } from '../names/name-index.js';

/** What the name at an offset stands for. */
export function targetsUnder(index: NameIndex, offset: number): Definition[] {
  const found = new Map<string, Definition>();
  for (const { target } of index.at(offset)) if (target !== undefined) found.set(index.id(target), target);
  return [...found.values()];
}
