import { createHash } from 'node:crypto';
import {
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { diagnose } from './diagnostics.js';
import type { SynthDocument } from './document/document.js';
import type { Log } from './log.js';
import type { Workspace } from './workspace.js';

/** Typing pauses this many milliseconds before a document is checked. */
const PAUSE = 150;

/**
 * Keeps the editor's list of mistakes up to date: pushed after a pause in typing, or pulled by a client that can, never
 * both.
 */
export class Diagnosing {
  /** The client asks for diagnostics. */
  pulled = false;
  /** The client can be told to ask again. */
  canRefresh = false;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  #refresh: NodeJS.Timeout | undefined;
  /** URIs of documents that were asked about before they were opened, as clients do when they start. */
  readonly #early = new Set<string>();
  #found = new WeakMap<SynthDocument, Promise<Diagnostic[]>>();

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
    private readonly log: Log,
  ) {}

  /** A document has a new text. */
  changed(uri: string): void {
    if (this.pulled) {
      if (this.#early.delete(uri)) this.#askAgain();
      return;
    }
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.set(
      uri,
      setTimeout(() => void this.#publish(uri), PAUSE),
    );
  }

  /** Something that documents are checked against has changed: their text is the same. */
  outdated(uris: readonly string[] = this.workspace.documents.map(({ uri }) => uri)): void {
    if (uris.length === 0) return;
    for (const uri of uris) {
      const document = this.workspace.get(uri);
      if (document !== undefined) this.#found.delete(document);
      this.changed(uri);
    }
    if (this.pulled) this.#askAgain();
  }

  closed(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#early.delete(uri);
    if (!this.pulled) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async report({
    textDocument: { uri },
    previousResultId,
  }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
    const document = this.workspace.get(uri);
    if (document === undefined) this.#early.add(uri);
    const items = document === undefined ? [] : await this.#diagnostics(document);
    const resultId = createHash('sha256').update(JSON.stringify(items)).digest('base64url').slice(0, 16);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }

  /** Has the client ask for all documents anew. */
  #askAgain(): void {
    if (!this.canRefresh) return;
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => {
      this.connection.languages.diagnostics.refresh().catch((error: unknown) => this.log.failed('refresh', error));
    }, PAUSE);
  }

  async #publish(uri: string): Promise<void> {
    const document = this.workspace.get(uri);
    if (document === undefined) return;
    try {
      const diagnostics = await this.#diagnostics(document);
      // A newer text has its own turn.
      if (this.workspace.get(uri) !== document) return;
      await this.connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      this.log.failed(uri, error);
    }
  }

  #diagnostics(document: SynthDocument): Promise<Diagnostic[]> {
    let found = this.#found.get(document);
    if (found === undefined) {
      found = diagnose(document, this.workspace);
      this.#found.set(document, found);
      found.catch(() => this.#found.delete(document));
    }
    return found;
  }
}
