import type * as z from 'zod';
import { pointerTo } from './diagnostic.js';
import { expandField, type Draft, type Property, type SchemaContext } from './draft.js';
import { checkProperties, checkType, kindOf, type SpecKind } from './field-kind.js';
import { isMapping, nameOf } from './form.js';
import type { TableType } from './grammar.js';
import { commonShape, KIND_SHAPES } from './grammar-fields.js';
import { SIGNAL_PROPERTIES, signalShape } from './grammar-series.js';
import { ownCopy } from './memory.js';
import type { CommonSpec, FieldModel, FieldSpec } from './model.js';
import { given, Props } from './props.js';
import { Quantities } from './quantities.js';
import { readEnum } from './read-enum.js';
import {
  checkConst,
  readDuration,
  readExpr,
  readLength,
  readNumber,
  readSequence,
  readTemporal,
  readText,
  readUuid,
} from './read-kinds.js';
import { readVariants } from './read-variants.js';
import { fix, removing } from './report.js';

/** Where a field stands. */
export interface Site {
  /** Last segment of its random identity, unless it has a `key`. */
  readonly name: string;
  /** The type of its table; `undefined` among the document's `types`. */
  readonly table: TableType | undefined;
  readonly tablePointer: string;
  readonly depth: number;
  /** The identity of the field it varies. */
  readonly key?: string;
}

/** Fields of one document, and how deeply they may lie within each other. */
const MAX_FIELDS = 20_000;
const MAX_DEPTH = 60;

/** Stands for a field that has mistakes, so that reading can go on to find the others. */
const NOTHING = { kind: 'const', value: null } as const;

/** The fields of a mapping, in the written order. */
export function readFields(
  context: SchemaContext,
  value: unknown,
  pointer: string,
  site: Omit<Site, 'name'>,
  named: readonly string[] = [],
): FieldModel[] {
  const { report } = context;
  if (!isMapping(value)) {
    report.error('value/type', pointer, `Fields are a mapping of names to types, not ${nameOf(value)}.`);
    return [];
  }
  const names = Object.keys(value);
  if (names.length === 0)
    report.error('fields/empty', pointer, 'There are no fields here. Write at least one, such as `id: uuid`.');
  return names.map((name) => {
    const at = pointerTo(pointer, name);
    if (name === '' || name === '__proto__') {
      report.error('field/name', at, `A field cannot be called "${name}".`, { at: 'key' });
    }
    return { name, pointer: at, spec: rememberedField(context, value[name], at, { ...site, name }, named) };
  });
}

/** Reads a field of a table, unless it is known. */
function rememberedField(
  context: SchemaContext,
  value: unknown,
  pointer: string,
  site: Site,
  named: readonly string[],
): FieldSpec {
  const { memory, report, fieldCount } = context;
  if (memory === undefined || site.depth > 0 || site.key !== undefined || named.length > 0) {
    return readField(context, value, pointer, site, named);
  }
  const table = `${site.table} ${site.tablePointer}`;
  const known = memory.recall(pointer, value, table);
  if (known !== undefined && fieldCount + known.count <= MAX_FIELDS) {
    context.fieldCount += known.count;
    return known.spec;
  }
  const { mistakes } = report;
  const own = ownCopy(value);
  const spec = readField(context, own, pointer, site, named);
  if (report.mistakes === mistakes) {
    memory.keep(pointer, { value: own, table, spec, count: context.fieldCount - fieldCount });
  }
  return spec;
}

/** Reads a field as written. Mistakes are reported; what comes back then only fills the place. */
export function readField(
  context: SchemaContext,
  value: unknown,
  pointer: string,
  site: Site,
  named: readonly string[] = [],
): FieldSpec {
  const { report } = context;
  if (site.depth > MAX_DEPTH || ++context.fieldCount > MAX_FIELDS) {
    const message =
      site.depth > MAX_DEPTH
        ? `Fields lie more than ${MAX_DEPTH} deep in each other here.`
        : `There are more than ${MAX_FIELDS} fields.`;
    report.error('document/too-large', site.depth > MAX_DEPTH ? pointer : '', message);
    return { ...plainCommon(pointer, site), ...NOTHING };
  }
  const draft = expandField(context, value, pointer, named);
  if (draft === undefined) return { ...plainCommon(pointer, site), ...NOTHING };
  return readDraft(context, draft.at(pointer), site);
}

