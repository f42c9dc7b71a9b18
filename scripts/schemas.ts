import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { configSchema } from '../engine/src/config/schema.js';
import { batchJsonSchema, dataSchemaJsonSchema } from '../engine/src/schema/json-schema.js';

const folder = new URL('../schemas/', import.meta.url);

/** The JSON Schemas of all document types, from their Zod sources, by file name. */
export function generatedSchemas(): Record<string, string> {
  return {
    'batch.schema.json': text(batchJsonSchema()),
    'config.schema.json': text(z.toJSONSchema(configSchema, { io: 'input' })),
    'data-schema.schema.json': text(dataSchemaJsonSchema()),
  };
}

function text(schema: unknown): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Files in `schemas/` that are not what their sources say. */
export async function outdatedSchemas(): Promise<string[]> {
  const outdated: string[] = [];
  for (const [name, text] of Object.entries(generatedSchemas())) {
    if ((await readFile(new URL(name, folder), 'utf8').catch(() => '')) !== text) outdated.push(name);
  }
  return outdated;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generatedSchemas())) await writeFile(new URL(name, folder), text);
}
