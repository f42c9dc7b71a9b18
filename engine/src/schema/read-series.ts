import { pointerTo } from './diagnostic.js';
import type { SchemaContext } from './draft.js';
import { isMapping, nameOf, type Mapping } from './form.js';
import { parseInstant } from './instants.js';
import type { CalendarDuration, Distribution, FieldModel } from './model.js';
import type {
  ArrivalModel,
  ClockModel,
  DriftModel,
  EventsModel,
  EventTypeModel,
  FaultsModel,
  SeriesDimension,
  SeriesModel,
  SessionsModel,
} from './model-series.js';
import { Quantities } from './quantities.js';
import { readFields } from './read-field.js';
import { renaming, replacing, removing } from './report.js';
import { didYouMean, meaning } from './suggest.js';
import { nominalMs, parseDuration, parseRate, type RateModel } from './units.js';

/** The name of a state that ends a session. */
export const END = 'end';

/** Reads what stands beside the fields of a time series. `good` holds the properties that conform to the grammar. */
export function readSeries(
  context: SchemaContext,
  good: Mapping,
  fields: readonly FieldModel[],
  pointer: string,
): SeriesModel {
  const interval = durationOf(good.interval ?? good.sampleRate);
  const clock = readClock(context, good, fields, pointer, { type: 'regular', jitter: 0 });
  if (clock.arrival.type === 'hawkes' || clock.arrival.type === 'bursts') {
    const at = pointerTo(pointer, 'arrival');
    const message = `Arrivals of type ${clock.arrival.type} are for events; the instants of a series are regular, poisson, profile or intensity.`;
    context.report.error('arrival/not-for-series', at, message);
  }
  const taken = new Set([clock.timeField, ...fields.map(({ name }) => name)]);
  return { clock, interval, dimensions: readDimensions(context, good.series, taken, pointerTo(pointer, 'series')) };
}

function readDimensions(
  { report }: SchemaContext,
  written: unknown,
  taken: ReadonlySet<string>,
  pointer: string,
): SeriesDimension[] {
  if (!isMapping(written)) return [];
  return Object.entries(written).map(([name, value]): SeriesDimension => {
    const at = pointerTo(pointer, name);
    if (taken.has(name)) {
      const message = `"${name}" is both a column and the key of the series, which comes by itself; leave the field out, or give the key another name.`;
      report.error('series/field-taken', at, message, { at: 'key' });
    }
    if (isMapping(value)) {
      return { name, pointer: at, ref: { text: value.ref as string, pointer: pointerTo(at, 'ref') } };
    }
    const values = value as (string | number | boolean | null)[];
    const twice = values.findIndex((item, i) => values.indexOf(item) < i);
    if (twice >= 0) {
      const message = `${nameOf(values[twice])} is there twice; each series needs a key of its own.`;
      report.error('series/twice', pointerTo(at, twice), message);
    }
    return { name, pointer: at, values };
  });
}

/** Reads what stands beside the fields of an events table. */
export function readEvents(
  context: SchemaContext,
  good: Mapping,
  fields: readonly FieldModel[],
  pointer: string,
): EventsModel {
  const types = readTypes(context, good.events, pointer);
  const clock = readClock(context, good, fields, pointer, { type: 'poisson' });
  const sessions = readSessions(context, good.sessions, types, pointerTo(pointer, 'sessions'));
  const typeField = types.length === 0 ? undefined : ((good.typeField as string | undefined) ?? 'type');
  if (types.length === 0 && good.typeField !== undefined) {
    const at = pointerTo(pointer, 'typeField');
    const message =
      '"typeField" names the column with the types of events, and there are none; write them under "events".';
    context.report.error('events/no-types', at, message, { at: 'key', fixes: removing(at, 'typeField') });
  }
  reportUnused(context, good.events, sessions !== undefined, pointer);
  const model: EventsModel = {
    clock,
    rate: rateOf(good.rate),
    typeField,
    types,
    sessions,
    faults: readFaults(context, good.faults, pointerTo(pointer, 'faults')),
  };
  reportTakenNames(context, model, fields, pointer);
  return model;
}

