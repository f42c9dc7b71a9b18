import type { ModelInfo, ModelPrice } from '@pydantic/genai-prices';
import { knownModel } from './known-models.js';
import { dearestOf, type Price, type PriceTier } from './price.js';

/** What is known of a model before it is asked. */
export interface CatalogueEntry {
  readonly provider: string;
  /** The provider's id. */
  readonly id: string;
  readonly name?: string | undefined;
  /** Tokens of a question and its answer together. */
  readonly contextTokens?: number | undefined;
  /** Tokens of an answer, at most. */
  readonly maxOutputTokens?: number | undefined;
  /** `undefined`: not known. */
  readonly price?: Price | undefined;
}

/** What a user says of a model: stronger than any list. Prices in US dollars per million tokens. */
export interface ModelFacts {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  /** US dollars for each request. */
  readonly request?: number | undefined;
  readonly contextTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
}

/** A list of models and prices, as `@pydantic/genai-prices` is one. */
export interface PriceList {
  /** The entry behind an id of a provider, with the price at a moment. */
  find(provider: string, model: string): CatalogueEntry | undefined;
  list(provider: string): readonly CatalogueEntry[];
}

/** Prices and limits of models: what the user says, then the list. */
export class Catalogue {
  readonly #found = new Map<string, CatalogueEntry | undefined>();

  /**
   * @param facts by id, `NAME:id`, or `NAME:*` for every model of a provider.
   */
  constructor(
    private readonly prices?: PriceList,
    private readonly facts: Readonly<Record<string, ModelFacts>> = {},
  ) {}

  /** Undefined where nothing at all is known. */
  find(provider: string, model: string): CatalogueEntry | undefined {
    const key = `${provider}:${model}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#with(provider, model, this.prices?.find(provider, model)));
    return this.#found.get(key);
  }

  /** Every model of a provider that is on a list or in the configuration. */
  list(provider: string): readonly CatalogueEntry[] {
    const listed = (this.prices?.list(provider) ?? []).map(({ id, ...rest }) => {
      const key = `${provider}:${id}`;
      if (!this.#found.has(key)) this.#found.set(key, this.#with(provider, id, { id, ...rest }));
      return id;
    });
    const own = Object.keys(this.facts)
      .filter((key) => key.startsWith(`${provider}:`) && !key.endsWith(':*'))
      .map((key) => key.slice(provider.length + 1));
    return [...new Set([...own, ...listed])].flatMap((id) => this.find(provider, id) ?? []);
  }

  #with(provider: string, model: string, listed: CatalogueEntry | undefined): CatalogueEntry | undefined {
    const known = knownModel(provider, model);
    const facts = this.#factsOf(provider, model);
    if (listed === undefined && known === undefined && facts === undefined) return undefined;
    const price = facts?.input === undefined && facts?.output === undefined ? listed?.price : priceOf(facts);
    return {
      provider,
      id: model,
      name: listed?.name,
      contextTokens: facts?.contextTokens ?? listed?.contextTokens,
      maxOutputTokens: facts?.maxOutputTokens ?? known?.maxOutputTokens ?? listed?.maxOutputTokens,
      price,
    };
  }

  #factsOf(provider: string, model: string): ModelFacts | undefined {
    for (const key of [`${provider}:${model}`, model, `${provider}:*`]) {
      if (Object.hasOwn(this.facts, key)) return this.facts[key];
    }
    return undefined;
  }
}

function priceOf({ input = 0, output = 0, request }: ModelFacts): Price {
  return { input, output, request };
}

const HOUR = 3_600_000;

/**
 * The prices of `@pydantic/genai-prices`, loaded when they are asked for. A price that changes in the next day, or with
 * the hour, counts with the dearest that it takes.
 * @param addresses base URLs of providers by name, to tell whose prices they have.
 * @param at the moment of the run; now.
 */
export async function loadPriceList(
  addresses: Readonly<Record<string, string>> = {},
  at: Date = new Date(),
): Promise<PriceList> {
  const { calcPrice, findProvider } = await import('@pydantic/genai-prices');
  const sourceOf = (provider: string): ReturnType<typeof findProvider> => {
    if (Object.hasOwn(LISTED, provider)) return findProvider({ providerId: LISTED[provider] });
    const address = Object.hasOwn(addresses, provider) ? addresses[provider] : undefined;
    return address === undefined ? undefined : findProvider({ providerApiUrl: address });
  };
  const look = (providerId: string, model: string, timestamp: Date): ReturnType<typeof calcPrice> => {
    try {
      return calcPrice({ input_tokens: 0, output_tokens: 0 }, model, { providerId, timestamp });
    } catch {
      return null; // A price that cannot be reckoned with is not known.
    }
  };
  const entryOf = (provider: string, id: string): CatalogueEntry | undefined => {
    const source = sourceOf(provider);
    const found = source && look(source.id, id, at);
    // An id of another maker is matched by its name alone there: such a price is nobody's.
    if (!found || found.provider.id !== source.id) return undefined;
    return entry(provider, id, source.id, found.model);
  };
  const entry = (provider: string, id: string, source: string, info: ModelInfo): CatalogueEntry => {
    const { name, prices, context_window: contextTokens } = info;
    const applying = Array.isArray(prices)
      ? Array.from({ length: 25 }, (_, hour) => look(source, id, new Date(at.getTime() + hour * HOUR))?.model_price)
      : [prices];
    const read = applying.map((price) => price && readPrice(price, info));
    const price = read.every((one) => one !== undefined) ? dearestOf(read as Price[]) : undefined;
    return { provider, id, name, contextTokens, price };
  };
  return {
    find: entryOf,
    list(provider) {
      const source = sourceOf(provider);
      return (source?.models ?? [])
        .filter(({ deprecated, id }) => deprecated !== true && (provider !== 'openRouter' || id.includes('/')))
        .map((info) => entry(provider, info.id, source!.id, info));
    },
  };
}

const LISTED: Readonly<Record<string, string>> = { gemini: 'google', openRouter: 'openrouter' };

/** Undefined for models that do not write text, and where the list is silent. */
function readPrice(price: ModelPrice, { id }: ModelInfo): Price | undefined {
  const { input_mtok: input, output_mtok: output, output_reasoning_mtok: reasoning, requests_kcount: requests } = price;
  if (input === undefined || output === undefined) return id.endsWith(':free') ? { input: 0, output: 0 } : undefined;
  const starts = [input, output, reasoning].flatMap((one) =>
    isTiered(one) ? one.tiers.map(({ start }) => start) : [],
  );
  const at = (length: number): Pick<Price, 'input' | 'output'> => ({
    input: rateAt(input, length),
    output: Math.max(rateAt(output, length), rateAt(reasoning ?? 0, length)),
  });
  const tiers = [...new Set(starts)].sort((a, b) => a - b).map((above): PriceTier => ({ above, ...at(above + 1) }));
  return {
    ...at(0),
    ...(tiers.length > 0 && { tiers }),
    ...(requests !== undefined && { request: rateAt(requests, 0) / 1000 }),
  };
}

type Rate = NonNullable<ModelPrice[string]>;

function isTiered(rate: Rate | undefined): rate is Exclude<Rate, number> {
  return typeof rate === 'object';
}

function rateAt(rate: Rate, length: number): number {
  if (!isTiered(rate)) return rate;
  return rate.tiers.reduce((price, tier) => (length > tier.start ? tier.price : price), rate.base);
}
