import * as z from 'zod';
import type { Column, OutputField, OutputType } from '../columns/column.js';
import { customDrawer } from '../plan/custom.js';
import { streamFor } from '../random/key.js';
import { rootAddresses } from '../random/stream.js';
import { DEFAULT_NOW, parseNow } from '../schema/normalise.js';
import type { RecordBatch } from '../output/encoder.js';
import { ValidationError } from '../validate/records.js';
import type { FieldType, RowContext } from './field-type.js';
import type { Generator, RowSource } from './generator.js';
import { DEFAULT_BATCH, type GenerateOptions } from './options.js';

/** What a plug-in may export where it does not extend {@link CustomGenerator}. */
export interface PlainGenerator<T = unknown> {
  /** Name of the type: letters, digits, `-` and `_`. */
  readonly type: string;
  /** Raise it when the same seed gives other values; `1` without it. */
  readonly version?: string;
  readonly schema?: z.ZodType<T>;
  value(row: RowContext): T;
}

/**
 * Base class of your own generators. A subclass says what its records are and makes one from a row's context; counts,
 * batches, shards and writers come with it. The type also serves as a field type in schemas.
 *
 * @example
 * class Dice extends CustomGenerator<{ roll: number }> {
 *   readonly type = 'dice';
 *   readonly schema = z.object({ roll: z.int().min(1).max(6) });
 *   value(row: RowContext) {
 *     return { roll: row.integer(1, 6) };
 *   }
 * }
 */
export abstract class CustomGenerator<T = unknown> implements Generator<T>, FieldType {
  abstract readonly type: string;
  abstract readonly schema: z.ZodType<T>;
  /** Raise it when the same seed gives other values than before. */
  readonly version: string = '1';

  /** The value of one row. Must depend on `row` alone, or rows would change with batches and shards. */
  abstract value(row: RowContext): T;

  get name(): string {
    return this.type;
  }

  async generate(options: GenerateOptions = {}): Promise<T> {
    return this.draw(0, 1, options)[0] as T;
  }

  async *generateBatch(count: number, options: GenerateOptions = {}): AsyncIterableIterator<T> {
    const size = options.batchSize ?? DEFAULT_BATCH;
    for (let from = 0; from < count; from += size) {
      options.signal?.throwIfAborted();
      for (const value of this.draw(from, Math.min(count, from + size), options)) yield value as T;
    }
  }

  validate(data: unknown): T {
    return this.schema.parse(data);
  }

  /**
   * The rows as a table. Its columns are the properties of the schema, or of the first row where the schema names none;
   * a value that is no object is a column `value`.
   */
  source(count: number, options: GenerateOptions): RowSource {
    const fields = fieldsOf(this.schema) ?? fieldsOfValue(this.draw(0, 1, options)[0]);
    return {
      name: this.type,
      fields: fields ?? [{ name: 'value', type: ANY }],
      total: count,
      batch: (from, to): RecordBatch => {
        const values = this.draw(from, to, options);
        if (fields === undefined) return { length: values.length, columns: [valueColumn(values)] };
        const columns = fields.map(({ name }) => valueColumn(values.map((v) => (v as Record<string, unknown>)[name])));
        return { length: values.length, columns };
      },
      verify: (records, firstRow) => {
        for (const [i, record] of records.entries()) {
          const value = fields === undefined ? (record as { value: unknown }).value : record;
          const { success, error } = this.schema.safeParse(value);
          if (success) continue;
          const problems = error.issues.map((issue) => {
            return { path: issue.path.join('.'), code: 'record/invalid', message: issue.message };
          });
          throw new ValidationError(this.type, firstRow + i, problems);
        }
      },
    };
  }

  private draw(from: number, to: number, options: GenerateOptions): readonly unknown[] {
    const drawer = customDrawer(this, streamFor(typeof options.seed === 'number' ? options.seed : 0, this.type), {
      now: (options.now === undefined ? undefined : parseNow(options.now)) ?? DEFAULT_NOW,
      locale: options.locale ?? 'en',
      options: options as Record<string, unknown>,
    });
    const rows = Float64Array.from({ length: to - from }, (_, i) => from + i);
    const column = drawer.draw({ length: rows.length, rows, addresses: rootAddresses(from, rows.length) });
    return (column as { values: readonly unknown[] }).values;
  }
}

/** Gives a plain generator what the base class gives. */
export function asGenerator<T>(plain: PlainGenerator<T>): CustomGenerator<T> {
  return new (class extends CustomGenerator<T> {
    readonly type = plain.type;
    readonly schema = plain.schema ?? (z.unknown() as z.ZodType<T>);
    override readonly version = plain.version ?? '1';

    value(row: RowContext): T {
      return plain.value(row);
    }
  })();
}

const ANY: OutputType = { kind: 'any', nullable: true, optional: true };

function valueColumn(values: readonly unknown[]): Column {
  const nulls = Uint8Array.from(values, (v) => (v == null ? 1 : 0));
  const absent = Uint8Array.from(values, (v) => (v === undefined ? 1 : 0));
  return { kind: 'value', length: values.length, values, nulls, absent };
}

/** The columns of a record schema; `undefined` where it does not describe an object. */
function fieldsOf(schema: z.ZodType): OutputField[] | undefined {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' }) as {
    type?: string;
    properties?: Record<string, { type?: string }>;
  };
  if (json.type !== 'object' || json.properties === undefined) return undefined;
  return Object.entries(json.properties).map(([name, { type }]) => ({ name, type: outputOf(type) }));
}

function outputOf(type: string | undefined): OutputType {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
      return { kind: type, nullable: true, optional: true };
    default:
      return ANY;
  }
}

function fieldsOfValue(value: unknown): OutputField[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return undefined;
  return Object.keys(value).map((name) => ({ name, type: ANY }));
}
