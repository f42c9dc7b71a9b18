import * as vscode from 'vscode';
import type { EditorModel, LanguageModelParams, LanguageModelResult } from '../../../server/src/messages.js';

/** Waits so many milliseconds for extensions that bring models. */
const PATIENCE = 3000;

/** The models that the editor offers; none where it knows no models. */
export async function editorModels(): Promise<readonly EditorModel[]> {
  if (!hasModels()) return [];
  const late = new Promise<readonly vscode.LanguageModelChat[]>((resolve) => setTimeout(() => resolve([]), PATIENCE));
  const models = await Promise.race([Promise.resolve(vscode.lm.selectChatModels()), late]).catch(() => []);
  return models.map(({ id, name, maxInputTokens }) => ({ id, name, maxTokens: maxInputTokens }));
}

/** Tells of models that come and go. */
export function onDidChangeEditorModels(listener: () => void): vscode.Disposable {
  return hasModels() ? vscode.lm.onDidChangeChatModels(listener) : { dispose: () => undefined };
}

/** Has a model of the editor answer; the editor asks the person whether it may. */
export async function askEditorModel(
  { id, system, prompt }: LanguageModelParams,
  token: vscode.CancellationToken,
): Promise<LanguageModelResult> {
  const [model] = hasModels() ? await vscode.lm.selectChatModels({ id }) : [];
  if (model === undefined) throw new Error(vscode.l10n.t('The editor has no model {0} any more.', id));
  const messages = [...(system === undefined ? [] : [system]), prompt].map((text) =>
    vscode.LanguageModelChatMessage.User(text),
  );
  const justification = vscode.l10n.t('Agentic Synth has it write the fields of a schema that have a prompt.');
  const response = await model.sendRequest(messages, { justification }, token);
  let text = '';
  for await (const piece of response.text) text += piece;
  return { text };
}

/** Other editors of the same kind may lack this part of the API. */
function hasModels(): boolean {
  return typeof (vscode as { readonly lm?: Partial<typeof vscode.lm> }).lm?.selectChatModels === 'function';
}
