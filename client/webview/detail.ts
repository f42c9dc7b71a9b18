import type { Column } from '../src/preview/messages.js';
import { fill, icon, make } from './dom.js';
import { send } from './host.js';
import { count, strings } from './strings.js';
import { kindOf, piecesOf } from './cells.js';

/** The whole value of one cell, under the table. */
export class Detail {
  readonly element: HTMLElement;
  readonly #title = make('h2');
  readonly #text = make('pre', { tabIndex: 0, dir: 'auto' });
  #whole = '';

  /** @param closed the person is done with it */
  constructor(closed: () => void) {
    const copy = make('vscode-button', {
      secondary: true,
      on: { click: () => send({ type: 'copy', text: this.#whole }) },
    });
    copy.append(strings.copyValue);
    const close = make('vscode-button', {
      secondary: true,
      iconOnly: true,
      title: strings.close,
      on: { click: closed },
    });
    close.setAttribute('aria-label', strings.close);
    close.append(icon('close'));
    const bar = make('div', { className: 'bar' }, this.#title, copy, close);
    this.element = make('section', { className: 'detail', hidden: true }, bar, this.#text);
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') closed();
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  show(column: Column, row: number, value: unknown): void {
    const title = fill(strings.fullText, column.name, count(row + 1));
    this.#title.textContent = title;
    this.#text.setAttribute('aria-label', title);
    const kind = kindOf(value);
    if (kind === 'absent' || kind === 'null' || kind === 'empty') {
      this.#whole = '';
      this.#text.replaceChildren(make('span', { className: 'nothing', textContent: strings[kind] }));
    } else {
      this.#whole = kind === 'json' ? JSON.stringify(value, null, 2) : String(value);
      this.#text.replaceChildren(...lines(this.#whole));
    }
    this.element.hidden = false;
  }

  close(): void {
    this.element.hidden = true;
  }
}

/** A text with its lines kept, and other characters that cannot be seen made visible. */
function lines(whole: string): (string | Node)[] {
  return piecesOf(whole, Infinity).map(({ text, control }) => {
    if (!control) return text;
    if (text === '↵') return '\n';
    return make('span', { className: 'control', textContent: text });
  });
}
