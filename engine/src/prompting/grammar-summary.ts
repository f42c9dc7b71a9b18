import * as z from 'zod';
import { SEMANTIC_ALIASES } from '../schema/aliases.js';
import { distribution, size } from '../schema/grammar-distribution.js';
import { commonShape, KIND_SHAPES } from '../schema/grammar-fields.js';
import { clockShape, signalShape } from '../schema/grammar-series.js';
import {
  type Literal,
  expression,
  notes,
  path,
  paths,
  tableName,
  temporal,
  template,
} from '../schema/grammar-values.js';
import { baseShape, headShape, TABLE_SHAPES, type TableType } from '../schema/grammar.js';

type Shape = Readonly<Record<string, z.ZodType>>;

/** Properties that a schema does well without: for editors, for keeping values after a change, or for few. */
const LEFT_OUT = new Set(
  '$schema key now seed prompt pool model sampleRate harmonics clustering df bounds skew idField'.split(' '),
);
/** Asking models for rows costs money: a schema is to be drawn for nothing. */
const UNTOLD = new Set(['prompt']);

const LITERALS: Readonly<Partial<Record<Literal, string>>> = {
  weights: '{ value: weight }',
  period: 'duration',
  pattern: 'regex',
  variant: 'field',
};

/**
 * The schema language in short, for a language model: the properties of each kind of field, table and distribution, read
 * from the grammar itself, so that it tells of nothing that does not exist.
 * @param types the types of tables that are told of.
 */
export function grammarSummary(types: readonly TableType[]): string {
  const series = types.includes('timeseries');
  const clocked = series || types.includes('events');
  const shared = [...Object.keys(baseShape()), ...Object.keys(clockShape())];
  return [
    `HEAD: { ${properties(headShape())} }`,
    ...types.map((type) => `TABLE ${type}: { ${properties(without(TABLE_SHAPES[type](), shared))} }`),
    ...(clocked ? [`TABLE timeseries | events also: { ${properties(clockShape())} }`] : []),
    `every TABLE also: { ${properties(baseShape())} }`,
    ...kindLines(),
    ...(series ? [`FIELD integer | number of a timeseries also: { ${properties(signalShape())} }`] : []),
    `every FIELD also: { ${properties(commonShape())} }`,
    `size = ${typeName(size(), true)}`,
    `distribution = ${typeName(distribution(), true)}`,
    `SEMANTIC = ${semanticTypes()}`,
  ].join('\n');
}

/** One line for all kinds of fields with the same properties. */
function kindLines(): string[] {
  const kinds = new Map<() => Shape, string[]>();
  for (const [kind, shape] of Object.entries(KIND_SHAPES)) {
    if (!UNTOLD.has(kind)) kinds.set(shape, [...(kinds.get(shape) ?? []), kind]);
  }
  return [...kinds].map(([shape, alike]) => `FIELD ${alike.join(' | ')}: { ${properties(shape())} }`);
}

/** `person.{fullName firstName …} internet.{email …}`. */
function semanticTypes(): string {
  const modules = new Map<string, string[]>();
  for (const name of new Set(Object.values(SEMANTIC_ALIASES))) {
    const [module, method] = name.split('.');
    modules.set(module, [...(modules.get(module) ?? []), method]);
  }
  return [...modules].map(([module, methods]) => `${module}.{${methods.join(' ')}}`).join(' ');
}

function without(shape: Shape, left: readonly string[]): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !left.includes(name)));
}

function properties(shape: Shape): string {
  return Object.entries(shape)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, schema]) => {
      const optional = definition(schema).type === 'optional' ? '?' : '';
      const type = typeName(schema);
      return type === name ? `${name}${optional}` : `${name}${optional}: ${type}`;
    })
    .join(', ');
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly getter?: () => z.ZodType;
  readonly shape?: Shape;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

function definition(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition;
}

/** Names of what is said in more words elsewhere, by what a message calls it. */
function nameOf(schema: z.ZodType): string | undefined {
  const { literal, expected } = notes.get(schema) ?? {};
  if (literal !== undefined) return LITERALS[literal] ?? literal;
  const named: readonly [z.ZodType, string][] = [
    [path(), 'path'],
    [paths(), 'path | [path]'],
    [tableName(), 'table'],
    [expression(), 'CEL'],
    [template(), 'template'],
    [temporal(), 'instant'],
    [size(), 'size'],
    [distribution(), 'distribution'],
  ];
  const found = named.find(
    ([one]) => one === schema || (expected !== undefined && notes.get(one)?.expected === expected),
  );
  return found?.[1] ?? z.globalRegistry.get(schema)?.id?.toLowerCase();
}

/** @param open the type itself, even where it has a name. */
function typeName(schema: z.ZodType, open = false): string {
  const known = open ? undefined : nameOf(schema);
  if (known !== undefined) return known;
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
    case 'readonly':
      return typeName(def.innerType!, open);
    case 'lazy':
      return typeName(def.getter!(), open);
    case 'object':
      return objectName(def.shape!);
    case 'array':
      return `[${typeName(def.element!)}]`;
    case 'tuple':
      return `[${def.items!.map((item) => typeName(item)).join(', ')}]`;
    case 'record':
      return `{ name: ${typeName(def.valueType!)} }`;
    case 'union':
      return [...new Set(def.options!.map((option) => typeName(option)))].join(' | ');
    case 'enum':
      return Object.values(def.entries!).join('|');
    case 'literal':
      return def.values!.join('|');
    case 'string':
      return 'text';
    case 'unknown':
      return 'value';
    default:
      return def.type;
  }
}

/** What its `type` says comes first: `normal(mean, stdDev)` is `{ type: normal, mean, stdDev }`. */
function objectName(shape: Shape): string {
  const { type, ...rest } = shape;
  return type === undefined ? `{ ${properties(shape)} }` : `${typeName(type)}(${properties(rest)})`;
}
