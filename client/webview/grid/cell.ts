import type { Column } from '../../src/preview/messages.js';
import { fill, make } from '../dom.js';
import { isRightAligned, kindOf, piecesOf, textOf } from '../cells.js';
import { strings } from '../strings.js';

/** Fills a cell with a value, as text whatever it contains. */
export function showValue(cell: HTMLElement, value: unknown, column: Column): void {
  const kind = kindOf(value);
  cell.classList.add(kind);
  if (isRightAligned(column)) cell.classList.add('right');
  if (kind === 'absent' || kind === 'null' || kind === 'empty') {
    cell.append(make('span', { className: 'nothing', textContent: strings[kind] }));
    return;
  }
  const link = column.refersTo !== undefined;
  // Text of either direction stays inside its own cell.
  const body = make('span', { className: link ? 'value link' : 'value', dir: kind === 'text' ? 'auto' : 'ltr' });
  for (const { text, control } of piecesOf(textOf(value))) {
    body.append(control ? make('span', { className: 'control', textContent: text }) : text);
  }
  cell.append(body);
  if (link) cell.setAttribute('aria-description', fill(strings.follows, column.refersTo!.table));
}

/** What a column is, in a line: for tooltips and readers. */
export function describeColumn({ type, promise, refersTo }: Column): string {
  const name = strings.types[type];
  const parts = [name, promise === name ? undefined : promise, refersTo && `→ ${refersTo.table}.${refersTo.column}`];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
