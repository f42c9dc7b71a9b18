import type { OutputField, OutputType } from '../columns/column.js';
import type { FieldSpec } from '../schema/model.js';
import { isMapping } from '../schema/form.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { fieldSchema } from '../json-schema/export/field-schema.js';
import { goalSchema } from '../json-schema/export/goal-schema.js';
import type { RowWriter } from '../models/writer.js';
import type { RecordBatch } from '../output/encoder.js';
import type { PromptField, PromptValues, Wanted } from '../plan/prompt-values.js';
import type { RowMember, WholeRows } from '../plan/whole-rows.js';
import type { TablePlan } from '../plan/table.js';
import type { RowSource } from './generator.js';
import { recordsOfBatch } from './records.js';

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

  /**
   * @param values where the table's fields look for what was written.
   * @param refuse why a row does not count that is written as a whole, beside what the table says of it.
   */
  constructor(
    private readonly table: TablePlan,
    private readonly values: PromptValues,
    private readonly writer: RowWriter,
    private readonly refuse?: (record: unknown) => string | undefined,
  ) {}

  get name(): string {
    return this.table.name;
  }

  get bare(): boolean | undefined {
    return this.table.bare;
  }

  get drawRows(): number | undefined {
    return this.table.drawRows;
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
      const drawn = this.table.batch(from, to);
      const { cells, pools } = this.values.take();
      if (cells.length === 0 && pools.length === 0) return;
      for (const { field, prompts } of pools) await this.fillPools(writer, field, prompts, signal);
      for (const { field, wanted } of cells) {
        if (field.rows !== undefined && this.table.document.jsonSchema !== undefined) {
          await this.writeRows(writer, field, field.rows, wanted, { from, drawn }, signal);
          continue;
        }
        const written = await this.write(writer, field, wanted, false, signal);
        wanted.forEach(({ key }, i) => this.values.put(field, key, written[i]));
      }
    }
  }

  /** Rows of a JSON Schema: what it asks of a row may tie its properties together, so that rows are checked as a whole. */
  private async writeRows(
    writer: RowWriter,
    field: PromptField,
    { members }: WholeRows,
    wanted: readonly Wanted[],
    { from, drawn }: { readonly from: number; readonly drawn: RecordBatch },
    signal?: AbortSignal,
  ): Promise<void> {
    const { table } = this;
    const records = recordsOfBatch(table, drawn);
    const single = table.bare ? members[0] : undefined;
    const whole = (value: unknown, at: number): unknown => {
      if (single !== undefined) return value;
      const record = records[wanted[at].row - from];
      const written = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(
        Object.entries(record).map(([name, here]) => [name, Object.hasOwn(written, name) ? written[name] : here]),
      );
    };
    const written = await writer.write(
      {
        table: field.table,
        field: single === undefined || single.type.kind === 'object' ? undefined : single.name,
        pointer: field.pointer,
        schema: single === undefined ? this.rowSchema(members) : this.memberSchema(single),
        validate: (value, at) => {
          const record = whole(value, at);
          const empty = members.find(({ name, type }) => !type.nullable && isMapping(value) && value[name] === null);
          if (empty !== undefined && single === undefined) return `${empty.name} must not be null in this row`;
          return table.problemOf(record) ?? this.refuse?.(record);
        },
        items: wanted.map(({ row, prompt }) => ({ row, prompt })),
        models: [],
        seed: table.document.seed,
      },
      signal,
    );
    wanted.forEach(({ key }, i) => {
      this.values.put(field, key, single === undefined ? written[i] : { [single.name]: written[i] });
    });
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
        schema: rows === undefined ? valueSchemaOf(spec) : this.rowSchema(rows.members),
        validate: () => undefined,
        distinct,
        items: items.map(({ row, prompt }) => ({ row, prompt })),
        models: spec.model === undefined ? [] : [spec.model],
        seed: this.table.document.seed,
      },
      signal,
    );
  }

  /** What the written part of a row has to be. */
  private rowSchema(members: readonly RowMember[]): JsonSchema {
    const schemas = members.map((member): [string, JsonSchema] => [member.name, this.memberSchema(member)]);
    const shared = (name: '$defs' | 'definitions'): object => {
      const found = schemas.find(([, schema]) => schema[name] !== undefined)?.[1][name];
      return found === undefined ? {} : { [name]: found };
    };
    return {
      type: 'object',
      properties: Object.fromEntries(
        schemas.map(([name, { $defs: _defs, definitions: _definitions, $schema: _schema, ...schema }]) => [
          name,
          schema,
        ]),
      ),
      required: members.map(({ name }) => name),
      additionalProperties: false,
      ...shared('$defs'),
      ...shared('definitions'),
    };
  }

  private memberSchema({ name, spec, type }: RowMember): JsonSchema {
    const { jsonSchema } = this.table.document;
    const { row } = this.table.model;
    if (jsonSchema !== undefined) {
      if (spec.kind === 'json') return goalSchema(jsonSchema, spec.goal);
      // What a field is drawn by may be narrower than what its schema takes.
      const { properties, $defs, definitions, $schema } = row === undefined ? {} : goalSchema(jsonSchema, row);
      const own = isMapping(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (isMapping(own)) return described(withoutNull({ ...own, $schema, $defs, definitions }), spec);
    }
    return described(valueSchemaOf(spec, type), spec);
  }

  batch(from: number, to: number): RecordBatch {
    return this.table.batch(from, to);
  }

  verify(records: readonly unknown[], firstRow: number): void {
    this.table.verify(records, firstRow);
  }
}

/** What one written value has to be: nulls, conditions and variants are settled around it. */
function valueSchemaOf(spec: FieldSpec, type?: OutputType): JsonSchema {
  const { when: _when, by: _by, cases: _cases, otherwise: _otherwise, ...value } = spec;
  const plain = { ...value, nullable: 0, optional: 0 } as FieldSpec;
  return fieldSchema(plain, type, { referred: () => undefined, annotate: (schema) => schema });
}

/** Where a value is null is settled around it. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== 'null') : [];
  const defined = Object.entries(schema).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(defined), ...(types.length > 0 && { type: types.length === 1 ? types[0] : types }) };
}

/** With what the field is about: a semantic type says it by its name. */
function described(schema: JsonSchema, spec: FieldSpec): JsonSchema {
  const description = spec.description ?? (spec.kind === 'semantic' ? spec.type : undefined);
  return description === undefined ? schema : { ...schema, description };
}
