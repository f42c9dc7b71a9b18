import { GeminiProvider } from '../../../../engine/src/models/gemini.js';
import { OpenAICompatibleProvider } from '../../../../engine/src/models/open-ai.js';
import { OpenRouterProvider } from '../../../../engine/src/models/open-router.js';
import type { EventProvider, ModelEvent, ModelOptions } from '../../../../engine/src/models/provider.js';
import type { RemoteOptions } from '../../../../engine/src/models/remote.js';

/** Must be found nowhere, in no part. */
export const CANARY = 'sk-or-v1-cAnArY7fQ2xZ9mT4wL8bK3';

export type Wire = 'gemini' | 'openRouter' | 'local';
export const WIRES: readonly Wire[] = ['gemini', 'openRouter', 'local'];

/** A provider of either wire at a server's address. */
export function providerAt(wire: Wire, url: string, options: RemoteOptions = {}): EventProvider {
  switch (wire) {
    case 'gemini':
      return new GeminiProvider({ apiKey: CANARY, ...options, baseUrl: url });
    case 'openRouter':
      return new OpenRouterProvider({ apiKey: CANARY, ...options, baseUrl: `${url}/api/v1` });
    case 'local':
      return new OpenAICompatibleProvider({ apiKey: CANARY, ...options, name: 'local', baseUrl: `${url}/v1` });
  }
}

export interface Outcome {
  readonly text: string;
  readonly end: Extract<ModelEvent, { type: 'end' }> | undefined;
  readonly error: unknown;
}

/** Reads a call to its end, whatever it is. */
export async function outcomeOf(provider: EventProvider, options: Partial<ModelOptions> = {}): Promise<Outcome> {
  let text = '';
  let end: Outcome['end'];
  try {
    for await (const event of provider.events('Write rows.', {
      model: 'gemini-2.5-flash',
      idleTimeout: 250,
      ...options,
    })) {
      if (event.type === 'text') text += event.text;
      else end = event;
    }
  } catch (error) {
    return { text, end, error };
  }
  return { text, end, error: undefined };
}
