import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { configFromEnvironment, type Environment } from '../config/environment.js';
import { mergeConfigs } from '../config/merge.js';
import type { Config } from '../config/schema.js';
import { SchemaError, SynthError } from '../errors.js';
import { parseDocument } from '../schema/parse.js';
import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { readText } from './schema-file.js';

const NAMES = ['.agentic-synth.json', '.agentic-synth.yaml', '.agentic-synth.yml'];
const USER_NAMES = ['config.json', 'config.yaml', 'config.yml'];
const PACKAGE_KEY = 'agenticSynth';

export interface LoadedConfig {
  /** Everything merged; `${NAME}` is still as written. Paths are absolute. */
  readonly config: Config;
  /** The files that it comes from, weakest first. */
  readonly files: readonly string[];
  /** What the files ask for and this version does not do. */
  readonly warnings: readonly Diagnostic[];
}

export interface ConfigSearch {
  /** Where the search upwards begins; default: the working folder. */
  readonly folder?: string;
  /** Default: the environment of the process. */
  readonly env?: Environment;
}

/**
 * The configuration that holds in a folder, weakest first: the user's own file (`agentic-synth/config.json`, `.yaml` or
 * `.yml` under `$XDG_CONFIG_HOME`, `~/.config` or `%APPDATA%`), the nearest project file going upwards
 * (`.agentic-synth.json`, `.yaml`, `.yml`, or `agenticSynth` in a `package.json`), environment variables.
 * @throws SchemaError where a file has a mistake
 * @throws SynthError where a file cannot be read or two files of one folder compete
 */
export async function loadConfig(search: ConfigSearch = {}): Promise<LoadedConfig> {
  const env = search.env ?? process.env;
  const files = [await userFile(env), await projectFile(resolve(search.folder ?? '.'))].filter(
    (file) => file !== undefined,
  );
  const layers = await Promise.all(files.map(readConfig));
  return {
    config: mergeConfigs(...layers.map(({ config }) => config), configFromEnvironment(env)),
    files,
    warnings: layers.flatMap(({ warnings }) => warnings),
  };
}

async function userFile(env: Environment): Promise<string | undefined> {
  const base = env.XDG_CONFIG_HOME || env.APPDATA || join(env.HOME || homedir(), '.config');
  return onlyOne(join(base, 'agentic-synth'), USER_NAMES);
}

async function projectFile(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = (await onlyOne(folder, NAMES)) ?? (await packageFile(folder));
    if (file || dirname(folder) === folder) return file;
  }
}

async function packageFile(folder: string): Promise<string | undefined> {
  const file = join(folder, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => '');
  // Most have no such key, and need no parsing to know it.
  if (!text.includes(`"${PACKAGE_KEY}"`)) return undefined;
  const { value } = parseDocument(text, { language: 'json' });
  return isMapping(value) && PACKAGE_KEY in value ? file : undefined;
}

async function onlyOne(folder: string, names: readonly string[]): Promise<string | undefined> {
  const found: string[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      found.push(file);
  }
  if (found.length > 1) {
    throw new SynthError('config/ambiguous', `${found.join(' and ')} compete: keep one of them.`);
  }
  return found[0];
}

async function readConfig(file: string): Promise<{ config: Config; warnings: readonly Diagnostic[] }> {
  // Its schema is needed only where there is a file, and costs a good part of a short run.
  const { checkConfig } = await import('../config/check.js');
  const parsed = parseDocument(await readText(file), { file });
  const inPackage = file.endsWith('package.json');
  const base = inPackage ? pointerTo('', PACKAGE_KEY) : '';
  const written = inPackage && isMapping(parsed.value) ? parsed.value[PACKAGE_KEY] : parsed.value;
  const checked = checkConfig(written ?? {});
  const diagnostics = [
    ...parsed.diagnostics,
    ...checked.diagnostics.map((diagnostic) => ({ ...diagnostic, pointer: base + diagnostic.pointer, file })),
  ];
  if (!checked.config || diagnostics.some(({ severity }) => severity === 'error'))
    throw new SchemaError(diagnostics, file);
  return { config: resolvePaths(checked.config, dirname(file)), warnings: diagnostics };
}

/** Paths of a file are relative to it; one that begins with a variable is known only later. */
function resolvePaths(config: Config, folder: string): Config {
  const path = (text: string): string => (isAbsolute(text) || text.startsWith('${') ? text : join(folder, text));
  const { cache, integrations, plugins } = config;
  return {
    ...config,
    ...(cache?.persistPath && { cache: { ...cache, persistPath: path(cache.persistPath) } }),
    ...(integrations?.ruvector?.dbPath && {
      integrations: {
        ...integrations,
        ruvector: { ...integrations.ruvector, dbPath: path(integrations.ruvector.dbPath) },
      },
    }),
    ...(plugins && { plugins: plugins.map(path) }),
  };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
