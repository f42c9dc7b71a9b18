import type { TableData } from './cells.js';
import { make } from './dom.js';
import { strings } from './strings.js';
import type { View } from './views.js';

/** Records of one block of text. */
const BLOCK = 50;

/** The records as JSON. Blocks are written when they come near. */
export class JsonView implements View {
  readonly element: HTMLElement;
  readonly #text = make('div', { className: 'blocks' });
  readonly #end = make('div', { className: 'end' });
  #data: TableData | undefined;
  #written = 0;

  constructor() {
    const attributes = { role: 'region', 'aria-label': strings.allRecords };
    this.element = make('div', { className: 'json-view', tabIndex: 0, attributes }, this.#text, this.#end);
    new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#more();
      },
      { root: this.element, rootMargin: '600px' },
    ).observe(this.#end);
  }

  show(data: TableData): void {
    const other = this.#data?.table.name !== data.table.name;
    this.#data = data;
    const blocks = other ? 1 : Math.max(1, Math.ceil(this.#written / BLOCK));
    const { scrollTop } = this.element;
    this.#text.replaceChildren();
    this.#written = 0;
    for (let block = 0; block < blocks; block++) this.#write();
    this.element.scrollTop = other ? 0 : scrollTop;
  }

  #more(): void {
    this.#write();
    // The end may still be in sight, which the observer does not say again.
    if (this.#end.getBoundingClientRect().top < this.element.getBoundingClientRect().bottom + 600) {
      if (this.#written < (this.#data?.table.rows ?? 0)) requestAnimationFrame(() => this.#more());
    }
  }

  #write(): void {
    const data = this.#data;
    if (data === undefined || this.#written >= data.table.rows) return;
    const until = Math.min(data.table.rows, this.#written + BLOCK);
    const block = make('pre', { className: 'block' });
    for (let row = this.#written; row < until; row++) {
      const open = row === 0 ? '[\n' : '';
      const close = row === data.table.rows - 1 ? '\n]\n' : ',\n';
      const record = JSON.stringify(data.record(row), null, 2).replace(/^/gm, '  ');
      for (const piece of highlighted(open + record + close)) block.append(piece);
    }
    this.#written = until;
    this.#text.append(block);
  }
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;

/** JSON in the colours of its tokens. */
function* highlighted(json: string): Generator<string | Node> {
  let end = 0;
  for (const match of json.matchAll(TOKENS)) {
    if (match.index > end) yield json.slice(end, match.index);
    end = match.index + match[0].length;
    const [whole, text, colon] = match;
    if (colon !== undefined) {
      yield make('span', { className: 'key', textContent: text! });
      yield colon;
    } else yield make('span', { className: text === undefined ? 'literal' : 'string', textContent: whole });
  }
  if (end < json.length) yield json.slice(end);
}
