import { OpenAICompatibleProvider } from './open-ai.js';
import type { ListedModel, RemoteOptions } from './remote.js';

export interface OpenRouterOptions extends RemoteOptions {
  /** OpenRouter's own routing: `order`, `only`, `ignore`, `sort`, `max_price`, `data_collection`, `zdr` … */
  readonly routing?: Readonly<Record<string, unknown>> | undefined;
  readonly fetch?: typeof fetch | undefined;
}

const MODELS = [
  'openai/gpt-4o-mini',
  'openai/gpt-4o',
  'anthropic/claude-sonnet-4',
  'google/gemini-2.5-flash',
  'meta-llama/llama-3.3-70b-instruct',
];

/** OpenRouter, one key for the models of many makers. It tells the cost of each call. */
export class OpenRouterProvider extends OpenAICompatibleProvider {
  readonly #routing: Readonly<Record<string, unknown>>;
  readonly #structured = new Map<string, boolean>();

  constructor(options: OpenRouterOptions = {}) {
    super({
      ...options,
      name: 'openRouter',
      baseUrl: options.baseUrl ?? 'https://openrouter.ai/api/v1',
      keyName: 'OPENROUTER_API_KEY',
      needsKey: true,
      headers: { 'X-OpenRouter-Title': 'agentic-synth', ...options.headers },
      supportedModels: options.supportedModels ?? MODELS,
    });
    this.#routing = options.routing ?? {};
  }

  /** As the list of models says, once it has been asked for. */
  override structuredOutput(model: string): boolean | undefined {
    return this.#structured.get(model);
  }

  override async listModels(signal?: AbortSignal): Promise<readonly ListedModel[]> {
    const models = await super.listModels(signal);
    for (const { id, structuredOutput } of models) {
      if (structuredOutput !== undefined) this.#structured.set(id, structuredOutput);
    }
    return models;
  }

  protected override extras(schema: boolean): Readonly<Record<string, unknown>> {
    // Without it a provider that knows no schemas would answer, and leave it out of account in silence.
    const routing = schema ? { ...this.#routing, require_parameters: true } : this.#routing;
    return Object.keys(routing).length > 0 ? { provider: routing } : {};
  }
}
