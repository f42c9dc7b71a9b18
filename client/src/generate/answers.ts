import type { GenerateParams } from '../../../server/src/messages.js';

export type DataType = NonNullable<GenerateParams['type']>;
export type Format = NonNullable<GenerateParams['format']>;

/** What a person has answered for one schema. */
export interface Answers {
  readonly type?: DataType;
  /** Missing: as many as the schema says. */
  readonly count?: number;
  readonly format?: Format;
  /** Id of a model; `local` for local text. */
  readonly model?: string;
  /** US dollars; missing: no limit. */
  readonly budget?: number;
  /** URI of the file, or of the folder. */
  readonly output?: string;
}

/** Where answers are kept; as vscode.Memento. */
interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'generate.answers';
/** Answers for so many schemas are remembered. */
const MOST = 50;

const TYPES: readonly unknown[] = ['structured', 'timeseries', 'events'];
export const FORMATS: readonly Format[] = ['csv', 'jsonl', 'json', 'parquet'];

/** What was answered for a schema last. */
export function rememberedAnswers(store: Store, uri: string): Answers {
  const found = entries(store).find(([key]) => key === uri);
  return found === undefined ? {} : checked(found[1]);
}

/** Keeps the answers for a schema; those given longest ago are forgotten. */
export async function rememberAnswers(store: Store, uri: string, answers: Answers): Promise<void> {
  const others = entries(store).filter(([key]) => key !== uri);
  await store.update(KEY, [[uri, answers], ...others].slice(0, MOST));
}

function entries(store: Store): readonly (readonly [string, unknown])[] {
  const kept = store.get(KEY);
  if (!Array.isArray(kept)) return [];
  return kept.filter((entry): entry is [string, unknown] => Array.isArray(entry) && typeof entry[0] === 'string');
}

/** Another version may have kept something else. */
function checked(kept: unknown): Answers {
  if (typeof kept !== 'object' || kept === null) return {};
  const { type, count, format, model, budget, output } = kept as Record<keyof Answers, unknown>;
  return {
    ...(TYPES.includes(type) && { type: type as DataType }),
    ...(Number.isSafeInteger(count) && { count: count as number }),
    ...((FORMATS as readonly unknown[]).includes(format) && { format: format as Format }),
    ...(typeof model === 'string' && { model }),
    ...(typeof budget === 'number' && budget >= 0 && { budget }),
    ...(typeof output === 'string' && { output }),
  };
}
