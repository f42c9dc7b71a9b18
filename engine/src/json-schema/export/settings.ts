import type { JsonSchema } from '../../schema/json-schema.js';
import type { FieldSpec } from '../../schema/model.js';
import { isExact } from '../realism-numbers.js';
import { allowsNull } from './unions.js';
import { writtenCommon, type WrittenField, writtenField } from './written-field.js';

/** The share of nulls, and of rows without a property, that an importer takes where the schema allows them. */
const USUAL_SHARE = 0.1;

/** What a field's JSON Schema leaves open, as `x-synth`. */
export function settingsFor(schema: JsonSchema, spec: FieldSpec, name: string, required: boolean): WrittenField {
  const settings = isSaid(spec, name) ? {} : settingsOf(spec, name);
  // What may be null or missing as far as the plan can tell, but is not made so on purpose.
  const listed = spec.kind === 'enum' || spec.kind === 'const';
  const never = spec.nullable === 0 && !listed && Object.keys(schema).length > 0 && allowsNull(schema);
  return {
    ...settings,
    ...(never && { nullable: 0 }),
    ...(!required && spec.optional === 0 && { optional: 0 }),
  };
}

/** Whether the JSON Schema of a field says all of it. */
function isSaid(spec: FieldSpec, name: string): boolean {
  const { nullable, optional, key, unique, when, by, prompt } = spec;
  const shares = [nullable, optional].every((share) => share === 0 || share === USUAL_SHARE);
  if (!shares || key !== name || unique !== false || when !== undefined || by !== undefined || prompt !== undefined)
    return false;
  switch (spec.kind) {
    case 'integer':
      return spec.distribution === undefined && (spec.multipleOf === undefined || isExact(spec.multipleOf));
    case 'number': {
      const exact = spec.multipleOf === undefined || isExact(spec.multipleOf);
      return spec.distribution === undefined && spec.decimals === undefined && exact;
    }
    case 'boolean':
      return spec.probability === 0.5;
    case 'text':
      return !spec.words && spec.case === undefined && spec.length?.distribution === undefined;
    case 'uuid':
      return spec.version === 4;
    case 'enum':
      return !spec.weighted;
    case 'const':
      return true;
    case 'array':
      return spec.length.distribution === undefined;
    case 'object':
      return true;
    default:
      return false;
  }
}

/** What JSON Schema cannot say of a field, as `x-synth`. Of lists and objects, their parts say the rest. */
function settingsOf(spec: FieldSpec, name: string): WrittenField {
  if (spec.kind === 'object') return writtenCommon(spec, name);
  if (spec.kind !== 'array') return writtenField(spec, name);
  const { items: _items, type: _type, uniqueItems: _unique, ...rest } = writtenField(spec, name);
  if (spec.length.distribution !== undefined) return rest;
  const { length: _length, ...common } = rest;
  return common;
}
