import type { Reason, RowCheck } from '../prompting/check-rows.js';
import { RowParser } from '../prompting/parse-rows.js';
import type { AnsweredRow } from '../prompting/row-shape.js';
import { rowsPrompt, type RowsPrompt, type RowsTask } from '../prompting/rows-prompt.js';
import type { ModelClient, Question, Route } from './client.js';
import { ModelError } from './error.js';
import type { FinishReason } from './provider.js';
import { type Author, contentHash } from './row-journal.js';
import type { RowsTally } from './row-report.js';
import type { WriteItem, WriteRequest } from './writer.js';

/** A value that is asked for, and what has become of it. */
export interface Cell {
  /** Its place among the items of the request. */
  readonly at: number;
  readonly item: WriteItem;
  readonly key: string;
  value: unknown;
  has: boolean;
  /** Who wrote the value; `undefined` where that is not known. */
  by: Author | undefined;
  /** It came from the journal. */
  kept: boolean;
  /** Why it is not there yet. */
  reason: Reason;
  message: string | undefined;
  /** Its last call failed without an answer. */
  unanswered: boolean;
  /** A value that is valid, but was there already. */
  spare: { readonly value: unknown; readonly by: Author | undefined } | undefined;
}

/** What is known of a route while a request is written. */
export interface RouteState {
  readonly route: Route;
  /** Structured output was refused. */
  plain: boolean;
  answers: number;
  failures: number;
  /** Why it is not asked any more. */
  dead: Error | undefined;
}

/** What decides a question beside its values. */
export interface QuestionContext {
  readonly task: RowsTask;
  readonly dataType: Question['dataType'];
  readonly temperature: number | undefined;
  readonly maxOutput: number;
  /** Whether the route is asked for everything under its name. */
  readonly named: boolean;
  /** How often these values were asked for before. */
  readonly attempt: number;
}

export interface CallContext extends QuestionContext {
  readonly client: ModelClient;
  readonly request: WriteRequest;
  readonly check: RowCheck;
  readonly tally: RowsTally;
  readonly signal: AbortSignal;
  accepted(cell: Cell): void;
  /** An answer came, and not one value of it counted. */
  useless(route: Route, question: Question): void;
}

/** Tokens above the estimate that an answer may have. */
const SPARE_TOKENS = 64;
/** Failures without any answer after which a route is given up. */
const MOST_FAILURES = 3;
const FATAL = new Set(['model/no-key', 'model/bad-key', 'model/no-credit', 'model/not-found']);
/** Cells that a value which only suits some of them is tried in. */
const MOST_TRIED = 3;

/** What came of asking for some values, beside the values. */
export interface Called {
  /** The last failure, where there was one. */
  readonly error: ModelError | undefined;
  /** Even a single value was too long: so are the others. */
  readonly hopeless: boolean;
}

/**
 * Asks one route for some values: once without structured output where that is refused, in smaller parts where the answer
 * gets too long. Cells that get a valid value have it; the others say why not.
 *
 * @throws whatever is no failure of a model.
 */
export async function callRows(state: RouteState, cells: readonly Cell[], context: CallContext): Promise<Called> {
  const prompt = promptFor(cells, context);
  const schema = state.plain ? undefined : prompt.responseSchema;
  let call = await askOnce(state, cells, prompt, schema, context);
  if (call.error !== undefined && schema !== undefined && refusesSchema(call.error)) {
    context.tally.withoutSchema++;
    call = await askOnce(state, cells, prompt, undefined, context);
    if (call.error === undefined) state.plain = true;
  }
  const { error } = call;
  const rest = cells.filter(({ has }) => !has);
  if (!call.tooLong || rest.length === 0) {
    if (error !== undefined) judge(state, error);
    return { error, hopeless: false };
  }
  if (cells.length === 1) return { error, hopeless: true };
  const gained = cells.length - rest.length;
  const size = Math.max(1, Math.min(Math.floor(cells.length / 2), gained > 0 ? gained : Infinity));
  for (let i = 0; i < rest.length; i += size) {
    const called = await callRows(state, rest.slice(i, i + size), context);
    if (called.hopeless || called.error !== undefined) return called;
  }
  return { error: undefined, hopeless: false };
}

