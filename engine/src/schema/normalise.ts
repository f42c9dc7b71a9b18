import { isGrammarType } from './aliases.js';
import { checkLocale, checkTimeZone, conforms } from './conform.js';
import { pointerTo, type Diagnostic } from './diagnostic.js';
import type { SchemaContext } from './draft.js';
import { formOf, isMapping, nameOf, type Mapping } from './form.js';
import { headShape, TABLE_SHAPES, TABLE_TYPES, tablesShape, type TableType } from './grammar.js';
import { parseInstant } from './instants.js';
import type { CheckMemory } from './memory.js';
import type { DocumentModel, TableModel } from './model.js';
import { unknownProperty } from './properties.js';
import { readField, readFields } from './read-field.js';
import { readEvents, readSeries } from './read-series.js';
import { readTable } from './read-table.js';
import { fix, Report } from './report.js';

/** The instant that `now` means unless the document or the caller says: 2026-01-01T00:00:00Z. */
export const DEFAULT_NOW = 1_767_225_600_000;

/** What the caller says overrides what the document says. */
export interface NormaliseOptions {
  /** The type of data that was asked for; a document that says another type is an error. */
  readonly type?: TableType;
  readonly seed?: number;
  /** Reference instant, ms. */
  readonly now?: number;
  readonly locale?: string;
  readonly timezone?: string;
  /** Names of field types that plug-ins registered. */
  readonly customTypes?: ReadonlySet<string>;
  /** Property names, titles and examples guide what values of a JSON Schema look like. */
  readonly infer?: boolean;
  /** Of earlier checks of the document. */
  readonly memory?: CheckMemory | undefined;
}

export interface Normalised {
  /** Set where no diagnostic is an error. */
  readonly model: DocumentModel | undefined;
  /** The model with nothing in place of what has mistakes: enough to look names up in. */
  readonly partial?: DocumentModel;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Turns a schema of any form but JSON Schema, as parsed, into the one model that plans are made from, and reports every mistake that the
 * document shows by itself: what names refer to is checked when planning. Never throws on any value.
 */
export function normalise(value: unknown, options: NormaliseOptions = {}): Normalised {
  const { form, diagnostics } = formOf(value);
  if (form === undefined || !isMapping(value)) return { model: undefined, diagnostics };
  if (form === 'json-schema') return refuseJsonSchema(value);

  const report = new Report();
  const hasHead = form !== 'field-map';
  const head = hasHead ? readHead(value, options, report) : headOf({}, options, report);
  const context: SchemaContext = {
    report,
    now: head.now,
    timezone: head.timezone,
    types: hasHead && isMapping(value.types) ? value.types : {},
    customTypes: options.customTypes ?? new Set(),
    tables: tableNames(form === 'tables' ? value.tables : undefined),
    fieldCount: 0,
    memory: options.memory,
  };
  options.memory?.begin({ ...head, types: context.types, customTypes: context.customTypes });
  if (hasHead) readTypes(context, value);
  const tables =
    form === 'tables'
      ? readTables(context, value, options.type)
      : form === 'document'
        ? [readDocument(context, value, options.type, head.name)]
        : [readFieldMap(context, value, options.type)];
  const all = [...diagnostics, ...report.diagnostics];
  const model: DocumentModel = { form, ...head, tables };
  return { model: report.failed ? undefined : model, partial: model, diagnostics: all };
}

/** The reference instant (ms) that a text names: a date or date-time, in `timezone` where it has no offset. */
export function parseNow(text: string, timezone = 'UTC'): number | undefined {
  if (/^\s*now/.test(text)) return undefined;
  const reading = parseInstant(text, 'datetime', { now: DEFAULT_NOW, timezone });
  return 'value' in reading ? reading.value : undefined;
}

type Head = Pick<DocumentModel, 'name' | 'seed' | 'now' | 'locale' | 'timezone'>;

/** What a document says once, and what the caller says instead. */
export function readHead(value: Mapping, options: NormaliseOptions, report: Report, pointer = ''): Head {
  const good: Record<string, unknown> = {};
  const shape: Readonly<Record<string, Parameters<typeof conforms>[0]>> = headShape();
  const context = { now: DEFAULT_NOW, timezone: 'UTC' };
  for (const key of Object.keys(shape)) {
    if (key === 'types' || !Object.hasOwn(value, key)) continue;
    if (conforms(shape[key], value[key], pointerTo(pointer, key), report, context)) good[key] = value[key];
  }
  return headOf(good, options, report, pointer);
}

/** The head from properties that conform, and what the caller says instead. */
function headOf(good: Mapping, options: NormaliseOptions, report: Report, pointer = ''): Head {
  const name = typeof good.name === 'string' ? { name: good.name } : {};
  const said = (key: 'locale' | 'timezone', otherwise: string, check: typeof checkLocale): string => {
    const asked = options[key];
    if (asked !== undefined) return check(asked, '', report) ? asked : otherwise;
    return (good[key] as string | undefined) ?? otherwise;
  };
  const timezone = said('timezone', 'UTC', checkTimeZone);
  const now = typeof good.now === 'string' ? parseNow(good.now, timezone) : undefined;
  if (typeof good.now === 'string' && now === undefined) {
    const message = '"now" is itself the reference: write a date or date-time, such as 2026-01-01.';
    report.error('instant/invalid', `${pointer}/now`, message);
  }
  return {
    ...name,
    seed: options.seed ?? (good.seed as number | undefined) ?? 0,
    now: options.now ?? now ?? DEFAULT_NOW,
    locale: said('locale', 'en', checkLocale),
    timezone,
  };
}

function readTypes(context: SchemaContext, value: Mapping): void {
  const { types } = value;
  if (types === undefined || types === null) return;
  if (!isMapping(types)) {
    context.report.error('value/type', '/types', `"types" is a mapping of names to fields, not ${nameOf(types)}.`);
    return;
  }
  for (const name of Object.keys(types)) {
    const pointer = pointerTo('/types', name);
    const builtIn = isGrammarType(name);
    if (builtIn || !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) {
      const why = builtIn ? 'is the name of a built-in type' : 'must be letters, digits, _ and - only';
      context.report.error('types/name', pointer, `"${name}" ${why}; call it something else.`, { at: 'key' });
      continue;
    }
    readField(context, types[name], pointer, { name, table: undefined, tablePointer: '', depth: 0 }, [name]);
  }
}

function tableNames(tables: unknown): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  if (!isMapping(tables)) return names;
  for (const [name, table] of Object.entries(tables)) {
    if (isMapping(table) && isMapping(table.fields)) names.set(name, Object.keys(table.fields));
  }
  return names;
}

