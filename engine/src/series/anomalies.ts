import { log1p } from '../random/exact.js';
import type { AnomaliesModel, AnomalyType } from '../schema/model-series.js';

/** Steps whose anomalies are drawn together: gaps between beginnings are geometric and start anew with each block. */
const BLOCK = 4096;

/** Length of an anomaly that lasts, where nothing says, in steps. */
const USUAL_LENGTH = 20;

/** Draws of a beginning; those of the gaps of a block come after. */
const TYPE = 0;
const SIGN = 1;
const SIZE = 2;
const GAPS = 8;

/** One anomaly: steps `start` … `end − 1`. */
export interface Anomaly {
  readonly type: AnomalyType;
  readonly start: number;
  readonly end: number;
  /** Up or down. */
  readonly sign: 1 | -1;
  /** In standard deviations of the noise. */
  readonly size: number;
}

/** A uniform in [0, 1) of a step of one series. */
export type StepUniform = (step: number, draw: number) => number;

/** The anomalies of one field: where they are in any stretch of any series, without looking at the steps before. */
export class Anomalies {
  private steps: readonly number[] | undefined;
  private readonly longest: number;
  private readonly blocks = new Map<string, readonly Anomaly[]>();
  readonly types: readonly AnomalyType[];

  /**
   * @param stepAt the first step at or after an instant (ms); −1 for none.
   * @param interval ms between two steps.
   */
  constructor(
    private readonly model: AnomaliesModel,
    interval: number,
    private readonly stepAt: (instant: number) => number,
  ) {
    this.types = [...new Set(model.types)];
    this.longest = model.duration === undefined ? USUAL_LENGTH : Math.max(1, Math.round(model.duration / interval));
  }

  /** The steps of the instants that are named; on an irregular axis, finding them goes through the steps before. */
  private get named(): readonly number[] {
    return (this.steps ??= this.model.at.map(this.stepAt));
  }

  /** The anomalies that touch steps `from` … `from + length − 1`, by their beginning. */
  within(series: number, uniform: StepUniform, from: number, length: number): readonly Anomaly[] {
    const end = from + length;
    const found: Anomaly[] = [];
    const first = Math.max(0, Math.floor((from - this.longest) / BLOCK));
    for (let block = first; block * BLOCK < end; block++) {
      for (const anomaly of this.inBlock(series, uniform, block)) {
        if (anomaly.start < end && anomaly.end > from) found.push(anomaly);
      }
    }
    return found;
  }

  private inBlock(series: number, uniform: StepUniform, block: number): readonly Anomaly[] {
    const key = `${series} ${block}`;
    let anomalies = this.blocks.get(key);
    if (anomalies === undefined) {
      if (this.blocks.size > 4096) this.blocks.clear();
      this.blocks.set(key, (anomalies = this.draw(uniform, block)));
    }
    return anomalies;
  }

  private draw(uniform: StepUniform, block: number): readonly Anomaly[] {
    const { probability } = this.model;
    const from = block * BLOCK;
    const starts = new Set<number>();
    if (probability >= 1) for (let i = 0; i < BLOCK; i++) starts.add(from + i);
    else if (probability > 0) {
      const scale = 1 / log1p(-probability);
      let at = -1;
      for (let gap = 0; ; gap++) {
        at += 1 + Math.floor(log1p(-uniform(from, GAPS + gap)) * scale);
        if (!(at < BLOCK)) break;
        starts.add(from + at);
      }
    }
    const named = new Map<number, AnomalyType>();
    this.named.forEach((step, i) => {
      if (step >= from && step < from + BLOCK) named.set(step, this.model.types[i % this.model.types.length]);
    });
    const steps = [...new Set([...starts, ...named.keys()])].sort((a, b) => a - b);
    return steps.map((step) => this.anomaly(uniform, step, named.get(step)));
  }

  private anomaly(uniform: StepUniform, start: number, named: AnomalyType | undefined): Anomaly {
    const { types, magnitude } = this.model;
    const type = named ?? types[Math.floor(uniform(start, TYPE) * types.length)];
    return {
      type,
      start,
      end: start + (type === 'spike' ? 1 : this.longest),
      sign: uniform(start, SIGN) < 0.5 ? -1 : 1,
      // Between three quarters and five quarters of what is asked for.
      size: magnitude * (0.75 + 0.5 * uniform(start, SIZE)),
    };
  }
}

/** Which anomaly each step of a stretch shows: of several, the one that began last. */
export class Shown {
  /** By step: the number of its anomaly, from 1; 0 for none. */
  private readonly owners: Int32Array;

  /** @param found by their beginning. */
  constructor(
    private readonly found: readonly Anomaly[],
    private readonly from: number,
    length: number,
  ) {
    this.owners = new Int32Array(length);
    found.forEach(({ start, end }, k) => this.owners.fill(k + 1, Math.max(0, start - from), Math.max(0, end - from)));
  }

  at(place: number): Anomaly | undefined {
    return this.found[this.owners[place] - 1];
  }

  /** Visits the steps that show an anomaly, by their places: one anomaly after the other. */
  each(visit: (place: number, anomaly: Anomaly) => void): void {
    const { owners, from } = this;
    this.found.forEach((anomaly, k) => {
      const end = Math.min(owners.length, anomaly.end - from);
      for (let i = Math.max(0, anomaly.start - from); i < end; i++) if (owners[i] === k + 1) visit(i, anomaly);
    });
  }
}
