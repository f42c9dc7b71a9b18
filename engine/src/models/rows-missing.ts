import { SynthError } from '../errors.js';
import type { Reason } from '../prompting/check-rows.js';
import { UNNAMED } from '../prompting/rows-prompt.js';

const WORDS: Readonly<Record<Reason, string>> = {
  missing: 'did not come',
  type: 'had the wrong type',
  length: 'had the wrong length',
  range: 'were out of range',
  values: 'were none of the values allowed',
  form: 'had the wrong form',
  properties: 'lacked properties or had too many',
  echo: 'repeated the prompt or declined',
  rejected: 'were rejected by a condition',
  duplicate: 'were there already',
  truncated: 'were cut off',
  blocked: 'were blocked',
  failed: 'belonged to calls that failed',
  budget: 'would have passed the budget',
};

export interface RowsMissing {
  readonly table: string;
  /** `undefined` for whole rows. */
  readonly field: string | undefined;
  readonly had: number;
  readonly wanted: number;
  /** Of those that are missing, by the reason of the last attempt. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  /** Where the others are kept, if they are. */
  readonly kept: string | undefined;
  /** The models that were asked. */
  readonly models: readonly string[];
  /** Why the last value that did not count did not. */
  readonly example: string | undefined;
  /** The last failure of a call. */
  readonly cause?: Error | undefined;
}

/** Values could not be had, by any of the models. Those that could are kept and need not be paid for again. */
export class RowsMissingError extends SynthError {
  /** The table whose rows are missing. */
  readonly table: string;
  /** Undefined where whole rows are missing. */
  readonly field: string | undefined;
  /** Values there are. */
  readonly had: number;
  /** Values asked for. */
  readonly wanted: number;
  /** How many are missing, by the reason of the last attempt. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  /** Where the others are kept for the next run, if they are. */
  readonly kept: string | undefined;
  /** The models that were asked. */
  readonly models: readonly string[];
  /** Why the last value that did not count did not. */
  readonly example: string | undefined;

  constructor(missing: RowsMissing) {
    super('model/rows-missing', messageOf(missing), { cause: missing.cause });
    this.table = missing.table;
    this.field = missing.field;
    this.had = missing.had;
    this.wanted = missing.wanted;
    this.reasons = missing.reasons;
    this.kept = missing.kept;
    this.models = missing.models;
    this.example = missing.example;
  }
}

function messageOf({ table, field, had, wanted, reasons, kept, models, example, cause }: RowsMissing): string {
  const what = field === undefined ? 'rows' : `values of ${[table, field].filter((name) => name !== '').join('.')}`;
  const of = field === undefined && table !== '' && table !== UNNAMED ? ` of ${table}` : '';
  const counted = Object.entries(reasons).map(([reason, count]) => `${count} ${WORDS[reason as Reason]}`);
  const by = models.length > 0 ? ` Asked: ${models.join(', ')}.` : '';
  const last = example === undefined ? '' : ` For example: ${example}.`;
  const words = cause === undefined ? '' : ` Last failure: ${cause.message}`;
  const after =
    had === 0
      ? ''
      : kept === undefined
        ? ' Nothing keeps the others; with a cache they would not be asked for again.'
        : ` The others are kept in ${kept}: the same command goes on from there.`;
  return `only ${had} of ${wanted} ${what}${of} could be had: ${counted.join(', ')}.${by}${last}${words}${after}`;
}
