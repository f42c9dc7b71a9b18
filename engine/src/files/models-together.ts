import { type SharedModels, sharedModels } from '../models/shared.js';
import type { ModelCache } from './model-cache.js';

/** What the models of several runs at the same time share: pace, budget, and what is kept of their work. */
export class ModelsTogether {
  readonly shared: SharedModels;
  private cache: Promise<ModelCache> | undefined;

  /** @param budget US dollars for all runs together. */
  constructor(budget?: number) {
    this.shared = sharedModels(budget);
  }

  /** What is kept, opened by the first run that asks for it. It stays open when a run closes it. */
  async open(open: () => Promise<ModelCache>): Promise<ModelCache> {
    this.cache ??= open();
    return { ...(await this.cache), close: async () => undefined };
  }

  async close(): Promise<void> {
    await (await this.cache?.catch(() => undefined))?.close();
  }
}
