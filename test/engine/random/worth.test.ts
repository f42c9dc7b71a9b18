import assert from 'node:assert/strict';
import { whenWorth, WORTH } from '../../../engine/src/wasm/worth.js';

describe('kernels', () => {
  it('are compiled once, when so many rows were asked for', () => {
    let compiled = 0;
    const kernel = whenWorth(() => ({ number: ++compiled }));
    assert.equal(kernel(WORTH - 10), undefined);
    assert.equal(kernel(9), undefined);
    assert.deepEqual(kernel(1), { number: 1 });
    assert.deepEqual(kernel(1), { number: 1 });
  });

  it('are not asked for again where there can be none', () => {
    let asked = 0;
    const kernel = whenWorth(() => (asked++, null));
    for (let i = 0; i < 3; i++) assert.equal(kernel(WORTH), undefined);
    assert.equal(asked, 1);
  });
});
