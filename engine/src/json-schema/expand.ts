import { choiceOf, type Choice, type Draft, type Option, type Origin } from './draft.js';
import { literalKey, negative, positive, type Literal } from './goal.js';
import type { SchemaAt, SchemaNode } from './graph.js';
import { ALL_TYPES, TYPE_BIT, typeSet } from './json-types.js';
import type { Keywords } from './keywords.js';
import type { Schemas } from './name-schemas.js';
import { deny } from './negate.js';
import { NUMBER_FORMATS } from './number-formats.js';
import type { Sketches } from './sketch.js';

/** Up to this many options of an `anyOf` are combined where evaluations count: more than one may have to hold. */
const COMBINED = 4;

/** Adds schemas to drafts: what they say outright at once, the rest as choices. */
export class Expander {
  constructor(
    readonly schemas: Schemas,
    readonly sketches: Sketches,
  ) {}

  /** Works off what is in line. */
  settle(draft: Draft): void {
    while (draft.queue.length > 0 && !draft.dead) {
      const line = draft.queue;
      draft.queue = [];
      for (const { literal, parent } of line) {
        if (draft.dead) return;
        this.#add(draft, literal, parent);
      }
    }
  }

  #add(draft: Draft, literal: Literal, parent: string): void {
    const { at, negated } = literal;
    const key = literalKey(at, negated);
    const reached = draft.reached.get(parent);
    if (reached === undefined) draft.reached.set(parent, [key]);
    else if (!reached.includes(key)) draft.reached.set(parent, [...reached, key]);
    if (draft.joined.has(key)) {
      // A choice that leads back to what it is to satisfy satisfies nothing.
      if (draft.ledByChoice(key, parent)) draft.die({ node: at.node, keyword: '' }, 'leads back to itself');
      return;
    }
    if (draft.joined.has(literalKey(at, !negated))) {
      draft.die({ node: at.node, keyword: 'not' }, 'would have to hold and not to hold');
      return;
    }
    draft.joined.set(key, literal);
    draft.parents.set(key, parent);
    const { value } = at.node;
    if (typeof value === 'boolean') {
      if (value === negated) draft.die({ node: at.node, keyword: '' }, value ? 'must not hold' : 'allows nothing');
      return;
    }
    const keywords = this.schemas.keywords(at.node);
    if (negated) deny(this, draft, at, key, keywords);
    else this.#demand(draft, at, key, keywords);
  }

  #demand(draft: Draft, at: SchemaAt, key: string, keywords: Keywords): void {
    const { node } = at;
    const origin = (keyword: string): Origin => ({ node, keyword });
    if (!this.schemas.isMade(at)) {
      const { title, description, default: fallback, examples, synth } = keywords;
      draft.note({ pointer: node.pointer, file: node.file, title, description, default: fallback, examples, synth });
    }
    if (keywords.types !== undefined) {
      draft.typed = true;
      draft.only(typeSet(keywords.types), origin('type'));
    }
    if (keywords.integer) draft.numbers({ integer: true }, origin('type'));
    if (keywords.values !== undefined) draft.oneOf(keywords.values, origin(keyword(node, 'enum', 'const')));
    numbers(draft, keywords, origin);
    this.#strings(draft, at, keywords, origin);
    this.#arrays(draft, at, key, keywords, origin);
    this.#objects(draft, at, key, keywords, origin);
    for (const ref of keywords.refs) draft.join(positive(ref.resolve(at.scope)), key);
    for (const part of keywords.allOf) draft.join(positive(this.schemas.enter(part, at)), key);
    if (keywords.not !== undefined) draft.join(negative(this.schemas.enter(keywords.not, at)), key);
    const choices = this.#choices(draft, at, key, keywords, origin);
    if (choices.length > 0) draft.choices = [...draft.choices, ...choices];
  }

  #strings(draft: Draft, at: SchemaAt, keywords: Keywords, origin: (keyword: string) => Origin): void {
    const { minLength, maxLength, pattern, format, contentEncoding, contentMediaType, contentSchema } = keywords;
    const { string } = draft;
    if (minLength > 0 || maxLength < Infinity) {
      draft.hint('string');
      draft.lengths(minLength, maxLength, { min: origin('minLength'), max: origin('maxLength') });
    }
    if (pattern !== undefined) {
      if (!this.schemas.isMade(at)) draft.hint('string');
      draft.strings({ patterns: including(string.patterns, pattern.source) }, origin('pattern'), 'pattern');
    }
    if (format !== undefined && !NUMBER_FORMATS.has(format)) {
      draft.hint('string');
      draft.strings({ formats: including(string.formats, format) }, origin('format'), 'format');
    }
    if (contentEncoding === undefined && contentMediaType === undefined) return;
    draft.hint('string');
    const content = contentSchema ? [positive(this.schemas.enter(contentSchema, at))] : [];
    draft.strings(
      {
        contentEncoding: contentEncoding ?? string.contentEncoding,
        contentMediaType: contentMediaType ?? string.contentMediaType,
        content: [...string.content, ...content],
      },
      origin('contentEncoding'),
      'content',
    );
  }

  #arrays(draft: Draft, at: SchemaAt, key: string, keywords: Keywords, origin: (keyword: string) => Origin): void {
    const { prefixItems, items, minItems, maxItems, uniqueItems, contains, unevaluatedItems } = keywords;
    const { array } = draft;
    if (minItems > 0 || maxItems < Infinity) {
      draft.hint('array');
      draft.itemCount(minItems, maxItems, { min: origin('minItems'), max: origin('maxItems') });
    }
    if (prefixItems.length > 0 || items !== undefined) {
      draft.hint('array');
      draft.arrays({ lists: [...array.lists, { keywords, scope: at.scope }] });
    }
    if (uniqueItems) {
      draft.hint('array');
      draft.arrays({ unique: true }, origin('uniqueItems'));
    }
    if (contains !== undefined) {
      draft.hint('array');
      const { min, max } = contains;
      draft.arrays({ contains: [...array.contains, { at: this.schemas.enter(contains.node, at), min, max }] });
      if (min > max)
        draft.only(ALL_TYPES & ~TYPE_BIT.array, origin('maxContains'), `lets ${max} items match where ${min} have to`);
      else draft.itemCount(min, Infinity, { min: origin('contains'), max: origin('contains') });
    }
    if (unevaluatedItems !== undefined) {
      draft.hint('array');
      const rule = { at: this.schemas.enter(unevaluatedItems, at), owner: key, origin: origin('unevaluatedItems') };
      draft.arrays({ unevaluated: [...array.unevaluated, rule] });
    }
  }

  #objects(draft: Draft, at: SchemaAt, key: string, keywords: Keywords, origin: (keyword: string) => Origin): void {
    const { properties, patternProperties, additionalProperties, unevaluatedProperties, propertyNames } = keywords;
    const { required, minProperties, maxProperties, dependentRequired, dependentSchemas } = keywords;
    const spelled = [
      ...properties.keys(),
      ...required,
      ...[...dependentRequired].flatMap(([name, names]) => [name, ...names]),
      ...dependentSchemas.keys(),
    ];
    if (spelled.length > 0) {
      draft.hint('object');
      draft.objects({ known: [...draft.object.known, spelled] });
    }
    if (properties.size > 0 || patternProperties.length > 0 || additionalProperties !== undefined) {
      draft.hint('object');
      draft.objects({ maps: [...draft.object.maps, { keywords, scope: at.scope }] });
    }
    if (required.length > 0) draft.require(required, origin('required'));
    if (minProperties > 0 || maxProperties < Infinity) {
      draft.hint('object');
      draft.propertyCount(minProperties, maxProperties, {
        min: origin('minProperties'),
        max: origin('maxProperties'),
      });
    }
    if (propertyNames !== undefined) {
      draft.hint('object');
      const names = positive(this.schemas.enter(propertyNames, at));
      draft.objects({ names: [...draft.object.names, names] });
      const listed = this.sketches.of(names.at).values;
      if (listed !== undefined) {
        const texts = [...listed].filter((value) => value.startsWith('"')).map((value) => JSON.parse(value) as string);
        draft.objects({ known: [...draft.object.known, texts] });
      }
    }
    if (unevaluatedProperties !== undefined) {
      draft.hint('object');
      const rule = {
        at: this.schemas.enter(unevaluatedProperties, at),
        owner: key,
        origin: origin('unevaluatedProperties'),
      };
      draft.objects({ unevaluated: [...draft.object.unevaluated, rule] });
    }
  }

  #choices(
    draft: Draft,
    at: SchemaAt,
    owner: string,
    keywords: Keywords,
    origin: (keyword: string) => Origin,
  ): Choice[] {
    const choices: Choice[] = [];
    const offer = (said: string, part: string, options: readonly Option[]): void => {
      choices.push(choiceOf({ key: `${owner}/${part}`, origin: origin(said), owner, options }));
    };
    const enter = (node: SchemaNode): SchemaAt => this.schemas.enter(node, at);
    if (keywords.anyOf.length > 0) {
      const options = keywords.anyOf.map((node) => this.option([positive(enter(node))]));
      const counted = draft.object.unevaluated.length > 0 || draft.array.unevaluated.length > 0;
      offer('anyOf', 'anyOf', counted ? this.#combined(options) : options);
    }
    if (keywords.oneOf.length > 0)
      offer('oneOf', 'oneOf', this.#exactlyOne(keywords.oneOf.map(enter), origin('oneOf')));
    if (keywords.if !== undefined && (keywords.then !== undefined || keywords.else !== undefined)) {
      const condition = enter(keywords.if);
      offer('if', 'if', [
        this.option([positive(condition), ...(keywords.then ? [positive(enter(keywords.then))] : [])]),
        this.option([negative(condition), ...(keywords.else ? [positive(enter(keywords.else))] : [])]),
      ]);
    } else if (
      keywords.if !== undefined &&
      (draft.object.unevaluated.length > 0 || draft.array.unevaluated.length > 0)
    ) {
      offer('if', 'if', [this.option([positive(enter(keywords.if))]), this.option([negative(enter(keywords.if))])]);
    }
    for (const [name, names] of keywords.dependentRequired) {
      if (names.length === 0) continue;
      const said = origin('dependentRequired');
      offer('dependentRequired', `dependentRequired/${name}`, [
        without(name, said),
        this.option([], TYPE_BIT.object, (draft) => draft.require([name, ...names], said)),
      ]);
    }
    for (const [name, node] of keywords.dependentSchemas) {
      const said = origin('dependentSchemas');
      offer('dependentSchemas', `dependentSchemas/${name}`, [
        without(name, said),
        this.option([positive(enter(node))], TYPE_BIT.object, (draft) => draft.require([name], said)),
      ]);
    }
    return choices;
  }

  /** What has to hold, with the types that are left by that. */
  option(literals: readonly Literal[], types = ALL_TYPES, constrain?: (draft: Draft) => void): Option {
    for (const { at, negated } of literals) if (!negated) types &= this.sketches.of(at).types;
    return { literals, types, constrain };
  }

  /**
   * One holds and the others do not: those that cannot hold beside it anyway are left out, and types of which another
   * accepts every value.
   */
  #exactlyOne(schemas: readonly SchemaAt[], origin: Origin): Option[] {
    return schemas.map((chosen) => {
      let types = ALL_TYPES;
      for (const other of schemas) if (other !== chosen) types &= ~this.sketches.of(other).free;
      const others = schemas.filter((other) => other !== chosen && !this.sketches.disjoint(chosen, other, types));
      const constrain = types === ALL_TYPES ? undefined : (draft: Draft): void => draft.only(types, origin);
      return this.option([positive(chosen), ...others.map(negative)], types, constrain);
    });
  }

  #combined(options: readonly Option[]): Option[] {
    if (options.length === 1 || options.length > COMBINED) return [...options];
    const combined = [...options];
    for (let set = 1; set < 1 << options.length; set++) {
      const members = options.filter((_, i) => set & (1 << i));
      if (members.length > 1) combined.push(this.option(members.flatMap(({ literals }) => literals)));
    }
    return combined;
  }
}

