import type { Settings } from '../src/preview/messages.js';
import { fill, icon, make } from './dom.js';
import { send } from './host.js';
import { strings } from './strings.js';
import { FORMATS, type Format } from './texts.js';

const MOST_ROWS = 10_000;

/** How many rows, of which seed, by which model; and what can be done with them. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #rows = make('vscode-textfield', { className: 'number', type: 'number', min: 1, max: MOST_ROWS });
  readonly #seed = make('vscode-textfield', { className: 'number', type: 'number' });
  readonly #model = make('vscode-single-select', { className: 'model' });
  readonly #estimate = make('span', { className: 'estimate' });
  readonly #ask = make('vscode-button', { secondary: true, hidden: true });
  readonly #stop = make('vscode-button', { secondary: true, hidden: true });
  #choices = '';
  #chosen = '';
  #trusted = true;

  /** @param copy the table that is shown */
  constructor(copy: (format: Format) => void) {
    this.#rows.label = `${strings.rows}: ${strings.rowsRange}`;
    this.#rows.title = strings.rowsRange;
    this.#seed.label = `${strings.seed}: ${strings.seedRange}`;
    this.#seed.title = strings.seedRange;
    this.#model.label = strings.model;
    this.#rows.addEventListener('change', () => this.#setRows());
    this.#seed.addEventListener('change', () => this.#setSeed());
    this.#model.addEventListener('change', () => this.#setModel());
    this.#ask.append(strings.ask);
    this.#ask.addEventListener('click', () => send({ type: 'ask' }));
    this.#stop.append(strings.stop);
    this.#stop.addEventListener('click', () => send({ type: 'stop' }));

    const reroll = make('vscode-button', { secondary: true, iconOnly: true, title: strings.newSeed });
    reroll.setAttribute('aria-label', strings.newSeed);
    reroll.append(icon('refresh'));
    reroll.addEventListener('click', () => {
      send({ type: 'setSeed', seed: crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1 });
    });

    const generate = make('vscode-button', { on: { click: () => send({ type: 'generate' }) } }, strings.generate);
    this.element = make(
      'div',
      { className: 'toolbar', attributes: { role: 'group', 'aria-label': strings.settings } },
      field(strings.rows, this.#rows),
      field(strings.seed, this.#seed, reroll),
      field(strings.model, this.#model, this.#ask, this.#stop),
      this.#estimate,
      make('div', { className: 'doings' }, copyMenu(copy), generate),
    );
  }

  show({ rows, seed, model, models, trusted, estimate }: Settings): void {
    // What a person is typing is theirs.
    if (!this.#rows.focused) this.#rows.value = String(rows);
    if (!this.#seed.focused) this.#seed.value = seed === undefined ? '' : String(seed);
    this.#trusted = trusted;
    this.#chosen = model ?? '';
    const choices = JSON.stringify(models);
    if (choices !== this.#choices || this.#model.children.length === 0) {
      this.#choices = choices;
      const option = (value: string, text: string, disabled = false): HTMLElement =>
        make('vscode-option', { value, disabled, textContent: text });
      this.#model.replaceChildren(
        option('', strings.noModel),
        ...models.map(({ id, label, usable }) => option(id, usable ? label : fill(strings.unusable, label), !usable)),
      );
    }
    this.#model.value = this.#chosen;
    this.#ask.hidden = model === undefined || !trusted || !this.#stop.hidden;
    this.#estimate.textContent = model === undefined ? '' : estimate;
    this.#estimate.title = estimate;
  }

  /** The seed of the schema, which is used where the person sets none. */
  showSeed(seed: number): void {
    if (this.#seed.value === '') this.#seed.placeholder = String(seed);
  }

  /** @param asking a model writes, which takes a while and may cost */
  busy(asking: boolean): void {
    this.#stop.hidden = !asking;
    this.#ask.hidden = asking || this.#chosen === '' || !this.#trusted;
  }

  #setRows(): void {
    const rows = Number(this.#rows.value);
    const valid = Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS;
    this.#rows.invalid = !valid;
    if (valid) send({ type: 'setRows', rows });
  }

  #setSeed(): void {
    const text = this.#seed.value.trim();
    const seed = Number(text);
    const valid = text === '' || Number.isSafeInteger(seed);
    this.#seed.invalid = !valid;
    if (valid) send(text === '' ? { type: 'setSeed' } : { type: 'setSeed', seed });
  }

  #setModel(): void {
    const { value } = this.#model;
    send(value === '' ? { type: 'setModel' } : { type: 'setModel', model: value });
  }
}

function field(name: string, ...controls: readonly HTMLElement[]): HTMLElement {
  return make('div', { className: 'field' }, make('span', { className: 'label', textContent: name }), ...controls);
}

function copyMenu(copy: (format: Format) => void): HTMLElement {
  const button = make('vscode-button', { secondary: true, iconOnly: true, title: strings.copyHint }, icon('copy'));
  button.setAttribute('aria-label', strings.copy);
  button.setAttribute('aria-haspopup', 'menu');
  const menu = make('vscode-context-menu', { className: 'menu' });
  menu.data = Object.entries(FORMATS).map(([value, name]) => ({ label: fill(strings.copyAs, name), value }));
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    menu.show = !menu.show;
  });
  menu.addEventListener('vsc-context-menu-select', (event) => {
    const { value } = (event as CustomEvent<{ value: string }>).detail;
    copy(value as Format);
    button.focus();
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') button.focus();
  });
  return make('div', { className: 'copy' }, button, menu);
}
