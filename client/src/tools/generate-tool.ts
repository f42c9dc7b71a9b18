import * as vscode from 'vscode';
import {
  type EstimateParams,
  type EstimateResult,
  type GenerateParams,
  type GenerateResult,
  type PreviewParams,
  type PreviewResult,
  REQUESTS,
} from '../../../server/src/messages.js';
import { numberText } from '../generate/labels.js';
import { costText } from '../generate/questions.js';
import type { Services } from '../services.js';
import { recordsOf } from './records.js';
import { assertTrusted, documentOf, inWorkspace, type SchemaInput, toolResult } from './schema-input.js';

interface Input extends SchemaInput {
  readonly count?: number;
  readonly format?: GenerateParams['format'];
  /** Relative to the folder that is open. Without it rows are told. */
  readonly output?: string;
  readonly seed?: number;
  readonly model?: string;
}

/** Rows that are told instead of written. */
const MOST_TOLD = 50;

/** Writes rows to a file of the workspace, or tells some. */
export class GenerateTool implements vscode.LanguageModelTool<Input> {
  constructor(private readonly services: Services) {}

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<Input>): Promise<vscode.PreparedToolInvocation> {
    assertTrusted();
    const language = vscode.env.language;
    const { count, output, model = 'local' } = input;
    const document = await documentOf(input);
    const params: EstimateParams = { uri: document.uri.toString(), model, ...(count !== undefined && { count }) };
    const estimate = await this.services.server.request<EstimateResult>(REQUESTS.estimate, params);
    const all = estimate.tables.reduce((sum, { rows }) => sum + rows, 0);
    const rows = numberText(output === undefined ? Math.min(all, MOST_TOLD) : all, language);
    const text =
      output === undefined
        ? vscode.l10n.t('Show the agent {0} rows. Nothing is written.', rows)
        : vscode.l10n.t('Write {0} rows to {1}.', rows, inWorkspace(output).fsPath);
    const lost = output !== undefined && (await exists(inWorkspace(output)));
    const overwrites = lost ? vscode.l10n.t('What is there already is overwritten.') : '';
    const cost = costText(estimate, language) || vscode.l10n.t('No model is asked; it costs nothing.');
    return {
      invocationMessage: vscode.l10n.t('Generating {0} rows', rows),
      confirmationMessages: {
        title: vscode.l10n.t('Generate synthetic data?'),
        message: [text, overwrites, cost].filter((part) => part !== '').join(' '),
      },
    };
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<Input>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    assertTrusted();
    const { count, format, output, seed, model = 'local' } = input;
    const most = vscode.workspace.getConfiguration('agenticSynth').get('maxRows', 10_000_000);
    if (count !== undefined && (!Number.isSafeInteger(count) || count < 1 || count > most)) {
      throw new Error(vscode.l10n.t('count is to be a whole number from 1 to {0}.', most));
    }
    const uri = (await documentOf(input)).uri.toString();
    const { server, status } = this.services;
    const chosen = { model, ...(seed !== undefined && { seed }) };
    if (output === undefined) {
      const params: PreviewParams = { uri, rows: Math.min(count ?? 10, MOST_TOLD), ...chosen };
      const preview = await server.request<PreviewResult>(REQUESTS.preview, params, { token });
      if (preview.tables.length === 0) return toolResult(JSON.stringify({ problems: preview.problems.slice(0, 20) }));
      return toolResult(JSON.stringify({ seed: preview.seed, ...recordsOf(preview.tables, MOST_TOLD) }));
    }
    const params: GenerateParams = {
      uri,
      output: `${inWorkspace(output).fsPath}${/[\\/]$/.test(output) ? '/' : ''}`,
      ...chosen,
      ...(count !== undefined && { count }),
      ...(format !== undefined && { format }),
    };
    const result = await server.request<GenerateResult>(REQUESTS.generate, params, { token });
    status.finished(vscode.l10n.t('{0} rows', numberText(result.rows, vscode.env.language)), params.output);
    return toolResult(JSON.stringify(result));
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
