import assert from 'node:assert/strict';
import { compileExpression, listFunctions, scopeOf } from '../../../engine/src/expression/index.js';

describe('the list of functions', () => {
  const functions = listFunctions();

  it('names each function once, in order, with what it does', () => {
    const names = functions.map((f) => f.name);
    assert.deepEqual(names, [...new Set(names)].sort());
    for (const { name, signatures, description } of functions) {
      assert.ok(signatures.length > 0, name);
      assert.match(description, /^[A-Z].*\.$/, name);
    }
  });

  it('is what expressions know', () => {
    for (const { name } of functions) {
      const compilation = compileExpression(`${name}()`, scopeOf(new Map()));
      assert.ok(!compilation.ok);
      // Without arguments none is right, but each is known.
      assert.doesNotMatch(compilation.errors[0].message, /^there is no function \w+\(\)\./, name);
    }
  });
});
