import type { ModelsResult } from '../../../server/src/messages.js';

export type ListedModel = ModelsResult['models'][number];

/** Models with a key that the editor keeps can be used too. */
export function usableWith(models: readonly ListedModel[], kept: ReadonlySet<string>): readonly ListedModel[] {
  return models.map((model) => (kept.has(model.provider) ? { ...model, usable: true } : model));
}

/** Those that can be used first; among them servers of one's own, then the editor's, then the others. */
export function byNearness(models: readonly ListedModel[]): readonly ListedModel[] {
  const rank = ({ usable, provider }: ListedModel): number =>
    (usable ? 0 : 3) + (provider === 'gemini' || provider === 'openRouter' ? 2 : provider === 'vscode' ? 1 : 0);
  return models
    .map((model, at) => ({ model, at }))
    .sort((a, b) => rank(a.model) - rank(b.model) || a.at - b.at)
    .map(({ model }) => model);
}