function readTables(context: SchemaContext, root: Mapping, asked: TableType | undefined): TableModel[] {
  const { report } = context;
  const known = Object.keys(tablesShape());
  for (const key of Object.keys(root)) {
    if (known.includes(key)) continue;
    const pointer = pointerTo('', key);
    const ofTable = TABLE_TYPES.some((type) => key in TABLE_SHAPES[type]());
    if (ofTable) {
      report.error('property/foreign', pointer, `"${key}" belongs to a table; write it inside one of "tables".`, {
        at: 'key',
      });
    } else unknownProperty(report, key, pointer, known);
  }
  if (root.description !== undefined)
    conforms(tablesShape().description, root.description, '/description', report, context);
  const { tables } = root;
  if (!isMapping(tables) || Object.keys(tables).length === 0) {
    report.error(
      'tables/empty',
      '/tables',
      'There are no tables here. Write at least one, such as `users: { fields: { id: uuid } }`.',
    );
    return [];
  }
  const models = Object.keys(tables).map((name) => {
    const pointer = pointerTo('/tables', name);
    if (!/^[^.#/\\\s][^.#/\\]*$/.test(name) || name === '__proto__') {
      const message = `A table cannot be called "${name}": its name is part of paths and file names.`;
      report.error('table/name', pointer, message, { at: 'key' });
    }
    return readTable(context, tables[name], { name, key: name, pointer, type: undefined, head: [] });
  });
  if (asked !== undefined && !models.some((table) => table.type === asked)) {
    const types = [...new Set(models.map((table) => table.type))].join(' and ');
    report.error('type/contradiction', '/tables', `${asked} data was asked for, but the tables here are ${types}.`);
  }
  return models;
}

function readDocument(
  context: SchemaContext,
  root: Mapping,
  asked: TableType | undefined,
  name: string | undefined,
): TableModel {
  const written = TABLE_TYPES.find((type) => type === root.type);
  if (asked !== undefined && written !== undefined && asked !== written) {
    context.report.error(
      'type/contradiction',
      '/type',
      `The document says ${written}, but ${asked} data was asked for.`,
      {
        fixes: [fix(`Change to ${asked}`, { op: 'replace', pointer: '/type', value: asked })],
      },
    );
  }
  const head = Object.keys(headShape());
  return readTable(context, root, { name: name ?? 'rows', key: '', pointer: '', type: asked, head });
}

function readFieldMap(context: SchemaContext, root: Mapping, asked: TableType | undefined): TableModel {
  const { report } = context;
  const type = asked ?? 'structured';
  const fields: Record<string, unknown> = {};
  const settings: Record<string, unknown> = {};
  for (const key of Object.keys(root)) {
    // Any text here is for editors.
    if (key === '$schema' && typeof root[key] === 'string') continue;
    const setting = key in headShape() || TABLE_TYPES.some((t) => key in TABLE_SHAPES[t]());
    const plain = typeof root[key] !== 'string' && !isMapping(root[key]) && root[key] !== null;
    const target = setting && plain ? settings : fields;
    Object.defineProperty(target, key, { value: root[key], enumerable: true, configurable: true, writable: true });
  }
  for (const key of Object.keys(settings)) {
    const message = `"${key}" looks like a setting of a document, but here every name is a field. Put the fields under "fields:".`;
    const wrapped = { ...settings, fields };
    report.error('form/setting', pointerTo('', key), message, {
      at: 'key',
      fixes: [fix('Put the fields under "fields"', { op: 'replace', pointer: '', value: wrapped })],
    });
  }
  const models = readFields(context, fields, '', { table: type, tablePointer: '', depth: 0 });
  const nothing = { count: undefined, primaryKey: [], unique: [], correlations: [] };
  return {
    name: 'rows',
    key: '',
    type,
    pointer: '',
    fields: models,
    ...nothing,
    source: { fields },
    ...(type === 'timeseries' && { series: readSeries(context, {}, models, '') }),
    ...(type === 'events' && { events: readEvents(context, {}, models, '') }),
  };
}

function refuseJsonSchema(value: Mapping): Normalised {
  const pointer = typeof value.$schema === 'string' ? '/$schema' : '';
  const message =
    'This is a JSON Schema, which cannot be referred to from here. Write the fields as `name: type`, such as `id: uuid`.';
  return { model: undefined, diagnostics: [{ code: 'form/json-schema', severity: 'error', message, pointer }] };
}
