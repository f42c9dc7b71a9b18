import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '../config/environment.js';
import { SynthError } from '../errors.js';
import { readText } from './schema-file.js';

export interface EnvFile {
  readonly file: string;
  readonly variables: Environment;
}

/**
 * The `.env` file of a folder; `undefined` where there is none. A folder of that name, as Python has them, is none.
 * @throws SynthError where it cannot be read
 */
export async function readEnvFile(folder: string): Promise<EnvFile | undefined> {
  const file = join(folder, '.env');
  try {
    return { file, variables: parseEnv((await readText(file)).replace(/^\uFEFF/, '')) as Environment };
  } catch (error) {
    if (error instanceof SynthError && (error.code === 'file/missing' || error.code === 'file/folder'))
      return undefined;
    throw error;
  }
}

/** Variables of the process, and of the file those that the process has not. */
export function withEnvFile(env: Environment, file: EnvFile | undefined): Environment {
  return file === undefined ? env : { ...file.variables, ...definedOf(env) };
}

/** What only the file sets. */
export function onlyInFile(env: Environment, file: EnvFile | undefined): Environment {
  const known = definedOf(env);
  return Object.fromEntries(Object.entries(file?.variables ?? {}).filter(([name]) => !Object.hasOwn(known, name)));
}

function definedOf(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
