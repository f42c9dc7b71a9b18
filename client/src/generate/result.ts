import * as vscode from 'vscode';
import type { GenerateResult } from '../../../server/src/messages.js';
import type { Services } from '../services.js';
import { bytesText, dollarsText, numberText, durationText } from './labels.js';

/** Larger files are shown in the Explorer instead of in an editor. */
const SMALL = 5_000_000;

/** Tells what a run has made, and shows it. */
export async function showResult(
  { log, status }: Services,
  what: string,
  result: GenerateResult,
  schema: vscode.Uri,
): Promise<void> {
  const text = resultText(result, vscode.env.language);
  log.info(`${what}: ${text}`);
  status.finished(vscode.l10n.t('{0} rows', numberText(result.rows, vscode.env.language)), `${what}: ${text}`);
  const [first] = result.files;
  if (first === undefined) return;
  const uri = vscode.Uri.file(first.path);
  const isText = !/\.parquet$/i.test(first.path);
  const when = vscode.workspace.getConfiguration('agenticSynth', schema).get<string>('openAfterGenerate', 'whenSmall');
  const opens = when === 'always' || (when === 'whenSmall' && first.bytes <= SMALL);
  const opened = result.files.length === 1 && isText && opens;
  // Where the schema is, so that its preview stays in sight.
  const beside = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === schema.toString());
  const options = { preview: false, viewColumn: beside?.viewColumn };
  if (opened) await vscode.window.showTextDocument(uri, options);
  else if (when !== 'never') await reveal(uri);

  const open = vscode.l10n.t('Open');
  const show = vscode.l10n.t('Show in Explorer');
  const chosen = await vscode.window.showInformationMessage(text, ...(isText && !opened ? [open] : []), show);
  if (chosen === open) await vscode.window.showTextDocument(uri, options);
  if (chosen === show) await reveal(uri);
}

/** What a run has made, in words. */
function resultText(result: GenerateResult, language: string): string {
  const { files, rows, milliseconds, cost, localText, warnings } = result;
  const bytes = bytesText(
    files.reduce((sum, file) => sum + file.bytes, 0),
    language,
  );
  const [count, time] = [numberText(rows, language), durationText(milliseconds, language)];
  const [first] = files;
  const name = first === undefined ? '' : first.path.replace(/^.*[/\\]/, '');
  return [
    files.length === 1
      ? vscode.l10n.t('{0} rows in {1} ({2}, {3}).', count, name, bytes, time)
      : vscode.l10n.t('{0} rows in {1} files ({2}, {3}).', count, files.length, bytes, time),
    ...(cost === null ? [vscode.l10n.t('What the models cost is not known.')] : []),
    ...(typeof cost === 'number' && cost > 0 ? [vscode.l10n.t('Models cost {0}.', dollarsText(cost, language))] : []),
    ...(localText.length > 0 ? [vscode.l10n.t('Local text stands in {0}.', localText.join(', '))] : []),
    ...(warnings.length > 0 ? [vscode.l10n.t('Warnings: {0}; the log has them.', warnings.length)] : []),
  ].join(' ');
}

async function reveal(uri: vscode.Uri): Promise<void> {
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  try {
    await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
  } catch {
    // An editor in a browser has no file manager.
  }
}
