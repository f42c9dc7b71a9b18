import { type TableData, textOf } from './cells.js';
import { Detail } from './detail.js';
import { fill, icon, make } from './dom.js';
import { describeColumn } from './grid/cell.js';
import { Grid, type Place } from './grid/grid.js';
import { remember, send, state } from './host.js';
import { setSorting, setWidth, sortingOf, widthOf } from './remembered.js';
import { rowsInOrder } from './sort.js';
import { count, strings } from './strings.js';
import { tabFree } from './texts.js';
import type { View } from './views.js';

interface Surroundings {
  /** A table of the same document. */
  table(name: string): TableData | undefined;
  goTo(table: string): void;
  say(text: string): void;
}

interface Visit {
  readonly table: string;
  readonly row: number;
  readonly column: number;
}

/** The rows of a table. */
export class TableView implements View {
  readonly element: HTMLElement;
  readonly grid: Grid;
  readonly #detail: Detail;
  readonly #footer = make('div', { className: 'about' });
  readonly #back = make('vscode-button', { secondary: true, hidden: true });
  readonly #visits: Visit[] = [];
  #data: TableData | undefined;
  #restored = false;

  constructor(private readonly around: Surroundings) {
    this.grid = new Grid({
      sort: (column) => this.#sort(column),
      follow: (row, column) => this.#follow(row, column),
      open: (row, column) => this.#open(row, column, true),
      moved: (place) => this.#moved(place),
      resized: (column, width) => this.#data && setWidth(this.#data.table.name, this.#nameOf(column), width),
      scrolled: () => {
        const { scrollTop: top, scrollLeft: left } = this.grid.element;
        state.scrolled = { top, left };
        remember();
      },
    });
    this.#detail = new Detail(() => {
      this.#detail.close();
      this.grid.go(this.grid.active);
    });
    this.#back.addEventListener('click', () => this.back());
    const bar = make('div', { className: 'below' }, this.#back, this.#footer);
    this.element = make('div', { className: 'table-view' }, this.grid.element, this.#detail.element, bar);
    this.grid.element.addEventListener('keydown', (event) => {
      if (event.key === 'Backspace') this.back();
      else if (event.key === 'Escape' && this.#detail.isOpen) this.#detail.close();
    });
    this.element.addEventListener('copy', (event) => this.#copy(event));
  }

  show(data: TableData): void {
    this.#data = data;
    const { name } = data.table;
    const sorting = sortingOf(name);
    this.grid.show(data, rowsInOrder(data, sorting), sorting, (column) => widthOf(name, column));
    if (!this.#restored && state.scrolled) {
      this.grid.element.scrollTop = state.scrolled.top;
      this.grid.element.scrollLeft = state.scrolled.left;
    }
    this.#restored = true;
    this.#describe(this.grid.active);
  }

  /** To where the last foreign key was followed from. */
  back(): void {
    const visit = this.#visits.pop();
    this.#showBack();
    if (visit === undefined || this.around.table(visit.table) === undefined) return;
    this.around.goTo(visit.table);
    this.grid.goToRow(visit.row, visit.column);
  }

  #nameOf(column: number): string {
    return this.#data!.table.columns[column]!.name;
  }

  #sort(column: number): void {
    const data = this.#data!;
    const name = this.#nameOf(column);
    const before = sortingOf(data.table.name);
    const descending = before?.column === name;
    const sorting = descending && before.descending ? undefined : { column: name, descending };
    setSorting(data.table.name, sorting);
    this.grid.show(data, rowsInOrder(data, sorting), sorting, (of) => widthOf(data.table.name, of));
    this.grid.element.scrollTop = 0;
    const said = sorting === undefined ? strings.unsorted : descending ? strings.sortedDown : strings.sortedUp;
    this.around.say(fill(said, name));
  }

  #follow(row: number, column: number): void {
    const data = this.#data!;
    const { refersTo } = data.table.columns[column]!;
    const value = data.value(row, column);
    const target = refersTo && this.around.table(refersTo.table);
    if (refersTo === undefined || value == null) return;
    const at = target?.column(refersTo.column) ?? -1;
    const found = target === undefined || at < 0 ? -1 : target.rowWith(at, value);
    if (found < 0) return this.around.say(fill(strings.notShown, refersTo.table, refersTo.column, textOf(value)));
    this.#visits.push({ table: data.table.name, row, column });
    this.around.goTo(refersTo.table);
    this.grid.goToRow(found, at);
    this.#showBack();
    this.around.say(fill(strings.wentTo, refersTo.table, count(found + 1)));
  }

  #showBack(): void {
    const last = this.#visits.at(-1);
    this.#back.hidden = last === undefined;
    if (last) this.#back.replaceChildren(icon('back'), ` ${fill(strings.back, last.table)}`);
  }

  #open(row: number, column: number, toggle: boolean): void {
    const data = this.#data!;
    if (toggle && this.#detail.isOpen) return this.#detail.close();
    this.#detail.show(data.table.columns[column]!, row, data.value(row, column));
    this.grid.go(this.grid.active);
  }

  #moved(place: Place): void {
    this.#describe(place);
    if (this.#detail.isOpen && place.row >= 0 && place.column >= 0) {
      const data = this.#data!;
      const row = this.grid.activeRow;
      this.#detail.show(data.table.columns[place.column]!, row, data.value(row, place.column));
    }
  }

  #describe({ column: at }: Place): void {
    const column = this.#data?.table.columns[at];
    this.#footer.replaceChildren();
    if (column === undefined) return;
    this.#footer.append(make('strong', { textContent: column.name }), ` ${describeColumn(column)}`);
    const { line } = column;
    if (line === undefined) return;
    const jump = make('a', { className: 'jump', href: '#', textContent: strings.goToField });
    jump.addEventListener('click', (event) => {
      event.preventDefault();
      send({ type: 'showField', line });
    });
    this.#footer.append(' ', jump);
  }

  /** A cell, or at a row's number the row. */
  #copy(event: ClipboardEvent): void {
    const data = this.#data;
    if (data === undefined || String(getSelection()) !== '' || !this.grid.element.contains(document.activeElement))
      return;
    const { row, column } = this.grid.active;
    const columns = data.table.columns.map((_, k) => k).filter((k) => column === -1 || k === column);
    const cells = columns.map((k) =>
      row === -1 ? data.table.columns[k]!.name : textOf(data.value(this.grid.activeRow, k)),
    );
    event.preventDefault();
    send({ type: 'copy', text: columns.length === 1 ? cells[0]! : cells.map(tabFree).join('\t') });
    this.around.say(strings.copied);
  }
}
