import type { OutputType } from '../columns/column.js';

export type ScalarKind = 'int' | 'double' | 'bool' | 'string' | 'timestamp' | 'duration' | 'dyn' | 'null';

/**
 * The type of an expression. `int`: whole numbers within ±2^53. `dyn`: any JSON value, known only at run time. `nullable`:
 * a null can occur, also because an operand can be null.
 */
export type ExprType = ScalarType | ListType | MapType;

export interface ScalarType {
  readonly kind: ScalarKind;
  readonly nullable: boolean;
}
export interface ListType {
  readonly kind: 'list';
  readonly items: ExprType;
  readonly nullable: boolean;
}
export interface MapType {
  readonly kind: 'map';
  readonly fields: FieldTypes;
  readonly nullable: boolean;
}

/** The fields of a map. `followed`: the name is followed by one of a field in it. */
export interface FieldTypes extends ReadonlyMap<string, ExprType> {
  get(name: string, followed?: boolean): ExprType | undefined;
}

export function scalar(kind: ScalarKind, nullable = false): ScalarType {
  return { kind, nullable };
}

export function listOf(items: ExprType, nullable = false): ListType {
  return { kind: 'list', items, nullable };
}

export function mapOf(fields: FieldTypes, nullable = false): MapType {
  return { kind: 'map', fields, nullable };
}

/** The same type, nullable if it was or `nullable` says so. */
export function orNull(type: ExprType, nullable: boolean): ExprType {
  return nullable && !type.nullable ? { ...type, nullable: true } : type;
}

export function isNumeric(type: ExprType): boolean {
  return type.kind === 'int' || type.kind === 'double';
}

/** The name of a type in messages: `int`, `list of string`. */
export function describeType(type: ExprType): string {
  return type.kind === 'list' ? `list of ${describeType(type.items)}` : type.kind;
}

/** A type with its article: `an int`, `a list of string`. */
export function aType(type: ExprType): string {
  return `${type.kind === 'int' ? 'an' : 'a'} ${describeType(type)}`;
}

/** The narrowest type that holds values of both, where there is one: `int` and `double` meet in `double`. */
export function join(a: ExprType, b: ExprType): ExprType | undefined {
  const nullable = a.nullable || b.nullable;
  if (a.kind === 'null') return orNull(b, true);
  if (b.kind === 'null') return orNull(a, true);
  if (a.kind === 'dyn' || b.kind === 'dyn') return scalar('dyn', nullable);
  if (isNumeric(a) && isNumeric(b)) return scalar(a.kind === b.kind ? (a as ScalarType).kind : 'double', nullable);
  if (a.kind === 'list' && b.kind === 'list') return listOf(join(a.items, b.items) ?? scalar('dyn', true), nullable);
  if (a.kind === 'map' && b.kind === 'map') return mapOf(joinFields(a.fields, b.fields), nullable);
  return a.kind === b.kind ? orNull(a, nullable) : undefined;
}

function joinFields(a: ReadonlyMap<string, ExprType>, b: ReadonlyMap<string, ExprType>): Map<string, ExprType> {
  const fields = new Map<string, ExprType>();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const left = a.get(name);
    const right = b.get(name);
    const both = left && right ? join(left, right) : orNull((left ?? right)!, true);
    fields.set(name, both ?? scalar('dyn', true));
  }
  return fields;
}

/** Whether values of type `from` may stand where `to` is expected: equal, or an `int` for a `double`; `dyn` takes all. */
export function widensTo(from: ExprType, to: ExprType): boolean {
  if (to.kind === 'dyn' || from.kind === 'null') return true;
  if (from.kind === 'int' && to.kind === 'double') return true;
  if (from.kind === 'list' && to.kind === 'list') return widensTo(from.items, to.items);
  return from.kind === to.kind;
}

/** What a field with this output is in expressions; a duration's output does not say that it is one. */
export function exprTypeOf(type: OutputType): ExprType {
  const nullable = type.nullable || type.optional;
  switch (type.kind) {
    case 'integer':
      return scalar('int', nullable);
    case 'number':
      return scalar('double', nullable);
    case 'boolean':
      return scalar('bool', nullable);
    case 'datetime':
    case 'date':
      return scalar('timestamp', nullable);
    case 'string':
    case 'time':
      return scalar('string', nullable);
    case 'any':
      return scalar('dyn', nullable);
    case 'list':
      return listOf(type.items ? exprTypeOf(type.items) : scalar('dyn', true), nullable);
    case 'object':
      return mapOf(new Map((type.fields ?? []).map((f) => [f.name, exprTypeOf(f.type)])), nullable);
  }
}
