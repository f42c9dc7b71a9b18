import type { PlanParams, PlanResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';

/** Has a language model write a schema. */
export async function plan({ description, model }: PlanParams, run: TaskRun): Promise<PlanResult> {
  const { signal } = run;
  const { text, report } = await run.withKeys(model, (synth) => synth.plan(description, { model, signal }));
  const { calls, cost, unknownCosts } = report.models;
  return {
    text,
    model: calls.at(-1)?.answeredBy ?? model ?? '',
    calls: calls.length,
    cost: unknownCosts > 0 ? null : cost,
  };
}
