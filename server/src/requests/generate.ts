import { stat } from 'node:fs/promises';
import type { WriteOptions } from 'agentic-synth';
import type { GenerateParams, GenerateResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';
import { typeOf } from './type-of.js';

/** Writes the rows of a document to a file, or to a folder with one file a table: whole ones, or none. */
export async function generate(params: GenerateParams, run: TaskRun): Promise<GenerateResult> {
  const parsed = await run.document();
  const { uri: _uri, workDoneToken: _token, type, output, ...asked } = params;
  const options: WriteOptions = {
    ...asked,
    schema: run.surroundings.file,
    output: run.path(output),
    signal: run.signal,
    onProgress: ({ rows, total, table }) =>
      run.progress({
        message: `${table}: ${rows.toLocaleString('en')} rows`,
        ...(total > 0 && { percentage: Math.min(100, Math.floor((100 * rows) / total)) }),
      }),
  };
  const report = await run.withKeys(params.model, (synth) => synth.write(type ?? typeOf(parsed.value), options));
  const files = new Map<string, number>();
  for (const { path = options.output!, rows } of report.tables) files.set(path, rows + (files.get(path) ?? 0));
  const paid = report.models?.models;
  return {
    files: await Promise.all([...files].map(async ([path, rows]) => ({ path, rows, bytes: (await stat(path)).size }))),
    rows: report.rows,
    milliseconds: Math.round(report.milliseconds),
    seed: report.seed,
    localText: report.localText,
    warnings: report.diagnostics.filter(({ severity }) => severity === 'warning').map(({ message }) => message),
    ...(paid !== undefined && { cost: paid.unknownCosts > 0 ? null : paid.cost }),
  };
}
