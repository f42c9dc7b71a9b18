import * as vscode from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { REQUESTS, type VersionResult } from '../../server/src/messages.js';

const LANGUAGES = ['synth-json', 'synth-yaml'];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.cjs');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc },
  };
  const options: LanguageClientOptions = { documentSelector: LANGUAGES.map((language) => ({ language })) };
  client = new LanguageClient('agentic-synth', 'Agentic Synth', server, options);
  context.subscriptions.push(vscode.commands.registerCommand('agentic-synth.showVersion', showVersion));
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function showVersion(): Promise<string | undefined> {
  const result = await client?.sendRequest<VersionResult>(REQUESTS.version);
  if (result) void vscode.window.showInformationMessage(`Agentic Synth ${result.engine}`);
  return result?.engine;
}
