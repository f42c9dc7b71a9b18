import * as vscode from 'vscode';
import type { LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import {
  CLIENT_REQUESTS,
  type EditorModel,
  type FailureData,
  type InitializationOptions,
  type KeyParams,
  type KeyResult,
  type LanguageModelParams,
  type LanguageModelResult,
  NOTIFICATIONS,
  REQUESTS,
  type Settings,
} from '../../server/src/messages.js';
import { LANGUAGES } from './documents.js';
import type { RequestOptions, Server } from './services.js';

/** Code of a request that the client has cancelled, by the protocol. */
const CANCELLED = -32800;

/** What the server may ask the editor for. */
export interface Asked {
  key(params: KeyParams, token: vscode.CancellationToken): Promise<KeyResult>;
  languageModel(params: LanguageModelParams, token: vscode.CancellationToken): Promise<LanguageModelResult>;
  /** The models that the editor offers now. */
  editorModels(): Promise<readonly EditorModel[]>;
}

/** Lenses with the titles of their commands in the language of the editor. */
function translated(lenses: vscode.CodeLens[]): vscode.CodeLens[] {
  for (const { command } of lenses) {
    if (command?.command === 'agentic-synth.preview') command.title = vscode.l10n.t('Preview');
    if (command?.command === 'agentic-synth.generate') command.title = vscode.l10n.t('Generate…');
  }
  return lenses;
}

/** Whether a model is one of those that the editor offers. */
function isOfEditor(model: unknown): boolean {
  return typeof model === 'string' && model.startsWith('vscode:');
}

/** A failure as the server tells it. */
export interface ServerFailure extends Error {
  readonly data?: FailureData;
}

/** The server in a process of its own. It starts with the first document or request, and again after a crash. */
export class LanguageServer implements Server {
  #client: Promise<LanguageClient> | undefined;
  #tokens = 0;
  #modelsSent: Promise<void> | undefined;
  #stopping = false;

  constructor(
    private readonly module: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly asked: Asked,
  ) {}

  /** Starts it, where it does not run yet. */
  start(): Promise<LanguageClient> {
    this.#client ??= this.#start().catch((error: unknown) => {
      this.#client = undefined;
      this.log.error(error instanceof Error ? error : String(error));
      this.#gone(vscode.l10n.t('The language server did not start.'));
      throw error;
    });
    return this.#client;
  }

  async request<Result>(method: string, params: unknown, { token, onProgress }: RequestOptions = {}): Promise<Result> {
    const client = await this.start();
    if (method === REQUESTS.models) await this.#modelsSent;
    // It may have come a moment ago.
    if (isOfEditor((params as { readonly model?: unknown } | null)?.model)) await this.sendEditorModels();
    const workDoneToken = onProgress && `agentic-synth-${this.#tokens++}`;
    const { WorkDoneProgress } = await import('vscode-languageclient/node');
    const listening =
      workDoneToken === undefined
        ? undefined
        : client.onProgress(WorkDoneProgress.type, workDoneToken, (done) => {
            if (done.kind === 'end') return;
            const { message, percentage } = done;
            onProgress!({
              ...(message !== undefined && { message }),
              ...(percentage !== undefined && { share: percentage / 100 }),
            });
          });
    try {
      const sent = workDoneToken === undefined ? params : { ...(params as object), workDoneToken };
      // An argument that is undefined would be sent, too.
      return await (token === undefined
        ? client.sendRequest<Result>(method, sent)
        : client.sendRequest<Result>(method, sent, token));
    } catch (error) {
      if (token?.isCancellationRequested === true || (error as { readonly code?: unknown }).code === CANCELLED) {
        throw new vscode.CancellationError();
      }
      throw error;
    } finally {
      listening?.dispose();
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const before = this.#client;
    this.#client = undefined;
    this.#stopping = true;
    try {
      const client = await before?.catch(() => undefined);
      // One that has crashed has nobody to say goodbye to.
      await client?.dispose().catch(() => undefined);
    } finally {
      this.#stopping = false;
    }
  }

  /** Tells the server of a workspace that has become trusted. */
  async trusted(): Promise<void> {
    await this.#notify(NOTIFICATIONS.trusted);
  }

  /** Tells the server of the models that the editor offers now. */
  async sendEditorModels(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    if (client) this.#modelsSent = this.#sendModels(client);
    await this.#modelsSent;
  }

  /** Has the server ask for its settings again. */
  async settingsChanged(): Promise<void> {
    await this.#notify('workspace/didChangeConfiguration', { settings: null });
  }

  async #notify(method: string, params?: object): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.sendNotification(method, params);
  }

  async #sendModels(client: LanguageClient): Promise<void> {
    try {
      const models = await this.asked.editorModels();
      await client.sendNotification(NOTIFICATIONS.editorModels, { models });
    } catch (error) {
      this.log.warn(String(error));
    }
  }

  async #start(): Promise<LanguageClient> {
    const { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, TransportKind } =
      await import('vscode-languageclient/node');
    const { module } = this;
    const run = { module, transport: TransportKind.ipc };
    const server: ServerOptions = { run, debug: run };
    const initializationOptions: InitializationOptions = {
      trusted: vscode.workspace.isTrusted,
      canAskForKeys: true,
    };
    const options: LanguageClientOptions = {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions,
      middleware: {
        // The server speaks English.
        provideCodeLenses: async (document, token, next) => translated((await next(document, token)) ?? []),
        resolveCodeLens: async (lens, token, next) => {
          const resolved = await next(lens, token);
          return resolved && translated([resolved])[0];
        },
        workspace: {
          configuration: async (params, token, next) => {
            const values = (await next(params, token)) as unknown[];
            return params.items.map(({ section }, i) =>
              section === 'agenticSynth' ? { ...(values[i] as object), ...this.#logLevel() } : values[i],
            );
          },
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (!this.#stopping) {
            this.#client = undefined;
            this.#gone(vscode.l10n.t('The language server has ended unexpectedly.'));
          }
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    const client = new LanguageClient('agentic-synth', 'Agentic Synth', server, options);
    client.onRequest(CLIENT_REQUESTS.key, (params: KeyParams, token) => this.asked.key(params, token));
    client.onRequest(CLIENT_REQUESTS.languageModel, (params: LanguageModelParams, token) =>
      this.asked.languageModel(params, token),
    );
    await client.start();
    this.#modelsSent = this.#sendModels(client);
    this.log.info(vscode.l10n.t('The language server runs.'));
    return client;
  }

  /** The server tells as much as the output channel shows. */
  #logLevel(): Pick<Settings, 'logLevel'> {
    switch (this.log.logLevel) {
      case vscode.LogLevel.Trace:
      case vscode.LogLevel.Debug:
        return { logLevel: 'debug' };
      case vscode.LogLevel.Info:
        return { logLevel: 'info' };
      case vscode.LogLevel.Warning:
        return { logLevel: 'warn' };
      case vscode.LogLevel.Error:
      case vscode.LogLevel.Off:
        return { logLevel: 'error' };
    }
  }

  #gone(message: string): void {
    const restart = vscode.l10n.t('Restart');
    const show = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(message, restart, show).then((chosen) => {
      if (chosen === restart) return this.restart().catch(() => undefined);
      if (chosen === show) this.log.show(true);
      return undefined;
    });
  }
}
