import {
  CodeLensRequest,
  CodeLensResolveRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  InlayHintRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  TypeDefinitionRequest,
  WorkspaceSymbolRequest,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { type Feature, feature, type FeatureContext } from '../features.js';
import { definition, typeDefinition } from './definition.js';
import { foldingRanges } from './folding.js';
import { highlights } from './highlights.js';
import { inlayHints, type Sampler } from './inlay.js';
import { codeLenses, type LensData, resolveLens } from './lenses.js';
import { documentLinks } from './links.js';
import { references } from './references.js';
import { prepareRename, rename, RenameError } from './rename.js';
import { selectionRanges } from './selection.js';
import { documentSymbols, workspaceSymbols } from './symbols.js';
import { semanticTokens, SentTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from './tokens.js';

/** Ways through documents, and what stands between their lines. */
export function navigationFeatures(): Feature[] {
  const sent = new SentTokens();
  const legend = { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] };
  return [
    feature(
      DocumentSymbolRequest.type,
      { documentSymbolProvider: { label: 'Agentic Synth' } },
      (document, _params, { workspace }) => documentSymbols(document, workspace),
      { superseded: true },
    ),
    workspaceSymbol,
    feature(
      DefinitionRequest.type,
      { definitionProvider: true },
      (document, { position }, { workspace }) => definition(document, position, workspace),
      { exact: true },
    ),
    feature(
      TypeDefinitionRequest.type,
      { typeDefinitionProvider: true },
      (document, { position }, { workspace }) => typeDefinition(document, position, workspace),
      { exact: true },
    ),
    feature(
      ReferencesRequest.type,
      { referencesProvider: true },
      (document, { position, context }, { workspace }) => references(document, position, workspace, context),
      { exact: true },
    ),
    feature(
      DocumentHighlightRequest.type,
      { documentHighlightProvider: true },
      (document, { position }, { workspace }) => highlights(document, position, workspace),
      { superseded: true, exact: true },
    ),
    feature(
      PrepareRenameRequest.type,
      { renameProvider: { prepareProvider: true } },
      (document, { position }, { workspace }) => orRefused(prepareRename(document, position, workspace)),
      { exact: true },
    ),
    feature(
      RenameRequest.type,
      {},
      (document, { position, newName }, { workspace }) => {
        const { renameKeepsValues } = workspace.settings;
        return orRefused(rename(document, position, newName, workspace, { keepValues: renameKeepsValues }));
      },
      { exact: true },
    ),
    feature(DocumentLinkRequest.type, { documentLinkProvider: {} }, (document) => documentLinks(document)),
    feature(FoldingRangeRequest.type, { foldingRangeProvider: true }, (document) => foldingRanges(document), {
      superseded: true,
    }),
    feature(
      SelectionRangeRequest.type,
      { selectionRangeProvider: true },
      (document, { positions }) => selectionRanges(document, positions),
      { exact: true },
    ),
    feature(
      SemanticTokensRequest.type,
      { semanticTokensProvider: { legend, full: { delta: true }, range: true } },
      async (document, _params, { workspace }) => {
        return sent.full(document.uri, await semanticTokens(document, workspace));
      },
      { superseded: true, exact: true },
    ),
    feature(
      SemanticTokensDeltaRequest.type,
      {},
      async (document, { previousResultId }, { workspace }) => {
        return sent.delta(document.uri, previousResultId, await semanticTokens(document, workspace));
      },
      { superseded: true, exact: true },
    ),
    feature(
      SemanticTokensRangeRequest.type,
      {},
      async (document, { range }, { workspace }) => ({ data: await semanticTokens(document, workspace, range) }),
      { exact: true },
    ),
    feature(
      CodeLensRequest.type,
      { codeLensProvider: { resolveProvider: true } },
      (document, _params, { workspace }) => {
        return workspace.settings.codeLens && workspace.trusted ? codeLenses(document, workspace) : [];
      },
      { exact: true },
    ),
    feature(
      CodeLensResolveRequest.type,
      {},
      (_document, lens, { workspace }) => resolveLens(lens, async (uri) => workspace.elsewhere?.estimate(uri)),
      { documentOf: ({ data }) => (data as LensData | undefined)?.uri },
    ),
    feature(
      InlayHintRequest.type,
      { inlayHintProvider: true },
      (document, { range }, context) => {
        const { settings, trusted } = context.workspace;
        // Drawing values is running the document.
        if (!settings.inlayHints || !trusted) return [];
        return inlayHints(document, range, context.workspace, samplerOf(context));
      },
      { exact: true },
    ),
  ];
}

const workspaceSymbol: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  listen(connection, workspace, log) {
    connection.onRequest(WorkspaceSymbolRequest.type.method, async ({ query }: WorkspaceSymbolParams) => {
      try {
        return await workspaceSymbols(query, workspace);
      } catch (error) {
        log.failed(WorkspaceSymbolRequest.type.method, error);
        return null;
      }
    });
  },
};

/** The person is told why something cannot be renamed. */
async function orRefused<T>(answer: Promise<T | undefined>): Promise<T | null> {
  try {
    return (await answer) ?? null;
  } catch (error) {
    if (error instanceof RenameError) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    throw error;
  }
}

function samplerOf({ workspace, token }: FeatureContext): Sampler {
  return async ({ uri, parsed: { value } }, pointers) => {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      return (await workspace.elsewhere?.samples(uri, { value, pointers }, abort.signal)) ?? {};
    } finally {
      listening.dispose();
    }
  };
}