function plainCommon(pointer: string, { name, key }: Site): CommonSpec {
  return { pointer, key: key ?? name, nullable: 0, optional: 0, unique: false };
}

/** Reads an expanded field. */
export function readDraft(context: SchemaContext, draft: Draft, site: Site): FieldSpec {
  const before = context.report.diagnostics.length;
  const kind = kindOf(draft);
  const varied = draft.has('cases') || draft.has('else');
  if (kind === undefined && !varied) reportNoType(context, draft);
  if (kind !== undefined) {
    checkProperties(context.report, draft, kind);
    checkType(context.report, draft, kind);
    checkSignal(context, draft, kind, site);
  }
  const isSignal = (kind === 'integer' || kind === 'number') && SIGNAL_PROPERTIES.some((key) => draft.has(key));
  const props = new Props(draft, shapeOf(kind, isSignal), context);
  const common = readCommon(props, site);
  const read = kind === undefined ? NOTHING : readKind(props, kind, site);
  const variants = readVariants(context, props, kind, { ...site, key: common.key });
  // An object keeps its place whatever is wrong inside it: its fields are still names.
  const broken = kind !== 'object' && context.report.failedSince(before);
  return (
    broken ? { ...plainCommon(draft.pointer, site), ...NOTHING } : { ...common, ...read, ...variants }
  ) as FieldSpec;
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** Putting a shape together takes longer than reading a field by it. */
const SHAPES = new Map<string, Shape>();

function shapeOf(kind: ReturnType<typeof kindOf>, isSignal: boolean): Shape {
  const key = `${kind} ${isSignal}`;
  let shape = SHAPES.get(key);
  if (shape === undefined) {
    shape = {
      ...(kind === undefined || kind === 'custom' ? {} : KIND_SHAPES[kind]()),
      ...(isSignal ? signalShape() : {}),
      ...commonShape(),
    };
    SHAPES.set(key, shape);
  }
  return shape;
}

function reportNoType({ report }: SchemaContext, draft: Draft): void {
  const numeric = ['min', 'max', 'decimals', 'multipleOf', 'distribution', ...SIGNAL_PROPERTIES].some((key) =>
    draft.has(key),
  );
  const title = numeric ? 'Add "type: number"' : 'Add "type: string"';
  const type = numeric ? 'number' : 'string';
  const message =
    'This field has no type. Write one, such as type: string, or const, enum, template, expr, ref, items or fields.';
  const fixes = [fix(title, { op: 'add', pointer: pointerTo(draft.pointer, 'type'), value: type })];
  report.error('field/no-type', draft.pointer, message, { fixes });
}

function checkSignal(context: SchemaContext, draft: Draft, kind: SpecKind, site: Site): void {
  const numeric = kind === 'number' || kind === 'integer';
  if (site.table === undefined || site.table === 'timeseries') return;
  const properties = numeric ? SIGNAL_PROPERTIES : kind === 'enum' ? ['transitions'] : [];
  const found = properties.filter((key) => draft.has(key));
  if (found.length === 0) return;
  const pointer = draft.properties.get(found[0])?.pointer ?? draft.pointer;
  const names = found.map((key) => `"${key}"`).join(', ');
  const message = `${names} ${found.length === 1 ? 'describes' : 'describe'} a course over time, which only a table with "type: timeseries" has.`;
  const type = pointerTo(site.tablePointer, 'type');
  // A field map has no place for the type of its table.
  const isTable = draft.pointer.startsWith(pointerTo(site.tablePointer, 'fields') + '/');
  const fixes = [
    ...(isTable ? [fix('Make the table a time series', { op: 'add', pointer: type, value: 'timeseries' })] : []),
    ...removing(pointer, found[0]),
  ];
  context.report.error('signal/not-a-series', pointer, message, { at: 'key', fixes });
}

function readCommon(props: Props, site: Site): CommonSpec {
  const { draft, context } = props;
  const nullable = props.value('nullable');
  for (const key of ['pool', 'model']) {
    if (draft.has(key) && !draft.has('prompt')) {
      context.report.error(
        'property/alone',
        props.pointer(key),
        `"${key}" goes with a "prompt", which this field has not.`,
        {
          at: 'key',
          fixes: removing(props.pointer(key), key),
        },
      );
    }
  }
  const unique = props.value('unique');
  return {
    pointer: draft.pointer,
    ...given('description', props.text('description')),
    key: props.text('key') ?? site.key ?? site.name,
    nullable: nullable === true ? 0.1 : typeof nullable === 'number' ? nullable : 0,
    optional: props.number('optional') ?? 0,
    unique: isMapping(unique) ? { per: unique.per as string } : unique === true,
    ...given('when', props.located('when')),
    ...given('by', props.located('by')),
    ...given('prompt', props.located('prompt')),
    ...given('pool', props.number('pool')),
    ...given('model', props.text('model')),
  };
}

function readKind(props: Props, kind: SpecKind, site: Site): object {
  const { draft } = props;
  const blank = { text: '', pointer: draft.pointer };
  switch (kind) {
    case 'integer':
    case 'number':
      return readNumber(props, kind);
    case 'boolean':
      return { kind, probability: props.number('probability') ?? 0.5 };
    case 'text':
      return readText(props);
    case 'semantic':
      return {
        kind,
        type: draft.type?.name ?? '',
        ...given('options', props.value('options') as Readonly<Record<string, unknown>> | undefined),
        from: props.locatedList('from'),
        ...given('locale', props.text('locale')),
      };
    case 'datetime':
    case 'date':
    case 'time':
      return readTemporal(props, kind);
    case 'duration':
      return readDuration(props);
    case 'uuid':
      return readUuid(props);
    case 'sequence':
      return readSequence(props);
    case 'enum':
      return draft.has('enum')
        ? readEnum(props)
        : missing(props, 'enum', 'the values, such as [a, b] or { a: 3, b: 1 }');
    case 'const':
      checkConst(props, kind);
      return { kind, value: props.value('const') };
    case 'template':
      return { kind, template: props.located('template') ?? blank };
    case 'expr':
      return readExpr(props);
    case 'ref':
      return { kind, ref: props.located('ref') ?? blank, ...given('as', props.text('as')), ...refDistribution(props) };
    case 'array':
      return draft.has('items')
        ? readArray(props, site)
        : missing(props, 'items', 'the field that the list holds, such as items: string');
    case 'object':
      return draft.has('fields') ? readObject(props, site) : missing(props, 'fields', 'the fields of the object');
    case 'prompt':
      return { kind, ...given('length', readLength(props)) };
    case 'custom':
      return { kind, type: draft.type?.name ?? '', source: sourceOf(draft) };
  }
}

function missing(props: Props, key: string, what: string): object {
  props.context.report.error('property/missing', props.draft.pointer, `"${key}" is missing: ${what}.`);
  return NOTHING;
}

function refDistribution(props: Props): object {
  if (!props.has('distribution')) return {};
  const read = new Quantities(props.report('distribution'), props.context);
  // Over row numbers, whose bounds the parent table gives.
  const rows = { min: 1, max: Number.MAX_SAFE_INTEGER };
  return given(
    'distribution',
    read.distribution(props.value('distribution'), 'number', props.pointer('distribution'), rows),
  );
}

function readArray(props: Props, site: Site): object {
  const { draft, context } = props;
  const items = draft.properties.get('items') as Property;
  const inner: Site = { name: '[]', table: site.table, tablePointer: site.tablePointer, depth: site.depth + 1 };
  return {
    kind: 'array',
    items: readField(context, items.value, items.pointer, inner, draft.named),
    length: new Quantities(props.report('length'), context).size(props.value('length'), props.pointer('length'), {
      least: 0,
      usual: [1, 5],
    }),
    uniqueItems: props.flag('uniqueItems') ?? false,
  };
}

function readObject(props: Props, site: Site): object {
  const { draft, context } = props;
  const fields = draft.properties.get('fields') as Property;
  const { table, tablePointer, depth } = site;
  return {
    kind: 'object',
    fields: readFields(context, fields.value, fields.pointer, { table, tablePointer, depth: depth + 1 }, draft.named),
  };
}

function sourceOf(draft: Draft): Record<string, unknown> {
  const entries = [...draft.properties].map(([key, { value }]): [string, unknown] => [key, value]);
  return Object.fromEntries([['type', draft.type?.name], ...entries]);
}
