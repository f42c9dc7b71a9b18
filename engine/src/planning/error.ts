import { SynthError } from '../errors.js';
import type { ModelReport } from '../models/report.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { PlanAttempt } from './write-plan.js';

/** No model wrote a schema without mistakes. What they wrote was paid for, and is in here. */
export class PlanError extends SynthError {
  /** The last draft as text; undefined where no answer held one. */
  readonly draft: string | undefined;
  /** What is wrong with it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every question that was asked. */
  readonly attempts: readonly PlanAttempt[];
  /** What the models did and cost. */
  readonly models: ModelReport | undefined;

  constructor(
    draft: string | undefined,
    diagnostics: readonly Diagnostic[],
    attempts: readonly PlanAttempt[],
    models?: ModelReport,
    cause?: unknown,
  ) {
    const code = draft === undefined ? 'plan/no-schema' : 'plan/invalid';
    super(code, messageOf(draft !== undefined, diagnostics, attempts), { cause });
    this.draft = draft;
    this.diagnostics = diagnostics;
    this.attempts = attempts;
    this.models = models;
  }

  /** The same with what is known when the models are closed. */
  with(models: ModelReport): PlanError {
    return new PlanError(this.draft, this.diagnostics, this.attempts, models, this.cause);
  }
}

function messageOf(drafted: boolean, diagnostics: readonly Diagnostic[], attempts: readonly PlanAttempt[]): string {
  const models = [...new Set(attempts.map(({ model }) => model))].join(', ');
  const calls = `${attempts.length} ${attempts.length === 1 ? 'call' : 'calls'} (${models})`;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!drafted) {
    const why = first === undefined ? '' : ` ${sentence(first.message)}`;
    return `No schema came of ${calls}.${why} Say in other words what the data is, or name another model.`;
  }
  const many = `${errors.length} ${errors.length === 1 ? 'mistake' : 'mistakes'}`;
  const place = first?.pointer ? ` at ${first.pointer}` : '';
  return (
    `No schema without mistakes came of ${calls}. The last draft has ${many}` +
    `${first === undefined ? '.' : `, the first${place}: ${sentence(first.message)}`} Mend it by hand, say it in other words, or name another model.`
  );
}

function sentence(message: string): string {
  return /[.!?…]$/u.test(message) ? message : `${message}.`;
}
