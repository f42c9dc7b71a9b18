import { grammarAt, parseDocument, segmentsOf } from 'agentic-synth';
import type { CompletionItem, LanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SynthDocument } from '../document/document.js';
import { isMapping } from './surroundings.js';

/** Whether a document is a JSON Schema: what may stand there its meta-schema says, not our grammar. */
export function isJsonSchema(document: SynthDocument): boolean {
  if (document.kind === 'json-schema') return true;
  // What is typed in a long text is not read for this.
  const { known } = document;
  const { value } = (known.lastGood ?? known).parsed;
  if (document.kind !== 'schema' || !isMapping(value)) return false;
  let found = FOUND.get(value);
  if (found === undefined) FOUND.set(value, (found = grammarAt(value, '') === undefined));
  return found;
}

const FOUND = new WeakMap<object, boolean>();

/** Of documents that do not say theirs, and of those that say one that is not known here. */
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const DIALECTS: readonly string[] = [
  'http://json-schema.org/draft-04/schema#',
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2019-09/schema',
  DIALECT,
];

const SERVICES = new Map<string, Promise<LanguageService>>();

/** Has no way to the network: meta-schemas that it does not bring along are not known. */
function serviceOf(root: unknown): Promise<LanguageService> {
  const said = isMapping(root) && typeof root.$schema === 'string' ? root.$schema : DIALECT;
  const uri = DIALECTS.find((dialect) => dialect.replace(/#$/, '') === said.replace(/#$/, '')) ?? DIALECT;
  let service = SERVICES.get(uri);
  if (service === undefined) {
    service = import('vscode-json-languageservice').then(({ getLanguageService }) => {
      const made = getLanguageService({});
      made.configure({ validate: false, schemas: [{ uri, fileMatch: ['*'] }] });
      return made;
    });
    SERVICES.set(uri, service);
  }
  return service;
}

/** Stands for the cursor; private use, so that no schema has it. */
const MARK = '\u{f8ff}';

/**
 * What the meta-schema lets stand at a place of a schema. It is asked about the bare value in JSON, so that it is the
 * same for every language and layout.
 * @param root the schema without what is being typed
 */
export async function keywordsAt(root: unknown, pointer: string, at: 'key' | 'value'): Promise<CompletionItem[]> {
  const segments = segmentsOf(pointer);
  const written = JSON.stringify(marked(withoutDialect(root), segments, at));
  const text = at === 'key' ? written.replace(`"${MARK}":null`, `"${MARK}"`) : written;
  const service = await serviceOf(root);
  const document = TextDocument.create('file:///schema.json', 'json', 1, text);
  const position = document.positionAt(text.indexOf(MARK));
  const list = await service.doComplete(document, position, service.parseJSONDocument(document));
  return list?.items ?? [];
}

/** What the meta-schema says of the keyword at a pointer, in Markdown. */
export async function keywordDoc(root: unknown, pointer: string): Promise<string | undefined> {
  const text = JSON.stringify(withoutDialect(root), null, 1);
  const range = parseDocument(text, { language: 'json' }).range(pointer, 'key');
  if (range === undefined) return undefined;
  const service = await serviceOf(root);
  const document = TextDocument.create('file:///schema.json', 'json', 1, text);
  const found = await service.doHover(document, range.start, service.parseJSONDocument(document));
  const contents = found?.contents;
  const parts = Array.isArray(contents) ? contents : contents === undefined ? [] : [contents];
  const words = parts.map((part) => (typeof part === 'string' ? part : part.value)).join('\n\n');
  return words === '' ? undefined : words;
}

/** The service would ask for the meta-schema of a dialect that it does not know. */
function withoutDialect(root: unknown): unknown {
  if (!isMapping(root)) return root ?? {};
  const { $schema: _dialect, ...rest } = root;
  return { $schema: '', ...rest };
}

function marked(value: unknown, [segment, ...rest]: readonly string[], at: 'key' | 'value'): unknown {
  if (segment === undefined) {
    if (at === 'value') return MARK;
    return { ...(isMapping(value) ? value : {}), [MARK]: null };
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    items[Number(segment)] = marked(items[Number(segment)], rest, at);
    return items;
  }
  const holder = isMapping(value) ? value : {};
  return { ...holder, [segment]: marked(holder[segment], rest, at) };
}
