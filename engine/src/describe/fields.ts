import type { OutputType } from '../columns/column.js';
import { ABSENT, valueAt } from '../columns/read.js';
import { askedOf, versionsOf } from '../generators/open.js';
import type { GenerateOptions } from '../generators/options.js';
import type { FieldType } from '../generators/field-type.js';
import { references } from '../navigation/references.js';
import { prepareParts, type SchemaReader } from '../plan/prepare.js';
import type { Plan } from '../plan/compile.js';
import type { Rows } from '../plan/rows.js';
import type { FieldNode } from '../plan/scope.js';
import type { TablePlan } from '../plan/table.js';
import type { DocumentModel, FieldModel, FieldSpec } from '../schema/model.js';
import { type Expected, expectedOf } from './statistics.js';
import { wordsOf } from './words.js';

export type { Expected } from './statistics.js';

/** What {@link describeFields} is told beside the document. */
export interface DescribeOptions extends Pick<GenerateOptions, 'now' | 'locale' | 'timezone' | 'infer'> {
  /** Default: the document's, else 0. */
  readonly seed?: number | undefined;
  /** Path of the document, for references to other files. */
  readonly file?: string | undefined;
  /** The part of the document that is meant, a JSON Schema. */
  readonly fragment?: string | undefined;
  readonly readSchema?: SchemaReader | undefined;
  readonly fieldTypes?: ReadonlyMap<string, FieldType> | undefined;
  /** The type of data the document is meant for. */
  readonly type?: 'structured' | 'timeseries' | 'events' | undefined;
  /** Rows that will be asked for. Default: the document's, else 10. */
  readonly count?: number | undefined;
  /** Sample values of each field: those of the first rows; 5. */
  readonly rows?: number | undefined;
}

/** What a field makes. */
export interface FieldDescription {
  /** JSON pointer of the field. */
  readonly pointer: string;
  /** Name of its table. */
  readonly table: string;
  /** Its name, with those of the objects around it: `address.city`, `tags[]`. */
  readonly path: string;
  /** A few words: `integer from 18 to 90, normal, null in 10 %`. */
  readonly words: string;
  /** As the document has it. */
  readonly description?: string | undefined;
  /** Type of the values; undefined where mistakes hide it. */
  readonly type?: string | undefined;
  /** Share of nulls, 0 … 1; undefined where other fields decide. */
  readonly nulls?: number | undefined;
  /** Share of rows without the key. */
  readonly absent: number;
  /** How many different values there are, where they can be counted. */
  readonly distinct?: number | undefined;
  /** By the distribution of the field; undefined where the values have none of their own. */
  readonly expected?: Expected | undefined;
  /** A language model writes it: what is shown is local text. */
  readonly written: boolean;
  /** Values of the first rows, as `generate` draws them; those without the key left out. Empty where mistakes prevent it. */
  samples(): readonly unknown[];
}

/** The fields of a document. */
export interface FieldDescriptions {
  /** In the order of the document; nested fields after the field around them. */
  readonly fields: readonly FieldDescription[];
  /** The field at a JSON pointer, or the one around it. */
  at(pointer: string): FieldDescription | undefined;
  /** Versions of what decides values. */
  readonly generators: Readonly<Record<string, string>>;
}

/** Rows looked through for values of a field that few rows have. */
const SEARCHED = 64;

/**
 * Says of every field of a document what it makes: in words, in numbers by its distribution, and by the values of its
 * first rows. Of a document with mistakes, the fields that have none and read none that has. Nothing is drawn until
 * samples are asked for, and then only what they need; numbers are reckoned when they are read.
 * @throws OptionError where `now` is no instant
 */
export async function describeFields(value: unknown, options: DescribeOptions = {}): Promise<FieldDescriptions> {
  const { seed, rows = 5 } = options;
  const { plan, diagnostics } = await prepareParts(value, {
    ...askedOf(options, seed),
    ...(options.type !== undefined && { type: options.type }),
    file: options.file,
    fragment: options.fragment,
    readSchema: options.readSchema,
    fieldTypes: options.fieldTypes,
    count: options.count,
    localText: true,
  });
  if (plan === undefined) return { fields: [], at: () => undefined, generators: {} };
  const errors = diagnostics.filter((d) => d.severity === 'error' && d.file === undefined).map((d) => d.pointer);
  const broken = errors.length === 0 ? () => false : brokenFields(value, errors);
  const fields = plan.tables.flatMap((table) => [...new TableDescriber(plan, table, broken, rows).describe()]);
  const byPointer = new Map(fields.map((field) => [field.pointer, field]));
  return {
    fields,
    at(pointer) {
      for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
        const field = byPointer.get(at);
        if (field !== undefined) return field;
      }
      return undefined;
    },
    generators: versionsOf(plan, options.fieldTypes ?? new Map()),
  };
}

/**
 * Sample values alone: of the fields at some pointers, or of all.
 * @throws as {@link describeFields}
 */
export async function sampleFields(
  value: unknown,
  pointers?: readonly string[],
  options: DescribeOptions = {},
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const { fields, at } = await describeFields(value, options);
  if (pointers === undefined) return new Map(fields.map((field) => [field.pointer, field.samples()]));
  return new Map(pointers.map((pointer) => [pointer, at(pointer)?.samples() ?? []]));
}