function promptFor(cells: readonly Cell[], { task, attempt, named }: QuestionContext): RowsPrompt {
  return rowsPrompt(
    task,
    cells.map(({ item, message }) => ({ ...item, reason: attempt > 0 ? message : undefined })),
    { avoid: sparesOf(cells), cells: attempt === 0, named },
  );
}

function questionOf(
  cells: readonly Cell[],
  prompt: RowsPrompt,
  responseSchema: object | undefined,
  { task, dataType, temperature, maxOutput, attempt }: QuestionContext,
): Question {
  const structured = responseSchema === undefined ? 'plain' : 'schema';
  const rows = rangesOf(cells.map(({ item }) => item.row));
  const identity = [task.seed, task.table, task.field ?? '', rows, attempt, structured].join('/');
  return {
    system: prompt.system,
    prompt: prompt.prompt,
    responseSchema,
    maxTokens: Math.min(maxOutput, Math.ceil(prompt.tokens.output * 1.2) + SPARE_TOKENS),
    temperature,
    seed: parseInt(contentHash(identity).slice(0, 8), 16) & 0x7fffffff,
    identity,
    dataType,
  };
}

/** The question that would be asked first for some values. */
export function firstQuestion(cells: readonly Cell[], context: QuestionContext): Question {
  const prompt = promptFor(cells, context);
  return questionOf(cells, prompt, prompt.responseSchema, context);
}

