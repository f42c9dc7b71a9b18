import {
  type Expectation,
  type Literal,
  type MappingForm,
  type NameKind,
  type ValueForm,
  type VisibleName,
} from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { expressionStart, nameCandidates } from './expressions.js';
import { modelCandidates } from './models.js';
import { eventNames, fileCandidates, referenceCandidates, tableCandidates } from './references.js';
import { choice, EMPTY_LIST, EMPTY_MAPPING, hole, type Sketch } from './sketch.js';
import { documentSnippets, fieldSnippets, tableSnippets } from './snippets.js';
import { childOf, isMapping, type Surroundings } from './surroundings.js';
import { escapeMarkdown, typeCandidates } from './types.js';
import {
  durationWords,
  formatWords,
  instantWords,
  localeWords,
  patternWords,
  rateWords,
  timeWords,
  type Words,
  zoneWords,
} from './words.js';

/** Everything that could be written at the cursor, most likely first within each rank. */
export async function offersAt(around: Surroundings): Promise<Candidate[]> {
  const { cursor } = around;
  if (cursor.at === 'nothing') return [];
  const expected = around.expected();
  if (expected === undefined) return [];
  if (cursor.at === 'value') return valueOffers(around, expected);
  const form = expected.forms.find((one): one is MappingForm => one.kind === 'mapping');
  return form === undefined ? [] : keyOffers(around, form, cursor.siblings);
}

/** At most one of these in a mapping. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['count', 'duration', 'end'],
  ['interval', 'sampleRate'],
  ['mean', 'mu'],
  ['stdDev', 'sigma'],
];
/** Of little use before everything else is there. */
const RARE: ReadonlySet<string> = new Set([
  '$schema',
  'key',
  'description',
  'correlations',
  'types',
  'optional',
  'plugins',
]);
const FIRST: ReadonlySet<string> = new Set(['type', 'fields', 'tables', 'name', 'per', 'ref', 'enum']);

/** Entries for a mapping that has some already. */
function keyOffers(around: Surroundings, { keys, names }: MappingForm, present: readonly string[]): Candidate[] {
  const excluded = (name: string): boolean =>
    EXCLUSIVE.some((group) => group.includes(name) && group.some((other) => other !== name && present.includes(other)));
  const { cursor } = around;
  const known = keys
    .filter(({ name }) => !present.includes(name))
    .map((key): Candidate => {
      const value = key.value();
      const { name, required, unlikely } = key;
      const rank = required ? 0 : unlikely || excluded(name) ? 6 : RARE.has(name) ? 4 : FIRST.has(name) ? 1 : 2;
      return {
        label: name,
        kind: CompletionItemKind.Property,
        detail: formsText(value.forms),
        documentation: keyDoc(value, required),
        rank,
        write: { as: 'entry', key: name, value: sketchOf(value, depthOf(value)) },
      };
    });
  return [
    ...known,
    ...(names === undefined || cursor.hasColon ? renamedKeys(around, names, present) : newKeys(around, names, present)),
    ...wholeDocuments(around, present),
  ];
}

function depthOf({ forms }: Expectation): number {
  return forms.some(({ kind }) => kind === 'text' || kind === 'number') ? 0 : 1;
}

function wholeDocuments({ cursor, document }: Surroundings, present: readonly string[]): Candidate[] {
  return document.kind === 'schema' &&
    cursor.pointer === '' &&
    cursor.typed === '' &&
    cursor.quote === '' &&
    present.length === 0
    ? documentSnippets()
    : [];
}

function renamedKeys(around: Surroundings, names: NameKind | undefined, present: readonly string[]): Candidate[] {
  return names === 'event' || names === 'value' ? newKeys(around, names, present) : [];
}