/** How often types of events come, and what follows them when, is said twice or for nobody. */
function reportUnused({ report }: SchemaContext, types: unknown, sessions: boolean, pointer: string): void {
  if (!isMapping(types)) return;
  const key = sessions ? 'weight' : 'dwell';
  const message = sessions
    ? 'In sessions, "next" says how often each event comes; this weight has no effect.'
    : '"dwell" is the time until the next event of a session, and there are no sessions.';
  for (const [name, type] of Object.entries(types)) {
    if (!isMapping(type) || type[key] === undefined) continue;
    const at = pointerTo(pointer, 'events', name, key);
    report.error(`events/unused-${key}`, at, message, { at: 'key', severity: 'warning', fixes: removing(at, key) });
  }
}

/** Columns that come by themselves must not meet fields that are written. */
function reportTakenNames(
  { report }: SchemaContext,
  { clock, typeField, types, sessions, faults }: EventsModel,
  fields: readonly FieldModel[],
  pointer: string,
): void {
  const taken = new Set([clock.timeField, ...fields.map(({ name }) => name)]);
  const own = (name: string | undefined, key: string, at: string): void => {
    if (name === undefined) return;
    if (taken.has(name)) {
      report.error('events/field-taken', at, `There is a column \`${name}\` already; give "${key}" another name.`);
    }
    taken.add(name);
  };
  own(typeField, 'typeField', pointerTo(pointer, 'typeField'));
  own(sessions?.idField, 'idField', pointerTo(pointer, 'sessions', 'idField'));
  own(faults?.label, 'label', pointerTo(pointer, 'faults', 'label'));
  for (const { fields: payload } of types) {
    for (const { name, pointer: at } of payload) {
      if (!taken.has(name)) continue;
      const message = `\`${name}\` is a column of every event already; a payload field needs another name.`;
      report.error('events/field-taken', at, message, { at: 'key' });
    }
  }
}

function readTypes(context: SchemaContext, written: unknown, pointer: string): EventTypeModel[] {
  if (!isMapping(written)) return [];
  const types = Object.entries(written).map(([name, event]): EventTypeModel => {
    const at = pointerTo(pointer, 'events', name);
    const { weight, fields, dwell } = (isMapping(event) ? event : {}) as Mapping;
    const payload =
      fields === undefined
        ? []
        : readFields(context, fields, pointerTo(at, 'fields'), { table: 'events', tablePointer: pointer, depth: 1 });
    return {
      name,
      pointer: at,
      weight: typeof weight === 'number' ? weight : 1,
      // The payload of one type draws apart from that of the others.
      fields: payload.map((field) => ({ ...field, spec: { ...field.spec, key: `${name}/${field.spec.key}` } })),
      dwell: dwell === undefined ? undefined : dwellOf(context, dwell, pointerTo(at, 'dwell')),
    };
  });
  if (types.length > 0 && !types.some(({ weight }) => weight > 0)) {
    context.report.error(
      'weights/sum',
      pointerTo(pointer, 'events'),
      'The weights sum to nothing: at least one must be above 0.',
    );
  }
  return types;
}

/** The least time between two events of a session, ms. */
const dwellOf = (context: SchemaContext, written: unknown, pointer: string): Distribution | undefined =>
  new Quantities(context.report, context).distribution(written, 'duration', pointer, { min: 0 });

