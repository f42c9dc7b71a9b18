import type { Catalogue, CatalogueEntry } from './catalogue.js';
import type { Question, Route } from './client.js';
import { BudgetError, type BudgetState } from './budget.js';
import { ModelError } from './error.js';
import type { Health } from './health.js';
import { KNOWN_MODELS } from './known-models.js';
import type { EventProvider, ModelProvider } from './provider.js';
import { type Candidate, rank, type Strategy, type Weights } from './rank.js';
import { LOCAL, type ResolvedModel, resolveModel } from './resolve.js';
import { estimatedInput } from './tokens.js';

/** The key of a provider: never the key itself. */
export interface ProviderKey {
  readonly needed: boolean;
  readonly present: boolean;
  /** The environment variable that it is set by. */
  readonly variable?: string | undefined;
}

/** What a {@link ModelRouter} chooses among, and by what. */
export interface RouterOptions {
  /** By name. */
  readonly providers: ReadonlyMap<string, ModelProvider>;
  /** Without it prices and contexts are not known. */
  readonly catalogue?: Catalogue | undefined;
  /** By provider; where it says nothing, a provider needs no key, but for `gemini` and `openRouter`. */
  readonly keys?: ReadonlyMap<string, ProviderKey> | undefined;
  /** Models asked for in this run, best first. */
  readonly models?: readonly string[] | undefined;
  /** Models to go on with when those fail. `local` may be one of them. */
  readonly fallbackChain?: readonly string[] | undefined;
  /** The model of a type of data, where none is asked for. */
  readonly defaults?: Readonly<Partial<Record<Question['dataType'], string>>> | undefined;
  /** Choose among all that can be used. */
  readonly autoRoute?: boolean | undefined;
  /** `cost-optimized` by default. */
  readonly strategy?: Strategy | undefined;
  /** Of `hybrid`. */
  readonly weights?: Weights | undefined;
  readonly health?: ((provider: string, model: string) => Health | undefined) | undefined;
  /** Why a model rests, where it does: it is then tried last. */
  readonly resting?: ((provider: string, model: string) => string | undefined) | undefined;
  /** Where it has a limit, models without a known price are left out. */
  readonly budget?: (() => BudgetState) | undefined;
}

/** A model that is not asked, and why. */
export interface SkippedModel {
  /** As asked for. */
  readonly requested: string;
  /** Who would have been asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  readonly cause: 'no-key' | 'unknown-price' | 'context' | 'structured-output' | 'quality' | 'local';
  /** In a few words. */
  readonly reason: string;
}

/** Who is asked, in which order, and why. */
export interface RoutingDecision {
  readonly routes: readonly Route[];
  readonly skipped: readonly SkippedModel[];
}

const BUILT_IN_KEYS: Readonly<Record<string, string>> = { gemini: 'GEMINI_API_KEY', openRouter: 'OPENROUTER_API_KEY' };
/** Models chosen by themselves for one question, at most. */
const MOST_CHOSEN = 6;
/** A question without room for an answer of so many tokens is not worth asking. */
const LEAST_ANSWER = 64;

/**
 * Smart routing between providers: which models to ask, in which order. Models that are named come first and in their
 * order, then the fallback chain; where none is named, or with `autoRoute`, those that can be used are ranked by strategy
 * over the type of data, the length of the question, support for structured output, price, and what they did so far in
 * this process.
 */
export class ModelRouter {
  constructor(private readonly options: RouterOptions) {}

  /**
   * The models to ask, best first.
   * @param wanted ids that the caller wants before those of the run.
   * @throws ModelError `model/no-key` where none can be used; BudgetError where a price would have to be known;
   * OptionError for a name that nobody answers to.
   */
  routes(question: Question, wanted: readonly string[] = []): readonly Route[] {
    const { routes, skipped } = this.decide(question, wanted);
    if (routes.length === 0) throw this.#nobody(skipped, question.dataType);
    return routes;
  }

