// The built engine, as a person's program would call it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const formats = ['csv', 'jsonl', 'parquet'];

const JOBS = {
  users: ['structured', 'users.synth.yaml'],
  points: ['timeseries', 'points.synth.yaml'],
  arrivals: ['events', 'arrivals.synth.yaml'],
  flat: ['structured', 'flat.schema.json'],
  nested: ['structured', 'nested.schema.json'],
};

export async function prepare({ threads = 1, job = 'users' }) {
  const { AgenticSynth } = await import('agentic-synth');
  const [type, file] = JOBS[job];
  const schema = parse(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8'));
  const synth = new AgenticSynth();
  return (format, count, output) => synth.write(type, { schema, count, format, output, workers: threads });
}
