import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NumberColumn } from '../../../engine/src/columns/column.js';
import { compileDuration, isoDuration } from '../../../engine/src/fields/duration.js';
import type { DurationSpec } from '../../../engine/src/schema/model.js';
import {
  batchOf,
  chiSquare,
  fakeContext,
  inPieces,
  uniqueOf,
  valuesOf,
  type ContextOptions,
} from '../fields-text/context.js';

function field(spec: Partial<DurationSpec>, options: ContextOptions = {}) {
  return compileDuration({ kind: 'duration', format: 'iso', ...spec }, fakeContext(options));
}

/** Milliseconds of an ISO 8601 duration of days and less. */
function read(text: string): number {
  const match = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/.exec(text);
  assert.ok(match, text);
  const [, sign, d = '0', h = '0', m = '0', s = '0'] = match;
  return (
    (sign ? -1 : 1) *
    (Number(d) * 86_400_000 + Number(h) * 3_600_000 + Number(m) * 60_000 + Math.round(Number(s) * 1000))
  );
}

describe('durations', () => {
  for (const [ms, text] of [
    [0, 'PT0S'],
    [5400_000, 'PT1H30M'],
    [500, 'PT0.5S'],
    [61_050, 'PT1M1.05S'],
    [86_400_000, 'P1D'],
    [90_000_000, 'P1DT1H'],
    [-5000, '-PT5S'],
    [1000 * 86_400_000, 'P1000D'],
  ] as const) {
    it(`of ${ms} ms are written ${text}`, () => assert.equal(isoDuration(ms), text));
  }

  it('lie between their bounds and are written as they are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e8, max: 1e12 }),
        fc.integer({ min: 0, max: 1e10 }),
        fc.boolean(),
        fc.boolean(),
        (min, span, whole, shaped) => {
          const unit = whole ? 1000 : 1;
          const spec = {
            min: min * unit,
            max: (min + span) * unit,
            distribution: shaped ? ({ type: 'normal', mean: min * unit, stdDev: span * unit + 1 } as const) : undefined,
          };
          const drawer = field(spec);
          const shown = valuesOf(drawer.draw(batchOf(0, 20))) as string[];
          const lengths = (drawer.milliseconds.draw(batchOf(0, 20)) as NumberColumn).values;
          shown.forEach((text, i) => {
            assert.equal(text, isoDuration(lengths[i]));
            assert.equal(read(text), lengths[i]);
            assert.ok(lengths[i] >= spec.min && lengths[i] <= spec.max);
          });
        },
      ),
    );
  });

  it('are whole seconds up to an hour where nothing is said', () => {
    const lengths = (field({}).milliseconds.draw(batchOf(0, 5000)) as NumberColumn).values;
    assert.ok(lengths.every((ms) => ms % 1000 === 0 && ms >= 0 && ms <= 3_600_000));
    const { value, limit } = chiSquare(
      Array.from({ length: 6 }, (_, k) => lengths.filter((ms) => Math.min(5, Math.floor(ms / 600_000)) === k).length),
    );
    assert.ok(value < limit);
  });

  it('are numbers in the unit of their format', () => {
    const bounds = { min: 90_000, max: 90_000 };
    for (const [format, value] of [
      ['ms', 90_000],
      ['s', 90],
      ['m', 1.5],
      ['h', 0.025],
      ['d', 90 / 86_400],
    ] as const) {
      assert.deepEqual(valuesOf(field({ ...bounds, format }).draw(batchOf(0, 1))), [value]);
    }
    assert.equal(field({ format: 'ms' }).type.kind, 'integer');
    assert.deepEqual(valuesOf(field({ min: 1500, max: 1500, format: 's' }).draw(batchOf(0, 1))), [1.5]);
  });

  it('come each once where unique, and do not depend on the batch', () => {
    const drawer = field({ min: 0, max: 99_000 });
    assert.equal(drawer.domain?.size, 100);
    assert.equal(new Set(valuesOf(uniqueOf(drawer)(batchOf(0, 100)))).size, 100);
    const other = field({ distribution: { type: 'exponential', mean: 600_000 } });
    assert.deepEqual(
      inPieces((b) => other.draw(b), 300),
      valuesOf(other.draw(batchOf(0, 300))),
    );
  });

  it('refuse bounds that hold nothing', () => {
    assert.throws(() => field({ min: 5000, max: 4000 }), { code: 'duration/empty-range' });
  });
});
