import { resolve } from 'node:path';
import { FrozenClient } from '../cache/frozen.js';
import type { CachePolicy } from '../cache/policy.js';
import { ResponseCache } from '../cache/response-cache.js';
import { RouteLog } from '../cache/route-log.js';
import type { RowJournal } from '../models/row-journal.js';
import type { OnWarning } from '../cache/warning.js';
import type { Environment } from '../config/environment.js';
import type { Config } from '../config/schema.js';
import type { ModelClient } from '../models/client.js';
import { makePrivateFolder, userCacheFolder } from './cache-files.js';
import { AnswerFolder } from './cache-store.js';
import { JournalFolder } from './journal-store.js';
import { outputError } from './output-error.js';

export interface ModelCacheOptions {
  /** Of the configuration. */
  readonly cache?: Config['cache'];
  /** Stronger than `cache.enabled`. */
  readonly policy?: CachePolicy | undefined;
  /** Everything comes from what earlier runs have kept; no file changes. */
  readonly frozen?: boolean | undefined;
  /** Answers are kept on disk without a `persistPath` too. */
  readonly answers?: boolean | undefined;
  /** Models of the run, for what a frozen one says when it lacks something. */
  readonly models?: readonly string[] | undefined;
  readonly env?: Environment | undefined;
  /** Keys of providers: nothing that holds one is ever written. */
  readonly secrets?: (() => Iterable<string>) | undefined;
  readonly onWarning?: OnWarning | undefined;
}

/** What is kept of the work of models, for one run. */
export interface ModelCache {
  readonly policy: CachePolicy;
  readonly responses: ResponseCache;
  /** `undefined` where nothing is kept. */
  readonly journal: RowJournal | undefined;
  /** Of a frozen run: asks instead of all models. */
  readonly frozen: ModelClient | undefined;
  /** Folders in use: `answers` and `rows` are in them. */
  readonly folder: string | undefined;
  /** Brings all to the disk. @throws OutputError */
  close(): Promise<void>;
}

/**
 * Opens what earlier runs have kept. Rows lie in `rows` and answers in `answers` of `cache.persistPath`; without one, rows
 * (and answers, where the policy is `aggressive`) lie in the person's own cache folder.
 * @throws OptionError where a run is to be frozen and the cache is off
 * @throws OutputError where `persistPath` cannot be written: before anything is paid for
 */
export async function openModelCache(options: ModelCacheOptions = {}): Promise<ModelCache> {
  const { cache, frozen = false, secrets, onWarning } = options;
  const policy = options.policy ?? (cache?.enabled === false ? 'off' : 'default');
  const common = { policy, frozen, secrets, onWarning, maxSize: cache?.maxSize, ttl: cache?.ttl };
  const folder = policy === 'off' ? undefined : await folderFor(options, frozen);
  if (folder === undefined) {
    const close = async (): Promise<void> => undefined;
    return { policy, responses: new ResponseCache(common), journal: undefined, frozen: undefined, folder, close };
  }
  const keeping = { readOnly: frozen, secrets, onWarning };
  const journal = new JournalFolder(resolve(folder, 'rows'), keeping);
  const routes = new RouteLog(journal);
  const onDisk = cache?.persistPath !== undefined || policy === 'aggressive' || options.answers || frozen;
  const store = onDisk ? new AnswerFolder(resolve(folder, 'answers'), keeping) : undefined;
  const responses = new ResponseCache({ ...common, store, routes: onDisk ? routes : undefined });
  return {
    policy,
    responses,
    journal,
    frozen: frozen ? new FrozenClient(responses, routes, options.models) : undefined,
    folder,
    async close() {
      await store?.close();
      await journal.close();
    },
  };
}

/** The folder, made so that a run that cannot keep what it pays for ends before it pays. */
async function folderFor({ cache, env, onWarning }: ModelCacheOptions, frozen: boolean): Promise<string | undefined> {
  const folder = cache?.persistPath ?? userCacheFolder(env);
  if (frozen) return folder;
  try {
    await makePrivateFolder(resolve(folder, 'rows'));
    return folder;
  } catch (error) {
    const failure = outputError(folder, error);
    if (cache?.persistPath !== undefined) throw failure;
    const message = `Rows cannot be kept for the next run. ${failure.message} Name a folder as \`cache.persistPath\`.`;
    onWarning?.({ code: 'cache/unwritable', path: folder, message });
    return undefined;
  }
}
