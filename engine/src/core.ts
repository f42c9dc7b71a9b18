/**
 * The engine without Node: everything that runs in a browser or worker. Schemas are passed as parsed documents; records
 * come back as objects, or as bytes through an encoder.
 * @module
 */
export {
  AgenticSynth,
  type AgenticSynthOptions,
  check,
  type CheckOptions,
  type ModelUse,
  type RunReport,
  type TableReport,
} from './core-synth.js';
export {
  type CacheEntry,
  type CacheFiles,
  CacheManager,
  type CacheManagerOptions,
  type CacheStats,
} from './cache/cache-manager.js';
export { type FrozenMiss, FrozenMissError } from './cache/frozen.js';
export { CACHE_POLICIES, type CachePolicy } from './cache/policy.js';
export type { CacheWarning } from './cache/warning.js';
export type {
  BooleanColumn,
  Column,
  Dictionary,
  DictionaryColumn,
  ListColumn,
  NumberColumn,
  ObjectColumn,
  OutputField,
  OutputType,
  TemporalColumn,
  TemporalFormat,
  TextColumn,
  ValueColumn,
} from './columns/column.js';
export { readBatch } from './batch/read.js';
export { checkConfig } from './config/check.js';
export { type LogDetails, type Logger, redactingLogger, silentLogger } from './logger.js';
export { BudgetError } from './models/budget.js';
export { ModelError, type ModelErrorCode } from './models/error.js';
export { GeminiProvider, type GeminiOptions } from './models/gemini.js';
export { OpenAICompatibleProvider, type OpenAICompatibleOptions } from './models/open-ai.js';
export { OpenRouterProvider, type OpenRouterOptions } from './models/open-router.js';
export type { ModelOptions, ModelProvider } from './models/provider.js';
export { ModelRouter, type RouterOptions } from './models/router.js';
export { RowsMissingError } from './models/rows-missing.js';
export type { ModelsReport } from './models/session.js';
export type { ModelRows, RowsReport, WrittenBy } from './models/row-report.js';
export type { CallReport, DecisionReport, ModelReport, ModelTotals, OtherChoice } from './models/report.js';
export type { ExplainedQuestions, ExplainedRoute, Explanation } from './models/explain.js';
export type { BudgetState } from './models/budget.js';
export type { Attempt, Route } from './models/client.js';
export type { SkippedModel } from './models/router.js';
export type { ListedChoice, ListOptions } from './models/listing.js';
export type { DuplicateCounts } from './prompting/duplicates.js';
export type { Estimate, TableEstimate } from './describe/estimate.js';
export {
  describeFields,
  type DescribeOptions,
  type Expected,
  type FieldDescription,
  type FieldDescriptions,
  sampleFields,
} from './describe/fields.js';
export { ABSENT, isNull, recordAt, valueAt } from './columns/read.js';
export { NeedsModelError, OptionError, RowError, SchemaError, SynthError } from './errors.js';
export { type ExpressionToken, expressionTokens, templateTokens } from './expression/tokens.js';
export { EventGenerator, StructuredGenerator, TimeSeriesGenerator } from './generators/builtin.js';
export { CustomGenerator, type PlainGenerator } from './generators/custom.js';
export type { FieldType, RowContext } from './generators/field-type.js';
export type { ExplainedValues, RunExplanation } from './generators/explain.js';
export type { Generator, RowSource } from './generators/generator.js';
export type { GenerateOptions, Progress, Shard, StreamOptions, ZodOptions } from './generators/options.js';
export type { SynthRecord, TableRow } from './generators/records.js';
export { GeneratorRegistry, registerGenerator } from './generators/registry.js';
export { applyFix } from './planning/edits.js';
export {
  type Expectation,
  grammarAt,
  type GrammarOptions,
  type KeyForm,
  type Literal,
  type MappingForm,
  type NameKind,
  type TextForm,
  type ValueForm,
} from './grammar/grammar-at.js';
export { likelyTypes } from './grammar/likely-types.js';
export { durationInWords, rateInWords } from './grammar/span-words.js';
export { shorthandExamples, type TypeInfo, typeNames } from './grammar/type-names.js';
export { infer, type InferFormat, type Inferred, type InferInput, type InferOptions } from './infer/infer.js';
export { exportJsonSchema, type ExportOptions, type JsonSchema } from './json-schema/export/export.js';
export { type FunctionDoc, namesAt, type NamesAt, type VisibleName } from './navigation/names.js';
export {
  type Definition,
  type NameUse,
  type OtherDocument,
  type OutlineOptions,
  type References,
  references,
  type TableOutline,
} from './navigation/references.js';
export { csvEncoder, type CsvOptions } from './output/csv.js';
export {
  EncodeError,
  type EncodedChunk,
  type Format,
  type RecordBatch,
  type TableEncoder,
  type WrittenChunk,
} from './output/encoder.js';
export { createEncoder, type EncoderOptions, formatForPath, FORMATS } from './output/formats.js';
export { jsonEncoder, type JsonOptions } from './output/json.js';
export { jsonlEncoder } from './output/jsonl.js';
export { parquetEncoder, type ParquetOptions } from './output/parquet.js';
export { PlanError } from './planning/error.js';
export type { PlanOptions } from './planning/options.js';
export type { PlannedSchema, PlanReport } from './planning/plan-schema.js';
export type { PlanAttempt } from './planning/write-plan.js';
export type { Diagnostic, Edit, Fix } from './schema/diagnostic.js';
export type { FieldMap, FieldSource, SynthDocument } from './schema/grammar.js';
export { CheckMemory } from './schema/memory.js';
export { parseDocument, type ParsedDocument, type Position, type Range } from './schema/parse.js';
export { pointerTo, segmentsOf } from './schema/diagnostic.js';
export { placeOf } from './schema/place.js';
export type { AliasNode, ListNode, MapNode, ScalarNode, SyntaxEntry, SyntaxNode } from './schema/syntax.js';
export { indexInText, textOffsets, textSpan } from './schema/text-offsets.js';
export { entryAt, follow, nodeAt, placeAt, type TreePlace } from './schema/tree.js';
export { documentToYaml } from './schema/write-yaml.js';
export { type DataProblem, type DataReport } from './validate/checker.js';
export { recordValidator, validateData, type ValidateOptions } from './validate/data.js';
export { type Problem } from './validate/problem.js';
export { ValidationError } from './validate/records.js';
export { locales, semanticTypes } from './vocabulary/catalog.js';
export { type LocaleData, type LocaleSource, setLocaleSource } from './vocabulary/locale.js';
export type { ZodRecord, ZodSchema } from './zod/schema.js';
export { ENGINE_VERSION } from './version.js';
