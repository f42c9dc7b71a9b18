import { AgenticSynth } from '../../engine/src/synth.js';
import { parseDocument } from '../../engine/src/schema/parse.js';
import { fence } from './markdown.js';

const synth = new AgenticSynth();

/** The first values of a field, written in YAML, as JSON: drawn as the only field `value` of a document, seed 0. */
export async function valuesOf(field: string, count = 5): Promise<string[]> {
  const rows = await drawn(`fields:\n  value: ${field}\n`, count);
  return (rows as { value: unknown }[]).map(({ value }) => JSON.stringify(value));
}

/** A schema and the first rows that it makes. */
export async function schemaWithRows(schema: string, options: SampleOptions = {}): Promise<string[]> {
  const { rows = 3, type = 'structured', count } = options;
  const made = await drawn(schema, count ?? rows, type);
  const text = Array.isArray(made)
    ? lines(made, rows)
    : Object.entries(made as Record<string, unknown[]>)
        .map(([table, own]) => `${table}\n${lines(own, rows).replaceAll(/^/gm, '  ')}`)
        .join('\n');
  return [fence('yaml', schema), fence('text', text)];
}

interface SampleOptions {
  /** Rows that are shown of each table. */
  readonly rows?: number;
  /** Rows that are made, where it is not that many. */
  readonly count?: number;
  readonly type?: 'structured' | 'timeseries' | 'events';
}

function lines(rows: readonly unknown[], most: number): string {
  return rows
    .slice(0, most)
    .map((row) => JSON.stringify(row))
    .join('\n');
}

function drawn(text: string, count: number, type = 'structured'): Promise<unknown> {
  const { value, diagnostics } = parseDocument(text, { language: 'yaml' });
  if (diagnostics.length > 0) throw new Error(`${diagnostics[0].message}\n${text}`);
  const own = typeof value === 'object' && value !== null && ('tables' in value || 'count' in value);
  return synth.generate<unknown>(type, {
    schema: value as object,
    model: text.includes('prompt:') ? 'local' : undefined,
    ...(!own && { count }),
  });
}
