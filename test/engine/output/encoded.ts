import { createEncoder, type EncoderOptions } from '../../../engine/src/output/formats.js';
import type { Format, RecordBatch, TableEncoder, WrittenChunk } from '../../../engine/src/output/encoder.js';
import type { OutputField } from '../../../engine/src/columns/column.js';

/** The whole file: each element of `chunks` is one chunk, each encoded by an encoder of its own, as by workers. */
export function encodeFile(
  format: Format,
  fields: readonly OutputField[],
  chunks: readonly (readonly RecordBatch[])[],
  options: EncoderOptions = {},
): Uint8Array {
  const main: TableEncoder = createEncoder(format, fields, options);
  const written: WrittenChunk[] = [];
  const pieces = [main.begin()];
  let row = 0;
  for (const batches of chunks) {
    const { bytes, meta, rows } = createEncoder(format, fields, options).encode(batches, row);
    pieces.push(bytes);
    written.push({ meta: structuredClone(meta), rows, bytes: bytes.length });
    row += rows;
  }
  pieces.push(main.end(written));
  const file = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

export function encodeText(...parameters: Parameters<typeof encodeFile>): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(encodeFile(...parameters));
}
