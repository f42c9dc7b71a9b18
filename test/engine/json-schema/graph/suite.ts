import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SchemaDocument } from '../../../../engine/src/json-schema/source.js';

/** A group of the official suite: a schema, and values that are valid or not. */
export interface SuiteGroup {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const FOLDER = new URL('../../../fixtures/json-schema-test-suite/', import.meta.url);

/** What stands for a draft where a schema of the suite does not say which it is of. */
export const DRAFTS: Readonly<Record<string, string>> = {
  draft4: 'http://json-schema.org/draft-04/schema#',
  draft6: 'http://json-schema.org/draft-06/schema#',
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/** The required groups of a draft, by file. */
export function suiteFiles(draft: string): { file: string; groups: SuiteGroup[] }[] {
  return readdirSync(new URL(`${draft}/`, FOLDER))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ file, groups: read(`${draft}/${file}`) as SuiteGroup[] }));
}

/** A group's schema as a document that says which draft it is of. */
export function declared(schema: unknown, draft: string): unknown {
  return typeof schema === 'object' && schema !== null && !('$schema' in schema)
    ? { $schema: DRAFTS[draft], ...schema }
    : schema;
}

/** The documents that the suite serves at `http://localhost:1234/`. */
export function suiteRemotes(): SchemaDocument[] {
  const folder = fileURLToPath(new URL('remotes/', FOLDER));
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replaceAll('\\', '/'))
    .map((file) => ({ uri: `http://localhost:1234/${file}`, value: read(`remotes/${file}`) }));
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8'));
}
