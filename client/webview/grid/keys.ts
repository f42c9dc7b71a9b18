export type Move =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pageUp'
  | 'pageDown'
  | 'rowStart'
  | 'rowEnd'
  | 'first'
  | 'last'
  | 'enter'
  | 'open'
  | 'wider'
  | 'narrower';

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'rowStart',
  End: 'rowEnd',
  Enter: 'enter',
  ' ': 'open',
};
const WITH_CONTROL: Readonly<Record<string, Move>> = { Home: 'first', End: 'last' };
const WITH_SHIFT: Readonly<Record<string, Move>> = { ArrowLeft: 'narrower', ArrowRight: 'wider' };

/** What a key does in a grid, by the conventions of ARIA; Shift with an arrow on a header changes the column's width. */
export function moveOf(event: KeyboardEvent, onHeader: boolean): Move | undefined {
  const { key, altKey, shiftKey } = event;
  if (altKey) return undefined;
  const moves = event.ctrlKey || event.metaKey ? WITH_CONTROL : shiftKey && onHeader ? WITH_SHIFT : MOVES;
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}
