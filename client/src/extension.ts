import * as vscode from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { REQUESTS, type VersionResult } from '../../server/src/messages.js';
import { registerPreview } from './preview/register.js';
import type { Server, Services } from './services.js';

const LANGUAGES = ['synth-json', 'synth-yaml'];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc },
  };
  const options: LanguageClientOptions = { documentSelector: LANGUAGES.map((language) => ({ language })) };
  const started = (client = new LanguageClient('agentic-synth', 'Agentic Synth', serverOptions, options));
  const server: Server = {
    request: (method, params, { token } = {}) =>
      token === undefined ? started.sendRequest(method, params) : started.sendRequest(method, params, token),
    restart: () => started.restart(),
  };
  const log = vscode.window.createOutputChannel('Agentic Synth', { log: true });
  const status = { running: () => {}, finished: () => {}, failed: () => {} };
  const services: Services = { context, server, log, status };
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('agentic-synth.showVersion', () => showVersion(server)),
  );
  registerPreview(services);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function showVersion(server: Server): Promise<string> {
  const { engine } = await server.request<VersionResult>(REQUESTS.version, null);
  void vscode.window.showInformationMessage(`Agentic Synth ${engine}`);
  return engine;
}
