import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CacheFiles, CacheManager, type CacheManagerOptions } from '../../../engine/src/cache/cache-manager.js';
import { decodeValue, encodeValue } from '../../../engine/src/cache/codec.js';
import { headerOf } from '../../../engine/src/cache/lines.js';
import { FakeClock } from './questions.js';

/** Files in memory. */
class Folder implements CacheFiles {
  readonly files = new Map<string, Uint8Array>();
  read = async (path: string): Promise<Uint8Array | undefined> => this.files.get(path);
  write = async (path: string, bytes: Uint8Array): Promise<void> => void this.files.set(path, bytes);
}

function cacheWith(options: CacheManagerOptions = {}): { cache: CacheManager; clock: FakeClock; folder: Folder } {
  const clock = new FakeClock();
  const folder = new Folder();
  return { cache: new CacheManager({ clock: clock.now, files: folder, ...options }), clock, folder };
}

describe('CacheManager', () => {
  it('gives back what was set, until its time is over', () => {
    const { cache, clock } = cacheWith({ ttl: 1000 });
    cache.set('a', { rows: [1, 2] });
    cache.set('b', 'short', 10);
    cache.set('c', 'for ever', 0);
    assert.deepEqual(cache.get('a'), { value: { rows: [1, 2] }, createdAt: clock.time, expiresAt: clock.time + 1000 });
    assert.equal(cache.get('c')?.expiresAt, undefined);
    clock.time += 10;
    assert.equal(cache.get('b'), undefined);
    clock.time += 989;
    assert.deepEqual(cache.get('a')?.value, { rows: [1, 2] });
    clock.time += 1;
    assert.equal(cache.get('a'), undefined);
    clock.time += 1e12;
    assert.equal(cache.get('c')?.value, 'for ever');
  });

  it('lets the least recently used entry go', () => {
    const { cache } = cacheWith({ maxSize: 3 });
    for (const key of 'abc') cache.set(key, key);
    cache.get('a');
    cache.set('d', 'd');
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].filter((key) => cache.get(key)),
      ['a', 'c', 'd'],
    );
    assert.equal(cache.size, 3);
  });

  it('cannot be changed through what was passed in or handed out', () => {
    const { cache } = cacheWith();
    const value = { list: [1], deep: { at: new Date(0) } };
    cache.set('k', value);
    value.list.push(2);
    const first = cache.get<typeof value>('k')!.value;
    first.list.push(3);
    first.deep.at.setTime(5);
    assert.deepEqual(cache.get('k')?.value, { list: [1], deep: { at: new Date(0) } });
  });

  it('counts hits, misses and their share', () => {
    const { cache, clock } = cacheWith({ ttl: 5 });
    assert.deepEqual(cache.stats, { size: 0, hits: 0, misses: 0, hitRate: 0 });
    cache.set('a', 1);
    cache.get('a');
    cache.get('a');
    cache.get('b');
    clock.time += 5;
    cache.get('a');
    assert.deepEqual(cache.stats, { size: 0, hits: 2, misses: 2, hitRate: 0.5 });
    cache.clear();
    assert.deepEqual(cache.stats, { size: 0, hits: 0, misses: 0, hitRate: 0 });
  });

  it('keeps every kind of plain data as it is', () => {
    const nasty = { __proto__: null, $: [1], $$a: { $: undefined }, '': -0, m: new Map([[{ a: 1 }, new Set([NaN])]]) };
    const own = JSON.parse('{"__proto__":{"polluted":true}}') as unknown;
    for (const value of [
      undefined,
      null,
      -0,
      Infinity,
      12n,
      '\u2028\ud800',
      new Uint8Array([0, 255]),
      nasty,
      own,
      [undefined],
    ]) {
      const back = decodeValue(encodeValue(value));
      assert.deepEqual(back, value === nasty ? { ...nasty } : value);
    }
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: false }),
        (value) => {
          assert.deepEqual(decodeValue(encodeValue(value)), value);
        },
      ),
    );
  });

  it('refuses what is no data', () => {
    const { cache } = cacheWith();
    const loop: unknown[] = [];
    loop.push(loop);
    class Account {}
    for (const value of [() => 1, Symbol('s'), loop, new Account(), Promise.resolve(), { deep: [/x/] }]) {
      assert.throws(() => cache.set('k', value), { name: 'OptionError', code: 'cache/value' });
    }
    const twice = { a: 1 };
    cache.set('k', [twice, twice]);
    assert.deepEqual(cache.get('k')?.value, [twice, twice]);
  });

  it('refuses sizes and times that cannot be', () => {
    for (const maxSize of [0, -1, 1.5, NaN])
      assert.throws(() => new CacheManager({ maxSize }), { name: 'OptionError' });
    for (const ttl of [-1, NaN]) {
      assert.throws(() => new CacheManager({ ttl }), { name: 'OptionError' });
      assert.throws(() => new CacheManager().set('k', 1, ttl), { name: 'OptionError' });
    }
  });
});

