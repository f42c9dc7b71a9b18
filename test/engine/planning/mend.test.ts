import assert from 'node:assert/strict';
import { check } from '../../../engine/src/core.js';
import { applyFix } from '../../../engine/src/planning/edits.js';
import { mend } from '../../../engine/src/planning/mend.js';
import type { Edit } from '../../../engine/src/schema/diagnostic.js';

describe('fixes of a document', () => {
  const document = { a: { b: 1, c: [1, 2, 3] }, 'x/y': null };
  const cases: [what: string, edits: Edit[], wanted: unknown][] = [
    ['add', [{ op: 'add', pointer: '/a/d', value: 5 }], { a: { b: 1, c: [1, 2, 3], d: 5 }, 'x/y': null }],
    ['replace', [{ op: 'replace', pointer: '/x~1y', value: 5 }], { ...document, 'x/y': 5 }],
    ['replace the whole', [{ op: 'replace', pointer: '', value: [] }], []],
    ['replace an item', [{ op: 'replace', pointer: '/a/c/1', value: 9 }], { a: { b: 1, c: [1, 9, 3] }, 'x/y': null }],
    ['remove', [{ op: 'remove', pointer: '/a/b' }], { a: { c: [1, 2, 3] }, 'x/y': null }],
    ['remove an item', [{ op: 'remove', pointer: '/a/c/0' }], { a: { b: 1, c: [2, 3] }, 'x/y': null }],
    ['rename', [{ op: 'rename', pointer: '/a/b', key: 'z' }], { a: { z: 1, c: [1, 2, 3] }, 'x/y': null }],
    ['move', [{ op: 'move', from: '/a/b', pointer: '/b' }], { a: { c: [1, 2, 3] }, 'x/y': null, b: 1 }],
    ['rename to a name that is taken', [{ op: 'rename', pointer: '/a/b', key: 'c' }], undefined],
    ['remove what is not there', [{ op: 'remove', pointer: '/a/q' }], undefined],
    ['add into a text', [{ op: 'add', pointer: '/a/b/c', value: 1 }], undefined],
    [
      'do one after the other',
      [
        { op: 'add', pointer: '/n', value: {} },
        { op: 'move', from: '/a', pointer: '/n/a' },
      ],
      { 'x/y': null, n: { a: document.a } },
    ],
  ];
  for (const [what, edits, wanted] of cases) {
    it(what, () => {
      const before = structuredClone(document);
      const result = applyFix(document, { title: what, edits });
      assert.deepEqual(result?.value, wanted);
      if (wanted !== undefined && wanted !== null && !Array.isArray(wanted))
        assert.equal(JSON.stringify(result?.value), JSON.stringify(wanted), 'in this order');
      assert.deepEqual(document, before);
    });
  }
});

describe('mending', () => {
  const cases: [what: string, from: object, to: object, fixes: number][] = [
    ['a type that has one likely meaning', { n: 'intger' }, { n: 'integer' }, 1],
    ['a property of another language', { n: { type: 'integer', minimum: 1 } }, { n: { type: 'integer', min: 1 } }, 1],
    ['a list of fields', [{ name: 'id', type: 'uuid' }], { id: 'uuid' }, 1],
    ['nothing where all is good', { id: 'uuid' }, { id: 'uuid' }, 0],
    ['nothing that would be lost', { id: { type: 'uuid', quux: 3 } }, { id: { type: 'uuid', quux: 3 } }, 0],
  ];
  for (const [what, from, to, count] of cases) {
    it(`mends ${what}`, async () => {
      const { value, fixes } = await mend(from, (document) => check(document));
      assert.deepEqual(value, to);
      assert.equal(fixes.length, count);
    });
  }
});
