import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Format } from '../output/encoder.js';

/** JSON is read whole; of more bytes, rows are not counted. */
const MOST_JSON = 256 * 1024 * 1024;
const [LINE, QUOTE] = [0x0a, 0x22];

/** Rows in a data file, over all tables; `undefined` where that cannot be told. Never throws. */
export async function countRows(path: string, format: Format, header: boolean): Promise<number | undefined> {
  try {
    switch (format) {
      case 'json':
        return (await stat(path)).size > MOST_JSON ? undefined : rowsOfJson(JSON.parse(await readFile(path, 'utf8')));
      case 'jsonl':
        return await countLines(path, false);
      case 'csv':
        return Math.max(0, (await countLines(path, true)) - (header ? 1 : 0));
      case 'parquet': {
        const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
        return Number((await parquetMetadataAsync(await asyncBufferFromFile(path))).num_rows);
      }
    }
  } catch {
    // Whatever it holds now, it is no data of this format.
    return undefined;
  }
}

function rowsOfJson(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  const tables = Object.values(value as object);
  return tables.every(Array.isArray) ? tables.reduce((sum: number, rows) => sum + rows.length, 0) : undefined;
}

/** Lines, the last one with or without its end. @param quoted line ends between quotes are part of a value */
async function countLines(path: string, quoted: boolean): Promise<number> {
  let lines = 0;
  let inside = false;
  let open = false;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>) {
    for (const byte of piece) {
      if (quoted && byte === QUOTE) inside = !inside;
      open = byte !== LINE || inside;
      if (!open) lines++;
    }
  }
  return open ? lines + 1 : lines;
}
