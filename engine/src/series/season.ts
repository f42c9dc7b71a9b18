import { civilFromDays, DAY, daysInMonth, type Zone } from '../fields/calendar.js';
import { cos, sin } from '../random/exact.js';
import type { EvenAxis, TimeAxis } from './axis.js';
import type { SeasonModel } from '../schema/model-series.js';
import { nominalMs } from '../schema/units.js';
import { addTable, addWave } from './step-loops.js';

const TWO_PI = 6.283185307179586;
const WEEK = 7 * DAY;
/** The first Monday after 1970-01-01, local ms. */
const MONDAY = 4 * DAY;

/** Adds one cycle of a signal to `out`, relative to its base, at instants (ms) that follow each other on the axis. */
export type Season = (times: Float64Array, length: number, out: Float64Array) => void;

/** As {@link Season} over steps of an even axis, while the offset of the zone stays the same. */
type EvenSeason = (step: number, at: number, length: number, out: Float64Array) => void;

/** Steps that are computed together. */
const BLOCK = 4096;

/** Cycles of up to so many steps are computed once. */
const LONGEST_TABLE = 1 << 17;

/** The offset of a zone is taken not to change twice within so long. */
const STAY = 3 * DAY;

/**
 * A cycle in local time: days start at 0:00, weeks on Monday, months and years on their first day; other periods are
 * counted from 1970-01-01T00:00 local time.
 */
export function compileSeason(model: SeasonModel, zone: Zone, axis: TimeAxis): Season {
  const { even } = axis;
  const phaseAt = phase(model);
  if (even !== undefined && !inMonths(model)) {
    const steps = nominalMs(model.period) / even.interval;
    const repeats = Number.isInteger(steps) && steps <= LONGEST_TABLE;
    if (repeats || model.profile === undefined) {
      const make = repeats ? tabulated : turning;
      return evenly(even, zone, (offset) =>
        make(model, steps, (step) => phaseAt(even.start + offset + step * even.interval)),
      );
    }
  }
  const shape = shapeOf(model);
  return (times, length, out) => {
    for (let i = 0; i < length; i++) out[i] += shape(phaseAt(zone.utc ? times[i] : times[i] + zone.offsetAt(times[i])));
  };
}

/** A season whose offset is looked up where it may change. @param make a season at one offset. */
function evenly({ start, interval }: EvenAxis, zone: Zone, make: (offset: number) => EvenSeason): Season {
  const seasons = new Map<number, EvenSeason>();
  const seasonAt = (offset: number): EvenSeason => {
    let season = seasons.get(offset);
    if (season === undefined) seasons.set(offset, (season = make(offset)));
    return season;
  };
  const most = Math.max(1, Math.floor(STAY / interval));
  return (times, length, out) => {
    const first = Math.round((times[0] - start) / interval);
    if (zone.utc) {
      seasonAt(0)(first, 0, length, out);
      return;
    }
    for (let i = 0; i < length;) {
      const offset = zone.offsetAt(times[i]);
      let end = Math.min(length, i + most);
      while (end > i + 1 && zone.offsetAt(times[end - 1]) !== offset) end = i + ((end - i) >> 1);
      seasonAt(offset)(first + i, i, end - i, out);
      i = end;
    }
  };
}

/** A cycle that comes back to the same steps, each computed when first met. @param phaseAt of a step. */
function tabulated(model: SeasonModel, steps: number, phaseAt: (step: number) => number): EvenSeason {
  const shape = shapeOf(model);
  const table = new Float64Array(steps);
  const known = new Uint8Array(Math.ceil(steps / BLOCK));
  const fill = (block: number): void => {
    const end = Math.min(steps, (block + 1) * BLOCK);
    for (let k = block * BLOCK; k < end; k++) table[k] = shape(phaseAt(k));
    known[block] = 1;
  };
  return (step, at, length, out) => {
    // Steps are doubles; places in arrays are whole at once.
    let k = (step - steps * Math.floor(step / steps)) | 0;
    const last = at + length;
    for (let i = at; i < last;) {
      const block = Math.floor(k / BLOCK);
      if (known[block] === 0) fill(block);
      const count = Math.min(last - i, Math.min(steps, (block + 1) * BLOCK) - k);
      addTable(out, i, table, k, count);
      i += count;
      k += count;
      if (k === steps) k = 0;
    }
  };
}

