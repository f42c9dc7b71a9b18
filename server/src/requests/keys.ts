import { loadConfig, providerKeys, SynthError, tryKey } from 'agentic-synth';
import type { KeysResult, TestKeyParams, TestKeyResult } from '../messages.js';
import type { TaskRun } from '../worker/task-run.js';
import { Failure, withoutKeys } from './failure.js';

/** Providers, and where the key of each comes from. */
export async function keys(_params: null, run: TaskRun): Promise<KeysResult> {
  const found = await providerKeys(await loadConfig({ folder: run.surroundings.folder }), run.surroundings.folder);
  return {
    providers: found.map(({ provider, key, needed, variable }) => ({
      provider,
      needed,
      variable,
      ...(key !== undefined && { from: key.from }),
    })),
  };
}

/** Asks a provider whether it takes its key. */
export async function testKey({ provider, fromClient }: TestKeyParams, run: TaskRun): Promise<TestKeyResult> {
  const { folder } = run.surroundings;
  const config = await loadConfig({ folder });
  const known = (await providerKeys(config, folder)).find((one) => one.provider === provider);
  if (known === undefined) throw new Failure(`There is no provider ${provider}.`, { code: 'model/unknown' });
  const key = (fromClient === true ? undefined : known.key?.key) ?? (await run.askKey(provider));
  if (key === undefined) return { ok: false, message: `There is no key for ${provider}.` };
  try {
    await tryKey(provider, key, config, run.signal);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    return { ok: false, message: withoutKeys(error.message, [key]) };
  }
}
