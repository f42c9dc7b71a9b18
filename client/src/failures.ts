import * as vscode from 'vscode';
import type { Problem } from '../../server/src/messages.js';
import type { ServerFailure } from './server.js';
import type { Services } from './services.js';

const NO_KEY: ReadonlySet<string> = new Set(['model/no-key', 'model/bad-key', 'needs-model']);

/**
 * Tells the person what went wrong, with a way out. Nothing is said of what the person has cancelled.
 * @param what what was being done, for the status bar
 */
export async function showFailure({ log, status }: Services, what: string, error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) {
    status.finished(vscode.l10n.t('{0}: cancelled', what));
    return;
  }
  const { message, data } = error as ServerFailure;
  const text = error instanceof Error ? message : String(error);
  log.error(`${what}: ${text}`);
  status.failed(what, text);
  const problem = data?.problems?.find(({ severity }) => severity === 'error');
  const ways: readonly Way[] = [
    ...(problem ? [{ title: vscode.l10n.t('Show Problem'), go: () => showProblem(problem) }] : []),
    ...(NO_KEY.has(data?.code ?? '') ? [command(vscode.l10n.t('Set Key…'), 'agentic-synth.setKey')] : []),
    ...(data?.code === 'workspace/untrusted'
      ? [command(vscode.l10n.t('Manage Workspace Trust'), 'workbench.trust.manage')]
      : []),
    { title: vscode.l10n.t('Show Log'), go: () => log.show(true) },
  ];
  const shown = problem && data?.problems?.length === 1 ? problem.message : text;
  const chosen = await vscode.window.showErrorMessage(shown, ...ways.map(({ title }) => title));
  await ways.find(({ title }) => title === chosen)?.go();
}

interface Way {
  readonly title: string;
  go(): unknown;
}

function command(title: string, id: string): Way {
  return { title, go: () => vscode.commands.executeCommand(id) };
}

async function showProblem({ uri, range: { start, end } }: Problem): Promise<void> {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection });
}
