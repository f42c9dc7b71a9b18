import * as z from 'zod';
import type { ZodRecord, ZodSchema } from '../zod/schema.js';
import type { Generator } from './generator.js';
import { openRun } from './open.js';
import { checkOptions, type GenerateOptions, type ZodOptions } from './options.js';
import { recordsOf, type SynthRecord } from './records.js';
import { type BuiltInType, globalRegistry } from './registry.js';

/** What the generators of data schemas share: rows of the schema's first table. */
abstract class SchemaGenerator implements Generator<SynthRecord> {
  abstract readonly type: BuiltInType;

  get schema(): z.ZodType<SynthRecord> {
    return z.record(z.string(), z.unknown());
  }

  async generate<S extends ZodSchema>(options: ZodOptions<S>): Promise<ZodRecord<S>>;
  async generate(options?: GenerateOptions): Promise<SynthRecord>;
  async generate(options: GenerateOptions = {}): Promise<SynthRecord> {
    for await (const record of this.generateBatch(1, options)) return record;
    throw new Error('a batch of one row has a row');
  }

  generateBatch<S extends ZodSchema>(count: number, options: ZodOptions<S>): AsyncIterableIterator<ZodRecord<S>>;
  generateBatch(count: number, options?: GenerateOptions): AsyncIterableIterator<SynthRecord>;
  async *generateBatch(count: number, options: GenerateOptions = {}): AsyncIterableIterator<SynthRecord> {
    const asked = { ...options, count };
    checkOptions(asked);
    const run = await openRun(this.type, asked, globalRegistry);
    yield* recordsOf(run.sources[0], asked);
  }

  validate(data: unknown): SynthRecord {
    return this.schema.parse(data);
  }
}

/** Records and tables from a data schema. */
export class StructuredGenerator extends SchemaGenerator {
  readonly type = 'structured';
}

/** Series of measurements. */
export class TimeSeriesGenerator extends SchemaGenerator {
  readonly type = 'timeseries';
}

/** Streams of events. */
export class EventGenerator extends SchemaGenerator {
  readonly type = 'events';
}
