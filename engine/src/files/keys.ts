import { type Environment, expandVariables } from '../config/environment.js';
import type { Config } from '../config/schema.js';
import { KEY_VARIABLES, keyVariable } from '../config/secrets.js';
import { OptionError } from '../errors.js';
import { keyFromKeychain } from './keychain.js';

/** A key and where it was found. Never print it. */
export interface FoundKey {
  /** The key itself. */
  readonly key: string;
  /** Where it was found. */
  readonly from: 'environment' | 'configuration' | 'keychain';
}

/**
 * The key of a provider: of the environment or `.env`, else of the configuration, else of the operating system's keychain.
 * A `${NAME}` that is not set counts as no key.
 * @param provider `gemini`, `openRouter`, or a name of `models.providers`
 * @param folder from which the package for the keychain is looked for; the working folder
 */
export async function findKey(
  provider: string,
  { config, env }: { readonly config: Config; readonly env: Environment },
  folder?: string,
): Promise<FoundKey | undefined> {
  const set = Object.hasOwn(KEY_VARIABLES, provider) ? env[KEY_VARIABLES[provider]]?.trim() : undefined;
  if (set) return { key: set, from: 'environment' };
  const { apiKeys = {}, models: { providers = {} } = {} } = config;
  const named = Object.hasOwn(providers, provider) ? providers[provider].apiKey : undefined;
  const general = Object.hasOwn(apiKeys, provider) ? apiKeys[provider as keyof typeof apiKeys] : undefined;
  for (const written of [named, general]) {
    const key = written === undefined ? undefined : expanded(written, env)?.trim();
    if (key) return { key, from: written?.includes('${') ? 'environment' : 'configuration' };
  }
  const kept = await keyFromKeychain(keyVariable(provider), folder);
  return kept === undefined ? undefined : { key: kept, from: 'keychain' };
}

function expanded(text: string, env: Environment): string | undefined {
  try {
    return expandVariables(text, env);
  } catch (error) {
    if (error instanceof OptionError) return undefined;
    throw error;
  }
}
