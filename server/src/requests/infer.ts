import { basename } from 'node:path';
import { documentToYaml, type Inferred } from 'agentic-synth';
import type { InferParams, InferResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';
import { Failure } from './failure.js';

/** A first schema for rows of a file, or given as text. */
export async function infer({ uri, text, format, language }: InferParams, run: TaskRun): Promise<InferResult> {
  const { file, texts } = run.surroundings;
  const synth = await run.synth();
  const name = uri === undefined ? {} : { name: basename(file).replace(/\..*$/, '') || basename(file) };
  // What is open in the editor may not be saved yet.
  const rows = text ?? texts[file];
  let inferred: Inferred;
  if (rows !== undefined) inferred = await synth.infer(rows, { ...name, ...(format !== undefined && { format }) });
  else if (uri !== undefined) inferred = await synth.inferFile(file, name);
  else throw new Failure('Name a file of rows, or give rows as text.', { code: 'infer/no-rows' });
  const { document } = inferred;
  return {
    text: language === 'json' ? `${JSON.stringify(document, null, 2)}\n` : documentToYaml(document),
    rows: Object.values(inferred.rows).reduce((sum, count) => sum + count, 0),
  };
}
