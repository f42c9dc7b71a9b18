import { dirname, resolve } from 'node:path';
import type { Host } from '../generators/open.js';
import { loadSchema, readSchema } from './schema-file.js';

/** Reads schemas from files. References are relative to the file they stand in. */
export const nodeHost: Host = {
  loadSchema,
  async readSchema(name, from) {
    const file = resolve(from === undefined ? '.' : dirname(from), name);
    const { value, diagnostics } = await readSchema(file);
    return { value, file, diagnostics };
  },
};
