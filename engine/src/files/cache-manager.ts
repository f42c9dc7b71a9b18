import { CacheManager as CoreCacheManager, type CacheManagerOptions } from '../cache/cache-manager.js';
import { cacheFiles } from './cache-files.js';

/** {@inheritDoc CoreCacheManager} Persists into files. */
export class CacheManager extends CoreCacheManager {
  /** @throws OptionError for a size or time to live that cannot be. */
  constructor(options: CacheManagerOptions = {}) {
    super({ files: cacheFiles, ...options });
  }
}
