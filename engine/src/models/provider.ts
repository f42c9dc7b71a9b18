/** What a caller may say of one call. Everything is optional but the model. */
export interface ModelOptions {
  /** Model id as the provider knows it. */
  readonly model: string;
  /** Instruction that stands before the prompt. */
  readonly system?: string | undefined;
  /** 0 … 2. */
  readonly temperature?: number | undefined;
  /** 0 … 1: only the likeliest words that make up this share. Default: that of the model. */
  readonly topP?: number | undefined;
  /** Tokens of the answer, at most. */
  readonly maxTokens?: number | undefined;
  /** Passed on where the provider takes one. */
  readonly seed?: number | undefined;
  /** JSON Schema (draft 2020-12) of the answer; providers that support structured output enforce it. */
  readonly responseSchema?: object | undefined;
  /** Aborting ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** ms without a byte before a call counts as dead; 30,000. */
  readonly idleTimeout?: number | undefined;
}

/** A source of language models: the interface of the architecture. Users may register their own. */
export interface ModelProvider {
  /** `gemini`, `openRouter`, or a name of your own. */
  readonly name: string;
  /** Ids that are known by name; any other id is tried as it is. */
  readonly supportedModels: string[];
  /** The whole answer. @throws ModelError */
  generate(prompt: string, options: ModelOptions): Promise<string>;
  /** The answer piece by piece. @throws ModelError */
  generateStream(prompt: string, options: ModelOptions): AsyncIterableIterator<string>;
  /** US dollars for so many tokens of the answer; NaN where the price is not known. */
  getCost(model: string, tokens: number): number;
}

/** Tokens and cost of a call, as far as the provider tells. */
export interface ModelUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** US dollars as billed by the provider itself. */
  readonly cost?: number | undefined;
}

/** Why an answer ended. `stop`: by itself; `length`: at the limit of tokens; `blocked`: refused or filtered. */
export type FinishReason = 'stop' | 'length' | 'blocked' | 'other';

/** Pieces of an answer, then exactly one end. A call that fails throws a ModelError instead of the end. */
export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'end';
      readonly finish: FinishReason;
      readonly usage: ModelUsage;
      /** The model that answered, as the provider names it. */
      readonly model: string;
    };

/** What the engine asks of a provider beyond the interface of the architecture: events with usage and the reason of the end. */
export interface EventProvider extends ModelProvider {
  /** One attempt: no retries inside. Ends the request when `options.signal` aborts or the caller stops reading. @throws ModelError */
  events(prompt: string, options: ModelOptions): AsyncIterable<ModelEvent>;
  /** Whether structured output is enforced for this model; `undefined`: not known. */
  structuredOutput?(model: string): boolean | undefined;
}
