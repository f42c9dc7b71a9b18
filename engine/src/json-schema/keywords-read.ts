import { readPattern } from './pattern.js';
import { jsonEquals } from './equality.js';
import type { Bound, JsonType, Keywords, Pattern, Reference } from './keywords.js';
import { isObject, type Place } from './resources.js';

const NONE: readonly never[] = [];
const NO_NAMES: ReadonlyMap<string, never> = new Map<string, never>();

/** Of a schema that says nothing. */
export const NO_KEYWORDS: Keywords = {
  types: undefined,
  integer: false,
  values: undefined,
  minimum: undefined,
  maximum: undefined,
  multipleOf: undefined,
  minLength: 0,
  maxLength: Infinity,
  pattern: undefined,
  format: undefined,
  contentEncoding: undefined,
  contentMediaType: undefined,
  contentSchema: undefined,
  prefixItems: NONE,
  items: undefined,
  minItems: 0,
  maxItems: Infinity,
  uniqueItems: false,
  contains: undefined,
  unevaluatedItems: undefined,
  properties: NO_NAMES,
  patternProperties: NONE,
  additionalProperties: undefined,
  unevaluatedProperties: undefined,
  propertyNames: undefined,
  required: NONE,
  minProperties: 0,
  maxProperties: Infinity,
  dependentRequired: NO_NAMES,
  dependentSchemas: NO_NAMES,
  allOf: NONE,
  anyOf: NONE,
  oneOf: NONE,
  not: undefined,
  if: undefined,
  then: undefined,
  else: undefined,
  refs: NONE,
  title: undefined,
  description: undefined,
  default: undefined,
  examples: NONE,
  synth: undefined,
};

/** Nothing is valid. */
const NEVER: Keywords = { ...NO_KEYWORDS, values: [] };

/** Reads the keywords of a schema; what is malformed is left out, as {@link checkSchema} reports it. */
export function readKeywords(
  place: Place,
  refer: (keyword: Reference['keyword'], to: string) => Reference,
  neighbours = false,
): Keywords {
  const { value } = place;
  if (typeof value === 'boolean') return value ? NO_KEYWORDS : NEVER;
  return new Reader(place, value, refer, neighbours).read();
}

class Reader {
  private readonly has: (keyword: string) => boolean;

  constructor(
    private readonly place: Place,
    private readonly value: Readonly<Record<string, unknown>>,
    private readonly refer: (keyword: Reference['keyword'], to: string) => Reference,
    neighbours: boolean,
  ) {
    const { rules } = place;
    const alone = rules.refAlone && !neighbours && typeof value.$ref === 'string';
    this.has = alone ? (k) => k === '$ref' : (k) => Object.hasOwn(value, k) && rules.has(k);
  }

  /** One literal, so that all keywords are of one hidden class. */
  read(): Keywords {
    const { value } = this;
    const { types, integer } = this.types();
    const { names, schemas } = this.dependencies();
    const multipleOf = this.number('multipleOf');
    const pattern = this.text('pattern');
    const listed = this.listsItems();
    const condition = this.schema('if');
    return {
      types,
      integer,
      values: this.values(),
      minimum: this.bound('minimum', 'exclusiveMinimum', (a, b) => a > b),
      maximum: this.bound('maximum', 'exclusiveMaximum', (a, b) => a < b),
      multipleOf: multipleOf !== undefined && multipleOf > 0 ? multipleOf : undefined,
      minLength: this.count('minLength') ?? 0,
      maxLength: this.count('maxLength') ?? Infinity,
      pattern: pattern === undefined ? undefined : readPattern(pattern),
      format: this.text('format'),
      contentEncoding: this.text('contentEncoding'),
      contentMediaType: this.text('contentMediaType'),
      contentSchema: this.schema('contentSchema'),
      prefixItems: this.schemas(listed ? 'items' : 'prefixItems'),
      items: this.schema(listed ? 'additionalItems' : 'items'),
      minItems: this.count('minItems') ?? 0,
      maxItems: this.count('maxItems') ?? Infinity,
      uniqueItems: this.get('uniqueItems') === true,
      contains: this.contains(),
      unevaluatedItems: this.schema('unevaluatedItems'),
      properties: this.map('properties'),
      patternProperties: this.patterns(),
      additionalProperties: this.schema('additionalProperties'),
      unevaluatedProperties: this.schema('unevaluatedProperties'),
      propertyNames: this.schema('propertyNames'),
      required: this.names(this.get('required')) ?? NONE,
      minProperties: this.count('minProperties') ?? 0,
      maxProperties: this.count('maxProperties') ?? Infinity,
      dependentRequired: names,
      dependentSchemas: schemas,
      allOf: this.schemas('allOf'),
      anyOf: this.schemas('anyOf'),
      oneOf: this.schemas('oneOf'),
      not: this.schema('not'),
      if: condition,
      then: condition && this.schema('then'),
      else: condition && this.schema('else'),
      refs: this.references(),
      title: typeof value.title === 'string' ? value.title : undefined,
      description: typeof value.description === 'string' ? value.description : undefined,
      default: Object.hasOwn(value, 'default') ? { value: value.default } : undefined,
      examples: this.examples(),
      synth: value['x-synth'],
    };
  }

