import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SchemaError, SynthError } from '../errors.js';
import { parseDocument, type ParsedDocument } from '../schema/parse.js';
import { didYouMean } from '../schema/suggest.js';

/** A schema of more bytes than this is almost surely data. */
const LARGEST = 64 * 1024 * 1024;

/** A schema file, read and parsed without mistakes of syntax. */
export interface LoadedSchema {
  /** The document as plain values. */
  readonly value: unknown;
  /** The path as given. */
  readonly file: string;
  /** The part of it that the path names behind `#`: a JSON pointer, as in a URI. */
  readonly fragment?: string;
  /** The same with its positions: where a JSON pointer stands in the text. */
  readonly parsed: ParsedDocument;
}

/**
 * Reads a schema file in JSON (with comments) or YAML, told apart by its ending, else by its text. Behind `#` the path may
 * name a part of the document: `api.yaml#/components/schemas/User`.
 * @throws SchemaError where the text has mistakes of syntax
 * @throws SynthError (`file/missing`, `file/folder`, `file/too-large`, `file/encoding`, `file/denied`) where it cannot be read
 */
export async function loadSchema(path: string, textOf?: TextOf): Promise<LoadedSchema> {
  const open = textOf?.(path) !== undefined;
  const { file, fragment }: Awaited<ReturnType<typeof splitPath>> = open ? { file: path } : await splitPath(path);
  const parsed = await readSchema(file, textOf);
  if (parsed.diagnostics.some(({ severity }) => severity === 'error')) throw new SchemaError(parsed.diagnostics, file);
  return { value: parsed.value, file, parsed, ...(fragment !== undefined && { fragment }) };
}

/** The text to take for a file instead of the one on disk: an editor's, not saved yet. `undefined`: the one on disk. */
export type TextOf = (file: string) => string | undefined;

/** A path and what stands behind its `#`, unless that is a part of the file's name. */
export async function splitPath(path: string): Promise<{ readonly file: string; readonly fragment?: string }> {
  const match = /^([^#]+)#([^#]*)$/.exec(path);
  if (match === null || (await stat(path).catch(() => undefined)) !== undefined) return { file: path };
  return { file: match[1], fragment: match[2] };
}

/**
 * As {@link loadSchema}, with mistakes of syntax as diagnostics beside as much of the document as could be read.
 * @throws SynthError where the file cannot be read
 */
export async function readSchema(file: string, textOf?: TextOf): Promise<ParsedDocument> {
  return parseDocument(textOf?.(file) ?? (await readText(file)), { file });
}

/**
 * A text file in UTF-8, with or without a byte order mark.
 * @throws SynthError as {@link loadSchema}
 */
export async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > LARGEST) {
      throw new SynthError(
        'file/too-large',
        `${file} is ${Math.round(size / 1e6)} MB: is it data rather than a schema?`,
      );
    }
    bytes = await readFile(file);
  } catch (error) {
    throw error instanceof SynthError ? error : await readError(file, error as NodeJS.ErrnoException);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const what = utf16 ? 'is UTF-16' : 'is not text in UTF-8';
    throw new SynthError('file/encoding', `${file} ${what}: save it as UTF-8.`, { cause });
  }
}

/** What a system error means for a file that was to be read. */
export async function readError(file: string, cause: NodeJS.ErrnoException): Promise<SynthError> {
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SynthError('file/missing', `There is no file ${file}.${await nearby(file)}`, { cause });
    case 'EISDIR':
      return new SynthError('file/folder', `${file} is a folder: name a file in it.${await schemasIn(file)}`, {
        cause,
      });
    case 'EACCES':
    case 'EPERM':
      return new SynthError('file/denied', `${file} may not be read: permission denied.`, { cause });
    default:
      return new SynthError('file/unreadable', `${file} cannot be read: ${cause.message}.`, { cause });
  }
}

/** Files of the same folder that were probably meant: of a similar name, or of the same name with another ending. */
async function nearby(file: string): Promise<string> {
  const folder = dirname(file);
  const entries = await readdir(folder).catch(() => undefined);
  if (!entries) return ` There is no folder ${folder} either.`;
  const wanted = basename(file);
  const stem = wanted.replace(/(\.synth)?\.[^.]+$/i, '');
  const kin = entries.filter(
    (entry) => /\.(json|ya?ml)$/i.test(entry) && entry.replace(/(\.synth)?\.[^.]+$/i, '') === stem,
  );
  const meant = kin.length > 0 ? kin.slice(0, 3) : didYouMean(wanted, entries);
  return meant.length > 0 ? ` Did you mean ${meant.map((entry) => join(folder, entry)).join(' or ')}?` : '';
}

async function schemasIn(folder: string): Promise<string> {
  const entries = await readdir(folder).catch(() => []);
  const schemas = entries.filter((entry) => /\.synth\.(json|ya?ml)$/i.test(entry)).sort();
  const examples = schemas.slice(0, 3).map((entry) => join(folder, entry));
  return examples.length > 0 ? ` It holds ${examples.join(', ')}${schemas.length > 3 ? ' …' : ''}` : '';
}
