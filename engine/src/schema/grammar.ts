import * as z from 'zod';
import { distribution, type DistributionSource } from './grammar-distribution.js';
import { field, fields, type FieldsSource } from './grammar-fields.js';
import {
  clockShape,
  eventsShape,
  seriesShape,
  type ClockSource,
  type FaultsSource,
  type SeriesSource,
  type SessionsSource,
} from './grammar-series.js';
import {
  either,
  instant,
  list,
  locale,
  nonEmptyText,
  once,
  oneOf,
  correlation,
  path,
  tableName,
  text,
  timezone,
  whole,
} from './grammar-values.js';

export type { DistributionSource } from './grammar-distribution.js';
export type { FieldsSource, FieldSource } from './grammar-fields.js';

/** What a document says once, whatever its form. */
export const headShape = once(() => ({
  $schema: text().describe('For editors; changes nothing.').optional(),
  name: nonEmptyText().describe('Name of the data.').optional(),
  seed: whole(Number.MIN_SAFE_INTEGER).describe('Same seed, same data; 0.').optional(),
  now: instant().describe('The instant that `now` means; 2026-01-01T00:00:00Z.').optional(),
  locale: locale().describe('Language and region of names, addresses and words; en.').optional(),
  timezone: timezone().describe('Time zone of instants without an offset; UTC.').optional(),
  types: fields().describe('Named fields, to be used as types.').optional(),
}));

const rows = once(() => whole(1).describe('Rows.'));

/** Properties of every type of table. */
export const baseShape = once(() => ({
  description: text().describe('For people; changes nothing.').optional(),
  key: nonEmptyText()
    .describe('Random identity: keep the old name here after a rename, and the values stay.')
    .optional(),
  primaryKey: either('a field name, or a list of field names', path(), list(path(), 'a list of field names'))
    .describe('The field or fields that identify a row.')
    .optional(),
  unique: list(list(path(), 'a list of field names'), 'a list of lists of field names')
    .describe('Combinations of fields that never occur twice.')
    .optional(),
  correlations: list(
    z.strictObject({
      fields: list(path(), 'a list of at least two field names', 2),
      rho: correlation().describe("Spearman's rank correlation of each pair."),
    }),
    'a list of { fields, rho }',
  )
    .describe('Fields that rise and fall together.')
    .optional(),
}));

const childCount = once(() =>
  z.strictObject({
    per: tableName().describe('The parent table.'),
    min: whole(0).describe('At least so many for each parent.').optional(),
    max: whole(0).describe('At most so many for each parent.').optional(),
    distribution: distribution().optional(),
  }),
);

/** The properties of each type of table. */
export const TABLE_SHAPES = {
  structured: once(() => ({
    type: oneOf('structured').optional(),
    count: either('a whole number of at least 1, or { per: table, min, max }', rows(), childCount())
      .describe('Rows, or children for each parent.')
      .optional(),
    fields: fields(),
    ...baseShape(),
  })),
  timeseries: once(() => ({
    type: oneOf('timeseries').optional(),
    count: rows().describe('Rows in all series. At most one of count, duration and end.').optional(),
    fields: fields(),
    ...clockShape(),
    ...seriesShape(),
    ...baseShape(),
  })),
  events: once(() => ({
    type: oneOf('events').optional(),
    count: rows().describe('Events. At most one of count, duration and end.').optional(),
    fields: fields().optional(),
    ...clockShape(),
    ...eventsShape(fields),
    ...baseShape(),
  })),
} as const;

export type TableType = keyof typeof TABLE_SHAPES;
export const TABLE_TYPES = Object.keys(TABLE_SHAPES) as readonly TableType[];

interface BaseSource {
  description?: string | undefined;
  key?: string | undefined;
  primaryKey?: string | string[] | undefined;
  unique?: string[][] | undefined;
  correlations?: { fields: string[]; rho: number }[] | undefined;
}
export interface StructuredSource extends BaseSource {
  type?: 'structured' | undefined;
  fields: FieldsSource;
  count?: number | { per: string; min?: number; max?: number; distribution?: DistributionSource } | undefined;
}
export interface TimeSeriesSource extends BaseSource, ClockSource, SeriesSource {
  type?: 'timeseries' | undefined;
  fields: FieldsSource;
  count?: number | undefined;
}
interface EventsProperties extends BaseSource, ClockSource {
  type?: 'events' | undefined;
  fields?: FieldsSource | undefined;
  count?: number | undefined;
  rate?: string | undefined;
  typeField?: string | undefined;
  events?: Record<string, { weight?: number; fields?: FieldsSource; dwell?: DistributionSource }> | undefined;
  sessions?: SessionsSource | undefined;
  faults?: FaultsSource | undefined;
}
/** Either `type` or `events` says that it is one. */
export type EventsSource = EventsProperties &
  ({ type: 'events' } | { events: NonNullable<EventsProperties['events']> });
export type TableSource = StructuredSource | TimeSeriesSource | EventsSource;

type Head = z.infer<z.ZodObject<Omit<ReturnType<typeof headShape>, 'types'>>> & { types?: FieldsSource | undefined };

/** A document with one table, or with several under `tables`. */
export type SynthDocument =
  (Head & TableSource) | (Head & { description?: string | undefined; tables: Record<string, TableSource> });
/** The shortest form of schema: fields by name, nothing else. */
export type FieldMap = FieldsSource;

/** The head of a document with tables. */
export const tablesShape = once(() => ({
  ...headShape(),
  description: text().describe('For people; changes nothing.').optional(),
  tables: z.record(z.string(), z.unknown()).describe('Tables by name.'),
}));

/** The forms of a schema as Zod types, for JSON Schema and completion. Checking goes property by property instead. */
export const documentForms = once(() => {
  const events = TABLE_SHAPES.events();
  const shapes = [
    { title: 'structured', shape: TABLE_SHAPES.structured() },
    { title: 'timeseries', shape: TABLE_SHAPES.timeseries() },
    { title: 'events', shape: { ...events, type: events.type.nonoptional() } },
    { title: 'events', shape: { ...events, events: events.events.nonoptional() } },
  ];
  const table = z
    .union(shapes.map(({ title, shape }) => z.strictObject(shape).meta({ title: `Table: ${title}` })))
    .meta({ id: 'Table', title: 'Table', description: 'Rows of one kind.' });
  const documents = shapes.map(({ title, shape }) =>
    z.strictObject({ ...headShape(), ...shape }).meta({ title: `Document: ${title}` }),
  );
  return {
    tables: z
      .strictObject({ ...tablesShape(), tables: z.record(z.string(), table).describe('Tables by name.') })
      .meta({ title: 'Tables', description: 'Several tables that refer to each other.' }),
    document: z.union(documents).meta({ title: 'Document', description: 'One table and its settings.' }),
    fieldMap: z.record(z.string(), field()).meta({ title: 'Field map', description: 'Fields by name, nothing else.' }),
  };
});