  private types(): Pick<Keywords, 'types' | 'integer'> {
    const type = this.get('type');
    const names: unknown = typeof type === 'string' ? [type] : type;
    if (!Array.isArray(names) || !names.every(isTypeName)) return { types: undefined, integer: false };
    const types = new Set<JsonType>();
    for (const name of names) types.add(name === 'integer' ? 'number' : name);
    if (this.has('nullable') && this.value.nullable === true) types.add('null');
    return { types, integer: names.includes('integer') && !names.includes('number') };
  }

  private values(): readonly unknown[] | undefined {
    const values = this.list('enum');
    if (!this.has('const')) return values;
    const single = [this.value.const];
    return values === undefined ? single : single.filter((v) => values.some((w) => jsonEquals(v, w)));
  }

  /**
   * The stricter of an inclusive and an exclusive bound; where the exclusive one is a boolean it is about the other.
   * Either is read in every draft: it can mean one thing only.
   */
  private bound(inclusive: string, exclusive: string, stricter: (a: number, b: number) => boolean): Bound | undefined {
    const value = this.number(inclusive);
    const beyond = this.number(exclusive);
    if (beyond !== undefined && (value === undefined || !stricter(value, beyond))) {
      return { value: beyond, exclusive: true };
    }
    return value === undefined ? undefined : { value, exclusive: this.get(exclusive) === true };
  }

  /** `items` is the list that is called `prefixItems` since. */
  private listsItems(): boolean {
    return (
      Array.isArray(this.get('items')) && !this.has('prefixItems') && (!this.isNewest() || this.place.rules.lenient)
    );
  }

  private isNewest(): boolean {
    const { dialect } = this.place.rules;
    return dialect === '2020-12' || dialect === 'openapi-3.1';
  }

  private contains(): Keywords['contains'] {
    const node = this.schema('contains');
    if (node === undefined) return undefined;
    const min = this.count('minContains') ?? 1;
    return { node, min, max: this.count('maxContains') ?? Infinity, evaluates: this.isNewest() };
  }

  private patterns(): Keywords['patternProperties'] {
    const nodes = this.map('patternProperties');
    if (nodes.size === 0) return NONE;
    const found: { pattern: Pattern; node: Place }[] = [];
    for (const [source, node] of nodes) {
      const pattern = readPattern(source);
      if (pattern !== undefined) found.push({ pattern, node });
    }
    return found;
  }

  private dependencies(): { names: ReadonlyMap<string, readonly string[]>; schemas: ReadonlyMap<string, Place> } {
    const names = this.lists('dependentRequired');
    const schemas = this.map('dependentSchemas');
    if (!this.has('dependencies')) return { names, schemas };
    const allNames = new Map(names);
    for (const [name, list] of this.lists('dependencies')) allNames.set(name, [...(names.get(name) ?? []), ...list]);
    return { names: allNames, schemas: new Map([...this.map('dependencies'), ...schemas]) };
  }

  private references(): readonly Reference[] {
    const refs: Reference[] = [];
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
      const to = this.text(keyword);
      if (to !== undefined) refs.push(this.refer(keyword, to));
    }
    return refs.length === 0 ? NONE : refs;
  }

  private examples(): readonly unknown[] {
    const { value } = this;
    const examples: readonly unknown[] = Array.isArray(value.examples) ? value.examples : NONE;
    return Object.hasOwn(value, 'example') ? [...examples, value.example] : examples;
  }

  private get(keyword: string): unknown {
    return this.has(keyword) ? this.value[keyword] : undefined;
  }

  private text(keyword: string): string | undefined {
    const value = this.get(keyword);
    return typeof value === 'string' ? value : undefined;
  }

  private number(keyword: string): number | undefined {
    const value = this.get(keyword);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  private count(keyword: string): number | undefined {
    const value = this.number(keyword);
    return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
  }

  private list(keyword: string): readonly unknown[] | undefined {
    const value = this.get(keyword);
    return Array.isArray(value) ? (value as unknown[]) : undefined;
  }

  private names(value: unknown): readonly string[] | undefined {
    return Array.isArray(value) && value.every((v) => typeof v === 'string') ? [...new Set<string>(value)] : undefined;
  }

  private schema(keyword: string): Place | undefined {
    return this.has(keyword) ? this.place.child(keyword) : undefined;
  }

  private schemas(keyword: string): readonly Place[] {
    const list = this.list(keyword);
    if (list === undefined) return NONE;
    return list.map((_, i) => this.place.child(keyword, i)).filter((node) => node !== undefined);
  }

  private map(keyword: string): ReadonlyMap<string, Place> {
    const value = this.get(keyword);
    if (!isObject(value)) return NO_NAMES;
    const found = new Map<string, Place>();
    for (const name of Object.keys(value)) {
      const node = this.place.child(keyword, name);
      if (node !== undefined) found.set(name, node);
    }
    return found;
  }

  private lists(keyword: string): ReadonlyMap<string, readonly string[]> {
    const value = this.get(keyword);
    if (!isObject(value)) return NO_NAMES;
    const found = new Map<string, readonly string[]>();
    for (const name of Object.keys(value)) {
      const list = this.names(value[name]);
      if (list !== undefined) found.set(name, list);
    }
    return found;
  }
}

const TYPES: ReadonlySet<string> = new Set(['null', 'boolean', 'number', 'string', 'array', 'object']);

function isTypeName(name: unknown): name is JsonType | 'integer' {
  return typeof name === 'string' && (name === 'integer' || TYPES.has(name));
}
