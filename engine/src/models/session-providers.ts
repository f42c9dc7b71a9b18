import { expandVariables, type Environment, variablesIn } from '../config/environment.js';
import type { Config } from '../config/schema.js';
import { KEY_VARIABLES, keyVariable } from '../config/secrets.js';
import { OptionError } from '../errors.js';
import { GeminiProvider } from './gemini.js';
import { OpenAICompatibleProvider } from './open-ai.js';
import { OpenRouterProvider, type OpenRouterOptions } from './open-router.js';
import type { ModelProvider } from './provider.js';
import type { RemoteOptions } from './remote.js';
import type { ProviderKey } from './router.js';

export interface ProviderSettings {
  readonly config: Config;
  readonly env: Environment;
  /** Providers that the user registered. */
  readonly own?: readonly ModelProvider[] | undefined;
  /** What a run with a budget lets OpenRouter charge. */
  readonly maxPrice?: OpenRouterOptions['maxPrice'];
}

type ProviderConfig = NonNullable<NonNullable<Config['models']>['providers']>[string];

/** The providers of a session, by name, with their addresses and keys. */
export class SessionProviders {
  readonly providers = new Map<string, ModelProvider>();
  readonly keys = new Map<string, ProviderKey>();
  /** Base URLs by name. */
  readonly addresses: Record<string, string> = {};
  /** Keys that neither the configuration nor the environment says. */
  readonly #found = new Map<string, string>();
  readonly #looked = new Set<string>();

  /** @throws OptionError for a server without an address, and for a variable that is not set. */
  constructor(private readonly settings: ProviderSettings) {
    const { config, own = [], maxPrice } = settings;
    const configured = config.models?.providers ?? {};
    for (const name of ['gemini', 'openRouter'] as const) {
      const said = configured[name] ?? {};
      const options = { ...this.#remote(said), ...this.#key(name, config.apiKeys?.[name] ?? said.apiKey, true) };
      if (options.baseUrl !== undefined) this.addresses[name] = options.baseUrl;
      const provider =
        name === 'gemini' ? new GeminiProvider(options) : new OpenRouterProvider({ ...options, maxPrice });
      this.providers.set(name, provider);
    }
    for (const [name, said] of Object.entries(configured)) {
      if (this.providers.has(name)) continue;
      const { baseUrl, ...options } = this.#remote(said);
      if (baseUrl === undefined) {
        throw new OptionError(`the model provider "${name}" has no address: set models.providers.${name}.baseUrl`);
      }
      this.addresses[name] = baseUrl;
      const needsKey = said.apiKey !== undefined;
      const key = this.#key(name, said.apiKey, needsKey);
      this.providers.set(name, new OpenAICompatibleProvider({ ...options, ...key, name, baseUrl, needsKey }));
    }
    for (const provider of own) {
      this.providers.set(provider.name, provider);
      this.keys.set(provider.name, { needed: false, present: true });
    }
  }

  /** Providers that need a key and have none. */
  get keyless(): readonly string[] {
    return [...this.keys].flatMap(([name, { needed, present }]) => (needed && !present ? [name] : []));
  }

  /** Looks once for the key of each of these that has none. @param find where else there are keys */
  async find(names: Iterable<string>, find: (provider: string) => Promise<string | undefined>): Promise<void> {
    for (const name of names) {
      const known = this.keys.get(name);
      if (known === undefined || known.present || !known.needed || this.#looked.has(name)) continue;
      this.#looked.add(name);
      const key = await find(name);
      if (key === undefined) continue;
      this.#found.set(name, key);
      this.keys.set(name, { ...known, present: true });
    }
  }

  #key(name: string, written: string | undefined, needed: boolean): Pick<RemoteOptions, 'apiKey'> {
    const { env } = this.settings;
    const variable = KEY_VARIABLES[name] ?? variablesIn(written ?? '')[0] ?? (needed ? keyVariable(name) : undefined);
    this.keys.set(name, { needed, present: isSet(written, env), variable });
    return { apiKey: () => this.#found.get(name) ?? this.#expand(written) };
  }

  #remote({ baseUrl, models, headers = {} }: ProviderConfig): RemoteOptions {
    const { env } = this.settings;
    return {
      baseUrl: this.#expand(baseUrl),
      supportedModels: models,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, expandVariables(value, env)])),
    };
  }

  #expand(text: string | undefined): string | undefined {
    return text === undefined ? undefined : expandVariables(text, this.settings.env);
  }
}

/** Whether a key is written, and its variables are set. */
function isSet(text: string | undefined, env: Environment): boolean {
  return text !== undefined && text !== '' && variablesIn(text).every((name) => (env[name] ?? '') !== '');
}