/** Entries of mappings whose keys are names. */
function newKeys(around: Surroundings, names: NameKind, present: readonly string[]): Candidate[] {
  const entry = (key: string, value: Sketch, detail?: string): Candidate => ({
    label: key,
    kind: CompletionItemKind.EnumMember,
    detail,
    rank: 1,
    write: { as: 'entry', key, value },
  });
  const free = (keys: readonly string[]): string[] => keys.filter((key) => !present.includes(key));
  const { pointer } = around.cursor;
  switch (names) {
    case 'field':
    case 'type':
      return fieldSnippets(around, true);
    case 'table':
      return tableSnippets(around);
    case 'event': {
      if (/\/events$/.test(pointer)) return [];
      const weighted = !/\/sessions\/next$/.test(pointer);
      const known = [...eventNames(around), ...(weighted && !/\/first$/.test(pointer) ? ['end'] : [])];
      return free(known).map((name) =>
        entry(name, weighted ? hole(1) : EMPTY_MAPPING, name === 'end' ? 'ends the session' : 'event'),
      );
    }
    case 'value': {
      const transitions = /\/transitions(?:\/[^/]*)?$/.exec(pointer);
      if (transitions) {
        const values = valuesOf(around.around('transitions'));
        return free(values.map(String)).map((value) =>
          entry(value, transitions[0] === '/transitions' ? EMPTY_MAPPING : hole(1)),
        );
      }
      if (!/\/cases$/.test(pointer)) return [];
      return free(casesOf(around)).map((value) => entry(value, EMPTY_MAPPING, 'case'));
    }
    case 'provider':
      return free(['gemini', 'openRouter']).map((name) => entry(name, EMPTY_MAPPING));
    default:
      return [];
  }
}

/** The values of the field that cases are told by. */
function casesOf(around: Surroundings): string[] {
  const by = around.around('by')?.by;
  const field = typeof by === 'string' ? childOf(around.table?.fields ?? around.value, by) : undefined;
  const values = valuesOf(field).map(String);
  if (values.length > 0) return values;
  const type = isMapping(field) ? field.type : field;
  if (/^bool/.test(String(type))) return ['true', 'false'];
  return /^(?:int|num|float)/.test(String(type)) ? ['..18', '18..65', '65..'] : [];
}

