import { randomUUID } from 'node:crypto';
import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config/schema.js';
import { expandVariables, type Environment } from '../config/environment.js';
import { secretsOf } from '../config/secrets.js';
import { SynthError } from '../errors.js';
import { userCacheFolder } from '../files/cache-files.js';
import { findConfig, loadConfig, type LoadedConfig } from '../files/config.js';
import { KEYCHAIN_PACKAGE } from '../files/keychain.js';
import { listedBy, type ProviderKey, providerKeys } from '../files/provider-keys.js';
import { isInstalled, MIDSTREAMER, type OptionalPackage, ROBOTICS, RUVECTOR } from '../integrations/packages.js';
import { redact } from '../models/redact.js';
import { ENGINE_VERSION } from '../version.js';
import { checkFile, isError } from './config.js';

export interface DoctorFlags {
  readonly online?: boolean;
  readonly format?: 'text' | 'json';
}

/** `info`: neither good nor bad. `broken` makes the command fail. */
interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'info' | 'warning' | 'broken';
  readonly message: string;
}

const OLDEST_NODE = [20, 19];
const PATIENCE = 10_000;

const PACKAGES: readonly OptionalPackageCheck[] = [
  { ...MIDSTREAMER, purpose: 'streams rows into pipelines' },
  { ...ROBOTICS, purpose: 'publishes rows to workflows' },
  { ...RUVECTOR, purpose: 'stores rows as vectors' },
  {
    name: KEYCHAIN_PACKAGE,
    entries: [KEYCHAIN_PACKAGE],
    install: `npm install ${KEYCHAIN_PACKAGE}`,
    purpose: "reads keys from the operating system's keychain",
  },
];

interface OptionalPackageCheck extends OptionalPackage {
  readonly purpose: string;
}

/**
 * Checks whether everything is in place, and prints what it finds; nothing is left behind.
 * @returns whether nothing is broken
 */
export async function doctor({ online = false, format }: DoctorFlags): Promise<boolean> {
  const findings: Finding[] = [{ check: 'agentic-synth', status: 'ok', message: `version ${ENGINE_VERSION}` }, node()];
  const { loaded, found } = await configuration();
  findings.push(...found);
  const env = loaded?.env ?? process.env;
  const config = loaded?.config ?? {};
  const secrets = secretsOf([config, ...(loaded?.layers ?? []).map((layer) => layer.config)], env);
  const keys = await providerKeys({ config, env });
  findings.push(...keys.map(keyFinding));
  findings.push(
    ...PACKAGES.map(packageFinding),
    await writable('working folder', process.cwd()),
    await cache(config, env),
  );
  if (online) findings.push(...(await Promise.all(keys.map((key) => reach(key, config, env)))));
  const clean = findings.map((finding) => ({
    ...finding,
    message: redact(finding.message, [...secrets, ...known(keys)]),
  }));
  const healthy = !clean.some(({ status }) => status === 'broken');
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ healthy, findings: clean }, null, 2)}\n`
      : clean.map(({ check, status, message }) => `${status.padEnd(7)}  ${check}: ${message}\n`).join(''),
  );
  return healthy;
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const message = old
    ? `${process.version} is too old: install Node ${OLDEST_NODE.join('.')} or later`
    : `${process.version} on ${process.platform} ${process.arch}`;
  return { check: 'Node', status: old ? 'broken' : 'ok', message };
}

async function configuration(): Promise<{ readonly loaded?: LoadedConfig; readonly found: Finding[] }> {
  const finding = (status: Finding['status'], message: string): Finding => ({
    check: 'configuration',
    status,
    message,
  });
  try {
    const { files, envFile } = await findConfig();
    const checked = await Promise.all(files.map(checkFile));
    const found = checked.flatMap(({ file, diagnostics }) => {
      const said = diagnostics.map(({ severity, message, pointer }) =>
        finding(severity === 'error' ? 'broken' : 'warning', `${file}${pointer && ` at ${pointer}`}: ${message}`),
      );
      return diagnostics.some(isError) ? said : [finding('ok', `${file} is valid`), ...said];
    });
    if (files.length === 0) found.push(finding('ok', 'no file; everything has its default'));
    if (envFile) found.push(finding('ok', `${envFile.file} is read`));
    const broken = found.some(({ status }) => status === 'broken');
    return broken ? { found } : { found, loaded: await loadConfig() };
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    return { found: [finding('broken', error.message)] };
  }
}

function known(keys: readonly ProviderKey[]): string[] {
  return keys.flatMap(({ key }) => (key ? [key.key] : []));
}

function keyFinding({ provider, key, needed, variable }: ProviderKey): Finding {
  const check = `key of ${provider}`;
  if (key) return { check, status: 'ok', message: `set, from the ${key.from}` };
  const way = `set ${variable} in the environment or in .env`;
  return { check, status: 'info', message: needed ? `not set; ${way} to ask its models` : 'not set; it may need none' };
}

function packageFinding({ purpose, ...what }: OptionalPackageCheck): Finding {
  const installed = isInstalled(what);
  const message = installed ? `installed; it ${purpose}` : `not installed; it ${purpose}: ${what.install}`;
  return { check: what.name, status: installed ? 'ok' : 'info', message };
}

/** Writes a file into a folder and takes it away again. */
async function writable(check: string, folder: string): Promise<Finding> {
  const file = join(folder, `.agentic-synth-${randomUUID()}.tmp`);
  try {
    await writeFile(file, '', { flag: 'wx', mode: 0o600 });
    return { check, status: 'ok', message: `${folder} can be written to` };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { check, status: 'broken', message: `${folder} cannot be written to (${why})` };
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

async function cache({ cache: settings }: Config, env: Environment): Promise<Finding> {
  const check = 'cache folder';
  if (settings?.enabled === false) return { check, status: 'info', message: 'the cache is off' };
  let folder: string;
  try {
    folder = settings?.persistPath === undefined ? userCacheFolder(env) : expandVariables(settings.persistPath, env);
  } catch (error) {
    return { check, status: 'broken', message: (error as Error).message };
  }
  // A folder that is not there yet is made when it is needed, in the nearest one that is.
  let nearest = folder;
  while (dirname(nearest) !== nearest && (await stat(nearest).catch(() => undefined)) === undefined)
    nearest = dirname(nearest);
  if (nearest === folder) return writable(check, folder);
  const may = await access(nearest, constants.W_OK).then(
    () => true,
    () => false,
  );
  const message = may ? `${folder} will be made when it is needed` : `${folder} cannot be made in ${nearest}`;
  return { check, status: may ? 'ok' : 'broken', message };
}

/** Asks a provider for its models, which costs nothing. */
async function reach({ provider, key, needed }: ProviderKey, config: Config, env: Environment): Promise<Finding> {
  const check = `reach ${provider}`;
  if (needed && !key) return { check, status: 'info', message: 'not asked: no key is set' };
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const models = await listedBy(provider, key?.key, { config, env }, abort.signal);
    return { check, status: 'ok', message: `answers; ${models.length} models` };
  } catch (error) {
    const message = abort.signal.aborted ? `no answer in ${PATIENCE / 1000} s` : (error as Error).message;
    return { check, status: 'broken', message };
  } finally {
    clearTimeout(timer);
  }
}
