import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from '../../../engine/src/cache/canonical.js';
import { answerKey, contentKey, routesKey } from '../../../engine/src/cache/keys.js';
import { sha256 } from '../../../engine/src/cache/sha256.js';
import { QUESTION, ROUTE } from './questions.js';

describe('SHA-256', () => {
  it('agrees with OpenSSL at every length around a block, and on any bytes', () => {
    for (let n = 0; n < 200; n++) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => (i * 37 + n) & 0xff);
      assert.equal(sha256(bytes), createHash('sha256').update(bytes).digest('hex'), `${n} bytes`);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(sha256(text), createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it('hashes a million letters as FIPS 180 says', () => {
    assert.equal(sha256('a'.repeat(1e6)), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });
});

describe('canonical JSON', () => {
  it('has one form whatever the order of names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer(), (value, seed) => {
        assert.equal(canonicalJson(shuffled(value, seed)), canonicalJson(value));
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out what is undefined, and keeps the order of lists', () => {
    assert.equal(
      canonicalJson({ b: undefined, a: [3, 1, undefined], é: null, '10': 1, '9': 2 }),
      '{"10":1,"9":2,"a":[3,1,null],"é":null}',
    );
  });

  it('refuses what JSON cannot say', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    for (const value of [NaN, Infinity, 1n, () => 1, Symbol('s'), loop]) {
      assert.throws(() => canonicalJson({ value }), { code: 'cache/key' });
    }
  });
});

describe('Keys of answers', () => {
  const key = answerKey(ROUTE, QUESTION);

  it('are versioned, and the same on every machine', () => {
    assert.equal(key, 'answer-v1-d6eb554f10a001dcacc90847e583cbdcee4a82f5218804a179fb721676cb03ab');
    assert.equal(contentKey('thing-v3', { a: 1 }), `thing-v3-${sha256('{"a":1}')}`);
  });

  const changes: readonly (readonly [string, Partial<typeof QUESTION>])[] = [
    ['system', { system: 'Be long.' }],
    ['prompt', { prompt: 'Write more.' }],
    ['responseSchema', { responseSchema: { type: 'array' } }],
    ['maxTokens', { maxTokens: 101 }],
    ['temperature', { temperature: 0 }],
    ['seed', { seed: 8 }],
    ['identity', { identity: '7/users/bio/0-3/0' }],
    ['dataType', { dataType: 'events' }],
  ];
  for (const [name, change] of changes) {
    it(`differ by ${name}`, () => assert.notEqual(answerKey(ROUTE, { ...QUESTION, ...change }), key));
  }

  it('differ by provider and model, not by why or under which name a model was chosen', () => {
    assert.notEqual(answerKey({ ...ROUTE, provider: 'openRouter' }, QUESTION), key);
    assert.notEqual(answerKey({ ...ROUTE, model: 'other' }, QUESTION), key);
    assert.equal(answerKey({ ...ROUTE, requested: 'gemini-pro', reason: 'cheaper' } as typeof ROUTE, QUESTION), key);
  });

  it('do not depend on the order of names in a schema', () => {
    const responseSchema = { items: { type: 'string', maxLength: 9 }, type: 'array' };
    const turned = { type: 'array', items: { maxLength: 9, type: 'string' } };
    assert.equal(
      answerKey(ROUTE, { ...QUESTION, responseSchema }),
      answerKey(ROUTE, { ...QUESTION, responseSchema: turned }),
    );
  });

  it('leave out the seed where the policy is aggressive, but neither table, rows nor attempt', () => {
    const of = (seed: number, rest: string): string =>
      answerKey(ROUTE, { ...QUESTION, seed, identity: `${seed}/${rest}` }, 'aggressive');
    assert.equal(of(2, 'users/bio/4-6/0'), of(-1, 'users/bio/4-6/0'));
    for (const rest of ['clients/bio/4-6/0', 'users/note/4-6/0', 'users/bio/7-9/0', 'users/bio/4-6/1']) {
      assert.notEqual(of(1, rest), of(1, 'users/bio/4-6/0'), rest);
    }
  });

  it('keep the whole identity, seed and all, where it is of a form of its own', () => {
    const of = (identity: string): string => answerKey(ROUTE, { ...QUESTION, identity }, 'aggressive');
    assert.notEqual(of('one/users/0-9'), of('two/users/0-9'));
  });
});

describe('Keys of routes', () => {
  it('do not depend on who answers', () => {
    assert.match(routesKey(QUESTION), /^routes-v1\/[0-9a-f]{64}$/);
    assert.notEqual(routesKey({ ...QUESTION, prompt: 'other' }), routesKey(QUESTION));
  });
});

function shuffled(value: unknown, seed: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  const rank = (name: string): string => sha256(`${seed}${name}`);
  const entries = Object.entries(value).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, shuffled(item, seed)]));
}
