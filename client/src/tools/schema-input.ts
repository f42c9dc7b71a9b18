import * as vscode from 'vscode';

/** What a tool is told of a schema: a file of the workspace, or its text. */
export interface SchemaInput {
  readonly schemaPath?: string;
  readonly schemaText?: string;
}

/** The document that a tool is to work on; a text becomes one that is saved nowhere. @throws Error */
export async function documentOf({ schemaPath, schemaText }: SchemaInput): Promise<vscode.TextDocument> {
  if (schemaPath !== undefined) return vscode.workspace.openTextDocument(inWorkspace(schemaPath));
  if (schemaText === undefined) throw new Error(vscode.l10n.t('Give schemaPath or schemaText.'));
  const language = /^\s*[{[]/.test(schemaText) ? 'synth-json' : 'synth-yaml';
  return vscode.workspace.openTextDocument({ language, content: schemaText });
}

/** A file inside the folders that are open. @throws Error for any other */
export function inWorkspace(path: string): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
  const uris = isAbsolute ? [vscode.Uri.file(path)] : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  const inside = uris.filter((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
  const [uri] = inside;
  if (uri === undefined) throw new Error(vscode.l10n.t('{0} is outside of the folders that are open.', path));
  return uri;
}

/** @throws Error where the workspace is not trusted */
export function assertTrusted(): void {
  if (!vscode.workspace.isTrusted) {
    throw new Error(vscode.l10n.t('Nothing runs in a workspace that is not trusted.'));
  }
}

/** The answer of a tool, cut where it gets long. */
export function toolResult(text: string): vscode.LanguageModelToolResult {
  const most = 20_000;
  const cut = text.length <= most ? text : `${text.slice(0, most)}\n… (${text.length - most} characters more)`;
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(cut)]);
}
