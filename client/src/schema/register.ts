import * as vscode from 'vscode';
import {
  type InferParams,
  type InferResult,
  type ModelsResult,
  type PlanParams,
  type PlanResult,
  REQUESTS,
  type TemplatesResult,
} from '../../../server/src/messages.js';
import { showFailure } from '../failures.js';
import { dollarsText, numberText } from '../generate/labels.js';
import { ask, BACK, type Choice, enterText, pickOne, type Question } from '../generate/steps.js';
import type { Keys } from '../keys/keys.js';
import { modelChoices } from '../models/choices.js';
import type { Services } from '../services.js';

/** From what a schema is made. Menus of the Explorer give a folder, or a file of rows. */
interface NewSchema {
  /** Name of a template. */
  readonly template?: string;
  /** A file of rows. */
  readonly from?: string | vscode.Uri;
  readonly description?: string;
  readonly model?: string;
  /** Asks for a place to save it in, which begins here. */
  readonly folder?: vscode.Uri;
}

type Source = { readonly kind: 'template'; readonly name: string } | { readonly kind: 'file' | 'words' };

const DATA = ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet'];

/** Commands that make schemas. */
export function registerNewSchema(services: Services, keys: Keys): void {
  const { context, log, server, status } = services;
  context.subscriptions.push(
    vscode.commands.registerCommand('agentic-synth.newSchema', newSchema),
    vscode.commands.registerCommand('agentic-synth.inferSchema', inferSchema),
  );

  async function newSchema(given?: NewSchema | vscode.Uri): Promise<vscode.Uri | undefined> {
    const asked: NewSchema = given instanceof vscode.Uri ? { folder: given } : (given ?? {});
    const what = vscode.l10n.t('New schema');
    try {
      const { template, from, description } = asked;
      if (template !== undefined) return await fromTemplate(template, asked);
      if (from !== undefined)
        return await fromFile(typeof from === 'string' ? vscode.Uri.parse(from, true) : from, asked);
      if (description !== undefined) return await fromWords({ ...asked, description });
      const source = await askSource();
      if (source === undefined) return undefined;
      if (source.kind === 'template') return await fromTemplate(source.name, asked);
      if (source.kind === 'words') return await askWords(asked);
      const file = await askFile();
      return file && (await fromFile(file, asked));
    } catch (error) {
      await showFailure(services, what, error);
      return undefined;
    }
  }

  /** Of the file that a menu is opened on, or of one that is asked for. */
  async function inferSchema(given?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const from = given ?? (await askFile());
    return from && newSchema({ from });
  }

  async function askSource(): Promise<Source | undefined> {
    const { templates } = await server.request<TemplatesResult>(REQUESTS.templates, null);
    const separator = (label: string): Choice<Source> => ({
      label,
      kind: vscode.QuickPickItemKind.Separator,
      value: { kind: 'file' },
    });
    const choices: readonly Choice<Source>[] = [
      separator(vscode.l10n.t('Templates')),
      ...templates.map(({ name, description }): Choice<Source> => ({
        label: name,
        description,
        value: { kind: 'template', name },
      })),
      separator(vscode.l10n.t('Of your own')),
      {
        label: `$(table) ${vscode.l10n.t('From a data file…')}`,
        description: vscode.l10n.t('JSON, JSON Lines, CSV or Parquet'),
        value: { kind: 'file' },
      },
      {
        label: `$(sparkle) ${vscode.l10n.t('Described in words…')}`,
        description: vscode.l10n.t('a language model writes it'),
        value: { kind: 'words' },
      },
    ];
    const place = { title: vscode.l10n.t('New schema'), step: 1 };
    const chosen = await pickOne(place, choices, { placeholder: vscode.l10n.t('What does it begin with?') });
    return chosen === BACK ? undefined : chosen;
  }

  async function askFile(): Promise<vscode.Uri | undefined> {
    const title = vscode.l10n.t('Rows to make a schema for');
    const filters = { [vscode.l10n.t('Rows')]: DATA };
    const [file] = (await vscode.window.showOpenDialog({ title, filters, openLabel: vscode.l10n.t('Use') })) ?? [];
    return file;
  }

  async function fromTemplate(name: string, asked: NewSchema): Promise<vscode.Uri | undefined> {
    const { templates } = await server.request<TemplatesResult>(REQUESTS.templates, null);
    const template = templates.find((one) => one.name === name);
    if (template === undefined) {
      throw new Error(
        vscode.l10n.t('There is no template {0}: {1}.', name, templates.map((one) => one.name).join(', ')),
      );
    }
    return open(template.text, name, asked);
  }

  async function fromFile(uri: vscode.Uri, asked: NewSchema): Promise<vscode.Uri | undefined> {
    const title = vscode.l10n.t('Reading {0}', nameOf(uri.path));
    const params: InferParams = { uri: uri.toString(), language: 'yaml' };
    const { text, rows } = await during(title, (token) =>
      server.request<InferResult>(REQUESTS.infer, params, { token }),
    );
    const detail = vscode.l10n.t('{0} rows were read', numberText(rows, vscode.env.language));
    status.finished(vscode.l10n.t('New schema'), detail);
    return open(text, nameOf(uri.path).replace(/\.[^.]*$/, ''), asked);
  }

  async function askWords(asked: NewSchema): Promise<vscode.Uri | undefined> {
    const { models } = await server.request<ModelsResult>(REQUESTS.models, null);
    const choices = await modelChoices(models, keys, false);
    const title = vscode.l10n.t('New schema');
    const askModel: Question<NewSchema> = async (state, step) => {
      const placeholder = vscode.l10n.t('Which model writes the schema? What you describe is sent to it.');
      const chosen = await pickOne({ title, step }, choices, { placeholder, selected: state.model });
      return chosen === undefined || chosen === BACK ? chosen : { ...state, model: chosen };
    };
    const askDescription: Question<NewSchema> = async (state, step) => {
      const prompt = vscode.l10n.t('What is the data? Such as: customers of a bike-rental shop with their trips');
      const check = (text: string): string | undefined =>
        text.trim() === '' ? vscode.l10n.t('A few words are needed.') : undefined;
      const typed = await enterText({ title, step }, { prompt, value: state.description ?? '', check });
      return typed === undefined || typed === BACK ? typed : { ...state, description: typed };
    };
    const answers = await ask(asked, [askModel, askDescription]);
    if (answers?.description === undefined) return undefined;
    return fromWords({ ...answers, description: answers.description });
  }

  async function fromWords(asked: NewSchema & { readonly description: string }): Promise<vscode.Uri | undefined> {
    keys.askAgain();
    const { description, model } = asked;
    const params: PlanParams = { description, ...(model !== undefined && { model }) };
    const title = vscode.l10n.t('A model writes the schema');
    const plan = await during(title, (token) => server.request<PlanResult>(REQUESTS.plan, params, { token }));
    const cost = plan.cost === null ? '?' : dollarsText(plan.cost, vscode.env.language);
    const detail = vscode.l10n.t('{0} wrote it in {1} calls, for {2}.', plan.model, plan.calls, cost);
    log.info(detail);
    status.finished(vscode.l10n.t('New schema'), detail);
    return open(plan.text, 'schema', asked);
  }

  function during<T>(title: string, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
    return Promise.resolve(vscode.window.withProgress(options, (_, token) => work(token)));
  }

  /** Opens the text unsaved; where a folder was named, as a new file there. */
  async function open(content: string, name: string, { folder }: NewSchema): Promise<vscode.Uri | undefined> {
    let document: vscode.TextDocument;
    if (folder === undefined) document = await vscode.workspace.openTextDocument({ language: 'synth-yaml', content });
    else {
      const uri = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(folder, `${name}.synth.yaml`),
        filters: { YAML: ['synth.yaml', 'synth.yml'] },
      });
      if (uri === undefined) return undefined;
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
      document = await vscode.workspace.openTextDocument(uri);
    }
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('setContext', 'agentic-synth.madeSchema', true);
    return document.uri;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
