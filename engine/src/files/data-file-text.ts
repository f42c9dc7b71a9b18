import { createReadStream } from 'node:fs';
import { SynthError } from '../errors.js';
import { readError } from './schema-file.js';

/**
 * The text of a UTF-8 file, piece by piece, without its byte order mark.
 * @throws SynthError (`file/missing`, `file/folder`, `file/denied`, `file/encoding`) where it cannot be read
 */
export async function* textOf(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18, signal })) {
      yield decoder.decode(bytes as Uint8Array, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof TypeError) {
      throw new SynthError('file/encoding', `${file} is not text in UTF-8: save it as UTF-8.`, { cause: error });
    }
    throw await readError(file, error as NodeJS.ErrnoException);
  }
}

/** The lines of a file without their ends. The last one may have none. */
export async function* linesOf(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(file, signal)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