function readSessions(
  context: SchemaContext,
  written: unknown,
  types: readonly EventTypeModel[],
  pointer: string,
): SessionsModel | undefined {
  if (!isMapping(written)) return undefined;
  const { report } = context;
  const names = types.map(({ name }) => name);
  const known = (name: string, at: string, key: boolean): void => {
    if (names.includes(name)) return;
    const meant = didYouMean(name, names);
    const fixes = key ? renaming(at, meant) : replacing(at, meant);
    const message = `There is no event \`${name}\`.${meaning(meant) || ` Events: ${names.join(', ') || 'none; write them under "events"'}.`}`;
    report.error('sessions/unknown-event', at, message, { ...(key && { at: 'key' }), fixes });
  };
  const firstAt = pointerTo(pointer, 'first');
  const { first: start, next, dwell, per, idField } = written;
  const first = new Map(
    typeof start === 'string' ? [[start, 1]] : Object.entries((start ?? {}) as Record<string, number>),
  );
  for (const name of first.keys())
    known(name, typeof start === 'string' ? firstAt : pointerTo(firstAt, name), typeof start !== 'string');
  const transitions = new Map<string, Map<string, number>>();
  for (const [from, weights] of Object.entries((next ?? {}) as Record<string, Record<string, number>>)) {
    const at = pointerTo(pointer, 'next', from);
    known(from, at, true);
    for (const to of Object.keys(weights)) if (to !== END) known(to, pointerTo(at, to), true);
    transitions.set(from, new Map(Object.entries(weights)));
  }
  if (names.includes(END)) {
    report.error(
      'sessions/end',
      pointerTo(pointer, 'next'),
      `"${END}" ends a session, so no event can be called that.`,
    );
  }
  return {
    pointer,
    per: typeof per === 'string' ? { text: per, pointer: pointerTo(pointer, 'per') } : undefined,
    idField: typeof idField === 'string' ? idField : undefined,
    first,
    next: transitions,
    dwell: dwellOf(context, dwell, pointerTo(pointer, 'dwell')) ?? { type: 'exponential', mean: 1 },
  };
}

function readFaults(context: SchemaContext, written: unknown, pointer: string): FaultsModel | undefined {
  if (!isMapping(written)) return undefined;
  const { late, skew } = written as { late?: Mapping; skew?: Mapping };
  const quantities = new Quantities(context.report, context);
  const delay =
    late && quantities.distribution(late.delay, 'duration', pointerTo(pointer, 'late', 'delay'), { min: 0 });
  const offset = skew && quantities.distribution(skew.offset, 'duration', pointerTo(pointer, 'skew', 'offset'), {});
  const share = (key: string): number => (typeof written[key] === 'number' ? written[key] : 0);
  if (share('drop') >= 1) {
    context.report.error(
      'faults/drop',
      pointerTo(pointer, 'drop'),
      'With a drop of 1 no event is left; make it smaller.',
    );
  }
  return {
    pointer,
    late: delay && { probability: late.probability as number, delay },
    outOfOrder: share('outOfOrder'),
    duplicate: share('duplicate'),
    drop: share('drop'),
    skew: offset && {
      probability: skew.probability as number,
      offset,
      by: typeof skew.by === 'string' ? { text: skew.by, pointer: pointerTo(pointer, 'skew', 'by') } : undefined,
    },
    drift: ((written.drift ?? []) as Mapping[]).flatMap((change, i): DriftModel[] => {
      const place = pointerTo(pointer, 'drift', i);
      const at = instantOf(context, change.at);
      if (at === undefined) return [];
      const field = { text: change.field as string, pointer: pointerTo(place, 'field') };
      if ((change.rename === undefined) === (change.change === undefined)) {
        const message = 'Say either what the field is called from then on ("rename") or what becomes of it ("change").';
        context.report.error('faults/drift', place, message);
        return [];
      }
      if (typeof change.rename === 'string') return [{ at, field, change: 'rename', to: change.rename }];
      return [{ at, field, change: change.change as 'remove' | 'text' }];
    }),
    label: typeof written.label === 'string' ? written.label : undefined,
  };
}

function readClock(
  context: SchemaContext,
  good: Mapping,
  fields: readonly FieldModel[],
  pointer: string,
  arrival: ArrivalModel,
): ClockModel {
  reportSeveral(context, good, pointer);
  const start = instantOf(context, good.start) ?? context.now;
  const end = instantOf(context, good.end);
  if (end !== undefined && end <= start) {
    const message = `end ${String(good.end)} is not after start ${String(good.start ?? 'now')}.`;
    context.report.error('range/reversed', pointerTo(pointer, 'end'), message);
  }
  const duration = durationOf(good.duration);
  return {
    start,
    length:
      typeof good.count === 'number'
        ? { type: 'count', count: good.count }
        : duration !== undefined
          ? { type: 'duration', duration }
          : end !== undefined
            ? { type: 'end', end }
            : undefined,
    arrival: isMapping(good.arrival) ? readArrival(context, good.arrival, pointerTo(pointer, 'arrival')) : arrival,
    timeField: timeFieldOf(context, good.timeField, fields, pointerTo(pointer, 'timeField')),
  };
}

