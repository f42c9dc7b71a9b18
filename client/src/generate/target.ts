import * as vscode from 'vscode';
import type { Format } from './answers.js';

interface Target {
  readonly title: string;
  readonly format: Format;
  /** The rows go to a folder, one file a table. */
  readonly named: boolean;
  readonly tables: readonly { readonly name: string }[];
  /** URI of what was chosen last. */
  readonly last?: string | undefined;
}

/** Asks where rows go. @returns the path; of a folder with a slash at its end; `undefined` where the person gave up */
export async function askTarget(schema: vscode.Uri, target: Target): Promise<string | undefined> {
  const chosen = target.named ? await askFolder(schema, target) : await askFile(schema, target);
  if (chosen === undefined) return undefined;
  if (chosen.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Data can only be written to files of this machine: {0} is none.', chosen.toString()),
    );
    return undefined;
  }
  return target.named ? `${chosen.fsPath}/` : chosen.fsPath;
}

async function askFile(schema: vscode.Uri, { title, format, last }: Target): Promise<vscode.Uri | undefined> {
  const defaultUri = last === undefined ? beside(schema, format) : withEnding(vscode.Uri.parse(last), format);
  return vscode.window.showSaveDialog({
    title,
    ...(defaultUri && { defaultUri }),
    filters: { [format.toUpperCase()]: [format] },
    saveLabel: vscode.l10n.t('Generate'),
  });
}

async function askFolder(schema: vscode.Uri, { title, format, tables, last }: Target): Promise<vscode.Uri | undefined> {
  const defaultUri = last === undefined ? folderOf(schema) : vscode.Uri.parse(last);
  const [folder] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      ...(defaultUri && { defaultUri }),
      openLabel: vscode.l10n.t('Generate Here'),
    })) ?? [];
  if (folder === undefined) return undefined;
  const there = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const lost = tables.map(({ name }) => `${name}.${format}`).filter((name) => there.has(name));
  if (lost.length === 0) return folder;
  const overwrite = vscode.l10n.t('Overwrite');
  const question = vscode.l10n.t('{0} has {1} already.', folder.fsPath, lost.join(', '));
  return (await vscode.window.showWarningMessage(question, { modal: true }, overwrite)) === overwrite
    ? folder
    : undefined;
}

function beside(schema: vscode.Uri, format: Format): vscode.Uri | undefined {
  const folder = folderOf(schema);
  const name = schema.path.slice(schema.path.lastIndexOf('/') + 1).replace(/(?:\.(?:synth|schema))?\.[^.]*$/i, '');
  return folder && vscode.Uri.joinPath(folder, `${name || 'data'}.${format}`);
}

/** The folder of a schema; of one that no file holds, the first that is open. */
function folderOf(schema: vscode.Uri): vscode.Uri | undefined {
  if (schema.scheme === 'file') return vscode.Uri.joinPath(schema, '..');
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
}

function withEnding(uri: vscode.Uri, format: Format): vscode.Uri {
  return uri.with({ path: uri.path.replace(/\.(?:csv|jsonl|json|parquet)$/i, `.${format}`) });
}
