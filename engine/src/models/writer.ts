/**
 * What the engine asks for when rows need a model: values for rows, each with its own conditions. Who answers (which
 * model, from the cache, after how many attempts) is not its business.
 */
export interface RowWriter {
  /**
   * Writes one value a row. Resolves when all are there; every value has been validated.
   * @throws RowsMissingError where some could not be had; what was had is kept and costs nothing the next time.
   */
  write(request: WriteRequest, signal?: AbortSignal): Promise<readonly unknown[]>;
}

export interface WriteRequest {
  /** Identifies what is written: table and field path, or the table alone for whole rows. */
  readonly table: string;
  readonly field: string | undefined;
  /** JSON pointer of the field, or of the table, for reports. */
  readonly pointer?: string | undefined;
  /** JSON Schema (draft 2020-12) that each value has to satisfy. */
  readonly schema: object;
  /** `undefined` where it is valid, else why not: what the JSON Schema cannot say. */
  readonly validate: (value: unknown, item: number) => string | undefined;
  /** The values have to differ from each other: a pool. */
  readonly distinct?: boolean | undefined;
  /** What is asked for each row; texts may be alike. */
  readonly items: readonly WriteItem[];
  /** Model ids that the field itself asks for, before those of the run. */
  readonly models: readonly string[];
  readonly seed: number;
}

export interface WriteItem {
  /** Row number in the table, for cache keys and messages. */
  readonly row: number;
  /** The instruction with its placeholders filled in; empty for whole rows. */
  readonly prompt: string;
}