/** The values of an enum. */
export function valuesOf(field: unknown): unknown[] {
  if (typeof field === 'string') {
    const args = /^(?:enum|string|text)\s*\(([^)]*,[^)]*)\)/.exec(field)?.[1];
    return args === undefined ? [] : args.split(',').map((word) => word.trim().replace(/^(['"])(.*)\1$/, '$2'));
  }
  const values = childOf(field, 'enum');
  if (Array.isArray(values)) return values.map((value: unknown) => (isMapping(value) ? value.value : value));
  return isMapping(values)
    ? Object.keys(values)
    : typeof childOf(field, 'type') === 'string'
      ? valuesOf(childOf(field, 'type'))
      : [];
}

async function valueOffers(around: Surroundings, expected: Expectation): Promise<Candidate[]> {
  const { forms, examples } = expected;
  const found: Candidate[] = [];
  for (const form of forms) found.push(...(await formOffers(around, form, forms)));
  const offered = new Set(found.map(({ label }) => label));
  // Examples of a bound are of every kind of instant; those that fit are offered already.
  if (forms.some((form) => form.kind === 'text' && form.role === 'temporal')) return found;
  const texts = around.cursor.quote === '' ? examples : examples.filter((example) => typeof example === 'string');
  for (const example of texts) {
    if (offered.has(String(example)) || (typeof example !== 'string' && typeof example !== 'number')) continue;
    found.push({
      label: String(example),
      kind: CompletionItemKind.Value,
      detail: 'example',
      rank: 4,
      write: { as: 'value', value: example },
    });
  }
  return found;
}

async function formOffers(around: Surroundings, form: ValueForm, beside: readonly ValueForm[]): Promise<Candidate[]> {
  const bare = around.cursor.quote === '';
  const value = (
    write: string | number | boolean | null,
    rank: number,
    detail?: string,
    label = String(write),
  ): Candidate => ({
    label,
    kind: CompletionItemKind.Value,
    detail,
    rank,
    write: { as: 'value', value: write },
  });
  switch (form.kind) {
    case 'choice': {
      if (!bare && typeof form.value !== 'string') return [];
      const { description } = form;
      return [
        {
          ...value(form.value, 1),
          kind: CompletionItemKind.EnumMember,
          documentation: description && escapeMarkdown(description),
        },
      ];
    }
    case 'boolean':
      return bare ? [value(true, 1), value(false, 1)] : [];
    case 'null':
      return bare ? [value(null, 3)] : [];
    case 'number':
      return bare ? numbers(form).map(([number, detail]) => value(number, 3, detail)) : [];
    case 'list':
      return bare
        ? [
            {
              label: '[…]',
              kind: CompletionItemKind.Struct,
              detail: 'a list',
              rank: 3,
              write: { as: 'value', value: listSketch(form.item()) },
            },
          ]
        : [];
    case 'mapping':
      return bare ? mappingOffers(around, form, beside) : [];
    case 'text':
      return textOffers(around, form.role);
    case 'any':
      return [];
  }
}

function numbers({ min, max, whole }: ValueForm & { kind: 'number' }): [number, string][] {
  if (min === 0 && max === 1 && !whole)
    return [
      [0.1, 'a tenth'],
      [0.5, 'half'],
      [0.01, 'a hundredth'],
    ];
  return [
    ...(min === undefined ? [] : [[min, 'at least'] as [number, string]]),
    ...(max === undefined ? [] : [[max, 'at most'] as [number, string]]),
  ];
}

/** A mapping as a value: its entries where they can stand on lines of their own, else the whole in braces. */
function mappingOffers(around: Surroundings, form: MappingForm, beside: readonly ValueForm[]): Candidate[] {
  const { cursor, document } = around;
  const isField = beside.some((one) => one.kind === 'text' && one.role === 'field');
  const lines = document.language === 'yaml' && !cursor.flow && cursor.typed === '';
  const braces: Candidate = {
    label: '{…}',
    kind: CompletionItemKind.Struct,
    detail: form.title ?? 'a mapping',
    rank: 3,
    write: { as: 'value', value: cursor.pointer === '' ? EMPTY_MAPPING : requiredOf(form, 1) },
  };
  if (!lines) return [braces, ...(cursor.pointer === '' ? wholeDocuments(around, []) : [])];
  if (isField) return [braces];
  const entries = keyOffers(around, form, []).flatMap((candidate): Candidate[] =>
    candidate.write.as === 'entry'
      ? [{ ...candidate, rank: candidate.rank + 2, write: { ...candidate.write, as: 'first-entry' } }]
      : [],
  );
  return [...entries, braces];
}

function listSketch({ forms }: Expectation): Sketch {
  const mapping = forms.find((form): form is MappingForm => form.kind === 'mapping');
  return forms.length === 1 && mapping !== undefined ? [requiredOf(mapping, 0)] : EMPTY_LIST;
}

/** A mapping with what it requires. */
function requiredOf(form: MappingForm, depth: number): Sketch {
  const required = form.keys.filter((key) => key.required);
  if (required.length === 0 || depth < 0) return EMPTY_MAPPING;
  return Object.fromEntries(required.map((key) => [key.name, sketchOf(key.value(), depth - 1)]));
}

/** What a new entry holds until something is chosen. */
function sketchOf({ forms, examples }: Expectation, depth: number): Sketch {
  const choices = forms.flatMap((form) =>
    form.kind === 'choice' && typeof form.value === 'string' ? [form.value] : [],
  );
  const [first] = forms;
  if (choices.length > 0 && forms.length === choices.length) return choice(choices);
  switch (first?.kind) {
    case 'boolean':
      return hole(true);
    case 'number':
      return hole(first.min === 0 && first.max === 1 ? 0.1 : Math.max(first.min ?? 0, Math.min(first.max ?? 1, 1)));
    case 'text':
      return first.role !== undefined && typeof examples[0] === 'string'
        ? hole(examples[0])
        : hole(DEFAULTS[first.role ?? 'field'] ?? '');
    case 'choice':
      return hole(first.value);
    case 'list':
      return depth > 0 ? listSketch(first.item()) : EMPTY_LIST;
    case 'mapping':
      return requiredOf(first, depth);
    default:
      return hole('');
  }
}

const DEFAULTS: { readonly [Role in Literal]?: string } = { expression: 'true' };

async function textOffers(around: Surroundings, role: Literal | undefined): Promise<Candidate[]> {
  const { cursor, document, workspace } = around;
  const before = cursor.typed;
  const property = around.segments.at(-1) ?? '';
  switch (role) {
    case 'field':
      return [...typeCandidates(around), ...fieldSnippets(around, false)];
    case 'field-type':
      return typeCandidates(around);
    case 'duration':
    case 'period':
      return words(durationWords);
    case 'rate':
      return words(rateWords);
    case 'instant':
      return words(instantWords);
    case 'temporal':
      return words(temporalWords(around));
    case 'locale':
      return words(localeWords(), CompletionItemKind.Constant);
    case 'timezone':
      return words(zoneWords(), CompletionItemKind.Constant);
    case 'pattern':
      return words(patternWords);
    case 'table':
      return tableCandidates(around, before.length);
    case 'event':
      return eventNames(around).map((name) => ({
        label: name,
        kind: CompletionItemKind.Event,
        detail: 'event',
        rank: 1,
        write: { as: 'value', value: name },
      }));
    case 'reference':
      return referenceCandidates(around, before);
    case 'path':
      return nameCandidates(before, await around.names(), {
        ...scopeOf(around),
        path: true,
        prefers: preferred(property, around),
      });
    case 'expression':
      return nameCandidates(before, await around.names(), scopeOf(around));
    case 'template':
      return templateOffers(around);
    case 'model':
      return modelCandidates(document, workspace);
    case 'variable':
      return workspace.trusted ? variableCandidates(before) : [];
    case 'schema-file':
      return fileCandidates(around, before.length, '');
    case 'job':
      return jobNames(around).map((name) => ({
        label: name,
        kind: CompletionItemKind.Reference,
        detail: 'job',
        rank: 1,
        write: { as: 'value', value: name },
      }));
    case undefined:
      return property === 'format' ? words(formatWords) : [];
    default:
      return [];
  }
}

function words(list: Words, kind: CompletionItemKind = CompletionItemKind.Value): Candidate[] {
  return list.map(([word, detail]) => ({ label: word, kind, detail, rank: 2, write: { as: 'value', value: word } }));
}

/** Texts for the unit of the field that a bound or parameter belongs to. */
function temporalWords(around: Surroundings): Words {
  const property = around.segments.at(-1) ?? '';
  for (let depth = around.segments.length; depth >= 0; depth--) {
    const type = String(childOf(around.at(depth), 'type'));
    if (/^(?:datetime|date|timestamp)/.test(type)) return SPREADS.has(property) ? durationWords : instantWords;
    if (/^time\b/.test(type)) return SPREADS.has(property) ? durationWords : timeWords;
    if (/^(?:duration|interval|timespan)/.test(type)) return durationWords;
    if (/^sequence/.test(type)) return property === 'step' ? durationWords : instantWords;
  }
  return property === 'dwell' || around.segments.includes('dwell') || around.segments.includes('faults')
    ? durationWords
    : [];
}

/** Parameters of distributions that measure a width. */
const SPREADS: ReadonlySet<string> = new Set(['stdDev', 'scale']);

/** The names that fit a property best. */
function preferred(property: string, around: Surroundings): (name: VisibleName) => boolean {
  const parent = around.segments.find((segment) => ['after', 'before', 'drivers', 'from'].includes(segment));
  const of = parent ?? property;
  if (of === 'after' || of === 'before') return ({ type }) => type === 'timestamp';
  if (of === 'drivers' || around.segments.includes('correlations'))
    return ({ type }) => type === 'int' || type === 'double';
  if (of === 'by') return ({ type }) => type === 'string' || type === 'bool';
  return ({ name }) => of === 'from' && /name|sex|city|country/i.test(name);
}

function scopeOf(around: Surroundings): { self: string; values: (name: VisibleName) => readonly unknown[] } {
  const at = around.segments.lastIndexOf('fields');
  const depth = at >= 0 ? at + 2 : 1;
  const self = around.cursor.pointer
    .split('/')
    .slice(0, depth + 1)
    .join('/');
  const values = ({ definition }: VisibleName): readonly unknown[] => {
    if (definition === undefined || definition.file !== undefined) return [];
    let value: unknown = around.value;
    for (const segment of definition.pointer.split('/').slice(1))
      value = childOf(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    return valuesOf(value);
  };
  return { self, values };
}

async function templateOffers(around: Surroundings): Promise<Candidate[]> {
  const { cursor, document, offset } = around;
  const names = await around.names();
  const start = expressionStart(cursor.typed);
  const scope = scopeOf(around);
  if (start !== undefined) {
    const closed = /^[^{}"'\r\n]*\}\}/.test(document.text.slice(offset, offset + 200));
    const before = cursor.typed.slice(start);
    return nameCandidates(before, names, { ...scope, close: closed ? '' : '}}' });
  }
  const back = /\{?$/.exec(cursor.typed)![0].length;
  return nameCandidates('', names, { ...scope, path: true }).map((candidate) => ({
    ...candidate,
    label: `{{${candidate.label}}}`,
    write: { as: 'part', text: `{{${candidate.label}}}`, back },
  }));
}

const SECRET = /KEY|TOKEN|SECRET|PASSWORD/;

/** Names of environment variables: never what they hold. */
function variableCandidates(before: string): Candidate[] {
  const back = /\$(?:\{\w*)?$/.exec(before)?.[0].length ?? 0;
  return Object.keys(process.env)
    .filter((name) => /^[A-Za-z_]\w*$/.test(name))
    .sort()
    .map((name) => ({
      label: `\${${name}}`,
      kind: CompletionItemKind.Variable,
      detail: 'environment variable',
      rank: SECRET.test(name) ? 1 : 3,
      write: { as: 'part', text: `\${${name}}`, back },
    }));
}

function jobNames(around: Surroundings): string[] {
  const jobs = childOf(around.value, 'jobs');
  const own = around.segments[1];
  return (Array.isArray(jobs) ? (jobs as unknown[]) : [])
    .filter((_, i) => String(i) !== own)
    .map((job) => childOf(job, 'name'))
    .filter((name) => typeof name === 'string');
}

/** What a key is for, in Markdown. */
export function keyDoc({ description, examples, forms }: Expectation, required = false): string {
  const lines = [
    ...(description === undefined ? [] : [escapeMarkdown(description)]),
    `*${escapeMarkdown(formsText(forms))}${required ? ', required' : ''}*`,
    ...(examples.length === 0
      ? []
      : [
          `Such as ${examples
            .slice(0, 5)
            .map((one) => `\`${String(one).replaceAll('`', "'")}\``)
            .join(', ')}`,
        ]),
  ];
  return lines.join('\n\n');
}

const ROLES: { readonly [Role in Literal]?: string } = {
  share: 'share',
  duration: 'duration',
  period: 'duration',
  rate: 'rate',
  instant: 'instant',
  pattern: 'regular expression',
  locale: 'locale',
  timezone: 'time zone',
  path: 'field',
  reference: 'table.field',
  table: 'table',
  event: 'event',
  expression: 'expression',
  template: 'template',
  temporal: 'instant or duration',
  model: 'model',
  field: 'type',
  'field-type': 'type',
  'schema-file': 'file',
  job: 'job',
};

/** `number from 0 to 1`, `text or list` */
export function formsText(forms: readonly ValueForm[]): string {
  const choices = forms.flatMap((form) => (form.kind === 'choice' ? [String(form.value)] : []));
  const some = choices.length > 4 ? [...choices.slice(0, 3), '…'] : choices;
  const others = forms.flatMap((form) => {
    switch (form.kind) {
      case 'choice':
        return [];
      case 'text':
        return [(form.role && ROLES[form.role]) ?? 'text'];
      case 'number': {
        const { min, max, whole } = form;
        const range =
          min !== undefined && max !== undefined
            ? ` from ${min} to ${max}`
            : min !== undefined
              ? ` of at least ${min}`
              : '';
        return [(whole ? 'whole number' : 'number') + range];
      }
      case 'boolean':
        return ['true or false'];
      case 'any':
        return ['anything'];
      default:
        return [form.kind];
    }
  });
  return [...some, ...new Set(others)].join(' | ');
}
