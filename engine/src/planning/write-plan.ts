import type { ModelClient, Question, Route } from '../models/client.js';
import { ModelError } from '../models/error.js';
import type { Plan } from '../plan/compile.js';
import { planDrafts, type PlanDraft } from '../prompting/plan-answer.js';
import { planPrompt, planSystem, type PlanCorrection, type PlanTask } from '../prompting/plan-prompt.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import { documentToYaml } from '../schema/write-yaml.js';
import { PlanError } from './error.js';
import { type AppliedFix, mend } from './mend.js';
import { settled, unwrapped } from './settle.js';
import type { Sample, Trial } from './trial.js';

/** One question to a model, and what came of it. */
export interface PlanAttempt {
  /** Who was asked. */
  readonly provider: string;
  /** The provider's id. */
  readonly model: string;
  /** `accepted`, `invalid`, `no-schema`, `truncated`, `blocked`, or the code of the error. */
  readonly outcome: string;
  /** Errors in the draft that nothing here could mend. */
  readonly mistakes: readonly Diagnostic[];
  /** What was mended here. */
  readonly fixes: readonly AppliedFix[];
}

/** A schema without mistakes. */
export interface WrittenPlan {
  readonly document: object;
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan;
  readonly sample: Sample;
  readonly attempts: readonly PlanAttempt[];
}

/** Questions to one model, the first and two to mend what was wrong. */
export const MOST_CALLS = 3;
/** Tokens of an answer, thoughts included. */
const MOST_TOKENS = 8192;
/** Of an answer with several texts that may be the schema, so many are looked at. */
const MOST_DRAFTS = 3;

/** What was made of an answer. */
interface Judged extends PlanCorrection {
  readonly outcome: string;
  readonly fixes: readonly AppliedFix[];
  readonly accepted: Omit<WrittenPlan, 'attempts'> | undefined;
}

/**
 * Asks the models in their order for a schema, each up to {@link MOST_CALLS} times: a draft with mistakes goes back with
 * them.
 * @param tryOut checks a schema and draws some rows of it.
 * @throws PlanError where no model writes one without mistakes; ModelError where none answers; BudgetError, FrozenMissError
 */
export async function writePlan(
  task: PlanTask,
  client: ModelClient,
  tryOut: (document: unknown) => Promise<Trial>,
  signal?: AbortSignal,
): Promise<WrittenPlan> {
  const attempts: PlanAttempt[] = [];
  let last: Judged | undefined;
  let failure: ModelError | undefined;
  for (const route of client.routes(questionOf(task, 1))) {
    let correction: Judged | undefined;
    for (let call = 1; call <= MOST_CALLS; call++) {
      const { provider, model } = route;
      let answer: Answer;
      try {
        answer = await ask(client, route, questionOf(task, call, correction), signal);
      } catch (error) {
        if (!(error instanceof ModelError) || error.code === 'model/aborted') throw error;
        failure = error;
        attempts.push({ provider, model, outcome: error.code, mistakes: [], fixes: [] });
        break;
      }
      const judged = await judge(answer, task, tryOut);
      const mistakes = judged.diagnostics.filter(isError);
      attempts.push({ provider, model, outcome: judged.outcome, mistakes, fixes: judged.fixes });
      if (judged.accepted !== undefined) return { ...judged.accepted, attempts };
      // Of what a model said before it began to chat, something may still be made.
      if (judged.draft !== undefined || last?.draft === undefined) last = judged;
      correction = judged;
      if (answer.finish === 'blocked') break;
    }
  }
  if (last === undefined && failure !== undefined) throw failure;
  throw new PlanError(last?.draft, last?.diagnostics ?? [], attempts, undefined, failure);
}

function questionOf(task: PlanTask, call: number, correction?: PlanCorrection): Question {
  return {
    system: planSystem(task.type),
    prompt: planPrompt(task, correction),
    responseSchema: undefined,
    maxTokens: MOST_TOKENS,
    temperature: 0.2,
    seed: undefined,
    identity: `plan/${call}`,
    dataType: 'plan',
  };
}

interface Answer {
  readonly text: string;
  readonly finish: string;
}

async function ask(client: ModelClient, route: Route, question: Question, signal?: AbortSignal): Promise<Answer> {
  let text = '';
  let finish = 'other';
  for await (const event of client.ask(route, question, signal)) {
    if (event.type === 'text') text += event.text;
    else ({ finish } = event);
  }
  return { text, finish };
}

/** Finds the schema in an answer: of several the first without mistakes, else the one with the fewest. */
async function judge(
  { text, finish }: Answer,
  task: PlanTask,
  tryOut: (document: unknown) => Promise<Trial>,
): Promise<Judged> {
  const drafts = planDrafts(text).slice(0, MOST_DRAFTS);
  // What is cut off may well read as a schema: one that lacks its end.
  if (finish === 'length') {
    return refused('truncated', drafts.at(0)?.text, 'The answer was cut off at its limit. Write a shorter schema.');
  }
  if (drafts.length === 0) {
    if (finish === 'blocked') return refused('blocked', undefined, 'The answer was withheld by a safety filter.');
    return refused('no-schema', undefined, 'The answer held no schema: neither YAML nor JSON.');
  }
  let best: Judged | undefined;
  for (const draft of drafts) {
    const judged = await judgeDraft(draft, task, tryOut);
    if (judged.accepted !== undefined) return judged;
    if (best === undefined || errorsOf(judged) < errorsOf(best)) best = judged;
  }
  return best!;
}

async function judgeDraft(
  { text, parsed }: PlanDraft,
  task: PlanTask,
  tryOut: (document: unknown) => Promise<Trial>,
): Promise<Judged> {
  if (parsed.diagnostics.some(isError)) {
    const diagnostics = parsed.diagnostics.map(({ range, ...diagnostic }) => ({
      ...diagnostic,
      message: `Line ${range.start.line + 1}: ${diagnostic.message}`,
    }));
    return { outcome: 'invalid', draft: text, diagnostics, fixes: [], accepted: undefined };
  }
  const check = async (document: unknown): Promise<readonly Diagnostic[]> => (await tryOut(document)).diagnostics;
  const mended = await mend(unwrapped(parsed.value), check);
  const document = mended.diagnostics.some(isError) ? mended.value : settled(mended.value, task);
  const { plan, diagnostics, sample } = await tryOut(document);
  const { fixes } = mended;
  if (plan === undefined || diagnostics.some(isError)) {
    return { outcome: 'invalid', draft: documentToYaml(document), diagnostics, fixes, accepted: undefined };
  }
  const accepted = { document: document as object, diagnostics, plan, sample };
  return { outcome: 'accepted', draft: text, diagnostics, fixes, accepted };
}

function refused(outcome: string, draft: string | undefined, message: string): Judged {
  const diagnostics: Diagnostic[] = [{ code: `plan/${outcome}`, severity: 'error', message, pointer: '' }];
  return { outcome, draft, diagnostics, fixes: [], accepted: undefined };
}

function errorsOf({ diagnostics }: Judged): number {
  return diagnostics.filter(isError).length;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
