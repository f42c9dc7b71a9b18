import * as vscode from 'vscode';
import type { Status } from './services.js';

/** Shown from the first run on. */
export class RunStatus implements Status, vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem('agentic-synth.lastRun', vscode.StatusBarAlignment.Left, 0);
    this.#item.name = vscode.l10n.t('Agentic Synth: last run');
    this.#item.command = 'agentic-synth.showOutput';
  }

  running(what: string): void {
    this.#show('sync~spin', what);
  }

  finished(what: string, detail?: string): void {
    this.#show('check', what, detail);
  }

  failed(what: string, detail: string): void {
    this.#show('error', what, detail);
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(icon: string, what: string, detail = what): void {
    this.#item.text = `$(${icon}) ${what}`;
    this.#item.tooltip = detail;
    this.#item.accessibilityInformation = { label: `${vscode.l10n.t('Agentic Synth: last run')}: ${what}. ${detail}` };
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }
}
