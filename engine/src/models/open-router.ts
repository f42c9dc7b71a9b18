import { OpenAICompatibleProvider } from './open-ai.js';
import type { Price } from './price.js';
import type { ListedModel, RemoteOptions } from './remote.js';

/** Key and routing of an {@link OpenRouterProvider}. */
export interface OpenRouterOptions extends RemoteOptions {
  /** OpenRouter's own routing: `order`, `only`, `ignore`, `sort`, `max_price`, `data_collection`, `zdr` … */
  readonly routing?: Readonly<Record<string, unknown>> | undefined;
  /** US dollars per million tokens that a provider of a model may charge; `undefined`: whatever it does. */
  readonly maxPrice?: ((model: string) => Price | undefined) | undefined;
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
  readonly #maxPrice: OpenRouterOptions['maxPrice'];
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
    this.#maxPrice = options.maxPrice;
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

  protected override extras(schema: boolean, model: string): Readonly<Record<string, unknown>> {
    const price = this.#maxPrice?.(model);
    const most = (pick: (rate: Pick<Price, 'input' | 'output'>) => number): number =>
      Math.max(...[price!, ...(price!.tiers ?? [])].map(pick));
    const routing = {
      ...this.#routing,
      ...(price !== undefined && {
        max_price: {
          prompt: most(({ input }) => input),
          completion: most(({ output }) => output),
          ...(price.request !== undefined && { request: price.request }),
        },
      }),
      // Else a provider that knows no schemas, or no limit of tokens, would answer and leave them out of account in silence.
      ...((schema || price !== undefined) && { require_parameters: true }),
    };
    return Object.keys(routing).length > 0 ? { provider: routing } : {};
  }
}
