import assert from 'node:assert/strict';
import { AgenticSynth } from '../../../engine/src/core.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';

/** What is written beside or in a field, and all that is wrong with it: `code pointer`, a key marked by `@key`. */
type Case = [written: string, ...wrong: string[]];

const series = (beside: string, fields = 'x: number'): string =>
  `type: timeseries\ninterval: 1m\n${beside}\nfields: { ${fields} }\n`;
const signal = (text: string, others = ''): string => series('', `x: { type: number, ${text} }${others}`);
const noise = (text: string): string => signal(`noise: { ${text} }`);
const season = (text: string): string => signal(`seasonality: [{ ${text} }]`);
const anomalies = (text: string, others = ''): string => signal(`anomalies: { ${text} }`, others);
const spikes = 'probability: 0.1, types: [spike]';

const CASES: Record<string, Case[]> = {
  clock: [
    [series('timeField: x'), 'clock/time-field /timeField'],
    [series('timeField: nope'), 'clock/time-field /timeField'],
    [series('timeField: d', 'd: date'), 'clock/time-field /timeField'],
    [series('start: 2026-02-30'), 'instant/invalid /start'],
    [series('end: 2020-01-01'), 'range/reversed /end'],
    [series('duration: 0s'), 'duration/invalid /duration'],
    [series('duration: 1h\ncount: 5'), 'clock/several /duration@key'],
    [series('duration: 1h\nend: 2027-01-01'), 'clock/several /end@key'],
    [series('sampleRate: 1s'), 'clock/several /sampleRate@key'],
    ['type: timeseries\ninterval: 0s\nfields: { x: number }\n', 'duration/invalid /interval'],
    ['type: timeseries\ninterval: -1s\nfields: { x: number }\n', 'duration/invalid /interval'],
    ['type: timeseries\ninterval: 1M\nfields: { x: number }\n', 'duration/invalid /interval'],
    ['type: timeseries\ninterval: 60\nfields: { x: number }\n', 'value/type /interval'],
    [series('rate: 5/s'), 'property/foreign /rate@key'],
    [series('arrival: { type: hawkes, branching: 0.5, decay: 1m }'), 'arrival/not-for-series /arrival'],
    [series('arrival: { type: bursts, factor: 3, on: 1m, off: 1m }'), 'arrival/not-for-series /arrival'],
    [series('arrival: { type: regular, jitter: 2m }'), 'arrival/jitter /arrival/jitter'],
    [series('arrival: { type: profile }'), 'property/missing /arrival'],
    [series('arrival: { type: profile, hours: [1, 2] }'), 'value/range /arrival/hours'],
    [series('', 'timestamp: { type: datetime, min: 2026-01-01 }'), 'clock/time-field /fields/timestamp/min@key'],
    [series('', 'timestamp: { type: datetime, precision: 1h }')],
    [series('duration: 30s')],
  ],
  'keys of series': [
    [series('series: { s: [a, a] }'), 'series/twice /series/s/1'],
    [series('series: { s: [] }'), 'value/empty /series/s'],
    [series('series: { s: 5 }'), 'value/type /series/s'],
    [series('series: { x: [1, 2] }'), 'series/field-taken /series/x@key'],
    [series('series: { timestamp: [1] }'), 'series/field-taken /series/timestamp@key'],
    [series('series: { s: { ref: t.id } }'), 'ref/dangling /series/s/ref'],
  ],
  noise: [
    [noise('type: white, stdDev: -1'), 'value/range /fields/x/noise/stdDev'],
    [noise('type: white'), 'property/missing /fields/x/noise'],
    [noise('type: wihte, stdDev: 1'), 'value/option /fields/x/noise/type'],
    [noise('type: white, stdDev: 1, df: 2'), 'noise/degrees /fields/x/noise/df'],
    [noise('type: ar, coefficients: [1.1], stdDev: 1'), 'noise/unstable /fields/x/noise/coefficients'],
    [noise('type: ar, coefficients: [0.7, 0.4], stdDev: 1'), 'noise/unstable /fields/x/noise/coefficients'],
    [noise('type: ar, coefficients: [], stdDev: 1'), 'value/empty /fields/x/noise/coefficients'],
    [noise('type: ar, coefficients: [1.4, -0.6], stdDev: 1')],
    [noise('type: garch, omega: 1, alpha: 0.5, beta: 0.6'), 'noise/unstable /fields/x/noise/beta'],
    [noise('type: garch, omega: 0, alpha: 0.5, beta: 0.3'), 'value/range /fields/x/noise/omega'],
    [noise('type: gbm, drift: 0.1, volatility: 0.2/y'), 'value/type /fields/x/noise/drift'],
    [noise('type: gbm, drift: 0.1/y, volatility: -0.2/y'), 'value/range /fields/x/noise/volatility'],
    [
      noise('type: gbm, drift: 0/y, volatility: 0.2/y, clustering: { alpha: 0.6, beta: 0.5 }'),
      'noise/unstable /fields/x/noise/clustering',
    ],
    [noise('type: ou, reversion: 0/h, stdDev: 1'), 'noise/unstable /fields/x/noise/reversion'],
    [noise('type: ou, reversion: -1/h, stdDev: 1'), 'noise/unstable /fields/x/noise/reversion'],
    [noise('type: poisson'), 'noise/counts /fields/x/noise/type'],
  ],
  'level and bounds': [
    [signal('min: 5, max: 1'), 'range/reversed /fields/x/min'],
    [signal('base: 20, min: 0, max: 10'), 'signal/base /fields/x/base'],
    [signal('base: 20, min: 0, max: 10, trend: { type: linear, slope: -1/h }')],
    [signal('bounds: reject'), 'signal/no-bounds /fields/x/bounds@key'],
    [signal('bounds: reject, min: 0')],
    [
      signal('base: 3, distribution: { type: normal, mean: 1, stdDev: 1 }'),
      'signal/distribution /fields/x/distribution@key',
    ],
    [signal('base: 3, unique: true'), 'unique/not-countable /fields/x'],
    ['fields: { x: { type: number, base: 3 } }\n', 'signal/not-a-series /fields/x/base@key'],
  ],
  trend: [
    [signal('trend: { type: linear, slope: 3 }'), 'value/type /fields/x/trend/slope'],
    [signal('trend: { type: logistic, capacity: 5, growth: 1/d }'), 'property/missing /fields/x/trend'],
    [
      signal('trend: { type: piecewise, points: [[2026-01-02, 1], [2026-01-01, 2]] }'),
      'trend/order /fields/x/trend/points/1',
    ],
    [signal('trend: { type: piecewise, points: [[2026-01-02, 1]] }'), 'value/range /fields/x/trend/points'],
  ],
  seasonality: [
    [season('period: 1d, peak: 30h'), 'season/peak /fields/x/seasonality/0/peak'],
    [season('period: 1w, peak: 30h')],
    [season('period: 1d, profile: [1, 2], peak: 3h'), 'season/unused /fields/x/seasonality/0/peak@key'],
    [season('period: 1d, profile: [1, 2], harmonics: [1]'), 'season/unused /fields/x/seasonality/0/harmonics@key'],
    [season('period: 0s, amplitude: 1'), 'duration/invalid /fields/x/seasonality/0/period'],
    [season('period: 90s, amplitude: 1'), 'season/too-short /fields/x/seasonality/0/period'],
    [signal('seasonality: []'), 'value/empty /fields/x/seasonality'],
  ],
  drivers: [
    [signal('drivers: [{ field: y, coefficient: 1 }]'), 'ref/unknown-name /fields/x/drivers/0/field'],
    [signal('drivers: [{ field: x, coefficient: 1 }]'), 'ref/cycle /fields/x'],
    [signal('drivers: [{ field: s, coefficient: 1 }]', ', s: string'), 'signal/driver /fields/x/drivers/0/field'],
    [
      signal(
        'drivers: [{ field: y, coefficient: 1 }]',
        ', y: { type: number, drivers: [{ field: x, coefficient: 1 }] }',
      ),
      'ref/cycle /fields/x',
    ],
    [signal('drivers: [{ field: y, coefficient: 1, lag: 90s }]', ', y: number'), 'signal/lag /fields/x/drivers/0/lag'],
    [
      signal('drivers: [{ field: y, coefficient: 1, lag: -1m }]', ', y: number'),
      'duration/invalid /fields/x/drivers/0/lag',
    ],
  ],
  anomalies: [
    [anomalies('types: [spike]'), 'property/missing /fields/x/anomalies'],
    [anomalies('probability: 2, types: [spike]'), 'share/range /fields/x/anomalies/probability'],
    [anomalies('probability: 0.1, types: []'), 'value/empty /fields/x/anomalies/types'],
    [anomalies('probability: 0.1, types: [spyke]'), 'value/option /fields/x/anomalies/types/0'],
    [anomalies('at: [soon], types: [spike]'), 'instant/invalid /fields/x/anomalies/at/0'],
    [anomalies('at: [2020-01-01], types: [spike]'), 'anomalies/before-start /fields/x/anomalies/at/0'],
    [anomalies(`${spikes}, duration: 0s`), 'duration/invalid /fields/x/anomalies/duration'],
    [anomalies(`${spikes}, label: x`), 'anomalies/label-taken /fields/x/anomalies/label'],
    [anomalies(`${spikes}, label: timestamp`), 'anomalies/label-taken /fields/x/anomalies/label'],
    [
      anomalies(`${spikes}, label: l`, `, y: { type: number, anomalies: { ${spikes}, label: l } }`),
      'anomalies/label-taken /fields/y/anomalies/label',
    ],
  ],
  states: [
    [
      series('', 's: { enum: { a: 1 }, transitions: { a: { c: 1 } } }'),
      'transitions/unknown-value /fields/s/transitions/a/c@key',
    ],
    [series('', 's: { enum: { a: 1, b: 1 }, transitions: { a: { b: 0 } } }'), 'weights/sum /fields/s/transitions/a'],
    [
      'fields: { s: { enum: [a, b], transitions: { a: { b: 1 } } } }\n',
      'signal/not-a-series /fields/s/transitions@key',
    ],
  ],
};

describe('mistakes in time series', () => {
  const synth = new AgenticSynth();
  for (const [about, cases] of Object.entries(CASES)) {
    describe(about, () => {
      for (const [document, ...wrong] of cases) {
        it(`${document.replaceAll('\n', ' ')}${wrong.length === 0 ? 'is fine' : ''}`, async () => {
          const { value } = parseDocument(document, { language: 'yaml' });
          const found = await synth.check(value);
          assert.deepEqual(
            found.map(({ code, pointer, at }) => `${code} ${pointer}${at === 'key' ? '@key' : ''}`),
            wrong,
          );
        });
      }
    });
  }
});
