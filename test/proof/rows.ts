import { SchemaError } from '../../engine/src/errors.js';
import type { Host } from '../../engine/src/generators/open.js';
import type { GenerateOptions } from '../../engine/src/generators/options.js';
import { collect } from '../../engine/src/generators/records.js';
import { AgenticSynth } from '../../engine/src/core-synth.js';
import { nodeHost } from '../../engine/src/files/host.js';
import type { Plan } from '../../engine/src/plan/compile.js';
import type { Diagnostic } from '../../engine/src/schema/diagnostic.js';
import type { Document } from './judge.js';

/** What came of asking for rows. */
export type Outcome =
  | { readonly kind: 'rows'; readonly values: readonly unknown[] }
  /** Refused before anything was drawn, by mistakes with a code. */
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  /** Anything else: a failure, whatever the schema. */
  | { readonly kind: 'failed'; readonly error: string };

export const ROWS = 20;
const SEED = 7;
/** Lists of rows asked for at most, where each has only one. */
const LISTS = 20;

/** Rows of a schema file, `path` or `path#/pointer`, as values that the schema is to accept. */
export function valuesOfFile(path: string): Promise<Outcome> {
  return new Proof(nodeHost).values(path);
}

/** Rows of a parsed schema that may refer to documents; these are files beside it, and say by `$id` what they are. */
export function valuesOf(schema: unknown, documents: readonly Document[] = []): Promise<Outcome> {
  return new Proof(hostOf(schema, documents)).values('schema.json');
}

class Proof extends AgenticSynth {
  constructor(host: Host) {
    super({}, host);
  }

  /** A schema of the whole file describes lists: then the values are such lists, of {@link ROWS} rows in all. */
  async values(schema: string): Promise<Outcome> {
    try {
      const values: unknown[] = [];
      for (let k = 0, rows = 0; rows < ROWS && k < LISTS; k++) {
        const drawn = await this.draw({ schema, seed: SEED + k });
        values.push(...(drawn.list ? [drawn.records] : drawn.records));
        rows += drawn.records.length;
      }
      return { kind: 'rows', values };
    } catch (error) {
      if (error instanceof SchemaError) {
        const diagnostics = error.diagnostics.filter(({ severity }) => severity === 'error');
        return { kind: 'refused', diagnostics };
      }
      return { kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  /** As `generate()`, but telling what the rows are. Lists that cannot be of so many rows are as long as they like. */
  private async draw(options: GenerateOptions): Promise<{ records: readonly unknown[]; list: boolean }> {
    const run = await this.open('structured', { ...options, count: ROWS }).catch((error: unknown) => {
      if (error instanceof SchemaError) return this.open('structured', options);
      throw error;
    });
    const list = (run.sources[0] as Plan['tables'][number]).model.rows !== undefined;
    return { records: (await collect(run, {})) as readonly unknown[], list };
  }
}

function hostOf(schema: unknown, documents: readonly Document[]): Host {
  const folder = 'file:///suite/';
  const read = async (uri: string): Promise<{ value: unknown; file: string; diagnostics: [] }> => {
    const path = uri.slice(folder.length);
    const found = documents.find(({ uri: at }) => at.endsWith(`/${path}`));
    if (found === undefined) throw new Error(`there is no ${path}`);
    return { value: found.value, file: path, diagnostics: [] };
  };
  return {
    // As `schema.json#`: a JSON Schema, whatever it looks like.
    loadSchema: async (file) => ({ value: schema, file, fragment: '' }),
    readSchema: Object.assign(read, { uriOf: (file: string) => folder + file }),
  };
}
