import { type CompletionItem, InsertTextFormat, type Position } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionList, Hover, JSONDocument, LanguageService } from 'vscode-json-languageservice';
import type { SynthDocument } from '../document/document.js';
import type { ClientSupport } from '../workspace.js';
import { grammarAt } from 'agentic-synth';
import { snippetText } from './sketch.js';
import { isMapping } from './surroundings.js';

/** Whether a document is a JSON Schema in JSON: what may stand there its meta-schema says, not our grammar. */
export function isJsonSchema(document: SynthDocument): boolean {
  if (document.language !== 'json') return false;
  if (document.kind === 'json-schema') return true;
  const { value } = (document.lastGood ?? document).parsed;
  return document.kind === 'schema' && isMapping(value) && grammarAt(value, '') === undefined;
}

/** Of documents that do not say theirs. */
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** Has no way to the network: meta-schemas that it does not bring along are not known. */
async function serviceFor({ snippets, markdown }: ClientSupport): Promise<LanguageService> {
  const { getLanguageService, MarkupKind } = await import('vscode-json-languageservice');
  const formats = markdown ? [MarkupKind.Markdown, MarkupKind.PlainText] : [MarkupKind.PlainText];
  const service = getLanguageService({
    clientCapabilities: {
      textDocument: {
        completion: { completionItem: { documentationFormat: formats, snippetSupport: snippets } },
        hover: { contentFormat: formats },
      },
    } as NonNullable<Parameters<typeof getLanguageService>[0]>['clientCapabilities'],
  });
  service.configure({ validate: false, schemas: [{ uri: DIALECT, fileMatch: ['*'] }] });
  return service;
}

function read(service: LanguageService, document: SynthDocument): readonly [TextDocument, JSONDocument] {
  const text = TextDocument.create(document.uri, 'json', document.version, document.text);
  return [text, service.parseJSONDocument(text)];
}

export async function completeJsonSchema(
  document: SynthDocument,
  position: Position,
  client: ClientSupport,
): Promise<CompletionList> {
  const service = await serviceFor(client);
  const [text, parsed] = read(service, document);
  const list = (await service.doComplete(text, position, parsed)) ?? { isIncomplete: false, items: [] };
  return client.snippets ? list : { ...list, items: list.items.map(withoutStops) };
}

function withoutStops(item: CompletionItem): CompletionItem {
  const { textEdit, insertTextFormat, insertText, ...rest } = item;
  if (insertTextFormat !== InsertTextFormat.Snippet) return item;
  return {
    ...rest,
    insertTextFormat: InsertTextFormat.PlainText,
    ...(insertText !== undefined && { insertText: snippetText(insertText) }),
    ...(textEdit !== undefined && { textEdit: { ...textEdit, newText: snippetText(textEdit.newText) } }),
  };
}

export async function hoverJsonSchema(
  document: SynthDocument,
  position: Position,
  client: ClientSupport,
): Promise<Hover | null> {
  const service = await serviceFor(client);
  const [text, parsed] = read(service, document);
  return service.doHover(text, position, parsed);
}
