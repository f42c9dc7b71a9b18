import { isSemanticType, LEFT_OUT, semanticTypes } from '../vocabulary/catalog.js';
import { GRAMMAR_TYPES, isGrammarType, SEMANTIC_ALIASES, TYPE_ALIASES, type GrammarType } from './aliases.js';
import { pointerTo, type Fix } from './diagnostic.js';
import { isMapping, nameOf, type Mapping } from './form.js';
import type { InstantContext } from './instants.js';
import type { CheckMemory } from './memory.js';
import { fix, replacing, type Report } from './report.js';
import { parseShorthand, readArguments } from './shorthand.js';
import { didYouMean, meaning } from './suggest.js';

/** What every part of normalising a document reads. */
export interface SchemaContext extends InstantContext {
  readonly report: Report;
  /** The document's `types`, as written. */
  readonly types: Mapping;
  /** Types that plug-ins registered. */
  readonly customTypes: ReadonlySet<string>;
  /** Names of the tables, each with the names of its fields: for suggestions. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  /** Fields read so far: a guard against documents that blow up. */
  fieldCount: number;
  /** Fields that were read before. */
  readonly memory?: CheckMemory | undefined;
}

/** A property of a field, with where it was written. */
export interface Property {
  readonly value: unknown;
  readonly pointer: string;
  /** It was read out of a shorthand text at `pointer`: there is nothing beneath. */
  readonly pinned: boolean;
}

export type TypeName =
  | { readonly kind: 'grammar'; readonly name: GrammarType }
  | { readonly kind: 'semantic'; readonly name: string }
  | { readonly kind: 'custom'; readonly name: string };

/** A field with shorthand expanded and its named type laid under it, its properties not yet checked. */
export class Draft {
  readonly pointer: string;
  type: TypeName | undefined;
  typePointer: string;
  readonly properties: Map<string, Property>;
  /** The named types it was made from, to notice a type that contains itself. */
  readonly named: readonly string[];

  constructor(
    pointer: string,
    type: TypeName | undefined,
    named: readonly string[],
    properties?: Iterable<[string, Property]>,
  ) {
    this.pointer = pointer;
    this.type = type;
    this.typePointer = pointer;
    this.named = named;
    this.properties = new Map(properties);
  }

  has(key: string): boolean {
    return this.properties.has(key);
  }

  /** The same field standing at another place, with some properties left out. */
  at(pointer: string, without: readonly string[] = []): Draft {
    const kept = [...this.properties].filter(([key]) => !without.includes(key));
    const draft = new Draft(pointer, this.type, this.named, kept);
    draft.typePointer = this.typePointer;
    return draft;
  }

  lay(properties: Iterable<readonly [string, Property]>): this {
    for (const [key, property] of properties) this.properties.set(key, property);
    return this;
  }
}

/** Expands a field as written; `undefined` where it has no readable type, which is then reported. */
export function expandField(
  context: SchemaContext,
  value: unknown,
  pointer: string,
  named: readonly string[] = [],
): Draft | undefined {
  if (value instanceof Draft) return value;
  if (typeof value === 'string') return expandText(context, value, pointer, named);
  if (!isMapping(value)) return notAField(context.report, value, pointer);
  const own = Object.keys(value)
    .filter((key) => key !== 'type')
    .map((key): [string, Property] => [key, { value: value[key], pointer: pointerTo(pointer, key), pinned: false }]);
  if (!Object.hasOwn(value, 'type')) return new Draft(pointer, undefined, named, own);
  const typePointer = pointerTo(pointer, 'type');
  if (typeof value.type !== 'string') return badType(context.report, value.type, typePointer);
  const base = expandText(context, value.type, typePointer, named);
  if (base === undefined) return undefined;
  const draft = base.at(pointer).lay(own);
  draft.typePointer = typePointer;
  return draft;
}

function notAField(report: Report, value: unknown, pointer: string): undefined {
  if (value === null || value === undefined) {
    report.error(
      'field/empty',
      pointer,
      'This field has no type yet. Write one, such as string, integer, datetime or email.',
    );
    return undefined;
  }
  const fixes: Fix[] = Array.isArray(value)
    ? [fix('Draw from this list', { op: 'replace', pointer, value: { enum: value } })]
    : [fix(`Always ${String(value)}`, { op: 'replace', pointer, value: { const: value } })];
  const way = Array.isArray(value)
    ? 'To draw from a list, write { enum: […] }.'
    : 'For a fixed value, write { const: … }.';
  report.error(
    'field/not-a-field',
    pointer,
    `A field is the name of a type or a mapping, not ${nameOf(value)}. ${way}`,
    { fixes },
  );
  return undefined;
}

function badType(report: Report, value: unknown, pointer: string): undefined {
  const names = Array.isArray(value) ? (value as unknown[]).filter((name) => name !== 'null' && name !== null) : [];
  const single = names.length === 1 && typeof names[0] === 'string' ? names[0] : undefined;
  const hint = single === undefined ? '' : ` For ${single} or null, write "type: ${single}" and "nullable".`;
  const fixes = single === undefined ? [] : replacing(pointer, [`${single}?`]);
  report.error('value/type', pointer, `"type" must be the name of a type, not ${nameOf(value)}.${hint}`, { fixes });
  return undefined;
}

