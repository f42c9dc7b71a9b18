import { segmentsOf } from 'agentic-synth';
import type { Cursor } from '../document/cursor.js';
import type { SynthDocument } from '../document/document.js';

/**
 * The value of a document as far as it can be told: where the text is broken, the last good version with what this one
 * says along the way to the cursor.
 */
export function valueAround(document: SynthDocument, { at, pointer }: Cursor): unknown {
  const { lastGood, parsed } = document;
  if (lastGood === document || lastGood === undefined) return parsed.value;
  const segments = segmentsOf(pointer);
  return laid(lastGood.parsed.value, parsed.value, at === 'key' ? segments : segments.slice(0, -1));
}

/** A value with what another says along a path: the mapping at its end is the other's. */
function laid(good: unknown, now: unknown, [segment, ...rest]: readonly string[]): unknown {
  if (now === undefined || now === null) return good;
  if (segment === undefined || !isMapping(good) || !isMapping(now)) return now;
  return { ...good, ...now, [segment]: laid(good[segment], now[segment], rest) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
