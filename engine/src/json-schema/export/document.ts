import { OptionError } from '../../errors.js';
import type { Plan } from '../../plan/compile.js';
import type { TablePlan } from '../../plan/table.js';
import { isMapping, type Mapping } from '../../schema/form.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { FieldSpec } from '../../schema/model.js';
import { DEFAULT_NOW } from '../../schema/normalise.js';
import { unknownTable } from '../../validate/data.js';
import { fieldSchema, type Surroundings } from './field-schema.js';
import { Foreign } from './foreign.js';
import { rowSchema } from './row-schema.js';
import { sealed } from './seal.js';
import { settingsFor } from './settings.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The keyword that says what JSON Schema cannot. */
const KEYWORD = 'x-synth';

/**
 * The JSON Schema of the rows that a plan makes: of one table the row, of several an object with a list for each.
 * @param source the document that was planned, as parsed.
 * @param name of the only table to export.
 * @throws OptionError where there is no such table.
 */
export function exportPlan(plan: Plan, source: unknown, name?: string): JsonSchema {
  const several = plan.document.form === 'tables';
  if (name === undefined && several) return exportTables(plan, source as Mapping);
  if (!several && plan.tables[0].model.type !== 'structured') return exportCourse(plan, source as Mapping);
  const table = name === undefined ? plan.tables[0] : plan.tables.find((t) => t.name === name);
  if (table === undefined) throw new OptionError(capital(unknownTable(plan, name)));
  return exportTable(plan, table, isMapping(source) ? source : {}, several);
}

/** One table, with all that JSON Schema cannot say at each field. */
function exportTable(plan: Plan, table: TablePlan, source: Mapping, several: boolean): JsonSchema {
  const foreign = new Foreign(plan, table);
  const around: Surroundings = {
    referred: (path) => referred(plan, table, path),
    annotate: (schema, spec, name, required) => {
      if (foreign.mentionedIn(spec)) return schema;
      const settings = settingsFor(schema, spec, name, required);
      return Object.keys(settings).length === 0 ? schema : { ...schema, [KEYWORD]: settings };
    },
  };
  const { description } = several ? table.model.source : source;
  return {
    $schema: DIALECT,
    title: table.name,
    ...(typeof description === 'string' && { description }),
    ...rowSchema(table, around),
    [KEYWORD]: { ...headOf(plan), ...tableSettings(table, foreign), infer: false },
  };
}

/** All tables. How they hang together is said in one place, as JSON Schema knows nothing of it. */
function exportTables(plan: Plan, source: Mapping): JsonSchema {
  const around = (table: TablePlan): Surroundings => ({
    referred: (path) => referred(plan, table, path),
    annotate: (schema) => schema,
  });
  const names = plan.tables.map((table) => table.name);
  const list = (name: string): JsonSchema => ({ type: 'array', items: { $ref: `#/$defs/${escaped(name)}` } });
  const definitions = plan.tables.map((table) => {
    const { description } = table.model.source;
    const row = rowSchema(table, around(table));
    return [table.name, { ...(typeof description === 'string' && { description }), ...row }] as const;
  });
  const { $schema: _, name, description, ...settings } = source;
  return sealed({
    $schema: DIALECT,
    ...(typeof name === 'string' && { title: name }),
    ...(typeof description === 'string' && { description }),
    type: 'object',
    properties: Object.fromEntries(names.map((table) => [table, list(table)])),
    required: names,
    additionalProperties: false,
    $defs: Object.fromEntries(definitions),
    [KEYWORD]: { ...(typeof name === 'string' && { name }), ...settings },
  });
}

/** A series, or events: what hangs from row to row is said in one place. */
function exportCourse(plan: Plan, source: Mapping): JsonSchema {
  const [table] = plan.tables;
  const { $schema: _, description, ...settings } = source;
  return sealed({
    $schema: DIALECT,
    title: table.name,
    ...(typeof description === 'string' && { description }),
    ...rowSchema(table, { referred: () => undefined, annotate: (schema) => schema }),
    [KEYWORD]: { ...settings, type: table.model.type },
  });
}

/** The settings of the document that are not what they are anyway. */
function headOf({ document }: Plan): Record<string, unknown> {
  const { name, seed, now, locale, timezone } = document;
  return {
    ...(name !== undefined && { name }),
    ...(seed !== 0 && { seed }),
    ...(now !== DEFAULT_NOW && { now: new Date(now).toISOString() }),
    ...(locale !== 'en' && { locale }),
    ...(timezone !== 'UTC' && { timezone }),
  };
}

function tableSettings({ model }: TablePlan, foreign: Foreign): Record<string, unknown> {
  const { count, primaryKey, unique, correlations } = model;
  const here = (fields: readonly string[]): boolean => fields.every((name) => foreign.isKept(name));
  const sets = unique.filter(({ fields }) => here(fields));
  const blocks = correlations.filter(({ fields }) => here(fields));
  return {
    ...(typeof count === 'number' && { count }),
    ...(primaryKey.length > 0 && here(primaryKey) && { primaryKey }),
    ...(sets.length > 0 && { unique: sets.map(({ fields }) => fields) }),
    ...(blocks.length > 0 && { correlations: blocks.map(({ fields, rho }) => ({ fields, rho })) }),
  };
}

/** The schema of the field that a reference copies, without its own settings. */
function referred(plan: Plan, table: TablePlan, path: string, depth = 0): JsonSchema | undefined {
  const [first, ...rest] = path.split('.');
  const parent = plan.tables.find((candidate) => candidate.name === first);
  const [names, owner] = parent !== undefined && rest.length > 0 ? [rest, parent] : [[first, ...rest], table];
  let field: FieldSpec | undefined;
  let fields = owner.model.fields;
  let types = owner.fields;
  let type: (typeof types)[number]['type'] | undefined;
  for (const name of names) {
    field = fields.find((candidate) => candidate.name === name)?.spec;
    type = types.find((candidate) => candidate.name === name)?.type;
    if (field === undefined) return undefined;
    fields = field.kind === 'object' ? field.fields : [];
    types = [...(type?.fields ?? [])];
  }
  if (field === undefined || depth > plan.tables.length) return undefined;
  return fieldSchema(field, type, {
    referred: (next) => referred(plan, owner, next, depth + 1),
    annotate: (schema) => schema,
  });
}

function escaped(name: string): string {
  return encodeURI(name.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('#', '%23');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
