import type { ModelReport } from '../models/report.js';

/** One line about each model: `gemini:gemini-2.5-flash: 10 calls (2 from the cache), $0.0031`. */
export function modelLines({ models }: ModelReport): string[] {
  return models.map(({ provider, model, calls, cached, cost }) => {
    const kept = cached > 0 ? ` (${cached} from the cache)` : '';
    const price = Number.isNaN(cost) ? 'at a price that is not known' : `$${cost.toFixed(4)}`;
    return `${provider}:${model}: ${calls} ${calls === 1 ? 'call' : 'calls'}${kept}, ${price}`;
  });
}
