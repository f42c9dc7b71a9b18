import { type Zone, zoneOf } from '../fields/calendar.js';
import { pointText } from '../fields/temporal-bounds.js';
import type { CalendarDuration, TableModel, TemporalSpec } from '../schema/model.js';
import { regularAxis, type TimeAxis } from '../series/axis.js';
import { readInstant } from './instants.js';
import { isRecord, keyOf, own, type Problem } from './problem.js';
import { rowFields } from './row-fields.js';

/** How far apart the rows of a series are. */
interface Steps {
  readonly axis: TimeAxis;
  readonly interval: CalendarDuration;
  readonly zone: Zone;
}

/**
 * What the times of rows that follow each other must be: never falling, unless events come late or by wrong clocks; in each
 * series one interval apart, where it is regular.
 */
export class RowOrder {
  private readonly time: TemporalSpec | undefined;
  private readonly timeField: string;
  private readonly keys: readonly string[];
  private readonly steps: Steps | undefined;
  /** The time of the last row of each series; NaN where it showed none. */
  private readonly last = new Map<string, number>();

  constructor(table: TableModel, timezone: string) {
    const { series, events } = table;
    const clock = (series ?? events)?.clock;
    this.timeField = clock?.timeField ?? '';
    this.keys = series?.dimensions.map(({ name }) => name) ?? [];
    const spec = clock && rowFields(table).find(({ name }) => name === clock.timeField)?.spec;
    const { late, outOfOrder = 0, skew } = events?.faults ?? {};
    const disturbed = late !== undefined || outOfOrder > 0 || skew !== undefined;
    this.time = spec?.kind === 'datetime' && !disturbed ? spec : undefined;
    const exact = this.time !== undefined && this.time.precision === undefined;
    const interval = series?.interval;
    if (exact && interval !== undefined && clock?.arrival.type === 'regular' && clock.arrival.jitter === 0) {
      const zone = zoneOf(timezone);
      this.steps = { axis: regularAxis(clock.start, interval, zone), interval, zone };
    }
  }

  /** Forgets the rows so far: those that come are of another part of the data. */
  restart(): void {
    this.last.clear();
  }

  problems(record: unknown): Problem[] {
    if (this.time === undefined || !isRecord(record)) return [];
    const key = this.keys.map((name) => keyOf(own(record, name) ?? null)).join(' ');
    const at = readInstant(this.time, own(record, this.timeField));
    const before = this.last.get(key) ?? NaN;
    this.last.set(key, at);
    if (Number.isNaN(at) || Number.isNaN(before)) return [];
    const problem = (code: string, wanted: string): Problem[] => {
      const message = `must ${wanted}, but is ${pointText('datetime', at)}`;
      return [{ path: this.timeField, code, message }];
    };
    if (at < before) {
      const which = this.keys.length > 0 ? 'of the row before in its series' : 'of the row before';
      return problem('time/order', `not be before ${pointText('datetime', before)} ${which}`);
    }
    if (this.steps === undefined) return [];
    const { axis, interval, zone } = this.steps;
    // Months from the start on may end elsewhere than months from the row before: data may begin anywhere.
    const next = new Float64Array(2);
    axis.times(axis.stepAt(before), 2, next);
    const after = zone.add(before, interval);
    if (at === after || (next[0] === before && at === next[1])) return [];
    return problem('time/interval', `be ${pointText('datetime', after)}, ${interval.text} after the row before`);
  }
}
