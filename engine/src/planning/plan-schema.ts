import type { BuiltInType } from '../generators/registry.js';
import type { ModelSession } from '../models/session.js';
import type { ModelReport } from '../models/report.js';
import type { Plan } from '../plan/compile.js';
import type { PrepareOptions } from '../plan/prepare.js';
import { cleanText } from '../prompting/sanitise.js';
import type { Diagnostic } from '../schema/diagnostic.js';
import type { SynthDocument } from '../schema/grammar.js';
import { documentToYaml } from '../schema/write-yaml.js';
import { PlanError } from './error.js';
import { checkDescription, checkPlanOptions, type PlanOptions } from './options.js';
import { type Sample, tryOut } from './trial.js';
import { type PlanAttempt, writePlan } from './write-plan.js';

/** What was done for a schema, and how to go on. */
export interface PlanReport {
  /** The type to generate it with. */
  readonly type: BuiltInType;
  /** Names of its tables. */
  readonly tables: readonly string[];
  /** Every question that was asked, the accepted answer last. */
  readonly attempts: readonly PlanAttempt[];
  /** JSON pointers of fields that a language model would have to write. */
  readonly prompts: readonly string[];
  /** What the models did and cost. */
  readonly models: ModelReport;
}

/** A schema that a language model wrote: without mistakes, ready to be drawn. */
export interface PlannedSchema {
  /** The schema, to be passed to {@link generate}. */
  readonly document: SynthDocument | Record<string, unknown>;
  /** The same as text, to be kept in a file. */
  readonly text: string;
  /** Warnings and hints; no errors. */
  readonly diagnostics: readonly Diagnostic[];
  /** The first rows of each table. */
  readonly sample: Sample;
  /** How it came about. */
  readonly report: PlanReport;
}

/** What planning needs of the one who asks for it. */
export interface PlanHost {
  readonly settings: Pick<PrepareOptions, 'fieldTypes' | 'clock'>;
  openModels(options: PlanOptions): Promise<ModelSession>;
}

/** Has a schema written, checked and mended until it has no mistakes. @throws as `AgenticSynth.plan` */
export async function planSchema(description: string, options: PlanOptions, host: PlanHost): Promise<PlannedSchema> {
  const { type, count, format = 'yaml', signal } = options;
  checkPlanOptions(options);
  const task = { description: checkDescription(description), type, count };
  const session = await host.openModels(options);
  try {
    await session.assertUsable();
    // Other files are not read: a model does not decide what of this machine is looked at.
    const settings = { ...host.settings, ...(type !== undefined && { type }) };
    const { document, diagnostics, plan, sample, attempts } = await writePlan(
      task,
      session.client,
      (draft) => tryOut(draft, settings),
      signal,
    ).catch((error: unknown) => {
      throw error instanceof PlanError ? error.with(session.report().models) : error;
    });
    const text = format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : yamlOf(document, task.description);
    const report = {
      type: typeOf(plan, type),
      tables: plan.tables.map(({ name }) => name),
      attempts,
      prompts: plan.prompts,
      models: session.report().models,
    };
    return { document: document as PlannedSchema['document'], text, diagnostics, sample, report };
  } finally {
    await session.close();
  }
}

function yamlOf(document: object, description: string): string {
  return documentToYaml(document, cleanText(description));
}

/** The type that a command names to draw it. */
function typeOf({ tables }: Plan, asked: BuiltInType | undefined): BuiltInType {
  const types = tables.map(({ model }) => model.type);
  return asked ?? types.find((type) => type === 'structured') ?? types[0] ?? 'structured';
}
