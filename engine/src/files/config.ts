import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { configFromEnvironment, type Environment } from '../config/environment.js';
import { type ConfigLayer } from '../config/layers.js';
import { mergeConfigs } from '../config/merge.js';
import type { Config } from '../config/schema.js';
import { SchemaError, SynthError } from '../errors.js';
import { parseDocument } from '../schema/parse.js';
import { pointerTo, type Diagnostic } from '../schema/diagnostic.js';
import { type EnvFile, onlyInFile, readEnvFile, withEnvFile } from './env-file.js';
import { readText } from './schema-file.js';

const NAMES = ['.agentic-synth.json', '.agentic-synth.yaml', '.agentic-synth.yml'];
const USER_NAMES = ['config.json', 'config.yaml', 'config.yml'];
const PACKAGE_KEY = 'agenticSynth';

/** What {@link loadConfig} gives: pass `config` to `new AgenticSynth`. */
export interface LoadedConfig {
  /** Everything merged; `${NAME}` is still as written. Paths are absolute. */
  readonly config: Config;
  /** The files that it comes from, weakest first. */
  readonly files: readonly string[];
  /** What the files ask for and this version does not do, and keys that git would publish. */
  readonly warnings: readonly Diagnostic[];
  /** What `${NAME}` means: variables of the process, and those of `.env` that it has not. */
  readonly env: Environment;
  /** What was merged, weakest first. */
  readonly layers: readonly ConfigLayer[];
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
 * (`.agentic-synth.json`, `.yaml`, `.yml`, or `agenticSynth` in a `package.json`), `.env` beside that file (without one, in the
 * folder), environment variables. Flags and options of a call are stronger than all of it.
 * @throws SchemaError where a file has a mistake
 * @throws SynthError where a file cannot be read or two files of one folder compete
 */
export async function loadConfig(search: ConfigSearch = {}): Promise<LoadedConfig> {
  const { files, env, envFile } = await findConfig(search);
  const read = await Promise.all(files.map(readConfig));
  const layers: ConfigLayer[] = read.map(({ config }, i) => ({ ...files[i], config }));
  const fromEnvFile = configFromEnvironment(onlyInFile(env, envFile));
  if (envFile && Object.keys(fromEnvFile).length > 0) {
    layers.push({ origin: '.env', file: envFile.file, config: fromEnvFile });
  }
  const fromEnvironment = configFromEnvironment(env);
  if (Object.keys(fromEnvironment).length > 0) layers.push({ origin: 'environment', config: fromEnvironment });
  return {
    config: mergeConfigs(...layers.map(({ config }) => config)),
    files: files.map(({ file }) => file),
    warnings: read.flatMap(({ warnings }) => warnings),
    env: withEnvFile(env, envFile),
    layers,
  };
}

/** A file of the configuration, unread. */
export interface ConfigFile {
  readonly origin: 'user' | 'project' | 'package';
  readonly file: string;
}

/** The files that {@link loadConfig} reads, weakest first. @throws SynthError as it does */
export async function findConfig(search: ConfigSearch = {}): Promise<{
  readonly files: readonly ConfigFile[];
  readonly env: Environment;
  readonly envFile: EnvFile | undefined;
}> {
  const env = search.env ?? process.env;
  const folder = resolve(search.folder ?? '.');
  const [user, project] = [await userFile(env), await projectFile(folder)];
  const files: ConfigFile[] = [];
  if (user) files.push({ origin: 'user', file: user });
  if (project) files.push({ origin: basename(project) === 'package.json' ? 'package' : 'project', file: project });
  return { files, env, envFile: await readEnvFile(project ? dirname(project) : folder) };
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

async function readConfig(from: ConfigFile): Promise<{ config: Config; warnings: readonly Diagnostic[] }> {
  const { config, diagnostics } = await checkConfigFile(from.file, from.origin);
  if (!config) throw new SchemaError(diagnostics, from.file);
  return { config, warnings: diagnostics };
}

/**
 * What is wrong with a configuration file, and what it says where nothing is.
 * @param origin a literal key in the user's own file is told of in a repository only
 * @throws SynthError where it cannot be read
 */
export async function checkConfigFile(
  file: string,
  origin: ConfigFile['origin'] = 'project',
): Promise<{ readonly config?: Config; readonly diagnostics: readonly Diagnostic[] }> {
  // Its schema is needed only where there is a file, and costs a good part of a short run.
  const { checkConfig } = await import('../config/check.js');
  const parsed = parseDocument(await readText(file), { file });
  const inPackage = basename(file) === 'package.json';
  const base = inPackage ? pointerTo('', PACKAGE_KEY) : '';
  const written = inPackage && isMapping(parsed.value) ? parsed.value[PACKAGE_KEY] : parsed.value;
  const checked = checkConfig(written ?? {});
  const exposed = checked.config ? await exposedKeys(checked.config, file, origin) : [];
  const diagnostics = [
    ...parsed.diagnostics,
    ...[...checked.diagnostics, ...exposed].map((diagnostic) => ({
      ...diagnostic,
      pointer: base + diagnostic.pointer,
      file,
    })),
  ];
  if (!checked.config || diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  return { config: resolvePaths(checked.config, dirname(file)), diagnostics };
}

/** Keys that stand in a file which may end up in a repository. */
async function exposedKeys(config: Config, file: string, origin: ConfigFile['origin']): Promise<Diagnostic[]> {
  if (config.apiKeys === undefined && config.models?.providers === undefined) return [];
  const { keyVariable, literalKeys } = await import('../config/secrets.js');
  const keys = literalKeys(config);
  if (keys.length === 0) return [];
  const { gitState } = await import('./git-ignore.js');
  const state = await gitState(file);
  if (state === 'ignored' || (state === 'outside' && origin === 'user')) return [];
  return keys.map(({ path, provider }): Diagnostic => {
    const variable = keyVariable(provider);
    const reference = `\${${variable}}`;
    const pointer = pointerTo('', ...path);
    const ways = [
      `move it to ${variable} in the environment or in a .env file that git ignores, and write "${reference}" here`,
      ...(basename(file) === 'package.json' ? [] : [`or add ${basename(file)} to .gitignore`]),
    ];
    return {
      code: 'config/literal-key',
      severity: 'warning',
      message: `A key stands in a file that git does not ignore: ${ways.join(', ')}.`,
      pointer,
      fixes: [{ title: `Write "${reference}" instead`, edits: [{ op: 'replace', pointer, value: reference }] }],
    };
  });
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
