import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Names with a reason each, kept in a file. */
export type Ledger = Readonly<Record<string, string>>;

const FOLDER = new URL('../fixtures/json-schema-proof/', import.meta.url);

/**
 * Compares what was found with what is listed: nothing may be missing from the list, and nothing in it may have become
 * better. `SYNTH_PROOF=write` writes the list anew, where it has to grow for a reason.
 */
export function compareLedger(file: string, found: Ledger): void {
  const path = fileURLToPath(new URL(file, FOLDER));
  if (process.env.SYNTH_PROOF === 'write') {
    const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`);
    return;
  }
  const listed = JSON.parse(readFileSync(path, 'utf8')) as Ledger;
  const worse = Object.entries(found).filter(([name]) => !Object.hasOwn(listed, name));
  assert.deepEqual(Object.fromEntries(worse), {}, `not listed in ${file}`);
  const better = Object.keys(listed).filter((name) => !Object.hasOwn(found, name));
  assert.deepEqual(better, [], `no longer so: remove from ${file}`);
}
