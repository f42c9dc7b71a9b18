import { pointerTo } from '../schema/diagnostic.js';
import { evaluated, satisfies } from './accept.js';
import { checkOf, type Check, type Link } from './accept-check.js';
import { isMultipleOf, lengthWithin, typeBit, ARRAY, OBJECT } from './accept-scalar.js';
import { allDifferent } from './equality.js';
import type { SchemaAt, SchemaGraph, SchemaNode } from './graph.js';
import type { Bound } from './keywords.js';

/** One reason why a value does not satisfy a schema. */
export interface Violation {
  /** RFC 6901 pointer into the value. */
  readonly instance: string;
  readonly schema: SchemaNode;
  /** The keyword that is not satisfied; `false` for the schema `false`. */
  readonly keyword: string;
  readonly message: string;
}

/**
 * Why a value does not satisfy a schema; nothing where {@link accepts} is true.
 *
 * @throws UnresolvedReferenceError where the schema has a reference that leads nowhere.
 */
export function explain(graph: SchemaGraph, at: SchemaAt, value: unknown): readonly Violation[] {
  const explainer = new Explainer(0);
  explainer.visit(checkOf(graph, at), value, '');
  return explainer.found;
}

class Explainer {
  readonly found: Violation[] = [];

  /** @param depth How many alternatives it is inside of. */
  constructor(private readonly depth: number) {}

  visit(check: Check, value: unknown, instance: string): void {
    if (satisfies(check, value, undefined)) return;
    const fail = (keyword: string, message: string, where = instance): void => {
      this.found.push({ instance: where, schema: check.node, keyword, message });
    };
    if (check.constant === false) {
      fail('false', 'nothing is allowed here');
      return;
    }
    const before = this.found.length;
    const bit = typeBit(value);
    if ((check.types & bit) === 0) {
      fail('type', `must be ${typeText(check)}`);
      return;
    }
    if (check.values?.has(value) === false) fail(...valuesText(check));
    if (typeof value === 'number') this.number(check, value, fail);
    else if (typeof value === 'string') this.text(check, value, fail);
    else if (bit === ARRAY) this.array(check, value as readonly unknown[], instance, fail);
    else if (bit === OBJECT) this.object(check, value as Readonly<Record<string, unknown>>, instance, fail);
    this.inPlace(check, value, instance, fail);
    if (this.found.length === before) this.unevaluated(check, value, instance, fail);
  }

  private number(check: Check, value: number, fail: Fail): void {
    const { minimum, maximum, multipleOf } = check.keywords;
    if (check.integer && !Number.isInteger(value)) fail('type', 'must be an integer');
    if (minimum !== undefined && (minimum.exclusive ? value <= minimum.value : value < minimum.value)) {
      fail(minimum.exclusive ? 'exclusiveMinimum' : 'minimum', boundText('>', minimum));
    }
    if (maximum !== undefined && (maximum.exclusive ? value >= maximum.value : value > maximum.value)) {
      fail(maximum.exclusive ? 'exclusiveMaximum' : 'maximum', boundText('<', maximum));
    }
    if (multipleOf !== undefined && !isMultipleOf(value, multipleOf)) {
      fail('multipleOf', `must be a multiple of ${multipleOf}`);
    }
    if (check.numberFormat?.(value) === false) fail('format', `must be of the format "${check.keywords.format}"`);
  }

  private text(check: Check, value: string, fail: Fail): void {
    const { minLength, maxLength, pattern, format } = check.keywords;
    if (!lengthWithin(value, minLength, Infinity))
      fail('minLength', `must have ${counted(minLength, 'character')} or more`);
    if (!lengthWithin(value, 0, maxLength)) fail('maxLength', `must have ${counted(maxLength, 'character')} or fewer`);
    if (pattern?.regexp.test(value) === false) fail('pattern', `must match ${JSON.stringify(pattern.source)}`);
    if (check.textFormat?.(value) === false) fail('format', `must be of the format "${format}"`);
  }

  private array(check: Check, value: readonly unknown[], instance: string, fail: Fail): void {
    const { minItems, maxItems, uniqueItems } = check.keywords;
    if (value.length < minItems) fail('minItems', `must have ${counted(minItems, 'item')} or more`);
    if (value.length > maxItems) fail('maxItems', `must have ${counted(maxItems, 'item')} or fewer`);
    if (uniqueItems && !allDifferent(value)) fail('uniqueItems', 'must not have two equal items');
    value.forEach((item, i) => {
      const link = check.prefix[i] ?? check.items;
      if (link !== undefined) this.visit(link.check, item, pointerTo(instance, i));
    });
    const { contains } = check;
    if (contains === undefined) return;
    const count = value.filter((item) => satisfies(contains.at.check, item, undefined)).length;
    const limits = contains.max === Infinity ? `${contains.min} or more` : `${contains.min} to ${contains.max}`;
    if (count < contains.min) fail('contains', `must have ${limits} items that satisfy "contains", not ${count}`);
    if (count > contains.max) fail('maxContains', `must have ${limits} items that satisfy "contains", not ${count}`);
  }

