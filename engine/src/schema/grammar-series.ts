import * as z from 'zod';
import { distribution } from './grammar-distribution.js';
import {
  atLeastZero,
  duration,
  either,
  eventName,
  expression,
  exactly,
  instant,
  list,
  nonEmptyText,
  noted,
  numeric,
  once,
  oneOf,
  path,
  period,
  positive,
  rate,
  reference,
  scalar,
  share,
  tableName,
  text,
  weights,
} from './grammar-values.js';

const trend = once(() =>
  either(
    'a mapping such as { type: linear, slope: 0.1/d }',
    z.strictObject({ type: oneOf('linear'), slope: rate().describe('Change for each unit of time, such as 0.1/d.') }),
    z.strictObject({ type: oneOf('exponential'), growth: rate().describe('Relative growth, such as 0.02/d.') }),
    z.strictObject({
      type: oneOf('logistic'),
      capacity: numeric().describe('Level that it approaches.'),
      growth: rate().describe('How steep it is, such as 0.1/d.'),
      midpoint: instant().describe('When it is halfway.'),
    }),
    z.strictObject({
      type: oneOf('piecewise'),
      points: list(z.tuple([instant(), numeric()]), 'a list of [instant, value]', 2).describe('Values at instants.'),
    }),
  ).describe('Where the series goes in the long run.'),
);

const coefficients = once(() => list(numeric(), 'a list of numbers').describe('Of the steps before, the last first.'));

const degrees = once(() =>
  positive().describe("Degrees of freedom of Student's t, above 2; normal without.").optional(),
);

const noise = once(() =>
  either(
    'a mapping such as { type: white, stdDev: 1 }',
    z.strictObject({
      type: oneOf('white', 'randomWalk'),
      stdDev: atLeastZero().describe('Of each step.'),
      df: degrees(),
    }),
    z.strictObject({
      type: oneOf('ar', 'ma'),
      coefficients: coefficients(),
      stdDev: atLeastZero().describe('Of the innovations.'),
      df: degrees(),
    }),
    z.strictObject({
      type: oneOf('ou'),
      reversion: rate().describe('How quickly it comes back, such as 0.5/h.'),
      stdDev: atLeastZero().describe('Of the values in the long run.'),
    }),
    z.strictObject({
      type: oneOf('gbm'),
      drift: rate().describe('Relative growth, such as 0.05/y.'),
      volatility: rate().describe('Per square root of the unit.'),
      clustering: z
        .strictObject({
          alpha: share().describe('Of the last shock.'),
          beta: share().describe('Of the last variance.'),
        })
        .describe(
          'Calm and wild times take turns, as in GARCH(1,1): the shares of the last shock and the last variance.',
        )
        .optional(),
    }),
    z.strictObject({
      type: oneOf('garch'),
      omega: positive().describe('Constant part of the variance.'),
      alpha: atLeastZero().describe('Weight of the last shock in the variance.'),
      beta: atLeastZero().describe('Weight of the last variance in the variance.'),
      df: degrees(),
    }),
    z.strictObject({ type: oneOf('poisson') }).describe('Counts whose mean is the signal.'),
    z
      .strictObject({
        type: oneOf('negativeBinomial'),
        dispersion: positive().describe('The smaller, the more counts vary.'),
      })
      .describe('Counts whose mean is the signal, more scattered than Poisson.'),
  ).describe('Random variation around the signal.'),
);

const seasonality = once(() =>
  list(
    z.strictObject({
      period: period().describe('Length of one cycle, such as 1d.'),
      amplitude: numeric().describe('Height of the wave above and below the base.').optional(),
      peak: duration().describe('When in the period it is highest; days start at 0:00, weeks on Monday.').optional(),
      harmonics: list(numeric(), 'a list of numbers')
        .describe('Heights of the waves of 1, 2, 3 … cycles a period, relative to the amplitude; [1].')
        .optional(),
      profile: list(numeric(), 'a list of numbers', 2)
        .describe('The shape of one cycle, evenly spaced from its start; times the amplitude, 1.')
        .optional(),
    }),
    'a list of { period, amplitude, peak }',
  ).describe('Cycles, such as the day and the week.'),
);

const drivers = once(() =>
  list(
    z.strictObject({
      field: path().describe('The field that is followed.'),
      coefficient: numeric().describe('Change for each unit that the other field is above its base.'),
      lag: duration().describe('How much later it follows.').optional(),
    }),
    'a list of { field, coefficient, lag }',
  ).describe('Other fields that this one follows.'),
);

const anomalies = once(() =>
  z
    .strictObject({
      probability: share().describe('Share of steps at which one begins.').optional(),
      at: list(instant(), 'a list of instants').describe('Instants at which one begins.').optional(),
      types: list(
        oneOf('spike', 'levelShift', 'trendChange', 'varianceChange', 'stuck', 'dropout', 'missing'),
        'a list of kinds of anomaly',
      ).describe('Kinds of anomalies.'),
      magnitude: numeric().describe('Size in standard deviations of the noise.').optional(),
      duration: period().describe('How long one lasts.').optional(),
      label: nonEmptyText().describe('Name of a column that says which rows are anomalous.').optional(),
    })
    .describe('Rows that stand out on purpose.'),
);

/** Properties of a number field in a time series. */
export const signalShape = once(() => ({
  base: numeric().describe('Level around which the signal moves.').optional(),
  combine: oneOf('add', 'multiply').describe('How the parts of the signal come together; add.').optional(),
  trend: trend().optional(),
  seasonality: seasonality().optional(),
  noise: noise().optional(),
  drivers: drivers().optional(),
  anomalies: anomalies().optional(),
  bounds: oneOf('soft', 'reject')
    .describe('How values stay within min and max: bent near them (soft), or noise drawn from what fits; soft.')
    .optional(),
}));

