import type { OutputType } from '../columns/column.js';
import type { ExpressionScope } from '../expression/scope.js';
import { type ExprType, exprTypeOf, mapOf, scalar } from '../expression/type.js';
import type { FieldSpec } from '../schema/model.js';
import { readInstant, readLength } from './instants.js';
import { readKeys } from './problem.js';

/** A field as far as a record shows it. */
export interface RecordField {
  readonly spec: FieldSpec;
  /** What it puts out; `undefined` inside a variant, where that is not known beforehand. */
  readonly type: OutputType | undefined;
}

/** The names that a value can see in its own record: the fields of its object, then those around it. */
export interface RecordScope {
  readonly fields: ReadonlyMap<string, RecordField>;
  /** 0 for the record, 1 for an object in it, and so on: the place in {@link Findings.objects}. */
  readonly depth: number;
  readonly outer: RecordScope | undefined;
  /** Texts of mixed columns may stand for other values, so that nothing can be computed with them. */
  readonly texts: boolean;
}

/** Where a value stands in a record. */
export interface Place {
  readonly depth: number;
  /** Names on the way to it, from the object at that depth. */
  readonly keys: readonly string[];
  readonly field: RecordField;
}

/** Kinds of values that may have named parts; of others, `name.part` may mean the row that they refer to. */
const PARTED: ReadonlySet<FieldSpec['kind']> = new Set(['object', 'custom', 'const', 'expr', 'semantic']);

/** A field by its whole name, sought outwards. `undefined` where the name means something else than a field of the record. */
function findName(scope: RecordScope, name: string, followed: boolean): Place | undefined {
  for (let around: RecordScope | undefined = scope; around !== undefined; around = around.outer) {
    const field = around.fields.get(name);
    if (field === undefined) continue;
    if (followed && !PARTED.has(field.spec.kind)) return undefined;
    return { depth: around.depth, keys: [name], field };
  }
  return undefined;
}

/** The field at a plain path such as `address.city`: a whole name beats a dotted path. */
export function findPath(scope: RecordScope, path: string): Place | undefined {
  const segments = path.split('.');
  for (let around: RecordScope | undefined = scope; around !== undefined; around = around.outer) {
    for (let length = segments.length; length >= 1; length--) {
      const name = segments.slice(0, length).join('.');
      const field = around.fields.get(name);
      if (field === undefined) continue;
      if (length < segments.length && !PARTED.has(field.spec.kind)) return undefined;
      return descend({ depth: around.depth, keys: [name], field }, segments.slice(length));
    }
  }
  return undefined;
}

function descend(place: Place, rest: readonly string[]): Place | undefined {
  if (rest.length === 0) return place;
  for (let length = rest.length; length >= 1; length--) {
    const name = rest.slice(0, length).join('.');
    const field = memberOf(place.field, name);
    if (field === undefined) continue;
    return descend({ ...place, keys: [...place.keys, name], field }, rest.slice(length));
  }
  return undefined;
}

/** A field of an object whose shape is known. */
function memberOf({ spec, type }: RecordField, name: string): RecordField | undefined {
  if (spec.kind !== 'object' || !isPlain(spec)) return undefined;
  const member = spec.fields.find((f) => f.name === name);
  return member && { spec: member.spec, type: type?.fields?.find((f) => f.name === name)?.type };
}

/** Without variants, so that the kind says what the value is. */
function isPlain(spec: FieldSpec): boolean {
  return spec.when === undefined && spec.by === undefined && spec.prompt === undefined;
}

/** The value at a place; `undefined` where the key or an object on the way is not there. */
export function valueAtPlace(objects: readonly Readonly<Record<string, unknown>>[], place: Place): unknown {
  return readKeys(objects[place.depth], place.keys);
}

/** What expressions compute with: the value itself, or the instant or milliseconds behind it. NaN where there is none. */
export type Decode = ((value: unknown) => number) | undefined;

/** How an expression sees a field: the same types as when rows are drawn. `undefined` where a record does not show it. */
export function typeOfField({ spec, type }: RecordField, texts: boolean): ExprType | undefined {
  if (type === undefined) return undefined;
  const nullable = type.nullable || type.optional;
  if (type.kind === 'any' && texts) return undefined;
  if (isPlain(spec)) {
    if (spec.kind === 'duration') return scalar('duration', nullable);
    if ('format' in spec && spec.format !== 'iso') {
      const shown = (spec.format === 'unix' || spec.format === 'unixMs') && spec.kind !== 'time';
      return shown ? scalar('timestamp', nullable) : undefined;
    }
    if (spec.kind === 'object' && spec.nullable === 0 && spec.optional === 0) {
      const members = spec.fields.flatMap(({ name }): [string, ExprType][] => {
        const member = typeOfField(memberOf({ spec, type }, name)!, texts);
        return member === undefined ? [] : [[name, member]];
      });
      return mapOf(new Map(members));
    }
  }
  return exprTypeOf(type);
}

/** How the value of a field becomes the number that {@link typeOfField} means. */
export function decodeOf({ spec }: RecordField): Decode {
  if (!isPlain(spec)) return undefined;
  if (spec.kind === 'duration') return (value) => readLength(spec, value);
  if ('format' in spec && spec.format !== 'iso') return (value) => readInstant(spec, value);
  return undefined;
}

/** The names of a record as expressions see them. What lies outside the record is no name here. */
export function expressionNames(scope: RecordScope): ExpressionScope {
  return {
    lookup(name, followed = false) {
      const found = findName(scope, name, followed);
      if (found !== undefined) return typeOfField(found.field, scope.texts);
      return name === '_now' && !followed ? scalar('timestamp') : undefined;
    },
    *names() {
      for (let around: RecordScope | undefined = scope; around !== undefined; around = around.outer)
        yield* around.fields.keys();
    },
  };
}

/** The place that a reference of an expression reads: a name as {@link expressionNames} knows it, then fields in it. */
export function placeOfReference(
  scope: RecordScope,
  path: readonly string[],
): { readonly place: Place; readonly rest: readonly string[] } | undefined {
  const [name, ...rest] = path;
  let place = findName(scope, name, false);
  let k = 0;
  for (; place !== undefined && k < rest.length; k++) {
    const field = memberOf(place.field, rest[k]);
    if (field === undefined) break;
    place = { ...place, keys: [...place.keys, rest[k]], field };
  }
  return place && { place, rest: rest.slice(k) };
}
