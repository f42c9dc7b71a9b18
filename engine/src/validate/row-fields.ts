import type { CommonSpec, FieldModel, FieldSpec, TableModel } from '../schema/model.js';
import type { FaultsModel } from '../schema/model-series.js';

/** What a field is, without what all fields may say. */
type Kind<S = FieldSpec> = S extends FieldSpec ? Omit<S, keyof CommonSpec> : never;

/** The fields that all rows of a table have: those written, and the columns that come by themselves. */
export function rowFields({ fields, series, events, pointer }: TableModel): readonly FieldModel[] {
  const added: FieldModel[] = [];
  const add = (name: string | undefined, spec: Kind, at = pointer, nullable = 0): void => {
    if (name === undefined || [...fields, ...added].some((field) => field.name === name)) return;
    const common: CommonSpec = { pointer: at, key: name, nullable, optional: 0, unique: false };
    added.push({ name, pointer: at, spec: { ...common, ...spec } as FieldSpec });
  };
  const clock = (series ?? events)?.clock;
  add(clock?.timeField, { kind: 'datetime', after: [], before: [], format: 'iso' });
  for (const dimension of series?.dimensions ?? []) {
    const { name, pointer: at } = dimension;
    add(name, 'ref' in dimension ? { kind: 'ref', ref: dimension.ref } : oneOf(dimension.values), at);
  }
  if (series !== undefined) {
    for (const { spec } of fields) {
      const anomalies = 'signal' in spec ? spec.signal?.anomalies : undefined;
      if (anomalies !== undefined) add(anomalies.label, oneOf(anomalies.types), anomalies.pointer, 1);
    }
  }
  if (events !== undefined) {
    const { typeField, types, sessions, faults } = events;
    add(typeField, oneOf(types.map(({ name }) => name)));
    add(sessions?.idField, { kind: 'integer', min: 1 }, sessions?.pointer);
    if (faults !== undefined) add(faults.label, oneOf(faultLabels(faults)), faults.pointer, 1);
  }
  return added.length === 0 ? fields : [...fields, ...added];
}

function oneOf(values: readonly unknown[]): Kind {
  return { kind: 'enum', values: values.map((value) => ({ value, weight: 1 })), weighted: false };
}

/** What a label of faults may say: what goes wrong in the table, alone or together. */
function faultLabels({ late, outOfOrder, duplicate, skew }: FaultsModel): string[] {
  const names = [
    ...(late === undefined ? [] : ['late']),
    ...(outOfOrder > 0 ? ['outOfOrder'] : []),
    ...(duplicate > 0 ? ['duplicate'] : []),
    ...(skew === undefined ? [] : ['skew']),
  ];
  let labels: string[] = [];
  for (const name of names) labels = [...labels, name, ...labels.map((label) => `${label}+${name}`)];
  return labels;
}
