import type { Config } from '../config/schema.js';
import { secretsOf } from '../config/secrets.js';
import { loadConfig } from '../files/config.js';
import type { OpenLog } from './logging.js';
import { warn } from './report.js';

/** The configuration that holds for a run. What is wrong with it is told, and its keys never stand in the log. */
export async function loadRunConfig({ logger, hide, visible }: OpenLog): Promise<Config> {
  const { config, warnings, files, layers, env } = await loadConfig();
  // Plug-ins and providers look variables up where everyone does.
  for (const [name, value] of Object.entries(env)) process.env[name] ??= value;
  const written = layers.map((layer) => layer.config);
  hide(secretsOf(written, env));
  logger.debug('configuration loaded', { files });
  for (const { file, message, code } of warnings) {
    if (!visible) warn(`${file}: ${message}`);
    logger.warn(message, { file, code });
  }
  return config;
}
