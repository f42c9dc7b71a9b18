import type { ModelUse } from '../core-synth.js';
import type { OpenRun } from '../generators/open.js';

/** Begins to watch the models of a run; what is given back says what they have done since. */
export function modelUse({ models: session }: OpenRun): () => { readonly models?: readonly ModelUse[] } {
  if (session === undefined) return () => ({});
  const totals = (): readonly ModelUse[] => session.report().models.models;
  const before = new Map(totals().map((use) => [keyOf(use), use]));
  return () => ({
    models: totals().flatMap((now) => {
      const { provider, model } = now;
      const { calls = 0, cached = 0, cost = 0 } = before.get(keyOf(now)) ?? {};
      if (now.calls === calls) return [];
      return [{ provider, model, calls: now.calls - calls, cached: now.cached - cached, cost: now.cost - cost }];
    }),
  });
}

function keyOf({ provider, model }: ModelUse): string {
  return `${provider}:${model}`;
}
