import { type ConfigEntry, configEntries, DEFAULT_CONFIG } from '../config/layers.js';
import { KEY_VARIABLES, keyOwner, secretsOf, shownValue } from '../config/secrets.js';
import { SynthError } from '../errors.js';
import { checkConfigFile, type ConfigFile, findConfig, loadConfig } from '../files/config.js';
import { readSchema } from '../files/schema-file.js';
import { pointerTo } from '../schema/diagnostic.js';
import { diagnosticLines, placeDiagnostics, type PlacedDiagnostic, warn } from './report.js';

interface Shown {
  readonly path: string;
  readonly value: unknown;
  readonly from: string;
}

/** Prints what holds in the working folder and where each value comes from; keys are masked whole. */
export async function showConfig({ format }: { readonly format?: 'text' | 'json' }): Promise<void> {
  const { files, layers, warnings, env } = await loadConfig();
  for (const { file, message, pointer } of warnings) warn(`${file}: ${message} (${pointer})`);
  const secrets = secretsOf(
    layers.map(({ config }) => config),
    env,
  );
  const shown = configEntries([{ origin: 'default', config: DEFAULT_CONFIG }, ...layers]).map((entry): Shown => ({
    path: entry.path.join('.'),
    value: shownValue(entry.path, entry.value, secrets),
    from: sourceOf(entry),
  }));
  process.stdout.write(format === 'json' ? `${JSON.stringify({ files, values: shown }, null, 2)}\n` : table(shown));
}

function sourceOf({ path, layer }: ConfigEntry): string {
  switch (layer.origin) {
    case 'default':
      return 'default';
    case 'environment':
      return `environment ${variableOf(path)}`;
    case '.env':
      return `${layer.file} ${variableOf(path)}`;
    default:
      return `${layer.origin} ${layer.file}`;
  }
}

function variableOf(path: readonly string[]): string {
  const owner = keyOwner(path);
  if (owner !== undefined) return KEY_VARIABLES[owner];
  return KEY_VARIABLES[path[2]]?.replace('API_KEY', 'BASE_URL') ?? '';
}

function table(shown: readonly Shown[]): string {
  const rows = shown.map(({ path, value, from }) => [
    path,
    typeof value === 'string' ? value : JSON.stringify(value),
    from,
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  return rows.map(([path, value, from]) => `${path.padEnd(widths[0])}  ${value.padEnd(widths[1])}  ${from}\n`).join('');
}

interface Checked {
  readonly file: string;
  readonly diagnostics: readonly PlacedDiagnostic[];
}

/**
 * Checks configuration files and prints what is wrong with them on stdout.
 * @param file default: the files that hold in the working folder
 * @returns whether none has an error
 */
export async function validateConfig(
  file: string | undefined,
  { format }: { readonly format?: 'text' | 'json' },
): Promise<boolean> {
  const files: readonly ConfigFile[] = file === undefined ? (await findConfig()).files : [{ origin: 'project', file }];
  if (files.length === 0) process.stderr.write('No configuration file is found: everything has its default.\n');
  const checked = await Promise.all(files.map(checkFile));
  const lines = checked.flatMap(({ file, diagnostics }) => [
    ...diagnostics.flatMap(diagnosticLines),
    ...(diagnostics.some(isError) ? [] : [`${file} ok`]),
  ]);
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(checked, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''),
  );
  return !checked.some(({ diagnostics }) => diagnostics.some(isError));
}

/** What is wrong with one file, with lines and columns. */
export async function checkFile({ file, origin }: ConfigFile): Promise<Checked> {
  try {
    const { diagnostics } = await checkConfigFile(file, origin);
    return { file, diagnostics: await placeDiagnostics(diagnostics, file, (name) => readSchema(name)) };
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    const { code, message } = error;
    return { file, diagnostics: [{ file, code, severity: 'error', message, pointer: pointerTo('') }] };
  }
}

export function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}
