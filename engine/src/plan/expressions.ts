import type { Column, OutputType } from '../columns/column.js';
import { isNull, valueAt } from '../columns/read.js';
import { RowError } from '../errors.js';
import { type Compilation, compileExpression, compileTemplate, type Expression } from '../expression/compile.js';
import { ExpressionEvaluationError } from '../expression/error.js';
import { roundAll } from '../expression/round.js';
import { describeType, type ExprType, scalar, type ScalarKind, widensTo } from '../expression/type.js';
import { localToUtc, offsetAt } from '../fields/calendar.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { CommonSpec, ExprSpec, Located } from '../schema/model.js';
import { replacing } from '../schema/report.js';
import { expressionScope } from './expression-scope.js';
import { otherNames, resolve } from './names.js';
import type { Cell, Rows } from './rows.js';
import { BROKEN, type Site } from './site.js';

type ResultType = NonNullable<ExprSpec['resultType']>;

const DECLARED: Readonly<Record<ResultType, ScalarKind>> = {
  integer: 'int',
  number: 'double',
  string: 'string',
  boolean: 'bool',
  datetime: 'timestamp',
  date: 'timestamp',
};

const DAY = 86_400_000;

/** A value computed by an expression, in the declared type where there is one. */
export function computed(site: Site, spec: ExprSpec & CommonSpec): Drawer {
  const expression = compile(site, spec.expr, compileExpression);
  if (expression === undefined) return BROKEN;
  const { type } = expression;
  const declared = spec.resultType;
  const fail = (message: string): Drawer => {
    site.compilation.report({ code: 'expr/type', severity: 'error', message, pointer: spec.expr.pointer });
    return BROKEN;
  };
  if (declared === undefined && (type.kind === 'dyn' || type.kind === 'null')) {
    return fail('the type of this expression depends on the values; say it with `type`, such as `type: number`.');
  }
  if (declared !== undefined && type.kind !== 'dyn' && !widensTo(type, scalar(DECLARED[declared]))) {
    return fail(
      `this expression gives ${describeType(type)}, which is no ${declared}. Change \`type\`, or convert in the expression.`,
    );
  }
  const output = outputOf(type, declared, spec.decimals);
  const draw = evaluator(site, spec.expr.text, expression);
  return {
    type: output,
    draw(batch) {
      const column = draw(batch);
      return typed(column, output, spec.decimals, site, spec, batch);
    },
  };
}

/** A text with expressions in it. */
export function templated(site: Site, template: Located): Drawer {
  const expression = compile(site, template, compileTemplate);
  if (expression === undefined) return BROKEN;
  return {
    type: { kind: 'string', nullable: false, optional: false },
    draw: evaluator(site, template.text, expression),
  };
}

/** A truth value at each row; null counts as false. */
export function condition(site: Site, at: Located): Cell {
  const broken: Cell = { level: site.scope.level, label: at.text, drawer: BROKEN };
  const expression = compile(site, at, compileExpression);
  if (expression === undefined) return broken;
  if (expression.type.kind !== 'bool' && expression.type.kind !== 'dyn') {
    site.compilation.report({
      code: 'expr/type',
      severity: 'error',
      message: `\`when\` must be true or false; this gives ${describeType(expression.type)}. Compare it with something.`,
      pointer: at.pointer,
    });
    return broken;
  }
  const type: OutputType = { kind: 'boolean', nullable: true, optional: false };
  return { level: site.scope.level, label: at.text, drawer: { type, draw: evaluator(site, at.text, expression) } };
}

/** Compiles text in the site's scope; mistakes are reported with the place in the text. */
function compile(
  site: Site,
  at: Located,
  compiler: (text: string, scope: ReturnType<typeof expressionScope>) => Compilation,
): Expression | undefined {
  const result = compiler(at.text, {
    ...expressionScope(site.scope, site.document.now),
    names: () => otherNames(site),
  });
  if (!result.ok) {
    for (const error of result.errors) {
      const { start, end, suggestions = [] } = error;
      const replaced = suggestions.map((meant) => at.text.slice(0, start) + meant + at.text.slice(end));
      site.compilation.report({
        code: error.code,
        severity: 'error',
        message: error.message,
        pointer: at.pointer,
        span: [start, end],
        ...(replaced.length > 0 && { fixes: replacing(at.pointer, replaced) }),
      });
    }
    return undefined;
  }
  for (const hint of result.expression.hints) {
    const { code, message, start, end } = hint;
    site.compilation.report({ code, severity: 'hint', message, pointer: at.pointer, span: [start, end] });
  }
  return result.expression;
}

