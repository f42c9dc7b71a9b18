import type { OutputType } from '../columns/column.js';
import type { FieldModel, TableModel } from '../schema/model.js';
import type { DriftModel, EventsModel, EventTypeModel } from '../schema/model-series.js';
import { nominalMs } from '../schema/units.js';
import type { Settings } from './expressions.js';
import { membersCheck } from './field.js';
import { readInstant } from './instants.js';
import { type Check, type Findings, own, type Problem } from './problem.js';
import { rowFields } from './row-fields.js';

type Row = Readonly<Record<string, unknown>>;
type RowCheck = (record: Row, findings: Findings) => void;

interface EventCheckOptions {
  readonly settings: Settings;
  readonly texts: boolean;
  /** A null may stand for a key that is not there. */
  readonly flat: boolean;
}

/** A field as it is put out by events of some type at some time. */
interface Shown extends FieldModel {
  readonly type: OutputType | undefined;
}

/**
 * Checks events: the fields of all events, those of an event's own type and of no other, under the names that they have by
 * then. Where clocks are wrong, the names of any time are taken.
 */
export function eventsCheck(
  table: TableModel & { readonly events: EventsModel },
  types: ReadonlyMap<string, OutputType>,
  options: EventCheckOptions,
): RowCheck {
  const { events } = table;
  const common = rowFields(table);
  const changes = events.faults?.drift ?? [];
  const epochs = [...new Set(changes.map(({ at }) => at))].sort((a, b) => a - b);
  const typeNames = namesOf(events.typeField, changes);
  const time = timeOf(events, common, changes);
  const compiled = new Map<string, RowCheck>();
  const checkOf = (type: EventTypeModel | undefined, epoch: number): RowCheck => {
    const key = `${epoch} ${type?.name ?? ''}`;
    let check = compiled.get(key);
    if (check === undefined) {
      const applied = changes.filter(({ at }) => at <= (epochs[epoch - 1] ?? -Infinity));
      compiled.set(key, (check = compile(common, type, applied, types, options)));
    }
    return check;
  };
  return (record, findings) => {
    const name = events.typeField === undefined ? undefined : first(record, typeNames);
    const type = events.types.find((each) => each.name === name);
    const [from, to] = time(record);
    const low = epochAt(epochs, from);
    const high = epochAt(epochs, to);
    if (low === high) checkOf(type, low)(record, findings);
    else {
      const possible = Array.from({ length: high - low + 1 }, (_, i) => checkOf(type, low + i));
      findings.any(
        possible.map(
          (check): Check =>
            (value, inner) =>
              check(value as Row, inner),
        ),
        record,
      );
    }
  };
}

/** Changes that are in force at an instant. */
function epochAt(epochs: readonly number[], instant: number): number {
  let count = 0;
  while (count < epochs.length && epochs[count] <= instant) count++;
  return count;
}

function compile(
  common: readonly FieldModel[],
  type: EventTypeModel | undefined,
  changes: readonly DriftModel[],
  types: ReadonlyMap<string, OutputType>,
  { settings, texts, flat }: EventCheckOptions,
): RowCheck {
  let fields: Shown[] = [...common, ...(type?.fields ?? [])].map((field) => {
    const shown = types.get(field.name);
    return { ...field, type: shown && { ...shown, optional: field.spec.optional > 0 } };
  });
  for (const change of changes) {
    fields = fields.flatMap((field) => {
      if (field.name !== change.field.text) return [field];
      if (change.change === 'remove') return [];
      return [change.change === 'rename' ? { ...field, name: change.to } : asText(field)];
    });
  }
  const shown = new Map(fields.flatMap((field) => (field.type ? [[field.name, field.type] as const] : [])));
  // Of an event whose type is not known, nothing is said about what only some types have.
  const why = type === undefined ? undefined : `is not there in a \`${type.name}\` event at this time`;
  const stray = (name: string, value: unknown): Problem['message'] | undefined => {
    if (!types.has(name)) return 'is not in the schema';
    return flat && value === null ? undefined : why;
  };
  return membersCheck(fields, shown, { settings, column: true }, undefined, texts, stray);
}

/** A field whose values have become texts. */
function asText({ type, ...field }: Shown): Shown {
  const { pointer, key, nullable, optional } = field.spec;
  const text = { pointer, key, nullable: type?.nullable === false ? nullable : 1, optional, unique: false } as const;
  return { ...field, type, spec: { ...text, kind: 'text' } };
}

/** The names that a column has in the course of time, the latest last. */
function namesOf(name: string | undefined, changes: readonly DriftModel[]): readonly string[] {
  const names = name === undefined ? [] : [name];
  for (const change of changes) {
    if (change.change === 'rename' && names.includes(change.field.text)) names.push(change.to);
  }
  return names;
}

function first(record: Row, names: readonly string[]): unknown {
  for (const name of names) {
    const value = own(record, name);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Between which instants an event may have happened. */
function timeOf(
  { clock, faults }: EventsModel,
  fields: readonly FieldModel[],
  changes: readonly DriftModel[],
): (record: Row) => readonly [number, number] {
  const names = namesOf(clock.timeField, changes);
  const spec = fields.find(({ name }) => name === clock.timeField)?.spec;
  const unknown = [-Infinity, Infinity] as const;
  if (spec?.kind !== 'datetime' || faults?.skew !== undefined) return () => unknown;
  const coarse = spec.precision === undefined ? 0 : nominalMs(spec.precision);
  return (record) => {
    const instant = readInstant(spec, first(record, names));
    return Number.isNaN(instant) ? unknown : [instant, instant + coarse];
  };
}
