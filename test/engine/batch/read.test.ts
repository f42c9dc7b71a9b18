import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseManifest } from '../../../engine/src/batch/manifest.js';
import { circleIn, inOrder, type Needs, withWishes } from '../../../engine/src/batch/order.js';
import { checkOutputs, insidePath } from '../../../engine/src/batch/outputs.js';
import { isBatch, readBatch } from '../../../engine/src/batch/read.js';
import { Report } from '../../../engine/src/schema/report.js';

describe('Batch files', () => {
  const cases: [what: string, value: unknown, ...wanted: [pointer: string, code: string, message: RegExp][]][] = [
    ['a list', [], ['', 'batch/form', /mapping with a list of jobs, not a list/]],
    ['nothing', null, ['', 'batch/form', /not nothing/]],
    ['no jobs', {}, ['', 'property/missing', /"jobs" is missing/]],
    ['an empty list', { jobs: [] }, ['/jobs', 'value/empty', /at least one job/]],
    ['a job that is a text', { jobs: ['users'] }, ['/jobs/0', 'value/type', /text "users"/]],
    ['no name', { jobs: [{ schema: 'a' }] }, ['/jobs/0', 'property/missing', /"name" is missing/]],
    ['a misspelt key', { jobs: [{ name: 'a', cuont: 1 }] }, ['/jobs/0/cuont', 'property/unknown', /"count"/]],
    ['a wrong format', { jobs: [{ name: 'a', format: 'cvs' }] }, ['/jobs/0/format', 'value/option', /"csv"/]],
    ['a locale', { locale: 'pt-br', jobs: [{ name: 'a' }] }, ['/locale', 'locale/unknown', /pt_BR/]],
    ['no budget', { budget: -1, jobs: [{ name: 'a' }] }, ['/budget', 'value/range', /at least 0/]],
    ['now', { now: 'now-3d', jobs: [{ name: 'a' }] }, ['/now', 'instant/invalid', /itself the reference/]],
    ['now of a job', { jobs: [{ name: 'a', now: 'now' }] }, ['/jobs/0/now', 'instant/invalid', /itself the reference/]],
    ['one name twice', { jobs: [{ name: 'a' }, { name: 'a' }] }, ['/jobs/1/name', 'batch/same-name', /"a"/]],
    [
      'needs that are not there',
      { jobs: [{ name: 'users' }, { name: 'b', dependsOn: ['user'] }] },
      ['/jobs/1/dependsOn/0', 'batch/unknown-job', /Did you mean "users"\?/],
    ],
    ['a need of itself', { jobs: [{ name: 'a', dependsOn: ['a'] }] }, ['/jobs/0/dependsOn/0', 'batch/cycle', /itself/]],
    [
      'a circle',
      {
        jobs: [
          { name: 'a', dependsOn: ['c'] },
          { name: 'b', dependsOn: ['a'] },
          { name: 'c', dependsOn: ['b'] },
        ],
      },
      ['/jobs/0/dependsOn', 'batch/cycle', /a → c → b → a/],
    ],
    [
      'everything at once',
      { paralel: 2, jobs: [{ name: 'a', format: 'xml' }, { name: 'a' }, { name: 'b', dependsOn: ['x'], count: 0 }] },
      ['/paralel', 'property/unknown', /"parallel"/],
      ['/jobs/0/format', 'value/option', /xml/],
      ['/jobs/2/count', 'value/range', /at least 1/],
      ['/jobs/1/name', 'batch/same-name', /"a"/],
      ['/jobs/2/dependsOn/0', 'batch/unknown-job', /"x"/],
    ],
  ];
  for (const [what, value, ...wanted] of cases) {
    it(`say what is wrong with ${what}`, () => {
      const { diagnostics } = readBatch(value);
      assert.deepEqual(
        diagnostics.map(({ pointer, code }) => [pointer, code]),
        wanted.map(([pointer, code]) => [pointer, code]),
      );
      for (const [i, [, , message]] of wanted.entries()) assert.match(diagnostics[i].message, message);
    });
  }

  it('keep what is sound beside what is not', () => {
    const { batch } = readBatch({ seed: 'x', locale: 'de', jobs: [{ name: 'a', count: 'b' }, { name: 'c' }, 5] });
    assert.deepEqual(batch?.document, { locale: 'de' });
    assert.deepEqual(batch?.jobs, [{ name: 'c', pointer: '/jobs/1' }]);
    assert.deepEqual([...(batch?.names ?? [])], ['a', 'c']);
  });

  it('never throw, whatever the value is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (value, jobs) => {
        readBatch(value);
        readBatch({ jobs });
        isBatch(value);
      }),
    );
  });

  it('are told from schemas', () => {
    assert.ok(isBatch({ jobs: [] }));
    assert.ok(isBatch({ seed: 1, output: 'x', jobs: [{ name: 'a' }] }));
    for (const schema of [
      { jobs: 'string' },
      { tables: { jobs: { fields: {} } } },
      { fields: { id: 'uuid' }, jobs: [] },
      { type: 'object', properties: {} },
      [],
      null,
    ]) {
      assert.ok(!isBatch(schema), JSON.stringify(schema));
    }
  });
});

