import { DurationValue } from './time.js';
import { listOf, mapOf, scalar, type ExprType, type ScalarKind } from './type.js';

/** A function as it is registered. */
export interface FunctionSpec {
  /**
   * CEL signatures, `name(params): result` or `receiver.name(params): result`; one capital letter stands for any type; a
   * result with `?` can be null though no argument is.
   */
  readonly signatures: readonly string[];
  /** One sentence, for completion. */
  readonly description: string;
  /** Values as held: number, string, boolean, timestamps and durations in ms, lists as arrays. @throws Fault */
  readonly call: (...args: never[]) => unknown;
  /** Folds a list without making arrays. */
  readonly fold?: Fold;
}

export type Fold = 'size' | 'sum' | 'min' | 'max' | 'avg';

type Pattern =
  | { readonly kind: ScalarKind | 'map' }
  | { readonly kind: 'list'; readonly items: Pattern }
  | { readonly kind: 'param'; readonly name: string };

/** One signature of a function. The receiver, where there is one, is the first parameter. */
export interface FunctionOverload {
  readonly signature: string;
  readonly name: string;
  readonly method: boolean;
  readonly params: readonly Pattern[];
  readonly result: Pattern;
  readonly nullable: boolean;
  readonly call: (...args: unknown[]) => unknown;
  readonly fold: Fold | undefined;
}

const SIGNATURE = /^(?:([\w<>]+)\.)?(\w+)\(([^)]*)\): ([\w<>]+)(\??)$/;

export function overloadsOf(spec: FunctionSpec): FunctionOverload[] {
  return spec.signatures.map((signature) => {
    const [, receiver, name, params, result, optional] = SIGNATURE.exec(signature)!;
    const types = [...(receiver ? [receiver] : []), ...(params === '' ? [] : params.split(', '))];
    return {
      signature,
      name,
      method: receiver !== undefined,
      params: types.map(patternOf),
      result: patternOf(result),
      nullable: optional === '?',
      call: spec.call as (...args: unknown[]) => unknown,
      fold: spec.fold,
    };
  });
}

function patternOf(text: string): Pattern {
  if (/^[A-Z]$/.test(text)) return { kind: 'param', name: text };
  const list = /^list<(.+)>$/.exec(text);
  if (list) return { kind: 'list', items: patternOf(list[1]) };
  return { kind: text as ScalarKind | 'map' };
}

type Bindings = Map<string, ExprType>;

/** How well arguments fit: 0 exactly, more with each widening or value known only at run time; `undefined` not at all. */
export function fit(overload: FunctionOverload, args: readonly ExprType[]): number | undefined {
  if (args.length !== overload.params.length) return undefined;
  const bindings: Bindings = new Map();
  let total = 0;
  for (let i = 0; i < args.length; i++) {
    const cost = fitOne(overload.params[i], args[i], bindings);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

function fitOne(pattern: Pattern, type: ExprType, bindings: Bindings): number | undefined {
  if (pattern.kind === 'param') {
    const bound = bindings.get(pattern.name);
    if (bound === undefined) bindings.set(pattern.name, type);
    return bound === undefined || bound.kind === type.kind ? 0 : undefined;
  }
  if (pattern.kind === 'dyn') return 0;
  if (type.kind === 'dyn' || type.kind === 'null') return 10;
  if (pattern.kind === 'list') return type.kind === 'list' ? fitOne(pattern.items, type.items, bindings) : undefined;
  if (pattern.kind === type.kind) return 0;
  return pattern.kind === 'double' && type.kind === 'int' ? 1 : undefined;
}

/** The type of a call's result, apart from null operands. */
export function resultOf(overload: FunctionOverload, args: readonly ExprType[]): ExprType {
  const bindings: Bindings = new Map();
  overload.params.forEach((pattern, i) => fitOne(pattern, args[i], bindings));
  return typeOf(overload.result, overload.nullable, bindings);
}

function typeOf(pattern: Pattern, nullable: boolean, bindings: Bindings): ExprType {
  if (pattern.kind === 'list') return listOf(typeOf(pattern.items, false, bindings), nullable);
  if (pattern.kind === 'map') return mapOf(new Map(), nullable);
  if (pattern.kind === 'param') return bindings.get(pattern.name) ?? scalar('dyn', true);
  return scalar(pattern.kind, nullable);
}

/** A value known only at run time as a parameter takes it, or `undefined` if it does not. */
export function accept(pattern: Pattern, value: unknown): unknown {
  switch (pattern.kind) {
    case 'param':
    case 'dyn':
      return value;
    case 'int':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'double':
      return typeof value === 'number' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'timestamp':
      return value instanceof Date ? value.getTime() : undefined;
    case 'duration':
      return value instanceof DurationValue ? value.ms : undefined;
    case 'null':
      return value === null ? value : undefined;
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
    case 'list': {
      if (!Array.isArray(value)) return undefined;
      const items = value.map((item) => (item === null ? null : accept(pattern.items, item)));
      return items.includes(undefined) ? undefined : items;
    }
  }
}

/** Whether a null among the items of an argument makes the result null. */
export function needsItems(pattern: Pattern): boolean {
  return pattern.kind === 'list' && pattern.items.kind !== 'param' && pattern.items.kind !== 'dyn';
}
