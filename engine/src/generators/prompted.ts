import type { OutputField, OutputType } from '../columns/column.js';
import type { FieldSpec } from '../schema/model.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { fieldSchema } from '../json-schema/export/field-schema.js';
import type { RowWriter } from '../models/writer.js';
import type { RecordBatch } from '../output/encoder.js';
import type { PromptField, PromptValues } from '../plan/prompt-values.js';
import type { WholeRows } from '../plan/whole-rows.js';
import type { TablePlan } from '../plan/table.js';
import type { RowSource } from './generator.js';

/** Rows whose texts are fetched together: enough for a few calls side by side. */
const BATCH = 200;

/**
 * A table with fields that a model writes. Its other fields are drawn as always; what they are drawn to be are the
 * conditions in the prompts.
 */
export class PromptedTable implements RowSource {
  readonly batchRows = BATCH;
  /** The first of the rows that were prepared last. */
  preparing = 0;

  /** @param values where the table's fields look for what was written. */
  constructor(
    private readonly table: TablePlan,
    private readonly values: PromptValues,
    private readonly writer: RowWriter,
  ) {}

  get name(): string {
    return this.table.name;
  }

  get bare(): boolean | undefined {
    return this.table.bare;
  }

  get fields(): readonly OutputField[] {
    return this.table.fields;
  }

  get total(): number {
    return this.table.total;
  }

  reach(to: number): number {
    return this.table.reach(to);
  }

  times(from: number, to: number): Float64Array | undefined {
    return this.table.times(from, to);
  }

  prepare(from: number, to: number, signal?: AbortSignal): Promise<void> {
    this.preparing = from;
    return this.prepareWith(this.writer, from, to, signal);
  }

  /**
   * Draws the rows until nothing is missing: each time the prompts of one more level have been answered.
   * @param writer asked in place of the table's own.
   */
  async prepareWith(writer: RowWriter, from: number, to: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      this.table.batch(from, to);
      const { cells, pools } = this.values.take();
      if (cells.length === 0 && pools.length === 0) return;
      for (const { field, prompts } of pools) await this.fillPools(writer, field, prompts, signal);
      for (const { field, wanted } of cells) {
        const written = await this.write(writer, field, wanted, false, signal);
        wanted.forEach(({ key }, i) => this.values.put(field, key, written[i]));
      }
    }
  }

  private async fillPools(
    writer: RowWriter,
    field: PromptField,
    prompts: readonly string[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (const prompt of prompts) {
      const items = Array.from({ length: field.spec.pool! }, (_, row) => ({ row, prompt }));
      this.values.putPool(field, prompt, await this.write(writer, field, items, true, signal));
    }
  }

  private write(
    writer: RowWriter,
    { table, path, pointer, spec, rows }: PromptField,
    items: readonly { readonly row: number; readonly prompt: string }[],
    distinct: boolean,
    signal?: AbortSignal,
  ): Promise<readonly unknown[]> {
    return writer.write(
      {
        table,
        field: rows === undefined ? path : undefined,
        pointer,
        schema: rows === undefined ? valueSchemaOf(spec) : rowSchemaOf(rows),
        validate: () => undefined,
        distinct,
        items: items.map(({ row, prompt }) => ({ row, prompt })),
        models: spec.model === undefined ? [] : [spec.model],
        seed: this.table.document.seed,
      },
      signal,
    );
  }

  batch(from: number, to: number): RecordBatch {
    return this.table.batch(from, to);
  }

  verify(records: readonly unknown[], firstRow: number): void {
    this.table.verify(records, firstRow);
  }
}

/** What the written part of a row has to be. */
function rowSchemaOf({ members }: WholeRows): JsonSchema {
  const properties = members.map(({ name, spec, type }): [string, JsonSchema] => [
    name,
    described(valueSchemaOf(spec, type), spec),
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: members.map(({ name }) => name),
    additionalProperties: false,
  };
}

/** What one written value has to be: nulls, conditions and variants are settled around it. */
function valueSchemaOf(spec: FieldSpec, type?: OutputType): JsonSchema {
  const { when: _when, by: _by, cases: _cases, otherwise: _otherwise, ...value } = spec;
  const plain = { ...value, nullable: 0, optional: 0 } as FieldSpec;
  return fieldSchema(plain, type, { referred: () => undefined, annotate: (schema) => schema });
}

/** With what the field is about: a semantic type says it by its name. */
function described(schema: JsonSchema, spec: FieldSpec): JsonSchema {
  const description = spec.description ?? (spec.kind === 'semantic' ? spec.type : undefined);
  return description === undefined ? schema : { ...schema, description };
}
