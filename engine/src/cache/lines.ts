import { sha256 } from './sha256.js';

/**
 * A line of a file that may be torn or damaged: `["CHECKSUM",PAYLOAD]`, where the checksum is the beginning of SHA-256 over
 * kind, version and payload. A line by itself says whether it is whole, and whether it is of this kind and version.
 */
export interface LineFormat {
  /** What the file holds, such as `rows`. */
  readonly kind: string;
  readonly version: number;
}

const CHECKSUM = 16;
const START = '["';
const COMMA = '",';

/** @param payload one line of JSON. */
export function lineOf(format: LineFormat, payload: string): string {
  return `${START}${checksum(format, payload)}${COMMA}${payload}]\n`;
}

/** The payload of a line without its end; `undefined` where it is not whole. */
export function payloadOf(format: LineFormat, line: string): string | undefined {
  const from = START.length + CHECKSUM + COMMA.length;
  if (!line.startsWith(START) || !line.endsWith(']') || !line.startsWith(COMMA, from - COMMA.length)) return undefined;
  const payload = line.slice(from, -1);
  return line.slice(START.length, START.length + CHECKSUM) === checksum(format, payload) ? payload : undefined;
}

/** The first line of a file: what it is, for those who cannot read the rest. */
export function headerOf(format: LineFormat): string {
  return lineOf(format, JSON.stringify({ 'agentic-synth': format.kind, version: format.version }));
}

export interface ReadLines {
  /** Of whole lines in their order, without the first of the file. */
  readonly payloads: readonly string[];
  /** Lines that are not whole, but for an unfinished one at the end. */
  readonly damaged: number;
  /** The last line has no end. */
  readonly torn: boolean;
  /** The version that the file names, where it is a newer one. */
  readonly newer: number | undefined;
}

/** Reads what is whole of a file, whatever happened to it. */
export function readLines(format: LineFormat, bytes: Uint8Array): ReadLines {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const last = lines.pop() ?? '';
  const payloads: string[] = [];
  const header = headerOf(format).slice(0, -1);
  let damaged = 0;
  for (const [k, line] of lines.entries()) {
    if (line === header || (line === '' && k > 0)) continue;
    const payload = payloadOf(format, line);
    if (payload === undefined) damaged++;
    else payloads.push(payload);
  }
  const newer = versionOf(format, lines[0] ?? last);
  // Torn just before its end, it is whole.
  const unfinished = payloadOf(format, last);
  if (unfinished !== undefined && last !== header) payloads.push(unfinished);
  return { payloads, damaged, torn: last !== '', newer };
}

function versionOf(format: LineFormat, line: string): number | undefined {
  const found = /"agentic-synth":"([\w-]+)","version":(\d{1,9})\}\]$/u.exec(line);
  const version = Number(found?.[2]);
  const newer = found?.[1] === format.kind && version > format.version;
  return newer && payloadOf({ kind: format.kind, version }, line) !== undefined ? version : undefined;
}

function checksum(format: LineFormat, payload: string): string {
  return sha256(`${format.kind}:${format.version}\n${payload}`).slice(0, CHECKSUM);
}
