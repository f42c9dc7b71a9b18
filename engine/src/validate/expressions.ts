import type { Column, OutputType } from '../columns/column.js';
import { isNull, valueAt } from '../columns/read.js';
import { type Compilation, compileExpression, compileTemplate } from '../expression/compile.js';
import { ExpressionEvaluationError } from '../expression/error.js';
import { roundTo } from '../expression/round.js';
import type { ExpressionScope } from '../expression/scope.js';
import type { ExprType } from '../expression/type.js';
import { offsetAt, DAY } from '../fields/calendar.js';
import type { ExprSpec } from '../schema/model.js';
import { columnReader, type ColumnReader } from './columns.js';
import { readIso, readPoint } from './instants.js';
import { expressionNames, type RecordScope } from './names.js';
import { type Check, type Findings, keyOf, show } from './problem.js';

/** The document's settings that values depend on. */
export interface Settings {
  /** Reference instant, ms. */
  readonly now: number;
  readonly timezone: string;
}

/** Evaluates an expression on the record being checked; `undefined` where it has no value there. */
type Evaluate = (findings: Findings) => Column | undefined;

/**
 * Compiles an expression over the fields of its own record. `undefined` where it names anything else: parents, children,
 * row numbers.
 */
function overRecord(
  text: string,
  scope: RecordScope,
  { now }: Settings,
  compile: (text: string, names: ExpressionScope) => Compilation,
): Evaluate | undefined {
  const names = expressionNames(scope);
  const compiled = compile(text, names);
  if (!compiled.ok) return undefined;
  const { expression } = compiled;
  const typeOf = (path: readonly string[]): ExprType | undefined => {
    let type = names.lookup(path[0]);
    for (const name of path.slice(1)) type = type?.kind === 'map' ? type.fields.get(name) : undefined;
    return type;
  };
  const readers = new Map<string, ColumnReader>();
  for (const { path } of expression.references) {
    if (path.length === 1 && path[0] === '_now') continue;
    const reader = columnReader(scope, path, typeOf);
    if (reader === undefined) return undefined;
    readers.set(path.join('\0'), reader);
  }
  const columns = new Map<string, Column>();
  const inputs = { length: 1, now, column: (path: readonly string[]): Column => columns.get(path.join('\0'))! };
  return ({ objects }) => {
    for (const [name, read] of readers) {
      const column = read(objects);
      if (column === undefined) return undefined;
      columns.set(name, column);
    }
    try {
      return expression.evaluate(inputs);
    } catch (error) {
      if (error instanceof ExpressionEvaluationError) return undefined;
      throw error;
    }
  };
}

/** Whether a condition holds for the record being checked; `undefined` where the record alone does not tell. */
export type Decide = (findings: Findings) => boolean | undefined;

export function conditionOf(text: string, scope: RecordScope, settings: Settings): Decide | undefined {
  const evaluate = overRecord(text, scope, settings, compileExpression);
  if (evaluate === undefined) return undefined;
  return (findings) => {
    const column = evaluate(findings);
    return column && !isNull(column, 0) && valueAt(column, 0) === true;
  };
}

/** Computes a template again and compares; `undefined` where it reads more than its own record. */
export function templateCheck(text: string, scope: RecordScope, settings: Settings): Check | undefined {
  const evaluate = overRecord(text, scope, settings, compileTemplate);
  if (evaluate === undefined) return undefined;
  return (value, findings) => {
    const column = evaluate(findings);
    if (column === undefined) return;
    const wanted = valueAt(column, 0);
    if (value !== wanted) findings.add('value/computed', `must be ${show(wanted)}, not ${show(value)}`);
  };
}

/**
 * Computes an expression again and compares. Numbers may differ by rounding: by half of the last digit where the field has
 * `decimals`, else by 1e-12 of their size. `undefined` where it reads more than its own record.
 */
export function computedCheck(
  spec: ExprSpec,
  type: OutputType,
  scope: RecordScope,
  settings: Settings,
): Check | undefined {
  const evaluate = overRecord(spec.expr.text, scope, settings, compileExpression);
  if (evaluate === undefined) return undefined;
  return (value, findings) => {
    const column = evaluate(findings);
    if (column === undefined) return;
    const wanted = isNull(column, 0) ? null : valueAt(column, 0);
    if (isSame(value, wanted, column, type, spec.decimals, settings)) return;
    const shown = typeof wanted === 'number' && spec.decimals !== undefined ? roundTo(wanted, spec.decimals) : wanted;
    findings.add('value/computed', `must be ${show(shown)}, computed by \`${spec.expr.text}\`, not ${show(value)}`);
  };
}

function isSame(
  value: unknown,
  wanted: unknown,
  column: Column,
  type: OutputType,
  decimals: number | undefined,
  { timezone }: Settings,
): boolean {
  if (value === null || wanted === null) return value === wanted;
  if (column.kind === 'temporal') {
    if (typeof value !== 'string') return false;
    const ms = column.values[0];
    if (type.kind !== 'date') return readPoint(value) === ms;
    const day = column.format.type === 'date' ? ms : Math.floor((ms + offsetAt(timezone, ms)) / DAY) * DAY;
    return readIso('date', value) === day;
  }
  if (typeof value === 'number' && typeof wanted === 'number') {
    const rounding = 1e-12 * Math.max(Math.abs(value), Math.abs(wanted));
    return Math.abs(value - wanted) <= rounding + (decimals === undefined ? 0 : 0.5 * Number(`1e${-decimals}`));
  }
  return keyOf(value) === keyOf(wanted);
}