  /** As {@link routes}, with those that are left out. @throws OptionError for a name that nobody answers to */
  decide(question: Question, wanted: readonly string[] = []): RoutingDecision {
    const { models = [], fallbackChain = [], defaults = {}, autoRoute = false } = this.options;
    const skipped: SkippedModel[] = [];
    const routes: Route[] = [];
    const add = (resolved: ResolvedModel, reason: string): void => {
      const { requested, provider, model, note } = resolved;
      if (routes.some((route) => route.provider === provider && route.model === model)) return;
      const skip = this.#unusable(resolved, question);
      if (skip !== undefined) {
        if (!skipped.some((one) => one.provider === provider && one.model === model)) skipped.push(skip);
        return;
      }
      routes.push({ provider, requested, model, reason: note === undefined ? reason : `${reason}; ${note}` });
    };
    const named = [...wanted, ...models];
    for (const name of named) add(this.resolve(name), wanted.includes(name) ? 'the field asks for it' : 'asked for');
    const preset = defaults[question.dataType];
    if (named.length === 0 && preset !== undefined && !autoRoute) {
      add(this.resolve(preset), `the default for ${question.dataType}`);
    }
    const chooses = autoRoute || (named.length === 0 && preset === undefined && fallbackChain.length === 0);
    const ranked = chooses ? this.#ranked(question, skipped) : [];
    // Where nobody is named, the best that can be had goes before what is there to fall back to.
    const first = named.length === 0 ? ranked.splice(0, 1) : [];
    for (const { resolved, reason } of first) add(resolved, reason);
    for (const name of fallbackChain) add(this.resolve(name), 'next in the fallback chain');
    if (autoRoute) for (const { resolved, reason } of ranked.slice(0, MOST_CHOSEN - 1)) add(resolved, reason);
    return { routes: this.#restedFirst(routes), skipped };
  }

  /** Who answers to a name. @throws OptionError where nobody does */
  resolve(requested: string): ResolvedModel {
    return resolveModel(requested, this.options.providers, (provider) => this.key(provider).usable);
  }

  /** The key of a provider, and whether the provider can be used with it. */
  key(provider: string): ProviderKey & { readonly usable: boolean } {
    const variable = Object.hasOwn(BUILT_IN_KEYS, provider) ? BUILT_IN_KEYS[provider] : undefined;
    const known = this.options.keys?.get(provider) ?? { needed: variable !== undefined, present: false, variable };
    const here = this.options.providers.has(provider);
    return { ...known, variable: known.variable ?? variable, usable: here && (known.present || !known.needed) };
  }

  /** Every model that could be asked now, whether or not one is named: what a choice is measured against. */
  choices(question: Question): readonly CatalogueEntry[] {
    return this.#candidates(question).map(({ entry }) => entry);
  }

  /** What is known of a model; its price is that of the catalogue, else what its provider says. */
  entry(provider: string, model: string): CatalogueEntry {
    const entry = this.options.catalogue?.find(provider, model) ?? { provider, id: model };
    if (entry.price !== undefined) return entry;
    const million = this.options.providers.get(provider)?.getCost(model, 1_000_000) ?? NaN;
    // A provider tells the price of answers alone; what it charges for questions is taken to be in it.
    return Number.isNaN(million) ? entry : { ...entry, price: { input: 0, output: million } };
  }

  #unusable(resolved: ResolvedModel, question: Question): SkippedModel | undefined {
    const { requested, provider, model } = resolved;
    const skip = (cause: SkippedModel['cause'], reason: string): SkippedModel => ({
      requested,
      provider,
      model,
      cause,
      reason,
    });
    if (provider === LOCAL) {
      return question.dataType === 'plan' ? skip('local', 'a schema cannot be written without a model') : undefined;
    }
    const { usable, variable } = this.key(provider);
    if (!usable) return skip('no-key', variable === undefined ? `${provider} has no key` : `${variable} is not set`);
    const entry = this.entry(provider, model);
    if (this.#limited && entry.price === undefined) return skip('unknown-price', 'its price is not known');
    const input = question.leastInput ?? estimatedInput(question);
    if (entry.contextTokens !== undefined && input + LEAST_ANSWER > entry.contextTokens) {
      return skip('context', `the question takes about ${input} of its ${entry.contextTokens} tokens`);
    }
    return undefined;
  }

  #ranked(question: Question, skipped: SkippedModel[]): { resolved: ResolvedModel; reason: string }[] {
    const candidates = this.#candidates(question, skipped);
    const { strategy = 'cost-optimized', weights } = this.options;
    return rank(candidates, question, strategy, weights).map(({ candidate, reason }) => {
      const { provider, id } = candidate.entry;
      return { resolved: { requested: 'auto', provider, model: id }, reason };
    });
  }

