import type { OutputField, OutputType } from '../../columns/column.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { DurationSpec, FieldSpec, NumberSpec, SizeModel, TemporalSpec, TextSpec } from '../../schema/model.js';
import { TEXT_IDEAS } from '../realism-ideas.js';
import { isExact } from '../realism-numbers.js';
import { allowNull, anyOf } from './unions.js';
import { writtenPoint } from './written-distribution.js';

/** What says more of the field at a place than its own settings do. */
export interface Surroundings {
  /** The schema of a field that is referred to; `undefined` where it is not known. */
  referred(path: string): JsonSchema | undefined;
  /** Lays over the schema of a field, once for each field that stands in the document. */
  annotate(schema: JsonSchema, spec: FieldSpec, name: string, required: boolean): JsonSchema;
}

/**
 * The JSON Schema of a field's values: its type, bounds, lengths, patterns, formats and values, as far as JSON Schema says
 * them exactly.
 * @param type what the field puts out; `undefined` inside a variant.
 */
export function fieldSchema(spec: FieldSpec, type: OutputType | undefined, around: Surroundings): JsonSchema {
  const schema = variantsSchema(spec, type, around);
  return (type?.nullable ?? spec.nullable > 0) ? allowNull(schema) : schema;
}

/** An object of some fields, closed. */
export function objectSchema(
  fields: readonly { readonly name: string; readonly spec: FieldSpec }[],
  types: readonly OutputField[] | undefined,
  around: Surroundings,
): JsonSchema {
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  for (const { name, spec } of fields) {
    const type = types?.find((field) => field.name === name)?.type;
    const schema = fieldSchema(spec, type, around);
    const stays = !(type?.optional ?? spec.optional > 0);
    properties.push([name, around.annotate(describe(schema, spec), spec, name, stays)]);
    if (stays) required.push(name);
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function describe(schema: JsonSchema, { description }: FieldSpec): JsonSchema {
  return description === undefined ? schema : { ...schema, description };
}

/** `when`, `by` and their variants: any of what can come out. */
function variantsSchema(spec: FieldSpec, type: OutputType | undefined, around: Surroundings): JsonSchema {
  const { when, by, cases, otherwise } = spec;
  if (when === undefined && by === undefined) return valueSchema(spec, type, around);
  const inside: Surroundings = { ...around, annotate: (schema) => schema };
  const variant = (field: FieldSpec): JsonSchema => fieldSchema(field, undefined, inside);
  const schemas = (cases ?? []).map(({ field }) => variant(field));
  // Without a kind of its own the field is only what its cases make of it.
  if (by === undefined || otherwise === undefined) schemas.push(valueSchema(spec, undefined, inside));
  if (otherwise !== undefined) schemas.push(variant(otherwise));
  if (when !== undefined && (by !== undefined || otherwise === undefined)) schemas.push({ type: 'null' });
  return anyOf(schemas);
}

function valueSchema(spec: FieldSpec, type: OutputType | undefined, around: Surroundings): JsonSchema {
  switch (spec.kind) {
    case 'integer':
    case 'number':
      return numberSchema(spec);
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
      return textSchema(spec);
    case 'semantic':
      return semanticSchema(spec.type, spec.options !== undefined, type);
    case 'datetime':
    case 'date':
    case 'time':
      return temporalSchema(spec);
    case 'duration':
      return durationSchema(spec);
    case 'uuid':
      return { type: 'string', format: 'uuid' };
    case 'sequence': {
      if (spec.temporal) return { type: 'string', format: 'date-time' };
      const { start, step } = spec as { start: number; step: number };
      const whole = Number.isInteger(start) && Number.isInteger(step);
      return { type: whole ? 'integer' : 'number', ...(step > 0 ? { minimum: start } : { maximum: start }) };
    }
    case 'enum':
      return { enum: spec.values.filter(({ weight }) => weight > 0).map(({ value }) => value) };
    case 'const':
      return { const: spec.value };
    case 'template':
    case 'prompt':
      return { type: 'string', ...(spec.kind === 'prompt' && lengths(spec.length)) };
    case 'array': {
      const { items, length, uniqueItems } = spec;
      const inner = describe(fieldSchema(items, type?.items, around), items);
      return {
        type: 'array',
        items: around.annotate(inner, items, '[]', true),
        ...(length.min > 0 && { minItems: length.min }),
        maxItems: length.max,
        ...(uniqueItems && { uniqueItems }),
      };
    }
    case 'object':
      return objectSchema(spec.fields, type?.fields, around);
    case 'ref':
      return around.referred(spec.ref.text) ?? typeSchema(type);
    default:
      return typeSchema(type);
  }
}

function numberSchema({ kind, min, max, decimals, multipleOf }: NumberSpec): JsonSchema {
  const step = multipleOf ?? (decimals === 0 ? 1 : undefined);
  return {
    type: kind,
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    // Of steps such as 0.01 most validators refuse true multiples, as doubles cannot be divided by them exactly.
    ...(step !== undefined && isExact(step) && !(kind === 'integer' && step === 1) && { multipleOf: step }),
  };
}

function textSchema({ length, pattern, case: letters }: TextSpec): JsonSchema {
  const whole = letters === undefined && pattern && `^(?:${pattern.text})$`;
  return { type: 'string', ...lengths(length), ...(whole && isPattern(whole) && { pattern: whole }) };
}

function lengths(length: SizeModel | undefined): JsonSchema {
  if (length === undefined) return {};
  return { ...(length.min > 0 && { minLength: length.min }), maxLength: length.max };
}

/** Validators read patterns with the flag `u`. */
function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function semanticSchema(name: string, hasOptions: boolean, type: OutputType | undefined): JsonSchema {
  const schema = typeSchema(type);
  if (schema.type !== 'string' || hasOptions) return schema;
  const idea = TEXT_IDEAS[name];
  const format = idea !== undefined && !('prose' in idea) ? idea.formats[0] : undefined;
  return format === undefined ? schema : { ...schema, format };
}

const TEMPORAL_FORMATS = { datetime: 'date-time', date: 'date' } as const;

function temporalSchema({ kind, format, min, max }: TemporalSpec): JsonSchema {
  if (format === 'unix' || format === 'unixMs') {
    const unit = format === 'unix' ? 1000 : 1;
    // A day of a date in a time zone begins elsewhere than its midnight UTC.
    const exact = kind === 'datetime';
    return {
      type: 'number',
      ...(exact && min !== undefined && { minimum: min / unit }),
      ...(exact && max !== undefined && { maximum: max / unit }),
    };
  }
  if (format !== 'iso') return { type: 'string' };
  // The formats have four digits for the year.
  const far = [min, max].some((at) => at !== undefined && !/^\d{4}-/.test(writtenPoint(at, 'datetime')));
  if (far) return { type: 'string' };
  if (kind === 'time') return { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{3})?$' };
  return { type: 'string', format: TEMPORAL_FORMATS[kind] };
}

const DURATION_UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function durationSchema({ min, max, format }: DurationSpec): JsonSchema {
  if (format !== 'iso') {
    const unit = DURATION_UNITS[format];
    return {
      type: 'number',
      ...(min !== undefined && { minimum: min / unit }),
      ...(max !== undefined && { maximum: max / unit }),
    };
  }
  // The format of JSON Schema has no fractions of seconds.
  return { type: 'string', pattern: '^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?$' };
}

/** What an output type alone says. Null is told apart. */
export function typeSchema(type: OutputType | undefined): JsonSchema {
  switch (type?.kind) {
    case 'integer':
    case 'number':
    case 'boolean':
    case 'string':
      return { type: type.kind };
    case 'datetime':
    case 'date':
      return { type: 'string', format: TEMPORAL_FORMATS[type.kind] };
    case 'time':
      return { type: 'string' };
    case 'list':
      return { type: 'array', ...(type.items && { items: nullableType(type.items) }) };
    case 'object': {
      if (type.fields === undefined) return { type: 'object' };
      const properties = type.fields.map(({ name, type: inner }) => [name, nullableType(inner)] as const);
      const required = type.fields.filter(({ type: inner }) => !inner.optional).map(({ name }) => name);
      return {
        type: 'object',
        properties: Object.fromEntries(properties),
        ...(required.length > 0 && { required }),
        additionalProperties: false,
      };
    }
    default:
      return {};
  }
}

function nullableType(type: OutputType): JsonSchema {
  return type.nullable ? allowNull(typeSchema(type)) : typeSchema(type);
}
