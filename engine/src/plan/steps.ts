import type { Diagnostic } from '../schema/diagnostic.js';
import type { FieldSpec } from '../schema/model.js';
import type { SignalModel } from '../schema/model-series.js';
import { rateOf } from '../schema/read-series.js';
import { nominalMs } from '../schema/units.js';
import { SeriesSpace } from './series-space.js';
import type { Site } from './site.js';

/** A second of steps that are closer than this is told in milliseconds. */
const SECOND = 1000;

/** Reports what does not go with how far apart the rows of a table with an axis of time are. */
export function checkSteps(site: Site): void {
  const { model, space } = site.scope.table;
  const clock = (model.series ?? model.events)?.clock;
  if (clock === undefined) return;
  const interval = space instanceof SeriesSpace ? space.axis.interval : gapOfEvents(site);
  const report = (code: string, severity: Diagnostic['severity'], pointer: string, message: string): void =>
    site.compilation.report({ code, severity, message, pointer });
  if (clock.arrival.type === 'regular' && interval !== undefined && clock.arrival.jitter > interval) {
    const message = `a jitter of more than ${text(interval)}, the time between two rows, would let them pass each other.`;
    report('arrival/jitter', 'error', `${model.pointer}/arrival/jitter`, message);
  }
  if (!(space instanceof SeriesSpace)) return;
  for (const { spec } of model.fields) {
    for (const signal of signalsOf(spec)) {
      for (const [i, { period, amplitude }] of signal.seasonality.entries()) {
        if (nominalMs(period) >= 2 * space.axis.interval || amplitude === 0) continue;
        const message = `a cycle of ${period.text} cannot be seen in rows that are ${text(space.axis.interval)} apart; it takes at least two of them.`;
        report('season/too-short', 'warning', `${signal.pointer}/seasonality/${i}/period`, message);
      }
      for (const [i, { lag }] of signal.drivers.entries()) {
        const steps = Math.round(lag / space.axis.interval);
        if (space.axis.even === undefined || steps * space.axis.interval === lag) continue;
        const message = `a lag goes by whole steps of ${text(space.axis.interval)}; ${steps} are taken.`;
        report('signal/lag', 'warning', `${signal.pointer}/drivers/${i}/lag`, message);
      }
      for (const [i, at] of (signal.anomalies?.at ?? []).entries()) {
        if (at >= clock.start) continue;
        const message = 'this lies before the start of the series, so that nothing happens.';
        report('anomalies/before-start', 'warning', `${signal.anomalies!.pointer}/at/${i}`, message);
      }
    }
  }
}

/** Between two events that come by themselves, ms. */
function gapOfEvents({ scope, compilation, tables }: Site): number | undefined {
  const { events } = scope.table.model;
  if (events === undefined || events.sessions !== undefined) return undefined;
  const { clock } = compilation.settings;
  const rate = rateOf(tables.askedRate) ?? events.rate ?? rateOf(clock?.rate);
  return rate === undefined ? 10 : rate.perMs / rate.amount;
}

function* signalsOf(spec: FieldSpec): Iterable<SignalModel> {
  if ('signal' in spec && spec.signal !== undefined) yield spec.signal;
  for (const { field } of spec.cases ?? []) yield* signalsOf(field);
  if (spec.otherwise !== undefined) yield* signalsOf(spec.otherwise);
}

function text(ms: number): string {
  return ms < SECOND ? `${ms} ms` : `${ms / SECOND} s`;
}