/** Texts that were there already and must not come again. */
function sparesOf(cells: readonly Cell[]): string[] {
  const values = cells.map(({ spare }) => spare?.value);
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

interface Outcome {
  readonly error: ModelError | undefined;
  readonly tooLong: boolean;
}

async function askOnce(
  state: RouteState,
  cells: readonly Cell[],
  prompt: RowsPrompt,
  responseSchema: object | undefined,
  context: CallContext,
): Promise<Outcome> {
  const { client, tally } = context;
  const { route } = state;
  const question = questionOf(cells, prompt, responseSchema, context);
  const answer = new Answer(cells, prompt, context, { provider: route.provider, model: route.model });
  const parser = new RowParser(prompt.shape);
  const used = tally.of(route);
  used.calls++;
  let finish: FinishReason = 'other';
  let error: ModelError | undefined;
  try {
    for await (const event of client.ask(route, question, context.signal)) {
      if (event.type === 'text') answer.take(parser.write(event.text));
      else {
        finish = event.finish;
        tally.use(route, event.usage);
        if (event.model !== route.model && !used.answeredAs.includes(event.model)) used.answeredAs.push(event.model);
      }
    }
  } catch (thrown) {
    answer.take(parser.end('other'));
    used.rows += answer.gained;
    if (!(thrown instanceof ModelError)) throw thrown;
    error = thrown;
    if (error.usage !== undefined) tally.use(route, error.usage);
    tally.fail(route, error.code);
  }
  if (error === undefined) {
    answer.take(parser.end(finish));
    used.rows += answer.gained;
    state.answers++;
    state.failures = 0;
    if (answer.gained === 0) context.useless(route, question);
  }
  const cutOff = finish === 'length' || error?.code === 'model/truncated' || (error !== undefined && tooMuch(error));
  answer.close(
    cutOff
      ? ['truncated', 'the answer was cut off before it']
      : finish === 'blocked' || error?.code === 'model/blocked'
        ? ['blocked', 'the answer was blocked']
        : error !== undefined
          ? ['failed', 'the call failed']
          : parser.unplaced > 0
            ? ['missing', `${parser.unplaced} values came for ${cells.length} conditions, without their numbers`]
            : ['missing', parser.empty ? 'the answer held no JSON' : 'no value came for it'],
    error !== undefined && answer.gained === 0,
  );
  return { error, tooLong: cutOff };
}

/** Puts the values of one answer into their cells. */
class Answer {
  gained = 0;
  readonly #refused: (readonly [Reason, string])[] = [];

  constructor(
    private readonly cells: readonly Cell[],
    private readonly prompt: RowsPrompt,
    private readonly context: CallContext,
    private readonly by: Author,
  ) {}

  take(rows: readonly AnsweredRow[]): void {
    for (const row of rows) this.#take(row);
  }

  #take(row: AnsweredRow): void {
    const { cells, context } = this;
    const { tally, request, task } = context;
    const open = row.index === undefined ? cells.find(({ has }) => !has) : cells[row.index];
    if (open === undefined || open.has) {
      tally.surplus++;
      return;
    }
    const checked = context.check.check(this.prompt.unpack(row.value), {
      prompt: open.item.prompt,
      label: task.field?.split('.').at(-1),
      number: row.index === undefined ? undefined : row.index + 1,
    });
    if (!checked.valid) {
      this.#refuse(row.index, checked.reason, checked.message);
      return;
    }
    const suits = row.index === undefined ? cells.filter(({ has }) => !has).slice(0, MOST_TRIED) : [open];
    let why: string | undefined;
    for (const cell of suits) {
      const said = request.validate(checked.value, cell.at);
      why ??= said;
      if (said !== undefined) continue;
      cell.value = checked.value;
      cell.has = true;
      cell.by = this.by;
      cell.unanswered = false;
      this.gained++;
      if (row.repaired) tally.repaired++;
      if (checked.coerced) tally.coerced++;
      if (checked.sanitised) tally.sanitised++;
      context.accepted(cell);
      return;
    }
    this.#refuse(row.index, 'rejected', why ?? '');
  }

  /** The answer has ended: cells without a value learn why. */
  close([reason, message]: readonly [Reason, string], unanswered: boolean): void {
    let next = 0;
    for (const cell of this.cells) {
      if (cell.has || (cell.message !== undefined && this.#told.has(cell))) continue;
      [cell.reason, cell.message] = this.#refused[next++] ?? [reason, message];
      cell.unanswered = unanswered;
      if (next > this.#refused.length) this.context.tally.refuse(reason);
    }
  }

  readonly #told = new Set<Cell>();

  #refuse(index: number | undefined, reason: Reason, message: string): void {
    this.context.tally.refuse(reason);
    if (index === undefined) {
      this.#refused.push([reason, message]);
      return;
    }
    const cell = this.cells[index]!;
    this.#told.add(cell);
    cell.reason = reason;
    cell.message = message;
    cell.unanswered = false;
  }
}

function judge(state: RouteState, error: ModelError): void {
  state.failures++;
  const refused = error.code === 'model/bad-request' || error.code === 'model/forbidden';
  if (FATAL.has(error.code) || (refused && state.answers === 0) || state.failures >= MOST_FAILURES) state.dead = error;
}

function refusesSchema(error: ModelError): boolean {
  if (tooMuch(error)) return false;
  if (error.code === 'model/bad-request') return true;
  return error.code === 'model/not-found' && /parameter|response_format|structured/iu.test(error.message);
}

/** The question itself is too long for the model. */
function tooMuch(error: ModelError): boolean {
  return (
    (error.code === 'model/bad-request' || error.status === 413) &&
    /context (?:length|window)|too many tokens|too long|too large|maximum.{0,20}tokens|token (?:limit|count)/iu.test(
      error.message,
    )
  );
}

/** `0-49,52`: rows in a text of bounded length. */
function rangesOf(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < rows.length;) {
    let end = i;
    while (end + 1 < rows.length && rows[end + 1] === rows[end]! + 1) end++;
    parts.push(end === i ? String(rows[i]) : `${rows[i]}-${rows[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
