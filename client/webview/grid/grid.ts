import { make } from '../dom.js';
import type { TableData } from '../cells.js';
import type { Sorting } from '../sort.js';
import { count, strings } from '../strings.js';
import { describeColumn, showValue } from './cell.js';
import { Layout } from './layout.js';
import { type Move, moveOf } from './keys.js';
import { resizable } from './resize.js';
import { clamp, fittingWidth } from './widths.js';

/** Rows above and below those that show, so that a scroll has something to show at once. */
const EXTRA = 6;
/** Pixels by which a key makes a column wider. */
const STEP = 16;

/** A place of the grid: row -1 is the header, column -1 the row's number. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface GridEvents {
  sort(column: number): void;
  /** @param row of the data */
  follow(row: number, column: number): void;
  open(row: number, column: number): void;
  moved(place: Place): void;
  resized(column: number, width: number): void;
  scrolled(): void;
}

/** Rows of a table. Only those in sight, and the active cell, are in the document. */
export class Grid {
  readonly element: HTMLElement;
  readonly #header: HTMLElement;
  readonly #body: HTMLElement;
  readonly #layout = new Layout();
  readonly #rows = new Map<number, HTMLElement>();
  #data: TableData | undefined;
  #order: Uint32Array = new Uint32Array();
  #sorting: Sorting | undefined;
  #columns: readonly [first: number, end: number] = [0, 0];
  #active: Place = { row: 0, column: 0 };
  #numberWidth = 40;
  /** For the next frame, in which it will be drawn. */
  #waiting = false;

