import assert from 'node:assert/strict';
import { AgenticSynth } from '../../../engine/src/core.js';
import { parseDocument } from '../../../engine/src/schema/parse.js';

type Case = [written: string, ...wrong: string[]];

const table = (beside: string, fields = 'x: integer'): string =>
  `type: events\nrate: 1/s\n${beside}\nfields: { ${fields} }\n`;
const events = (text: string): string => table(`events: { ${text} }`);
const arrival = (text: string): string => table(`arrival: { ${text} }`);
const faults = (text: string): string => table(`faults: { ${text} }`);
const DWELL = 'dwell: { type: exponential, mean: 1m }';
const sessions = (text: string, dwell = `, ${DWELL}`): string =>
  table(`events: { a: {}, b: {} }\nsessions: { ${text}${dwell} }`);
const skew = 'probability: 0.1, offset: { type: normal, mean: 0s, stdDev: 1s }';

const CASES: Record<string, Case[]> = {
  rate: [
    ['type: events\nrate: 0/s\nfields: { x: integer }\n', 'events/rate /rate'],
    ['type: events\nrate: -1/s\nfields: { x: integer }\n', 'events/rate /rate'],
    ['type: events\nrate: 100\nfields: { x: integer }\n', 'value/type /rate'],
    [table('interval: 1s'), 'property/foreign /interval@key'],
    [table('series: { s: [a] }'), 'property/foreign /series@key'],
    [table('count: 0'), 'value/range /count'],
    [table('end: now'), 'range/reversed /end'],
  ],
  types: [
    [table('typeField: kind'), 'events/no-types /typeField@key'],
    [table('events: { a: {} }', 'type: string'), 'events/field-taken /typeField'],
    [table('typeField: timestamp\nevents: { a: {} }'), 'events/field-taken /typeField'],
    [events('a: { weight: -1 }'), 'value/range /events/a/weight'],
    [events('a: { weight: 0 }, b: { weight: 0 }'), 'weights/sum /events'],
    [events('a: { fields: { x: integer } }'), 'events/field-taken /events/a/fields/x@key'],
    [events('a: { fields: { type: string } }'), 'events/field-taken /events/a/fields/type@key'],
    [events('a: { fields: { timestamp: integer } }'), 'events/field-taken /events/a/fields/timestamp@key'],
    [events('a: { fields: { y: integer } }, b: { fields: { y: string } }')],
    [events('a: { fields: { y: integr } }'), 'field/unknown-type /events/a/fields/y'],
    [events('a: { fields: { y: { expr: nope + 1 } } }'), 'expr/unknown-name /events/a/fields/y/expr'],
    [events(`a: { ${DWELL} }`), 'events/unused-dwell /events/a/dwell@key'],
  ],
  sessions: [
    [
      table(`sessions: { first: a, next: { a: { end: 1 } }, ${DWELL} }`),
      'sessions/unknown-event /sessions/first',
      'sessions/unknown-event /sessions/next/a@key',
    ],
    [sessions('first: c, next: { a: { end: 1 } }'), 'sessions/unknown-event /sessions/first'],
    [sessions('first: a, next: { a: { c: 1 } }'), 'sessions/unknown-event /sessions/next/a/c@key'],
    [sessions('first: a, next: { a: { b: 1 }, b: { a: 1 } }'), 'sessions/never-end /sessions/next'],
    [sessions('first: a, next: { a: { a: 3, end: 1 } }')],
    [sessions('first: a, next: { a: { b: 0 } }'), 'weights/sum /sessions/next/a'],
    [sessions('first: { a: 0 }, next: { a: { end: 1 } }'), 'weights/sum /sessions/first'],
    [sessions('first: a, next: { a: { end: 1 } }', ''), 'property/missing /sessions'],
    [
      sessions('first: a, next: { a: { end: 1 } }', ', dwell: { type: exponential, mean: -1m }'),
      'duration/invalid /sessions/dwell/mean',
    ],
    [sessions('first: a, next: { a: { end: 1 } }, per: users'), 'ref/dangling /sessions/per'],
    [sessions('first: a, next: { a: { end: 1 } }, idField: x'), 'events/field-taken /sessions/idField'],
    [sessions('first: a, next: { a: { end: 1 } }, idField: timestamp'), 'events/field-taken /sessions/idField'],
    [
      table(`events: { a: { weight: 3 } }\nsessions: { first: a, next: { a: { end: 1 } }, ${DWELL} }`),
      'events/unused-weight /events/a/weight@key',
    ],
    [
      table(`events: { end: {} }\nsessions: { first: end, next: { end: { end: 1 } }, ${DWELL} }`),
      'sessions/end /sessions/next',
    ],
    [
      `tables: { e: { type: events, events: { a: {} }, sessions: { per: e, first: a, next: { a: { end: 1 } }, ${DWELL} }, fields: { id: uuid } } }\n`,
      'ref/self /tables/e/sessions/per',
    ],
  ],
  arrivals: [
    [arrival('type: posson'), 'value/option /arrival/type'],
    [arrival('type: hawkes, branching: 1, decay: 1m'), 'arrival/unstable /arrival/branching'],
    [arrival('type: hawkes, branching: -0.5, decay: 1m'), 'share/range /arrival/branching'],
    [arrival('type: hawkes, branching: 0.5, decay: 0s'), 'duration/invalid /arrival/decay'],
    [arrival('type: bursts, factor: 0, on: 1m, off: 1m'), 'value/range /arrival/factor'],
    [arrival('type: bursts, factor: 2, on: 0m, off: 1m'), 'duration/invalid /arrival/on'],
    [arrival('type: intensity, expr: "hour +"'), 'expr/syntax /arrival/expr'],
    [arrival('type: intensity, expr: hours'), 'expr/unknown-name /arrival/expr'],
    [arrival('type: intensity, expr: "string(hour)"'), 'expr/type /arrival/expr'],
    [arrival('type: intensity, expr: "hour - 12.0"'), 'arrival/rate /arrival/expr'],
    [arrival('type: intensity, expr: "0.0 * hour"'), 'arrival/rate /arrival/expr'],
    [arrival('type: intensity, expr: "weekday > 5 ? 0.0 : hour"')],
    [arrival(`type: profile, hours: [${Array(24).fill(0).join(', ')}]`), 'weights/sum /arrival/hours'],
    [arrival('type: profile'), 'property/missing /arrival'],
    [arrival('type: profile, weekdays: [1, 2]'), 'value/range /arrival/weekdays'],
    [arrival('type: regular, jitter: 1s')],
    [arrival('type: regular, jitter: 5s'), 'arrival/jitter /arrival/jitter'],
  ],
  faults: [
    [faults('late: { probability: 0.1 }'), 'property/missing /faults/late'],
    [
      faults('late: { probability: 0.1, delay: { type: exponential, mean: -1m } }'),
      'duration/invalid /faults/late/delay/mean',
    ],
    [faults('drop: 1'), 'faults/drop /faults/drop'],
    [faults('duplicate: 1.5'), 'share/range /faults/duplicate'],
    [faults(`skew: { ${skew} }`), 'faults/skew-by /faults/skew'],
    [faults(`skew: { ${skew}, by: y }`), 'ref/unknown-name /faults/skew/by'],
    [faults(`skew: { ${skew}, by: timestamp }`), 'faults/skew-by /faults/skew/by'],
    [faults('drift: [{ at: 2026-01-01, field: y, rename: z }]'), 'ref/unknown-name /faults/drift/0/field'],
    [faults('drift: [{ at: 2026-01-01, field: x, rename: timestamp }]'), 'faults/drift /faults/drift/0/field'],
    [faults('drift: [{ at: 2026-01-01, field: x }]'), 'faults/drift /faults/drift/0'],
    [faults('drift: [{ at: 2026-01-01, field: x, rename: z, change: text }]'), 'faults/drift /faults/drift/0'],
    [faults('drift: [{ at: 2026-01-01, field: x, change: gone }]'), 'value/option /faults/drift/0/change'],
    [faults('label: x'), 'events/field-taken /faults/label'],
    [faults('label: timestamp'), 'events/field-taken /faults/label'],
  ],
  'unique values': [
    [table('count: 100', 'u: { type: integer, min: 1, max: 12, unique: true }'), 'unique/domain-too-small /fields/u'],
    [table('duration: 1h', 'u: { type: integer, min: 1, max: 12, unique: true }'), 'unique/domain-too-small /fields/u'],
  ],
};

describe('mistakes in events', () => {
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
