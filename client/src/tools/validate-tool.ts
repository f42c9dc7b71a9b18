import * as vscode from 'vscode';
import { type PreviewParams, type PreviewResult, REQUESTS } from '../../../server/src/messages.js';
import type { Services } from '../services.js';
import { assertTrusted, documentOf, type SchemaInput, toolResult } from './schema-input.js';

const MOST_PROBLEMS = 50;

/** Tells the mistakes of a schema with their places. */
export class ValidateTool implements vscode.LanguageModelTool<SchemaInput> {
  constructor(private readonly services: Services) {}

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<SchemaInput>): Promise<vscode.PreparedToolInvocation> {
    assertTrusted();
    const what = input.schemaPath ?? vscode.l10n.t('a schema');
    return {
      invocationMessage: vscode.l10n.t('Checking {0}', what),
      confirmationMessages: {
        title: vscode.l10n.t('Check a schema?'),
        message: vscode.l10n.t('Check {0}. One row is drawn; nothing is written, and no model is asked.', what),
      },
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<SchemaInput>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    assertTrusted();
    const document = await documentOf(input);
    const params: PreviewParams = { uri: document.uri.toString(), rows: 1 };
    const { problems } = await this.services.server.request<PreviewResult>(REQUESTS.preview, params, { token });
    const told = problems.slice(0, MOST_PROBLEMS).map(({ code, severity, message, range }) => ({
      severity,
      code,
      message,
      line: range.start.line + 1,
      column: range.start.character + 1,
    }));
    const valid = !problems.some(({ severity }) => severity === 'error');
    return toolResult(JSON.stringify({ valid, problems: told, more: problems.length - told.length }));
  }
}
