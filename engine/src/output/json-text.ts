import type { TextColumn } from '../columns/column.js';
import { SPARE } from '../columns/text.js';
import { EncodeError } from './encoder.js';

/** What JSON.stringify writes for each byte that may not stand in a string as it is. */
const ESCAPES: (Uint8Array | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x20 && byte !== 0x22 && byte !== 0x5c) return undefined;
  return Uint8Array.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1), (c) => c.charCodeAt(0));
});

/** 1 for the bytes that are escaped. */
const ESCAPED = Uint8Array.from(ESCAPES, (escape) => (escape === undefined ? 0 : 1));

/** The column with every text escaped as between the quotes of a JSON string; itself where nothing is to escape. */
export function escapeJson(column: TextColumn): TextColumn {
  const { bytes, offsets, length } = column;
  if (column.plain) return column;
  let extra = 0;
  for (let i = offsets[0]; i < offsets[length]; i++)
    if (ESCAPED[bytes[i]] === 1) extra += ESCAPES[bytes[i]]!.length - 1;
  if (extra === 0) return column;
  const escaped = new Uint8Array(offsets[length] - offsets[0] + extra + SPARE);
  const ends = new Int32Array(length + 1);
  let at = 0;
  for (let row = 0; row < length; row++) {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      const byte = bytes[i];
      if (ESCAPED[byte] === 0) escaped[at++] = byte;
      else for (const c of ESCAPES[byte]!) escaped[at++] = c;
    }
    ends[row + 1] = at;
  }
  return { ...column, bytes: escaped, offsets: ends };
}

/**
 * `JSON.stringify(value)`, except that what JSON has no text for is an error instead of null or nothing.
 *
 * @param indent spaces of one level; `undefined`: compact
 */
export function jsonText(value: unknown, field: string, indent?: number): string {
  const text = JSON.stringify(value, (_key, part: unknown) => checked(part, field), indent) as string | undefined;
  return text ?? 'null';
}

/**
 * The same JSON without escapes of lone surrogates, which strict readers refuse: U+FFFD stands for them, as it does in
 * UTF-8. `JSON.stringify` escapes no others.
 */
export function wellFormedJson(text: string): string {
  return text.replace(/\\(?:\\|ud[89a-f]..)/g, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
}

function checked(part: unknown, field: string): unknown {
  if (typeof part === 'number' && !Number.isFinite(part)) {
    throw new EncodeError(`${part} is not a number that a file can hold`, field);
  }
  if (typeof part === 'bigint' || typeof part === 'function' || typeof part === 'symbol') {
    throw new EncodeError(`a ${typeof part} is not a JSON value`, field);
  }
  return part;
}
