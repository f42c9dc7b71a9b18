import { expressionTokens, type FunctionDoc, type NamesAt, type VisibleName } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { escapeMarkdown } from './types.js';

const WORD = /[A-Za-z_]\w*$/;
const CHAIN = /(?:^|[^\w.)\]"'])((?:[A-Za-z_]\w*\.)+)(?:[A-Za-z_]\w*)?$/;
/** `items.map(i, ` */
const VARIABLE = /((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\.(?:map|filter|all|exists|exists_one)\(\s*([A-Za-z_]\w*)\s*,/g;

export interface ExpressionOptions {
  /** Whether a name fits best. */
  readonly prefers?: (name: VisibleName) => boolean;
  /** Names only: no functions, no lists of children. */
  readonly path?: boolean;
  /** The pointer of the field that is being written: it cannot read itself. */
  readonly self?: string;
  /** The values that a field can have, for comparisons. */
  readonly values?: (name: VisibleName) => readonly unknown[];
  /** Put behind a name. */
  readonly close?: string;
}

/** What can follow in a path or an expression whose text up to the cursor is `before`. */
export function nameCandidates(before: string, { names, functions }: NamesAt, options: ExpressionOptions): Candidate[] {
  const quoted = unclosedText(before);
  if (quoted !== undefined)
    return options.path ? [] : comparedValues(before.slice(0, quoted), before.length - quoted - 1, names, options);
  const back = WORD.exec(before)?.[0].length ?? 0;
  if (back === 0 && /\d$|[)\]]$/.test(before)) return [];
  const chain = CHAIN.exec(before)?.[1];
  if (chain === undefined && before.slice(0, before.length - back).endsWith('.')) {
    return options.path ? [] : methods(functions, back, undefined);
  }
  if (chain !== undefined) {
    const holder = resolve(chain.slice(0, -1).split('.'), before, names);
    const parts = holder?.parts() ?? [];
    const found = parts.flatMap((name) => nameCandidate(name, back, options));
    return options.path ? found : [...found, ...methods(functions, back, holder)];
  }
  const visible = names.filter(({ kind, definition }) => {
    if (definition !== undefined && definition.pointer === options.self) return false;
    return !options.path || (kind !== 'rows' && kind !== 'special');
  });
  const variables = options.path ? [] : variablesIn(before).map(([name]) => variableCandidate(name, back));
  const called = options.path ? [] : functions.filter(isFunction).map((doc) => functionCandidate(doc, back));
  const own = visible.flatMap((name) => nameCandidate(name, back, options, true));
  return [...variables, ...own, ...(options.path ? fitting(visible, back, options) : []), ...called];
}

/** Columns of rows that are referred to, where they fit a path better than the row does. */
function fitting(visible: readonly VisibleName[], back: number, options: ExpressionOptions): Candidate[] {
  return visible
    .filter(({ kind }) => kind === 'row')
    .flatMap((row) =>
      row
        .parts()
        .filter((part) => options.prefers?.(part) === true)
        .flatMap((part) => nameCandidate({ ...part, name: `${row.name}.${part.name}` }, back, options)),
    );
}

function nameCandidate(visible: VisibleName, back: number, options: ExpressionOptions, inRow = false): Candidate[] {
  const { name, kind, type, nullable, description } = visible;
  const { prefers, close = '', path = false } = options;
  const isRow = kind === 'row' || kind === 'rows';
  const text =
    path || SIMPLE.test(name)
      ? name
      : inRow && kind !== 'special' && !/['\\]/.test(name)
        ? `row['${name}']`
        : undefined;
  if (text === undefined) return [];
  const preferred = prefers?.(visible) === true;
  const detail = kind === 'row' ? 'row of another table' : kind === 'rows' ? 'rows of each parent' : undefined;
  return [
    {
      label: name,
      kind: isRow
        ? CompletionItemKind.Struct
        : kind === 'special'
          ? CompletionItemKind.Constant
          : CompletionItemKind.Field,
      detail: detail ?? `${type}${nullable ? ', may be null' : ''}`,
      documentation: description === undefined ? undefined : escapeMarkdown(description),
      rank: preferred ? 0 : kind === 'special' ? 3 : isRow ? 2 : 1,
      write: { as: 'part', text: text + (isRow ? '' : close), back },
    },
  ];
}

/** What an expression can say without quotes. */
const SIMPLE = /^[A-Za-z_]\w*$/;

function variableCandidate(name: string, back: number): Candidate {
  return {
    label: name,
    kind: CompletionItemKind.Variable,
    detail: 'each item',
    rank: 0,
    write: { as: 'part', text: name, back },
  };
}

function functionCandidate(doc: FunctionDoc, back: number): Candidate {
  return {
    label: doc.name,
    kind: CompletionItemKind.Function,
    detail: doc.signatures[0],
    documentation: functionDoc(doc),
    rank: 5,
    write: { as: 'part', text: doc.name, back, call: true },
  };
}

/** @param holder what they are called on, where that is known */
function methods(functions: readonly FunctionDoc[], back: number, holder: VisibleName | undefined): Candidate[] {
  const fits = receives(holder);
  return functions.flatMap((doc) => {
    const signatures = doc.signatures.filter((signature) => methodOf(doc.name, signature) && fits(signature));
    return signatures.length === 0 ? [] : [functionCandidate({ ...doc, signatures }, back)];
  });
}

/** Whether values of a name can be what a method is called on. */
function receives(holder: VisibleName | undefined): (signature: string) => boolean {
  if (holder === undefined) return () => true;
  const { kind, type } = holder;
  if (kind === 'row') return () => false;
  const list = kind === 'rows' ? 'map' : /^list of (.*)$/.exec(type)?.[1];
  if (list === undefined && !['string', 'timestamp', 'duration', 'int', 'double', 'bool', 'map'].includes(type))
    return () => true;
  const item = list === undefined ? undefined : `list<${list}>`;
  return (signature) => {
    const [receiver] = /^[\w<>]+/.exec(signature)!;
    if (receiver === 'list' || receiver === 'list<T>') return item !== undefined;
    return receiver === (item ?? type);
  };
}

function isFunction(doc: FunctionDoc): boolean {
  return doc.signatures.some((signature) => signature.startsWith(`${doc.name}(`));
}

function methodOf(name: string, signature: string): boolean {
  const at = signature.indexOf(`.${name}(`);
  return at > 0 && !signature.slice(0, at).includes('(');
}

/** How a function is called and what it gives, in Markdown. */
export function functionDoc({ signatures, description }: FunctionDoc): string {
  return `${escapeMarkdown(description)}\n\n${signatures.map((signature) => `- \`${signature.replaceAll('`', "'")}\``).join('\n')}`;
}

/** Names that macros bind, innermost last. */
function variablesIn(before: string): (readonly [name: string, list: string])[] {
  return [...before.matchAll(VARIABLE)].map(([, list, name]) => [name, list]);
}

function resolve(
  [head, ...rest]: readonly string[],
  before: string,
  names: readonly VisibleName[],
): VisibleName | undefined {
  const bound = variablesIn(before)
    .filter(([name]) => name === head)
    .at(-1);
  const from = bound === undefined ? [head] : bound[1].split('.');
  let found: VisibleName | undefined;
  for (const [i, segment] of [...from, ...rest].entries()) {
    found = (i === 0 ? names : (found?.parts() ?? [])).find(({ name }) => name === segment);
  }
  return found;
}

/** Where the text literal begins that the cursor is in. */
function unclosedText(before: string): number | undefined {
  const last = expressionTokens(before).at(-1);
  if (last?.kind !== 'string' || last.end < before.length) return undefined;
  const text = before.slice(last.start);
  return text.length > 1 && text.endsWith(text[0]) ? undefined : last.start;
}

/** The values of the field that a text literal is compared with. */
function comparedValues(
  before: string,
  back: number,
  names: readonly VisibleName[],
  { values }: ExpressionOptions,
): Candidate[] {
  const path = /((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\s*(?:==|!=|in\s*\[[^\]]*)\s*$/.exec(before)?.[1];
  const name = path === undefined ? undefined : resolve(path.split('.'), before, names);
  if (name === undefined || values === undefined) return [];
  return values(name)
    .filter((value) => typeof value === 'string')
    .map((value) => ({
      label: value,
      kind: CompletionItemKind.EnumMember,
      detail: `value of ${name.name}`,
      rank: 0,
      write: { as: 'part', text: value, back },
    }));
}

/** Where in a template the expression begins that the cursor is in. */
export function expressionStart(before: string): number | undefined {
  const open = before.lastIndexOf('{{');
  return open < 0 || before.indexOf('}}', open) >= 0 ? undefined : open + 2;
}
