import { outputError } from './output-error.js';
import { type FileTarget, WRITE_SIZE } from './target.js';

const PATH = 'stdout';

/**
 * Standard output. A piece counts as written when the reader's pipe has taken it.
 *
 * `write` throws {@link ClosedPipeError} when the reader has gone: stop, and say nothing.
 */
export function stdoutTarget(stream: NodeJS.WritableStream = process.stdout): FileTarget {
  let failure: Error | undefined;
  // Without a listener a closed pipe would end the process; every write reports it through its callback as well.
  stream.on('error', (error: Error) => (failure ??= error));

  const writePiece = (piece: Uint8Array): Promise<void> =>
    new Promise((done, fail) => {
      if (failure !== undefined) fail(outputError(PATH, failure));
      else stream.write(piece, (error) => (error == null ? done() : fail(outputError(PATH, error))));
    });

  return {
    path: PATH,
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += WRITE_SIZE) await writePiece(bytes.subarray(at, at + WRITE_SIZE));
    },
    async commit() {
      await writePiece(new Uint8Array(0));
    },
    async abort() {
      // What the reader has taken cannot be taken back.
    },
  };
}
