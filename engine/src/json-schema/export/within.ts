import type { FieldSpec } from '../../schema/model.js';

/** Fields, those inside them, and their variants. */
export function* fieldsWithin(fields: Iterable<{ readonly spec: FieldSpec }>): Iterable<FieldSpec> {
  for (const { spec } of fields) {
    yield spec;
    const variants = (spec.cases ?? []).map(({ field }) => ({ spec: field }));
    if (spec.otherwise !== undefined) variants.push({ spec: spec.otherwise });
    if (spec.kind === 'array') variants.push({ spec: spec.items });
    if (spec.kind === 'object') variants.push(...spec.fields);
    yield* fieldsWithin(variants);
  }
}