  constructor(private readonly events: GridEvents) {
    this.#header = make('div', { className: 'header', attributes: { role: 'row', 'aria-rowindex': '1' } });
    const head = make('div', { className: 'head', attributes: { role: 'rowgroup' } }, this.#header);
    this.#body = make('div', { className: 'body', attributes: { role: 'rowgroup' } });
    this.element = make('div', { className: 'grid', attributes: { role: 'grid' } }, head, this.#body);
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#keyed(event));
    this.element.addEventListener('click', (event) => this.#clicked(event));
    this.element.addEventListener('dblclick', (event) => this.#doubleClicked(event));
    new ResizeObserver(() => this.#draw(false)).observe(this.element);
    resizable(this.#header, {
      width: (column) => this.#layout.widths[column]!,
      resize: (column, width) => this.#resize(column, width),
      fit: (column) => this.#fit(column),
    });
  }

  /**
   * Shows a table, or the table anew.
   * @param order row of the data at each place
   * @param widths pixels that the person has given columns
   */
  show(
    data: TableData,
    order: Uint32Array,
    sorting: Sorting | undefined,
    widths: (column: string) => number | undefined,
  ): void {
    const before = this.#data?.table;
    this.#data = data;
    this.#order = order;
    this.#sorting = sorting;
    const { columns, rows, name } = data.table;
    this.#layout.rowHeight = Math.round(parseFloat(getComputedStyle(document.body).fontSize) * 1.7) || 22;
    this.#numberWidth = Math.max(36, 18 + 8 * String(rows).length);
    // The same columns keep their widths while their values change under them.
    const same =
      before?.name === name &&
      before.columns.length === columns.length &&
      before.columns.every((c, k) => c.name === columns[k]!.name);
    if (!same) {
      const fitting = columns.map((column, k) => widths(column.name) ?? fittingWidth(data, k));
      this.#layout.setWidths(fitting, this.#numberWidth);
    } else this.#layout.setWidths(this.#layout.widths, this.#numberWidth);
    this.#active = {
      row: Math.min(this.#active.row, rows - 1),
      column: Math.min(this.#active.column, columns.length - 1),
    };
    this.element.setAttribute('aria-label', name);
    this.element.setAttribute('aria-rowcount', String(rows + 1));
    this.element.setAttribute('aria-colcount', String(columns.length + 1));
    this.#draw(true);
  }

  /** Row of the data that stands at the active place, or -1. */
  get activeRow(): number {
    return this.#order[this.#active.row] ?? -1;
  }

  get active(): Place {
    return this.#active;
  }

  /** Makes a cell the active one, in sight. */
  go(place: Place, focus = true): void {
    if (this.#data === undefined) return;
    const { rows, columns } = this.#data.table;
    const clampTo = (value: number, most: number): number => Math.max(-1, Math.min(most, value));
    this.#active = { row: clampTo(place.row, rows - 1), column: clampTo(place.column, columns.length - 1) };
    this.#scrollTo(this.#active);
    this.#draw(true);
    if (focus) this.#focus();
    this.events.moved(this.#active);
  }

  /** To a row of the data. */
  goToRow(row: number, column: number, focus = true): void {
    this.go({ row: this.#order.indexOf(row), column }, focus);
  }

  #scrollTo({ row, column }: Place): void {
    const { element } = this;
    const headerHeight = this.#header.offsetHeight;
    if (row >= 0) {
      const top = row * this.#layout.rowHeight;
      const bottom = top + this.#layout.rowHeight + headerHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    }
    if (column >= 0) {
      const left = this.#layout.left(column) - this.#numberWidth;
      const right = this.#layout.right(column);
      if (left < element.scrollLeft) element.scrollLeft = left;
      else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
    }
  }

  #focus(): void {
    this.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  #scrolled(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw(false);
      this.events.scrolled();
    });
  }

  /** @param anew where what is shown has changed, not only which part of it */
  #draw(anew: boolean): void {
    const data = this.#data;
    if (data === undefined) return;
    const { element } = this;
    const hadFocus = this.element.contains(document.activeElement);
    const layout = this.#layout;
    const columns = layout.columns(element.scrollLeft + this.#numberWidth, element.scrollLeft + element.clientWidth);
    const [first, end] = layout.rows(element.scrollTop, element.clientHeight, this.#order.length, EXTRA);
    const other = columns[0] !== this.#columns[0] || columns[1] !== this.#columns[1];
    this.#columns = columns;
    if (anew || other) {
      this.#drawHeader(data);
      for (const row of this.#rows.values()) row.remove();
      this.#rows.clear();
      this.#body.style.height = `${this.#order.length * layout.rowHeight}px`;
      this.#body.style.width = this.#header.style.width = `${layout.width}px`;
    }
    for (const [place, row] of this.#rows) {
      if ((place >= first && place < end) || place === this.#active.row) continue;
      row.remove();
      this.#rows.delete(place);
    }
    for (let place = first; place < end; place++) this.#drawRow(place, data);
    // What has the focus must stay in the document.
    if (this.#active.row >= 0) this.#drawRow(this.#active.row, data);
    if (hadFocus && !this.element.contains(document.activeElement)) this.#focus();
  }

  /** Columns in the document: those in sight and the active one. */
  #drawnColumns(): number[] {
    const [first, end] = this.#columns;
    const columns = Array.from({ length: end - first }, (_, k) => first + k);
    const { column } = this.#active;
    if (column >= 0 && (column < first || column >= end)) columns.push(column);
    return columns.sort((a, b) => a - b);
  }

  #drawHeader({ table }: TableData): void {
    const corner = this.#cell('columnheader', { row: -1, column: -1 });
    corner.classList.add('ordinal');
    corner.append(make('span', { className: 'name', textContent: '#' }));
    corner.setAttribute('aria-label', strings.row);
    const cells = this.#drawnColumns().map((k) => {
      const column = table.columns[k]!;
      const sorted = this.#sorting?.column === column.name;
      const cell = this.#cell('columnheader', { row: -1, column: k });
      const description = describeColumn(column);
      cell.setAttribute('aria-sort', sorted ? (this.#sorting!.descending ? 'descending' : 'ascending') : 'none');
      cell.setAttribute('aria-description', description);
      cell.title = `${column.name}\n${description}`;
      if (column.type === 'integer' || column.type === 'number') cell.classList.add('right');
      const arrow = make('span', {
        className: 'arrow',
        textContent: sorted ? (this.#sorting!.descending ? '↓' : '↑') : '',
      });
      arrow.setAttribute('aria-hidden', 'true');
      const name = make('span', { className: 'name', dir: 'auto', textContent: column.name });
      cell.append(
        make('span', { className: 'top' }, name, arrow),
        make('span', { className: 'type', textContent: strings.types[column.type] }),
        make('span', { className: 'grip', attributes: { 'data-grip': String(k), 'aria-hidden': 'true' } }),
      );
      return cell;
    });
    this.#header.replaceChildren(corner, ...cells);
  }

  #drawRow(place: number, data: TableData): void {
    if (this.#rows.has(place)) return;
    const row = this.#order[place]!;
    const attributes = { role: 'row', 'aria-rowindex': String(place + 2) };
    const element = make('div', { className: place % 2 === 1 ? 'row odd' : 'row', attributes });
    if (place === this.#active.row) element.classList.add('current');
    element.style.transform = `translateY(${place * this.#layout.rowHeight}px)`;
    element.style.height = `${this.#layout.rowHeight}px`;
    element.style.width = `${this.#layout.width}px`;
    const number = this.#cell('rowheader', { row: place, column: -1 });
    number.classList.add('ordinal');
    number.textContent = count(row + 1);
    element.append(number);
    for (const column of this.#drawnColumns()) {
      const cell = this.#cell('gridcell', { row: place, column });
      showValue(cell, data.value(row, column), data.table.columns[column]!);
      element.append(cell);
    }
    this.#rows.set(place, element);
    // In the order of reading, for readers.
    let next: Element | null = null;
    for (const [other, sibling] of this.#rows) {
      if (other > place && (next === null || other < Number((next as HTMLElement).dataset.place))) next = sibling;
    }
    element.dataset.place = String(place);
    this.#body.insertBefore(element, next);
  }

  #cell(role: string, { row, column }: Place): HTMLElement {
    const active = row === this.#active.row && column === this.#active.column;
    const attributes = {
      role,
      'aria-colindex': String(column + 2),
      'data-row': String(row),
      'data-column': String(column),
    };
    const cell = make('div', { className: active ? 'cell active' : 'cell', tabIndex: active ? 0 : -1, attributes });
    if (column >= 0) cell.style.left = `${this.#layout.left(column)}px`;
    cell.style.width = `${column < 0 ? this.#numberWidth : this.#layout.widths[column]!}px`;
    return cell;
  }

  #resize(column: number, width: number): void {
    const widths = [...this.#layout.widths];
    widths[column] = clamp(width);
    this.#layout.setWidths(widths, this.#numberWidth);
    this.#draw(true);
    this.events.resized(column, widths[column]);
  }

  #fit(column: number): void {
    if (this.#data) this.#resize(column, fittingWidth(this.#data, column, 640));
  }

  #clicked(event: Event): void {
    const place = placeOf(event);
    if (place === undefined || (event.target as Element).closest('[data-grip]')) return;
    this.go(place);
    if (place.row === -1 && place.column >= 0) this.events.sort(place.column);
    else if ((event.target as Element).closest('.link')) this.events.follow(this.activeRow, place.column);
  }

  #doubleClicked(event: Event): void {
    const place = placeOf(event);
    if (place && place.row >= 0 && place.column >= 0) this.events.open(this.activeRow, place.column);
  }

  #keyed(event: KeyboardEvent): void {
    const { row, column } = this.#active;
    const onHeader = row === -1 && column >= 0;
    const move = moveOf(event, onHeader);
    if (move === undefined) return;
    event.preventDefault();
    if (move === 'enter') {
      if (onHeader) this.events.sort(column);
      else if (row >= 0 && column >= 0) this.#enter(column);
    } else if (move === 'open') {
      if (row >= 0 && column >= 0) this.events.open(this.activeRow, column);
    } else if (move === 'wider' || move === 'narrower') {
      this.#resize(column, this.#layout.widths[column]! + (move === 'wider' ? STEP : -STEP));
    } else this.go(this.#moved(move));
  }

  #enter(column: number): void {
    const refers = this.#data?.table.columns[column]?.refersTo !== undefined;
    const there = this.#data?.value(this.activeRow, column) != null;
    if (refers && there) this.events.follow(this.activeRow, column);
    else this.events.open(this.activeRow, column);
  }

  #moved(move: Exclude<Move, 'enter' | 'open' | 'wider' | 'narrower'>): Place {
    const { row, column } = this.#active;
    const { element } = this;
    const page = Math.max(
      1,
      Math.floor((element.clientHeight - this.#header.offsetHeight) / this.#layout.rowHeight) - 1,
    );
    const lastRow = this.#order.length - 1;
    const lastColumn = this.#layout.widths.length - 1;
    switch (move) {
      case 'up':
        return { row: row - 1, column };
      case 'down':
        return { row: row + 1, column };
      case 'left':
        return { row, column: column - 1 };
      case 'right':
        return { row, column: column + 1 };
      case 'pageUp':
        return { row: Math.max(Math.min(row, 0), row - page), column };
      case 'pageDown':
        return { row: row + page, column };
      case 'rowStart':
        return { row, column: 0 };
      case 'rowEnd':
        return { row, column: lastColumn };
      case 'first':
        return { row: 0, column: 0 };
      case 'last':
        return { row: lastRow, column: lastColumn };
    }
  }
}

function placeOf(event: Event): Place | undefined {
  const cell = (event.target as Element).closest<HTMLElement>('[data-row]');
  return cell === null ? undefined : { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}
