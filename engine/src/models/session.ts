import { expandVariables, type Environment, variablesIn } from '../config/environment.js';
import type { Config } from '../config/schema.js';
import { OptionError } from '../errors.js';
import { Catalogue, loadPriceList } from './catalogue.js';
import type { ModelClient, Question } from './client.js';
import { GeminiProvider } from './gemini.js';
import type { ListedChoice, ListOptions } from './listing.js';
import { type AnswerCache, type ModelLog, RoutedClient } from './model-client.js';
import { OpenAICompatibleProvider } from './open-ai.js';
import { OpenRouterProvider } from './open-router.js';
import type { ModelProvider } from './provider.js';
import type { RemoteOptions } from './remote.js';
import type { ModelReport } from './report.js';
import type { ProviderKey } from './router.js';
import type { RowJournal } from './row-journal.js';
import { rowLimits } from './row-limits.js';
import type { RowsReport } from './row-report.js';
import { ModelRowWriter } from './row-writer.js';
import type { RowWriter } from './writer.js';

/** What the caller says about models, for one run. */
export interface ModelChoice {
  /** The model to ask first; its older names too. */
  readonly model?: string | undefined;
  readonly autoRoute?: boolean | undefined;
  /** Models to go on with when that one fails; default: the configuration's chain. */
  readonly fallback?: readonly string[] | undefined;
  /** US dollars. */
  readonly budget?: number | undefined;
}

/** What earlier runs have kept, and keeps what this one pays for. */
export interface KeptAnswers {
  readonly responses?: AnswerCache | undefined;
  readonly journal?: RowJournal | undefined;
  /** Of a frozen run: answers for all models. */
  readonly frozen?: ModelClient | undefined;
  close(): Promise<void>;
}

/** What a run did with models. */
export interface ModelsReport {
  readonly models: ModelReport;
  readonly rows: RowsReport;
}

/** The models of one run. */
export interface ModelSession {
  readonly writer: RowWriter;
  /** @throws ModelError `model/no-key` where none can be asked, naming the keys. */
  assertUsable(): void;
  report(): ModelsReport;
  /** The models that can be named; those that can be asked now come first. */
  list(options?: ListOptions): readonly ListedChoice[];
  close(): Promise<void>;
}

export interface SessionSettings extends ModelChoice {
  readonly config: Config;
  readonly dataType: Question['dataType'];
  readonly env: Environment;
  readonly kept?: KeptAnswers | undefined;
  /** Providers that the user registered. */
  readonly providers?: readonly ModelProvider[] | undefined;
  readonly log?: ModelLog | undefined;
}

const KEYS = { gemini: 'GEMINI_API_KEY', openRouter: 'OPENROUTER_API_KEY' } as const;

/** Opens the models that a run may ask. Nothing is sent yet. */
export async function openSession(settings: SessionSettings): Promise<ModelSession> {
  const { config, dataType, env, kept, log, model, budget } = settings;
  const { providers, keys, addresses } = providersOf(settings, env);
  const routing = config.models?.routing;
  const client = new RoutedClient({
    providers,
    keys,
    catalogue: new Catalogue(await loadPriceList(addresses), config.models?.prices),
    models: model === undefined ? [] : [model],
    fallbackChain: settings.fallback ?? routing?.fallbackChain ?? [],
    defaults: config.models?.defaults ?? {},
    autoRoute: settings.autoRoute ?? false,
    strategy: routing?.strategy,
    weights: routing?.weights,
    limits: config.models?.limits,
    budget,
    cache: kept?.responses,
    log,
  });
  const asked: ModelClient = kept?.frozen ?? client;
  const writer = new ModelRowWriter(asked, { journal: kept?.journal, dataType, limits: rowLimits(client, config) });
  return {
    writer,
    assertUsable() {
      if (kept?.frozen === undefined) client.router.routes(sample(dataType));
    },
    report: () => ({ models: client.report(), rows: writer.report }),
    list: (options) => client.listModels(options),
    close: async () => kept?.close(),
  };
}

/** A question like those that the run asks, to see who could answer it. */
function sample(dataType: Question['dataType']): Question {
  return {
    system: undefined,
    prompt: '',
    responseSchema: undefined,
    maxTokens: 1024,
    temperature: undefined,
    seed: undefined,
    identity: '',
    dataType,
  };
}

type ProviderConfig = NonNullable<NonNullable<Config['models']>['providers']>[string];

interface Providers {
  readonly providers: ReadonlyMap<string, ModelProvider>;
  readonly keys: ReadonlyMap<string, ProviderKey>;
  /** Base URLs by name. */
  readonly addresses: Readonly<Record<string, string>>;
}

function providersOf({ config, providers: own = [] }: SessionSettings, env: Environment): Providers {
  const providers = new Map<string, ModelProvider>();
  const keys = new Map<string, ProviderKey>();
  const addresses: Record<string, string> = {};
  const expand = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : expandVariables(text, env);
  const remote = ({ baseUrl, models, headers = {} }: ProviderConfig): RemoteOptions => ({
    baseUrl: expand(baseUrl),
    supportedModels: models,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, expandVariables(value, env)])),
  });
  for (const name of ['gemini', 'openRouter'] as const) {
    const settings = config.models?.providers?.[name] ?? {};
    const written = config.apiKeys?.[name] ?? settings.apiKey;
    const options = { ...remote(settings), apiKey: () => expand(written) };
    if (options.baseUrl !== undefined) addresses[name] = options.baseUrl;
    providers.set(name, name === 'gemini' ? new GeminiProvider(options) : new OpenRouterProvider(options));
    keys.set(name, { needed: true, present: isSet(written, env), variable: KEYS[name] });
  }
  for (const [name, settings] of Object.entries(config.models?.providers ?? {})) {
    if (providers.has(name)) continue;
    const { apiKey: written } = settings;
    const { baseUrl, ...options } = remote(settings);
    if (baseUrl === undefined) {
      throw new OptionError(`the model provider "${name}" has no address: set models.providers.${name}.baseUrl`);
    }
    addresses[name] = baseUrl;
    const needsKey = written !== undefined;
    const apiKey = (): string | undefined => expand(written);
    providers.set(name, new OpenAICompatibleProvider({ ...options, name, baseUrl, apiKey, needsKey }));
    keys.set(name, { needed: needsKey, present: isSet(written, env), variable: variablesIn(written ?? '')[0] });
  }
  for (const provider of own) {
    providers.set(provider.name, provider);
    keys.set(provider.name, { needed: false, present: true });
  }
  return { providers, keys, addresses };
}

/** Whether a key is written, and its variables are set. */
function isSet(text: string | undefined, env: Environment): boolean {
  return text !== undefined && text !== '' && variablesIn(text).every((name) => (env[name] ?? '') !== '');
}