/** Whether a field has a mistake, or reads one that has. */
function brokenFields(value: unknown, errors: readonly string[]): (pointer: string) => boolean {
  const wrong = new Set(errors);
  const { uses } = references(value);
  for (let size = -1; size !== wrong.size;) {
    size = wrong.size;
    for (const { pointer, target } of uses) {
      if (target !== undefined && target.file === undefined && isWrong(target.pointer)) wrong.add(pointer);
    }
  }
  function isWrong(pointer: string): boolean {
    for (const error of wrong) {
      if (error === pointer || error.startsWith(`${pointer}/`)) return true;
      // A mistake of a whole table or of the document spoils all of it.
      if (pointer.startsWith(`${error}/`) && !/\/fields$|\/tables$/.test(error)) return true;
    }
    return false;
  }
  return isWrong;
}

class TableDescriber {
  private readonly document: DocumentModel;
  private readonly batches = new Map<number, Rows>();

  constructor(
    plan: Plan,
    private readonly table: TablePlan,
    private readonly broken: (pointer: string) => boolean,
    private readonly rows: number,
  ) {
    this.document = plan.document;
  }

  *describe(): Iterable<FieldDescription> {
    const { model, scope } = this.table;
    for (const { name, spec, pointer } of model.fields) {
      yield* this.field(name, spec, pointer, scope.fields.get(name), this.rows);
    }
    for (const type of model.events?.types ?? []) {
      for (const { name, spec, pointer } of type.fields) {
        yield* this.field(name, spec, pointer, scope.fields.get(name), SEARCHED);
      }
    }
  }

  private *field(
    name: string,
    spec: FieldSpec,
    pointer: string,
    node: FieldNode | undefined,
    searched: number,
  ): Iterable<FieldDescription> {
    const type = node && this.safely(() => node.cell.drawer.type, pointer);
    // Counting names of people takes longer than drawing some.
    const distinct = (): number | undefined => node && this.safely(() => node.cell.drawer.domain?.size, pointer);
    let drawn: readonly unknown[] | undefined;
    const samples = (): readonly unknown[] => (drawn ??= node === undefined ? [] : this.draw(node, pointer, searched));
    yield this.plain(name, spec, pointer, samples, type, distinct);
    yield* this.inside(name, spec, samples, type);
  }

  /** The fields of objects, lists and variants: their samples are parts of the samples around them. */
  private *inside(
    path: string,
    spec: FieldSpec,
    around: () => readonly unknown[],
    type: OutputType | undefined,
  ): Iterable<FieldDescription> {
    if (spec.kind === 'object') {
      for (const field of spec.fields) {
        yield* this.member(path, field, around, type?.fields?.find(({ name }) => name === field.name)?.type);
      }
    } else if (spec.kind === 'array') {
      const items = (): readonly unknown[] =>
        around()
          .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
          .slice(0, this.rows);
      const { items: item } = spec;
      if (item.pointer !== spec.pointer) yield this.plain(`${path}[]`, item, item.pointer, items, type?.items);
      yield* this.inside(`${path}[]`, item, items, type?.items);
    }
    const variants = [...(spec.cases ?? []).map(({ field }) => field), ...(spec.otherwise ? [spec.otherwise] : [])];
    for (const variant of variants) yield this.plain(path, variant, variant.pointer, () => []);
  }

  private *member(
    path: string,
    { name, spec, pointer }: FieldModel,
    around: () => readonly unknown[],
    type: OutputType | undefined,
  ): Iterable<FieldDescription> {
    const samples = (): readonly unknown[] =>
      around().flatMap((object) =>
        typeof object === 'object' && object !== null && Object.hasOwn(object, name)
          ? [(object as Record<string, unknown>)[name]]
          : [],
      );
    yield this.plain(`${path}.${name}`, spec, pointer, samples, type);
    yield* this.inside(`${path}.${name}`, spec, samples, type);
  }

  private plain(
    path: string,
    spec: FieldSpec,
    pointer: string,
    samples: () => readonly unknown[],
    type?: OutputType,
    distinct?: () => number | undefined,
  ): FieldDescription {
    const broken = this.broken(pointer);
    const open = spec.when !== undefined || spec.by !== undefined;
    const { document, table } = this;
    const shown = table.clock !== undefined && table.clock.pointer === pointer;
    return {
      pointer,
      table: table.name,
      path,
      words: broken ? '' : shown ? 'time of the row' : wordsOf(spec),
      description: spec.description,
      type: broken ? undefined : type?.kind,
      nulls: open ? undefined : spec.nullable,
      absent: spec.optional,
      get distinct() {
        const size = broken ? undefined : distinct?.();
        return size !== undefined && Number.isFinite(size) ? size : undefined;
      },
      get expected() {
        return broken || shown ? undefined : expectedOf(spec, document);
      },
      written: spec.prompt !== undefined || spec.kind === 'prompt',
      samples: () => (broken ? [] : samples()),
    };
  }

  private draw({ cell }: FieldNode, pointer: string, searched: number): readonly unknown[] {
    return (
      this.safely(() => {
        const rows = this.batch(searched);
        const column = rows.column(cell);
        const values: unknown[] = [];
        for (let i = 0; i < rows.length && values.length < this.rows; i++) {
          const value = valueAt(column, i);
          if (value !== ABSENT) values.push(value);
        }
        return values;
      }, pointer) ?? []
    );
  }

  private batch(rows: number): Rows {
    let batch = this.batches.get(rows);
    if (batch === undefined) {
      batch = this.table.range(0, Math.min(this.table.reach(rows), rows));
      this.batches.set(rows, batch);
    }
    return batch;
  }

  /** What a field gives, where it can: a document that is sound by itself can have rows without a value. */
  private safely<T>(read: () => T, pointer: string): T | undefined {
    if (this.broken(pointer)) return undefined;
    try {
      return read();
    } catch {
      return undefined;
    }
  }
}
