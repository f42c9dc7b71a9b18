import { OptionError } from '../errors.js';
import type { Config } from './schema.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `${NAME}` in a configured text. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names of the variables that a text reads, in their order. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name);
}

/** The part of the configuration that environment variables set: they are stronger than any file. */
export function configFromEnvironment(env: Environment): Config {
  const apiKeys = defined({ gemini: env.GEMINI_API_KEY, openRouter: env.OPENROUTER_API_KEY });
  const providers = defined({
    gemini: env.GEMINI_BASE_URL && { baseUrl: env.GEMINI_BASE_URL },
    openRouter: env.OPENROUTER_BASE_URL && { baseUrl: env.OPENROUTER_BASE_URL },
  });
  return {
    ...(apiKeys && { apiKeys }),
    ...(providers && { models: { providers } }),
  };
}

/**
 * Replaces every `${NAME}` in a configured text. Called when the value is used, so that a variable that is not set
 * disturbs only the run that needs it.
 * @throws OptionError naming the variable that is not set.
 */
export function expandVariables(text: string, env: Environment): string {
  return text.replaceAll(VARIABLE, (_, name: string) => {
    const value = env[name];
    if (value === undefined) {
      throw new OptionError(
        `the configuration uses \${${name}}, and no environment variable ${name} is set`,
        'config/variable',
      );
    }
    return value;
  });
}

/** Without the entries that are unset or empty; `undefined` where none is left. */
function defined<V>(values: Record<string, V | '' | undefined>): Record<string, V> | undefined {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, V] => entry[1] !== undefined && entry[1] !== '',
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
