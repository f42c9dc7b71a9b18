/** What the price list does not say of a model, and routing has to know. */
export interface KnownModel {
  readonly provider: string;
  readonly id: string;
  /** How well it writes data, 0 … 1: a coarse ranking by the makers' own tiers, not a measurement. */
  readonly quality: number;
  /** Seconds to the first piece and tokens a second, until this process has measured its own. */
  readonly firstPiece: number;
  readonly speed: number;
  readonly maxOutputTokens: number;
}

const known = (
  provider: string,
  id: string,
  quality: number,
  firstPiece: number,
  speed: number,
  maxOutputTokens: number,
): KnownModel => ({ provider, id, quality, firstPiece, speed, maxOutputTokens });

/** Models that are chosen by themselves. All of them hold an answer to a JSON Schema. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  known('gemini', 'gemini-3.8-flash', 0.86, 1, 180, 65_536),
  known('gemini', 'gemini-3.5-flash-lite', 0.64, 0.4, 350, 65_536),
  known('gemini', 'gemini-3.1-flash-lite', 0.56, 0.4, 350, 65_536),
  known('gemini', 'gemini-3.1-pro-preview', 0.9, 4, 100, 65_536),
  known('openRouter', 'anthropic/claude-opus-5.5', 1, 2, 60, 64_000),
  known('openRouter', 'anthropic/claude-sonnet-5', 0.93, 1.5, 80, 64_000),
  known('openRouter', 'anthropic/claude-haiku-4.5', 0.75, 0.8, 140, 64_000),
  known('openRouter', 'openai/gpt-6-sol', 0.95, 2, 80, 128_000),
  known('openRouter', 'openai/gpt-6-luna', 0.7, 1, 150, 128_000),
  known('openRouter', 'openai/gpt-oss-120b', 0.58, 0.6, 200, 32_768),
  known('openRouter', 'google/gemini-3.1-pro-preview', 0.9, 4, 100, 65_536),
  known('openRouter', 'google/gemini-3.1-flash-lite', 0.56, 0.6, 300, 65_536),
  known('openRouter', 'deepseek/deepseek-v4-pro', 0.82, 2, 50, 32_768),
  known('openRouter', 'deepseek/deepseek-v4-flash', 0.66, 1, 90, 32_768),
  known('openRouter', 'qwen/qwen3.7-plus', 0.76, 1.5, 80, 32_768),
  known('openRouter', 'mistralai/mistral-small-2603', 0.55, 0.6, 150, 32_768),
];

export function knownModel(provider: string, id: string): KnownModel | undefined {
  return KNOWN_MODELS.find((model) => model.provider === provider && model.id === id);
}

/** Reasoning models that refuse a temperature: GPT from 5 and the o series, Claude from Opus 4.7 and Sonnet 5. */
const FIXED_TEMPERATURE =
  /(?:^|\/)(?:gpt-(?:[5-9]|\d\d)|o\d)|(?:^|\/)claude-(?:opus-(?:4[.-][7-9]|[5-9])|sonnet-[5-9]|haiku-[5-9]|fable)/u;
/** Makers whose models take no seed. */
const NO_SEED = /(?:^|\/)(?:claude-|gpt-(?:[6-9]|\d\d))/u;

/** Which settings a model takes. Some providers refuse the whole call for one that it does not. */
export function settingsOf(model: string): { readonly temperature: boolean; readonly seed: boolean } {
  return { temperature: !FIXED_TEMPERATURE.test(model), seed: !NO_SEED.test(model) };
}
