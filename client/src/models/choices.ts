import * as vscode from 'vscode';
import type { ModelsResult } from '../../../server/src/messages.js';
import { dollarsText } from '../generate/labels.js';
import type { Choice } from '../generate/steps.js';
import { type Keys, providerTitle } from '../keys/keys.js';
import { byNearness, type ListedModel, usableWith } from './order.js';

/** Models to choose among, local text first. @param local whether local text is one of them */
export async function modelChoices(
  models: ModelsResult['models'],
  keys: Keys,
  local = true,
): Promise<readonly Choice<string>[]> {
  const kept = new Set<string>();
  for (const provider of new Set(models.map(({ provider }) => provider))) {
    if (await keys.has(provider)) kept.add(provider);
  }
  const listed = byNearness(usableWith(models, kept)).map((model) => choiceOf(model));
  if (!local) return listed;
  const description = vscode.l10n.t('no model is asked, nothing is sent');
  return [{ label: vscode.l10n.t('Local text'), description, value: 'local' }, ...listed];
}

const dollars = (amount: number): string => dollarsText(amount, vscode.env.language);

function choiceOf({ id, provider, usable, why, inputPrice, outputPrice }: ListedModel): Choice<string> {
  const price =
    inputPrice === undefined || outputPrice === undefined
      ? vscode.l10n.t('price not known')
      : vscode.l10n.t(
          '{0} and {1} a million tokens of questions and answers',
          dollars(inputPrice),
          dollars(outputPrice),
        );
  const detail = provider === 'vscode' ? vscode.l10n.t('a model of the editor; needs no key') : price;
  return {
    label: usable ? id : `$(key) ${id}`,
    description: usable ? providerTitle(provider) : `${providerTitle(provider)}: ${why ?? ''}`,
    detail,
    value: id,
  };
}
