import { loadConfig } from '../files/config.js';
import type { ListedChoice } from '../models/listing.js';
import { AgenticSynth } from '../synth.js';

export interface ModelsFlags {
  readonly all?: boolean;
  readonly format?: 'text' | 'json';
}

/** Runs `models`: one line for each model that can be named. */
export async function models({ all = false, format = 'text' }: ModelsFlags): Promise<void> {
  const { config } = await loadConfig();
  const listed = await new AgenticSynth(config).listModels({ all });
  if (format === 'json') {
    // JSON has no NaN: a price that is not known is null.
    process.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
    return;
  }
  const rows = [['MODEL', 'PROVIDER', 'CONTEXT', '$ / M IN', '$ / M OUT', 'KEY'], ...listed.map(row)];
  const widths = rows[0].map((_, k) => Math.max(...rows.map((cells) => cells[k].length)));
  for (const cells of rows) {
    const line = cells.map((cell, k) => (k >= 2 && k <= 4 ? cell.padStart(widths[k]) : cell.padEnd(widths[k])));
    process.stdout.write(`${line.join('  ').trimEnd()}\n`);
  }
}

function row({ id, provider, contextTokens, inputPrice, outputPrice, key }: ListedChoice): string[] {
  const price = (dollars: number): string => (Number.isNaN(dollars) ? '?' : dollars.toFixed(2));
  const state = !key.needed ? 'needs none' : key.present ? 'set' : `needs ${key.variable ?? 'a key'}`;
  return [
    id,
    provider,
    contextTokens === undefined ? '?' : contextTokens.toLocaleString('en'),
    price(inputPrice),
    price(outputPrice),
    state,
  ];
}
