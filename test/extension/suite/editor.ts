import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION = 'agentic-synth.agentic-synth-vscode';

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION);
  assert.ok(found);
  return found;
}

/** A file of a folder of the workspace. */
export function place(name: string, at = 0): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[at]?.uri;
  assert.ok(folder);
  return vscode.Uri.joinPath(folder, name);
}

export async function write(name: string, text: string, at = 0): Promise<vscode.Uri> {
  const uri = place(name, at);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

export async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

export async function until(what: string, holds: () => boolean | PromiseLike<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(what);
}

export const run = <T>(command: string, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(`agentic-synth.${command}`, ...args);
