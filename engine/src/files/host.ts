import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SynthError } from '../errors.js';
import type { Host } from '../generators/open.js';
import { loadSchema, readSchema, type TextOf } from './schema-file.js';
import type { SchemaReader } from '../plan/prepare.js';

/**
 * Reads schemas from files. References are relative to the file they stand in.
 * @param textOf texts that stand for those on disk
 */
export function hostOfFiles(textOf?: TextOf): Host {
  const read: SchemaReader = async (name, from) => {
    if (name.startsWith('job:')) {
      throw new SynthError('ref/job', `${name} is a job of a batch file, and no batch is run here.`);
    }
    const path = name.startsWith('file:') ? fileURLToPath(name) : name;
    const file = resolve(from === undefined ? '.' : dirname(from), path);
    const { value, diagnostics } = await readSchema(file, textOf);
    return { value, file, diagnostics };
  };
  return {
    loadSchema: (path) => loadSchema(path, textOf),
    readSchema: Object.assign(read, { uriOf: (file: string) => pathToFileURL(file).href }),
  };
}

export const nodeHost: Host = hostOfFiles();