describe('CacheManager, persisted', () => {
  async function persisted(): Promise<{
    clock: FakeClock;
    folder: Folder;
    again: (o?: CacheManagerOptions) => CacheManager;
  }> {
    const { cache, clock, folder } = cacheWith({ ttl: 1000 });
    for (const key of 'abc') cache.set(key, { key, text: 'zażółć 🜁\n' });
    cache.set('ever', [1n, undefined], 0);
    cache.set('gone', 1, 1);
    cache.get('a');
    clock.time += 1;
    await cache.persist('file');
    return { clock, folder, again: (options) => new CacheManager({ clock: clock.now, files: folder, ...options }) };
  }

  it('restores entries, their order and what is left of their time', async () => {
    const { clock, again } = await persisted();
    const cache = again({ maxSize: 2 });
    await cache.restore('file');
    assert.deepEqual(cache.warnings, []);
    assert.deepEqual(
      ['a', 'b', 'c', 'ever', 'gone'].filter((key) => cache.get(key)),
      ['a', 'ever'],
    );
    const all = again();
    clock.time += 998;
    await all.restore('file');
    assert.deepEqual(all.get('b')?.value, { key: 'b', text: 'zażółć 🜁\n' });
    clock.time += 1;
    assert.equal(all.get('b'), undefined);
    assert.deepEqual(all.get('ever')?.value, [1n, undefined]);
  });

  it('does not let entries of a clock that was ahead live longer', async () => {
    const { clock, again } = await persisted();
    clock.time -= 1e9;
    const cache = again();
    await cache.restore('file');
    assert.equal(cache.get('a')?.expiresAt, clock.time + 1000);
  });

  it('adds to what there is', async () => {
    const { again } = await persisted();
    const cache = again();
    cache.set('mine', 1);
    await cache.restore('file');
    assert.equal(cache.get('mine')?.value, 1);
    assert.equal(cache.size, 5);
  });

  const cases: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array, string, number])[] = [
    ['an empty file', () => new Uint8Array(0), 'cache/foreign', 0],
    ['JSON of somebody else', () => text('{"entries":[["a",1]]}\n'), 'cache/foreign', 0],
    ['bytes of no text', () => Uint8Array.from({ length: 999 }, (_, i) => (i * 151) & 0xff), 'cache/foreign', 0],
    ['a newer version', () => text(headerOf({ kind: 'cache', version: 2 }) + 'anything\n'), 'cache/newer', 0],
    ['the file of another kind', () => text(headerOf({ kind: 'rows', version: 1 })), 'cache/foreign', 0],
    [
      'a file cut at the end of a line',
      (bytes) => bytes.subarray(0, bytes.indexOf(10, bytes.indexOf(10) + 1) + 1),
      'cache/damaged',
      1,
    ],
    ['a file cut in a line', (bytes) => bytes.subarray(0, bytes.length - 60), 'cache/damaged', 3],
  ];
  for (const [name, change, code, left] of cases) {
    it(`warns of ${name}`, async () => {
      const { folder, again } = await persisted();
      folder.files.set('file', change(folder.files.get('file')!));
      const told: string[] = [];
      const cache = again({ onWarning: (warning) => told.push(warning.code) });
      await cache.restore('file');
      assert.deepEqual(told, [code]);
      assert.deepEqual(
        cache.warnings.map((warning) => warning.code),
        [code],
      );
      assert.equal(cache.size, left);
    });
  }

  it('warns of a file that is missing or cannot be read', async () => {
    const { folder, again } = await persisted();
    const cache = again();
    await cache.restore('other');
    folder.read = async () => Promise.reject(new Error('EIO'));
    await cache.restore('file');
    assert.deepEqual(
      cache.warnings.map(({ code }) => code),
      ['cache/missing', 'cache/unreadable'],
    );
  });

  it('never gives a wrong value, whatever happens to the bytes', async () => {
    const { folder, clock, again } = await persisted();
    const whole = folder.files.get('file')!;
    const intact = again();
    await intact.restore('file');
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(whole.length)), async (flips, cut) => {
        const bytes = whole.slice();
        for (const [at, mask] of flips) bytes[at] ^= mask;
        folder.files.set('file', cut === null ? bytes : bytes.subarray(0, cut));
        const cache = again();
        await cache.restore('file');
        const changed = Buffer.compare(folder.files.get('file')!, whole) !== 0;
        assert.equal(cache.warnings.length, changed ? 1 : 0);
        for (const key of ['a', 'b', 'c', 'ever']) {
          const entry = cache.get(key);
          if (entry !== undefined) assert.deepEqual(entry, intact.get(key));
        }
        assert.ok(cache.size <= 4 && clock.time > 0);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('needs files', async () => {
    await assert.rejects(new CacheManager().persist('x'), { name: 'OptionError' });
    await assert.rejects(new CacheManager().restore('x'), { name: 'OptionError' });
  });
});

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
