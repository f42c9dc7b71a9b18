import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { AgenticSynth, type AgenticSynthOptions, check, CheckMemory, type Diagnostic, loadConfig } from 'agentic-synth';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { CodeLinks } from './code-links.js';
import { createDocument } from './document/create.js';
import type { SynthDocument } from './document/document.js';
import type { EstimateResult, Settings } from './messages.js';
import { schemaFilesIn } from './schema-files.js';
import { readText } from './worker/read-text.js';
import type { SamplesParams, SamplesResult } from './worker/samples.js';

type Host = NonNullable<Parameters<typeof check>[2]>;

export const DEFAULT_SETTINGS: Required<Settings> = {
  previewRows: 100,
  inlayHints: true,
  codeLens: true,
  renameKeepsValues: false,
  logLevel: 'warn',
};

/** What the client can show. */
export interface ClientSupport {
  /** Tab stops in what completion inserts. */
  readonly snippets: boolean;
  /** Completion lists can say once what their items replace. */
  readonly sharedRange?: boolean;
  readonly markdown: boolean;
}

/** Checks a document where code of plug-ins may run. */
export type CheckElsewhere = (document: SynthDocument) => Promise<readonly Diagnostic[]>;

/** What is drawn and reckoned where the editor does not wait. */
export interface Elsewhere {
  samples(uri: string, params: SamplesParams, signal: AbortSignal): Promise<SamplesResult['samples']>;
  estimate(uri: string): Promise<EstimateResult | undefined>;
}

interface Kept {
  /** ms; of the file as it was read. */
  readonly changed: number;
  readonly document: SynthDocument;
}

/** Everything around a document: other documents, folders, settings, trust. It knows no connection. */
export class Workspace {
  settings = DEFAULT_SETTINGS;
  trusted = true;
  client: ClientSupport = { snippets: false, markdown: true };
  /** To where one reads about a diagnostic's code. */
  codeLinks: CodeLinks | undefined;
  /** Paths of the folders that are open. */
  folders: readonly string[] = [];
  checkElsewhere: CheckElsewhere | undefined;
  elsewhere: Elsewhere | undefined;
  readonly #open = new Map<string, SynthDocument>();
  readonly #texts = new Map<string, TextDocument>();
  readonly #kept = new Map<string, Kept>();
  readonly #configs = new Map<string, Promise<AgenticSynthOptions>>();
  /** By URI of an open document the paths of the files that its check has read, or would have. */
  readonly #reads = new Map<string, ReadonlySet<string>>();
  readonly #memories = new Map<string, CheckMemory>();
  #files: Promise<readonly string[]> | undefined;

  /** @param onBadConfig told of a configuration that cannot be used */
  constructor(private readonly onBadConfig: (error: unknown) => void = () => undefined) {}

  /** Open documents. */
  get documents(): readonly SynthDocument[] {
    return [...this.#open.values()];
  }

  /** The open document. */
  get(uri: string): SynthDocument | undefined {
    return this.#open.get(uri);
  }

  open(uri: string, version: number, text: string, languageId = ''): SynthDocument {
    this.#texts.set(uri, TextDocument.create(uri, languageId, version, text));
    return this.#keep(uri, version);
  }

  /** @throws Error where the document is not open */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): SynthDocument {
    const text = this.#texts.get(uri);
    if (text === undefined) throw new Error(`${uri} is changed and not open`);
    this.#texts.set(uri, TextDocument.update(text, [...changes], version));
    return this.#keep(uri, version);
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#texts.delete(uri);
    this.#reads.delete(uri);
    this.#memories.delete(uri);
  }

  /** The document as it is open, else as it is on disk; `undefined` where there is none. */
  async read(uri: string): Promise<SynthDocument | undefined> {
    const open = this.#open.get(uri);
    if (open !== undefined) return open;
    const file = fileOf(uri);
    const opened = this.openAt(file);
    if (opened !== undefined) return opened;
    const changed = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    const kept = this.#kept.get(file);
    if (changed === undefined) {
      this.#kept.delete(file);
      return undefined;
    }
    if (kept?.changed === changed) return kept.document;
    const text = await readText(file);
    if (text === undefined) return undefined;
    const document = createDocument({ uri, file, version: -1, text });
    this.#kept.set(file, { changed, document });
    return document;
  }

