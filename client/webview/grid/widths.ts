import { piecesOf, type TableData, textOf } from '../cells.js';
import { strings } from '../strings.js';

export const NARROWEST = 44;
const WIDEST = 640;
/** Widest that a column is made unasked. */
const COMFORTABLE = 300;
const SAMPLE = 60;
/** Type names are written smaller. */
const SMALL = 0.85;
const PADDING = 20;

/** Measures texts in the page's font. */
let brush: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, bold: boolean): number {
  brush ??= document.createElement('canvas').getContext('2d');
  if (brush == null) return text.length * 7;
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  const font = `${bold ? '600 ' : ''}${fontSize} ${fontFamily}`;
  if (brush.font !== font) brush.font = font;
  return brush.measureText(text).width;
}

/** Pixels that a column needs for its name and its first values. */
export function fittingWidth(data: TableData, column: number, most = COMFORTABLE): number {
  const { name, type, refersTo } = data.table.columns[column]!;
  // Beside the name there may be an arrow.
  let widest = Math.max(widthOf(name, true) + 16, widthOf(strings.types[type], false) * SMALL);
  const rows = Math.min(data.table.rows, SAMPLE);
  const texts = Array.from({ length: rows }, (_, row) => textOf(data.value(row, column)));
  const longest = Math.max(0, ...texts.map(({ length }) => length));
  for (const text of texts) {
    // Shorter ones are hardly wider.
    if (text.length < 0.9 * longest) continue;
    const shown = piecesOf(text, 80)
      .map(({ text: piece }) => piece)
      .join('');
    widest = Math.max(widest, widthOf(shown, false) + (refersTo ? 4 : 0));
  }
  return clamp(Math.ceil(widest) + PADDING, most);
}

export function clamp(width: number, most = WIDEST): number {
  return Math.round(Math.min(most, Math.max(NARROWEST, width)));
}
