import type { Column, OutputType } from '../columns/column.js';
import { isNull, valueAt } from '../columns/read.js';
import { type Compilation, compileExpression, compileTemplate, type Expression } from '../expression/compile.js';
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

type Row = Readonly<Record<string, unknown>>;

/**
 * An expression over the fields of its own record. Where the records of a batch have the right types it is evaluated for
 * all of them at once, else record by record.
 */
class RecordExpression {
  /** Row of the column that {@link evaluate} gave. */
  row = 0;
  private batch: readonly Row[] | undefined;
  private ofBatch: Column | undefined;

  constructor(
    private readonly expression: Expression,
    private readonly readers: ReadonlyMap<string, ColumnReader>,
    private readonly now: number,
    private readonly depth: number,
  ) {}

  /** A column with the value of the record being checked at {@link row}; `undefined` where it has none. */
  evaluate({ batch, index, objects }: Findings): Column | undefined {
    if (this.depth === 0 && batch.length > 1) {
      if (this.batch !== batch) {
        this.batch = batch;
        this.ofBatch = this.run(batch.length, () => batch);
      }
      this.row = index;
      if (this.ofBatch !== undefined) return this.ofBatch;
    }
    this.row = 0;
    return this.run(1, (depth) => [objects[depth]]);
  }

  private run(length: number, rows: (depth: number) => readonly Row[]): Column | undefined {
    const columns = new Map<string, Column>();
    for (const [name, reader] of this.readers) {
      const column = reader.read(rows(reader.depth));
      if (column === undefined) return undefined;
      columns.set(name, column);
    }
    try {
      return this.expression.evaluate({ length, now: this.now, column: (path) => columns.get(path.join('\0'))! });
    } catch (error) {
      if (error instanceof ExpressionEvaluationError) return undefined;
      throw error;
    }
  }
}

/** Compiles an expression. `undefined` where it names anything else: parents, children, row numbers. */
function overRecord(
  text: string,
  scope: RecordScope,
  { now }: Settings,
  compile: (text: string, names: ExpressionScope) => Compilation,
): RecordExpression | undefined {
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
  return new RecordExpression(expression, readers, now, scope.depth);
}

/** Whether a condition holds for the record being checked; `undefined` where the record alone does not tell. */
export type Decide = (findings: Findings) => boolean | undefined;

export function conditionOf(text: string, scope: RecordScope, settings: Settings): Decide | undefined {
  const condition = overRecord(text, scope, settings, compileExpression);
  if (condition === undefined) return undefined;
  return (findings) => {
    const column = condition.evaluate(findings);
    return column && !isNull(column, condition.row) && valueAt(column, condition.row) === true;
  };
}

/** Computes a template again and compares; `undefined` where it reads more than its own record. */
export function templateCheck(text: string, scope: RecordScope, settings: Settings): Check | undefined {
  const template = overRecord(text, scope, settings, compileTemplate);
  if (template === undefined) return undefined;
  return (value, findings) => {
    const column = template.evaluate(findings);
    if (column === undefined) return;
    const wanted = valueAt(column, template.row);
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
  const computed = overRecord(spec.expr.text, scope, settings, compileExpression);
  if (computed === undefined) return undefined;
  return (value, findings) => {
    const column = computed.evaluate(findings);
    if (column === undefined) return;
    const { row } = computed;
    const wanted = isNull(column, row) ? null : valueAt(column, row);
    const instant = column.kind === 'temporal' ? column.values[row] : undefined;
    if (instant !== undefined && wanted !== null && typeof value === 'string') {
      if (isSameInstant(value, instant, type, column, settings)) return;
    } else if (isSame(value, wanted, spec.decimals)) return;
    const shown = typeof wanted === 'number' && spec.decimals !== undefined ? roundTo(wanted, spec.decimals) : wanted;
    findings.add('value/computed', `must be ${show(shown)}, computed by \`${spec.expr.text}\`, not ${show(value)}`);
  };
}

function isSameInstant(value: string, ms: number, type: OutputType, column: Column, { timezone }: Settings): boolean {
  if (type.kind !== 'date') return readPoint(value) === ms;
  const isDay = column.kind === 'temporal' && column.format.type === 'date';
  return readIso('date', value) === (isDay ? ms : Math.floor((ms + offsetAt(timezone, ms)) / DAY) * DAY);
}

function isSame(value: unknown, wanted: unknown, decimals: number | undefined): boolean {
  if (typeof value === 'number' && typeof wanted === 'number') {
    const rounding = 1e-12 * Math.max(Math.abs(value), Math.abs(wanted));
    return Math.abs(value - wanted) <= rounding + (decimals === undefined ? 0 : 0.5 * Number(`1e${-decimals}`));
  }
  return keyOf(value) === keyOf(wanted);
}
