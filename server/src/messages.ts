/**
 * What server and client say to each other beside the protocol's own messages. Types and names only: the client knows
 * nothing else of the server. Progress and cancellation are the protocol's own (`workDoneToken`, `$/cancelRequest`).
 * @module
 */

/** Client to server. A request about a document refers to its text as the server knows it. */
export const REQUESTS = {
  version: 'agentic-synth/version',
  preview: 'agentic-synth/preview',
  generate: 'agentic-synth/generate',
  estimate: 'agentic-synth/estimate',
  infer: 'agentic-synth/infer',
  plan: 'agentic-synth/plan',
  models: 'agentic-synth/models',
  templates: 'agentic-synth/templates',
  keys: 'agentic-synth/keys',
  testKey: 'agentic-synth/testKey',
} as const;

/** Server to client. */
export const CLIENT_REQUESTS = {
  /** Asks for the key of a provider when a run needs it. The key stays in memory, and only for that run. */
  key: 'agentic-synth/key',
  /** Asks a model of the editor. */
  languageModel: 'agentic-synth/languageModel',
} as const;

/** Client to server, without an answer. */
export const NOTIFICATIONS = {
  /** The workspace has become trusted. */
  trusted: 'agentic-synth/trusted',
  /** The models that the editor offers have changed: `{ models }`. */
  editorModels: 'agentic-synth/editorModels',
} as const;

/** In `initializationOptions`. */
export interface InitializationOptions {
  /** Nothing runs until the workspace is trusted. Default: true, as other editors know no such thing. */
  readonly trusted?: boolean;
  /** Whether the client answers {@link CLIENT_REQUESTS}.key. */
  readonly canAskForKeys?: boolean;
  /** Address of a page that tells of every diagnostic's code; by default the one that comes with the server. */
  readonly docs?: string;
  /** Ids of the models that the editor offers, for {@link CLIENT_REQUESTS}.languageModel. */
  readonly editorModels?: readonly EditorModel[];
  /** For clients that do not answer `workspace/configuration`. */
  readonly settings?: Settings;
}

export interface EditorModel {
  readonly id: string;
  readonly name: string;
  /** Tokens of prompt and answer together. */
  readonly maxTokens: number;
}

/** Section `agenticSynth` of the client's settings. */
export interface Settings {
  /** Rows that the preview shows, and that lenses count with. Default 100. */
  readonly previewRows?: number;
  /** A sample value after each field. Default true. */
  readonly inlayHints?: boolean;
  /** Above each table. Default true. */
  readonly codeLens?: boolean;
  /**
   * Renaming a field or table writes `key: oldName`, so that it keeps its values: random numbers belong to names. Default
   * false.
   */
  readonly renameKeepsValues?: boolean;
  readonly logLevel?: 'error' | 'warn' | 'info' | 'debug';
}

