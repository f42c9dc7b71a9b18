import { configFromEnvironment } from '../config/environment.js';
import { mergeConfigs } from '../config/merge.js';
import type { Config } from '../config/schema.js';
import { secretsOf } from '../config/secrets.js';
import type { CacheWarning } from '../cache/warning.js';
import type { GenerateOptions } from '../generators/options.js';
import { redactingLogger } from '../logger.js';
import type { AnswerCache } from '../models/model-client.js';
import { type AnswerLayer, type ModelSession, openSession, type SessionSettings } from '../models/session.js';
import { findKey } from './keys.js';
import { type ModelCache, openModelCache } from './model-cache.js';
import type { ModelsTogether } from './models-together.js';

/**
 * The models of a run on Node: keys and addresses that the configuration does not say come from the environment, keys also
 * from the operating system's keychain, and what is paid for is kept in files.
 * @param layer what is registered to answer before a model is called
 * @param together what the run shares with others
 */
export async function openModels(
  choice: Omit<SessionSettings, 'config' | 'env' | 'kept' | 'log' | 'findKey'>,
  written: Config,
  { cachePolicy, frozen, logger }: GenerateOptions,
  layer?: AnswerLayer,
  together?: ModelsTogether,
): Promise<ModelSession> {
  const { env } = process;
  const config = mergeConfigs(configFromEnvironment(env), written);
  const found: string[] = [];
  const secrets = (): string[] => [...secretsOf([config], env), ...found];
  const log = logger && redactingLogger(logger, secrets);
  const warnings: CacheWarning[] = [];
  const onWarning = (warning: CacheWarning): void => {
    warnings.push(warning);
    log?.warn(warning.message, { code: warning.code, path: warning.path });
  };
  const { model, fallback = [] } = choice;
  const models = model === undefined ? fallback : [model, ...fallback];
  // Rows are kept one by one; of a schema there is nothing to keep but the answer.
  const answers = choice.dataType === 'plan';
  const options = { cache: config.cache, policy: cachePolicy, frozen, answers, models, env, secrets, onWarning };
  const open = (): Promise<ModelCache> => openModelCache(options);
  const cache = await (together === undefined ? open() : together.open(open));
  const kept = { ...cache, responses: cache.responses as AnswerCache, warnings };
  try {
    // A frozen run takes what was answered then, not what is like it.
    if (!frozen && cache.policy !== 'off')
      kept.responses = (await layer?.(kept.responses, { secrets })) ?? kept.responses;
    return await openSession({
      ...choice,
      config,
      env,
      kept,
      shared: together?.shared,
      log,
      findKey: async (provider) => {
        const key = await findKey(provider, { config, env });
        if (key === undefined) return undefined;
        found.push(key.key);
        log?.debug(`The key of ${provider} comes from the ${key.from}.`);
        return key.key;
      },
    });
  } catch (error) {
    await kept.close();
    throw error;
  }
}
