import assert from 'node:assert/strict';
import { rows } from './cases/case.js';
import { CELLS, DERIVED, TIMES } from './cases/cells.js';
import { RELATIONS, TABLE } from './cases/relations.js';
import { validateRows } from './validate.js';
import { VIOLATION_KINDS } from './violation.js';

describe('oracle', () => {
  for (const [group, cases] of Object.entries({ CELLS, TIMES, DERIVED, TABLE, RELATIONS })) {
    describe(group.toLowerCase(), () => {
      for (const [what, schema, good, bad, kind, options] of cases) {
        it(`${what}: passes what holds, names what does not (${kind})`, () => {
          assert.deepEqual(validateRows(schema, good, options), []);
          const kinds = validateRows(schema, bad, options).map((violation) => violation.kind);
          assert.ok(kinds.includes(kind), `expected ${kind}, got ${kinds.join(', ') || 'nothing'}`);
        });
      }
    });
  }

  it('has a failing case for every kind of violation', () => {
    const shown = [...CELLS, ...TIMES, ...DERIVED, ...TABLE, ...RELATIONS].map(([, , , , kind]) => kind);
    assert.deepEqual(
      VIOLATION_KINDS.filter((kind) => !shown.includes(kind)),
      [],
    );
  });

  it('reads local instants and calendar steps in the time zone of the document', () => {
    const fields = { v: { type: 'datetime', min: '2024-03-31', max: '2024-03-31T12:00' } };
    const document = { count: 1, timezone: 'Europe/Berlin', fields };
    assert.deepEqual(validateRows(document, rows('2024-03-30T23:00:00Z')), []);
    assert.deepEqual(validateRows(document, rows('2024-03-31T10:00:00Z')), []);
    assert.equal(validateRows(document, rows('2024-03-31T10:00:01Z'))[0]?.kind, 'max');
  });
});
