import type { OutputField } from '../columns/column.js';
import type { DocumentModel, TableModel } from '../schema/model.js';
import { jsonPart } from '../plan/json-part.js';
import { RecordValidator, type RecordValidatorOptions } from './records.js';
import type { RowValidator } from './row-validator.js';

/** The check of a table's rows: by the JSON Schema that they come from, else by the fields of the table. */
export function validatorOf(
  table: TableModel,
  fields: readonly OutputField[],
  document: DocumentModel,
  options: RecordValidatorOptions = {},
): RowValidator {
  const { jsonSchema } = document;
  if (jsonSchema === undefined || table.row === undefined) return new RecordValidator(table, fields, document, options);
  const columns = table.bare ? (fields[0].type.fields ?? []) : fields;
  const mixed = columns.filter(({ type }) => type.kind === 'any').map(({ name }) => name);
  const { texts = false, flat = texts } = options;
  const { JsonRecordValidator } = jsonPart();
  return new JsonRecordValidator(table.name, jsonSchema, table.row, flat ? { mixed, texts } : undefined);
}
