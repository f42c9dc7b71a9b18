import { FrozenMissError } from '../cache/frozen.js';
import PQueue from 'p-queue';
import { SynthError } from '../errors.js';
import { canonicalText } from '../json-schema/equality.js';
import { type Reason, RowCheck } from '../prompting/check-rows.js';
import { type DuplicateCounts, DuplicateIndex, normalised } from '../prompting/duplicates.js';
import { rowsPrompt, rowTokens, type RowsTask } from '../prompting/rows-prompt.js';
import { estimateTokens } from '../prompting/token-estimate.js';
import type { ModelClient, Question, Route } from './client.js';
import { LOCAL } from './resolve.js';
import {
  callRows,
  type CallContext,
  type Cell,
  firstQuestion,
  type QuestionContext,
  type RouteState,
} from './row-call.js';
import { JournalKeys } from './row-journal.js';
import type { RowLimits, RowWriterOptions, WritePlan } from './row-options.js';
import { type RowsReport, RowsTally } from './row-report.js';
import { RowsMissingError } from './rows-missing.js';
import type { RowWriter, WriteRequest } from './writer.js';

/** Tokens of a question and of an answer: more rows a call save little, and are lost together. */
const INPUT = 24_000;
const OUTPUT = 8192;
const UNPRICED = 'budget/unknown-price';
/** Normalised characters from which on answers to different prompts are hardly the same by chance. */
const LONG_TEXT = 24;

/**
 * Has rows written by language models: from the journal where they are there already; the rest in batches, a few at once,
 * read while they stream and checked one by one. What is missing, does not count or was there already is asked for again
 * once, with the reason; then the next model of the chain is asked.
 */
export class ModelRowWriter implements RowWriter {
  readonly #client: ModelClient;
  readonly #options: RowWriterOptions;
  readonly #tally = new RowsTally();
  readonly #known = new Map<string, DuplicateIndex>();

  constructor(client: ModelClient, options: RowWriterOptions = {}) {
    this.#client = client;
    this.#options = options;
  }

  /** Of everything written so far. */
  get report(): RowsReport {
    const counts = new Map<string, DuplicateCounts>();
    for (const [name, index] of this.#known) counts.set(name, index.counts);
    return this.#tally.report(counts);
  }

  /**
   * @throws RowsMissingError where not all values could be had; ModelError where no model can be asked; the signal's
   * reason. Calls that were on their way have ended then.
   */
  async write(request: WriteRequest, signal?: AbortSignal): Promise<readonly unknown[]> {
    signal?.throwIfAborted();
    const name = labelOf(request);
    let known = this.#known.get(name);
    if (known === undefined) {
      known = new DuplicateIndex({ near: request.field !== undefined });
      this.#known.set(name, known);
    }
    const run = new WriteRun(this.#client, this.#options, this.#tally, known, request);
    return run.write(signal);
  }

  /**
   * What {@link write} would ask, of the route that is asked first. Nothing is sent or counted.
   * @param routeOf that route, where there is one
   */
  plan(request: WriteRequest, routeOf: (question: Question) => Route | undefined): WritePlan {
    const known = new DuplicateIndex({ near: false });
    return new WriteRun(this.#client, this.#options, new RowsTally(), known, request).plan(routeOf);
  }
}

/** What is written, for people: `customers.review`. */
function labelOf({ table, field }: WriteRequest): string {
  return [table, field].filter((part) => part !== undefined && part !== '').join('.') || 'rows';
}

/** One request on its way. */
class WriteRun {
  readonly #cells: Cell[];
  readonly #task: RowsTask;
  readonly #check: RowCheck;
  readonly #abort = new AbortController();
  readonly #puts: Promise<void>[] = [];
  readonly #useless: (readonly [Route, Question])[] = [];
  #stopped: Error | undefined;
  #failure: Error | undefined;
  #done = 0;

  constructor(
    private readonly client: ModelClient,
    private readonly options: RowWriterOptions,
    private readonly tally: RowsTally,
    private readonly known: DuplicateIndex,
    private readonly request: WriteRequest,
  ) {
    const { table, field, schema, seed } = request;
    this.#check = new RowCheck(schema);
    this.#task = { table, field, seed, check: this.#check };
    const keys = new JournalKeys(seed, table, field, canonicalText(schema));
    this.#cells = request.items.map((item, at) => ({
      at,
      item,
      key: keys.next(item.row, item.prompt),
      value: undefined,
      has: false,
      by: undefined,
      kept: false,
      reason: 'missing',
      message: undefined,
      unanswered: false,
      spare: undefined,
    }));
  }

