import * as fc from 'fast-check';
import type { Fields } from './arbitrary/fields.js';
import { body, fieldsOf, tables } from './arbitrary/tables.js';

/** A schema of the language that can be satisfied, as parsed from its file. */
export type Schema = Record<string, unknown>;

const head = fc.record(
  {
    name: fc.constantFrom('shop', 'größe 1', 'x'),
    description: fc.constant('drawn'),
    seed: fc.nat(),
    now: fc.constantFrom('2024-02-29T12:00:00Z', '2025-07-01'),
    locale: fc.constantFrom('en', 'de'),
    timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  },
  { requiredKeys: [] },
);

/** Every root key is a field. */
export const fieldMap: fc.Arbitrary<Fields> = fieldsOf({ minLength: 1, maxLength: 8 });

/** One table with its settings. */
export const document: fc.Arbitrary<Schema & { count: number; fields: Fields }> = fc
  .tuple(head, body, fc.integer({ min: 1, max: 300 }), fc.boolean(), fc.boolean())
  .map(([settings, table, count, typed, named]) => ({
    ...settings,
    ...(typed && { type: 'structured' }),
    ...(named && { types: { money: { type: 'number', min: 0, max: 900, decimals: 2 } } }),
    count,
    ...table,
    fields: { ...table.fields, ...(named && { cost: 'money?', fee: { type: 'money', max: 20, key: 'cost' } }) },
  }));

/** Tables with parents, children, grandchildren, links between them and references to themselves. */
export const tablesDocument: fc.Arbitrary<Schema & { tables: Record<string, { fields: Fields }> }> = fc
  .tuple(head, tables)
  .map(([settings, drawn]) => ({ ...settings, tables: drawn }));

/** Any of the forms. */
export const schema: fc.Arbitrary<Schema> = fc.oneof(fieldMap, document, tablesDocument);
