/** Changes when a name comes to mean another model. */
export const ALIASES_VERSION = '2026-11';

/** The model of today behind a name, by the providers that have it; the first is preferred. */
export type Alias = readonly { readonly provider: 'gemini' | 'openRouter'; readonly model: string }[];

const gemini = (model: string, elsewhere: string): Alias => [
  { provider: 'gemini', model },
  { provider: 'openRouter', model: elsewhere },
];
const openRouter = (model: string): Alias => [{ provider: 'openRouter', model }];

const GEMINI_PRO = gemini('gemini-3.8-flash', 'google/gemini-3.1-pro-preview');
const GEMINI_FLASH = gemini('gemini-3.5-flash-lite', 'google/gemini-3.1-flash-lite');
const GPT = openRouter('openai/gpt-6-sol');
const GPT_SMALL = openRouter('openai/gpt-6-luna');
const OPUS = openRouter('anthropic/claude-opus-5.5');
const SONNET = openRouter('anthropic/claude-sonnet-5');
const HAIKU = openRouter('anthropic/claude-haiku-4.5');

/**
 * Names of models that have been shut down, or that never were an id, and what their makers recommend in their place. Any
 * other id is passed on as it is.
 */
const ALIASES: Readonly<Record<string, Alias>> = {
  'gemini-pro': GEMINI_PRO,
  'gemini-1.0-pro': GEMINI_PRO,
  'gemini-1.5-pro': GEMINI_PRO,
  'gemini-1.5-pro-latest': GEMINI_PRO,
  gemini: GEMINI_PRO,
  'gemini-flash': GEMINI_FLASH,
  'gemini-1.5-flash': GEMINI_FLASH,
  'gemini-1.5-flash-latest': GEMINI_FLASH,
  'gemini-1.5-flash-8b': GEMINI_FLASH,
  'gemini-2.0-flash': GEMINI_FLASH,
  'gemini-2.0-flash-lite': GEMINI_FLASH,
  'gpt-4': GPT,
  'gpt-4-32k': GPT,
  'gpt-4-turbo': GPT,
  'gpt-4-turbo-preview': GPT,
  'gpt-3.5-turbo': GPT_SMALL,
  'claude-2': SONNET,
  'claude-3': SONNET,
  'claude-3-sonnet': SONNET,
  'claude-3-5-sonnet': SONNET,
  'claude-3.5-sonnet': SONNET,
  'claude-3-7-sonnet': SONNET,
  'claude-3.7-sonnet': SONNET,
  'claude-3-opus': OPUS,
  'claude-3-haiku': HAIKU,
  'claude-3-5-haiku': HAIKU,
  'claude-3.5-haiku': HAIKU,
};

export function aliasOf(name: string): Alias | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}

export const ALIAS_NAMES: readonly string[] = Object.keys(ALIASES);
