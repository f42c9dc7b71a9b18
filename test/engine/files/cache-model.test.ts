import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { RouteLog } from '../../../engine/src/cache/route-log.js';
import type { CacheWarning } from '../../../engine/src/cache/warning.js';
import { userCacheFolder } from '../../../engine/src/files/cache-files.js';
import { AnswerFolder } from '../../../engine/src/files/cache-store.js';
import { type ModelCacheOptions, openModelCache } from '../../../engine/src/files/model-cache.js';
import { CacheManager } from '../../../engine/src/index.js';
import type { ModelEvent } from '../../../engine/src/models/provider.js';
import { answerOf, collect, FakeClock, QUESTION, ROUTE, textOf } from '../cache/questions.js';

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'cache-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

const ANSWER = answerOf(['["a"', ',"b"]']);
const refuse = (): never => assert.fail('a model was asked');

async function* saying(events: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
  yield* events;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('CacheManager with files', () => {
  it('persists into a file of its owner and restores from it', async () => {
    const cache = new CacheManager({ maxSize: 10 });
    cache.set('k', { at: new Date(5) }, 0);
    const path = join(root, 'new', 'cache.jsonl');
    await cache.persist(path);
    await cache.persist(path);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(root, 'new'))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(root, 'new')), ['cache.jsonl']);
    const again = new CacheManager();
    await again.restore(path);
    assert.deepEqual(again.get('k')?.value, { at: new Date(5) });
    assert.deepEqual(again.warnings, []);
  });

  it('writes through a link', async () => {
    await writeFile(join(root, 'real'), '');
    await symlink('real', join(root, 'link'));
    const cache = new CacheManager();
    cache.set('k', 1);
    await cache.persist(join(root, 'link'));
    const again = new CacheManager();
    await again.restore(join(root, 'real'));
    assert.equal(again.get('k')?.value, 1);
  });

  it('warns where there is nothing to read, and throws where it cannot write', async () => {
    const cache = new CacheManager();
    await cache.restore(join(root, 'none'));
    await cache.restore(root);
    assert.deepEqual(
      cache.warnings.map(({ code }) => code),
      ['cache/missing', 'cache/unreadable'],
    );
    await assert.rejects(cache.persist(root), { name: 'OutputError' });
    await writeFile(join(root, 'file'), '');
    await assert.rejects(cache.persist(join(root, 'file', 'below')), { name: 'OutputError' });
    assert.deepEqual(await readdir(root), ['file']);
  });

  it('is whole after many at once', async () => {
    const path = join(root, 'cache');
    const caches = Array.from({ length: 8 }, (_, k) => {
      const cache = new CacheManager();
      for (let i = 0; i < 200; i++) cache.set(`${i}`, `${k} `.repeat(50));
      return cache;
    });
    await Promise.all(caches.map((cache) => cache.persist(path)));
    const again = new CacheManager();
    await again.restore(path);
    assert.deepEqual(again.warnings, []);
    assert.equal(new Set(Array.from({ length: 200 }, (_, i) => again.get(`${i}`)?.value)).size, 1);
  });
});

describe('Folder of answers', () => {
  const answer = { text: 'zażółć 🜁', finish: 'stop', usage: { cost: 1 }, model: 'm', storedAt: 5 } as const;

  it('never gives a wrong answer, whatever happens to the bytes', async () => {
    const warnings: CacheWarning[] = [];
    const folder = new AnswerFolder(root, { onWarning: (warning) => warnings.push(warning) });
    assert.equal(await folder.read('answer-v1-00'), undefined);
    await folder.write('answer-v1-00', answer);
    assert.deepEqual(await folder.read('answer-v1-00'), answer);
    const [path] = await filesIn(root);
    const whole = await readFile(path);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(whole.length)), async (flips, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, mask] of flips) bytes[at] ^= mask;
        await writeFile(path, cut === null ? bytes : bytes.subarray(0, cut));
        warnings.length = 0;
        const found = await folder.read('answer-v1-00');
        if (found === undefined) assert.equal(warnings.length, 1);
        else assert.deepEqual(found, answer);
      }),
      { numRuns: 300, seed: 3 },
    );
    await writeFile(path, whole);
    await mkdir(join(root, '01'));
    await writeFile(join(root, '01', 'answer-v1-01.json'), whole);
    assert.equal(await folder.read('answer-v1-01'), undefined, 'the answer of another question');
    await folder.write('answer-v1-01', answer);
    assert.deepEqual(await folder.read('answer-v1-01'), answer);
  });

  it('stays within its size: what was used longest ago goes', async () => {
    const folder = new AnswerFolder(root, { maxBytes: 3500 });
    const long = { ...answer, text: 'x'.repeat(900) };
    for (let k = 0; k < 5; k++) {
      await folder.write(`answer-v1-0${k}`, long);
      await utimes(join(root, `0${k}`, `answer-v1-0${k}.json`), k + 1, k + 1);
    }
    await writeFile(join(root, '00', '.left.tmp'), '');
    await utimes(join(root, '00', '.left.tmp'), 1, 1);
    assert.ok(await folder.read('answer-v1-00'));
    await folder.close();
    const left = (await filesIn(root)).filter((path) => path.endsWith('.json')).map((path) => path.at(-6));
    assert.deepEqual(left.sort(), ['0', '3', '4']);
    assert.ok(!(await filesIn(root)).some((path) => path.endsWith('.tmp')));
  });
});

