import assert from 'node:assert/strict';
import { semanticTypes } from '../../../engine/src/vocabulary/catalog.js';
import { batchOf, compile, range, valuesOf } from './draws.js';

/** So many times so many rows that texts are written in WebAssembly from then on. */
const WARM = 5;
const MANY = 4096;
const ROWS = 300;

describe('texts written in WebAssembly', () => {
  for (const locale of ['en', 'de', 'ja', 'ar']) {
    it(`are those that JavaScript writes, in ${locale}`, async () => {
      for (const type of semanticTypes()) {
        const drawer = await compile({ type, locale }).catch(() => undefined);
        if (drawer === undefined) continue;
        const first = drawer.draw(batchOf(range(0, ROWS)));
        if (first.kind !== 'text') continue;
        const before = valuesOf(first);
        for (let k = 0; k < WARM; k++) drawer.draw(batchOf(range(k * MANY, (k + 1) * MANY)));
        assert.deepEqual(valuesOf(drawer.draw(batchOf(range(0, ROWS)))), before, type);
        const moved = batchOf(range(1, 1 + MANY + ROWS));
        assert.deepEqual(valuesOf(drawer.draw(moved)).slice(0, ROWS - 1), before.slice(1), type);
      }
    });
  }
});
