import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { OptionError } from '../errors.js';
import type { LocaleData } from '../vocabulary/locale.js';

/** Set by the build. */
declare const AGENTIC_SYNTH_VERSION: string;

/** What stands at the end of a one-file program, before its length (scripts/single-file.mjs). */
interface Index {
  /** The version of faker that the words are from. */
  readonly faker: string;
  /** By locale: where its text begins, from the beginning of the first, and its length. */
  readonly slices: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

interface Pack extends Index {
  readonly file: string;
  /** Bytes from the beginning of the first locale to the end of the file. */
  readonly fromEnd: number;
}

const END = '*/'.length;
/** Digits of the length of the index. */
const DIGITS = 8;

const packs = new Map<string, Pack>();
/** Name of the folders to search, which threads have from the thread that starts them. */
const FOLDERS = 'agentic-synth/folders-with-locales';

/**
 * Has one-file programs that hold few locales look for the others in the package `agentic-synth` that is installed for a
 * folder. Its words are read, its code does not run.
 */
export function searchLocalesFor(folder: string): void {
  setEnvironmentData(FOLDERS, [...new Set([...searched(), folder])]);
}

/**
 * A locale in a one-file program, else in an installed package with words of the same version.
 * @throws OptionError where it is in none
 */
export function packedLocale(program: string, name: string): LocaleData {
  const own = packOf(program);
  if (name in own.slices) return read(own, name);
  const others: string[] = [];
  for (const folder of searched()) {
    const installed = installedFor(folder);
    if (installed === undefined) continue;
    if (installed.pack.faker === own.faker && name in installed.pack.slices) return read(installed.pack, name);
    others.push(`${installed.folder} has version ${installed.version}, with other words.`);
  }
  throw new OptionError(
    [
      `The words of the locale "${name}" are not inside this program, which takes them from the package agentic-synth.`,
      `Install it for the folder of the schema: npm install --save-dev agentic-synth@${AGENTIC_SYNTH_VERSION}`,
      ...others,
    ].join(' '),
    'locale/not-installed',
  );
}

function searched(): readonly string[] {
  return (getEnvironmentData(FOLDERS) ?? []) as readonly string[];
}

function installedFor(folder: string): { folder: string; version: string; pack: Pack } | undefined {
  try {
    const file = createRequire(join(folder, 'package.json')).resolve('agentic-synth/package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    return { folder: dirname(file), version, pack: packOf(join(dirname(file), 'dist/cli.cjs')) };
  } catch {
    // Not installed, or of a version that keeps its words elsewhere.
    return undefined;
  }
}

function packOf(file: string): Pack {
  let pack = packs.get(file);
  if (pack === undefined) {
    const digits = Number(readFromEnd(file, END + DIGITS, DIGITS));
    const index = JSON.parse(readFromEnd(file, END + DIGITS + digits, digits)) as Index;
    const words = Object.values(index.slices).reduce((sum, [, length]) => sum + length, 0);
    pack = { ...index, file, fromEnd: words + digits + DIGITS + END };
    packs.set(file, pack);
  }
  return pack;
}

function read({ file, slices, fromEnd }: Pack, name: string): LocaleData {
  const [offset, length] = slices[name];
  const packed = Buffer.from(readFromEnd(file, fromEnd - offset, length), 'base64');
  return JSON.parse(brotliDecompressSync(packed).toString()) as LocaleData;
}

/** @throws Error where there are not that many bytes */
function readFromEnd(path: string, fromEnd: number, length: number): string {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (!(length >= 0 && fromEnd <= size)) throw new RangeError(`${path} holds no locales.`);
    readSync(file, bytes, 0, length, size - fromEnd);
  } finally {
    closeSync(file);
  }
  return bytes.toString('latin1');
}