function reportSeveral({ report }: SchemaContext, good: Mapping, pointer: string): void {
  const one = (keys: readonly string[], why: string): void => {
    const given = keys.filter((key) => good[key] !== undefined);
    if (given.length < 2) return;
    const second = pointerTo(pointer, given[1]);
    const message = `${given.map((key) => `"${key}"`).join(' and ')} ${why}; keep one of them.`;
    report.error('clock/several', second, message, { at: 'key', fixes: removing(second, given[1]) });
  };
  one(['count', 'duration', 'end'], 'each say how long the table goes on');
  one(['interval', 'sampleRate'], 'are the same');
}

/** `timeField`, else `timestamp`, else the only datetime field, else a column `timestamp` that is added. */
function timeFieldOf(
  { report }: SchemaContext,
  written: unknown,
  fields: readonly FieldModel[],
  pointer: string,
): string {
  const times = fields.filter(({ spec }) => spec.kind === 'datetime').map(({ name }) => name);
  if (typeof written === 'string') {
    const field = fields.find(({ name }) => name === written);
    if (field !== undefined && field.spec.kind === 'datetime') return written;
    const meant = didYouMean(written, times);
    const message = field
      ? `The time field \`${written}\` must be a datetime, not ${field.spec.kind}.`
      : `There is no datetime field \`${written}\`.${meaning(meant)}`;
    report.error('clock/time-field', pointer, message, { fixes: replacing(pointer, meant) });
    return written;
  }
  return times.includes('timestamp') || times.length !== 1 ? 'timestamp' : times[0];
}

function readArrival({ report }: SchemaContext, written: Mapping, pointer: string): ArrivalModel {
  const ms = (key: string): number => nominalMs(durationOf(written[key]) as CalendarDuration);
  switch (written.type as ArrivalModel['type']) {
    case 'regular':
      return { type: 'regular', jitter: written.jitter === undefined ? 0 : ms('jitter') };
    case 'poisson':
      return { type: 'poisson' };
    case 'profile': {
      const lists = written as { hours?: readonly number[]; weekdays?: readonly number[] };
      if (lists.hours === undefined && lists.weekdays === undefined) {
        report.error('property/missing', pointer, 'A profile needs "hours", "weekdays" or both.');
      }
      for (const key of ['hours', 'weekdays'] as const) {
        if (lists[key]?.some((weight) => weight > 0) !== false) continue;
        const message = 'The weights sum to nothing: at least one must be above 0.';
        report.error('weights/sum', pointerTo(pointer, key), message);
      }
      return {
        type: 'profile',
        ...(lists.hours && { hours: lists.hours }),
        ...(lists.weekdays && { weekdays: lists.weekdays }),
      };
    }
    case 'intensity':
      return { type: 'intensity', expr: { text: written.expr as string, pointer: pointerTo(pointer, 'expr') } };
    case 'bursts':
      return { type: 'bursts', factor: written.factor as number, on: ms('on'), off: ms('off') };
    case 'hawkes':
      if ((written.branching as number) >= 1) {
        const message = 'Each arrival would bring about another without end; keep branching below 1.';
        report.error('arrival/unstable', pointerTo(pointer, 'branching'), message);
      }
      return { type: 'hawkes', branching: written.branching as number, decay: ms('decay') };
  }
}

/** A duration that conforms to the grammar. */
export function durationOf(written: unknown): CalendarDuration | undefined {
  const reading = typeof written === 'string' ? parseDuration(written) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

/** A rate that conforms to the grammar. */
export function rateOf(written: unknown): RateModel | undefined {
  const reading = typeof written === 'string' ? parseRate(written) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}

/** An instant that conforms to the grammar, ms. */
export function instantOf(context: SchemaContext, written: unknown): number | undefined {
  const reading = typeof written === 'string' ? parseInstant(written, 'datetime', context) : undefined;
  return reading !== undefined && 'value' in reading ? reading.value : undefined;
}
