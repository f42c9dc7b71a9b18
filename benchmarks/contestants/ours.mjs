// The built engine, as a person's program would call it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const formats = ['csv', 'jsonl', 'parquet'];

export async function prepare({ threads = 1 }) {
  const { AgenticSynth } = await import('agentic-synth');
  const schema = parse(readFileSync(fileURLToPath(new URL('../users.synth.yaml', import.meta.url)), 'utf8'));
  const synth = new AgenticSynth();
  return (format, count, output) => synth.write('structured', { schema, count, format, output, workers: threads });
}
