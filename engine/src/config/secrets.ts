import { redact } from '../models/redact.js';
import { type Environment, variablesIn } from './environment.js';
import { leaves } from './layers.js';
import type { Config } from './schema.js';

/** Stands for a whole key, whatever its length. */
export const MASKED = '••••';

const REFERENCE = /^(?:(?:bearer|basic)\s+)?\$\{[A-Za-z_][A-Za-z0-9_]*\}$/i;
const NAMED_KEY = /(?:^|_)API_?KEY$/i;

/** Environment variables that hold the keys of providers. */
export const KEY_VARIABLES: Readonly<Record<string, string>> = {
  gemini: 'GEMINI_API_KEY',
  openRouter: 'OPENROUTER_API_KEY',
};

/** The variable that a key of a provider is best kept in. */
export function keyVariable(provider: string): string {
  if (Object.hasOwn(KEY_VARIABLES, provider)) return KEY_VARIABLES[provider];
  const words = provider.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  return `${/^\d/.test(words) ? '_' : ''}${words.toUpperCase()}_API_KEY`;
}

/** The provider whose key stands at a path; `undefined` where no key does. */
export function keyOwner(path: readonly string[]): string | undefined {
  const [first, second, third, fourth] = path;
  if (first === 'apiKeys' && path.length === 2) return second;
  const isKey = fourth === 'apiKey' && path.length === 4;
  const isHeader = fourth === 'headers' && path.length === 5 && /auth|key|token|secret|cookie/i.test(path[4]);
  const ofProvider = first === 'models' && second === 'providers' && (isKey || isHeader);
  return ofProvider ? third : undefined;
}

/** Keys that are written out, instead of a `${NAME}` that stands for them. */
export function literalKeys(config: Config): { readonly path: readonly string[]; readonly provider: string }[] {
  return leaves(config).flatMap(([path, value]) => {
    const provider = keyOwner(path);
    return provider === undefined || REFERENCE.test(String(value)) ? [] : [{ path, provider }];
  });
}

/**
 * Every text that is a key: of the configurations, of the variables they name, of variables whose names end in `API_KEY`, and
 * passwords in addresses.
 */
export function secretsOf(configs: readonly Config[], env: Environment): string[] {
  const named = Object.entries(env).flatMap(([name, value]) => (NAMED_KEY.test(name) && value ? [value] : []));
  const configured = configs.flatMap((config) =>
    leaves(config).flatMap(([path, value]) => {
      if (typeof value !== 'string') return [];
      if (keyOwner(path) === undefined) return passwordsIn(value, env);
      const parts = variablesIn(value).map((name) => env[name] ?? '');
      return [...parts, ...(REFERENCE.test(value) ? [] : [value])];
    }),
  );
  // Of fewer characters nothing is a key, and masking them would tear every text apart.
  return [...new Set([...named, ...configured].map((secret) => secret.trim()))].filter(({ length }) => length >= 4);
}

function passwordsIn(text: string, env: Environment): string[] {
  const whole = text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => env[name] ?? '');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(whole) || !URL.canParse(whole)) return [];
  const { password, searchParams } = new URL(whole);
  const words = [...searchParams].flatMap(([name, value]) => (/key|token|secret/i.test(name) ? [value] : []));
  return password === '' ? words : [password, decodeURIComponent(password), ...words];
}

/** A value of the configuration as it may be shown: a key is masked whole, and so is what only looks like one. */
export function shownValue(path: readonly string[], value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => shownValue(path, part, secrets));
  if (typeof value !== 'string') return value;
  if (REFERENCE.test(value)) return value;
  if (keyOwner(path) !== undefined) return MASKED;
  return redact(value.replaceAll(/\/\/[^/@\s]*@/g, `//${MASKED}@`), secrets).replaceAll('[key]', MASKED);
}
