import { streamFor } from '../random/key.js';

/** Who wrote a value. */
export interface Author {
  readonly provider: string;
  readonly model: string;
}

/** Keeps values that were paid for, each as soon as it is there, for a run that goes on or is repeated. */
export interface RowJournal {
  /** Where it is kept, for messages. */
  readonly place?: string | undefined;
  get(key: string): unknown;
  /** Who wrote the value under a key; `undefined` where that was not kept. */
  by?(key: string): Author | undefined;
  /** The last value put under a key is the one that counts. */
  put(key: string, value: unknown, by?: Author): void | Promise<void>;
}

/**
 * Keys of values: what decides a value is in them, in full or as a hash, but not the model that wrote it.
 *
 * @param schema the text of the value's schema, the same for equal schemas.
 */
export class JournalKeys {
  readonly #schema: string;
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly table: string,
    private readonly field: string | undefined,
    schema: string,
  ) {
    this.#schema = contentHash(schema);
  }

  /** Values that are asked for with the same prompt in one row are told apart by their order. */
  next(row: number, prompt: string): string {
    const key = JSON.stringify([
      this.table,
      this.field ?? null,
      this.seed,
      row,
      contentHash(`${this.#schema} ${prompt}`),
    ]);
    const before = this.#seen.get(key) ?? 0;
    this.#seen.set(key, before + 1);
    return before === 0 ? key : `${key}#${before}`;
  }
}

/** 128 bits of a text in hexadecimal. Not cryptographic; the same on every platform. */
export function contentHash(text: string): string {
  const words = [0x5bd1e995, 0x1b873593].flatMap((seed) => {
    const { key0, key1 } = streamFor(seed, text);
    return [key0, key1];
  });
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
