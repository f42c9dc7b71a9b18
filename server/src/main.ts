import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { diagnose } from './diagnostics.js';
import { VERSION_REQUEST, type VersionResult } from './messages.js';

/** Set by the build. */
declare const AGENTIC_SYNTH_VERSION: string;

/** Typing pauses this many milliseconds before a document is checked. */
const PAUSE = 150;

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const waiting = new Map<string, NodeJS.Timeout>();

connection.onInitialize(() => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
  serverInfo: { name: 'agentic-synth', version: AGENTIC_SYNTH_VERSION },
}));

connection.onRequest(VERSION_REQUEST, (): VersionResult => ({ engine: AGENTIC_SYNTH_VERSION }));

documents.onDidChangeContent(({ document }) => {
  clearTimeout(waiting.get(document.uri));
  waiting.set(
    document.uri,
    setTimeout(() => void publish(document), PAUSE),
  );
});

documents.onDidClose(({ document }) => {
  clearTimeout(waiting.get(document.uri));
  waiting.delete(document.uri);
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
});

async function publish(document: TextDocument): Promise<void> {
  const { uri, version } = document;
  try {
    const diagnostics = await diagnose(document.getText(), fileOf(uri));
    // A newer text has its own turn.
    if (documents.get(uri)?.version === version) await connection.sendDiagnostics({ uri, version, diagnostics });
  } catch (error) {
    connection.console.error(`${uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function fileOf(uri: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : new URL(uri).pathname;
}

documents.listen(connection);
connection.listen();