  private object(check: Check, value: Readonly<Record<string, unknown>>, instance: string, fail: Fail): void {
    const { keywords: k } = check;
    const names = Object.keys(value);
    for (const name of k.required) {
      if (!Object.hasOwn(value, name)) fail('required', `must have the property ${JSON.stringify(name)}`);
    }
    if (names.length < k.minProperties)
      fail('minProperties', `must have ${counted(k.minProperties, 'property')} or more`);
    if (names.length > k.maxProperties)
      fail('maxProperties', `must have ${counted(k.maxProperties, 'property')} or fewer`);
    for (const name of names) this.property(check, name, value[name], pointerTo(instance, name), fail);
    for (const [name, others] of k.dependentRequired) {
      if (!Object.hasOwn(value, name)) continue;
      for (const other of others.filter((o) => !Object.hasOwn(value, o))) {
        fail('dependentRequired', `must have the property ${JSON.stringify(other)} beside ${JSON.stringify(name)}`);
      }
    }
    for (const [name, link] of check.dependentSchemas) {
      if (Object.hasOwn(value, name)) this.visit(link.check, value, instance);
    }
  }

  private property(check: Check, name: string, value: unknown, instance: string, fail: Fail): void {
    if (check.names !== undefined && !satisfies(check.names.check, name, undefined)) {
      fail('propertyNames', `the name ${JSON.stringify(name)} is not allowed`, instance);
    }
    const own = check.properties.get(name);
    const links = check.patterns.filter((p) => p.pattern.regexp.test(name)).map((p) => p.at);
    if (own !== undefined) links.push(own);
    if (links.length > 0) for (const link of links) this.visit(link.check, value, instance);
    else this.rest(check.additional, 'additionalProperties', name, value, instance, fail);
  }

  private inPlace(check: Check, value: unknown, instance: string, fail: Fail): void {
    for (const link of check.all) this.visit(link.check, value, instance);
    const passing = (links: readonly Link[]): number[] =>
      links.flatMap((link, i) => (satisfies(link.check, value, undefined) ? [i] : []));
    if (check.any.length > 0 && passing(check.any).length === 0) this.none('anyOf', check.any, value, instance, fail);
    const one = passing(check.one);
    if (check.one.length > 0 && one.length === 0) this.none('oneOf', check.one, value, instance, fail);
    if (one.length > 1) fail('oneOf', `must satisfy exactly one of the alternatives, not ${one.join(' and ')}`);
    if (check.not !== undefined && satisfies(check.not.check, value, undefined)) {
      fail('not', 'must not satisfy the schema of "not"');
    }
    if (check.if === undefined) return;
    const next = satisfies(check.if.check, value, undefined) ? check.then : check.else;
    if (next !== undefined) this.visit(next.check, value, instance);
  }

  /** Names the alternatives, and what is wrong with the one that is nearest. */
  private none(keyword: string, links: readonly Link[], value: unknown, instance: string, fail: Fail): void {
    fail(keyword, `must satisfy one of the ${links.length} alternatives`);
    if (this.depth >= DEEPEST) return;
    let best: readonly Violation[] | undefined;
    for (const link of links) {
      const inner = new Explainer(this.depth + 1);
      inner.visit(link.check, value, instance);
      const far = (list: readonly Violation[]): number =>
        list.filter((v) => v.instance === instance).length * FAR + list.length;
      if (best === undefined || far(inner.found) < far(best)) best = inner.found;
    }
    this.found.push(...(best ?? []));
  }

  private unevaluated(check: Check, value: unknown, instance: string, fail: Fail): void {
    const seen = evaluated(check, value);
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        if (i >= seen.prefix && !seen.items.has(i)) {
          this.rest(check.unevaluatedItems, 'unevaluatedItems', i, item, pointerTo(instance, i), fail);
        }
      });
      return;
    }
    const object = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(object)) {
      if (seen.names.has(name)) continue;
      this.rest(
        check.unevaluatedProperties,
        'unevaluatedProperties',
        name,
        object[name],
        pointerTo(instance, name),
        fail,
      );
    }
  }

  private rest(
    link: Link | undefined,
    keyword: string,
    name: string | number,
    value: unknown,
    instance: string,
    fail: Fail,
  ): void {
    if (link === undefined) return;
    if (link.check.constant !== false) this.visit(link.check, value, instance);
    else if (typeof name === 'number') fail(keyword, `no item is allowed at ${name}`, instance);
    else fail(keyword, `the property ${JSON.stringify(name)} is not allowed`, instance);
  }
}

type Fail = (keyword: string, message: string, where?: string) => void;

/** Alternatives in alternatives are looked into so far only: each level multiplies what there is to look at. */
const DEEPEST = 3;

/** A mistake at the value itself says more against an alternative than one in a part. */
const FAR = 1000;

function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'property' ? 'properties' : `${noun}s`}`;
}

function typeText(check: Check): string {
  const names = [...(check.keywords.types ?? [])].map((t) => (t === 'number' && check.integer ? 'integer' : t));
  return names.map((n) => (n === 'null' ? n : `${/^[aio]/.test(n) ? 'an' : 'a'} ${n}`)).join(' or ');
}

function valuesText(check: Check): [keyword: string, message: string] {
  const values = check.keywords.values ?? [];
  const shown = values.slice(0, 5).map((v) => JSON.stringify(v));
  if (values.length === 1) return ['const', `must be ${shown[0]}`];
  return ['enum', `must be one of ${shown.join(', ')}${values.length > shown.length ? ', …' : ''}`];
}

function boundText(sign: '<' | '>', { value, exclusive }: Bound): string {
  return `must be ${sign}${exclusive ? '' : '='} ${value}`;
}
