import { pointerTo } from '../schema/diagnostic.js';
import { mergeConfigs } from './merge.js';
import type { Config } from './schema.js';

/** Where a part of the configuration comes from. */
export type Origin = 'default' | 'user' | 'project' | 'package' | '.env' | 'environment';

/** One source of configuration. */
export interface ConfigLayer {
  readonly origin: Origin;
  /** Absolute, where it comes from a file. */
  readonly file?: string | undefined;
  readonly config: Config;
}

/** A value that holds, and the layer that set it. Mappings are taken apart; lists are values, but for `plugins`. */
export interface ConfigEntry {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly layer: ConfigLayer;
}

/** What holds where nothing is said. */
export const DEFAULT_CONFIG = {
  cache: { enabled: true, maxSize: 1000, ttl: 3_600_000 },
} satisfies Config;

/**
 * Every value of the merged configuration with its source, in the order of their paths.
 * @param layers weakest first
 */
export function configEntries(layers: readonly ConfigLayer[]): ConfigEntry[] {
  const entries = new Map<string, ConfigEntry>();
  for (const layer of layers) {
    for (const [path, value] of leaves(layer.config)) {
      // A plug-in keeps the place that it has first, as merging does.
      const key = path[0] === 'plugins' ? pointerTo('', 'plugins', String(value)) : pointerTo('', ...path);
      if (path[0] !== 'plugins' || !entries.has(key)) entries.set(key, { path, value, layer });
    }
  }
  const holding = new Map(
    leaves(mergeConfigs(...layers.map(({ config }) => config))).map(([path]) => [key(path), path]),
  );
  let plugin = 0;
  return [...entries.values()]
    .map((entry) => (entry.path[0] === 'plugins' ? { ...entry, path: ['plugins', String(plugin++)] } : entry))
    .filter(({ path }) => holding.has(key(path)))
    .sort((a, b) => compare(key(a.path), key(b.path)));
}

function key(path: readonly string[]): string {
  return pointerTo('', ...path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The values of nested mappings by their paths. */
export function leaves(
  value: unknown,
  path: readonly string[] = [],
): (readonly [path: readonly string[], value: unknown])[] {
  if (Array.isArray(value) && path.length === 1 && path[0] === 'plugins') {
    return value.map((one: unknown, i) => [[...path, String(i)], one] as const);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .flatMap(([name, part]) => leaves(part, [...path, name]));
}