export const SIGNAL_PROPERTIES: readonly string[] = [
  'base',
  'combine',
  'trend',
  'seasonality',
  'noise',
  'drivers',
  'anomalies',
  'bounds',
];

const arrival = once(() =>
  either(
    'a mapping such as { type: poisson }',
    z.strictObject({
      type: oneOf('regular'),
      jitter: duration().describe('Each instant is moved by less than half of this.').optional(),
    }),
    z.strictObject({ type: oneOf('poisson') }),
    z.strictObject({
      type: oneOf('profile'),
      hours: exactly(24, atLeastZero(), 'a list of 24 numbers, one for each hour')
        .describe('Relative rate in each hour of the day.')
        .optional(),
      weekdays: exactly(7, atLeastZero(), 'a list of 7 numbers, Monday first')
        .describe('Relative rate on each day of the week, Monday first.')
        .optional(),
    }),
    z.strictObject({
      type: oneOf('intensity'),
      expr: expression().describe(
        'Relative rate: a formula of hour (0 … 24), weekday (1 = Monday) and elapsed (a duration).',
      ),
    }),
    z.strictObject({
      type: oneOf('bursts'),
      factor: positive().describe('Rate in a burst, relative to the rate between bursts.'),
      on: period().describe('Mean length of a burst.'),
      off: period().describe('Mean time between bursts.'),
    }),
    z.strictObject({
      type: oneOf('hawkes'),
      branching: share().describe('How many others each event brings on average; below 1.'),
      decay: period().describe('How long that goes on, on average.'),
    }),
  ).describe('How arrivals are spread over time.'),
);

/** The time axis that time series and events share. */
export const clockShape = once(() => ({
  start: instant().describe('First instant.').optional(),
  duration: period().describe('How long it runs. At most one of count, duration and end.').optional(),
  end: instant().describe('Last instant. At most one of count, duration and end.').optional(),
  arrival: arrival().optional(),
  timeField: path().describe('The field that holds the time.').optional(),
}));

export const seriesShape = once(() => ({
  interval: period().describe('Time between two rows of a series.').optional(),
  sampleRate: period().describe('The same as interval.').optional(),
  series: z
    .record(
      z.string(),
      either(
        'a list of values, or { ref: table.field }',
        list(scalar(), 'a list of values'),
        z.strictObject({ ref: reference() }),
      ),
    )
    .describe('One series for each combination of these values.')
    .optional(),
}));

/** Weights of events. The note of all weights stays. */
const eventWeights = once(() => noted(weights().meta({}), { keys: 'event' }));

export const sessions = once(() =>
  z
    .strictObject({
      per: tableName().describe('The table whose rows have sessions.').optional(),
      idField: nonEmptyText().describe('Name of a column with the number of the session.').optional(),
      first: either('the name of an event, or weights', eventName(), eventWeights()).describe(
        'The event a session begins with.',
      ),
      next: noted(z.record(z.string(), eventWeights()), { keys: 'event' }).describe(
        'For each event the weights of what follows; `end` ends the session.',
      ),
      dwell: distribution(),
    })
    .describe('Chains of events that belong together.'),
);

export const faults = once(() =>
  z
    .strictObject({
      late: z
        .strictObject({ probability: share().describe('Share of events.'), delay: distribution() })
        .describe('Share of events that come late, and by how much.')
        .optional(),
      outOfOrder: share().describe('Share of events that change places with the next.').optional(),
      duplicate: share().describe('Share of events put out twice.').optional(),
      drop: share().describe('Share of events that are lost.').optional(),
      skew: z
        .strictObject({
          probability: share().describe('Share of sources.'),
          offset: distribution(),
          by: path().describe('The field that tells sources apart.').optional(),
        })
        .describe('Share of sources whose clocks are off, and by how much; `by` is the field that tells sources apart.')
        .optional(),
      drift: list(
        z.strictObject({
          at: instant().describe('From when on.'),
          field: path().describe('The field.'),
          rename: nonEmptyText().describe('Its name from then on.').optional(),
          change: oneOf('remove', 'text').describe('It is gone from then on, or its values are texts.').optional(),
        }),
        'a list of { at, field, rename }',
      )
        .describe('Fields that have another name, become texts or are gone from some instant on.')
        .optional(),
      label: nonEmptyText().describe('Name of a column that says what went wrong.').optional(),
    })
    .describe('What goes wrong on the way.'),
);

/** Properties of an events table beside its fields and clock; `payload` makes the fields of an event type. */
export const eventsShape = <F extends z.ZodType>(payload: () => F) => ({
  rate: rate().describe('Events for each unit of time, such as 100/sec.').optional(),
  typeField: nonEmptyText().describe('The column with the type of the event.').optional(),
  events: z
    .record(
      z.string(),
      z.strictObject({
        weight: atLeastZero().describe('How often, relative to the others.').optional(),
        fields: payload().describe('Fields of this type of event.').optional(),
        dwell: distribution().optional(),
        description: text().optional(),
      }),
    )
    .describe('Types of events.')
    .optional(),
  sessions: sessions().optional(),
  faults: faults().optional(),
});

export type SignalSource = z.infer<z.ZodObject<ReturnType<typeof signalShape>>>;
export type ClockSource = z.infer<z.ZodObject<ReturnType<typeof clockShape>>>;
export type SeriesSource = z.infer<z.ZodObject<ReturnType<typeof seriesShape>>>;
export type SessionsSource = z.infer<ReturnType<typeof sessions>>;
export type FaultsSource = z.infer<ReturnType<typeof faults>>;
