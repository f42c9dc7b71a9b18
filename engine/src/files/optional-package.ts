import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expandVariables } from '../config/environment.js';
import { importModule } from './import-module.js';

/** What is looked for beside the working folder: packages installed where this one is. */
const HERE = typeof __filename === 'string' ? __filename : import.meta.url;

/**
 * The file of the first of these entries that is installed, in the working folder or where this package is.
 * @param entries such as `midstreamer/quic`
 */
export function findEntry(entries: readonly string[]): string | undefined {
  for (const from of [resolve('package.json'), HERE]) {
    for (const entry of entries) {
      try {
        return createRequire(from).resolve(entry);
      } catch {
        // Not there, or without this entry: the next one may be.
      }
    }
  }
  return undefined;
}

/** The exports of a module, whether it is an ES module or CommonJS. */
export async function importFile(file: string): Promise<Record<string, unknown>> {
  const module = (await importModule(pathToFileURL(file).href)) as Record<string, unknown>;
  return { ...(module.default as object | undefined), ...module };
}

/** A configured path as the system takes it, `${NAME}` replaced. Its folder is made. */
export function preparePath(path: string): string {
  const full = resolve(expandVariables(path, process.env));
  mkdirSync(dirname(full), { recursive: true });
  return full;
}

/** A configured text with every `${NAME}` replaced. */
export function expandText(text: string): string {
  return expandVariables(text, process.env);
}

/** Does something while a variable of the environment is set. */
export async function withVariable<T>(name: string, value: string, run: () => Promise<T>): Promise<T> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
