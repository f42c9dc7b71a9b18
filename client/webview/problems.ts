import type { Problem } from '../src/preview/messages.js';
import { fill, make } from './dom.js';
import { send } from './host.js';
import { strings } from './strings.js';

const SEVERITIES = ['error', 'warning', 'hint'];

/** What is wrong with the schema; each jumps to its place. */
export class Problems {
  readonly element = make('section', { className: 'problems', hidden: true });

  constructor() {
    this.element.setAttribute('aria-label', strings.problems);
  }

  show(problems: readonly Problem[]): void {
    this.element.hidden = problems.length === 0;
    const list = make('ul');
    const inOrder = [...problems].sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || a.range.start.line - b.range.start.line,
    );
    for (const problem of inOrder) list.append(make('li', {}, row(problem)));
    this.element.replaceChildren(list);
  }
}

function row({ severity, message, uri, range, code }: Problem): HTMLElement {
  const place = make('span', { className: 'place', textContent: fill(strings.line, range.start.line + 1) });
  const sign = make('span', { className: `severity ${severity}`, textContent: strings[severity] });
  const text = make('span', { className: 'message', textContent: message });
  const link = make('a', { href: '#', title: code }, sign, text, place);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    send({ type: 'showProblem', uri, range });
  });
  return link;
}
