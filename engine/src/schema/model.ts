import type { OutputType } from '../columns/column.js';
import type { EventsModel, SeriesModel, SignalModel } from './model-series.js';
import type { GoalSource, JsonSchemaSource } from '../json-schema/source.js';

/**
 * What every form of schema becomes: shorthand expanded, aliases and `types` resolved, texts of durations and instants
 * read, variants overlaid. It still speaks of names; `plan/` resolves them. An importer of another schema language yields
 * the same model.
 *
 * Numbers here are in the unit of the field: numbers as they are, durations in milliseconds, instants in milliseconds
 * since 1970-01-01T00:00:00Z, dates as the instant of that day's midnight UTC, times of day in milliseconds since midnight.
 */
export interface DocumentModel {
  readonly form: 'field-map' | 'document' | 'tables' | 'json-schema';
  readonly name?: string;
  readonly seed: number;
  /** Reference instant, ms. */
  readonly now: number;
  /** faker locale name, such as `en` or `pt_BR`. */
  readonly locale: string;
  /** IANA time zone name. */
  readonly timezone: string;
  readonly tables: readonly TableModel[];
  /** Form `json-schema`: what fields of kind `json` are drawn from. */
  readonly jsonSchema?: JsonSchemaSource;
}

export interface TableModel {
  /** Name of the table; for a field map or document its `name`, else `rows`. */
  readonly name: string;
  /** Random identity: `key`, else the name; empty for a field map and a document. */
  readonly key: string;
  readonly type: 'structured' | 'timeseries' | 'events';
  readonly pointer: string;
  readonly fields: readonly FieldModel[];
  /** Rows wanted (`undefined`: not said), or the number of children of each parent. */
  readonly count: number | undefined | ChildCount;
  readonly primaryKey: readonly string[];
  readonly primaryKeyPointer?: string;
  /** Composite uniqueness. */
  readonly unique: readonly { readonly fields: readonly string[]; readonly pointer: string }[];
  readonly correlations: readonly {
    readonly fields: readonly string[];
    readonly rho: number;
    readonly pointer: string;
  }[];
  /** The table as written, its properties checked. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Set for a table of type `timeseries`. */
  readonly series?: SeriesModel;
  /** Set for a table of type `events`. */
  readonly events?: EventsModel;
  /** Rows are the values of the only field, not objects around it: a JSON Schema whose rows are no objects. */
  readonly bare?: boolean;
  /** What a row has to satisfy, where that is said by a JSON Schema. */
  readonly row?: GoalSource;
  /** What a JSON Schema of the whole file says of its rows together. */
  readonly rows?: {
    readonly min: number;
    readonly max: number;
    /** No row comes twice. */
    readonly unique: boolean;
    readonly pointer: string;
  };
  /** Set where the table stands in another file: its path as written in `ref`. */
  readonly file?: string;
}

export interface ChildCount {
  /** Table name. */
  readonly per: string;
  readonly size: SizeModel;
  readonly pointer: string;
}

/** A number of things: both bounds are set after normalising. */
export interface SizeModel {
  readonly min: number;
  readonly max: number;
  readonly distribution?: Distribution;
}

export interface FieldModel {
  readonly name: string;
  readonly pointer: string;
  readonly spec: FieldSpec;
}

/** Text written in the document that refers to other fields, with its place. */
export interface Located {
  readonly text: string;
  readonly pointer: string;
}

export interface CommonSpec {
  readonly pointer: string;
  readonly description?: string;
  /** Last segment of the random identity: `key`, else the field's name. */
  readonly key: string;
  /** Share of nulls, 0…1. */
  readonly nullable: number;
  /** Share of rows without the key, 0…1. */
  readonly optional: number;
  readonly unique: boolean | { readonly per: string };
  readonly when?: Located;
  /** With `when` alone: what stands where it is false. With `by`: no case matched. Without: null. */
  readonly otherwise?: FieldSpec;
  readonly by?: Located;
  readonly cases?: readonly CaseModel[];
  readonly prompt?: Located;
  readonly pool?: number;
  readonly model?: string;
}

export interface CaseModel {
  readonly match:
    | { readonly type: 'value'; readonly text: string }
    /** min ≤ x < max */
    | { readonly type: 'range'; readonly min?: number; readonly max?: number }
    | { readonly type: 'null' };
  /** The whole field of this case, overlay already applied; carries no `by`, `cases`, `when`, `optional` of its own unless written in the case. */
  readonly field: FieldSpec;
  readonly pointer: string;
}

export type FieldSpec = CommonSpec &
  (
    | NumberSpec
    | BooleanSpec
    | TextSpec
    | SemanticSpec
    | TemporalSpec
    | DurationSpec
    | UuidSpec
    | SequenceSpec
    | EnumSpec
    | ConstSpec
    | TemplateSpec
    | ExprSpec
    | RefSpec
    | ArraySpec
    | ObjectSpec
    | PromptSpec
    | CustomSpec
    | JsonSpec
  );