/** Reads the columns that an expression names, and gives an error its row. */
function evaluator(site: Site, text: string, expression: Expression): (batch: Batch) => Column {
  const { scope, document, path } = site;
  const cells = new Map<string, Cell>();
  for (const { path: name } of expression.references) {
    const cell = resolve(scope, name, document.now);
    if (cell === undefined) throw new Error(`${text}: ${name.join('.')} was checked but cannot be read`);
    // Compiled here rather than at the first row, so that a cycle is found before anything runs.
    void cell.drawer;
    cells.set(name.join('\0'), cell.operand ?? cell);
  }
  const midnights = comparesDays(expression, [...cells.values()]) ? document.timezone : 'UTC';
  return (batch) => {
    try {
      return expression.evaluate({
        length: batch.length,
        now: document.now,
        column: (name) => daysAsInstants((batch as Rows).column(cells.get(name.join('\0'))!), midnights),
      });
    } catch (error) {
      if (!(error instanceof ExpressionEvaluationError)) throw error;
      const row = batch.rows[error.row] ?? 0;
      throw new RowError(error.code, error.message, { table: scope.table.name, row, field: path }, error);
    }
  };
}

/** Whether days stand beside points in time: then a day is the instant of its local midnight, as it is for `after`. */
function comparesDays(expression: Expression, cells: readonly Cell[]): boolean {
  if (expression.type.kind === 'timestamp' || expression.type.kind === 'string') return false;
  const has = (kind: OutputType['kind']): boolean => cells.some(({ drawer }) => drawer.type.kind === kind);
  return has('date') && has('datetime');
}

/** A column of days as the instants at which they begin in a time zone; any other column as it is. */
function daysAsInstants(column: Column, timezone: string): Column {
  if (timezone === 'UTC' || column.kind !== 'temporal' || column.format.type !== 'date') return column;
  const values = column.values.map((ms) => localToUtc(timezone, ms));
  return { ...column, values, format: { type: 'datetime', milliseconds: false } };
}

function outputOf(type: ExprType, declared: ResultType | undefined, decimals: number | undefined): OutputType {
  const marks = { nullable: type.nullable || type.kind === 'dyn', optional: false };
  switch (declared ?? type.kind) {
    case 'integer':
    case 'int':
      return { kind: 'integer', ...marks };
    case 'number':
    case 'double':
      return { kind: 'number', decimals, ...marks };
    case 'boolean':
    case 'bool':
      return { kind: 'boolean', ...marks };
    case 'string':
      return { kind: 'string', ...marks };
    case 'date':
      return { kind: 'date', ...marks };
    case 'datetime':
    case 'timestamp':
      return { kind: 'datetime', ...marks };
    default:
      return { kind: 'any', ...marks };
  }
}

/** Brings a computed column to the field's type: rounded, as days, or out of mixed values. */
function typed(
  column: Column,
  output: OutputType,
  decimals: number | undefined,
  site: Site,
  spec: ExprSpec & CommonSpec,
  batch: Batch,
): Column {
  if (column.kind === 'value' && output.kind !== 'any') column = fromMixed(column, output, site, spec, batch);
  if (column.kind === 'number' && decimals !== undefined && column.decimals !== 0) {
    return { ...column, values: roundAll(column.values, decimals), decimals };
  }
  if (column.kind === 'temporal' && output.kind === 'date' && column.format.type !== 'date') {
    const { timezone } = site.document;
    const values = column.values.map((ms) => Math.floor((ms + offsetAt(timezone, ms)) / DAY) * DAY);
    return { ...column, values, format: { type: 'date' } };
  }
  return column;
}

/** Values whose type only the run shows, as the declared type says they are. */
function fromMixed(column: Column, output: OutputType, site: Site, spec: ExprSpec & CommonSpec, batch: Batch): Column {
  const nulls = new Uint8Array(column.length);
  const values: unknown[] = new Array(column.length);
  for (let i = 0; i < values.length; i++) {
    const value = isNull(column, i) ? null : valueAt(column, i);
    nulls[i] = value === null ? 1 : 0;
    const fits =
      value === null ||
      (output.kind === 'integer' && Number.isSafeInteger(value)) ||
      (output.kind === 'number' && typeof value === 'number') ||
      (output.kind === 'boolean' && typeof value === 'boolean') ||
      ((output.kind === 'string' || output.kind === 'datetime' || output.kind === 'date') && typeof value === 'string');
    if (!fits) {
      throw new RowError(
        'expr/wrong-type',
        `the expression gave ${JSON.stringify(value)}, which is no ${spec.resultType}`,
        {
          table: site.scope.table.name,
          row: batch.rows[i],
          field: site.path,
        },
      );
    }
    values[i] = value;
  }
  if (output.kind === 'integer' || output.kind === 'number') {
    const numbers = Float64Array.from(values as (number | null)[], (v) => v ?? 0);
    return {
      kind: 'number',
      length: column.length,
      values: numbers,
      decimals: output.kind === 'integer' ? 0 : undefined,
      nulls,
    };
  }
  if (output.kind === 'boolean') {
    return {
      kind: 'boolean',
      length: column.length,
      values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)),
      nulls,
    };
  }
  return { kind: 'value', length: column.length, values, nulls };
}
