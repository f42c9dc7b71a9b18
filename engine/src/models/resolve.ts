import { OptionError } from '../errors.js';
import { didYouMean, meaning } from '../schema/suggest.js';
import { ALIAS_NAMES, aliasOf } from './aliases.js';
import { KNOWN_MODELS } from './known-models.js';
import type { ModelProvider } from './provider.js';

/** A name that stands for text made here, without a model. */
export const LOCAL = 'local';

/** Who answers to the name of a model. */
export interface ResolvedModel {
  readonly requested: string;
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** How the name came to mean that, where it is not plain. */
  readonly note?: string | undefined;
}

/** Ids without a maker before them, and what they are called at OpenRouter. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:gpt-|chatgpt-|o\d(?:-|$))/u, 'openai'],
  [/^claude-/u, 'anthropic'],
  [/^deepseek-/u, 'deepseek'],
  [/^grok-/u, 'x-ai'],
  [/^(?:mistral-|ministral-|codestral-|magistral-)/u, 'mistralai'],
  [/^llama-/u, 'meta-llama'],
  [/^qwen/u, 'qwen'],
];
const GEMINI = /^(?:gemini-|gemma-|learnlm-)/u;

/**
 * Finds who answers to a name: `local`; `NAME:id` of a provider; an id that a provider of the user's names; an alias;
 * `gemini-*`; `vendor/model` at OpenRouter, or an id whose maker is known; else the only provider of the user's own.
 * @param usable whether a provider has its key; decides between two that have the same model.
 * @throws OptionError where nobody does.
 */
export function resolveModel(
  requested: string,
  providers: ReadonlyMap<string, ModelProvider>,
  usable: (provider: string) => boolean,
): ResolvedModel {
  const found = (provider: string, model: string, note?: string): ResolvedModel => ({
    requested,
    provider,
    model,
    note,
  });
  if (requested === LOCAL) return found(LOCAL, LOCAL);
  const own = [...providers.values()].filter(({ name }) => name !== 'gemini' && name !== 'openRouter');
  const colon = requested.indexOf(':');
  const before = requested.slice(0, Math.max(colon, 0));
  if (providers.has(before) || before === 'gemini' || before === 'openRouter') {
    const model = requested.slice(colon + 1);
    if (model === '') throw new OptionError(`"${requested}" names a provider and no model`, 'model/unknown');
    return found(before, model);
  }
  const naming = own.find(({ supportedModels }) => supportedModels.includes(requested));
  if (naming !== undefined) return found(naming.name, requested);
  const alias = aliasOf(requested);
  if (alias !== undefined) {
    const chosen = alias.find(({ provider }) => usable(provider)) ?? alias[0];
    return found(chosen.provider, chosen.model, `${requested} stands for ${chosen.model} today`);
  }
  const bare = requested.replace(/^models\//u, '');
  if (GEMINI.test(bare)) {
    return usable('gemini') || !usable('openRouter')
      ? found('gemini', bare)
      : found('openRouter', `google/${bare}`, 'through OpenRouter, whose key is there');
  }
  if (requested.includes('/')) return found('openRouter', requested);
  const maker = MAKERS.find(([look]) => look.test(requested));
  if (maker !== undefined && (own.length !== 1 || usable('openRouter'))) {
    return found('openRouter', `${maker[1]}/${requested}`, 'through OpenRouter');
  }
  if (own.length === 1) return found(own[0].name, requested, `${own[0].name} is the only server of your own`);
  throw new OptionError(unknown(requested, own), 'model/unknown');
}

function unknown(requested: string, own: readonly ModelProvider[]): string {
  const names = [LOCAL, ...ALIAS_NAMES, ...KNOWN_MODELS.map(({ id }) => id), ...own.flatMap((p) => p.supportedModels)];
  const servers = own.length === 0 ? 'NAME' : own.map(({ name }) => name).join(' or ');
  return (
    `No model is called "${requested}".${meaning(didYouMean(requested, names))} ` +
    `Write gemini-… for Gemini, vendor/model for OpenRouter, ${servers}:model for a server of your own (models.providers), or local.`
  );
}
