import type { Estimate } from 'agentic-synth';
import type { EstimateParams, EstimateResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';
import { isNamed, saysType, typeOf } from './type-of.js';

/** How many rows a run would make, how large their files are, and what models would be asked for how much. */
export async function estimate(params: EstimateParams, run: TaskRun): Promise<EstimateResult> {
  const parsed = await run.document();
  const { count, model, format = 'csv', type = typeOf(parsed.value) } = params;
  const synth = await run.synth();
  const options = { schema: run.surroundings.file, count, model, signal: run.signal };
  const { tables, bytes, models, prompts } = await synth.estimate(type, options);
  const size = bytes[format];
  const pointerOf = (name: string): string => {
    const pointer = `/tables/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return parsed.range(pointer) === undefined ? '' : pointer;
  };
  // Where a key is missing, the model that it would open.
  const [first] = models?.questions ?? [];
  const asked = first?.routes[0] ?? first?.skipped.find((one) => one.if !== undefined)?.if;
  return {
    tables: tables.map(({ name, rows, expected, bytes: sizes }) => ({
      name,
      pointer: pointerOf(name),
      rows,
      ...(expected && { expected }),
      ...(sizes.csv !== undefined && { bytes: Math.round(sizes.csv) }),
      ...costOf(models, name),
    })),
    ...(size !== undefined && { bytes: Math.round(size) }),
    type,
    typed: saysType(parsed.value),
    named: isNamed(parsed.value),
    prompts,
    ...(models !== undefined &&
      models.calls > 0 && {
        model: {
          id: asked?.model ?? model ?? '',
          calls: models.calls,
          tokens: models.inputTokens + models.outputTokens,
          cost: Number.isFinite(models.cost) ? models.cost : null,
        },
      }),
  };
}

/** What the questions of one table cost. */
function costOf(models: Estimate['models'], table: string): { readonly cost?: number | null } {
  const own = models?.questions.filter(({ label }) => label === table || label.startsWith(`${table}.`)) ?? [];
  if (own.length === 0) return {};
  const costs = own.map(({ routes, skipped }) => routes[0] ?? skipped.find((one) => one.if !== undefined)?.if);
  const cost = costs.reduce((sum, route) => sum + (route?.cost ?? NaN), 0);
  return { cost: Number.isFinite(cost) ? cost : null };
}
