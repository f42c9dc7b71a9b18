import assert from 'node:assert/strict';
import { likelyTypes } from '../../../engine/src/grammar/likely-types.js';
import { prepare } from '../../../engine/src/plan/prepare.js';

const LIKELY: readonly [name: string, types: readonly string[], owner?: string][] = [
  ['author', ['person.fullName']],
  ['name', ['person.fullName'], 'customers'],
  ['name', ['commerce.productName'], 'products'],
  ['userEmail', ['internet.email']],
  ['zip_code', ['location.zipCode']],
  ['created_at', ['datetime']],
  ['paidOn', ['date']],
  ['birthday', ['date']],
  ['userAge', ['integer (18..90)', 'integer']],
  ['price', ['number (0.5..5000)', 'number']],
  ['isActive', ['boolean']],
  ['has_children', ['boolean']],
  ['island', []],
  ['id', ['uuid', 'sequence']],
  ['x', []],
  ['', []],
  ['😀', []],
];

describe('likely types', () => {
  for (const [name, types, owner] of LIKELY) {
    it(`takes ${JSON.stringify(name)}${owner === undefined ? '' : ` of ${owner}`} for ${types[0] ?? 'anything'}`, async () =>
      assert.deepEqual(await likelyTypes(name, owner), types));
  }

  it('gives what a schema can say', async () => {
    const names =
      'author email phone city lat lng rating quantity duration description createdAt url salary percent year';
    for (const name of names.split(' ')) {
      for (const type of await likelyTypes(name)) {
        const { diagnostics } = await prepare({ fields: { [name]: type } });
        assert.deepEqual(diagnostics, [], `${name}: ${type}`);
      }
    }
  });
});
