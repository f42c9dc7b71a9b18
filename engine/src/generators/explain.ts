import type { Explanation, PlannedQuestions } from '../models/explain.js';
import type { SessionPlan } from '../models/session.js';
import { estimatedInput } from '../models/tokens.js';
import type { RowWriter, WriteRequest } from '../models/writer.js';
import type { OpenRun } from './open.js';
import { type GenerateOptions, shardRange } from './options.js';

/** What models would write in one field, or as whole rows of one table. */
export interface ExplainedValues {
  /** `customers.review` */
  readonly label: string;
  readonly wanted: number;
  /** Those that earlier runs have paid for. */
  readonly kept: number;
  /** Calls that the cache answers. */
  readonly cached: number;
}

/** What a run would ask of language models. Amounts in US dollars, NaN where a price is not known. */
export interface RunExplanation extends Explanation {
  /** Type of data. */
  readonly type: string;
  /** The seed it would run with. */
  readonly seed: number;
  /** Rows it would make. */
  readonly rows: number;
  /** What would be written, by field. */
  readonly values: readonly ExplainedValues[];
  /** Rows that were looked at; where they are fewer than all, what is said of the others is reckoned from them. */
  readonly looked: number;
}

/** Rows that are all looked at; of more, stretches that are spread evenly. */
const MOST_ROWS = 20_000;
const STRETCH = 200;
/** What stands for a text that is not written yet, in the prompts of others. */
const UNWRITTEN = 'x'.repeat(40);

/** Explains a run that was opened for that. */
export async function explainRun(run: OpenRun, options: GenerateOptions): Promise<RunExplanation> {
  const { models, sources, type, seed } = run;
  const ranges = sources.map(({ total }) => shardRange(total, options.shard));
  const rows = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const nothing = { questions: [], calls: 0, inputTokens: 0, outputTokens: 0, cost: 0, worst: 0 };
  const said = { type, seed, rows };
  if (models === undefined) {
    const words = [
      run.localText.length > 0
        ? `No language model is asked: ${run.localText.join(', ')} would be filled with local text.`
        : 'No language model is asked: every value is drawn here, for nothing.',
    ];
    return { ...nothing, ...said, values: [], looked: 0, words };
  }
  const rehearsal = new Rehearsal((request) => models.plan(request));
  let looked = 0;
  for (const [k, source] of run.written.entries()) {
    const { from, to } = ranges[k];
    const stretches = stretchesOf(from, to);
    const seen = stretches.reduce((sum, [start, end]) => sum + end - start, 0);
    rehearsal.scale = seen === 0 ? 1 : (to - from) / seen;
    looked += seen;
    for (const [start, end] of stretches) await source.prepareWith(rehearsal, start, end, options.signal);
  }
  const explained = models.explain(rehearsal.questions());
  const values = rehearsal.values();
  return {
    ...explained,
    ...said,
    values,
    looked,
    words: [...wordsOf(values, rows, looked, options), ...explained.words],
  };
}

/** Rows to look at. */
function stretchesOf(from: number, to: number): readonly (readonly [number, number])[] {
  const all = Math.ceil((to - from) / STRETCH);
  const some = Math.min(all, MOST_ROWS / STRETCH);
  return Array.from({ length: some }, (_, k) => {
    const start = from + Math.floor((k * all) / some) * STRETCH;
    return [start, Math.min(to, start + STRETCH)] as const;
  });
}

/** What was planned for one label. Counts are of all rows, not of those looked at. */
interface Totals {
  wanted: number;
  kept: number;
  cached: number;
  calls: number;
  input: number;
  output: number;
  largest: PlannedQuestions['question'] | undefined;
  readonly models: readonly string[];
}

/** Stands in for models: takes down what they would be asked. */
class Rehearsal implements RowWriter {
  /** All rows of a table by those looked at. */
  scale = 1;
  readonly #totals = new Map<string, Totals>();

  constructor(private readonly plan: (request: WriteRequest) => Promise<SessionPlan>) {}

  async write(request: WriteRequest): Promise<readonly unknown[]> {
    const { label, wanted, kept, cached, questions, values, models } = await this.plan(request);
    const key = JSON.stringify([label, models]);
    const none: Totals = { wanted: 0, kept: 0, cached: 0, calls: 0, input: 0, output: 0, largest: undefined, models };
    const total = this.#totals.get(key) ?? none;
    this.#totals.set(key, total);
    // Prompts of a pool are few, and come again.
    const scale = request.distinct === true ? 1 : this.scale;
    total.wanted += wanted * scale;
    total.kept += kept * scale;
    total.cached += cached * scale;
    total.calls += questions.length * scale;
    for (const question of questions) {
      total.input += estimatedInput(question) * scale;
      total.output += Math.ceil(question.maxTokens / 2) * scale;
      if (total.largest === undefined || sizeOf(question) > sizeOf(total.largest)) total.largest = question;
    }
    const texts = (request.schema as { readonly type?: unknown }).type === 'string';
    // Different ones, since prompts that are alike are asked with fewer words.
    return values.map((value, i) => value ?? (texts ? `${request.items[i].row} ${UNWRITTEN}` : null));
  }

  values(): ExplainedValues[] {
    return [...this.#totals].map(([key, { wanted, kept, cached }]) => ({
      label: (JSON.parse(key) as [string])[0],
      wanted: Math.round(wanted),
      kept: Math.round(kept),
      cached: Math.round(cached),
    }));
  }

  questions(): PlannedQuestions[] {
    return [...this.#totals].flatMap(([key, { calls, input, output, largest, models }]) => {
      if (largest === undefined) return [];
      const label = (JSON.parse(key) as [string])[0];
      return {
        label,
        question: largest,
        calls: Math.max(1, Math.round(calls)),
        inputTokens: Math.round(input / calls),
        outputTokens: Math.round(output / calls),
        wanted: models,
      };
    });
  }
}

function sizeOf(question: PlannedQuestions['question']): number {
  return estimatedInput(question) + question.maxTokens;
}

function wordsOf(
  values: readonly ExplainedValues[],
  rows: number,
  looked: number,
  { frozen }: GenerateOptions,
): readonly string[] {
  const words = [`Of ${count(rows, 'row')}, models write:`];
  if (values.length === 0) return [`No value of ${count(rows, 'row')} has to be written by a model.`];
  for (const { label, wanted, kept, cached } of values) {
    const free = [
      ...(kept > 0 ? [`${count(kept, 'value')} kept from earlier runs`] : []),
      ...(cached > 0 ? [`${count(cached, 'call')} answered by the cache`] : []),
    ];
    words.push(
      `  ${count(wanted, 'value')} of ${label}${free.length > 0 ? `, ${free.join(' and ')}: for nothing` : ''}`,
    );
  }
  if (looked < rows) words.push(`Reckoned from ${count(looked, 'row')}, spread evenly over all.`);
  if (frozen === true)
    words.push('The run is frozen: what is not kept makes it fail, and what follows is never asked.');
  return words;
}

function count(number: number, noun: string): string {
  return `${String(Math.round(number)).replace(/\B(?=(?:\d{3})+$)/gu, ',')} ${noun}${number === 1 ? '' : 's'}`;
}