export interface VersionResult {
  /** Version of the engine inside the server. */
  readonly engine: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A mistake of a schema, or a failure of a run, that a list can show and jump to. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  readonly uri: string;
  /** Zero-based; UTF-16 characters. */
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface PreviewParams {
  readonly uri: string;
  /** Of each root table. */
  readonly rows: number;
  /** Instead of the document's. */
  readonly seed?: number;
  /** A model for prompt fields; without one they show local text. */
  readonly model?: string;
  readonly workDoneToken?: string | number;
}

export interface PreviewResult {
  /** The version of the document that was drawn; -1 where the server has none. */
  readonly version: number;
  readonly seed: number;
  readonly milliseconds: number;
  /** Empty where the schema has errors: then `problems` says which. */
  readonly tables: readonly PreviewTable[];
  readonly problems: readonly Problem[];
  /** Paths of fields that show local text where a model would write. */
  readonly localText: readonly string[];
}

export interface PreviewTable {
  /** `rows` where the schema does not name it. */
  readonly name: string;
  readonly type: 'structured' | 'timeseries' | 'events';
  readonly rows: number;
  readonly columns: readonly PreviewColumn[];
  /** Name of the column with the axis of time, of time series and events. */
  readonly time?: string;
  /** Names of the columns that tell the series apart, of time series. */
  readonly series?: readonly string[];
  /** Name of the column with the type of the event, of events. */
  readonly eventType?: string;
}

export type ColumnType =
  'integer' | 'number' | 'boolean' | 'text' | 'datetime' | 'date' | 'time' | 'duration' | 'list' | 'object' | 'mixed';

export interface PreviewColumn {
  readonly name: string;
  /** JSON pointer of the field in the document; missing for columns that the generator adds. */
  readonly pointer?: string;
  /** Where the field is written, to jump to. */
  readonly line?: number;
  readonly type: ColumnType;
  /** One a row: as the JSON output has it. Absent ones are null here and listed in `absent`. */
  readonly values: readonly Json[];
  /** Row numbers, ascending, of records that have no such key. */
  readonly absent?: readonly number[];
  /** The table and column that a foreign key points to. */
  readonly refersTo?: { readonly table: string; readonly column: string };
  /** Written by local text where a model would write. */
  readonly localText?: boolean;
  /** Holds the labels of anomalies or faults of this column or of the whole row (''). */
  readonly labels?: string;
  readonly statistics: ColumnStatistics;
  /** What the schema promises, in a few words, such as `integer from 0 to 120`. */
  readonly promise?: string;
}

/** Of the values shown. Numbers of dates and times are milliseconds since 1970, of durations milliseconds. */
export interface ColumnStatistics {
  readonly nulls: number;
  readonly absent: number;
  readonly distinct: number;
  /** Of numbers, dates, times, durations; of texts and lists their lengths. */
  readonly min?: number;
  readonly mean?: number;
  readonly max?: number;
  /** Equally wide bins over min…max; of columns with an order and more than a dozen values. */
  readonly histogram?: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** Most frequent first, at most ten, of the rest. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
  /** What the schema lets expect, where it can be computed. */
  readonly expected?: {
    readonly min?: number;
    readonly mean?: number;
    readonly max?: number;
    /** Share of nulls. */
    readonly nulls?: number;
    /** Number of possible values. */
    readonly distinct?: number;
  };
}

export interface GenerateParams {
  readonly uri: string;
  readonly type?: 'structured' | 'timeseries' | 'events';
  readonly count?: number;
  readonly seed?: number | 'random';
  readonly format?: 'json' | 'jsonl' | 'csv' | 'parquet';
  /** Path of the file, or of a folder for several tables. */
  readonly output: string;
  readonly model?: string;
  /** US dollars. */
  readonly budget?: number;
  readonly workDoneToken?: string | number;
}

export interface GenerateResult {
  readonly files: readonly { readonly path: string; readonly rows: number; readonly bytes: number }[];
  readonly rows: number;
  readonly milliseconds: number;
  readonly seed: number;
  readonly localText: readonly string[];
  readonly warnings: readonly string[];
  /** US dollars, where models were asked; `null` where the price is not known. */
  readonly cost?: number | null;
}

/** How much a run would give, and cost. */
export interface EstimateParams {
  readonly uri: string;
  readonly type?: 'structured' | 'timeseries' | 'events';
  readonly count?: number;
  readonly format?: 'json' | 'jsonl' | 'csv' | 'parquet';
  readonly model?: string;
}

export interface EstimateResult {
  readonly tables: readonly {
    readonly name: string;
    readonly pointer: string;
    readonly rows: number;
    /** As many as are to be expected; exactly so many otherwise. */
    readonly expected?: boolean;
    /** Of its file, as CSV. */
    readonly bytes?: number;
    /** US dollars; missing where no model is asked, `null` where the price is not known. */
    readonly cost?: number | null;
  }[];
  /** Of the files together, about, in the format asked for or CSV. */
  readonly bytes?: number;
  readonly type: 'structured' | 'timeseries' | 'events';
  /** The document says its type itself: another one may not be asked for. */
  readonly typed: boolean;
  /** The document has named tables: its rows go to a folder, one file a table. */
  readonly named: boolean;
  /** Fields that a language model writes. */
  readonly prompts: readonly string[];
  /** Missing where no model is asked. */
  readonly model?: {
    readonly id: string;
    readonly calls: number;
    readonly tokens: number;
    /** US dollars; `null` where the price is not known. */
    readonly cost: number | null;
  };
}

export interface InferParams {
  /** A file of JSON, JSON Lines, CSV or Parquet, or rows as text. */
  readonly uri?: string;
  readonly text?: string;
  readonly format?: 'json' | 'jsonl' | 'csv';
  /** Of the schema that comes out. Default YAML. */
  readonly language?: 'json' | 'yaml';
}

export interface InferResult {
  readonly text: string;
  readonly rows: number;
}

export interface PlanParams {
  readonly description: string;
  readonly model?: string;
  readonly workDoneToken?: string | number;
}

export interface PlanResult {
  /** A schema without errors, YAML. */
  readonly text: string;
  readonly model: string;
  readonly calls: number;
  readonly cost: number | null;
}

export interface ModelsResult {
  readonly models: readonly {
    /** As `--model` takes it. */
    readonly id: string;
    readonly provider: string;
    readonly usable: boolean;
    /** What is missing where it is not usable, such as `GEMINI_API_KEY is not set`. */
    readonly why?: string;
    /** US dollars a million tokens. */
    readonly inputPrice?: number;
    readonly outputPrice?: number;
    readonly context?: number;
  }[];
}

export interface TemplatesResult {
  /** Starter schemas, YAML with comments. */
  readonly templates: readonly { readonly name: string; readonly description: string; readonly text: string }[];
}

/** Where keys come from; never any part of one. */
export interface KeysResult {
  readonly providers: readonly {
    readonly provider: string;
    /** Servers of one's own often ask for none. */
    readonly needed: boolean;
    /** Missing where there is none. */
    readonly from?: 'environment' | 'configuration' | 'keychain';
    /** The environment variable that it is looked for in. */
    readonly variable: string;
  }[];
}

/** Asks a provider whether it takes its key: the one found, else that which the client is asked for. */
export interface TestKeyParams {
  readonly provider: string;
  /** Ask the client, though another is found. */
  readonly fromClient?: boolean;
}

export interface TestKeyResult {
  readonly ok: boolean;
  /** Why not. */
  readonly message?: string;
}

export interface KeyParams {
  /** `gemini`, `openRouter`, or the name of a configured provider. */
  readonly provider: string;
}

export interface KeyResult {
  /** Missing where the person gave none. */
  readonly key?: string;
}

export interface LanguageModelParams {
  readonly id: string;
  readonly system?: string;
  readonly prompt: string;
}

export interface LanguageModelResult {
  readonly text: string;
}

/** The `data` of a response error of these requests. */
export interface FailureData {
  /** Stable, as in {@link Problem}: `model/no-key`, `workspace/untrusted`, `worker/crashed`. */
  readonly code: string;
  readonly problems?: readonly Problem[];
}
