import { describeFields, SchemaError } from 'agentic-synth';
import type { PreviewParams, PreviewResult, PreviewTable } from '../messages.js';
import type { EditorSynth, TaskRun } from '../worker/task-run.js';
import { previewTable } from './columns.js';
import { problemsOf } from './failure.js';
import { typeOf } from './type-of.js';

/** Rows of a child table may be many times those of its parents: more than so many times, and they are not shown. */
const MOST_CHILDREN = 10;

type OpenRun = Awaited<ReturnType<EditorSynth['openRun']>>;

/** The first rows of each table, as columns with their statistics. */
export async function preview(params: PreviewParams, run: TaskRun): Promise<PreviewResult> {
  const started = performance.now();
  const parsed = await run.document();
  const { version, file } = run.surroundings;
  const nothing = { version, seed: params.seed ?? 0, tables: [], localText: [] };
  const took = (): number => Math.round(performance.now() - started);
  const problems = (diagnostics: SchemaError['diagnostics']): Promise<PreviewResult['problems']> =>
    problemsOf(diagnostics, (other) => run.parsed(other), file);
  try {
    return await run.withKeys(params.model, async (synth) => {
      const open = await openFor(synth, params, typeOf(parsed.value), run);
      try {
        const { at } = await describeFields(parsed.value, { file, seed: open.seed, readSchema: synth.reader });
        const localText = new Set(open.localText);
        const tables: PreviewTable[] = [];
        for (const [k, source] of open.sources.entries()) {
          run.signal.throwIfAborted();
          const most = open.plan?.tables[k]?.parent === undefined ? params.rows : params.rows * MOST_CHILDREN;
          const rows = source.reach?.(most) ?? Math.min(source.total, most);
          await source.prepare?.(0, rows, run.signal);
          const { columns } = source.batch(0, rows);
          const model = open.plan?.tables[k]?.model;
          const { name, fields } = source;
          tables.push(previewTable({ name, model, fields, columns, rows, localText, described: at }, parsed));
          // A newer text may be waiting.
          await new Promise((resolve) => setImmediate(resolve));
        }
        const { seed, diagnostics } = open;
        return {
          version,
          seed,
          milliseconds: took(),
          tables,
          problems: await problems(diagnostics),
          localText: open.localText,
        };
      } finally {
        await open.models?.close();
      }
    });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { ...nothing, milliseconds: took(), problems: await problems(error.diagnostics) };
  }
}

/** A run of as many rows as are asked for; of as many as the document says, where there cannot be that many. */
async function openFor(
  synth: EditorSynth,
  { rows, seed, model = 'local' }: PreviewParams,
  type: string,
  { surroundings, signal }: TaskRun,
): Promise<OpenRun> {
  const options = { schema: surroundings.file, model, signal, ...(seed !== undefined && { seed }) };
  try {
    return await synth.openRun(type, { ...options, count: rows });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return synth.openRun(type, options);
  }
}
