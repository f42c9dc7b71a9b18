import { piecesOf, textOf } from '../cells.js';
import type { TableData } from '../cells.js';

export const NARROWEST = 44;
const WIDEST = 640;
/** Widest that a column is made unasked. */
const COMFORTABLE = 260;
const SAMPLE = 60;
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
  const { name, refersTo } = data.table.columns[column]!;
  // Beside the name there may be an arrow.
  let widest = widthOf(name, true) + 16;
  const rows = Math.min(data.table.rows, SAMPLE);
  let longest = '';
  for (let row = 0; row < rows; row++) {
    const text = textOf(data.value(row, column));
    if (text.length > longest.length) longest = text;
  }
  const shown = piecesOf(longest, 80)
    .map(({ text }) => text)
    .join('');
  widest = Math.max(widest, widthOf(shown, false) + (refersTo ? 4 : 0));
  return clamp(Math.ceil(widest) + PADDING, most);
}

export function clamp(width: number, most = WIDEST): number {
  return Math.round(Math.min(most, Math.max(NARROWEST, width)));
}
