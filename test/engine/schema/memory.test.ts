import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { check, CheckMemory, parseDocument } from '../../../engine/src/index.js';
import { ROOT } from '../../support/run.js';
import { MISTAKES } from '../../server/diagnostics/cases.js';

type Mapping = Record<string, unknown>;

/** Every place where something stands. */
function* places(value: unknown): Iterable<readonly [holder: Mapping, key: string]> {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    yield [value as Mapping, key];
    yield* places((value as Mapping)[key]);
  }
}

describe('checks that remember', () => {
  const documents = MISTAKES.filter(({ kind }) => kind === 'schema').map(
    ({ document }) => parseDocument(document, { language: 'yaml' }).value,
  );

  it('say the same of one document after another, with every mistake there is', async () => {
    const memory = new CheckMemory();
    for (const value of [...documents, ...[...documents].reverse()]) {
      assert.deepEqual(await check(structuredClone(value), { memory }), await check(value));
    }
  });

  it('say the same of a document twice', async () => {
    for (const value of documents) {
      const memory = new CheckMemory();
      const first = await check(structuredClone(value), { memory });
      assert.deepEqual(await check(structuredClone(value), { memory }), first);
    }
  });

  const around: [name: string, before: object, after: object, code: string][] = [
    [
      'a type that it names',
      { types: { t: 'integer (1..9)' }, fields: { a: 't' } },
      { types: { t: 'integer (9..1)' }, fields: { a: 't' } },
      'range/reversed',
    ],
    [
      'what the reference instant is',
      { now: '2026-01-01', fields: { a: { type: 'datetime', min: 'now', max: '2026-06-01' } } },
      { now: '2026-07-01', fields: { a: { type: 'datetime', min: 'now', max: '2026-06-01' } } },
      'range/reversed',
    ],
    [
      'what kind of table it is in',
      { type: 'timeseries', fields: { a: { type: 'number', base: 5 } } },
      { type: 'structured', fields: { a: { type: 'number', base: 5 } } },
      'signal/not-a-series',
    ],
    [
      'what it is unique together with',
      { count: 50, fields: { a: 'integer (1..5)', b: 'integer (1..5)' } },
      { count: 50, fields: { a: 'integer (1..5)', b: 'integer (1..5)' }, unique: [['a', 'b']] },
      'unique/domain-too-small',
    ],
    [
      'what read it while it was wrong',
      {
        fields: {
          b: { expr: 'a + 1' },
          a: { type: 'integer', min: 0, max: 1, distribution: { type: 'normal', mean: 500, stdDev: 1 } },
        },
      },
      { fields: { a: { type: 'integer', min: 0, max: 1, distribution: { type: 'normal', mean: 500, stdDev: 1 } } } },
      'distribution/impossible',
    ],
  ];
  for (const [name, before, after, code] of around) {
    it(`look at a field again where ${name} has changed`, async () => {
      const memory = new CheckMemory();
      await check(before, { memory });
      const found = await check(after, { memory });
      assert.deepEqual(found, await check(after));
      assert.ok(
        found.some((one) => one.code === code),
        JSON.stringify(found),
      );
    });
  }

  it('say the same after any changes of the examples', async () => {
    const folder = join(ROOT, 'examples');
    const examples = readdirSync(folder)
      .filter((name) => /\.synth\.(?:yaml|json)$/.test(name))
      .map((name) => parseDocument(readFileSync(join(folder, name), 'utf8')).value);
    const change = fc.record({ at: fc.nat(), to: fc.constantFrom('remove', 'copy', 'null', 'swap'), from: fc.nat() });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...examples), fc.array(change, { maxLength: 8 }), async (example, changes) => {
        const memory = new CheckMemory();
        const value = structuredClone(example);
        for (const { at, to, from } of changes) {
          const all = [...places(value)];
          const [holder, key] = all[at % all.length]!;
          const [other, name] = all[from % all.length]!;
          if (to === 'remove' && !Array.isArray(holder)) delete holder[key];
          else if (to === 'null') holder[key] = null;
          else if (to === 'copy') holder[key] = structuredClone(other[name]);
          else holder[key] = { type: 'integer', min: from % 10, max: at % 10 };
          assert.deepEqual(await check(structuredClone(value), { memory }), await check(structuredClone(value)));
        }
      }),
      { numRuns: 80 },
    );
  });
});
