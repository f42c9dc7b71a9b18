import { remember, state } from './host.js';
import type { Sorting } from './sort.js';

// Names are the document's own: behind the prefix even `__proto__` is a key like any other.
const key = (name: string): string => `:${name}`;

export function sortingOf(table: string): Sorting | undefined {
  return state.sort?.[key(table)];
}

export function setSorting(table: string, sorting: Sorting | undefined): void {
  const { [key(table)]: _, ...others } = state.sort ?? {};
  state.sort = sorting === undefined ? others : { ...others, [key(table)]: sorting };
  remember();
}

export function widthOf(table: string, column: string): number | undefined {
  return state.widths?.[key(table)]?.[key(column)];
}

export function setWidth(table: string, column: string, width: number): void {
  const widths = state.widths?.[key(table)];
  state.widths = { ...state.widths, [key(table)]: { ...widths, [key(column)]: width } };
  remember();
}

export function chartedOf(table: string): string | undefined {
  return state.charted?.[key(table)];
}

export function setCharted(table: string, choice: string): void {
  state.charted = { ...state.charted, [key(table)]: choice };
  remember();
}