describe('What is kept of models', () => {
  const env = (): Record<string, string> => ({ XDG_CACHE_HOME: join(root, 'home') });

  it('lies where the person or the configuration says', async () => {
    assert.equal(userCacheFolder({ XDG_CACHE_HOME: '/x', HOME: '/h' }), '/x/agentic-synth');
    assert.equal(userCacheFolder({ XDG_CACHE_HOME: '', HOME: '/h' }), '/h/.cache/agentic-synth');
    const cases: readonly (readonly [ModelCacheOptions, readonly string[], readonly string[]])[] = [
      [{ env: env() }, ['rows'], []],
      [{ env: env(), policy: 'aggressive' }, ['answers', 'rows'], []],
      [{ env: env(), cache: { persistPath: join(root, 'own') } }, [], ['answers', 'rows']],
      [{ env: env(), cache: { enabled: false } }, [], []],
      [{ env: env(), policy: 'off' }, [], []],
      [{ env: env(), cache: { enabled: false }, policy: 'default' }, ['rows'], []],
    ];
    for (const [options, home, own] of cases) {
      const cache = await openModelCache(options);
      await collect(cache.responses.share(ROUTE, QUESTION, () => saying(ANSWER)).events);
      await cache.journal?.put('row-v1-x/1', 1);
      await cache.close();
      const there = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
      assert.deepEqual((await there(join(root, 'home', 'agentic-synth'))).sort(), home, JSON.stringify(options));
      assert.deepEqual((await there(join(root, 'own'))).sort(), own, JSON.stringify(options));
      assert.equal(cache.journal === undefined, home.length + own.length === 0);
      for (const folder of ['home', 'own']) await rm(join(root, folder), { recursive: true, force: true });
    }
  });

  it('serves a later run, and a frozen one byte for byte, which changes nothing', async () => {
    const options = { cache: { persistPath: join(root, 'own'), ttl: 1 } };
    const first = await openModelCache(options);
    await collect(first.responses.share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    await first.journal?.put('row-v1-x/1', { value: 'a', model: ROUTE.model });
    await first.close();
    const before = await Promise.all(
      (await filesIn(root)).sort().map(async (path) => [path, await readFile(path), await stat(path)]),
    );
    await new Promise((done) => setTimeout(done, 5));

    const frozen = await openModelCache({ ...options, frozen: true });
    assert.deepEqual(frozen.journal?.get('row-v1-x/1'), { value: 'a', model: ROUTE.model });
    const client = frozen.frozen!;
    assert.deepEqual(client.routes(QUESTION), [ROUTE]);
    const events = await collect(client.ask(ROUTE, QUESTION));
    assert.equal(textOf(events), textOf(ANSWER));
    assert.deepEqual(events.at(-1), ANSWER.at(-1));
    assert.throws(() => client.routes({ ...QUESTION, prompt: 'other' }), { code: 'cache/frozen-miss' });
    await frozen.journal?.put('row-v1-x/2', 2);
    await frozen.close();
    const after = await Promise.all(
      (await filesIn(root)).sort().map(async (path) => [path, await readFile(path), await stat(path)]),
    );
    const comparable = (files: typeof before): unknown =>
      files.map(([path, bytes, stats]) => [path, bytes, (stats as { mtimeMs: number }).mtimeMs]);
    assert.deepEqual(comparable(after), comparable(before));
  });

  it('answers a frozen run from a folder that cannot be written', async () => {
    const options = { cache: { persistPath: join(root, 'own') } };
    const first = await openModelCache(options);
    await first.journal?.put('row-v1-x/1', 1);
    await first.close();
    await chmod(join(root, 'own', 'rows'), 0o500);
    const frozen = await openModelCache({ ...options, frozen: true });
    assert.equal(frozen.journal?.get('row-v1-x/1'), 1);
    await frozen.close();
    await chmod(join(root, 'own', 'rows'), 0o700);
    await assert.rejects(openModelCache({ ...options, frozen: true, policy: 'off' }), { name: 'OptionError' });
  });

  it('ends before it pays where a configured folder cannot be written, and goes on without one of its own', async () => {
    await writeFile(join(root, 'file'), '');
    await assert.rejects(openModelCache({ cache: { persistPath: join(root, 'file') } }), { name: 'OutputError' });
    const warnings: CacheWarning[] = [];
    const cache = await openModelCache({
      env: { XDG_CACHE_HOME: join(root, 'file') },
      onWarning: (warning) => warnings.push(warning),
    });
    assert.equal(cache.journal, undefined);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['cache/unwritable'],
    );
    assert.deepEqual(await collect(cache.responses.share(ROUTE, QUESTION, () => saying(ANSWER)).events), ANSWER);
    await cache.close();
  });

  it('goes by the time to live of the configuration', async () => {
    const clock = new FakeClock();
    const cache = new CacheManager({ clock: clock.now, ttl: 3_600_000 });
    cache.set('k', 1);
    clock.time += 3_599_999;
    assert.ok(cache.get('k'));
    clock.time += 1;
    assert.equal(cache.get('k'), undefined);
  });

  it('never writes a key, in no part and under no name', async () => {
    const canary = 'sk-or-v1-cAnArY7fQ2xZ9mT4wL8bK3';
    const warnings: CacheWarning[] = [];
    const cache = await openModelCache({
      cache: { persistPath: join(root, 'own') },
      policy: 'aggressive',
      secrets: () => [canary],
      onWarning: (warning) => warnings.push(warning),
    });
    const options = {
      apiKey: canary,
      headers: { authorization: `Bearer ${canary}` },
      baseUrl: `https://${canary}@host/`,
    };
    const route = { ...ROUTE, ...options };
    const question = { ...QUESTION, ...options };
    await collect(cache.responses.share(route, question, () => saying(ANSWER)).events);
    await collect(
      cache.responses.share(route, { ...question, prompt: 'echo' }, () =>
        saying(answerOf([canary.slice(0, 9), canary.slice(9)])),
      ).events,
    );
    await cache.journal?.put('row-v1-x/1', { text: `as in ${canary}` });
    await cache.journal?.put(`row-v1-x/${cache.responses.key(route, question)}`, 'fine');
    await cache.close();
    const files = await filesIn(join(root, 'own'));
    assert.ok(files.length >= 3);
    for (const path of files) {
      const content = path + (await readFile(path, 'utf8'));
      for (let k = 0; k + 6 <= canary.length; k++) assert.ok(!content.includes(canary.slice(k, k + 6)), path);
    }
    assert.ok(!JSON.stringify(warnings).includes('cAnArY'));
    assert.equal(cache.responses.key(route, question), cache.responses.key(ROUTE, QUESTION));
    assert.deepEqual(new RouteLog(cache.journal!).routes(QUESTION), [ROUTE]);
    const modes = await Promise.all(files.map(async (path) => (await stat(path)).mode & 0o777));
    assert.deepEqual([...new Set(modes)], [0o600]);
  });

  it('asks again where a kept answer is damaged', async () => {
    const options = { cache: { persistPath: join(root, 'own') } };
    const first = await openModelCache(options);
    await collect(first.responses.share(ROUTE, QUESTION, () => saying(ANSWER)).events);
    await first.close();
    const [path] = (await filesIn(join(root, 'own', 'answers'))).filter((file) => file.endsWith('.json'));
    const bytes = await readFile(path);
    bytes[bytes.length - 20] ^= 1;
    await writeFile(path, bytes);
    const warnings: CacheWarning[] = [];
    const second = await openModelCache({ ...options, onWarning: (warning) => warnings.push(warning) });
    const answer = second.responses.share(ROUTE, QUESTION, () => saying(answerOf(['new'])));
    assert.equal(textOf(await collect(answer.events)), 'new');
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['cache/damaged'],
    );
    await second.close();
    const third = await openModelCache(options);
    assert.equal(textOf(await collect(third.responses.share(ROUTE, QUESTION, refuse).events)), 'new');
    await third.close();
  });
});
