import type { Column } from '../columns/column.js';
import type { Bounds, Quantile } from '../random/distribution.js';
import type { Stream } from '../random/stream.js';
import type { Distribution, Located } from '../schema/model.js';
import type { Batch } from './drawer.js';

/** What a field's compiler is given: its random numbers, the document's settings, and a way to read other fields. */
export interface FieldContext {
  /** The field's random numbers. A suffix such as `#length` names an independent stream. */
  stream(suffix?: string): Stream;
  /** Reference instant, ms. */
  readonly now: number;
  /** IANA name. */
  readonly timezone: string;
  /** faker locale name. */
  readonly locale: string;
  /**
   * A distribution truncated to bounds, and rounded where they have a step.
   * @throws DistributionError where nothing is left between the bounds or a parameter is out of its domain.
   */
  distribution(spec: Distribution, bounds: Bounds): Quantile;
  /** Whether the field belongs to a `correlations` block: then {@link uniforms} must decide its value, through a monotone map. */
  readonly correlated: boolean;
  /** The uniform in [0, 1) behind each cell: draw 0 of {@link stream}, or the copula's where the field is correlated. */
  uniforms(batch: Batch, out: Float64Array): void;
  /** Reads another field at the same rows: as the scope of this field resolves the path. */
  path(at: Located): (batch: Batch) => Column;
}
