import {
  ABSENT,
  type Column,
  type describeFields,
  type OutputField,
  type ParsedDocument,
  valueAt,
} from 'agentic-synth';
import type { ColumnStatistics, ColumnType, Json, PreviewColumn, PreviewTable } from '../messages.js';
import type { EditorSynth } from '../worker/task-run.js';
import { measure, statisticsOf } from './statistics.js';

type OpenRun = Awaited<ReturnType<EditorSynth['openRun']>>;
type TablePlan = NonNullable<OpenRun['plan']>['tables'][number];
type FieldDescription = Awaited<ReturnType<typeof describeFields>>['fields'][number];
type FieldModel = TablePlan['model']['fields'][number];

/** What a table's columns are taken from. */
export interface TableSource {
  readonly name: string;
  /** The schema of the table; `undefined` where a generator of the caller's makes the records. */
  readonly model: TablePlan['model'] | undefined;
  readonly fields: readonly OutputField[];
  /** A column for each field. */
  readonly columns: readonly Column[];
  readonly rows: number;
  /** JSON pointers of fields that show local text where a model would write. */
  readonly localText: ReadonlySet<string>;
  /** What the schema says of the field at a JSON pointer. */
  described(pointer: string): FieldDescription | undefined;
}

/** The first rows of a table as a preview shows them, with what there is to say about each column. */
export function previewTable(source: TableSource, parsed: ParsedDocument | undefined): PreviewTable {
  const { model, name, rows } = source;
  const fields = new Map(fieldsOf(model).map((field) => [field.name, field]));
  const labels = labelsOf(model);
  const clock = model?.series?.clock ?? model?.events?.clock;
  return {
    name,
    type: model?.type ?? 'structured',
    rows,
    columns: source.fields.map(({ name: column, type }, k): PreviewColumn => {
      const field = fields.get(column);
      const kind = columnType(type, field);
      const { values, absent } = valuesOf(source.columns[k]!, rows);
      const refersTo = field && foreignKey(field, name);
      const line = field && parsed?.range(field.pointer, 'key')?.start.line;
      const labelled = labels.get(column);
      const told = field && source.described(field.pointer);
      const expected = told && expectedOf(told, kind);
      return {
        name: column,
        ...(field !== undefined && { pointer: field.pointer }),
        ...(line !== undefined && { line }),
        type: kind,
        values,
        ...(absent.length > 0 && { absent }),
        ...(refersTo !== undefined && { refersTo }),
        ...(field !== undefined && source.localText.has(field.pointer) && { localText: true }),
        ...(labelled !== undefined && { labels: labelled }),
        statistics: {
          ...statisticsOf(kind, values, new Set(absent)),
          ...(expected !== undefined && Object.keys(expected).length > 0 && { expected }),
        },
        ...(told !== undefined && { promise: told.words }),
      };
    }),
    ...(clock !== undefined && { time: clock.timeField }),
    ...(model?.series !== undefined && { series: model.series.dimensions.map((dimension) => dimension.name) }),
    ...(model?.events?.typeField !== undefined && { eventType: model.events.typeField }),
  };
}

/** What the schema lets expect, in the units of the statistics. */
function expectedOf({ expected, nulls, distinct }: FieldDescription, type: ColumnType): ColumnStatistics['expected'] {
  const { min, mean, max } = expected ?? {};
  const numbers = Object.entries({ min, mean, max }).map(([name, value]) => [name, numberOf(value, type)]);
  return {
    ...(Object.fromEntries(numbers.filter(([, value]) => Number.isFinite(value))) as ColumnStatistics['expected']),
    ...(nulls !== undefined && { nulls }),
    ...(distinct !== undefined && Number.isFinite(distinct) && { distinct }),
  };
}

function numberOf(value: number | string | undefined, type: ColumnType): number {
  if (value === undefined) return NaN;
  return typeof value === 'number' ? value : measure(type, value);
}

function fieldsOf(model: TablePlan['model'] | undefined): readonly FieldModel[] {
  return [...(model?.events?.types ?? []).flatMap(({ fields }) => fields), ...(model?.fields ?? [])];
}

/** Columns with the labels of anomalies or faults, and whose. */
function labelsOf(model: TablePlan['model'] | undefined): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { name, spec } of fieldsOf(model)) {
    const label = 'signal' in spec ? spec.signal?.anomalies?.label : undefined;
    if (label !== undefined) labels.set(label, labels.has(label) ? '' : name);
  }
  const faults = model?.events?.faults?.label;
  if (faults !== undefined) labels.set(faults, '');
  return labels;
}

function columnType({ kind }: OutputField['type'], field: FieldModel | undefined): ColumnType {
  if (field?.spec.kind === 'duration') return 'duration';
  if (kind === 'string') return 'text';
  return kind === 'any' ? 'mixed' : kind;
}

/** The column that a reference within the document takes its values from. */
function foreignKey({ spec }: FieldModel, table: string): PreviewColumn['refersTo'] {
  if (spec.kind !== 'ref' || spec.ref.text.includes('#')) return undefined;
  const [first, ...rest] = spec.ref.text.split('.');
  if (first === undefined || rest.length > 1) return undefined;
  return rest.length === 0 ? { table, column: first } : { table: first, column: rest[0]! };
}

function valuesOf(column: Column, rows: number): { values: Json[]; absent: number[] } {
  const values = new Array<Json>(rows);
  const absent: number[] = [];
  for (let i = 0; i < rows; i++) {
    const value = valueAt(column, i);
    if (value === ABSENT) absent.push(i);
    values[i] = value === ABSENT || value === undefined ? null : (value as Json);
  }
  return { values, absent };
}
