import { access } from 'node:fs/promises';
import { OptionError } from '../errors.js';
import { loadConfig } from '../files/config.js';
import { tableOf } from '../files/infer-file.js';
import { keepSources } from '../files/source-files.js';
import { writeWhole } from '../files/target.js';
import type { Inferred } from '../infer/infer.js';
import { documentToYaml } from '../schema/write-yaml.js';
import { AgenticSynth } from '../synth.js';
import { formatNumber } from './progress.js';

export interface InferFlags {
  readonly output?: string;
  readonly name?: string;
  readonly limit?: number;
  readonly delimiter?: string;
  readonly force?: boolean;
}

/**
 * Prints a first schema for the rows of a data file, or writes it to a file; never over one that is there, unless `force`.
 * @returns the file written
 * @throws OptionError, SynthError
 */
export async function inferSchema(path: string, flags: InferFlags): Promise<string | undefined> {
  const { output, force, ...options } = flags;
  if (output !== undefined) {
    await assertWritable(output, force === true);
    await keepSources([output], [path]);
  }
  const { config } = await loadConfig();
  const name = options.name ?? tableOf(path);
  const inferred = await new AgenticSynth(config).inferFile(path, { ...options, name });
  const text = output?.endsWith('.json')
    ? `${JSON.stringify(inferred.document, null, 2)}\n`
    : documentToYaml(inferred.document, headOf(path, inferred));
  if (output === undefined) process.stdout.write(text);
  else await writeWhole(output, text);
  return output;
}

function headOf(path: string, { rows, limited }: Inferred): string {
  const tables = Object.entries(rows).map(([table, count]) => {
    return `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}${table === 'rows' ? '' : ` of ${table}`}`;
  });
  const first = limited ? 'the first ' : '';
  return `A first schema, inferred from ${first}${tables.join(', ')} in ${path.split(/[\\/]/).pop()}.\nCheck it before you rely on it. Values that seem to be of people were left out.`;
}

async function assertWritable(output: string, force: boolean): Promise<void> {
  if (!/\.(?:ya?ml|json)$/i.test(output)) {
    throw new OptionError(`A schema is YAML or JSON: name the file ${output}.synth.yaml or ${output}.synth.json.`);
  }
  if (force) return;
  const exists = await access(output).then(
    () => true,
    () => false,
  );
  if (exists) throw new OptionError(`${output} exists already. Pass --force to overwrite it.`);
}
