import type { FieldType } from '../generators/field-type.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { DocumentModel, FieldSpec } from '../schema/model.js';
import type { CheckMemory } from '../schema/memory.js';
import { loadVocabulary, type Vocabulary } from '../vocabulary/locale.js';
import type { ClockDefaults } from './compilation.js';
import { loadJsonPart } from './json-part.js';
import type { PromptValues } from './prompt-values.js';
import { compilePlan, type Plan, type SourceDocument } from './compile.js';

export interface SourceOptions {
  /** Rows of tables that are not counted per another. */
  readonly count?: number | undefined;
  readonly fieldTypes?: ReadonlyMap<string, FieldType> | undefined;
  readonly localText?: boolean | undefined;
  readonly clock?: ClockDefaults | undefined;
  readonly prompts?: PromptValues | undefined;
  readonly wholeRows?: boolean | undefined;
  /** Of earlier checks of the document. */
  readonly memory?: CheckMemory | undefined;
}

/** Compiles a document whose references are loaded: what a worker does with the document it is sent. */
export async function compileSource(
  source: SourceDocument,
  options: SourceOptions,
): Promise<{ readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }> {
  if (usesJsonSchema(source)) await loadJsonPart();
  return compilePlan(source, {
    vocabularies: await vocabulariesOf(source),
    fieldTypes: options.fieldTypes ?? new Map(),
    localText: options.localText ?? false,
    count: options.count,
    clock: options.clock,
    prompts: options.prompts,
    wholeRows: options.wholeRows,
    memory: options.memory,
  });
}

/** Whether a document, or one that it refers to, is a JSON Schema. */
function usesJsonSchema(source: SourceDocument, seen = new Set<SourceDocument>()): boolean {
  if (seen.has(source)) return false;
  seen.add(source);
  return (
    source.model.jsonSchema !== undefined || [...source.others.values()].some((other) => usesJsonSchema(other, seen))
  );
}

/** Every field of a document; variants, items and fields of types of events included. */
export function specsOf(model: DocumentModel): readonly FieldSpec[] {
  let found = known.get(model);
  if (found === undefined) known.set(model, (found = collectAll(model)));
  return found;
}

const known = new WeakMap<DocumentModel, readonly FieldSpec[]>();

function collectAll(model: DocumentModel): readonly FieldSpec[] {
  const found: FieldSpec[] = [];
  for (const { fields, events } of model.tables) {
    for (const { spec } of fields) collect(spec, found);
    for (const type of events?.types ?? []) for (const { spec } of type.fields) collect(spec, found);
  }
  return found;
}

function collect(spec: FieldSpec, found: FieldSpec[]): void {
  found.push(spec);
  if (spec.otherwise !== undefined) collect(spec.otherwise, found);
  if (spec.cases !== undefined) for (const { field } of spec.cases) collect(field, found);
  if (spec.kind === 'array') collect(spec.items, found);
  if (spec.kind === 'object') for (const field of spec.fields) collect(field.spec, found);
  if (spec.kind === 'json' && spec.preferred !== undefined) collect(spec.preferred, found);
}

async function vocabulariesOf(source: SourceDocument): Promise<Map<string, Vocabulary>> {
  const names = new Set<string>();
  const seen = new Set<SourceDocument>();
  const visit = (document: SourceDocument): void => {
    if (seen.has(document)) return;
    seen.add(document);
    for (const spec of specsOf(document.model)) {
      if (spec.kind === 'semantic') names.add(spec.locale ?? document.model.locale);
      // What is inside of composed values is found out as they are drawn.
      // What is made up of English whatever the locale is addresses.
      else if (spec.kind === 'json') names.add(document.model.locale).add('en');
    }
    for (const other of document.others.values()) visit(other);
  };
  visit(source);
  const loaded = await Promise.all([...names].map(async (name) => [name, await loadVocabulary(name)] as const));
  return new Map(loaded);
}
