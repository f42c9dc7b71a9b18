import { type BlockOutline, blockOutline } from './block-outline.js';
import { blockCursor } from './block-cursor.js';
import type { Cursor } from './cursor.js';
import type { SynthDocument } from './document.js';
import { flowCursor } from './flow-cursor.js';
import { indentUnit } from './layout.js';
import { scanFlow } from './flow-scanner.js';

const OUTLINES = new WeakMap<SynthDocument, BlockOutline>();
const UNITS = new WeakMap<SynthDocument, string>();

/**
 * Where an offset stands in a document, complete, broken or half typed: by the text around it, not by what a parser makes
 * of it.
 */
export function cursorAt(document: SynthDocument, offset: number): Cursor {
  const { text } = document;
  const at = Math.max(0, Math.min(offset, text.length));
  const unit = kept(UNITS, document, () => indentUnit(text));
  if (document.language === 'json') {
    const { hit } = scanFlow(text, 0, { yaml: false, pointer: '', floor: -1, cursor: at });
    return flowCursor(text, at, hit, false, unit);
  }
  return blockCursor(
    text,
    kept(OUTLINES, document, () => blockOutline(text)),
    at,
    unit,
  );
}

function kept<T>(map: WeakMap<SynthDocument, T>, document: SynthDocument, make: () => T): T {
  let value = map.get(document);
  if (value === undefined) {
    value = make();
    map.set(document, value);
  }
  return value;
}