export interface NumberSpec {
  readonly kind: 'integer' | 'number';
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly multipleOf?: number;
  readonly distribution?: Distribution;
  /** In a time series: what was said about its course. */
  readonly signal?: SignalModel;
}
export interface BooleanSpec {
  readonly kind: 'boolean';
  /** Share of true. */
  readonly probability: number;
}
export interface TextSpec {
  readonly kind: 'text';
  /** Words and sentences (type `text`) instead of letters and digits (type `string`). */
  readonly words?: boolean;
  /** Characters (Unicode code points). */
  readonly length?: SizeModel;
  readonly pattern?: Located;
  readonly case?: 'lower' | 'upper' | 'title';
}
export interface SemanticSpec {
  readonly kind: 'semantic';
  /** Canonical `module.method`, aliases resolved. */
  readonly type: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly from: readonly Located[];
  readonly locale?: string;
}
export interface TemporalSpec {
  readonly kind: 'datetime' | 'date' | 'time';
  readonly min?: number;
  readonly max?: number;
  readonly after: readonly Located[];
  readonly before: readonly Located[];
  readonly within?: CalendarDuration;
  readonly distribution?: Distribution;
  readonly precision?: CalendarDuration;
  /** `iso` (default), `unix`, `unixMs`, or an LDML pattern. */
  readonly format: string;
}
/** Calendar parts keep their meaning: a month is not a number of milliseconds. */
export interface CalendarDuration {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
  readonly text: string;
}
export interface DurationSpec {
  readonly kind: 'duration';
  readonly min?: number;
  readonly max?: number;
  readonly distribution?: Distribution;
  readonly format: 'iso' | 'ms' | 's' | 'm' | 'h' | 'd';
}
export interface UuidSpec {
  readonly kind: 'uuid';
  readonly version: 4 | 7;
}
export interface SequenceSpec {
  readonly kind: 'sequence';
  readonly start: number;
  /** A number, or with `temporal` a calendar duration. */
  readonly step: number | CalendarDuration;
  /** The sequence counts instants. */
  readonly temporal: boolean;
  readonly per?: Located;
}
export interface EnumSpec {
  readonly kind: 'enum';
  readonly valueType?: 'string' | 'integer' | 'number' | 'boolean';
  /** Sorted by key where written as a map; in the written order where a list. */
  readonly values: readonly { readonly value: unknown; readonly weight: number }[];
  /** Weights were written: not all alike. */
  readonly weighted: boolean;
  /** In a time series: by place in `values`, the weights of the next value; a value without is never left. */
  readonly transitions?: readonly (readonly number[])[];
}
export interface ConstSpec {
  readonly kind: 'const';
  readonly value: unknown;
}
export interface TemplateSpec {
  readonly kind: 'template';
  readonly template: Located;
}
export interface ExprSpec {
  readonly kind: 'expr';
  readonly expr: Located;
  readonly resultType?: 'integer' | 'number' | 'string' | 'boolean' | 'datetime' | 'date';
  readonly decimals?: number;
}
export interface RefSpec {
  readonly kind: 'ref';
  /** `table.field`, `field`, a chain `buyer.company.city`, or `./file.synth.yaml#table.field`. */
  readonly ref: Located;
  readonly as?: string;
  readonly distribution?: Distribution;
}
export interface ArraySpec {
  readonly kind: 'array';
  readonly items: FieldSpec;
  readonly length: SizeModel;
  readonly uniqueItems: boolean;
}
export interface ObjectSpec {
  readonly kind: 'object';
  readonly fields: readonly FieldModel[];
}
/** Only `prompt` says what it is: text that a model writes. */
export interface PromptSpec {
  readonly kind: 'prompt';
  readonly length?: SizeModel;
}
/** A type that a plug-in registered; `source` is the field as written. */
export interface CustomSpec {
  readonly kind: 'custom';
  readonly type: string;
  readonly source: Readonly<Record<string, unknown>>;
}

/** A value that a JSON Schema describes: drawn from the ways to satisfy it, and kept only where it does. */
export interface JsonSpec {
  readonly kind: 'json';
  readonly goal: GoalSource;
  /** What columns hold; `any` where the values are of several types, lists or objects. */
  readonly output: OutputType['kind'];
  /** Drawn first, and kept where the goal accepts it. */
  readonly preferred?: FieldSpec;
  /** Only what `preferred` draws comes out: drawn again where the goal refuses it, and if that does not help the row fails. */
  readonly checked?: boolean;
  /** All values are objects: the names that schemas spell out, and whether others can come out beside them. */
  readonly members?: { readonly names: readonly string[]; readonly open: boolean };
}

/** Parameters in the unit of the field (see the top of this file). For dates, positions are instants and spreads are milliseconds. */
export type Distribution =
  | { readonly type: 'uniform' | 'loguniform' }
  | { readonly type: 'normal'; readonly mean: number; readonly stdDev: number }
  /** `mu`, `sigma` of the logarithm; `mean` and `stdDev` of the data are converted when normalising. */
  | { readonly type: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly type: 'exponential'; readonly mean: number }
  | { readonly type: 'gamma' | 'weibull'; readonly shape: number; readonly scale: number }
  | { readonly type: 'beta'; readonly alpha: number; readonly beta: number }
  | { readonly type: 'pareto'; readonly shape: number; readonly scale: number }
  | { readonly type: 'zipf'; readonly exponent: number }
  | { readonly type: 'poisson'; readonly mean: number }
  | { readonly type: 'negativeBinomial'; readonly mean: number; readonly dispersion: number }
  | { readonly type: 'binomial'; readonly trials: number; readonly probability: number }
  | { readonly type: 'triangular'; readonly mode: number }
  | { readonly type: 'histogram'; readonly edges: readonly number[]; readonly weights: readonly number[] }
  | {
      readonly type: 'mixture';
      readonly components: readonly { readonly weight: number; readonly distribution: Distribution }[];
    };