function expandText(
  context: SchemaContext,
  text: string,
  pointer: string,
  named: readonly string[],
): Draft | undefined {
  const { report } = context;
  const parsed = parseShorthand(text);
  if ('problem' in parsed) {
    const fixes = replacing(pointer, parsed.instead);
    report.error('shorthand/invalid', pointer, `The type ${JSON.stringify(text)} ${parsed.problem}.`, { fixes });
    return undefined;
  }
  let draft = typeDraft(context, parsed.type, text, pointer, named);
  if (draft === undefined) return undefined;
  if (parsed.args !== undefined) {
    const kind = draft.type?.kind === 'grammar' ? draft.type.name : '';
    const properties = readArguments(kind, parsed.args);
    if ('problem' in properties) {
      const problem = properties as { problem: string; instead: readonly string[] };
      const texts = problem.instead.map((args) => text.replace(`(${parsed.args})`, args));
      report.error('shorthand/invalid', pointer, `${JSON.stringify(text)} ${problem.problem}.`, {
        fixes: replacing(pointer, texts),
      });
      return undefined;
    }
    draft.lay(Object.entries(properties).map(([key, value]) => [key, { value, pointer, pinned: true }]));
  }
  for (const suffix of parsed.suffixes) {
    if (suffix === '?') draft.lay([['nullable', { value: true, pointer, pinned: true }]]);
    else
      draft = new Draft(pointer, { kind: 'grammar', name: 'array' }, named, [
        ['items', { value: draft, pointer, pinned: true }],
      ]);
  }
  return draft;
}

function typeDraft(
  context: SchemaContext,
  word: string,
  text: string,
  pointer: string,
  named: readonly string[],
): Draft | undefined {
  const { types, customTypes, report } = context;
  if (!isGrammarType(word) && Object.hasOwn(types, word)) {
    if (named.includes(word)) {
      reportCycle(report, named.slice(named.indexOf(word)));
      return undefined;
    }
    return expandField(context, types[word], pointerTo('', 'types', word), [...named, word])?.at(pointer);
  }
  const type = resolveType(word, customTypes);
  if (type !== undefined) return new Draft(pointer, type, named);
  unknownType(context, word, text, pointer);
  return undefined;
}

/** Reports types that contain each other, once, wherever the cycle was entered. */
function reportCycle(report: Report, cycle: readonly string[]): void {
  const first = cycle.indexOf([...cycle].sort()[0]);
  const steps = [...cycle.slice(first), ...cycle.slice(0, first + 1)];
  const [name, ...others] = steps;
  report.error('types/cycle', pointerTo('', 'types', name), `The type ${name} contains itself: ${steps.join(' → ')}.`, {
    related: others
      .slice(0, -1)
      .map((other) => ({ pointer: pointerTo('', 'types', other), message: `through ${other}` })),
  });
}

function resolveType(word: string, customTypes: ReadonlySet<string>): TypeName | undefined {
  if (isGrammarType(word)) return { kind: 'grammar', name: word };
  if (customTypes.has(word)) return { kind: 'custom', name: word };
  if (word in TYPE_ALIASES) return { kind: 'grammar', name: TYPE_ALIASES[word] };
  if (word in SEMANTIC_ALIASES) return { kind: 'semantic', name: SEMANTIC_ALIASES[word] };
  return isSemanticType(word) ? { kind: 'semantic', name: word } : undefined;
}

function unknownType(context: SchemaContext, word: string, text: string, pointer: string): void {
  const { report, types, customTypes, tables } = context;
  const [table, column] = word.split('.');
  if (column !== undefined && tables.get(table)?.includes(column)) {
    const fixes = pointer.endsWith('/type')
      ? []
      : [fix(`Refer to ${word}`, { op: 'replace', pointer, value: { ref: word } })];
    const message = `"${word}" is a column, not a type. To refer to it, write { ref: ${word} }.`;
    report.error('field/unknown-type', pointer, message, { fixes });
    return;
  }
  if (Object.hasOwn(LEFT_OUT, word)) {
    report.error('field/unknown-type', pointer, `The type "${word}" is not available: ${LEFT_OUT[word]}.`);
    return;
  }
  const known = [
    ...GRAMMAR_TYPES,
    ...Object.keys(TYPE_ALIASES),
    ...Object.keys(types),
    ...customTypes,
    ...Object.keys(SEMANTIC_ALIASES),
    ...semanticTypes(),
  ];
  const meant = didYouMean(word, known);
  const way =
    meant.length > 0
      ? ''
      : ' Types are string, integer, number, boolean, datetime, uuid …, or names such as person.fullName.';
  const fixes = replacing(
    pointer,
    meant.map((name) => text.replace(word, name)),
  );
  report.error('field/unknown-type', pointer, `There is no type "${word}".${meaning(meant)}${way}`, { fixes });
}
