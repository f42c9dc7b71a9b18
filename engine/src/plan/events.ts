import type { NumberColumn } from '../columns/column.js';
import { type ArrivalProcess, Arrivals, bursts, evenly, hawkes, poisson, varyingPoisson } from '../events/arrivals.js';
import { ArrivalStream, type EventStream } from '../events/event-stream.js';
import { FaultyStream } from '../events/faults.js';
import { formulaRate, profileRate } from '../events/intensity.js';
import { SessionStream } from '../events/sessions.js';
import { type Zone, zoneOf } from '../fields/calendar.js';
import type { ArrivalModel, EventsModel } from '../schema/model-series.js';
import { durationOf, rateOf } from '../schema/read-series.js';
import type { TimeAxis } from '../series/axis.js';
import { extentOf, timeColumn } from './clock.js';
import { declareFields } from './declare.js';
import { drifted } from './drift.js';
import { eventTimes, sessionColumn, typeColumn } from './event-columns.js';
import { ArrivalSpace, StreamSpace } from './event-space.js';
import { disturbs, faultColumn, faultPlan, skewOf } from './faults.js';
import { intensityOf } from './intensity.js';
import { type CompiledJourney, followSession, journeyOf } from './journey.js';
import { payloadColumns } from './payload.js';
import type { RowSpace } from './row-space.js';
import type { FieldNode } from './scope.js';
import { type Site, streamAt } from './site.js';

/** A hundred a second, in events a millisecond. */
const DEFAULT_RATE = 0.1;

/** Declares an events table: its arrivals, types, sessions, faults and fields. @param asked rows that the caller wants. */
export function declareEvents(site: Site, model: EventsModel, asked: number | undefined): void {
  const { table } = site.scope;
  const { sessions, faults, clock: written, typeField } = model;
  const journey = sessions && journeyOf(site, model, sessions);
  table.space = spaceOf(site, model, journey, asked);

  const instants = eventTimes(site);
  const skew = faults?.skew && skewOf(site, faults.skew, sessions?.per?.text);
  const { fields } = table.model;
  const shown = fields.find(({ name }) => name === written.timeField);
  table.clock = {
    pointer: shown?.pointer,
    milliseconds: true,
    times(rows) {
      const { values } = rows.column(instants) as NumberColumn;
      return skew === undefined ? values : skew.shift(rows, values);
    },
  };

  const known = (node: FieldNode): FieldNode => {
    table.scope.fields.set(node.name, node);
    return node;
  };
  const type = typeField === undefined ? undefined : known(typeColumn(site, typeField, model));
  const session = sessions?.idField === undefined ? undefined : known(sessionColumn(site, sessions.idField));
  if (sessions?.per !== undefined) followSession(site, sessions.per);
  declareFields(site, fields, table.scope);
  const own = fields.map(({ name }) => table.scope.fields.get(name)!);
  const time = known(
    own.find(({ name }) => name === written.timeField) ?? timeColumn(site, table.clock, written.timeField),
  );
  const payload = type === undefined ? [] : payloadColumns(site, model.types, type.cell).map(known);
  const label = faults?.label === undefined ? undefined : known(faultColumn(site, faults.label, skew));

  // The type comes after the time, and where no field shows that, both come first.
  const at = shown === undefined ? 0 : own.indexOf(time) + 1;
  const added = [shown === undefined ? time : undefined, type, session];
  const columns = [...own.slice(0, at), ...added, ...own.slice(at), ...payload, label];
  const all = columns.filter((node) => node !== undefined);
  table.outputs.push(...drifted(site, all, faults?.drift ?? [], instants));
}

/** Where the rows of an events table stand. */
function spaceOf(
  site: Site,
  { clock, rate: written, faults }: EventsModel,
  journey: CompiledJourney | undefined,
  asked: number | undefined,
): RowSpace {
  const defaults = site.compilation.settings.clock;
  const zone = zoneOf(site.document.timezone);
  const pace = rateOf(site.tables.askedRate) ?? written ?? rateOf(defaults?.rate);
  const rate = pace === undefined ? DEFAULT_RATE : pace.amount / pace.perMs;
  if (!(rate > 0)) {
    const message = 'the rate of events must be above 0.';
    const pointer = `${site.scope.table.model.pointer}/rate`;
    site.compilation.report({ code: 'events/rate', severity: 'error', message, pointer });
  }
  const { count, end } = extentOf(clock, asked, durationOf(defaults?.duration), zone);
  const axis = axisOf(site, clock.arrival, clock.start, Math.max(rate, 1e-12) / (journey?.length ?? 1), zone);
  const faulty = faults !== undefined && disturbs(faults);
  if (journey === undefined && !faulty) return new ArrivalSpace(axis, count, end);
  const addresses = journey && streamAt(site, '', '#session');
  const open = (): EventStream => {
    const events =
      journey === undefined
        ? new ArrivalStream(axis, end)
        : new SessionStream(axis, end, journey, addresses!, streamAt(site, '', '#journey'));
    return faulty ? new FaultyStream(events, faultPlan(faults), streamAt(site, '', '#fault')) : events;
  };
  return new StreamSpace(open, count, addresses);
}

/** When events, or sessions, begin. @param rate a millisecond. */
export function axisOf(site: Site, arrival: ArrivalModel, start: number, rate: number, zone: Zone): TimeAxis {
  const stream = streamAt(site, '', '#arrival');
  if (arrival.type === 'regular') return evenly(start, 1 / rate, arrival.jitter, stream);
  return new Arrivals(processOf(site, arrival, start, rate, zone), start, 1 / rate, stream);
}

function processOf(
  site: Site,
  arrival: Exclude<ArrivalModel, { type: 'regular' }>,
  start: number,
  rate: number,
  zone: Zone,
): ArrivalProcess {
  switch (arrival.type) {
    case 'poisson':
      return poisson(rate);
    case 'profile':
      return varyingPoisson(profileRate(rate, zone, arrival.hours, arrival.weekdays));
    case 'intensity':
      return varyingPoisson(formulaRate(rate, zone, start, intensityOf(site, arrival.expr)));
    case 'bursts':
      return bursts(rate, arrival.factor, arrival.on, arrival.off);
    case 'hawkes':
      return hawkes(rate, arrival.branching, arrival.decay);
  }
}
