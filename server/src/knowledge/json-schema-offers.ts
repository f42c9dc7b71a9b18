import { type CompletionItem, CompletionItemKind, MarkupContent } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { keywordsAt } from './json-schema.js';
import { choice, EMPTY_LIST, EMPTY_MAPPING, hole, type Sketch, snippetText } from './sketch.js';
import { childOf, isMapping, type Surroundings } from './surroundings.js';
import { SYNTH, synthDoc } from './synth-keyword.js';
import { escapeMarkdown } from './types.js';

/** Keywords by the type of value that they constrain, the most used first. */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  string: ['format', 'pattern', 'minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  object: ['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames', 'minProperties'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems', 'prefixItems', 'contains'],
};
const OF_TYPES: ReadonlySet<string> = new Set(Object.values(BY_TYPE).flat());
const USUAL: readonly string[] = ['type', 'enum', 'const', 'description', 'title', '$ref', 'examples', 'default'];
const OLD: ReadonlySet<string> = new Set(['definitions', 'dependencies', '$recursiveAnchor', '$recursiveRef']);

const FORMATS: readonly string[] = [
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'uuid',
  'uri',
  'uri-reference',
  'hostname',
  'ipv4',
  'ipv6',
  'regex',
  'json-pointer',
  'uri-template',
  'idn-email',
  'idn-hostname',
  'iri',
];

/** Everything that could be written at a cursor in a JSON Schema. */
export async function jsonSchemaOffers(around: Surroundings): Promise<Candidate[]> {
  const { cursor, value } = around;
  if (cursor.at === 'nothing') return [];
  const items = await keywordsAt(value, cursor.pointer, cursor.at);
  const isEmpty = cursor.pointer === '' && cursor.typed === '' && cursor.quote === '' && cursor.siblings.length === 0;
  const whole = isEmpty ? [WHOLE] : [];
  if (cursor.at === 'value') return [...whole, ...valueOffers(around, items)];
  const types = [childOf(around.at(around.segments.length), 'type')].flat();
  const keys = items.filter(({ kind }) => kind === CompletionItemKind.Property);
  const known = keys.map((item): Candidate => ({
    label: item.label,
    kind: CompletionItemKind.Property,
    documentation: documentationOf(item),
    rank: rankOf(item.label, types),
    write: { as: 'entry', key: item.label, value: sketchOf(item) },
  }));
  const isSchema = known.some(({ label }) => label === 'properties' || label === 'type');
  const own: Candidate = {
    label: SYNTH,
    kind: CompletionItemKind.Property,
    detail: 'how values are drawn',
    documentation: synthDoc(around.segments.length === 0),
    rank: 2,
    write: { as: 'entry', key: SYNTH, value: EMPTY_MAPPING },
  };
  return [...whole, ...known, ...(isSchema ? [own] : [])].filter(({ label }) => !cursor.siblings.includes(label));
}

function valueOffers(around: Surroundings, items: readonly CompletionItem[]): Candidate[] {
  const { cursor, segments } = around;
  const bare = cursor.quote === '';
  const found = items.flatMap((item): Candidate[] => {
    const value = valueOf(item);
    if (value === undefined || (!bare && typeof value !== 'string')) return [];
    const isMapped = typeof value === 'object' && value !== null;
    return [
      {
        label: isMapped ? (Array.isArray(value) ? '[…]' : '{…}') : String(value),
        kind: isMapped ? CompletionItemKind.Struct : CompletionItemKind.Value,
        documentation: documentationOf(item),
        rank: isMapped ? 3 : 2,
        write: { as: 'value', value: isMapped ? sketchOfValue(value) : (value as Sketch) },
      },
    ];
  });
  const keyword = [...segments].reverse().find((segment) => !/^\d+$/.test(segment));
  const words =
    keyword === 'format'
      ? FORMATS
      : keyword === '$ref'
        ? definitionsOf(around.value)
        : keyword === 'required'
          ? missing(around)
          : [];
  const named = words.map((word): Candidate => ({
    label: word,
    kind: keyword === 'format' ? CompletionItemKind.EnumMember : CompletionItemKind.Reference,
    rank: 1,
    write: { as: 'value', value: word },
  }));
  return [...named, ...found];
}

/** Properties that are not required yet. */
function missing(around: Surroundings): string[] {
  const at = around.segments.lastIndexOf('required');
  if (around.segments.length === at + 1) return [];
  const required = [around.at(at + 1)].flat();
  const properties = childOf(around.at(at), 'properties');
  return isMapping(properties) ? Object.keys(properties).filter((name) => !required.includes(name)) : [];
}

function definitionsOf(root: unknown): string[] {
  const named = ['$defs', 'definitions'].flatMap((holder) => {
    const definitions = childOf(root, holder);
    if (!isMapping(definitions)) return [];
    return Object.keys(definitions).map(
      (name) => `#/${holder}/${encodeURI(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
    );
  });
  return [...named, '#'];
}

function rankOf(keyword: string, types: readonly unknown[]): number {
  if (USUAL.includes(keyword)) return keyword === 'type' && types[0] === undefined ? 0 : 2;
  if (OLD.has(keyword)) return 7;
  const fits = types.some((type) => BY_TYPE[type === 'integer' ? 'number' : String(type)]?.includes(keyword));
  if (fits) return 1;
  if (types[0] !== undefined && OF_TYPES.has(keyword)) return 6;
  return OF_TYPES.has(keyword) ? 3 : keyword.startsWith('$') ? 5 : 4;
}

const TYPES: readonly string[] = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'];

/** For an empty file. */
const WHOLE: Candidate = {
  label: 'a schema of objects',
  kind: CompletionItemKind.Snippet,
  detail: 'a whole JSON Schema',
  rank: 0,
  write: {
    as: 'entries',
    entries: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { id: { type: 'string', format: 'uuid' }, name: { type: hole('string') } },
      required: ['id', 'name'],
    },
  },
};

/** What a keyword begins with, as the meta-schema says. */
function sketchOf({ insertText, label }: CompletionItem): Sketch {
  if (label === 'type') return choice(TYPES);
  const written = snippetText(insertText ?? '').slice(JSON.stringify(label).length);
  return sketchOfValue(parsed(written.replace(/^\s*:\s*/, '')) ?? '');
}

function sketchOfValue(value: unknown): Sketch {
  if (Array.isArray(value)) return EMPTY_LIST;
  if (isMapping(value)) return EMPTY_MAPPING;
  return hole(value as string | number | boolean | null);
}

function valueOf({ insertText }: CompletionItem): unknown {
  return parsed(snippetText(insertText ?? ''));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The meta-schema's words, which are not ours to trust as Markdown. */
function documentationOf({ documentation }: CompletionItem): string | undefined {
  const text = MarkupContent.is(documentation) ? documentation.value : documentation;
  return text === undefined || text === '' ? undefined : escapeMarkdown(text);
}
