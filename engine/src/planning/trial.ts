import { SynthError } from '../errors.js';
import { recordsOf, type SynthRecord } from '../generators/records.js';
import type { Plan } from '../plan/compile.js';
import { prepare, type PrepareOptions } from '../plan/prepare.js';
import { specsOf } from '../plan/source.js';
import type { Diagnostic } from '../schema/diagnostic.js';

/** Rows of each table that are drawn, and those that are shown. */
const DRAWN = 20;
const SHOWN = 3;
/** Items or characters of one value that no description means. */
const ENDLESS = 100_000;

/** First rows by table. */
export type Sample = Readonly<Record<string, readonly SynthRecord[]>>;

export interface Trial {
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where a diagnostic is an error. */
  readonly plan: Plan | undefined;
  readonly sample: Sample;
}

/** Checks a schema; one without mistakes draws some rows, since a division by zero shows in no schema. */
export async function tryOut(document: unknown, settings: PrepareOptions): Promise<Trial> {
  const { plan, diagnostics } = await prepare(document, { ...settings, localText: true });
  if (plan === undefined) return { plan, diagnostics, sample: {} };
  const endless = endlessIn(plan);
  if (endless !== undefined) return { plan: undefined, diagnostics: [...diagnostics, endless], sample: {} };
  const sample: Record<string, SynthRecord[]> = {};
  try {
    // So few rows need no long count of what may be billions.
    const few = await prepare(document, { ...settings, localText: true, count: DRAWN });
    for (const source of few.plan?.tables ?? []) {
      const rows: SynthRecord[] = [];
      for await (const record of recordsOf(source, { batchSize: DRAWN })) if (rows.push(record) >= DRAWN) break;
      sample[source.name] = rows.slice(0, SHOWN);
    }
  } catch (error) {
    if (!(error instanceof SynthError || error instanceof RangeError)) throw error;
    const { message } = error;
    const code = error instanceof SynthError ? error.code : 'plan/cannot-draw';
    return {
      plan: undefined,
      diagnostics: [...diagnostics, { code, severity: 'error', message, pointer: '' }],
      sample,
    };
  }
  return { plan, diagnostics, sample };
}

/** A value so long that drawing a few of them would take forever. */
function endlessIn({ document }: Plan): Diagnostic | undefined {
  for (const spec of specsOf(document)) {
    const length = 'length' in spec ? spec.length : undefined;
    if (length === undefined || length.max <= ENDLESS) continue;
    const message = `Lengths go up to ${ENDLESS} here.`;
    return { code: 'plan/endless', severity: 'error', message, pointer: spec.pointer };
  }
  return undefined;
}
