import type { Column } from '../columns/column.js';
import { Checker, type Reference } from './checker.js';
import type { ExpressionError, ExpressionHint } from './error.js';
import { evaluate } from './evaluate.js';
import { Frame, type ExpressionInputs } from './frame.js';
import type { Node } from './node.js';
import { parse } from './parse.js';
import { toColumn } from './result.js';
import type { ExpressionScope } from './scope.js';
import { scalar, type ExprType } from './type.js';

/** A checked expression or template, ready to be evaluated on columns. */
export interface Expression {
  readonly text: string;
  readonly type: ExprType;
  /** Every use of a name, in the order of the text. */
  readonly references: readonly Reference[];
  readonly hints: readonly ExpressionHint[];
  /**
   * One value for each row: int and double as numbers, bool, string as text or a dictionary, timestamp as points in time,
   * duration as milliseconds, anything else as JSON values. A null operand makes a result null; `== null` tests for it.
   * @throws ExpressionEvaluationError for the first row that has no value.
   */
  evaluate(inputs: ExpressionInputs): Column;
}

export type Compilation =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly errors: readonly ExpressionError[] };

/** Compiles a CEL expression against the names of a scope. */
export function compileExpression(text: string, scope: ExpressionScope): Compilation {
  const parsed = parse(text);
  if ('error' in parsed) return { ok: false, errors: [parsed.error] };
  const checker = new Checker(text, scope);
  return finish(text, asTemplate(checker.check(parsed.ast)), checker);
}

/** Texts joined by `+`, as a template: it writes bytes where the operands have some. */
function asTemplate(node: Node): Node {
  if (node.op !== 'concat' || node.type.kind !== 'string') return node;
  const parts: (string | Node)[] = [];
  const collect = (part: Node): void => {
    if (part.op === 'concat') {
      collect(part.left);
      collect(part.right);
    } else parts.push(part.op === 'const' && typeof part.value === 'string' ? part.value : part);
  };
  collect(node);
  return { op: 'template', strict: true, parts, type: node.type, start: node.start, end: node.end };
}

/**
 * Compiles a template: text with `{{ CEL }}` in it. A null leaves nothing; numbers and truth values are written as JSON
 * writes them, timestamps and durations as ISO 8601, lists and maps as JSON. Braces themselves: `{{ '{{' }}`.
 */
export function compileTemplate(text: string, scope: ExpressionScope): Compilation {
  const checker = new Checker(text, scope);
  const parts: (string | Node)[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    if (open !== at) parts.push(text.slice(at, open < 0 ? text.length : open));
    if (open < 0) break;
    const close = closing(text, open + 2);
    if (close < 0) {
      checker.fail(
        { start: open, end: open + 2 },
        'expr/syntax',
        "{{ is not closed by }}; braces themselves are written {{ '{{' }}",
      );
      break;
    }
    const part = checkPart(checker, text, open + 2, close);
    parts.push(part.op === 'const' && typeof part.value === 'string' ? part.value : part);
    at = close + 2;
  }
  return finish(
    text,
    { op: 'template', strict: false, parts, type: scalar('string'), start: 0, end: text.length },
    checker,
  );
}

function checkPart(checker: Checker, text: string, from: number, to: number): Node {
  const inner = text.slice(from, to);
  if (inner.trim() === '') {
    return checker.fail({ start: from - 2, end: to + 2 }, 'expr/syntax', 'an expression is missing between {{ and }}');
  }
  // Blanks in front keep every offset that of the template.
  const parsed = parse(' '.repeat(from) + inner);
  if ('ast' in parsed) return checker.check(parsed.ast);
  const { code, message, start, end } = parsed.error;
  return checker.fail({ start: Math.max(start, from), end: Math.max(end, from) }, code, message);
}

/** Where the `}}` stands that closes an expression: outside of texts in quotes and of maps. -1 if nowhere. */
export function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") {
      i = quoteEnd(text, i);
    } else if (char === '{') depth++;
    else if (char === '}') {
      if (depth > 0) depth--;
      else if (text[i + 1] === '}') return i;
    }
  }
  return -1;
}

/** The last character of a text in quotes, single or triple, raw or not. */
function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  const end = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const raw = /[rR]/.test(text[at - 1] ?? '') && !/\w/.test(text[at - 2] ?? '');
  for (let i = at + end.length; i < text.length; i++) {
    if (text[i] === '\\' && !raw) i++;
    else if (text.startsWith(end, i)) return i + end.length - 1;
  }
  return text.length;
}

function finish(text: string, node: Node, checker: Checker): Compilation {
  if (checker.errors.length > 0) {
    return { ok: false, errors: [...checker.errors].sort((a, b) => a.start - b.start) };
  }
  const references = [...checker.references].sort((a, b) => a.start - b.start);
  const expression: Expression = {
    text,
    type: node.type,
    references,
    hints: checker.hints,
    evaluate(inputs) {
      const frame = Frame.root(inputs);
      return toColumn(node, evaluate(node, frame), frame, text);
    },
  };
  return { ok: true, expression };
}

/** 1 for each row where a condition holds: a null does not. */
export function holds(column: Column): Uint8Array {
  if (column.kind !== 'boolean') throw new TypeError(`a condition is true or false, not ${column.kind}`);
  if (!column.nulls) return column.values;
  const rows = new Uint8Array(column.length);
  for (let i = 0; i < rows.length; i++) rows[i] = column.values[i] & (column.nulls[i] ^ 1);
  return rows;
}
