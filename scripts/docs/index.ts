import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { apiDocument } from './api.js';
import { cliDocument } from './cli.js';
import { configurationDocument } from './configuration.js';
import { examplesDocument } from './examples.js';
import { ROOT } from './markdown.js';
import { schemaDocument } from './schema.js';

/** The generated documents of `docs/`, each from its source. */
const DOCUMENTS: Readonly<Record<string, () => Promise<string>>> = {
  'API.md': async () => (await apiDocument()).text,
  'CLI.md': cliDocument,
  'CONFIGURATION.md': configurationDocument,
  'EXAMPLES.md': examplesDocument,
  'SCHEMA.md': schemaDocument,
};

const FOLDER = new URL('docs/', ROOT);

/** Documents that are not what their sources say. */
export async function outdatedDocs(): Promise<string[]> {
  const outdated: string[] = [];
  for (const [name, make] of Object.entries(DOCUMENTS)) {
    if ((await readFile(new URL(name, FOLDER), 'utf8').catch(() => '')) !== (await make())) outdated.push(name);
  }
  return outdated;
}

/** Public names that no comment says anything of. */
export async function undocumentedExports(): Promise<readonly string[]> {
  return (await apiDocument()).undocumented;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(FOLDER, { recursive: true });
  const asked = process.argv.slice(2);
  for (const [name, make] of Object.entries(DOCUMENTS)) {
    if (asked.length === 0 || asked.includes(name)) await writeFile(new URL(name, FOLDER), await make());
  }
}
