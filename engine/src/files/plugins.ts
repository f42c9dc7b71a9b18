import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expandVariables } from '../config/environment.js';
import { OptionError, SynthError } from '../errors.js';
import type { CustomGenerator, PlainGenerator } from '../generators/custom.js';
import { importModule } from './import-module.js';

type Register = (generator: CustomGenerator | PlainGenerator) => void;

/**
 * Loads modules of custom generators. A module's default export is a generator, a list of them, or a function that is
 * given `{ registerGenerator }`.
 * @throws SynthError where a module cannot be loaded; OptionError where it exports no generator.
 */
export async function loadPlugins(paths: readonly string[], register: Register): Promise<void> {
  for (const path of paths) {
    const file = resolve(expandVariables(path, process.env));
    let module: { default?: unknown };
    try {
      module = (await importModule(pathToFileURL(file).href)) as { default?: unknown };
    } catch (cause) {
      if (cause instanceof OptionError) throw cause;
      const found = await stat(file).catch(() => undefined);
      if (found === undefined) throw new SynthError('file/missing', `There is no plug-in ${path}.`, { cause });
      throw new SynthError('plugin/failed', `The plug-in ${path} cannot be loaded: ${(cause as Error).message}`, {
        cause,
      });
    }
    await registerAll(path, module.default, register);
  }
}

async function registerAll(path: string, exported: unknown, register: Register): Promise<void> {
  if (typeof exported === 'function' && !isGenerator(exported)) {
    // A class registers an instance of itself; a function is told how to register.
    if (isGenerator(exported.prototype)) register(new (exported as new () => CustomGenerator)());
    else await (exported as (api: { registerGenerator: Register }) => unknown)({ registerGenerator: register });
    return;
  }
  const generators = Array.isArray(exported) ? exported : [exported];
  for (const generator of generators) {
    if (!isGenerator(generator)) {
      throw new OptionError(
        `The plug-in ${path} exports no generator: its default export must be one, a list of them, or a function that registers them.`,
      );
    }
    register(generator as PlainGenerator);
  }
}

function isGenerator(value: unknown): boolean {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { value?: unknown }).value === 'function'
  );
}
