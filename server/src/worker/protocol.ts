import type {
  EditorModel,
  EstimateParams,
  EstimateResult,
  FailureData,
  GenerateParams,
  GenerateResult,
  InferParams,
  InferResult,
  KeyParams,
  KeysResult,
  LanguageModelParams,
  ModelsResult,
  PlanParams,
  PlanResult,
  PreviewParams,
  PreviewResult,
  TestKeyParams,
  TestKeyResult,
} from '../messages.js';
import type { CheckParams, CheckResult } from './check.js';
import type { SamplesParams, SamplesResult } from './samples.js';

/** What a thread of the server is started with: tells it from the engine's own, which load the same file. */
export interface RunnerStart {
  readonly agenticSynth: 'run';
}

/** What threads do, by name. */
export interface Tasks {
  preview: [params: PreviewParams, result: PreviewResult];
  generate: [params: GenerateParams, result: GenerateResult];
  estimate: [params: EstimateParams, result: EstimateResult];
  infer: [params: InferParams, result: InferResult];
  plan: [params: PlanParams, result: PlanResult];
  models: [params: null, result: ModelsResult];
  keys: [params: null, result: KeysResult];
  testKey: [params: TestKeyParams, result: TestKeyResult];
  check: [params: CheckParams, result: CheckResult];
  samples: [params: SamplesParams, result: SamplesResult];
}
export type TaskName = keyof Tasks;

/** What a task knows of the editor around it. */
export interface Surroundings {
  /** Path of the document; for a document that is not saved anywhere, a name. */
  readonly file: string;
  /** -1 where it is not open. */
  readonly version: number;
  /** Where configuration is looked for, and paths are relative to. */
  readonly folder: string;
  /** Texts of open documents by path: they stand for the files. */
  readonly texts: Readonly<Record<string, string>>;
  readonly canAskForKeys: boolean;
  readonly editorModels: readonly EditorModel[];
}

/** A question that a task has for the editor. */
export type Question =
  | { readonly about: 'key'; readonly params: KeyParams }
  | { readonly about: 'languageModel'; readonly params: LanguageModelParams };

export interface TaskProgress {
  readonly message?: string;
  /** 0 … 100; missing where it is not known. */
  readonly percentage?: number;
}

export interface FailedTask {
  readonly message: string;
  readonly data: FailureData;
  /** Of an error that nobody meant: for the log. */
  readonly stack?: string;
}

export type ToThread =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly task: TaskName;
      readonly params: unknown;
      readonly surroundings: Surroundings;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly type: 'refused'; readonly question: number; readonly message: string };

export type FromThread =
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: FailedTask }
  | { readonly type: 'progress'; readonly id: number; readonly progress: TaskProgress }
  | { readonly type: 'ask'; readonly id: number; readonly question: number; readonly asked: Question };