/** Needs without a circle: each only of names before it, then in any order. */
const needs: fc.Arbitrary<Needs> = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .chain((rows) =>
    fc
      .shuffledSubarray([...rows.keys()], { minLength: rows.length })
      .map((order) => new Map(order.map((i) => [`j${i}`, new Set(i === 0 ? [] : rows[i].map((k) => `j${k % i}`))]))),
  );

describe('Order of jobs', () => {
  it('puts each after what it needs, and changes nothing else', () => {
    fc.assert(
      fc.property(needs, (all) => {
        const order = inOrder(all);
        assert.deepEqual([...order].sort(), [...all.keys()].sort());
        for (const [name, own] of all) {
          for (const need of own) assert.ok(order.indexOf(need) < order.indexOf(name), `${need} before ${name}`);
        }
      }),
    );
    const free = new Map(['c', 'a', 'b'].map((name) => [name, new Set<string>()]));
    assert.deepEqual(inOrder(free), ['c', 'a', 'b']);
  });

  it('finds a circle exactly where there is one', () => {
    fc.assert(
      fc.property(needs, fc.nat(), fc.nat(), (all, i, k) => {
        assert.equal(circleIn(all), undefined);
        const order = inOrder(all);
        const [first, second] = [order[i % order.length], order[k % order.length]];
        const more = new Map([...all].map(([name, own]) => [name, new Set(own)]));
        more.get(first)!.add(second);
        const circle = circleIn(more);
        if (circle === undefined) return;
        circle.forEach((name, at) => assert.ok(more.get(name)?.has(circle[(at + 1) % circle.length])));
      }),
    );
  });

  it('takes in wishes as long as they close no circle', () => {
    fc.assert(
      fc.property(needs, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (all, pairs) => {
        const names = [...all.keys()];
        const wishes = new Map<string, Set<string>>();
        for (const [a, b] of pairs) {
          const own = wishes.get(names[a % names.length]) ?? new Set();
          wishes.set(names[a % names.length], own.add(names[b % names.length]));
        }
        const both = withWishes(all, wishes);
        assert.equal(circleIn(both), undefined);
        for (const [name, own] of all) for (const need of own) assert.ok(both.get(name)?.has(need));
      }),
    );
  });
});

describe('Files of a batch', () => {
  const paths: [written: string, inside: string | undefined][] = [
    ['users.csv', 'users.csv'],
    ['./a//b/./c.csv', 'a/b/c.csv'],
    ['a\\b.csv', 'a/b.csv'],
    ['a/../b.csv', 'b.csv'],
    ['a/', 'a'],
    ['...', '...'],
    ['../b.csv', undefined],
    ['a/../../b.csv', undefined],
    ['..\\b.csv', undefined],
    ['/etc/passwd', undefined],
    ['C:\\x.csv', undefined],
    ['c:x.csv', undefined],
    ['\\\\host\\x', undefined],
    ['.', undefined],
    ['', undefined],
    ['a\0b', undefined],
  ];
  for (const [written, inside] of paths) {
    it(`stay in the folder: ${JSON.stringify(written)}`, () => assert.equal(insidePath(written), inside));
  }

  const clashes: [files: string[], message: RegExp | undefined][] = [
    [['a.csv', 'b.csv', 'x/a.csv', 'x/b.csv'], undefined],
    [['a.csv', 'a.csv'], /a\.csv is also written by the job "0"/],
    [['Users.csv', 'users.CSV'], /also written/],
    [['\u00e9.csv', 'e\u0301.csv'], /also written/],
    [['a', 'a/b.csv'], /cannot both be/],
    [['a/b/c.csv', 'A/b'], /cannot both be/],
    [['manifest.json'], /where the batch lists its files/],
    [['x/manifest.json'], undefined],
  ];
  for (const [files, message] of clashes) {
    it(`keep out of each other's way: ${files.join(', ')}`, () => {
      const report = new Report();
      checkOutputs(
        files.map((path, i) => ({ job: String(i), path, pointer: `/jobs/${i}/output` })),
        report,
      );
      assert.equal(report.diagnostics.length, message === undefined ? 0 : 1);
      if (message !== undefined) assert.match(report.diagnostics[0].message, message);
    });
  }
});

describe('Manifests', () => {
  const cases: [text: string, message: RegExp][] = [
    ['', /manifest\.json is no manifest of a batch: /],
    ['{"name":"an app"}', /at version/],
    ['{"version":1,"agenticSynth":"1","jobs":[],"files":[{"path":"../x"}]}', /leads out of the folder/],
  ];
  for (const [text, message] of cases) {
    it(`refuse ${text === '' ? 'nothing' : text}`, () =>
      assert.throws(() => parseManifest(text), { code: 'batch/manifest', message }));
  }
});
