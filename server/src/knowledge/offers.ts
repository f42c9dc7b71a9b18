import type { Expectation, KeyForm, MappingForm, NameKind, ValueForm } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Candidate } from './candidate.js';
import { formsText, keyDocBeside } from './describe-forms.js';
import { casesOf, valuesOf } from './field-values.js';
import { optionKeys, optionValues } from './options.js';
import { eventNames } from './references.js';
import { EMPTY_MAPPING, hole, type Sketch } from './sketch.js';
import { listSketch, requiredOf, sketchOf } from './sketch-of.js';
import { documentSnippets, fieldSnippets, tableSnippets } from './snippets.js';
import type { Surroundings } from './surroundings.js';
import { textOffers } from './text-offers.js';
import { namedAsTypes, namedSoFar, ownMarkdown } from './types.js';
import { numberWords } from './words.js';

/** Everything that could be written at the cursor, most likely first within each rank. */
export async function offersAt(around: Surroundings): Promise<Candidate[]> {
  const { cursor } = around;
  if (cursor.at === 'nothing') return [];
  const expected = around.expected();
  if (expected === undefined) return [];
  if (cursor.at === 'value') return valueOffers(around, expected);
  const form = expected.forms.find((one): one is MappingForm => one.kind === 'mapping');
  if (form === undefined) return [];
  return keyOffers(around, form, cursor.siblings);
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
async function keyOffers(
  around: Surroundings,
  { keys, names }: MappingForm,
  present: readonly string[],
): Promise<Candidate[]> {
  if (names === 'any') return around.segments.at(-1) === 'options' ? optionKeys(around, present) : [];
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
        documentation: keyDocBeside(value, required),
        rank,
        write: { as: 'entry', key: name, value: presetOf(name, value) ?? sketchOf(value, depthOf(value)) },
      };
    });
  return [
    ...known,
    ...(names === undefined || cursor.hasColon
      ? await renamedKeys(around, names, present)
      : await newKeys(around, names, present)),
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

async function renamedKeys(
  around: Surroundings,
  names: NameKind | undefined,
  present: readonly string[],
): Promise<Candidate[]> {
  return names === 'event' || names === 'value' ? newKeys(around, names, present) : [];
}

/** Entries of mappings whose keys are names. */
async function newKeys(around: Surroundings, names: NameKind, present: readonly string[]): Promise<Candidate[]> {
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
    case 'field': {
      const isNew = ({ write }: Candidate): boolean => write.as !== 'entry' || !present.includes(write.key);
      // What a name suggests changes with each letter.
      around.partial ||= around.cursor.typed !== '';
      return [...(await namedSoFar(around)), ...fieldSnippets(around, true), ...namedAsTypes()].filter(isNew);
    }
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
          documentation: description && ownMarkdown(description),
        },
      ];
    }
    case 'boolean':
      return bare ? [value(true, 1), value(false, 1)] : [];
    case 'null':
      return bare ? [value(null, 3)] : [];
    case 'number':
      return bare
        ? [...(numberWords.get(around.segments.at(-1) ?? '') ?? numbers(form))].map(([number, detail]) =>
            value(number, 3, detail),
          )
        : [];
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
      return bare ? mappingOffers(around, form, beside) : kindOffers(around, form);
    case 'text':
      return textOffers(around, form.role);
    case 'any':
      return around.segments.at(-2) === 'options' ? optionValues(around, bare) : [];
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
    ...(min === undefined ? [] : [[min, 'the least'] as [number, string]]),
    ...(max === undefined ? [] : [[max, 'the most'] as [number, string]]),
  ];
}

/** A mapping as a value: its entries where they can stand on lines of their own, else the whole in braces. */
async function mappingOffers(
  around: Surroundings,
  form: MappingForm,
  beside: readonly ValueForm[],
): Promise<Candidate[]> {
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
  const kinds = isField ? [] : kindOffers(around, form);
  if (!lines) return [...kinds, braces, ...(cursor.pointer === '' ? wholeDocuments(around, []) : [])];
  if (isField) return [braces];
  const entries = (await keyOffers(around, form, [])).flatMap((candidate): Candidate[] =>
    candidate.write.as === 'entry'
      ? [{ ...candidate, rank: candidate.rank + 2, write: { ...candidate.write, as: 'first-entry' } }]
      : [],
  );
  return [...kinds, ...entries, braces];
}

/** Whole mappings of each kind, with what the kind requires: `{ type: normal, mean: 1, stdDev: 1 }`. */
function kindOffers(around: Surroundings, { keys }: MappingForm): Candidate[] {
  const type = keys.find(({ name, required }) => name === 'type' && required);
  return (type?.value().forms ?? []).flatMap((choice): Candidate[] => {
    if (choice.kind !== 'choice' || typeof choice.value !== 'string') return [];
    const kind = choice.value;
    const form = around.expectedOf({ type: kind })?.forms.find((one): one is MappingForm => one.kind === 'mapping');
    const required = (form?.keys ?? []).filter((key) => key.name !== 'type' && isNeeded(key, kind));
    const parts = required.map((key) => [key.name, presetOf(key.name, key.value()) ?? sketchOf(key.value(), 1)]);
    const value: Sketch = { type: kind, ...(Object.fromEntries(parts) as { readonly [key: string]: Sketch }) };
    return [
      {
        label: kind,
        kind: CompletionItemKind.Struct,
        detail: `{ ${['type', ...required.map(({ name }) => name)].join(', ')} }`,
        documentation: choice.description && ownMarkdown(choice.description),
        rank: 1,
        write: { as: 'value', value },
      },
    ];
  });
}

/** Of a lognormal distribution one of two pairs is required: that of the data. */
function isNeeded({ name, required }: KeyForm, kind: string): boolean {
  return required || (kind === 'lognormal' && (name === 'mean' || name === 'stdDev'));
}

/** What a new entry begins with: what is written most. */
function presetOf(name: string, { forms }: Expectation): Sketch | undefined {
  const [first] = forms;
  if (first?.kind === 'text' && first.role === 'rate' && name !== 'rate') return hole('0.1/d');
  const [preset] = numberWords.get(name)?.[0] ?? [];
  return preset === undefined || first?.kind !== 'number' ? undefined : hole(preset);
}
