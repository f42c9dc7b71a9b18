import type { Column, OutputType } from '../columns/column.js';
import { ABSENT, isNull, valueAt } from '../columns/read.js';
import { textColumn } from '../columns/text.js';
import type { Batch, Drawer } from '../fields/drawer.js';
import type { FieldSpec } from '../schema/model.js';
import type { PromptField } from './prompt-values.js';
import type { Cell, Rows } from './rows.js';
import type { Site } from './site.js';
import type { TablePlan } from './table.js';

/** A field of rows that a model writes as a whole. */
export interface RowMember {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly type: OutputType;
}

/** The rows of one table, written by a model but for what has to hold between rows and tables. */
export class WholeRows {
  readonly members: RowMember[] = [];
  readonly field: PromptField;

  constructor(readonly table: TablePlan) {
    const { name, pointer } = table.model;
    const spec: FieldSpec = {
      kind: 'object',
      fields: [],
      pointer,
      key: '',
      nullable: 0,
      optional: 0,
      unique: false,
    };
    this.field = { table: name, path: '', pointer, spec, level: () => 0, rows: this };
  }

  /** What the model is told of each row of a batch: keys, times and types, as JSON. */
  conditions(rows: Rows): (i: number) => string {
    const told = this.table.outputs.filter(({ name, cell }) => this.tells(name, cell));
    if (told.length === 0) return () => '';
    const columns = told.map(({ name, cell }) => ({ name, column: rows.column(cell) }));
    return (i) =>
      JSON.stringify(
        Object.fromEntries(
          columns.flatMap(({ name, column }): [string, unknown][] => {
            const value = isNull(column, i) ? null : valueAt(column, i);
            return value === ABSENT ? [] : [[name, value]];
          }),
        ),
      );
  }

  private tells(name: string, cell: Cell): boolean {
    if (this.members.some((member) => member.name === name)) return false;
    const spec = this.table.scope.fields.get(name)?.spec;
    // Texts of no meaning tell nothing; what is computed from written values is not there yet.
    return cell.level === this.table.level && spec !== undefined && TOLD.has(spec.kind) && spec.when === undefined;
  }
}

/** Kinds whose values a model writes. What counts rows, refers to others or is computed stays with the engine. */
const WRITTEN: ReadonlySet<FieldSpec['kind']> = new Set([
  'integer',
  'number',
  'boolean',
  'text',
  'semantic',
  'datetime',
  'date',
  'time',
  'duration',
  'enum',
  'array',
  'object',
  'json',
]);

const TOLD: ReadonlySet<FieldSpec['kind']> = new Set(['datetime', 'date', 'enum', 'ref', 'sequence', 'const']);

/** The drawer of a field that the model writes with the rest of its row; `undefined` where the engine draws it. */
export function writtenMember(site: Site, spec: FieldSpec, local: Drawer): Drawer | undefined {
  const { compilation, scope, path } = site;
  const { prompts, wholeRows } = compilation.settings;
  if (prompts === undefined || wholeRows !== true) return undefined;
  const { table } = scope;
  if (scope !== table.scope || !WRITTEN.has(spec.kind) || spec.unique !== false) return undefined;
  if (table.clock?.pointer === spec.pointer) return undefined;
  if ('after' in spec && spec.after.length + spec.before.length > 0) return undefined;
  // Settings of one's own in a JSON Schema say how a value is drawn.
  if (spec.kind === 'json' && spec.checked === true) return undefined;
  const own = table.model.fields.find((field) => field.spec.pointer === spec.pointer);
  if (own === undefined || path.includes('/')) return undefined;
  const rows = compilation.wholeRows(table);
  const free = spec.kind === 'json' && local.type.nullable;
  const output: OutputType = free
    ? { kind: 'any', nullable: true, optional: false }
    : { ...local.type, nullable: false, optional: false };
  rows.members.push({ name: own.name, spec, type: output });
  return {
    type: output,
    draw(batch): Column {
      const values: unknown[] = new Array(batch.length);
      let conditions: ((i: number) => string) | undefined;
      for (let i = 0; i < values.length; i++) {
        const key = keyOf(batch, i);
        const row = prompts.get(rows.field, key) as Readonly<Record<string, unknown>> | undefined;
        values[i] = row?.[own.name] ?? null;
        if (row !== undefined) continue;
        conditions ??= rows.conditions(batch as Rows);
        prompts.want(rows.field, { key, row: batch.rows[i], prompt: conditions(i) });
      }
      return columnOf(output, values);
    },
  };
}

/** A cell by its address: a row, or an item of a list. */
export function keyOf({ addresses }: Batch, i: number): string {
  return `${addresses.low[i]}:${addresses.high[i]}`;
}

/** A column of written values. @param values null where one is still missing. */
export function columnOf(type: OutputType, values: readonly unknown[]): Column {
  const { length } = values;
  switch (type.kind) {
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        length,
        values: Float64Array.from(values as (number | null)[], (value) => value ?? 0),
        decimals: type.kind === 'integer' ? 0 : undefined,
      };
    case 'boolean':
      return { kind: 'boolean', length, values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)) };
    case 'string':
      return textColumn(values.map((value) => (typeof value === 'string' ? value : '')));
    case 'datetime':
    case 'date': {
      const times = Float64Array.from(values, (value) => (typeof value === 'string' ? Date.parse(value) : 0));
      const milliseconds = times.some((time) => time % 1000 !== 0);
      const format = type.kind === 'date' ? ({ type: 'date' } as const) : ({ type: 'datetime', milliseconds } as const);
      return { kind: 'temporal', length, values: times, format };
    }
    default:
      return { kind: 'value', length, values };
  }
}
