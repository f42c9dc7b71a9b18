import assert from 'node:assert/strict';
import { outdatedPictures } from '../../scripts/pictures.js';

describe('pictures', function () {
  this.timeout(120_000);

  it('show what the examples give', async () => {
    assert.deepEqual(await outdatedPictures(), [], 'run: node --import tsx scripts/pictures.ts');
  });
});
