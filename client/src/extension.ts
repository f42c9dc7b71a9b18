import * as vscode from 'vscode';
import { REQUESTS, type VersionResult } from '../../server/src/messages.js';
import { isSynced, looksLikeJsonSchema } from './documents.js';
import { registerGenerate } from './generate/register.js';
import { Keys } from './keys/keys.js';
import { registerKeys } from './keys/register.js';
import { askEditorModel, editorModels, onDidChangeEditorModels } from './models/editor-models.js';
import { registerPreview } from './preview/register.js';
import { registerNewSchema } from './schema/register.js';
import { LanguageServer } from './server.js';
import type { Services } from './services.js';
import { RunStatus } from './status.js';
import { registerTasks } from './tasks/register.js';
import { registerTools } from './tools/register.js';

let running: LanguageServer | undefined;

/** Registers everything and waits for nothing: the server starts with the first document or command that needs it. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Agentic Synth', { log: true });
  const keys = new Keys(context.secrets);
  const server = new LanguageServer(context.asAbsolutePath('dist/server.cjs'), log, {
    key: (params) => keys.answer(params),
    languageModel: askEditorModel,
    editorModels,
  });
  running = server;
  const status = new RunStatus();
  const services: Services = { context, server, log, status };
  context.subscriptions.push(log, status);

  registerGenerate(services, keys);
  registerNewSchema(services, keys);
  registerKeys(services, keys);
  registerPreview(services);
  registerTasks(services);
  registerTools(services);
  context.subscriptions.push(
    vscode.commands.registerCommand('agentic-synth.showOutput', () => log.show(true)),
    vscode.commands.registerCommand('agentic-synth.restartServer', restart),
    vscode.commands.registerCommand('agentic-synth.showVersion', showVersion),
    vscode.workspace.onDidOpenTextDocument((document) => startFor(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isSynced(document)) setContext('edited', true);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.trusted().catch(failed)),
    vscode.window.onDidChangeActiveTextEditor(tellKind),
    log.onDidChangeLogLevel(() => void server.settingsChanged().catch(failed)),
    onDidChangeEditorModels(() => void server.sendEditorModels().catch(failed)),
  );
  tellKind(vscode.window.activeTextEditor);
  vscode.workspace.textDocuments.forEach(startFor);

  function startFor(document: vscode.TextDocument): void {
    // What went wrong has been told.
    if (isSynced(document)) server.start().catch(() => undefined);
  }

  async function restart(): Promise<void> {
    try {
      await server.restart();
      void vscode.window.showInformationMessage(vscode.l10n.t('The language server runs again.'));
    } catch (error) {
      failed(error);
    }
  }

  async function showVersion(): Promise<string> {
    const { engine } = await server.request<VersionResult>(REQUESTS.version, null);
    void vscode.window.showInformationMessage(`Agentic Synth ${engine}`);
    return engine;
  }

  function failed(error: unknown): void {
    log.error(error instanceof Error ? error : String(error));
  }
}

export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

/** Menus offer sample data for any JSON Schema. */
function tellKind(editor: vscode.TextEditor | undefined): void {
  const document = editor?.document;
  const isJson = document?.languageId === 'json' || document?.languageId === 'jsonc';
  setContext('isJsonSchema', isJson && looksLikeJsonSchema(document.getText(new vscode.Range(0, 0, 100, 0))));
}

function setContext(name: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', `agentic-synth.${name}`, value);
}
