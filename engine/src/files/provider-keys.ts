import type { Config } from '../config/schema.js';
import { expandVariables, type Environment } from '../config/environment.js';
import { KEY_VARIABLES, keyVariable } from '../config/secrets.js';
import { SynthError } from '../errors.js';
import { ModelError } from '../models/error.js';
import type { ListedModel } from '../models/remote.js';
import { findKey, type FoundKey } from './keys.js';

/** A provider of models and the key that was found for it. */
export interface ProviderKey {
  /** `gemini`, `openRouter`, or a name of `models.providers`. */
  readonly provider: string;
  /** Undefined: there is none. */
  readonly key: FoundKey | undefined;
  /** Servers of one's own often ask for none. */
  readonly needed: boolean;
  /** The environment variable that its key is best kept in. */
  readonly variable: string;
}

const ANSWERED: ReadonlySet<string> = new Set(['model/truncated', 'model/empty', 'model/blocked']);

interface Surroundings {
  readonly config: Config;
  readonly env: Environment;
}

interface Lister {
  listModels(signal?: AbortSignal): Promise<readonly ListedModel[]>;
}

/** The built-in providers and the configured ones, with their keys. */
export function providerKeys({ config, env }: Surroundings, folder?: string): Promise<ProviderKey[]> {
  const own = Object.keys(config.models?.providers ?? {}).filter((name) => !Object.hasOwn(KEY_VARIABLES, name));
  return Promise.all(
    [...Object.keys(KEY_VARIABLES), ...own].map(async (provider) => ({
      provider,
      key: await findKey(provider, { config, env }, folder),
      needed: Object.hasOwn(KEY_VARIABLES, provider),
      variable: keyVariable(provider),
    })),
  );
}

/**
 * Asks a provider for its models, which costs nothing.
 * @throws ModelError, SynthError where it has no address
 */
export async function listedBy(
  provider: string,
  apiKey: string | undefined,
  surroundings: Surroundings,
  signal?: AbortSignal,
): Promise<readonly ListedModel[]> {
  return (await listerOf(provider, apiKey, addressOf(provider, surroundings))).listModels(signal);
}

/**
 * Asks a provider whether it takes a key. OpenRouter tells anyone its models: it is asked for a word, which costs a few
 * tokens; the others are asked for their list.
 * @throws ModelError `model/bad-key` and others
 */
export async function tryKey(
  provider: string,
  apiKey: string,
  surroundings: Surroundings,
  signal?: AbortSignal,
): Promise<void> {
  if (provider !== 'openRouter') return void (await listedBy(provider, apiKey, surroundings, signal));
  const { OpenRouterProvider } = await import('../models/open-router.js');
  const asked = new OpenRouterProvider({ apiKey, baseUrl: addressOf(provider, surroundings) });
  try {
    await asked.generate('Say OK.', { model: asked.supportedModels[0], maxTokens: 16, signal });
  } catch (error) {
    // The key was taken; what the model made of the question does not matter.
    if (error instanceof ModelError && ANSWERED.has(error.code)) return;
    throw error;
  }
}

function addressOf(provider: string, { config, env }: Surroundings): string | undefined {
  const address = config.models?.providers?.[provider]?.baseUrl;
  return address === undefined ? undefined : expandVariables(address, env);
}

async function listerOf(provider: string, apiKey: string | undefined, baseUrl: string | undefined): Promise<Lister> {
  if (provider === 'gemini') {
    const { GeminiProvider } = await import('../models/gemini.js');
    return new GeminiProvider({ apiKey, baseUrl });
  }
  if (provider === 'openRouter') {
    const { OpenRouterProvider } = await import('../models/open-router.js');
    return new OpenRouterProvider({ apiKey, baseUrl });
  }
  if (baseUrl === undefined) throw new SynthError('model/no-address', `${provider} has no baseUrl`);
  const { OpenAICompatibleProvider } = await import('../models/open-ai.js');
  return new OpenAICompatibleProvider({ name: provider, apiKey, baseUrl });
}
