import type { Cursor } from './cursor.js';
import type { FlowFrame, FlowHit } from './flow-scanner.js';
import { contentOf } from './flow-word.js';
import { indentOfLine, lineStart } from './layout.js';

/** The cursor where a scan of brackets has found it. */
export function flowCursor(
  text: string,
  offset: number,
  hit: FlowHit | undefined,
  yaml: boolean,
  unit: string,
): Cursor {
  const { at = 'nothing', pointer = '', word, hasColon = false, before = '', after = '', frame } = hit ?? {};
  const typed = word === undefined ? '' : contentOf(text, word, offset);
  const quote = word?.quote ?? '';
  return {
    at,
    pointer,
    replace:
      word === undefined || at === 'nothing' ? { start: offset, end: offset } : { start: word.start, end: word.end },
    typed,
    quote,
    siblings:
      at === 'key' && frame
        ? frame.keys.filter((key) => key.start !== word?.start).map((key) => contentOf(text, key, key.end))
        : [],
    hasColon,
    flow: true,
    after,
    before,
    indent: indentIn(text, frame, offset),
    unit,
    inText: at === 'value' && (quote !== '' || yaml) ? typed.length : undefined,
  };
}

/** White space before the entries of brackets that span lines, else that of the line with the bracket. */
function indentIn(text: string, frame: FlowFrame | undefined, offset: number): string {
  if (frame === undefined) return '';
  const opener = lineStart(text, frame.open);
  const first = Math.min(frame.first ?? offset, offset);
  const entry = lineStart(text, frame.first ?? first) > opener ? (frame.first ?? first) : first;
  return indentOfLine(text, lineStart(text, entry) > opener ? entry : frame.open);
}
