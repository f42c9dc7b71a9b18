import { choiceOf, type Draft, type Option, type Origin } from './draft.js';
import type { Expander } from './expand.js';
import { formatCheck, numberFormatCheck } from './formats.js';
import { negative, positive, type Literal } from './goal.js';
import type { SchemaAt, SchemaNode } from './graph.js';
import { ALL_TYPES, TYPE_BIT, typeSet } from './json-types.js';
import type { Keywords, Pattern } from './keywords.js';
import { mayEvaluate } from './may-evaluate.js';
import { NUMBER_FORMATS } from './number-formats.js';

/** Pairs of a `oneOf` that are offered to hold together. */
const PAIRS = 12;

/** Of no format that says anything about texts. */
const FORMLESS = '(\u0000 %';

/** The schema must not hold: one of its keywords has to fail, which is a choice among them. */
export function deny(expander: Expander, draft: Draft, at: SchemaAt, key: string, keywords: Keywords): void {
  const denial = new Denial(expander, at, keywords);
  const options = denial.options();
  const origin: Origin = { node: at.node, keyword: '' };
  if (options.length === 0) {
    draft.die(origin, 'always holds, but must not');
    return;
  }
  draft.choices = [...draft.choices, choiceOf({ key, origin, owner: key, options, unless: at })];
}

class Denial {
  readonly #options: Option[] = [];

  constructor(
    readonly expander: Expander,
    readonly at: SchemaAt,
    readonly keywords: Keywords,
  ) {}

  options(): Option[] {
    this.#types();
    this.#numbers();
    this.#strings();
    this.#objects();
    this.#arrays();
    this.#applicators();
    return this.#options;
  }

