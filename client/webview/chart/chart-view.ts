import type uPlot from 'uplot';
import type { TableData } from '../cells.js';
import { icon, make } from '../dom.js';
import { chartedOf, setCharted } from '../remembered.js';
import { strings } from '../strings.js';
import type { View } from '../views.js';
import { choicesOf, type Figure, figureOf } from './figures.js';
import { plot } from './plot.js';
import { ink } from './theme.js';

const LOWEST = 180;
/** By which a key or button makes the span smaller. */
const ZOOM = 0.6;

/** A table as a picture: series over time, events over time, or the distribution of a column. */
export class ChartView implements View {
  readonly element: HTMLElement;
  readonly #choice = make('vscode-single-select');
  readonly #canvas = make('div', { className: 'canvas', tabIndex: 0, attributes: { role: 'img' } });
  readonly #title = make('h2');
  readonly #legend = make('div', { className: 'legend' });
  readonly #pointed = make('p', { className: 'pointed' });
  readonly #notes = make('p', { className: 'notes' });
  readonly #text = make('div', { className: 'as-text' });
  readonly #zoom: HTMLElement;
  readonly #hidden = new Set<string>();
  #data: TableData | undefined;
  #figure: Figure | undefined;
  #chart: uPlot | undefined;
  #choices = '';

