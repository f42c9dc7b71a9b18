import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type ProtocolRequestType,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { SynthDocument } from './document/document.js';
import type { Log } from './log.js';
import type { Workspace } from './workspace.js';

/** What a feature is given beside the document. */
export interface FeatureContext {
  readonly workspace: Workspace;
  readonly token: CancellationToken;
}

/** One request of the protocol about a document, and who answers it. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  listen(connection: Connection, workspace: Workspace, log: Log): void;
}

interface AboutDocument {
  readonly textDocument: TextDocumentIdentifier;
}

export interface FeatureOptions<P> {
  /** Another request of the same kind about the same document makes this one pointless. */
  readonly superseded?: boolean;
  /** The answer refers to places of this very text: it is refused when the text has changed meanwhile. */
  readonly exact?: boolean;
  /** The document asked about, where the parameters do not say it as usual. */
  documentOf?(params: P): string | undefined;
}

/**
 * A feature: declared with its capabilities, and answered for the version of the document that the editor had when it
 * asked. What goes wrong is logged and answered by nothing, since a person who types can do nothing about it.
 */
export function feature<P, R, E>(
  type: ProtocolRequestType<P, R | null, never, E, unknown> | ProtocolRequestType<P, R | null, R, E, unknown>,
  capabilities: ServerCapabilities,
  answer: (document: SynthDocument, params: P, context: FeatureContext) => R | null | Promise<R | null>,
  options: FeatureOptions<P> = {},
): Feature {
  const uriOf = options.documentOf ?? ((params: P) => (params as AboutDocument).textDocument.uri);
  return {
    capabilities,
    listen(connection, workspace, log) {
      const newest = new Map<string, number>();
      let requests = 0;
      connection.onRequest(type.method, async (params: P, token: CancellationToken) => {
        const uri = uriOf(params);
        const document = uri === undefined ? undefined : workspace.get(uri);
        if (uri === undefined || document === undefined) return null;
        const request = requests++;
        newest.set(uri, request);
        const outdated = (): boolean =>
          (options.superseded === true && newest.get(uri) !== request) ||
          (options.exact === true && workspace.get(uri) !== document);
        try {
          if (token.isCancellationRequested) return cancelledRequest();
          const result = await answer(document, params, { workspace, token });
          if (token.isCancellationRequested) return cancelledRequest();
          return outdated() ? modified() : result;
        } catch (error) {
          if (error instanceof ResponseError) return error;
          log.failed(`${type.method} ${uri}`, error);
          return null;
        } finally {
          if (newest.get(uri) === request) newest.delete(uri);
        }
      });
    },
  };
}

function cancelledRequest(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

function modified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since.');
}

/** Capabilities of all features together. */
export function capabilitiesOf(features: readonly Feature[]): ServerCapabilities {
  return Object.assign({}, ...features.map(({ capabilities }) => capabilities)) as ServerCapabilities;
}