  #offer(
    keyword: string,
    types: number,
    constrain: (draft: Draft, origin: Origin) => void,
    ...literals: Literal[]
  ): void {
    const origin = { node: this.at.node, keyword };
    this.#options.push(
      this.expander.option(literals, types, (draft) => {
        draft.only(types, origin);
        if (!draft.dead) constrain(draft, origin);
      }),
    );
  }

  /** The literals have to hold together. */
  #instead(...literals: Literal[]): void {
    this.#options.push(this.expander.option(literals));
  }

  #enter(node: SchemaNode): SchemaAt {
    return this.expander.schemas.enter(node, this.at);
  }

  #types(): void {
    const { types, integer, values } = this.keywords;
    if (types !== undefined) {
      const others = ALL_TYPES & ~typeSet(types);
      if (others !== 0) this.#offer('type', others, nothing);
      if (integer) this.#offer('type', TYPE_BIT.number, (draft, origin) => draft.numbers({ fractional: true }, origin));
    }
    if (values !== undefined) this.#offer('enum', ALL_TYPES, (draft, origin) => draft.exclude(values, origin));
  }

  #numbers(): void {
    const { minimum, maximum, multipleOf, format } = this.keywords;
    const limit = (keyword: string, constrain: (draft: Draft, origin: Origin) => void): void =>
      this.#offer(keyword, TYPE_BIT.number, constrain);
    if (minimum !== undefined) {
      const bound = { value: minimum.value, exclusive: !minimum.exclusive };
      limit('minimum', (draft, origin) => draft.atMost(bound, origin));
    }
    if (maximum !== undefined) {
      const bound = { value: maximum.value, exclusive: !maximum.exclusive };
      limit('maximum', (draft, origin) => draft.atLeast(bound, origin));
    }
    if (multipleOf !== undefined) {
      limit('multipleOf', (draft, origin) =>
        draft.numbers({ notMultipleOf: [...draft.number.notMultipleOf, multipleOf] }, origin),
      );
    }
    const limits = format === undefined ? undefined : NUMBER_FORMATS.get(format);
    if (!limits?.integer) return;
    limit('format', (draft, origin) => draft.numbers({ fractional: true }, origin));
    if (numberFormatCheck(format!)!(limits.max + 1)) return;
    limit('format', (draft, origin) => draft.atLeast({ value: limits.max, exclusive: true }, origin));
    limit('format', (draft, origin) => draft.atMost({ value: limits.min, exclusive: true }, origin));
  }

  #strings(): void {
    const { minLength, maxLength, pattern, format } = this.keywords;
    if (minLength > 0) {
      this.#offer('minLength', TYPE_BIT.string, (draft, origin) =>
        draft.lengths(0, minLength - 1, { min: origin, max: origin }),
      );
    }
    if (maxLength < Infinity) {
      this.#offer('maxLength', TYPE_BIT.string, (draft, origin) =>
        draft.lengths(maxLength + 1, Infinity, { min: origin, max: origin }),
      );
    }
    if (pattern !== undefined) {
      this.#offer('pattern', TYPE_BIT.string, (draft, origin) => {
        if (draft.string.patterns.includes(pattern.source)) {
          draft.drop('string', `no text matches ${pattern.source} and does not`, 'pattern');
        }
        draft.strings({ notPatterns: [...draft.string.notPatterns, pattern.source] }, origin, 'notPattern');
      });
    }
    if (format !== undefined && formatCheck(format)?.(FORMLESS) === false) {
      this.#offer('format', TYPE_BIT.string, (draft, origin) => {
        if (draft.string.formats.includes(format)) draft.drop('string', `no text is a ${format} and none`, 'format');
        draft.strings({ notFormats: [...draft.string.notFormats, format] }, origin, 'notFormat');
      });
    }
  }

  #arrays(): void {
    const { prefixItems, items, minItems, maxItems, uniqueItems, contains, unevaluatedItems } = this.keywords;
    const count = (keyword: string, min: number, max: number): void =>
      this.#offer(keyword, TYPE_BIT.array, (draft, origin) => draft.itemCount(min, max, { min: origin, max: origin }));
    if (minItems > 0) count('minItems', 0, minItems - 1);
    if (maxItems < Infinity) count('maxItems', maxItems + 1, Infinity);
    if (uniqueItems) {
      this.#offer('uniqueItems', TYPE_BIT.array, (draft, origin) => {
        draft.arrays({ repeated: true });
        draft.itemCount(2, Infinity, { min: origin, max: origin });
        if (draft.array.unique) draft.drop('array', 'items have to be unique and not to be', 'minitems');
      });
    }
    prefixItems.forEach((node, place) => this.#item('prefixItems', node, place));
    if (items !== undefined) this.#item('items', items, prefixItems.length);
    if (unevaluatedItems !== undefined) {
      const { items: all, places, contains: matching } = mayEvaluate(this.expander.schemas, this.at);
      if (!all) this.#item('unevaluatedItems', unevaluatedItems, places, ...matching.map(negative));
    }
    if (contains === undefined) return;
    const at = this.#enter(contains.node);
    if (contains.min > 0) {
      this.#offer('contains', TYPE_BIT.array, (draft) => {
        const { array } = draft;
        if (contains.min === 1) draft.arrays({ all: [...array.all, negative(at)] });
        else draft.arrays({ contains: [...array.contains, { at, min: 0, max: contains.min - 1 }] });
      });
    }
    if (contains.max < Infinity) {
      this.#offer('maxContains', TYPE_BIT.array, (draft, origin) => {
        const min = contains.max + 1;
        draft.arrays({ contains: [...draft.array.contains, { at, min, max: Infinity }] });
        draft.itemCount(min, Infinity, { min: origin, max: origin });
      });
    }
  }

  /** The item at a place fails a schema, beside what else has to hold for it. */
  #item(keyword: string, node: SchemaNode, place: number, ...beside: Literal[]): void {
    if (node.value === true) return;
    const literals = [negative(this.#enter(node)), ...beside];
    this.#offer(keyword, TYPE_BIT.array, (draft, origin) => {
      draft.arrays({ placed: [...draft.array.placed, ...literals.map((literal) => ({ place, literal }))] });
      draft.itemCount(place + 1, Infinity, { min: origin, max: origin });
    });
  }

  #objects(): void {
    const { required, properties, patternProperties, additionalProperties, propertyNames } = this.keywords;
    const { minProperties, maxProperties, dependentRequired, dependentSchemas, unevaluatedProperties } = this.keywords;
    const { schemas } = this.expander;
    for (const name of required) {
      this.#offer('required', TYPE_BIT.object, (draft, origin) => draft.forbid(name, origin));
    }
    for (const [name, node] of properties) {
      if (node.value === true) continue;
      const literal = negative(this.#enter(node));
      this.#offer('properties', TYPE_BIT.object, (draft, origin) => {
        draft.objects({
          named: [...draft.object.named, { name, literal }],
          known: [...draft.object.known, [name]],
        });
        draft.require([name], origin);
      });
    }
    for (const { pattern, node } of patternProperties) {
      this.#some('patternProperties', [positive(schemas.matching(pattern))], node);
    }
    if (additionalProperties !== undefined) {
      const patterns = patternProperties.map(({ pattern }) => pattern);
      this.#some('additionalProperties', this.#unspoken([...properties.keys()], patterns), additionalProperties);
    } else if (unevaluatedProperties !== undefined) {
      const { properties: all, names, patterns } = mayEvaluate(schemas, this.at);
      if (!all) this.#some('unevaluatedProperties', this.#unspoken(names, patterns), unevaluatedProperties);
    }
    if (propertyNames !== undefined && propertyNames.value !== true) {
      this.#some('propertyNames', [negative(this.#enter(propertyNames))], undefined);
    }
    const count = (keyword: string, min: number, max: number): void =>
      this.#offer(keyword, TYPE_BIT.object, (draft, origin) =>
        draft.propertyCount(min, max, { min: origin, max: origin }),
      );
    if (minProperties > 0) count('minProperties', 0, minProperties - 1);
    if (maxProperties < Infinity) count('maxProperties', maxProperties + 1, Infinity);
    for (const [name, names] of dependentRequired) {
      for (const other of names) {
        this.#offer('dependentRequired', TYPE_BIT.object, (draft, origin) => {
          draft.require([name], origin);
          draft.forbid(other, origin);
        });
      }
    }
    for (const [name, node] of dependentSchemas) {
      const literal = negative(this.#enter(node));
      this.#offer('dependentSchemas', TYPE_BIT.object, (draft, origin) => draft.require([name], origin), literal);
    }
  }

  /** Names that no schema speaks of. */
  #unspoken(names: readonly string[], patterns: readonly Pattern[]): Literal[] {
    const { schemas } = this.expander;
    return [
      ...(names.length > 0 ? [negative(schemas.among(names))] : []),
      ...patterns.map((pattern) => negative(schemas.matching(pattern))),
    ];
  }

  /** Some property of such a name has a value that fails the schema; with any value where there is none. */
  #some(keyword: string, name: readonly Literal[], node: SchemaNode | undefined): void {
    if (node?.value === true) return;
    const value = node === undefined || node.value === false ? [] : [negative(this.#enter(node))];
    this.#offer(keyword, TYPE_BIT.object, (draft, origin) => {
      draft.objects({ some: [...draft.object.some, { name, value }] });
      draft.propertyCount(1, Infinity, { min: origin, max: origin });
    });
  }

  #applicators(): void {
    const { allOf, anyOf, oneOf, refs, not } = this.keywords;
    const { if: condition, then, else: otherwise } = this.keywords;
    for (const ref of refs) this.#instead(negative(ref.resolve(this.at.scope)));
    for (const node of allOf) this.#instead(negative(this.#enter(node)));
    if (anyOf.length > 0) this.#instead(...anyOf.map((node) => negative(this.#enter(node))));
    if (oneOf.length > 0) {
      const schemas = oneOf.map((node) => this.#enter(node));
      this.#instead(...schemas.map(negative));
      let pairs = 0;
      schemas.forEach((first, i) => {
        for (const second of schemas.slice(i + 1)) {
          if (pairs >= PAIRS || this.expander.sketches.disjoint(first, second)) continue;
          this.#instead(positive(first), positive(second));
          pairs++;
        }
      });
    }
    if (not !== undefined) this.#instead(positive(this.#enter(not)));
    if (condition === undefined) return;
    if (then !== undefined) this.#instead(positive(this.#enter(condition)), negative(this.#enter(then)));
    if (otherwise !== undefined) this.#instead(negative(this.#enter(condition)), negative(this.#enter(otherwise)));
  }
}

function nothing(): void {
  return;
}