/** The property is not there, or the value is no object. */
function without(name: string, origin: Origin): Option {
  return { literals: [], types: ALL_TYPES, constrain: (draft) => draft.forbid(name, origin) };
}

function numbers(draft: Draft, keywords: Keywords, origin: (keyword: string) => Origin): void {
  const { minimum, maximum, multipleOf, format } = keywords;
  if (minimum !== undefined) {
    draft.hint('number');
    draft.atLeast(minimum, origin(minimum.exclusive ? 'exclusiveMinimum' : 'minimum'));
  }
  if (maximum !== undefined) {
    draft.hint('number');
    draft.atMost(maximum, origin(maximum.exclusive ? 'exclusiveMaximum' : 'maximum'));
  }
  if (multipleOf !== undefined) {
    draft.hint('number');
    draft.numbers({ multipleOf: including(draft.number.multipleOf, multipleOf) }, origin('multipleOf'));
  }
  const limits = format === undefined ? undefined : NUMBER_FORMATS.get(format);
  if (format === undefined || limits === undefined) return;
  draft.hint('number');
  draft.numbers({ formats: including(draft.number.formats, format) }, origin('format'));
  if (limits.integer) draft.numbers({ integer: true }, origin('format'));
  draft.atLeast({ value: limits.min, exclusive: false }, origin('format'));
  draft.atMost({ value: limits.max, exclusive: false }, origin('format'));
}

function including<T>(list: readonly T[], value: T): readonly T[] {
  return list.includes(value) ? list : [...list, value];
}

/** The keyword that is written there. */
function keyword(node: SchemaNode, ...keywords: readonly string[]): string {
  const { value } = node;
  return keywords.find((name) => typeof value === 'object' && Object.hasOwn(value, name)) ?? keywords[0]!;
}
