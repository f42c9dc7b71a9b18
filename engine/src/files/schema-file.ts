import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { basename, dirname, join } from 'node:path';
import { SchemaError, SynthError } from '../errors.js';
import { parseDocument, type ParsedDocument } from '../schema/parse.js';
import { didYouMean } from '../schema/suggest.js';

/** A schema of more bytes than this is almost surely data. */
const LARGEST = 64 * 1024 * 1024;

/** The path that stands for standard input. */
const STDIN = '-';

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
 * name a part of the document: `api.yaml#/components/schemas/User`. `-` is standard input.
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
    bytes = file === STDIN ? await standardInput() : await bytesOf(file);
  } catch (error) {
    throw error instanceof SynthError ? error : await readError(file, error as NodeJS.ErrnoException);
  }
  if (isUtf16(bytes)) throw encodingError(file, bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw encodingError(file, bytes, cause);
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > LARGEST) {
    throw new SynthError('file/too-large', `${file} is ${Math.round(size / 1e6)} MB: is it data rather than a schema?`);
  }
  return readFile(file);
}

let input: Promise<Uint8Array> | undefined;

/** What came in, however often it is asked for: to read it, and to find the places of mistakes. */
function standardInput(): Promise<Uint8Array> {
  return (input ??= buffer(process.stdin));
}

/** By its byte order mark; without one by the zeros that no other text has among its first letters. */
export function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || (first === 0) !== (second === 0);
}

/** A text that is not in UTF-8, as far as its first bytes tell what it is. */
export function encodingError(file: string, bytes: Uint8Array, cause?: unknown): SynthError {
  const what = isUtf16(bytes) ? 'is UTF-16' : 'is not text in UTF-8';
  return new SynthError('file/encoding', `${file} ${what}: save it as UTF-8.`, { cause });
}

/** What a system error means for a file that was to be read. */
export async function readError(file: string, cause: NodeJS.ErrnoException): Promise<SynthError> {
  if (file === '') return new SynthError('file/missing', 'The name of a file is empty.', { cause });
  switch (cause.code) {
    case 'ENOENT':
    case 'ENOTDIR': {
      const link = await readlink(file).catch(() => undefined);
      const message =
        link === undefined
          ? `There is no file ${file}.${await nearby(file)}`
          : `${file} is a link to ${link}, which is not there.`;
      return new SynthError('file/missing', message, { cause });
    }
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
