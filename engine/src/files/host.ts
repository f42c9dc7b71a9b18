import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Host } from '../generators/open.js';
import { loadSchema, readSchema } from './schema-file.js';
import type { SchemaReader } from '../plan/prepare.js';

/** Reads schemas from files. References are relative to the file they stand in. */
export const nodeHost: Host = {
  loadSchema,
  readSchema: Object.assign(readBeside, { uriOf: (file: string) => pathToFileURL(file).href }) satisfies SchemaReader,
};

async function readBeside(name: string, from: string | undefined): ReturnType<SchemaReader> {
  const path = name.startsWith('file:') ? fileURLToPath(name) : name;
  const file = resolve(from === undefined ? '.' : dirname(from), path);
  const { value, diagnostics } = await readSchema(file);
  return { value, file, diagnostics };
}
