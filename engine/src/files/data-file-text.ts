import { createReadStream } from 'node:fs';
import { SynthError } from '../errors.js';
import { encodingError, isUtf16, readError } from './schema-file.js';

/**
 * The text of a UTF-8 file, piece by piece, without its byte order mark.
 * @throws SynthError (`file/missing`, `file/folder`, `file/denied`, `file/encoding`) where it cannot be read
 */
export async function* textOf(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first: Uint8Array | undefined;
  try {
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 18, signal }) as AsyncIterable<Uint8Array>) {
      if (first === undefined && isUtf16(bytes)) throw encodingError(file, bytes);
      first ??= bytes.subarray(0, 2);
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof SynthError) throw error;
    if (error instanceof TypeError) throw encodingError(file, first ?? new Uint8Array(), error);
    throw await readError(file, error as NodeJS.ErrnoException);
  }
}

/** Longer texts are no string of V8's. */
const LONGEST = 2 ** 29 - 24;

/** As {@link textOf}, in one piece. @throws SynthError (`file/too-large`) where it is too large for one JSON value */
export async function wholeText(file: string, signal?: AbortSignal): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of textOf(file, signal)) {
    length += piece.length;
    if (length > LONGEST)
      throw new SynthError(
        'file/too-large',
        `${file} is too large for one JSON value. JSON Lines (.jsonl) and CSV are read row by row.`,
      );
    pieces.push(piece);
  }
  return pieces.join('');
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
