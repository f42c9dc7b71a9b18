import type { TableData } from './cells.js';

/** One of the tabs. */
export interface View {
  readonly element: HTMLElement;
  /** Shows a table, or the table anew; called only while it is in sight. */
  show(data: TableData): void;
}
