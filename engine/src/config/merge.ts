import type { Config } from './schema.js';

/**
 * Merges configurations, weakest first: mappings key by key, everything else (lists too) replaced by the stronger one.
 * Lists of `plugins` are joined, since each file brings its own.
 */
export function mergeConfigs(...layers: readonly Config[]): Config {
  const merged = layers.reduce<unknown>(mergeValues, {}) as Config;
  const plugins = [...new Set(layers.flatMap((layer) => layer.plugins ?? []))];
  return plugins.length > 0 ? { ...merged, plugins } : merged;
}

function mergeValues(weak: unknown, strong: unknown): unknown {
  if (!isMapping(weak) || !isMapping(strong)) return strong;
  const result: Record<string, unknown> = { ...weak };
  for (const [key, value] of Object.entries(strong)) {
    if (value !== undefined) result[key] = key in result ? mergeValues(result[key], value) : value;
  }
  return result;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
