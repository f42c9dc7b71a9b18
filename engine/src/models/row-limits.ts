import type { Config } from '../config/schema.js';
import type { Route } from './client.js';
import type { RoutedClient } from './model-client.js';
import type { RowLimits } from './row-options.js';

/** How rows are asked of each route: in batches that its context holds, in the form that its provider is set to. */
export function rowLimits(client: RoutedClient, config: Config): (route: Route) => RowLimits {
  return ({ provider, model }) => {
    const { contextTokens, maxOutputTokens = Infinity } = client.router.entry(provider, model);
    const half = contextTokens === undefined ? Infinity : Math.max(1, Math.floor(contextTokens / 2));
    return {
      input: half,
      output: Math.min(half, maxOutputTokens),
      rows: client.limitsOf(provider, model).rowsPerCall,
      named: config.models?.providers?.[provider]?.rows === 'objects',
    };
  };
}
