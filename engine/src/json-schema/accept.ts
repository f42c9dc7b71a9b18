import { checkOf, type Check } from './accept-check.js';
import { Evaluated } from './accept-evaluated.js';
import { acceptsScalar, typeBit, ARRAY, OBJECT } from './accept-scalar.js';
import { allDifferent } from './equality.js';
import type { SchemaAt, SchemaGraph } from './graph.js';

/**
 * Whether a JSON value satisfies a schema: every keyword of its dialect, formats included (as `ajv-formats` checks them);
 * what `contentEncoding` and its like say about a text is no condition. Lengths are in code points, `NaN` and infinities
 * are no numbers.
 *
 * @throws UnresolvedReferenceError where the schema has a reference that leads nowhere.
 */
export function accepts(graph: SchemaGraph, at: SchemaAt, value: unknown): boolean {
  return satisfies(checkOf(graph, at), value, undefined);
}

/** As {@link accepts}; what was evaluated is added to `outer` where someone asks for it. After a failure it is of no use. */
export function satisfies(check: Check, value: unknown, outer: Evaluated | undefined): boolean {
  if (check.constant !== undefined) return check.constant;
  const bit = typeBit(value);
  if ((check.types & bit) === 0 || (check.values !== undefined && !check.values.has(value))) return false;
  const seen = check.tracks ? new Evaluated() : outer;
  if (bit === OBJECT) {
    if (check.object && !acceptsObject(check, value as Readonly<Record<string, unknown>>, seen)) return false;
  } else if (bit === ARRAY) {
    if (check.array && !acceptsArray(check, value as readonly unknown[], seen)) return false;
  } else if (check.scalar && !acceptsScalar(check, value)) return false;
  if (check.inPlace && !acceptsInPlace(check, value, seen)) return false;
  if (!check.tracks || seen === undefined) return true;
  if (bit === OBJECT && !acceptsRestOfObject(check, value as Readonly<Record<string, unknown>>, seen)) return false;
  if (bit === ARRAY && !acceptsRestOfArray(check, value as readonly unknown[], seen)) return false;
  outer?.add(seen);
  return true;
}

/** What a schema evaluates of a value that it accepts but for `unevaluatedProperties` and `unevaluatedItems`. */
export function evaluated(check: Check, value: unknown): Evaluated {
  const seen = new Evaluated();
  if (Array.isArray(value)) acceptsArray(check, value, seen);
  else if (typeof value === 'object' && value !== null) acceptsObject(check, value as Record<string, unknown>, seen);
  acceptsInPlace(check, value, seen);
  return seen;
}

function acceptsInPlace(check: Check, value: unknown, seen: Evaluated | undefined): boolean {
  for (const at of check.all) if (!satisfies(at.check, value, seen)) return false;
  if (check.any.length > 0) {
    let found = false;
    for (const at of check.any) {
      if (!branch(at.check, value, seen)) continue;
      found = true;
      if (seen === undefined) break;
    }
    if (!found) return false;
  }
  if (check.one.length > 0) {
    let found = 0;
    for (const at of check.one) {
      if (branch(at.check, value, seen) && ++found > 1) return false;
    }
    if (found === 0) return false;
  }
  if (check.not !== undefined && satisfies(check.not.check, value, undefined)) return false;
  if (check.if !== undefined) {
    const next = branch(check.if.check, value, seen) ? check.then : check.else;
    if (next !== undefined && !satisfies(next.check, value, seen)) return false;
  }
  return true;
}

/** A schema that may fail: only then what it evaluated does not count. */
function branch(check: Check, value: unknown, seen: Evaluated | undefined): boolean {
  if (seen === undefined) return satisfies(check, value, undefined);
  const own = new Evaluated();
  if (!satisfies(check, value, own)) return false;
  seen.add(own);
  return true;
}

function acceptsObject(check: Check, value: Readonly<Record<string, unknown>>, seen: Evaluated | undefined): boolean {
  const { keywords } = check;
  for (const name of keywords.required) if (!Object.hasOwn(value, name)) return false;
  if (check.sized) {
    const size = Object.keys(value).length;
    if (size < keywords.minProperties || size > keywords.maxProperties) return false;
  }
  if (check.named) {
    for (const name in value) if (!acceptsProperty(check, name, value[name], seen)) return false;
  }
  if (check.dependent) {
    for (const [name, others] of keywords.dependentRequired) {
      if (!Object.hasOwn(value, name)) continue;
      for (const other of others) if (!Object.hasOwn(value, other)) return false;
    }
    for (const [name, at] of check.dependentSchemas) {
      if (Object.hasOwn(value, name) && !satisfies(at.check, value, seen)) return false;
    }
  }
  return true;
}

function acceptsProperty(check: Check, name: string, value: unknown, seen: Evaluated | undefined): boolean {
  if (check.names !== undefined && !satisfies(check.names.check, name, undefined)) return false;
  const own = check.properties.get(name);
  let matched = own !== undefined;
  if (own !== undefined && !satisfies(own.check, value, undefined)) return false;
  for (const { pattern, at } of check.patterns) {
    if (!pattern.regexp.test(name)) continue;
    matched = true;
    if (!satisfies(at.check, value, undefined)) return false;
  }
  if (!matched) {
    if (check.additional === undefined) return true;
    if (!satisfies(check.additional.check, value, undefined)) return false;
  }
  seen?.names.add(name);
  return true;
}

function acceptsArray(check: Check, value: readonly unknown[], seen: Evaluated | undefined): boolean {
  const { keywords, contains } = check;
  if (value.length < keywords.minItems || value.length > keywords.maxItems) return false;
  const fixed = Math.min(check.prefix.length, value.length);
  for (let i = 0; i < fixed; i++) if (!satisfies(check.prefix[i].check, value[i], undefined)) return false;
  seen?.first(fixed);
  if (check.items !== undefined) {
    const rest = check.items.check;
    for (let i = check.prefix.length; i < value.length; i++) if (!satisfies(rest, value[i], undefined)) return false;
    seen?.first(value.length);
  }
  if (contains !== undefined) {
    let found = 0;
    for (let i = 0; i < value.length; i++) {
      if (!satisfies(contains.at.check, value[i], undefined)) continue;
      if (contains.evaluates) seen?.items.add(i);
      if (++found > contains.max) return false;
    }
    if (found < contains.min) return false;
  }
  return !keywords.uniqueItems || allDifferent(value);
}

function acceptsRestOfObject(check: Check, value: Readonly<Record<string, unknown>>, seen: Evaluated): boolean {
  const rest = check.unevaluatedProperties;
  if (rest === undefined) return true;
  for (const name in value) {
    if (seen.names.has(name)) continue;
    if (!satisfies(rest.check, value[name], undefined)) return false;
    seen.names.add(name);
  }
  return true;
}

function acceptsRestOfArray(check: Check, value: readonly unknown[], seen: Evaluated): boolean {
  const rest = check.unevaluatedItems;
  if (rest === undefined) return true;
  for (let i = seen.prefix; i < value.length; i++) {
    if (!seen.items.has(i) && !satisfies(rest.check, value[i], undefined)) return false;
  }
  seen.first(value.length);
  return true;
}
