import type { Fault } from './error.js';
import type { ExprType } from './type.js';
import { eitherFault, pack, unpack, type BoolVec, type Faults, type Vec } from './vector.js';

/**
 * `&&` (`decisive` 0) and `||` (`decisive` 1): an operand of the decisive value decides, whatever the other is; else a fault,
 * else a null of either makes the result so.
 */
export function logic(a: BoolVec, b: BoolVec, decisive: 0 | 1): BoolVec {
  const { length } = a;
  const values = new Uint8Array(length);
  if (decisive === 0) for (let i = 0; i < length; i++) values[i] = a.values[i] & b.values[i];
  else for (let i = 0; i < length; i++) values[i] = a.values[i] | b.values[i];
  if (!a.nulls && !b.nulls && !a.faults && !b.faults) {
    return { kind: 'bool', length, values, nulls: undefined, faults: undefined };
  }
  let nulls: Uint8Array | undefined;
  let faults: Map<number, Fault> | undefined;
  for (let i = 0; i < length; i++) {
    const left = a.faults?.get(i);
    const right = b.faults?.get(i);
    const leftNull = a.nulls?.[i] === 1;
    const rightNull = b.nulls?.[i] === 1;
    if (!left && !right && !leftNull && !rightNull) continue;
    const decided =
      (!left && !leftNull && a.values[i] === decisive) || (!right && !rightNull && b.values[i] === decisive);
    if (decided) values[i] = decisive;
    else if (left ?? right) (faults ??= new Map()).set(i, (left ?? right)!);
    else (nulls ??= new Uint8Array(length))[i] = 1;
  }
  return { kind: 'bool', length, values, nulls, faults };
}

export function not(a: BoolVec): BoolVec {
  const values = new Uint8Array(a.length);
  for (let i = 0; i < values.length; i++) values[i] = a.values[i] ^ 1;
  return { ...a, values };
}

export function isNull(a: Vec, negated: boolean): BoolVec {
  const values = new Uint8Array(a.length);
  const none = negated ? 1 : 0;
  if (a.nulls) for (let i = 0; i < values.length; i++) values[i] = a.nulls[i] ^ none;
  else values.fill(none);
  return { kind: 'bool', length: a.length, values, nulls: undefined, faults: a.faults };
}

/** `test ? yes : no`; what the branch not taken has does not matter. */
export function condition(test: BoolVec, yes: Vec, no: Vec, type: ExprType): Vec {
  const chosen = choose(test.values, yes, no, type);
  if (!test.nulls && !test.faults) return chosen;
  const nulls = new Uint8Array(test.length);
  const faults = new Map<number, Fault>();
  for (let i = 0; i < nulls.length; i++) {
    const fault = test.faults?.get(i);
    if (fault) faults.set(i, fault);
    else if (test.nulls?.[i] === 1) nulls[i] = 1;
    else {
      nulls[i] = chosen.nulls?.[i] ?? 0;
      const inner = chosen.faults?.get(i);
      if (inner) faults.set(i, inner);
    }
  }
  return { ...chosen, nulls, faults: faults.size > 0 ? faults : undefined };
}

/** Row by row the value of `yes` where `pick` is 1, else of `no`. */
function choose(pick: Uint8Array, yes: Vec, no: Vec, type: ExprType): Vec {
  const { length } = pick;
  const nulls = chooseNulls(pick, yes.nulls, no.nulls);
  const faults = chooseFaults(pick, yes.faults, no.faults);
  if (yes.kind === 'number' && no.kind === 'number') {
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) values[i] = pick[i] === 1 ? yes.values[i] : no.values[i];
    return { kind: 'number', length, values, nulls, faults };
  }
  if (yes.kind === 'bool' && no.kind === 'bool') {
    const values = new Uint8Array(length);
    for (let i = 0; i < length; i++) values[i] = pick[i] === 1 ? yes.values[i] : no.values[i];
    return { kind: 'bool', length, values, nulls, faults };
  }
  const x = unpack(yes, type);
  const y = unpack(no, type);
  const values: unknown[] = new Array(length);
  for (let i = 0; i < length; i++) values[i] = pick[i] === 1 ? x[i] : y[i];
  return { ...pack(values, type), nulls, faults };
}

function chooseNulls(
  pick: Uint8Array,
  yes: Uint8Array | undefined,
  no: Uint8Array | undefined,
): Uint8Array | undefined {
  if (!yes && !no) return undefined;
  const nulls = new Uint8Array(pick.length);
  for (let i = 0; i < nulls.length; i++) nulls[i] = (pick[i] === 1 ? yes?.[i] : no?.[i]) ?? 0;
  return nulls;
}

function chooseFaults(pick: Uint8Array, yes: Faults | undefined, no: Faults | undefined): Faults | undefined {
  const faults = new Map<number, Fault>();
  for (const [row, fault] of yes ?? []) if (pick[row] === 1) faults.set(row, fault);
  for (const [row, fault] of no ?? []) if (pick[row] !== 1) faults.set(row, fault);
  return faults.size > 0 ? faults : undefined;
}

/** The first that is not null; a fault counts only if it is reached. */
export function coalesce(args: readonly Vec[], type: ExprType): Vec {
  return args.reduceRight((rest, vec) => {
    if (!vec.nulls) return vec;
    const present = new Uint8Array(vec.length);
    for (let i = 0; i < present.length; i++) present[i] = vec.nulls[i] === 1 && !vec.faults?.has(i) ? 0 : 1;
    return choose(present, vec, rest, type);
  });
}

/** The faults of several operands in their order. */
export function allFaults(vecs: readonly Vec[]): Faults | undefined {
  return vecs.reduce<Faults | undefined>((faults, vec) => eitherFault(faults, vec.faults), undefined);
}
