import type { TypeName } from '../schema/draft.js';
import type { FieldSpec, TemporalSpec } from '../schema/model.js';

/** A field as the data-schema language writes it. */
export interface FieldSource {
  readonly type: TypeName | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Writes a field that came of a schema; of lists and objects, something that stands for their parts. */
export function sourceOf(spec: FieldSpec): FieldSource {
  switch (spec.kind) {
    case 'integer':
    case 'number': {
      const { min, max, decimals, multipleOf, distribution } = spec;
      return grammar(spec.kind, { min, max, decimals, multipleOf, distribution });
    }
    case 'boolean':
      return grammar('boolean', { probability: spec.probability });
    case 'text':
      return grammar(spec.words === true ? 'text' : 'string', { length: spec.length, pattern: spec.pattern?.text });
    case 'semantic':
      return { type: { kind: 'semantic', name: spec.type }, properties: defined({ options: spec.options }) };
    case 'datetime':
    case 'date':
    case 'time':
      return grammar(spec.kind, { ...bounds(spec), format: spec.format });
    case 'duration':
      return grammar('duration', { min: millis(spec.min), max: millis(spec.max), format: spec.format });
    case 'uuid':
      return grammar('uuid', { version: spec.version });
    case 'enum':
      return { type: undefined, properties: { enum: spec.values.map(({ value, weight }) => ({ value, weight })) } };
    case 'array':
      return grammar('array', { items: 'string' });
    case 'object':
      return grammar('object', { fields: { part: 'string' } });
    case 'const':
      return { type: undefined, properties: { const: spec.value } };
    default:
      return { type: undefined, properties: { const: null } };
  }
}

function grammar(
  name: Extract<TypeName, { kind: 'grammar' }>['name'],
  properties: Readonly<Record<string, unknown>>,
): FieldSource {
  return { type: { kind: 'grammar', name }, properties: defined(properties) };
}

function defined(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

function bounds({ kind, min, max }: TemporalSpec): Record<string, unknown> {
  if (kind === 'time') return {};
  const text = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : new Date(ms).toISOString();
  const day = (ms: number | undefined): string | undefined => text(ms)?.slice(0, -14);
  return kind === 'date' ? { min: day(min), max: day(max) } : { min: text(min), max: text(max) };
}

function millis(length: number | undefined): string | undefined {
  return length === undefined ? undefined : `${length}ms`;
}
