import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AgenticSynth } from '../engine/src/index.js';
import * as examples from './pictures/examples.js';
import type { RowsOf } from './pictures/examples.js';

const folder = new URL('../docs/pictures/', import.meta.url);

/** What examples of a single table are of. */
const TYPES: Readonly<Record<string, string>> = { sensors: 'timeseries', stocks: 'timeseries', pipeline: 'events' };

/** The rows of an example as the SDK streams them. */
function rowsOf(name: string): RowsOf {
  const schema = fileURLToPath(new URL(`../examples/${name}.synth.yaml`, import.meta.url));
  return async function* (table) {
    const stream = new AgenticSynth().generateStream(TYPES[name] ?? 'structured', { schema });
    for await (const row of stream) {
      if (table === undefined) yield row as Record<string, unknown>;
      else if (row.table === table) yield row.row as Record<string, unknown>;
    }
  };
}

/** The pictures of the examples that have a time, as SVG, by file name. */
export async function drawnPictures(): Promise<Record<string, string>> {
  const drawn: Record<string, string> = {};
  for (const [name, draw] of Object.entries(examples)) drawn[`${name}.svg`] = String(await draw(rowsOf(name)));
  return drawn;
}

/** Files in `docs/pictures/` that are not what the examples give. */
export async function outdatedPictures(): Promise<string[]> {
  const outdated: string[] = [];
  for (const [name, svg] of Object.entries(await drawnPictures())) {
    if ((await readFile(new URL(name, folder), 'utf8').catch(() => '')) !== svg) outdated.push(name);
  }
  return outdated;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of Object.entries(await drawnPictures())) await writeFile(new URL(name, folder), svg);
}
