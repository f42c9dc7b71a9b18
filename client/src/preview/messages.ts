import * as z from 'zod/mini';

/**
 * What the preview's page and the extension say to each other. Both sides check what they receive. Cells are not described
 * further: the page shows whatever they are as text.
 * @module
 */

const position = z.object({ line: z.number(), character: z.number() });
const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'hint']),
  message: z.string(),
  uri: z.string(),
  range: z.object({ start: position, end: position }),
});

const numbers = z.array(z.number());

const statistics = z.object({
  nulls: z.number(),
  absent: z.number(),
  distinct: z.number(),
  min: z.optional(z.number()),
  mean: z.optional(z.number()),
  max: z.optional(z.number()),
  histogram: z.optional(z.object({ edges: numbers, counts: numbers })),
  top: z.optional(z.array(z.object({ value: z.string(), count: z.number() }))),
  expected: z.optional(
    z.object({
      min: z.optional(z.number()),
      mean: z.optional(z.number()),
      max: z.optional(z.number()),
      nulls: z.optional(z.number()),
      distinct: z.optional(z.number()),
    }),
  ),
});

const column = z.object({
  name: z.string(),
  pointer: z.optional(z.string()),
  line: z.optional(z.number()),
  type: z.enum([
    'integer',
    'number',
    'boolean',
    'text',
    'datetime',
    'date',
    'time',
    'duration',
    'list',
    'object',
    'mixed',
  ]),
  values: z.array(z.unknown()),
  absent: z.optional(numbers),
  refersTo: z.optional(z.object({ table: z.string(), column: z.string() })),
  localText: z.optional(z.boolean()),
  labels: z.optional(z.string()),
  statistics,
  promise: z.optional(z.string()),
});

const table = z.object({
  name: z.string(),
  type: z.enum(['structured', 'timeseries', 'events']),
  rows: z.number(),
  columns: z.array(column),
  time: z.optional(z.string()),
  series: z.optional(z.array(z.string())),
  eventType: z.optional(z.string()),
});

/** A choice of the toolbar's list of models. */
const model = z.object({ id: z.string(), label: z.string(), usable: z.boolean() });

/** From the extension to the page. */
export const toPage = z.discriminatedUnion('type', [
  /** A run has begun: what is shown may be out of date. */
  z.object({ type: z.literal('busy'), /** A model writes. */ asking: z.boolean() }),
  z.object({
    type: z.literal('rows'),
    seed: z.number(),
    milliseconds: z.number(),
    tables: z.array(table),
    problems: z.array(problem),
    localText: z.array(z.string()),
    /** The model that wrote the texts. */
    model: z.optional(z.string()),
    /** Milliseconds since 1970 of what these rows answer: a keystroke, a setting, the opening. */
    since: z.optional(z.number()),
  }),
  /** To a table that was asked for. */
  z.object({ type: z.literal('showTable'), table: z.string() }),
  /** The schema has errors: the rows of before stay. */
  z.object({ type: z.literal('problems'), problems: z.array(problem) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({
    type: z.literal('settings'),
    rows: z.number(),
    seed: z.optional(z.number()),
    model: z.optional(z.string()),
    models: z.array(model),
    /** Nothing runs in a workspace that is not trusted. */
    trusted: z.boolean(),
    /** What a run with the model would cost, in words; empty where none is asked. */
    estimate: z.string(),
  }),
]);
export type ToPage = z.infer<typeof toPage>;
export type Rows = Extract<ToPage, { type: 'rows' }>;
export type Settings = Extract<ToPage, { type: 'settings' }>;
export type Table = Rows['tables'][number];
export type Column = Table['columns'][number];
export type Problem = Rows['problems'][number];

/** From the page to the extension. */
export const fromPage = z.discriminatedUnion('type', [
  /** The page can receive; sent after each load. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('setRows'), rows: z.number().check(z.int(), z.gte(1), z.lte(10_000)) }),
  /** Without a seed: the document's own. */
  z.object({ type: z.literal('setSeed'), seed: z.optional(z.number().check(z.int())) }),
  /** Without a model: local text. */
  z.object({ type: z.literal('setModel'), model: z.optional(z.string()) }),
  /** To a place of the problems list. */
  z.object({ type: z.literal('showProblem'), uri: z.string(), range: problem.shape.range }),
  /** To the field that a column is made by. */
  z.object({ type: z.literal('showField'), line: z.number() }),
  /** Runs once with the model that is set. */
  z.object({ type: z.literal('ask') }),
  /** Ends the run that goes on. */
  z.object({ type: z.literal('stop') }),
  /** To where the person can trust the workspace. */
  z.object({ type: z.literal('trust') }),
  z.object({ type: z.literal('copy'), text: z.string() }),
  z.object({ type: z.literal('generate') }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
export type FromPage = z.infer<typeof fromPage>;
