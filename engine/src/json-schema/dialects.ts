import type { Dialect } from './source.js';

/** What a keyword's value holds, where that is schemas. */
export type Holds = 'schema' | 'list' | 'map' | 'schema or list' | 'map of schemas or names';

type Vocabulary = 'core' | 'applicator' | 'unevaluated' | 'validation' | 'format' | 'content' | 'annotation';

export interface KeywordRule {
  readonly vocabulary: Vocabulary;
  readonly holds?: Holds;
  /** The JSON Schema drafts that have it, both ends included; absent: from the first, to the last. */
  readonly since?: Draft;
  readonly until?: Draft;
}

type Draft = Exclude<Dialect, 'openapi-3.0' | 'openapi-3.1'>;

const DRAFTS: readonly Draft[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

/** Every keyword of every dialect. */
export const KEYWORDS: ReadonlyMap<string, KeywordRule> = new Map<string, KeywordRule>([
  ['$schema', { vocabulary: 'core' }],
  ['id', { vocabulary: 'core', until: 'draft-04' }],
  ['$id', { vocabulary: 'core', since: 'draft-06' }],
  ['$ref', { vocabulary: 'core' }],
  ['$anchor', { vocabulary: 'core', since: '2019-09' }],
  ['$recursiveRef', { vocabulary: 'core', since: '2019-09', until: '2019-09' }],
  ['$recursiveAnchor', { vocabulary: 'core', since: '2019-09', until: '2019-09' }],
  ['$dynamicRef', { vocabulary: 'core', since: '2020-12' }],
  ['$dynamicAnchor', { vocabulary: 'core', since: '2020-12' }],
  ['$vocabulary', { vocabulary: 'core', since: '2019-09' }],
  ['$comment', { vocabulary: 'core' }],
  ['$defs', { vocabulary: 'core', holds: 'map' }],
  ['definitions', { vocabulary: 'core', holds: 'map' }],

  ['allOf', { vocabulary: 'applicator', holds: 'list' }],
  ['anyOf', { vocabulary: 'applicator', holds: 'list' }],
  ['oneOf', { vocabulary: 'applicator', holds: 'list' }],
  ['not', { vocabulary: 'applicator', holds: 'schema' }],
  ['if', { vocabulary: 'applicator', holds: 'schema', since: 'draft-07' }],
  ['then', { vocabulary: 'applicator', holds: 'schema', since: 'draft-07' }],
  ['else', { vocabulary: 'applicator', holds: 'schema', since: 'draft-07' }],
  ['properties', { vocabulary: 'applicator', holds: 'map' }],
  ['patternProperties', { vocabulary: 'applicator', holds: 'map' }],
  ['additionalProperties', { vocabulary: 'applicator', holds: 'schema' }],
  ['propertyNames', { vocabulary: 'applicator', holds: 'schema', since: 'draft-06' }],
  ['dependentSchemas', { vocabulary: 'applicator', holds: 'map', since: '2019-09' }],
  ['dependencies', { vocabulary: 'applicator', holds: 'map of schemas or names' }],
  ['prefixItems', { vocabulary: 'applicator', holds: 'list', since: '2020-12' }],
  ['items', { vocabulary: 'applicator', holds: 'schema or list' }],
  ['additionalItems', { vocabulary: 'applicator', holds: 'schema', until: '2019-09' }],
  ['contains', { vocabulary: 'applicator', holds: 'schema', since: 'draft-06' }],
  ['unevaluatedItems', { vocabulary: 'unevaluated', holds: 'schema', since: '2019-09' }],
  ['unevaluatedProperties', { vocabulary: 'unevaluated', holds: 'schema', since: '2019-09' }],

  ['type', { vocabulary: 'validation' }],
  ['enum', { vocabulary: 'validation' }],
  ['const', { vocabulary: 'validation', since: 'draft-06' }],
  ['multipleOf', { vocabulary: 'validation' }],
  ['minimum', { vocabulary: 'validation' }],
  ['maximum', { vocabulary: 'validation' }],
  ['exclusiveMinimum', { vocabulary: 'validation' }],
  ['exclusiveMaximum', { vocabulary: 'validation' }],
  ['minLength', { vocabulary: 'validation' }],
  ['maxLength', { vocabulary: 'validation' }],
  ['pattern', { vocabulary: 'validation' }],
  ['minItems', { vocabulary: 'validation' }],
  ['maxItems', { vocabulary: 'validation' }],
  ['uniqueItems', { vocabulary: 'validation' }],
  ['minContains', { vocabulary: 'validation', since: '2019-09' }],
  ['maxContains', { vocabulary: 'validation', since: '2019-09' }],
  ['minProperties', { vocabulary: 'validation' }],
  ['maxProperties', { vocabulary: 'validation' }],
  ['required', { vocabulary: 'validation' }],
  ['dependentRequired', { vocabulary: 'validation', since: '2019-09' }],

  ['format', { vocabulary: 'format' }],
  ['contentEncoding', { vocabulary: 'content', since: 'draft-07' }],
  ['contentMediaType', { vocabulary: 'content', since: 'draft-07' }],
  ['contentSchema', { vocabulary: 'content', holds: 'schema', since: '2019-09' }],

  ['title', { vocabulary: 'annotation' }],
  ['description', { vocabulary: 'annotation' }],
  ['default', { vocabulary: 'annotation' }],
  ['examples', { vocabulary: 'annotation' }],
  ['example', { vocabulary: 'annotation' }],
  ['deprecated', { vocabulary: 'annotation' }],
  ['readOnly', { vocabulary: 'annotation' }],
  ['writeOnly', { vocabulary: 'annotation' }],
]);

/** How the schemas of a resource are read. */
export interface Rules {
  readonly dialect: Dialect;
  /** No dialect was declared: old spellings that cannot mean anything else are honoured beside the new ones. */
  readonly lenient: boolean;
  /** The neighbours of `$ref` are ignored. */
  readonly refAlone: boolean;
  /** The keywords that mean something here. */
  has(keyword: string): boolean;
}

const OPENAPI_30 = new Set(['nullable', 'example', 'discriminator', 'xml', 'externalDocs']);

/** The rules of a dialect, of which a meta-schema may have taken away vocabularies. */
export function rulesOf(dialect: Dialect, lenient = false, without?: (vocabulary: string) => boolean): Rules {
  const key = without === undefined ? `${dialect} ${String(lenient)}` : undefined;
  const known = key === undefined ? undefined : RULES.get(key);
  if (known !== undefined) return known;
  const rules = makeRules(dialect, lenient, without);
  if (key !== undefined) RULES.set(key, rules);
  return rules;
}

const RULES = new Map<string, Rules>();

/**
 * Keywords of draft-06 and -07 are honoured in earlier drafts too, as validators do: nobody writes `const` to have it
 * ignored.
 */
const READ_EARLY: ReadonlySet<Draft | undefined> = new Set<Draft | undefined>(['draft-06', 'draft-07']);

function makeRules(dialect: Dialect, lenient: boolean, without?: (vocabulary: string) => boolean): Rules {
  const draft = draftOf(dialect);
  const rank = DRAFTS.indexOf(draft);
  const known = new Set<string>();
  for (const [name, rule] of KEYWORDS) {
    const old = rank > DRAFTS.indexOf(rule.until ?? '2020-12');
    const early = rule.vocabulary !== 'core' && READ_EARLY.has(rule.since);
    const young = rank < DRAFTS.indexOf(rule.since ?? 'draft-04') && !early;
    if ((!old && !young) || lenient) if (!without?.(rule.vocabulary)) known.add(name);
  }
  if (dialect === 'openapi-3.0' || lenient) for (const name of OPENAPI_30) known.add(name);
  return { dialect, lenient, refAlone: rank <= DRAFTS.indexOf('draft-07'), has: (keyword) => known.has(keyword) };
}

/** The draft that a dialect is built on. */
export function draftOf(dialect: Dialect): Draft {
  return dialect === 'openapi-3.0' ? 'draft-04' : dialect === 'openapi-3.1' ? '2020-12' : dialect;
}

const DECLARED: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['http://json-schema.org/schema', '2020-12'],
  ['http://json-schema.org/draft-04/schema', 'draft-04'],
  ['http://json-schema.org/draft-06/schema', 'draft-06'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
  ['http://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['http://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['http://spec.openapis.org/oas/3.1/dialect/base', 'openapi-3.1'],
]);

/** The dialect that a `$schema` names; `https` and a trailing `#` make no difference. */
export function declaredDialect(uri: string): Dialect | undefined {
  const plain = uri.replace(/#$/, '').replace(/^https:/, 'http:');
  return DECLARED.get(plain) ?? (plain.startsWith('http://spec.openapis.org/oas/3.1/') ? 'openapi-3.1' : undefined);
}

/** The dialect that a `$schema` with a mistake in it looks like. */
export function likelyDialect(uri: string): Dialect | undefined {
  const name = /draft-0[467]|2019-09|2020-12/.exec(uri)?.[0];
  return name as Dialect | undefined;
}

/** Whether the dialect honours a keyword that a later draft brought. */
export function isEarly(keyword: string, dialect: Dialect): boolean {
  const since = KEYWORDS.get(keyword)?.since;
  return since !== undefined && READ_EARLY.has(since) && DRAFTS.indexOf(draftOf(dialect)) < DRAFTS.indexOf(since);
}

/** The dialect of an API description, by the key that says which it is. */
export function describedDialect(document: Readonly<Record<string, unknown>>): Dialect | undefined {
  const { openapi, swagger, asyncapi } = document;
  if (typeof openapi === 'string') {
    if (/^3\.0(\.|$)/.test(openapi)) return 'openapi-3.0';
    return typeof document.jsonSchemaDialect === 'string'
      ? (declaredDialect(document.jsonSchemaDialect) ?? 'openapi-3.1')
      : 'openapi-3.1';
  }
  if (swagger !== undefined) return 'openapi-3.0';
  return typeof asyncapi === 'string' ? 'draft-07' : undefined;
}

/** Whether a `$vocabulary`, by the last parts of its URIs, has the keywords of one. Core ones are always there. */
export function hasVocabulary(names: ReadonlySet<string>, vocabulary: string, dialect: Dialect): boolean {
  if (vocabulary === 'core') return true;
  if (vocabulary === 'annotation') return names.has('meta-data');
  if (vocabulary === 'format')
    return names.has('format') || names.has('format-annotation') || names.has('format-assertion');
  if (vocabulary === 'unevaluated' && dialect === '2019-09') return names.has('applicator');
  return names.has(vocabulary);
}
