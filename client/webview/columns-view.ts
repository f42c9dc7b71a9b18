import type { Column } from '../src/preview/messages.js';
import type { TableData } from './cells.js';
import { plot } from './chart/plot.js';
import { fill, make } from './dom.js';
import { send } from './host.js';
import { showMeasure, showNumber, showShare } from './measure.js';
import { figuresOf } from './promises.js';
import { count, strings } from './strings.js';
import type { View } from './views.js';

/** Top values that a card shows. */
const MOST_VALUES = 6;
const HISTOGRAM_HEIGHT = 64;

/** What each column holds, beside what the schema promises. */
export class ColumnsView implements View {
  readonly element = make('div', { className: 'columns-view' });
  readonly #drawn = new WeakMap<Element, Column>();
  #seen: IntersectionObserver | undefined;

  show(data: TableData): void {
    this.#seen?.disconnect();
    // Only what comes into sight is drawn: tables can have hundreds of columns.
    this.#seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) this.#draw(target as HTMLElement);
      },
      { root: this.element, rootMargin: '300px' },
    );
    const { scrollTop } = this.element;
    this.element.replaceChildren(...data.table.columns.map((column) => this.#card(column, data.table.rows)));
    this.element.scrollTop = scrollTop;
  }

  #card(column: Column, rows: number): HTMLElement {
    const { name, type, promise, line, statistics } = column;
    const title = make('h2', { dir: 'auto', textContent: name });
    const heading = make(
      'div',
      { className: 'heading' },
      title,
      make('span', { className: 'type', textContent: strings.types[type] }),
    );
    const card = make('section', { className: 'card', attributes: { 'aria-label': name } }, heading);
    if (promise !== undefined) {
      const words = make('p', { className: 'promise' });
      if (line === undefined) words.textContent = promise;
      else {
        const link = make('a', { href: '#', title: strings.goToField, textContent: promise });
        link.addEventListener('click', (event) => {
          event.preventDefault();
          send({ type: 'showField', line });
        });
        words.append(link);
      }
      card.append(words);
    }
    if (statistics.histogram !== undefined) {
      const picture = make('div', { className: 'histogram', attributes: { role: 'img' } });
      picture.setAttribute('aria-label', fill(strings.distribution, name));
      const { edges } = statistics.histogram;
      const ends = [edges[0]!, edges.at(-1)!].map((edge) => make('span', { textContent: showMeasure(type, edge) }));
      card.append(picture, make('div', { className: 'ends', attributes: { 'aria-hidden': 'true' } }, ...ends));
      this.#drawn.set(picture, column);
      this.#seen!.observe(picture);
    } else if (statistics.top !== undefined) card.append(topValues(column, rows));
    card.append(figures(column, rows));
    return card;
  }

  #draw(picture: HTMLElement): void {
    const histogram = this.#drawn.get(picture)?.statistics.histogram;
    this.#seen?.unobserve(picture);
    if (histogram === undefined) return;
    const { edges, counts } = histogram;
    plot(picture, {
      x: counts.map((_, k) => (edges[k]! + edges[k + 1]!) / 2),
      lines: [{ label: strings.count, values: counts, shape: 'bars', colour: 0 }],
      height: HISTOGRAM_HEIGHT,
      xText: (value) => showNumber(value),
      yText: (value) => showNumber(value),
      bare: true,
    });
  }
}

/** Whether every value is another, so that none is more frequent. */
export function areDifferent({ statistics: { distinct, top = [] } }: Column): boolean {
  return distinct > 1 && top.every(({ count: number }) => number === 1);
}

/** The most frequent values, with bars as long as their shares; some of them, where all are different. */
function topValues(column: Column, rows: number): HTMLElement {
  const { name, statistics } = column;
  const top = statistics.top ?? [];
  const different = areDifferent(column);
  const most = Math.max(1, ...top.map(({ count: number }) => number));
  const list = make('ul', { className: 'values', attributes: { 'aria-label': fill(strings.distribution, name) } });
  for (const { value, count: number } of top.slice(0, MOST_VALUES)) {
    const text = make('span', {
      className: 'text',
      dir: 'auto',
      title: value.slice(0, 500),
      textContent: value === '' ? strings.empty : value.slice(0, 100),
    });
    if (value === '') text.classList.add('nothing');
    if (different) {
      list.append(make('li', {}, text));
      continue;
    }
    const bar = make('span', { className: 'share' });
    bar.style.width = `${(100 * number) / most}%`;
    list.append(
      make('li', {}, bar, text, make('span', { className: 'amount', textContent: showShare(number / rows) })),
    );
  }
  const others = statistics.distinct - Math.min(top.length, MOST_VALUES);
  if (others > 0)
    list.append(
      make('li', {
        className: 'others',
        textContent: fill(different ? strings.othersDifferent : strings.others, count(others)),
      }),
    );
  return list;
}

function figures(column: Column, rows: number): HTMLElement {
  const all = figuresOf(column, rows);
  const promised = all.some((figure) => figure.promised !== '');
  const heads = ['', strings.shown, ...(promised ? [strings.promised] : [])];
  const head = make(
    'tr',
    {},
    ...heads.map((textContent) => (textContent === '' ? make('td') : make('th', { scope: 'col', textContent }))),
  );
  const body = make('tbody');
  for (const { name, shown, promised: said, mismatch } of all) {
    const row = make(
      'tr',
      { className: mismatch ? 'mismatch' : '' },
      make('th', { scope: 'row', textContent: name }),
      make('td', { textContent: shown }),
    );
    if (promised) {
      const cell = make('td', { textContent: said });
      if (mismatch) cell.append(make('span', { className: 'warning', textContent: ` ≠ ${strings.mismatch}` }));
      row.append(cell);
    }
    body.append(row);
  }
  return make('table', { className: 'figures' }, make('thead', {}, head), body);
}