  constructor() {
    this.#choice.label = strings.showIn;
    this.#choice.addEventListener('change', () => {
      if (this.#data === undefined) return;
      setCharted(this.#data.table.name, this.#choice.value);
      this.#draw();
    });
    const button = (name: 'zoomIn' | 'zoomOut' | 'reset', label: string, zoom: () => void): HTMLElement => {
      const element = make(
        'vscode-button',
        { secondary: true, iconOnly: true, title: label, on: { click: zoom } },
        icon(name),
      );
      element.setAttribute('aria-label', label);
      return element;
    };
    this.#zoom = make(
      'div',
      { className: 'zoom' },
      button('zoomIn', strings.zoomIn, () => this.#zoomBy(ZOOM)),
      button('zoomOut', strings.zoomOut, () => this.#zoomBy(1 / ZOOM)),
      button('reset', strings.zoomReset, () => this.#zoomBy(Infinity)),
    );
    const bar = make(
      'div',
      { className: 'bar' },
      this.#choice,
      this.#title,
      make('span', { className: 'space' }),
      this.#zoom,
    );
    const details = make('vscode-collapsible', { heading: strings.asText }, this.#text);
    this.element = make(
      'div',
      { className: 'chart-view' },
      bar,
      this.#canvas,
      this.#pointed,
      this.#legend,
      this.#notes,
      details,
    );
    this.#canvas.addEventListener('keydown', (event) => this.#keyed(event));
    new ResizeObserver(() => this.#fit()).observe(this.#canvas);
    new MutationObserver(() => {
      this.#chart?.destroy();
      this.#chart = undefined;
      this.#draw();
    }).observe(document.body, {
      attributeFilter: ['class', 'data-vscode-theme-id'],
    });
  }

  show(data: TableData): void {
    if (this.#data?.table.name !== data.table.name) this.#hidden.clear();
    this.#data = data;
    const choices = choicesOf(data.table);
    const chosen = chartedOf(data.table.name);
    const choice = choices.some(([key]) => key === chosen) ? chosen! : (choices[0]?.[0] ?? '');
    const written = JSON.stringify(choices);
    if (written !== this.#choices) {
      this.#choices = written;
      this.#choice.replaceChildren(
        ...choices.map(([value, textContent]) => make('vscode-option', { value, textContent })),
      );
    }
    this.#choice.value = choice;
    this.#choice.hidden = choices.length === 0;
    this.#draw(choice);
  }

  #draw(choice = this.#choice.value): void {
    if (this.#data === undefined) return;
    if (this.element.closest('[hidden]')) {
      // Drawn when it shows again.
      this.#chart?.destroy();
      this.#chart = undefined;
      return;
    }
    const zoomed = this.#chart && { min: this.#chart.scales.x!.min!, max: this.#chart.scales.x!.max! };
    const before = this.#figure;
    const figure = figureOf(this.#data, choice);
    this.#figure = figure;
    this.#chart?.destroy();
    this.#chart = undefined;
    this.#canvas.replaceChildren();
    this.#zoom.hidden = figure === undefined;
    this.#notes.textContent = figure?.notes.join(' ') ?? strings.nothingToChart;
    this.#title.textContent = figure?.title ?? '';
    this.#pointed.textContent = figure === undefined ? '' : strings.zoomHint;
    if (figure === undefined) {
      this.#legend.replaceChildren();
      this.#text.replaceChildren();
      this.#canvas.setAttribute('aria-label', strings.nothingToChart);
      return;
    }
    this.#canvas.setAttribute('aria-label', `${this.#data.table.name}: ${figure.title}. ${strings.zoomHint}`);
    this.#chart = plot(this.#canvas, { ...figure, height: this.#height, pointed: (index) => this.#point(index) });
    for (const [k, { label }] of figure.lines.entries())
      if (this.#hidden.has(label)) this.#chart.setSeries(k + 1, { show: false });
    if (
      zoomed &&
      before?.title === figure.title &&
      before.x[0] === figure.x[0] &&
      before.x.at(-1) === figure.x.at(-1)
    ) {
      this.#chart.setScale('x', zoomed);
    }
    this.#showLegend(figure);
    this.#showText(figure);
  }

  get #height(): number {
    return Math.max(LOWEST, this.#canvas.clientHeight);
  }

  #fit(): void {
    const width = this.#canvas.clientWidth;
    if (this.#chart === undefined) this.#draw();
    else if (width > 0) this.#chart.setSize({ width, height: this.#height });
  }

  #showLegend({ lines }: Figure): void {
    const colours = ink();
    const only = lines.length === 1;
    this.#legend.hidden = only;
    const boxes = only
      ? []
      : lines.map(({ label, shape, colour }, k) => {
          const box = make('vscode-checkbox', { label, checked: !this.#hidden.has(label) });
          box.addEventListener('change', () => {
            if (box.checked) this.#hidden.delete(label);
            else this.#hidden.add(label);
            this.#chart?.setSeries(k + 1, { show: box.checked });
          });
          const sign = make('span', { className: shape === 'marks' ? 'sign marks' : 'sign' });
          sign.style.borderColor = shape === 'marks' ? colours.anomaly : colours.series(colour);
          if (colours.dash(colour).length > 0) sign.classList.add('dashed');
          return make('span', { className: 'entry' }, sign, box);
        });
    this.#legend.replaceChildren(...boxes);
  }

  #showText({ table: { head, rows }, title }: Figure): void {
    const table = make('table', {}, make('caption', { textContent: title }));
    const headers = head.map((textContent) => make('th', { scope: 'col', textContent }));
    table.append(make('thead', {}, make('tr', {}, ...headers)));
    const body = make('tbody');
    for (const [first = '', ...others] of rows) {
      const cells = others.map((textContent) => make('td', { textContent }));
      body.append(make('tr', {}, make('th', { scope: 'row', dir: 'auto', textContent: first }), ...cells));
    }
    table.append(body);
    this.#text.replaceChildren(table);
  }

  #point(index: number | null): void {
    const figure = this.#figure;
    if (figure === undefined) return;
    if (index === null) {
      this.#pointed.textContent = strings.zoomHint;
      return;
    }
    const values = figure.lines
      .filter(({ label, values }) => !this.#hidden.has(label) && values[index] != null)
      .map(({ label, values }) => `${label} ${figure.yText(values[index]!)}`);
    this.#pointed.textContent = `${figure.xText(figure.x[index]!)}  ${values.join('  ')}`;
  }

  /** @param factor of the span that shows; infinite for everything */
  #zoomBy(factor: number, shift = 0): void {
    const chart = this.#chart;
    const x = this.#figure?.x ?? [];
    if (chart === undefined || x.length === 0) return;
    const { min = 0, max = 1 } = chart.scales.x as { min?: number; max?: number };
    const [least, most] = [x[0]!, x.at(-1)!];
    const span = Math.min((max - min) * factor, most - least || 1);
    const middle = (min + max) / 2 + shift * (max - min);
    const from = Math.max(least, Math.min(most - span, middle - span / 2));
    chart.setScale('x', { min: from, max: from + span });
  }

  #keyed(event: KeyboardEvent): void {
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => this.#zoomBy(ZOOM),
      '=': () => this.#zoomBy(ZOOM),
      '-': () => this.#zoomBy(1 / ZOOM),
      0: () => this.#zoomBy(Infinity),
      ArrowLeft: () => this.#zoomBy(1, -0.25),
      ArrowRight: () => this.#zoomBy(1, 0.25),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]!();
  }
}
