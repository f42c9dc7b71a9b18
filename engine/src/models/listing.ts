import { ALIAS_NAMES, aliasOf } from './aliases.js';
import { KNOWN_MODELS } from './known-models.js';
import type { ModelRouter, RouterOptions } from './router.js';

/** Which models {@link listModels} gives. */
export interface ListOptions {
  /** Every model on the price list too, not only those that are chosen by themselves, configured or named. */
  readonly all?: boolean | undefined;
}

/** A model that can be named. */
export interface ListedChoice {
  /** The provider's id. */
  readonly id: string;
  /** `gemini`, `openRouter`, or a name of `models.providers`. */
  readonly provider: string;
  /** As its maker calls it. */
  readonly name: string | undefined;
  /** Tokens of a question and its answer together. */
  readonly contextTokens: number | undefined;
  /** Tokens of an answer, at most. */
  readonly maxOutputTokens: number | undefined;
  /** US dollars per million tokens; NaN where not known. */
  readonly inputPrice: number;
  /** US dollars per million tokens; NaN where not known. */
  readonly outputPrice: number;
  /** Older names that stand for it. */
  readonly aliases: readonly string[];
  /** Chosen by itself where models are routed. */
  readonly routed: boolean;
  /** Never the key itself. */
  readonly key: { readonly needed: boolean; readonly present: boolean; readonly variable: string | undefined };
  /** It can be asked now. */
  readonly usable: boolean;
}

/** The models that can be named, by provider; those that can be used now come first. */
export function listModels(
  router: ModelRouter,
  options: Pick<RouterOptions, 'providers' | 'catalogue' | 'models' | 'fallbackChain' | 'defaults'>,
  { all = false }: ListOptions = {},
): readonly ListedChoice[] {
  const { providers, catalogue, models = [], fallbackChain = [], defaults = {} } = options;
  const names = [...new Set(['gemini', 'openRouter', ...providers.keys()])];
  const named = [...ALIAS_NAMES, ...models, ...fallbackChain, ...Object.values(defaults)].flatMap(
    (requested): readonly { readonly provider: string; readonly model: string }[] =>
      aliasOf(requested) ?? [router.resolve(requested)],
  );
  const choices = names.flatMap((provider) => {
    const ids = [
      ...KNOWN_MODELS.filter((known) => known.provider === provider).map(({ id }) => id),
      ...named.filter((one) => one.provider === provider).map(({ model }) => model),
      ...(providers.get(provider)?.supportedModels ?? []),
      ...(all ? (catalogue?.list(provider) ?? []).map(({ id }) => id) : []),
    ];
    return [...new Set(ids)].map((id) => choiceOf(router, provider, id));
  });
  return choices.sort((a, b) => Number(b.usable) - Number(a.usable));
}

function choiceOf(router: ModelRouter, provider: string, id: string): ListedChoice {
  const { name, contextTokens, maxOutputTokens, price } = router.entry(provider, id);
  const { needed, present, variable, usable } = router.key(provider);
  const stands = (alias: string): boolean =>
    aliasOf(alias)!.some((one) => one.provider === provider && one.model === id);
  return {
    id,
    provider,
    name,
    contextTokens,
    maxOutputTokens,
    inputPrice: price?.input ?? NaN,
    outputPrice: price?.output ?? NaN,
    aliases: ALIAS_NAMES.filter(stands),
    routed: KNOWN_MODELS.some((known) => known.provider === provider && known.id === id),
    key: { needed, present, variable },
    usable,
  };
}
