import type { Problem, Rows, ToPage } from '../src/preview/messages.js';
import { TableData } from './cells.js';
import { ChartView } from './chart/chart-view.js';
import { ColumnsView } from './columns-view.js';
import { fill, make } from './dom.js';
import { remember, send, state } from './host.js';
import { JsonView } from './json-view.js';
import { Problems } from './problems.js';
import { sortingOf } from './remembered.js';
import { rowsInOrder } from './sort.js';
import { count, strings } from './strings.js';
import { TableView } from './table-view.js';
import { type Format, FORMATS, tableText } from './texts.js';
import { Toolbar } from './toolbar.js';
import type { View } from './views.js';

const TABS = ['table', 'columns', 'chart', 'json'] as const;
type Tab = (typeof TABS)[number];

/** The whole page. */
export class Page {
  readonly element: HTMLElement;
  readonly #toolbar: Toolbar;
  readonly #problems = new Problems();
  readonly #notice = make('div', { className: 'notice', hidden: true });
  readonly #tabs = make('vscode-tabs');
  readonly #tables = make('vscode-single-select', { className: 'tables', hidden: true });
  readonly #status = make('footer', { className: 'status' });
  readonly #said = make('div', { className: 'said', attributes: { role: 'status' } });
  readonly #working = make('vscode-progress-bar', { className: 'working', indeterminate: true, hidden: true });
  readonly #table: TableView;
  readonly #views: Readonly<Record<Tab, View>>;
  #data: readonly TableData[] = [];
  #rows: Rows | undefined;
  /** Views that show something older. */
  #outdated = new Set<Tab>();
  #names = '';

