import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document, Draft } from './judge.js';

const SUITE = fileURLToPath(new URL('../fixtures/json-schema-test-suite', import.meta.url));

const META: Readonly<Record<Draft, string>> = {
  draft4: 'http://json-schema.org/draft-04/schema#',
  draft6: 'http://json-schema.org/draft-06/schema#',
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/** Drafts whose remote documents stand outside of folders of their own. */
const OLD: ReadonlySet<Draft> = new Set(['draft4', 'draft6', 'draft7']);

/** A group of the suite: one schema and instances of known validity. */
export interface Group {
  /** `draft7/allOf.json #0 allOf`. */
  readonly name: string;
  readonly draft: Draft;
  readonly schema: unknown;
  readonly instances: readonly { readonly data: unknown; readonly valid: boolean }[];
  /** Some instance of the suite is valid. */
  readonly satisfiable: boolean;
}

/** The groups of a draft's required files, each schema as a file would have it: an object that names its dialect. */
export function groupsOf(draft: Draft): Group[] {
  const files = readdirSync(join(SUITE, draft)).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(SUITE, draft, file), 'utf8')) as {
      description: string;
      schema: unknown;
      tests: { data: unknown; valid: boolean }[];
    }[];
    return groups.map(({ description, schema, tests }, i) => ({
      name: `${draft}/${file} #${i} ${description}`,
      draft,
      schema: isObject(schema) ? { $schema: META[draft], ...schema } : { $schema: META[draft], allOf: [schema] },
      instances: tests,
      satisfiable: tests.some(({ valid }) => valid),
    }));
  });
}

/** What the suite serves at the address that its schemas refer to, each saying its address and dialect itself. */
export function remotesOf(draft: Draft): Document[] {
  const folder = join(SUITE, 'remotes');
  const id = draft === 'draft4' ? 'id' : '$id';
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => path.startsWith(`${draft}/`) || (OLD.has(draft) && !path.startsWith('draft')))
    .sort((a, b) => Number(b.startsWith(draft)) - Number(a.startsWith(draft)))
    .map((path) => {
      const uri = `http://localhost:1234/${path}`;
      const value = JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown;
      return { uri, value: isObject(value) ? { $schema: META[draft], [id]: uri, ...value } : value };
    });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
