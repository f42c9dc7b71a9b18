import type { ModelsResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';

/** The models that can be named; those that can be used now come first. */
export async function models(_params: null, run: TaskRun): Promise<ModelsResult> {
  const listed = await (await run.synth()).listModels();
  return {
    models: listed.map(({ id, provider, usable, key, inputPrice, outputPrice, contextTokens }) => ({
      id: provider === 'gemini' || provider === 'openRouter' ? id : `${provider}:${id}`,
      provider,
      usable,
      ...(!usable && { why: key.variable === undefined ? 'needs a key' : `${key.variable} is not set` }),
      ...(Number.isFinite(inputPrice) && { inputPrice }),
      ...(Number.isFinite(outputPrice) && { outputPrice }),
      ...(contextTokens !== undefined && { context: contextTokens }),
    })),
  };
}