  /** The open document of a path. */
  openAt(file: string): SynthDocument | undefined {
    for (const document of this.#open.values()) if (document.file === file) return document;
    return undefined;
  }

  /** A file on disk has changed, come or gone. */
  forget(uri: string): void {
    const file = fileOf(uri);
    this.#kept.delete(file);
    if (isConfig(file)) this.#configs.clear();
    this.#files = undefined;
  }

  /** Everything read from disk, and what was found there. */
  forgetAll(): void {
    this.#kept.clear();
    this.#configs.clear();
    this.#files = undefined;
  }

  /** URIs of schema files in the folders, and of those that are open. */
  async schemaFiles(): Promise<readonly string[]> {
    this.#files ??= schemaFilesIn(this.folders);
    const open = this.documents.filter(({ kind }) => kind === 'schema').map(({ uri }) => uri);
    return [...new Set([...open, ...(await this.#files)])];
  }

  /** The folder that paths of a document are relative to: its own, or the first that is open. */
  folderFor(uri: string | undefined): string {
    return uri?.startsWith('file:') === true ? dirname(fileOf(uri)) : (this.folders[0] ?? process.cwd());
  }

  /** URIs of open documents whose check reads this file, directly or through another. */
  dependents(file: string): readonly string[] {
    return [...this.#reads].filter(([, files]) => files.has(file)).map(([uri]) => uri);
  }

  /** What the engine says about a document, in the documents' places. Plug-ins run elsewhere, and only where trusted. */
  async check(document: SynthDocument): Promise<readonly Diagnostic[]> {
    const reads = new Set<string>();
    if (this.#open.get(document.uri) === document) this.#reads.set(document.uri, reads);
    const config = await this.config(document);
    const { timeseries, events } = config.generators ?? {};
    const host = {
      readSchema: this.reader(document, reads),
      clock: {
        sampleRate: timeseries?.defaultSampleRate,
        duration: timeseries?.defaultDuration,
        rate: events?.defaultRate,
      },
    };
    const { value } = document.parsed;
    const found = await check(value, { file: document.file, memory: this.#memoryOf(document) }, host);
    const elsewhere = this.checkElsewhere;
    const unknownType = found.some(({ code }) => code === 'field/unknown-type');
    // Types that plug-ins bring are unknown here.
    return unknownType && elsewhere !== undefined && (config.plugins ?? []).length > 0 ? elsewhere(document) : found;
  }

  /** What checks of an open document remember of each other. */
  #memoryOf({ uri }: SynthDocument): CheckMemory | undefined {
    if (!this.#open.has(uri)) return undefined;
    let memory = this.#memories.get(uri);
    if (memory === undefined) this.#memories.set(uri, (memory = new CheckMemory()));
    return memory;
  }

  /** Reads schemas for the engine: open documents as they are, files once until they change. */
  reader(document: SynthDocument, reads = new Set<string>()): NonNullable<Host['readSchema']> {
    const read: NonNullable<Host['readSchema']> = async (name, from) => {
      const path = name.startsWith('file:') ? fileOf(name) : name;
      const file = resolve(from === undefined ? this.folderFor(document.uri) : dirname(from), path);
      reads.add(file);
      const other = await this.read(URI.file(file).toString());
      if (other === undefined) throw new Error(`There is no file ${file}.`);
      return { value: other.parsed.value, file, diagnostics: other.parsed.diagnostics };
    };
    return Object.assign(read, { uriOf: (file: string) => URI.file(file).toString() });
  }

  /** The configuration that holds for a document; nothing of it where the workspace is not trusted. */
  config(document: SynthDocument): Promise<AgenticSynthOptions> {
    if (!this.trusted) return Promise.resolve({});
    const folder = this.folderFor(document.uri);
    let config = this.#configs.get(folder);
    if (config === undefined) {
      config = loadConfig({ folder }).then(
        (loaded) => new AgenticSynth(loaded.config).config,
        (error: unknown) => {
          this.onBadConfig(error);
          return {};
        },
      );
      this.#configs.set(folder, config);
    }
    return config;
  }

  #keep(uri: string, version: number): SynthDocument {
    const text = this.#texts.get(uri)!;
    const source = { uri, file: fileOf(uri), version, text: text.getText(), languageId: text.languageId };
    const document = createDocument(source, this.#open.get(uri));
    this.#open.set(uri, document);
    return document;
  }
}

/** The path of a URI; of a document that no file holds, the path of its URI. */
export function fileOf(uri: string): string {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : parsed.path;
}

/** Files that say how everything in their folder is read. */
export function isConfig(file: string): boolean {
  return /^(?:\.agentic-synth\.(?:json|ya?ml)|package\.json|\.env)$/.test(basename(file));
}
