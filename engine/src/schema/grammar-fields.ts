import * as z from 'zod';
import { distribution, size, type SizeSource } from './grammar-distribution.js';
import { signalShape, type SignalSource } from './grammar-series.js';
import {
  duration,
  either,
  expression,
  flag,
  list,
  locale,
  modelName,
  nonEmptyText,
  noted,
  numeric,
  once,
  oneOf,
  path,
  paths,
  pattern,
  period,
  positive,
  reference,
  reserved,
  scalar,
  share,
  template,
  temporal,
  tableName,
  text,
  weights,
  whole,
} from './grammar-values.js';

/** Properties of every field. */
export interface CommonSource {
  description?: string | undefined;
  key?: string | undefined;
  nullable?: boolean | number | undefined;
  optional?: number | undefined;
  unique?: boolean | { per: string } | undefined;
  when?: string | undefined;
  by?: string | undefined;
  cases?: Record<string, Variant> | undefined;
  else?: Variant | undefined;
  prompt?: string | undefined;
  pool?: number | undefined;
  model?: string | undefined;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Infer<F extends () => Shape> = z.infer<z.ZodObject<ReturnType<F>>>;

/** A field as written: shorthand text, or a mapping. */
export type FieldSource = string | FieldObject;
export type FieldsSource = { [name: string]: FieldSource };
/** Part of a field, laid over it where a case holds. */
export type Variant = { [K in keyof CommonSource]?: CommonSource[K] } & { [property: string]: unknown };

export interface ArraySource extends CommonSource {
  type?: 'array' | undefined;
  items: FieldSource;
  length?: SizeSource | undefined;
  uniqueItems?: boolean | undefined;
}
export interface ObjectSource extends CommonSource {
  type?: 'object' | undefined;
  fields: FieldsSource;
}

export const field: () => z.ZodType<FieldSource> = once(() => reserved('field', fieldUnion));
export const fields: () => z.ZodType<FieldsSource> = once(() =>
  reserved('fields', () => z.record(z.string(), field()).describe('Fields by name.')),
);
const variant: () => z.ZodType<Variant> = once(() => reserved('variant', variantObject));

export const commonShape = once(() => ({
  description: text().describe('For people; changes nothing.').optional(),
  key: nonEmptyText()
    .describe('Random identity: keep the old name here after a rename, and the values stay.')
    .optional(),
  nullable: either('true, false or a share between 0 and 1', flag(), share())
    .describe('Share of nulls; true is 0.1.')
    .optional(),
  optional: share().describe('Share of rows without the key (JSON).').optional(),
  unique: either('true, false or { per: table }', flag(), z.strictObject({ per: tableName() }))
    .describe('No value twice in the table, or among the children of each parent.')
    .optional(),
  when: expression().describe('CEL condition; where it is false the value is null, or `else`.').optional(),
  by: path().describe('One variant for each value of this field.').optional(),
  cases: noted(z.record(z.string(), variant()), { keys: 'value' })
    .describe('Variants by value: "US", "true", "18..65" (18 and above, below 65), "65..", "null".')
    .optional(),
  else: variant().describe('Where no case matched; without `cases`, where `when` was false.').optional(),
  prompt: template().describe('What a language model is asked to write.').optional(),
  pool: whole(1).describe('Let the model write so many values once, and draw from them.').optional(),
  model: modelName().describe('The model that writes this field.').optional(),
}));

const numberShape = once(() => ({
  type: oneOf('integer', 'number').describe('A whole number, or any number.'),
  min: numeric().describe('Smallest value, inclusive.').optional(),
  max: numeric().describe('Largest value, inclusive.').optional(),
  decimals: whole(0, 15).describe('Digits after the decimal point.').optional(),
  multipleOf: positive().describe('Values are multiples of this.').optional(),
  distribution: distribution().optional(),
}));

const booleanShape = once(() => ({
  type: oneOf('boolean'),
  probability: share().describe('Share of true; 0.5.').optional(),
}));

const textShape = once(() => ({
  type: oneOf('string', 'text').describe('Text.').optional(),
  length: size().describe('Characters.').optional(),
  pattern: pattern().describe('Regular expression that values match.').optional(),
  case: oneOf('lower', 'upper', 'title').describe('Letter case.').optional(),
}));

const semanticShape = once(() => ({
  type: noted(z.string(), { literal: 'field-type' }).describe(
    'A name of faker such as person.fullName, or an alias such as email.',
  ),
  options: z.record(z.string(), z.unknown()).describe('Options of the faker method.').optional(),
  from: paths().describe('Fields it is made from: an email from its name.').optional(),
  locale: locale().describe('Locale of this field.').optional(),
}));

const temporalShape = once(() => ({
  type: oneOf('datetime', 'date', 'time'),
  min: temporal().describe('Earliest, inclusive.').optional(),
  max: temporal().describe('Latest, inclusive.').optional(),
  after: paths().describe('Later than this field; not the same instant.').optional(),
  before: paths().describe('Earlier than this field; not the same instant.').optional(),
  within: period().describe('At most this far from `after` or `before`.').optional(),
  distribution: distribution().optional(),
  precision: period().describe('Values fall on multiples of this, such as 15m.').optional(),
  format: nonEmptyText().describe('iso, unix, unixMs, or a pattern such as yyyy-MM-dd.').optional(),
}));

const durationShape = once(() => ({
  type: oneOf('duration'),
  min: duration().describe('Shortest, inclusive.').optional(),
  max: duration().describe('Longest, inclusive.').optional(),
  distribution: distribution().optional(),
  format: oneOf('iso', 'ms', 's', 'm', 'h', 'd').describe('ISO 8601 text, or a number of this unit.').optional(),
}));

const uuidShape = once(() => ({
  type: oneOf('uuid'),
  version: z
    .union([z.literal(4), z.literal(7)])
    .describe('4 (random) or 7 (ordered by time); 4.')
    .optional(),
}));

const sequenceShape = once(() => ({
  type: oneOf('sequence'),
  start: either('a number or an instant', numeric(), temporal()).describe('First value; 1.').optional(),
  step: either('a number or a duration', numeric(), duration()).describe('Distance to the next; 1.').optional(),
  per: tableName().describe('Starts again for each parent in this table.').optional(),
}));

const enumShape = once(() => ({
  type: oneOf('enum', 'string', 'text', 'integer', 'number', 'boolean').describe('Type of the values.').optional(),
  enum: either(
    'a list of values, or a mapping of values to weights',
    list(
      either(
        'a value, or { value, weight }',
        scalar(),
        z.strictObject({ value: z.unknown(), weight: numeric().optional() }),
      ),
      'a list of at least one value',
    ),
    weights(),
  ).describe('The values: a list, or a mapping of values to weights.'),
  transitions: noted(z.record(z.string(), weights()), { keys: 'value' })
    .describe('In a time series: for each value the weights of the next. States that take turns, step after step.')
    .optional(),
}));

const constShape = once(() => ({
  type: oneOf('string', 'text', 'integer', 'number', 'boolean').optional(),
  const: z.unknown().describe('The same value in every row.'),
}));

const templateShape = once(() => ({
  type: oneOf('string', 'text').optional(),
  template: template().describe('Text with {{ expressions }} over other fields.'),
}));

const exprShape = once(() => ({
  type: oneOf('integer', 'number', 'string', 'boolean', 'datetime', 'date').describe('Type of the result.').optional(),
  expr: expression().describe('CEL over other fields, such as price * quantity.'),
  decimals: whole(0, 15).describe('Digits after the decimal point.').optional(),
}));

const refShape = once(() => ({
  ref: reference().describe('table.field of another table, field of this one, or ./file.synth.yaml#table.field.'),
  as: nonEmptyText().describe('Alias of the parent row; refs with the same alias share one row.').optional(),
  distribution: distribution().optional(),
}));

const arrayShape = once(() => ({
  type: oneOf('array').optional(),
  items: field().describe('What the list holds.'),
  length: size().describe('How many items; 1 to 5.').optional(),
  uniqueItems: flag().describe('No item twice in one list.').optional(),
}));

const objectShape = once(() => ({
  type: oneOf('object').optional(),
  fields: fields().describe('Fields of the object.'),
}));

const promptShape = once(() => ({
  prompt: template().describe('What a language model is asked to write.'),
  length: size().describe('Characters.').optional(),
}));

/** The properties of each kind of field, beside the common ones and (time series) the signal. */
export const KIND_SHAPES = {
  integer: numberShape,
  number: numberShape,
  boolean: booleanShape,
  text: textShape,
  semantic: semanticShape,
  datetime: temporalShape,
  date: temporalShape,
  time: temporalShape,
  duration: durationShape,
  uuid: uuidShape,
  sequence: sequenceShape,
  enum: enumShape,
  const: constShape,
  template: templateShape,
  expr: exprShape,
  ref: refShape,
  array: arrayShape,
  object: objectShape,
  prompt: promptShape,
} as const satisfies Record<string, () => Shape>;

export type Kind = keyof typeof KIND_SHAPES;

type NumberSource = CommonSource & Infer<typeof numberShape> & SignalSource;
type OtherSource =
  | Infer<typeof booleanShape>
  | Infer<typeof textShape>
  | Infer<typeof semanticShape>
  | Infer<typeof temporalShape>
  | Infer<typeof durationShape>
  | Infer<typeof uuidShape>
  | Infer<typeof sequenceShape>
  | Infer<typeof enumShape>
  | Infer<typeof constShape>
  | Infer<typeof templateShape>
  | Infer<typeof exprShape>
  | Infer<typeof refShape>
  | Infer<typeof promptShape>;

/** A field written as a mapping. */
export type FieldObject = NumberSource | (CommonSource & OtherSource) | ArraySource | ObjectSource;

export type { SizeSource };

const TITLES: readonly [string, () => Shape][] = [
  ['Number', () => ({ ...numberShape(), ...signalShape() })],
  ['Boolean', booleanShape],
  ['Date and time', temporalShape],
  ['Duration', durationShape],
  ['UUID', uuidShape],
  ['Sequence', sequenceShape],
  ['Enum', enumShape],
  ['Constant', constShape],
  ['Template', templateShape],
  ['Expression', exprShape],
  ['Reference', refShape],
  ['Array', arrayShape],
  ['Object', objectShape],
  ['Text', textShape],
  ['Prompt', promptShape],
];

const fieldUnion = once(() => {
  const options = TITLES.map(([title, shape]) => z.strictObject({ ...commonShape(), ...shape() }).meta({ title }));
  // Types of plug-ins and of the document have properties that only they know.
  const named = z.looseObject({ ...commonShape(), ...semanticShape() }).meta({ title: 'Semantic or named type' });
  const shorthand = z
    .string()
    .min(1)
    .meta({
      title: 'Shorthand',
      description: 'TYPE, then a range, length, share or values in parentheses, [] for a list, ? for nullable.',
      examples: ['uuid', 'email', 'person.fullName', 'number (0..100)', 'string (A, B, C)', 'string[]', 'email?'],
    });
  return z.union([shorthand, ...options, named]).meta({
    id: 'Field',
    title: 'Field',
    description: 'A field: shorthand text, or a mapping.',
  }) as unknown as z.ZodType<FieldSource>;
});

const variantObject = once(() => {
  const all: Record<string, z.ZodType> = {};
  for (const [, shape] of TITLES) for (const key of Object.keys(shape())) all[key] = z.unknown();
  return z
    .looseObject({ ...all, ...commonShape() })
    .partial()
    .meta({
      id: 'Variant',
      title: 'Variant',
      description: 'Properties laid over the field; with a type of its own it replaces the field.',
    }) as unknown as z.ZodType<Variant>;
});
