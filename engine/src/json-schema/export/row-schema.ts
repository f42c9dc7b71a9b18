import type { TablePlan } from '../../plan/table.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { objectSchema, type Surroundings, typeSchema } from './field-schema.js';
import { allowNull } from './unions.js';

/** The JSON Schema of a table's rows. */
export function rowSchema({ model, fields }: TablePlan, around: Surroundings): JsonSchema {
  if (model.type === 'structured') return objectSchema(model.fields, fields, around);
  // Along an axis of time more columns come out than are written as fields, and faults change values: of each column its
  // type is sure.
  const properties = fields.map(({ name, type }) => {
    const schema = typeSchema(type);
    return [name, type.nullable ? allowNull(schema) : schema] as const;
  });
  const required = fields.filter(({ type }) => !type.optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
