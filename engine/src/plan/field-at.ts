import type { FieldModel, FieldSpec } from '../schema/model.js';

/** A field of a table by its dotted name, through objects, with its path of random identity. */
export function fieldAt(
  fields: readonly FieldModel[],
  name: string,
): { readonly spec: FieldSpec; readonly path: string } | undefined {
  for (const field of fields) {
    if (field.name === name) return { spec: field.spec, path: field.spec.key };
    if (field.spec.kind !== 'object' || !name.startsWith(`${field.name}.`)) continue;
    const inner = fieldAt(field.spec.fields, name.slice(field.name.length + 1));
    if (inner !== undefined) return { spec: inner.spec, path: `${field.spec.key}/${inner.path}` };
  }
  return undefined;
}
