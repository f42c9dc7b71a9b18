import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { PreviewPanel, VIEW } from './panel.js';
import { RememberedSettings } from './settings.js';

/** Whose preview, and which of its tables first. Menus of the editor give the document itself. */
type PreviewArguments = vscode.Uri | { readonly uri?: string | vscode.Uri; readonly table?: string } | undefined;

/** Previews of documents: the command that opens them, and what keeps them alive. */
export function registerPreview(services: Services): void {
  const panels = new Map<string, PreviewPanel>();
  const remembered = new RememberedSettings(services.context.workspaceState);

  services.context.subscriptions.push(
    vscode.commands.registerCommand('agentic-synth.preview', open),
    vscode.window.registerWebviewPanelSerializer(VIEW, { deserializeWebviewPanel: restore }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) panels.get(document.uri.toString())?.changed();
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      // The rows of one schema can depend on another file.
      for (const panel of panels.values()) if (panel.document.toString() !== uri.toString()) panel.refresh();
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        const panel = panels.get(oldUri.toString());
        if (panel === undefined) continue;
        panels.delete(oldUri.toString());
        panels.set(newUri.toString(), panel);
        panel.moved(newUri);
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      // A document whose language changes, or that is renamed, is closed and opened again at once.
      setTimeout(() => {
        const stays = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
        if (!stays) panels.get(uri.toString())?.dispose();
      }, 100);
    }),
  );

  async function open(asked: PreviewArguments): Promise<void> {
    const { uri: given, table } = asked instanceof vscode.Uri ? { uri: asked, table: undefined } : (asked ?? {});
    const uri = typeof given === 'string' ? vscode.Uri.parse(given, true) : given;
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    if (document === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a schema to see its preview.'));
      return;
    }
    const existing = panels.get(document.uri.toString());
    if (existing !== undefined) return existing.reveal(table);
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = keep(vscode.window.createWebviewPanel(VIEW, '', place), document.uri);
    if (table !== undefined) panel.reveal(table);
  }

  async function restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = (state as { readonly uri?: unknown } | null | undefined)?.uri;
    try {
      if (typeof uri !== 'string') throw new Error('nothing is known of it');
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
      keep(panel, document.uri);
    } catch (error) {
      services.log.warn(`A preview could not be restored: ${error instanceof Error ? error.message : String(error)}`);
      panel.dispose();
    }
  }

  function keep(panel: vscode.WebviewPanel, uri: vscode.Uri): PreviewPanel {
    const preview = new PreviewPanel(panel, uri, services, remembered);
    panels.set(uri.toString(), preview);
    preview.onDidDispose(() => panels.delete(preview.document.toString()));
    return preview;
  }
}
