import * as vscode from 'vscode';
import { type GenerateParams, type GenerateResult, REQUESTS } from '../../../server/src/messages.js';
import { isSynced, looksLikeJsonSchema } from '../documents.js';
import { showFailure } from '../failures.js';
import type { Keys } from '../keys/keys.js';
import type { Services } from '../services.js';
import { type Answers, rememberAnswers, rememberedAnswers } from './answers.js';
import { numberText, rowsIn } from './labels.js';
import { type Asked, askForRun, nameOf } from './questions.js';
import { showResult } from './result.js';

/** Whose rows. Menus give the document itself, lenses its address; whoever gives `answers` is asked nothing. */
type GenerateArguments =
  | vscode.Uri
  | { readonly uri?: string | vscode.Uri; readonly table?: string; readonly answers?: Asked; readonly seed?: number }
  | undefined;

/** Commands that write rows to files. */
export function registerGenerate(services: Services, keys: Keys): void {
  const { context, log, server, status } = services;
  context.subscriptions.push(
    vscode.commands.registerCommand('agentic-synth.generate', generate),
    vscode.commands.registerCommand('agentic-synth.generateSample', generateSample),
  );

  async function generate(args: GenerateArguments): Promise<GenerateResult | undefined> {
    const { uri, answers: given, seed } = argumentsOf(args);
    if (uri === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a schema to generate its data.'));
      return undefined;
    }
    const what = nameOf(uri);
    try {
      await saveUnlessSynced(uri);
      keys.askAgain();
      const remembered = rememberedAnswers(context.workspaceState, uri.toString());
      const asked = given ?? (await askForRun(services, keys, uri, remembered));
      if (asked === undefined) return undefined;
      if (given === undefined) await remember(uri, asked);
      const { output, type, count, format, model, budget } = asked;
      const params: GenerateParams = {
        uri: uri.toString(),
        output,
        ...(type !== undefined && { type }),
        ...(count !== undefined && { count }),
        ...(format !== undefined && { format }),
        ...(model !== undefined && { model }),
        ...(budget !== undefined && { budget }),
        ...(seed !== undefined && { seed }),
      };
      const result = await run(what, params);
      for (const warning of result.warnings) log.warn(`${what}: ${warning}`);
      await vscode.commands.executeCommand('setContext', 'agentic-synth.generated', true);
      // Whoever gave the answers goes on with the result; messages and files are shown meanwhile.
      void showResult(services, what, result, uri);
      return result;
    } catch (error) {
      const told = showFailure(services, what, error);
      if (given === undefined) await told;
      return undefined;
    }
  }

  function run(what: string, params: GenerateParams): Promise<GenerateResult> {
    const language = vscode.env.language;
    const title = vscode.l10n.t('Generating {0}', what);
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    return Promise.resolve(
      vscode.window.withProgress(options, (progress, token) => {
        const started = performance.now();
        let shown = 0;
        status.running(title);
        const onProgress = ({ message, share }: { readonly message?: string; readonly share?: number }): void => {
          const rows = rowsIn(message);
          const rate = rows === undefined ? 0 : rows / ((performance.now() - started) / 1000);
          const increment = share === undefined ? 0 : Math.max(0, 100 * share - shown);
          shown += increment;
          progress.report({
            increment,
            ...(rows !== undefined && {
              message: vscode.l10n.t('{0} rows, {1} rows/s', numberText(rows, language), numberText(rate, language)),
            }),
          });
        };
        return server.request<GenerateResult>(REQUESTS.generate, params, { token, onProgress });
      }),
    );
  }

  async function remember(uri: vscode.Uri, { output, ...answers }: Asked): Promise<void> {
    const kept: Answers = { ...answers, output: vscode.Uri.file(output).toString() };
    await rememberAnswers(context.workspaceState, uri.toString(), kept);
  }

  async function generateSample(args: GenerateArguments): Promise<GenerateResult | undefined> {
    const { uri } = argumentsOf(args);
    if (uri === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a JSON Schema to generate sample data.'));
      return undefined;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const isSchema = /\.schema\.json$/i.test(uri.path) || looksLikeJsonSchema(document.getText());
    if (!isSchema) {
      const text = vscode.l10n.t('{0} is no JSON Schema: it has no "$schema" that says so.', nameOf(uri));
      void vscode.window.showErrorMessage(text);
      return undefined;
    }
    return generate(args);
  }
}

function argumentsOf(args: GenerateArguments): {
  readonly uri: vscode.Uri | undefined;
  readonly answers?: Asked | undefined;
  readonly seed?: number | undefined;
} {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (args instanceof vscode.Uri) return { uri: args };
  const { uri = active, answers, seed } = args ?? {};
  return { uri: typeof uri === 'string' ? vscode.Uri.parse(uri, true) : uri, answers, seed };
}

/** Of files of other languages the server knows what is on the disk. */
async function saveUnlessSynced(uri: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document?.isDirty === true && !isSynced(document) && !document.isUntitled) await document.save();
}
