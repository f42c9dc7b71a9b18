import type { Diagnostic } from 'agentic-synth';
import type { TaskRun } from './task-run.js';

/** Checks a document whose folder has plug-ins: code of others never runs where the editor waits. */
export interface CheckParams {
  readonly value: unknown;
  readonly count?: number;
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
}

export async function check({ value, count }: CheckParams, run: TaskRun): Promise<CheckResult> {
  const synth = await run.synth();
  return { diagnostics: await synth.check(value, { file: run.surroundings.file, count }) };
}