/**
 * A wave of any period: cos(a + b) = cos a cos b − sin a sin b, with a at the beginning of a block and b within. Which block
 * a step belongs to depends on the step alone.
 */
function turning(model: SeasonModel, steps: number, phaseAt: (step: number) => number): EvenSeason {
  const { heights, shift } = wavesOf(model);
  const within = heights.map((_, k) => {
    const angle = (TWO_PI * (k + 1)) / steps;
    return {
      cos: Float64Array.from({ length: BLOCK }, (__, i) => cos(angle * i)),
      sin: Float64Array.from({ length: BLOCK }, (__, i) => sin(angle * i)),
    };
  });
  return (step, at, length, out) => {
    for (let done = 0; done < length;) {
      const block = Math.floor((step + done) / BLOCK);
      const place = (step + done - block * BLOCK) | 0;
      const some = Math.min(length - done, BLOCK - place);
      const from = phaseAt(block * BLOCK) - shift;
      for (let k = 0; k < heights.length; k++) {
        const angle = TWO_PI * (k + 1) * from;
        const c = heights[k] * cos(angle);
        const s = heights[k] * sin(angle);
        addWave(out, at + done, c, s, within[k], place, some);
      }
      done += some;
    }
  };
}

const inMonths = ({ period }: SeasonModel): boolean => period.months > 0 && period.days === 0 && period.ms === 0;

/** The share of the period that has passed at a local time, 0…1. */
function phase(model: SeasonModel): (local: number) => number {
  const { period } = model;
  if (inMonths(model)) return (local) => monthPhase(local, period.months);
  const length = nominalMs(period);
  const origin = length % WEEK === 0 ? MONDAY : 0;
  return (local) => {
    const since = local - origin;
    return since / length - Math.floor(since / length);
  };
}

/** Months are of equal weight, whatever their length. */
function monthPhase(localMs: number, months: number): number {
  const days = Math.floor(localMs / DAY);
  const { year, month, day } = civilFromDays(days);
  const within = (day - 1 + (localMs - days * DAY) / DAY) / daysInMonth(year, month);
  const since = (year - 1970) * 12 + (month - 1) + within;
  return since / months - Math.floor(since / months);
}

function shapeOf(model: SeasonModel): (phase: number) => number {
  return model.profile === undefined ? waves(model) : profile(model.profile, model.amplitude);
}

/** Heights of the harmonics, and the share of the period at which all of them are highest. */
function wavesOf({ amplitude, harmonics, peak, period }: SeasonModel) {
  return { heights: harmonics.map((share) => share * amplitude), shift: peak / nominalMs(period) };
}

/** Σ a_k cos 2πk(x − peak). */
function waves(model: SeasonModel): (x: number) => number {
  const { heights, shift } = wavesOf(model);
  if (heights.length === 1) {
    const [height] = heights;
    return (x) => height * cos(TWO_PI * (x - shift));
  }
  return (x) => {
    let sum = 0;
    for (let k = 0; k < heights.length; k++) sum += heights[k] * cos(TWO_PI * (k + 1) * (x - shift));
    return sum;
  };
}

/** Straight lines between the points, the last joined to the first. */
function profile(points: readonly number[], amplitude: number): (x: number) => number {
  const n = points.length;
  return (x) => {
    const at = x * n;
    const k = Math.min(n - 1, Math.floor(at));
    const next = points[k + 1 === n ? 0 : k + 1];
    return amplitude * (points[k] + (next - points[k]) * (at - k));
  };
}
