import { configFromEnvironment } from '../config/environment.js';
import { mergeConfigs } from '../config/merge.js';
import type { Config } from '../config/schema.js';
import { secretsOf } from '../config/secrets.js';
import type { GenerateOptions } from '../generators/options.js';
import { type ModelSession, openSession, type SessionSettings } from '../models/session.js';
import { openModelCache } from './model-cache.js';

/**
 * The models of a run on Node: keys and addresses that the configuration does not say come from the environment, and what
 * is paid for is kept in files.
 */
export async function openModels(
  choice: Omit<SessionSettings, 'config' | 'env' | 'kept'>,
  written: Config,
  { cachePolicy, frozen }: GenerateOptions,
): Promise<ModelSession> {
  const { env } = process;
  const config = mergeConfigs(configFromEnvironment(env), written);
  const secrets = (): string[] => secretsOf([config], env);
  const kept = await openModelCache({ cache: config.cache, policy: cachePolicy, frozen, env, secrets });
  return openSession({ ...choice, config, env, kept });
}