  async write(signal: AbortSignal | undefined): Promise<readonly unknown[]> {
    const stop = (): void => this.#abort.abort(signal?.reason);
    signal?.addEventListener('abort', stop);
    const asked: RouteState[] = [];
    try {
      this.tally.wanted += this.#cells.length;
      this.#recall();
      if (this.#open().length > 0) await this.#askRoutes(asked, signal);
    } finally {
      signal?.removeEventListener('abort', stop);
      await Promise.all(this.#puts);
    }
    signal?.throwIfAborted();
    for (const cell of this.#cells) if (!cell.has && cell.spare !== undefined) this.#restore(cell);
    const missing = this.#open();
    if (missing.length > 0) {
      // The same run made again is to get other answers. One that is complete can be replayed with all of its own.
      await Promise.all(this.#useless.map(async ([route, question]) => this.client.forget?.(route, question)));
      throw this.#missing(missing, asked);
    }
    for (const { value } of this.#cells) this.known.add(textOf(value));
    this.#credit();
    return this.#cells.map(({ value }) => value);
  }

  plan(routeOf: (question: Question) => Route | undefined): WritePlan {
    const { request, options } = this;
    this.#recall();
    const open = this.#open();
    const plan = { label: labelOf(request), wanted: this.#cells.length, kept: this.#done, models: request.models };
    const values = this.#cells.map(({ value }) => value);
    if (open.length === 0) return { ...plan, values, questions: [] };
    const route = routeOf(this.#firstQuestion());
    const limits = route && options.limits?.(route);
    const context = this.#context(limits, 0);
    const parts = this.#parts(open, limits, context.maxOutput);
    return { ...plan, values, questions: parts.map((part) => firstQuestion(part, context)) };
  }

  /** Says who wrote what. */
  #credit(): void {
    const { table, field, pointer, distinct } = this.request;
    const values = this.#cells.map(({ by, kept, item }) => {
      return { by, replayed: kept, row: distinct === true ? undefined : item.row };
    });
    this.tally.credit({ table, field, pointer }, values);
  }

  /** Takes what the journal has, if it still holds. */
  #recall(): void {
    const { journal } = this.options;
    if (journal === undefined) return;
    for (const cell of this.#cells) {
      const value = journal.get(cell.key);
      if (value === undefined || !this.#check.accepts(value)) continue;
      if (this.request.validate(value, cell.at) !== undefined) continue;
      const by = journal.by?.(cell.key);
      if (by?.provider === LOCAL && this.options.frozen !== true) continue;
      cell.value = value;
      cell.by = by;
      cell.has = cell.kept = true;
      this.#done++;
    }
    this.tally.fromJournal += this.#done;
    if (this.#done > 0) this.#progress();
  }

  #routes(): readonly Route[] {
    try {
      return this.client.routes(this.#firstQuestion(), this.request.models);
    } catch (error) {
      if (!(error instanceof FrozenMissError)) throw error;
      const { table, field } = this.request;
      throw error.at({ table, field, row: this.#open()[0].item.row });
    }
  }

  async #askRoutes(asked: RouteState[], signal: AbortSignal | undefined): Promise<void> {
    const routes = this.#routes();
    for (const [place, route] of routes.entries()) {
      const state: RouteState = { route, plain: false, answers: 0, failures: 0, dead: undefined };
      const last = place === routes.length - 1;
      for (let again = 0; again < 2; again++) {
        // A call that failed was repeated already: another model is the better choice, if there is one.
        const attempt = place * 2 + again;
        const cells = this.#open().filter(
          ({ unanswered, spare }) => (again === 0 || last || !unanswered) && (spare === undefined || attempt === 1),
        );
        if (cells.length === 0 || state.dead !== undefined) break;
        if (asked.at(-1) !== state) asked.push(state);
        if (attempt > 0) this.tally.reasked += cells.length;
        await this.#askAll(state, cells, attempt);
        signal?.throwIfAborted();
        if (this.#stopped !== undefined) {
          if (isBudget(this.#stopped)) return;
          throw this.#stopped;
        }
        if (attempt === 0) this.#setAside();
      }
      if (this.#open().every(({ spare }) => spare !== undefined)) return;
    }
  }

  async #askAll(state: RouteState, cells: readonly Cell[], attempt: number): Promise<void> {
    const limits = this.options.limits?.(state.route);
    const context: CallContext = {
      ...this.#context(limits, attempt),
      client: this.client,
      request: this.request,
      check: this.#check,
      tally: this.tally,
      signal: this.#abort.signal,
      accepted: (cell) => this.#accept(cell),
      useless: (route, question) => this.#useless.push([route, question]),
    };
    const queue = new PQueue({ concurrency: Math.max(1, this.options.concurrency ?? 4) });
    const calls = this.#parts(cells, limits, context.maxOutput).map((part) =>
      queue.add(async () => {
        if (this.#stopped !== undefined || this.#abort.signal.aborted) return;
        if (state.dead !== undefined) {
          for (const cell of part) cell.unanswered = true;
          return;
        }
        try {
          this.#failure = (await callRows(state, part, context)).error ?? this.#failure;
        } catch (error) {
          if (error instanceof SynthError && error.code === UNPRICED) {
            // Another model may have a price.
            this.#failure = state.dead = error;
            for (const cell of part) [cell.reason, cell.unanswered] = ['budget', true];
            return;
          }
          this.#stopped ??= error instanceof Error ? error : new Error(String(error), { cause: error });
          if (isBudget(error)) {
            this.#failure = error;
            for (const cell of part) if (!cell.has) cell.reason = 'budget';
          } else this.#abort.abort(error);
        }
      }),
    );
    await Promise.all(calls);
    if (isBudget(this.#stopped)) for (const cell of cells) if (!cell.has) cell.reason = 'budget';
  }

  #context({ output = OUTPUT, named = false }: RowLimits = {}, attempt: number): QuestionContext {
    const { dataType = 'structured', temperature } = this.options;
    return { task: this.#task, dataType, temperature, maxOutput: Math.min(output, OUTPUT), named, attempt };
  }

  /** Batches of as many values as the limits allow. */
  #parts(cells: readonly Cell[], limits: RowLimits = {}, output: number): Cell[][] {
    const { input = INPUT, rows = Infinity } = limits;
    const most = Math.max(1, Math.min(rows, this.options.rowsPerCall ?? 50));
    const base = rowsPrompt(this.#task, [{ row: 0, prompt: '' }]).tokens.input;
    const each = rowTokens(this.#task, true);
    const perCall = Math.max(1, Math.min(most, Math.floor(output / (each * 1.2))));
    const parts: Cell[][] = [];
    let part: Cell[] = [];
    let tokens = base;
    for (const cell of cells) {
      // Number, schema of the value and inspiration stand beside the prompt.
      const more = estimateTokens(cell.item.prompt) + estimateTokens(cell.message ?? '') + 12;
      if (part.length >= perCall || (part.length > 0 && tokens + more > Math.min(input, INPUT))) {
        parts.push(part);
        part = [];
        tokens = base;
      }
      part.push(cell);
      tokens += more;
    }
    if (part.length > 0) parts.push(part);
    return parts;
  }

  #firstQuestion(): Question {
    const cells = this.#open().slice(0, this.options.rowsPerCall ?? 50);
    const prompt = rowsPrompt(
      this.#task,
      cells.map(({ item }) => item),
    );
    return {
      system: prompt.system,
      prompt: prompt.prompt,
      responseSchema: prompt.responseSchema,
      maxTokens: prompt.tokens.output,
      temperature: this.options.temperature,
      seed: this.request.seed,
      identity: `${this.request.seed}/${this.request.table}/${this.request.field ?? ''}/routes`,
      dataType: this.options.dataType ?? 'structured',
      leastInput: rowsPrompt(
        this.#task,
        cells.slice(0, 1).map(({ item }) => item),
      ).tokens.input,
    };
  }

  #accept(cell: Cell): void {
    if (cell.spare === undefined) this.#done++;
    this.tally.written++;
    const { journal } = this.options;
    if (journal !== undefined) {
      const lost = (error: unknown): void => {
        const words = error instanceof Error ? error.message : String(error);
        const warning = `values that were written could not be kept: ${words}`;
        if (!this.tally.warnings.includes(warning)) this.tally.warnings.push(warning);
      };
      try {
        const put = journal.put(cell.key, cell.value, cell.by);
        if (put !== undefined) this.#puts.push(Promise.resolve(put).catch(lost));
      } catch (error) {
        lost(error);
      }
    }
    this.#progress();
  }

  /** Values that were there already are asked for again; if no other comes, they stay. */
  #setAside(): void {
    if (this.options.reaskDuplicates === false || !this.#repeats()) return;
    const local = new DuplicateIndex({ near: this.request.field !== undefined });
    const prompts = new Map<string, number>();
    for (const { item } of this.#cells) prompts.set(item.prompt, (prompts.get(item.prompt) ?? 0) + 1);
    for (const cell of this.#cells) {
      if (!cell.has) continue;
      const text = textOf(cell.value);
      const before = this.known.look(text);
      const novelty = before === 'new' ? local.add(text) : before;
      if (novelty === 'new' || cell.kept) continue;
      if (prompts.get(cell.item.prompt) === 1 && normalised(text).length < LONG_TEXT) continue;
      cell.spare = { value: cell.value, by: cell.by };
      cell.has = false;
      cell.unanswered = false;
      cell.reason = 'duplicate';
      cell.message = `${novelty === 'exact' ? 'the same value' : 'nearly the same value'} was there already`;
      this.tally.refuse('duplicate');
      this.tally.written--;
    }
  }

  /** Whether values could be expected to differ: free text, or whole rows. */
  #repeats(): boolean {
    const k = this.#check.keywords;
    if (this.request.field === undefined) return k.properties.size > 0;
    return k.values === undefined && k.types?.size === 1 && k.types.has('string');
  }

  #restore(cell: Cell): void {
    cell.value = cell.spare!.value;
    cell.by = cell.spare!.by;
    cell.has = true;
    this.tally.written++;
  }

  #open(): Cell[] {
    return this.#cells.filter(({ has }) => !has);
  }

  #progress(): void {
    const { table, field } = this.request;
    this.options.onProgress?.({ table, field, done: this.#done, total: this.#cells.length });
  }

  #missing(missing: readonly Cell[], asked: readonly RouteState[]): RowsMissingError {
    const reasons: Partial<Record<Reason, number>> = {};
    for (const { reason } of missing) reasons[reason] = (reasons[reason] ?? 0) + 1;
    const told = missing.find(({ message }) => message !== undefined);
    const { journal } = this.options;
    return new RowsMissingError({
      table: this.request.table,
      field: this.request.field,
      had: this.#cells.length - missing.length,
      wanted: this.#cells.length,
      reasons,
      kept: journal === undefined ? undefined : (journal.place ?? 'the cache'),
      models: asked.map(({ route }) => route.requested),
      example: told && `row ${told.item.row}: ${told.message}`,
      cause: this.#failure,
    });
  }
}

function isBudget(error: unknown): error is SynthError {
  return error instanceof SynthError && error.code.startsWith('budget');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : canonicalText(value);
}
