import * as vscode from 'vscode';

/** What a person has set for the preview of one document. */
export interface PreviewSettings {
  readonly rows: number;
  /** Instead of the schema's. */
  readonly seed?: number;
  readonly model?: string;
}

const MOST_ROWS = 10_000;

/** Settings by document, kept with the workspace. */
export class RememberedSettings {
  constructor(private readonly memory: vscode.Memento) {}

  of(uri: vscode.Uri): PreviewSettings {
    const configured = vscode.workspace.getConfiguration('agenticSynth', uri).get<number>('previewRows', 100);
    const rows = Math.min(MOST_ROWS, Math.max(1, Math.floor(configured) || 100));
    return { rows, ...this.memory.get<Partial<PreviewSettings>>(keyOf(uri)) };
  }

  async set(uri: vscode.Uri, settings: PreviewSettings | undefined): Promise<void> {
    await this.memory.update(keyOf(uri), settings);
  }
}

function keyOf(uri: vscode.Uri): string {
  return `preview:${uri.toString()}`;
}