  #candidates(question: Question, skipped: SkippedModel[] = []): Candidate[] {
    const { providers, health } = this.options;
    const listed = KNOWN_MODELS.filter(({ provider }) => this.key(provider).usable);
    const own = [...providers.values()].filter(
      ({ name }) => this.key(name).usable && !Object.hasOwn(BUILT_IN_KEYS, name),
    );
    const named = own.flatMap(({ name, supportedModels }) => supportedModels.map((id) => ({ provider: name, id })));
    return [...listed, ...named].flatMap(({ provider, id }) => {
      const entry = this.entry(provider, id);
      const known = KNOWN_MODELS.find((one) => one.provider === provider && one.id === id);
      const structured =
        (providers.get(provider) as EventProvider).structuredOutput?.(id) ?? (known === undefined ? undefined : true);
      const candidate = { entry, known, structured, health: health?.(provider, id) };
      const why = this.#unfit(candidate, question);
      if (why === undefined) return [candidate];
      skipped.push({ requested: 'auto', provider, model: id, ...why });
      return [];
    });
  }

  /** Why a model is not chosen by itself; one that is named may be asked all the same. */
  #unfit(candidate: Candidate, question: Question): Pick<SkippedModel, 'cause' | 'reason'> | undefined {
    const { entry, structured, known } = candidate;
    const { contextTokens = Infinity, maxOutputTokens = Infinity, price } = entry;
    const answer = question.leastInput === undefined ? question.maxTokens : LEAST_ANSWER;
    const needed = (question.leastInput ?? estimatedInput(question)) + answer;
    if (this.#limited && price === undefined) return { cause: 'unknown-price', reason: 'its price is not known' };
    if (needed > contextTokens || answer > maxOutputTokens) {
      return { cause: 'context', reason: `question and answer may take ${needed} tokens, more than it has` };
    }
    if (question.responseSchema !== undefined && structured === false) {
      return { cause: 'structured-output', reason: 'it does not hold answers to a schema' };
    }
    if (question.dataType === 'plan' && known !== undefined && known.quality < 0.6) {
      return { cause: 'quality', reason: 'too small a model to write a schema' };
    }
    return undefined;
  }

  get #limited(): boolean {
    const state = this.options.budget?.();
    return state !== undefined && state.limit !== Infinity;
  }

  #restedFirst(routes: readonly Route[]): readonly Route[] {
    const why = (route: Route): string | undefined => this.options.resting?.(route.provider, route.model);
    const tired = routes.flatMap((route) => {
      const reason = why(route);
      return reason === undefined ? [] : [{ ...route, reason: `${route.reason}; tried last: ${reason}` }];
    });
    return tired.length === 0 ? routes : [...routes.filter((route) => why(route) === undefined), ...tired];
  }

  #nobody(skipped: readonly SkippedModel[], dataType: Question['dataType']): Error {
    const first = skipped.at(0);
    const details = { provider: first?.provider ?? 'none', model: first?.model ?? 'none', retryable: false };
    const unpriced = skipped.find(({ cause }) => cause === 'unknown-price');
    const keyless = skipped.filter(({ cause }) => cause === 'no-key');
    if (keyless.length > 0 || first === undefined) {
      const wanted = [...new Set(keyless.map(({ requested }) => requested))].join(', ');
      const variables = new Set(keyless.flatMap(({ provider }) => this.key(provider).variable ?? []));
      const names = variables.size > 0 ? [...variables] : Object.values(BUILT_IN_KEYS);
      return new ModelError(
        'model/no-key',
        `${wanted === '' ? 'No model can be used' : `${wanted} cannot be used`}: ${names.join(keyless.length > 1 ? ' and ' : ' or ')} ${names.length > 1 && keyless.length > 1 ? 'are' : 'is'} not set. ` +
          `Set ${names.length > 1 ? 'one' : 'it'} in the environment or in a .env file${dataType === 'plan' ? '' : ', or ask for local text (--model local)'}.`,
        details,
      );
    }
    if (unpriced !== undefined) {
      return new BudgetError('budget/unknown-price', unpriced.model, NaN, this.options.budget!());
    }
    const reasons = skipped.map(({ model, reason }) => `${model}: ${reason}`).join('; ');
    const code = first.cause === 'context' ? 'model/bad-request' : 'model/not-found';
    const rows = dataType === 'plan' ? '' : 'ask for fewer rows a call, or ';
    const way = first.cause === 'context' ? ` To go on, ${rows}name a model with a longer context.` : '';
    return new ModelError(code, `No model can be asked: ${reasons}.${way}`, details);
  }
}
