import * as vscode from 'vscode';
import { type EstimateParams, type EstimateResult, type ModelsResult, REQUESTS } from '../../../server/src/messages.js';
import { modelChoices } from '../models/choices.js';
import type { Keys } from '../keys/keys.js';
import type { Services } from '../services.js';
import { type Answers, FORMATS, type Format } from './answers.js';
import { budgetOf, countOf, dollarsText, numberText } from './labels.js';
import { ask, BACK, type Choice, enterText, pickOne, type Question } from './steps.js';
import { askTarget } from './target.js';

/** What a run needs to know; `output` is the path of the file, or of the folder. */
export interface Asked extends Answers {
  readonly output: string;
}

interface State {
  readonly answers: Answers;
  readonly estimate: EstimateResult;
}

const TITLES: Readonly<Record<Format, string>> = {
  csv: 'CSV',
  jsonl: 'JSON Lines',
  json: 'JSON',
  parquet: 'Parquet',
};

/**
 * Asks for what a run of a schema needs, with what was answered before to begin with.
 * @returns `undefined` where the person gave up
 */
export async function askForRun(
  services: Services,
  keys: Keys,
  uri: vscode.Uri,
  remembered: Answers,
): Promise<Asked | undefined> {
  const title = vscode.l10n.t('Generate {0}', nameOf(uri));
  const language = vscode.env.language;
  const settings = vscode.workspace.getConfiguration('agenticSynth', uri);
  const most = settings.get('maxRows', 10_000_000);
  const estimateOf = (more: Partial<EstimateParams> = {}): Promise<EstimateResult> =>
    services.server.request(REQUESTS.estimate, { uri: uri.toString(), ...more } satisfies EstimateParams);

  const askType: Question<State> = async ({ answers, estimate }, step) => {
    if (estimate.typed) return 'skip';
    const choices: Choice<NonNullable<Answers['type']>>[] = [
      { label: vscode.l10n.t('Records'), description: 'structured', value: 'structured' },
      { label: vscode.l10n.t('Time series'), description: 'timeseries', value: 'timeseries' },
      { label: vscode.l10n.t('Events'), description: 'events', value: 'events' },
    ];
    const placeholder = vscode.l10n.t('What kind of data is it? The schema does not say.');
    const chosen = await pickOne({ title, step }, choices, { placeholder, selected: answers.type ?? estimate.type });
    if (chosen === undefined || chosen === BACK) return chosen;
    const changed = chosen === estimate.type ? estimate : await estimateOf({ type: chosen });
    return { answers: { ...answers, type: chosen }, estimate: changed };
  };

  const askCount: Question<State> = async ({ answers, estimate }, step) => {
    const own = estimate.tables
      .map(({ name, rows }) => `${estimate.named ? `${name} ` : ''}${numberText(rows, language)}`)
      .join(', ');
    const prompt = estimate.named
      ? vscode.l10n.t('How many rows of each table without parents? Empty: as the schema says ({0}).', own)
      : vscode.l10n.t('How many rows? Empty: as the schema says ({0}).', own);
    const value = answers.count === undefined ? '' : String(answers.count);
    const check = (text: string): string | undefined => {
      if (text.trim() === '') return undefined;
      const count = countOf(text);
      if (count === undefined) return vscode.l10n.t('A whole number from 1, such as 1000, 10k or 2M.');
      if (count <= most) return undefined;
      return vscode.l10n.t('At most {0} rows: the setting agenticSynth.maxRows says so.', numberText(most, language));
    };
    const typed = await enterText({ title, step }, { prompt, value, check });
    if (typed === undefined || typed === BACK) return typed;
    const { count: _, ...others } = answers;
    const count = countOf(typed);
    return { answers: count === undefined ? others : { ...others, count }, estimate };
  };

  const askFormat: Question<State> = async ({ answers, estimate }, step) => {
    const choices = FORMATS.map((format) => ({ label: TITLES[format], description: `.${format}`, value: format }));
    const selected = answers.format ?? settings.get<Format>('defaultFormat', 'csv');
    const chosen = await pickOne({ title, step }, choices, {
      placeholder: vscode.l10n.t('In which format?'),
      selected,
    });
    return chosen === undefined || chosen === BACK ? chosen : { answers: { ...answers, format: chosen }, estimate };
  };

  const askModel: Question<State> = async ({ answers, estimate }, step) => {
    if (estimate.prompts.length === 0) return 'skip';
    const { models } = await services.server.request<ModelsResult>(REQUESTS.models, null);
    const placeholder = vscode.l10n.t('Who writes {0}?', estimate.prompts.join(', '));
    const choices = await modelChoices(models, keys);
    const chosen = await pickOne({ title, step }, choices, { placeholder, selected: answers.model ?? 'local' });
    if (chosen === undefined || chosen === BACK) return chosen;
    const { budget: _, ...others } = answers;
    return { answers: chosen === 'local' ? { ...others, model: chosen } : { ...answers, model: chosen }, estimate };
  };

  const askBudget: Question<State> = async ({ answers, estimate }, step) => {
    const { type, count, model } = answers;
    if (estimate.prompts.length === 0 || model === undefined || model === 'local') return 'skip';
    const costs = await estimateOf({
      model,
      ...(type !== undefined && { type }),
      ...(count !== undefined && { count }),
    });
    const said = costText(costs, language);
    const prompt = vscode.l10n.t('{0} What may it cost at most, in US dollars? Empty: no limit.', said);
    const value = answers.budget === undefined ? '' : String(answers.budget);
    const check = (text: string): string | undefined =>
      text.trim() === '' || budgetOf(text) !== undefined ? undefined : vscode.l10n.t('A sum such as 0.50.');
    const typed = await enterText({ title, step }, { prompt, value, check });
    if (typed === undefined || typed === BACK) return typed;
    const { budget: _, ...others } = answers;
    const budget = budgetOf(typed);
    return { answers: budget === undefined ? others : { ...others, budget }, estimate };
  };

  const estimate = await estimateOf();
  const asked = await ask<State>({ answers: remembered, estimate }, [
    askType,
    askCount,
    askFormat,
    askModel,
    askBudget,
  ]);
  if (asked === undefined) return undefined;
  const { answers } = asked;
  const format = answers.format ?? 'csv';
  const output = await askTarget(uri, {
    title,
    format,
    named: estimate.named,
    tables: estimate.tables,
    last: answers.output,
  });
  return output === undefined ? undefined : { ...answers, output };
}

/** What asking a model would cost, in words; empty where none is asked. */
export function costText({ model }: EstimateResult, language: string): string {
  if (model === undefined) return '';
  const calls = numberText(model.calls, language);
  const tokens = numberText(model.tokens, language);
  return model.cost === null
    ? vscode.l10n.t('{0}: {1} calls, about {2} tokens, price not known.', model.id, calls, tokens)
    : vscode.l10n.t(
        '{0}: {1} calls, about {2} tokens, {3}.',
        model.id,
        calls,
        tokens,
        dollarsText(model.cost, language),
      );
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
