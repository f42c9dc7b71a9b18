import { collectDocuments } from '../json-schema/collect.js';
import { importJsonSchema } from '../json-schema/import.js';
import { locateSchema } from '../json-schema/root.js';
import type { SchemaDocument } from '../json-schema/source.js';
import { encodeFragment } from '../json-schema/uri.js';
import type { Normalised, NormaliseOptions } from '../schema/normalise.js';
import type { SchemaReader } from './prepare.js';

/** What a document without a file is called. */
const NOWHERE = 'synth:/schema.json';

export interface JsonDocumentOptions {
  readonly file?: string | undefined;
  /** The schema in the document that is asked for, as the fragment of a URI. Default: the document. */
  readonly fragment?: string | undefined;
  readonly readSchema?: SchemaReader | undefined;
}

/** Reads a JSON Schema and the documents that it refers to. */
export async function readJsonDocument(
  value: unknown,
  { file, fragment = '', readSchema }: JsonDocumentOptions,
  options: NormaliseOptions,
): Promise<Normalised> {
  const located = locateSchema(value, fragment);
  if ('diagnostic' in located) return { model: undefined, diagnostics: [located.diagnostic] };
  const { pointer } = located;
  const uri = (file !== undefined && readSchema?.uriOf?.(file)) || NOWHERE;
  const read = readSchema && (async (at: string): Promise<unknown> => contentOf(await readSchema(at, undefined)));
  const collected = await collectDocuments(value, { uri, pointer, ...(read && uri !== NOWHERE && { read }) });
  const beside = ({ file: at, ...document }: SchemaDocument): SchemaDocument => ({
    ...document,
    ...(at !== undefined && { file: pathBeside(file, at) }),
  });
  const failed = collected.diagnostics.some(({ severity }) => severity === 'error');
  if (failed) return { model: undefined, diagnostics: collected.diagnostics };
  const documents = collected.documents.map(beside);
  const source = { documents, root: `${uri}#${encodeFragment(pointer)}`, infer: true };
  const { diagnostics, ...imported } = importJsonSchema(source, options);
  return { ...imported, diagnostics: [...collected.diagnostics, ...diagnostics] };
}

function contentOf({ value, diagnostics }: Awaited<ReturnType<SchemaReader>>): unknown {
  const mistake = diagnostics.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new Error(mistake.message);
  return value;
}

/** A path relative to a file, as seen from where that file's path is seen. */
function pathBeside(file: string | undefined, path: string): string {
  const folder = file === undefined ? undefined : /^.*[\\/]/.exec(file)?.[0];
  return folder === undefined || /^([a-z]+:|[\\/])/i.test(path) ? path : folder + path;
}
