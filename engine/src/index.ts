/**
 * The whole public surface of the package on Node: the core, and what needs files and threads.
 * @module
 */
export * from './core.js';
export type { BatchOptions, BatchOutline, JobOutline } from './files/batch.js';
export { BatchError, type BatchEvent, type BatchReport, type JobReport } from './files/batch-report.js';
export type { BatchProblem, BatchVerification } from './files/batch-verify.js';
export { CacheManager } from './files/cache-manager.js';
export { loadConfig, type LoadedConfig } from './files/config.js';
export { findKey, type FoundKey } from './files/keys.js';
export { type ProviderKey, providerKeys, tryKey } from './files/provider-keys.js';
export { type Template, TEMPLATES } from './schema/templates.js';
export { exportJsonSchema } from './files/export-schema.js';
export { ClosedPipeError, OutputError } from './files/output-error.js';
export { searchLocalesFor } from './files/packed-locales.js';
export { loadSchema, type LoadedSchema } from './files/schema-file.js';
export type { CsvReadOptions } from './files/data-file-csv.js';
export { validateFiles, type ValidateFilesOptions } from './files/validate-files.js';
export { AgenticSynth, type WriteOptions, type WriteStreamOptions } from './synth.js';
