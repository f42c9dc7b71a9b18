import { sampleFields, typeNames } from 'agentic-synth';
import {
  type CompletionItem,
  type CompletionList,
  InsertTextFormat,
  InsertTextMode,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { cursorAt } from '../document/cursor-at.js';
import type { SynthDocument } from '../document/document.js';
import type { Candidate, CandidateData } from '../knowledge/candidate.js';
import { Inserter } from '../knowledge/insertion.js';
import { isJsonSchema } from '../knowledge/json-schema.js';
import { jsonSchemaOffers } from '../knowledge/json-schema-offers.js';
import { offersAt } from '../knowledge/offers.js';
import { Surroundings } from '../knowledge/surroundings.js';
import { insideSynth } from '../knowledge/synth-keyword.js';
import { escapeMarkdown } from '../knowledge/types.js';
import type { Workspace } from '../workspace.js';
import { markup } from './markdown.js';
import { codeOf } from './values.js';

/** What could be written at a position, the likeliest first. */
export async function completion(
  document: SynthDocument,
  position: Position,
  { workspace }: { readonly workspace: Workspace },
): Promise<CompletionList> {
  const offset = document.offsetAt(position);
  const cursor = cursorAt(document, offset);
  const whole = new Surroundings(document, cursor, offset, workspace);
  const synth = isJsonSchema(document) ? insideSynth(whole) : whole;
  const around = synth ?? whole;
  const { snippets, markdown, sharedRange = false } = workspace.client;
  const inserter = new Inserter(document, cursor, offset, snippets);
  const candidates = distinct(await (synth === undefined ? jsonSchemaOffers(whole) : offersAt(synth)));
  // Most of them replace the same word: said once, a list of all types is not much more than half as long.
  let shared: Range | undefined;
  const items = candidates.map((candidate, i) => {
    const { label, kind, detail, documentation, rank, words, write, data } = candidate;
    const { edit, filter, snippet, more } = inserter.insert(write, words === undefined ? label : `${words} ${label}`);
    // There are hundreds of them: what clients take for granted is left out.
    const item: CompletionItem = { label, kind, sortText: `${rank}${String(i).padStart(4, '0')}` };
    if (sharedRange) shared ??= edit.range;
    if (edit.range !== shared) item.textEdit = edit;
    else if (edit.newText !== label) item.textEditText = edit.newText;
    if (detail) item.detail = detail;
    if (documentation) item.documentation = markup(documentation, markdown);
    if (filter !== label) item.filterText = filter;
    if (more.length > 0) item.additionalTextEdits = [...more];
    if (snippet) item.insertTextFormat = InsertTextFormat.Snippet;
    if (edit.newText.includes('\n')) item.insertTextMode = InsertTextMode.asIs;
    if (data !== undefined) item.data = { ...data, uri: document.uri } satisfies ItemData;
    return item;
  });
  return { isIncomplete: around.partial, ...(shared && { itemDefaults: { editRange: shared } }), items };
}

/** What items carry to be resolved by. */
export interface ItemData extends CandidateData {
  readonly uri: string;
}

/** Adds what takes longer to tell of an item: what its type makes. */
export async function resolveCompletion(
  item: CompletionItem,
  document: SynthDocument,
  { workspace }: { readonly workspace: Workspace },
): Promise<CompletionItem> {
  const { type, field = item.label } = item.data as ItemData;
  const info = typeNames().get(type);
  if (info === undefined) return item;
  const { seed, locale } = (document.lastGood?.parsed.value ?? {}) as {
    readonly seed?: unknown;
    readonly locale?: unknown;
  };
  const head = {
    ...(Number.isSafeInteger(seed) && { seed }),
    ...(typeof locale === 'string' && { locale }),
  };
  const samples = await sampleFields({ ...head, fields: { value: SAMPLED[field] ?? field } }, ['/fields/value']).catch(
    () => undefined,
  );
  const values = samples?.get('/fields/value') ?? [];
  const lines = [
    escapeMarkdown(info.description),
    ...(values.length === 0 ? [] : [values.map((value) => `- ${codeOf(value)}`).join('\n')]),
    ...(info.options === undefined || info.options.length === 0
      ? []
      : [
          `Options: ${info.options.map((option) => `\`${option.name}: ${option.type.replaceAll('`', "'")}\``).join(', ')}`,
        ]),
  ];
  return { ...item, documentation: markup(lines.join('\n\n'), workspace.client.markdown) };
}

/** Types that need something beside them to make values. */
const SAMPLED: Readonly<Record<string, unknown>> = {
  enum: { enum: ['A', 'B', 'C'] },
  array: { type: 'array', items: 'word' },
  object: { fields: { city: 'city', zip: 'zip' } },
};

/** Of several candidates with the same label the likeliest. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = found.get(candidate.label);
    if (known === undefined || candidate.rank < known.rank) found.set(candidate.label, candidate);
  }
  return [...found.values()];
}
