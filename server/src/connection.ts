import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CompletionRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  FileOperationPatternKind,
  HoverRequest,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { ACTION_KINDS, codeActions } from './actions/actions.js';
import { codeLinks } from './code-links.js';
import { Diagnosing } from './diagnosing.js';
import { capabilitiesOf, type Feature, feature } from './features.js';
import { navigationFeatures } from './features/navigation.js';
import { Log } from './log.js';
import { completion, resolveCompletion } from './features/completion.js';
import { hover } from './features/hover.js';
import { type InitializationOptions, NOTIFICATIONS, type Settings } from './messages.js';
import { Requests } from './requests/listen.js';
import { DEFAULT_SETTINGS, fileOf, isConfig, Workspace } from './workspace.js';

const SECTION = 'agenticSynth';
const SCHEMA_FILES = '**/*.synth.{json,yaml,yml}';
const CONFIG_FILES = '**/{.agentic-synth.{json,yaml,yml},package.json,.env}';

/** What values, parts of names, of paths and of expressions begin with. */
const TRIGGERS = ['"', "'", ':', ' ', '.', '{', '/', '#', '$', '-'];

/** Looked up when an item is looked at; the document may have gone on meanwhile. */
const resolving: Feature = {
  capabilities: {},
  listen: (connection, workspace) =>
    connection.onCompletionResolve(async (item) => {
      const { uri } = (item.data ?? {}) as { readonly uri?: string };
      const document = uri === undefined ? undefined : workspace.get(uri);
      return document === undefined ? item : resolveCompletion(item, document, { workspace });
    }),
};

/** What the server can do for a document. The server says that it can do what stands here, and no more. */
const FEATURES: readonly Feature[] = [
  feature(
    CodeActionRequest.type,
    { codeActionProvider: { codeActionKinds: [...ACTION_KINDS] } },
    (document, { range, context: { only } }, { workspace }) => codeActions(document, range, workspace, only),
    { exact: true },
  ),
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: [...TRIGGERS], resolveProvider: true } },
    (document, { position }, context) => completion(document, position, context),
    { superseded: true },
  ),
  resolving,
  feature(HoverRequest.type, { hoverProvider: true }, (document, { position }, context) =>
    hover(document, position, context),
  ),
  ...navigationFeatures(),
];

export interface ServerSettings {
  readonly version: string;
  /** The file that threads start from. */
  readonly entry: string;
}

