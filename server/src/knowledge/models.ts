import { AgenticSynth, type ListedChoice } from 'agentic-synth';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { SynthDocument } from '../document/document.js';
import type { Workspace } from '../workspace.js';
import type { Candidate } from './candidate.js';
import { escapeMarkdown } from './types.js';

const LISTS = new WeakMap<object, Promise<readonly ListedChoice[]>>();

/** The models that can be named where a document stands, those that can be used now first. */
export async function modelsFor(document: SynthDocument, workspace: Workspace): Promise<readonly ListedChoice[]> {
  const config = await workspace.config(document);
  const known = LISTS.get(config);
  if (known !== undefined) return known;
  const list = new AgenticSynth(config).listModels();
  LISTS.set(config, list);
  return list;
}

/** As `model` takes it. */
export function modelName({ id, provider }: ListedChoice): string {
  return provider === 'gemini' || provider === 'openRouter' ? id : `${provider}:${id}`;
}

export async function modelCandidates(document: SynthDocument, workspace: Workspace): Promise<Candidate[]> {
  const models = await modelsFor(document, workspace);
  const byName = models.map((model): Candidate => {
    const name = modelName(model);
    return {
      label: name,
      kind: CompletionItemKind.Module,
      detail: priceOf(model),
      documentation: modelDoc(model),
      rank: model.usable ? 1 : 2,
      write: { as: 'value', value: name },
    };
  });
  const aliases = models.flatMap((model) =>
    model.aliases.map((alias): Candidate => ({
      label: alias,
      kind: CompletionItemKind.Module,
      detail: `stands for ${modelName(model)}`,
      documentation: modelDoc(model),
      rank: 4,
      write: { as: 'value', value: alias },
    })),
  );
  const local: Candidate = {
    label: 'local',
    kind: CompletionItemKind.Module,
    detail: 'text made here, without a model; free',
    rank: 0,
    write: { as: 'value', value: 'local' },
  };
  return [local, ...byName, ...aliases.filter(({ label }, i) => aliases.findIndex((one) => one.label === label) === i)];
}

/** `$0.25 / $1.5 per million tokens` */
function priceOf({ inputPrice, outputPrice, provider }: ListedChoice): string {
  if (!Number.isFinite(inputPrice) || !Number.isFinite(outputPrice)) return `${provider}, price not known`;
  return `${provider}, $${dollars(inputPrice)} in, $${dollars(outputPrice)} out per million tokens`;
}

function dollars(amount: number): string {
  return String(Math.round(amount * 10_000) / 10_000);
}

/** What is known of a model, in Markdown. */
export function modelDoc(model: ListedChoice): string {
  const { name, id, contextTokens, maxOutputTokens, usable, key, aliases } = model;
  const rows = [
    `**${escapeMarkdown(name ?? id)}**`,
    escapeMarkdown(priceOf(model)),
    ...(contextTokens === undefined ? [] : [`Context: ${contextTokens.toLocaleString('en-US')} tokens`]),
    ...(maxOutputTokens === undefined ? [] : [`Answer: at most ${maxOutputTokens.toLocaleString('en-US')} tokens`]),
    ...(aliases.length === 0 ? [] : [`Also called ${aliases.map(escapeMarkdown).join(', ')}`]),
    ...(usable
      ? []
      : [escapeMarkdown(key.variable === undefined ? 'Needs a key.' : `Needs a key: ${key.variable} is not set.`)]),
  ];
  return rows.join('  \n');
}