  constructor() {
    this.#toolbar = new Toolbar((format) => this.#copy(format));
    this.#table = new TableView({
      table: (name) => this.#data.find(({ table }) => table.name === name),
      goTo: (name) => this.#choose(name),
      say: (text) => this.#say(text),
    });
    this.#views = { table: this.#table, columns: new ColumnsView(), chart: new ChartView(), json: new JsonView() };
    this.#tables.label = strings.tables;
    this.#tables.addEventListener('change', () => this.#choose(this.#tables.value));
    for (const tab of TABS) {
      this.#tabs.append(
        make('vscode-tab-header', { slot: 'header' }, strings[tab]),
        make('vscode-tab-panel', { tabIndex: -1 }, this.#views[tab].element),
      );
    }
    this.#tables.slot = 'addons';
    this.#tabs.append(this.#tables);
    this.#tabs.selectedIndex = Math.max(0, TABS.indexOf(state.tab as Tab));
    this.#tabs.addEventListener('vsc-tabs-select', () => {
      state.tab = this.#tab;
      remember();
      this.#draw();
    });
    this.#working.ariaLabel = strings.updating;
    this.#status.textContent = strings.loading;
    this.element = make(
      'main',
      { className: 'page waiting' },
      make('h1', { className: 'unseen', textContent: document.title }),
      this.#toolbar.element,
      this.#working,
      this.#notice,
      this.#problems.element,
      this.#tabs,
      this.#status,
      this.#said,
    );
  }

  receive(message: ToPage): void {
    switch (message.type) {
      case 'busy':
        this.#busy(true, message.asking);
        break;
      case 'rows':
        this.#showRows(message);
        break;
      case 'showTable':
        this.#choose(message.table);
        break;
      case 'problems':
        this.#busy(false);
        this.#trouble(message.problems, strings.outdated);
        break;
      case 'failed':
        this.#busy(false);
        this.#trouble([], strings.outdatedFailed, message.message);
        break;
      case 'settings':
        this.#toolbar.show(message);
        if (!message.trusted) this.#distrusted();
        else if (this.element.classList.contains('untrusted')) {
          this.element.classList.remove('untrusted');
          this.#notice.hidden = true;
        }
        break;
    }
  }

  get #tab(): Tab {
    return TABS[this.#tabs.selectedIndex] ?? 'table';
  }

  get #shown(): TableData | undefined {
    return this.#data.find(({ table }) => table.name === state.table) ?? this.#data[0];
  }

  #showRows(rows: Rows): void {
    this.#rows = rows;
    this.#toolbar.showSeed(rows.seed);
    this.#data = rows.tables.map((table) => new TableData(table));
    this.#outdated = new Set(TABS);
    this.#busy(false);
    this.element.classList.remove('waiting', 'stale', 'empty');
    this.#notice.hidden = true;
    this.#problems.show(rows.problems);
    this.#showTables();
    this.#draw();
    this.#showStatus();
    remember();
    measurePaint(rows.since);
  }

  #showTables(): void {
    const names = this.#data.map(({ table }) => table.name);
    const written = JSON.stringify(names);
    this.#tables.hidden = names.length < 2;
    if (written !== this.#names) {
      this.#names = written;
      this.#tables.replaceChildren(...names.map((value) => make('vscode-option', { value, textContent: value })));
    }
    this.#tables.value = this.#shown?.table.name ?? '';
  }

  #choose(table: string): void {
    if (state.table === table && this.#shown?.table.name === table && this.#tables.value === table) return;
    state.table = table;
    remember();
    if (this.#tables.value !== table) this.#tables.value = table;
    this.#outdated = new Set(TABS);
    this.#draw();
    this.#showStatus();
  }

  #draw(): void {
    const data = this.#shown;
    if (data === undefined || !this.#outdated.delete(this.#tab)) return;
    const { element } = this.#views[this.#tab];
    // The tabs show their panel only after this, and the property takes effect later still.
    element.closest('vscode-tab-panel')?.removeAttribute('hidden');
    this.#views[this.#tab].show(data);
  }

  #showStatus(): void {
    const { table } = this.#shown ?? {};
    if (table === undefined || this.#rows === undefined) return;
    const { seed, milliseconds, localText, model } = this.#rows;
    const parts = [
      fill(strings.summary, count(table.rows), count(table.columns.length)),
      fill(strings.summarySeed, String(seed)),
      fill(strings.summaryTime, count(milliseconds)),
    ];
    if (model !== undefined) parts.push(fill(strings.writtenBy, model));
    if (localText.length > 0) parts.push(fill(strings.localText, localText.map(nameOfField).join(', ')));
    this.#status.textContent = parts.join('  ·  ');
    this.#status.title = parts.slice(3).join('\n');
  }

  #busy(busy: boolean, asking = false): void {
    this.element.classList.toggle('busy', busy);
    this.#views.table.element.querySelector('.grid')?.setAttribute('aria-busy', String(busy));
    this.#working.hidden = !busy;
    this.#toolbar.busy(asking);
  }

  /** The rows of before stay, and say so. */
  #trouble(problems: readonly Problem[], outdated: string, message = ''): void {
    this.#problems.show(problems);
    const rows = this.#data.length > 0;
    this.element.classList.toggle('stale', rows);
    this.element.classList.toggle('empty', !rows);
    this.#notice.className = 'notice';
    this.#notice.replaceChildren([message, rows ? outdated : ''].filter((text) => text !== '').join(' '));
    this.#notice.hidden = this.#notice.textContent === '';
    if (!rows) this.#status.textContent = '';
    // Who sees the page sees them above the rows.
    this.#say(
      [message, ...problems.slice(0, 3).map((problem) => problem.message)].filter((text) => text !== '').join('. '),
      true,
    );
  }

  #distrusted(): void {
    const trust = make('vscode-button', { on: { click: () => send({ type: 'trust' }) } }, strings.trust);
    this.#notice.replaceChildren(make('span', { textContent: strings.untrusted }), trust);
    this.#notice.className = 'notice trust';
    this.#notice.hidden = false;
    this.element.classList.add('untrusted');
    if (this.#rows === undefined) this.#status.textContent = '';
  }

  #copy(format: Format): void {
    const data = this.#shown;
    if (data === undefined) return;
    send({ type: 'copy', text: tableText(data, rowsInOrder(data, sortingOf(data.table.name)), format) });
    this.#say(`${strings.copied}: ${data.table.name}, ${FORMATS[format]}`);
  }

  /** @param unseen for readers of the page only */
  #say(text: string, unseen = false): void {
    this.#said.textContent = text;
    this.#said.classList.toggle('unseen', unseen);
    this.#said.classList.remove('fresh');
    // Starts the fading anew.
    void this.#said.offsetWidth;
    this.#said.classList.add('fresh');
  }
}

/** Of a JSON pointer such as `/tables/users/fields/bio`: `users.bio`. */
function nameOfField(pointer: string): string {
  const names = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.filter((name, k) => k > 0 && !(k % 2 === 1 && /^(?:tables|fields)$/.test(name))).join('.');
}

/** Marks when the rows are on the screen, and how long after what they answer. */
function measurePaint(since: number | undefined): void {
  if (since === undefined) return;
  // Of two frames the first paints, and the second comes after.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.clearMeasures('rows-painted');
      performance.measure('rows-painted', {
        start: Math.max(0, since - performance.timeOrigin),
        end: performance.now(),
      });
    }),
  );
}