/** Serves one editor over a connection. */
export function startServer(connection: Connection, { version, entry }: ServerSettings): void {
  const log = new Log(connection.console);
  const workspace = new Workspace((error) => log.failed('configuration', error));
  const diagnosing = new Diagnosing(connection, workspace, log);
  const requests = new Requests(connection, workspace, log, entry);
  let client: InitializeParams['capabilities'] = {};
  let initial: Settings = {};

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    workspace.client = supportOf(client);
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    requests.options = options;
    initial = options.settings ?? {};
    configure(initial);
    workspace.trusted = options.trusted ?? true;
    workspace.codeLinks = codeLinks(options.docs ?? pathToFileURL(join(dirname(entry), 'DIAGNOSTICS.md')).href);
    workspace.folders = foldersOf(params);
    workspace.checkElsewhere = async ({ uri }) => (await requests.check(uri)).diagnostics;
    workspace.elsewhere = requests;
    diagnosing.pulled = client.textDocument?.diagnostic !== undefined;
    diagnosing.canRefresh = client.workspace?.diagnostics?.refreshSupport === true;
    const capabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { didCreate: FILES, didRename: FILES, didDelete: FILES },
      },
      ...(diagnosing.pulled && {
        diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
      }),
      ...capabilitiesOf(FEATURES),
    };
    return { capabilities, serverInfo: { name: 'agentic-synth', version } };
  });

  connection.onInitialized(async () => {
    try {
      if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
      }
      if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
        const watchers = [SCHEMA_FILES, CONFIG_FILES].map((globPattern) => ({ globPattern }));
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      await askSettings();
    } catch (error) {
      log.failed('initialized', error);
    }
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text, languageId } }) => {
    workspace.open(uri, version, text, languageId);
    textChanged(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    // The protocol has no answer to a change of what is not open.
    if (workspace.get(uri) === undefined) return log.write('warn', `${uri} is changed and not open`);
    workspace.change(uri, version, contentChanges);
    textChanged(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    workspace.close(uri);
    diagnosing.closed(uri);
    diagnosing.outdated(workspace.dependents(fileOf(uri)));
  });
  connection.languages.diagnostics.on((params) => diagnosing.report(params));

  connection.onDidChangeWatchedFiles(({ changes }) => filesChanged(changes.map(({ uri }) => uri)));
  connection.workspace.onDidCreateFiles(({ files }) => filesChanged(files.map(({ uri }) => uri)));
  connection.workspace.onDidDeleteFiles(({ files }) => filesChanged(files.map(({ uri }) => uri)));
  connection.workspace.onDidRenameFiles(({ files }) =>
    filesChanged(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
  );
  connection.onNotification(DidChangeWorkspaceFoldersNotification.method, ({ event }: FoldersChanged) => {
    const removed = new Set(event.removed.map(({ uri }) => fileOf(uri)));
    const added = event.added.map(({ uri }) => fileOf(uri));
    workspace.folders = [...new Set([...workspace.folders.filter((folder) => !removed.has(folder)), ...added])];
    workspace.forgetAll();
    diagnosing.outdated();
  });
  connection.onDidChangeConfiguration(async ({ settings }: { readonly settings?: unknown }) => {
    try {
      await askSettings((settings as { readonly [SECTION]?: Settings } | null | undefined)?.[SECTION]);
    } catch (error) {
      log.failed('settings', error);
    }
  });
  connection.onNotification(NOTIFICATIONS.trusted, () => {
    workspace.trusted = true;
    workspace.forgetAll();
    requests.renew();
    diagnosing.outdated();
    refreshHints();
  });
  connection.onShutdown(() => requests.close());

  requests.listen(version);
  for (const feature of FEATURES) feature.listen(connection, workspace, log);
  process.on('uncaughtException', (error) => log.failed('uncaught', error));
  process.on('unhandledRejection', (error) => log.failed('unhandled', error));
  connection.listen();

  function textChanged(uri: string): void {
    diagnosing.changed(uri);
    diagnosing.outdated(workspace.dependents(fileOf(uri)));
  }

  function filesChanged(uris: readonly string[]): void {
    for (const uri of uris) workspace.forget(uri);
    const files = uris.map(fileOf);
    const isFolder = (file: string): boolean => !WATCHED.test(file);
    if (files.some((file) => isConfig(file) || isFolder(file))) {
      // A folder takes with it whatever was in it.
      if (files.some(isFolder)) workspace.forgetAll();
      requests.renew();
      diagnosing.outdated();
    } else diagnosing.outdated([...new Set(files.flatMap((file) => workspace.dependents(file)))]);
  }

  /** @param sent with the notification, by clients that are not asked */
  async function askSettings(sent?: Settings): Promise<void> {
    const asked = client.workspace?.configuration === true;
    const settings: unknown = asked ? await connection.workspace.getConfiguration(SECTION) : sent;
    if (configure((settings ?? undefined) as Settings | undefined)) refreshHints();
  }

  /** @returns whether what is shown in documents has changed */
  function configure(settings: Settings | undefined): boolean {
    const before = workspace.settings;
    workspace.settings = { ...DEFAULT_SETTINGS, ...initial, ...withoutNulls(settings) };
    log.level = workspace.settings.logLevel;
    return JSON.stringify(before) !== JSON.stringify(workspace.settings);
  }

  function refreshHints(): void {
    const failed = (error: unknown): void => log.failed('refresh', error);
    if (client.workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(failed);
    if (client.workspace?.codeLens?.refreshSupport) connection.sendRequest('workspace/codeLens/refresh').catch(failed);
  }
}

interface FoldersChanged {
  readonly event: {
    readonly added: readonly { readonly uri: string }[];
    readonly removed: readonly { readonly uri: string }[];
  };
}

function supportOf({ textDocument }: InitializeParams['capabilities']): Workspace['client'] {
  const { completionItem, completionList } = textDocument?.completion ?? {};
  const { snippetSupport, documentationFormat } = completionItem ?? {};
  const formats = documentationFormat ?? textDocument?.hover?.contentFormat ?? [];
  return {
    snippets: snippetSupport === true,
    markdown: formats.includes(MarkupKind.Markdown),
    sharedRange: completionList?.itemDefaults?.includes('editRange') === true,
  };
}

const WATCHED = /\.(?:json|ya?ml|env)$/i;
const FILES = {
  filters: [
    { scheme: 'file', pattern: { glob: '**/*.{json,yaml,yml}', matches: FileOperationPatternKind.file } },
    { scheme: 'file', pattern: { glob: '**', matches: FileOperationPatternKind.folder } },
  ],
};

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => fileOf(uri));
  return rootUri ? [fileOf(rootUri)] : [];
}

function withoutNulls(settings: Settings | undefined): Settings {
  return Object.fromEntries(
    Object.entries(settings ?? {}).filter(([, value]) => value !== null && value !== undefined),
  );
}
