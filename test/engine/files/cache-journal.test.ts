import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { headerOf } from '../../../engine/src/cache/lines.js';
import type { CacheWarning } from '../../../engine/src/cache/warning.js';
import { JournalFolder, type JournalOptions } from '../../../engine/src/files/journal-store.js';
import { tend } from '../../../engine/src/files/journal-upkeep.js';
import { isHeld, takeLock } from '../../../engine/src/files/lock.js';

const CHILD = fileURLToPath(new URL('support/journal-child.ts', import.meta.url));

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'journal-'));
  folder = join(root, 'cache', 'rows');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function filled(rows: Readonly<Record<string, unknown>>, options?: JournalOptions): Promise<void> {
  const journal = new JournalFolder(folder, options);
  for (const [key, value] of Object.entries(rows)) await journal.put(key, value);
  await journal.close();
}

async function segments(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
}

async function onlySegment(): Promise<string> {
  const [name, ...more] = await segments();
  assert.deepEqual(more, []);
  return join(folder, name);
}

function reader(warnings: CacheWarning[] = []): JournalFolder {
  return new JournalFolder(folder, { onWarning: (warning) => warnings.push(warning) });
}

function contentOf(prefix: string, k: number, size = 40): unknown {
  return { k, text: `${prefix}-${k} `.repeat(size) };
}

interface Child {
  /** Rows that the child has said are kept. */
  readonly kept: number[];
  readonly ended: Promise<NodeJS.Signals | null>;
  kill(): void;
}

function child(prefix: string, count: number, onRow: (kept: readonly number[]) => void = () => undefined): Child {
  const process_ = spawn(process.execPath, ['--import=tsx', CHILD, folder, prefix, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kept: number[] = [];
  let rest = '';
  process_.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    kept.push(...lines.map(Number));
    onRow(kept);
  });
  const ended = new Promise<NodeJS.Signals | null>((done) => process_.on('close', (_, signal) => done(signal)));
  return { kept, ended, kill: () => process_.kill('SIGKILL') };
}

describe('Row journal', () => {
  it('gives the next run what this one put', async () => {
    const rows = { 'a/1': 'x', 'a/2': { deep: [null, 1.5, '🜁\n'] }, 'b/1': 0, plain: false, 'ß "odd"/key\n': [] };
    await filled(rows);
    const again = reader();
    for (const [key, value] of Object.entries(rows)) assert.deepEqual(again.get(key), value);
    assert.equal(again.get('a/3'), undefined);
    assert.equal((await segments()).length, 4);
  });

  it('keeps together what belongs together, whatever the keys look like', async () => {
    const keysOf = (table: string, field: string | null, seed: number): string[] =>
      [0, 1].map((row) => JSON.stringify([table, field, seed, row, 'hash']));
    const groups = [
      keysOf('a "b", [c]/d', 'x', 1),
      keysOf('a "b", [c]/d', 'x', 2),
      keysOf('users', null, 1),
      keysOf('', 'é', 1),
    ];
    await filled(Object.fromEntries(groups.flat().map((key, k) => [key, k])));
    assert.equal((await segments()).length, groups.length);
    const again = reader();
    for (const [k, key] of groups.flat().entries()) assert.equal(again.get(key), k);
  });

  it('knows at once what was put, last value first, and writes nothing twice', async () => {
    const journal = new JournalFolder(folder);
    const writing = journal.put('a/1', 'old');
    assert.equal(journal.get('a/1'), 'old');
    await Promise.all([writing, journal.put('a/1', 'old'), journal.put('a/1', 'new'), journal.put('a/1', 'new')]);
    assert.equal(journal.get('a/1'), 'new');
    await journal.close();
    assert.equal((await readFile(await onlySegment(), 'utf8')).split('\n').length, 4);
    assert.equal(reader().get('a/1'), 'new');
  });

  it('says who wrote a row, and reads rows of earlier versions, which did not', async () => {
    const folder = join(root, 'authors');
    const by = { provider: 'own "server"', model: 'a,b]}' };
    const rows = { 'a/1': { $: ['by', 'x', 'y', 1] }, 'a/2': 'text', 'a/3': null };
    const journal = new JournalFolder(folder);
    for (const [key, value] of Object.entries(rows)) await journal.put(key, value, by);
    await journal.put('a/4', { value: 1, by: 'nobody' });
    await journal.close();
    const again = new JournalFolder(folder);
    for (const [key, value] of Object.entries(rows)) {
      assert.deepEqual(again.get(key), value);
      assert.deepEqual(again.by(key), by);
    }
    assert.deepEqual(again.get('a/4'), { value: 1, by: 'nobody' });
    assert.equal(again.by('a/4'), undefined);
    await again.close();
  });

  it('hands out copies', async () => {
    const journal = new JournalFolder(folder);
    const value = { list: [1] };
    await journal.put('a/1', value);
    value.list.push(2);
    (journal.get('a/1') as typeof value).list.push(3);
    assert.deepEqual(journal.get('a/1'), { list: [1] });
    await journal.close();
  });

  it('belongs to its owner alone', async () => {
    const before = process.umask(0);
    try {
      const journal = new JournalFolder(folder);
      await journal.put('a/1', 1);
      for (const path of [join(root, 'cache'), folder]) assert.equal((await stat(path)).mode & 0o777, 0o700);
      for (const name of await readdir(folder))
        assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      await journal.close();
    } finally {
      process.umask(before);
    }
  });

  it('changes nothing where it is read only', async () => {
    await filled({ 'a/1': 1 });
    const past = new Date(1e12);
    await utimes(await onlySegment(), past, past);
    const journal = new JournalFolder(folder, { readOnly: true });
    assert.equal(journal.get('a/1'), 1);
    await journal.put('a/2', 2);
    assert.equal(journal.get('a/2'), 2);
    await journal.close();
    assert.equal((await stat(await onlySegment())).mtimeMs, 1e12);
    await rm(folder, { recursive: true });
    assert.equal(new JournalFolder(folder, { readOnly: true }).get('a/1'), undefined);
    await assert.rejects(stat(folder));
  });

  it('does not write a row that holds a key', async () => {
    const warnings: CacheWarning[] = [];
    await filled(
      { 'a/1': 'my key: s"3cret', 'a/2': 'fine' },
      { secrets: () => ['s"3cret'], onWarning: (w) => warnings.push(w) },
    );
    assert.equal(reader().get('a/1'), undefined);
    assert.equal(reader().get('a/2'), 'fine');
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['cache/secret'],
    );
    assert.ok(!JSON.stringify(warnings).includes('3cret'));
  });

  it('rejects a row that cannot be written, and writes it when it can', async function () {
    if (process.getuid?.() === 0) await writeFile(join(root, 'cache'), '');
    else await chmod(root, 0o500);
    const journal = new JournalFolder(folder);
    await assert.rejects(journal.put('a/1', 1), { name: 'OutputError' });
    assert.equal(journal.get('a/1'), 1);
    await chmod(root, 0o700);
    await rm(join(root, 'cache'), { force: true });
    await journal.put('a/1', 1);
    await journal.close();
    assert.equal(reader().get('a/1'), 1);
  });

  it('starts a new segment where its own was taken away', async () => {
    const journal = new JournalFolder(folder);
    await journal.put('a/1', 1);
    await rm(folder, { recursive: true });
    await journal.put('a/2', 2);
    await journal.close();
    assert.equal(reader().get('a/2'), 2);
  });

  it('refuses rows after its end', async () => {
    const journal = new JournalFolder(folder);
    await journal.close();
    await journal.close();
    await assert.rejects(journal.put('a/1', 1), { code: 'output/closed-target' });
  });
});

describe('Row journal, killed', () => {
  it('has all that was acknowledged after each of 20 deaths, and nothing torn', async function () {
    this.timeout(120_000);
    const acknowledged = new Map<string, number[]>();
    for (let round = 0; round < 20; round++) {
      const prefix = `r${round}`;
      const wanted = 3 + ((round * 29) % 120);
      const process_: Child = child(prefix, 1e9, (kept) => kept.length >= wanted && process_.kill());
      assert.equal(await process_.ended, 'SIGKILL');
      acknowledged.set(prefix, process_.kept);
      assert.ok(process_.kept.length >= wanted);
    }
    const warnings: CacheWarning[] = [];
    const journal = reader(warnings);
    for (const [prefix, kept] of acknowledged) {
      for (const k of kept)
        assert.deepEqual(journal.get(`group/${prefix}-${k}`), contentOf(prefix, k), `${prefix}-${k}`);
      for (let k = 0; k < kept.length + 40; k++) {
        const row = journal.get(`group/${prefix}-${k}`);
        if (row !== undefined) assert.deepEqual(row, contentOf(prefix, k));
      }
    }
    assert.deepEqual(warnings, []);
    await journal.put('group/new', 1);
    await journal.close();
    // The next one puts together what the dead have left.
    assert.ok((await segments()).length <= 2, (await segments()).join());
    const names = await readdir(folder);
    assert.deepEqual(
      names.filter((name) => !name.endsWith('.jsonl')),
      [],
    );
    const after = reader(warnings);
    for (const [prefix, kept] of acknowledged) {
      for (const k of kept) assert.deepEqual(after.get(`group/${prefix}-${k}`), contentOf(prefix, k));
    }
    assert.deepEqual(warnings, []);
  });

  it('takes rows of two processes at once', async function () {
    this.timeout(60_000);
    const children = ['one', 'two'].map((prefix) => child(prefix, 400));
    for (const { ended } of children) assert.equal(await ended, null);
    const warnings: CacheWarning[] = [];
    const journal = reader(warnings);
    for (const [i, prefix] of ['one', 'two'].entries()) {
      assert.equal(children[i].kept.length, 400);
      for (let k = 0; k < 400; k++) assert.deepEqual(journal.get(`group/${prefix}-${k}`), contentOf(prefix, k));
    }
    assert.deepEqual(warnings, []);
  });
});

describe('Row journal, damaged', () => {
  const rows = Object.fromEntries(Array.from({ length: 12 }, (_, k) => [`a/${k}`, contentOf('row', k, 3)]));

  it('never gives a wrong row, whatever happens to the bytes', async () => {
    await filled(rows);
    const path = await onlySegment();
    const whole = await readFile(path);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(whole.length)), async (flips, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, mask] of flips) bytes[at] ^= mask;
        await writeFile(path, cut === null ? bytes : bytes.subarray(0, cut));
        const warnings: CacheWarning[] = [];
        const journal = reader(warnings);
        let there = 0;
        for (const [key, value] of Object.entries(rows)) {
          const row = journal.get(key);
          if (row === undefined) continue;
          there++;
          assert.deepEqual(row, value);
        }
        if (cut === null && there < 12) assert.ok(warnings.length > 0 || flips.some(([at]) => at === whole.length - 1));
        if (cut === null) assert.ok(there >= 12 - 2 * flips.length);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('says nothing of a line that a death has cut off, and loses no other', async () => {
    await filled(rows);
    const path = await onlySegment();
    await truncate(path, (await stat(path)).size - 20);
    const warnings: CacheWarning[] = [];
    const journal = reader(warnings);
    assert.equal(Object.keys(rows).filter((key) => journal.get(key) !== undefined).length, 11);
    assert.deepEqual(warnings, []);
  });

  it('leaves files of a newer version and of others alone', async () => {
    await filled(rows);
    const newer = join(folder, 'a.zzzzzzzzz-1-00000000.jsonl');
    const content = headerOf({ kind: 'rows', version: 2 }) + 'whatever it is\n';
    await writeFile(newer, content);
    await writeFile(join(folder, 'a.zzzzzzzzz-1-00000001.jsonl'), '{"somebody":"else"}\n');
    await mkdir(join(folder, 'a.zzzzzzzzz-1-00000002.jsonl'));
    const warnings: CacheWarning[] = [];
    const journal = reader(warnings);
    assert.deepEqual(journal.get('a/3'), rows['a/3']);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['cache/newer', 'cache/damaged', 'cache/unreadable'],
    );
    for (let k = 0; k < 12; k++) await filled({ [`a/new-${k}`]: k });
    assert.equal(await readFile(newer, 'utf8'), content);
    const again = reader();
    for (let k = 0; k < 12; k++) assert.equal(again.get(`a/new-${k}`), k);
  });
});

describe('Upkeep of a row journal', () => {
  it('puts many segments together, the last value first', async () => {
    for (let k = 0; k < 9; k++) await filled({ [`a/${k}`]: k, 'a/same': k });
    assert.equal((await segments()).length, 1);
    const journal = reader();
    for (let k = 0; k < 9; k++) assert.equal(journal.get(`a/${k}`), k);
    assert.equal(journal.get('a/same'), 8);
  });

  it('does not touch what a living process writes', async () => {
    const alive = new JournalFolder(folder);
    await alive.put('a/alive', 1);
    for (let k = 0; k < 12; k++) await filled({ [`a/${k}`]: k }, { maxBytes: 1 });
    await tend(folder, { maxBytes: 0, groups: new Set() });
    await alive.put('a/still', 2);
    await alive.close();
    const journal = reader();
    assert.deepEqual([journal.get('a/alive'), journal.get('a/still'), journal.get('a/11')], [1, 2, undefined]);
  });

  it('removes the groups that were used longest ago, never those of the run', async () => {
    for (const [k, group] of ['a', 'b', 'c'].entries()) {
      await filled({ [`${group}/1`]: 'x'.repeat(1000) });
      const [name] = (await segments()).filter((segment) => segment.startsWith(`${group}.`));
      await utimes(join(folder, name), k, k);
    }
    assert.equal(new JournalFolder(folder).get('a/1'), 'x'.repeat(1000));
    await filled({ 'd/1': 'x'.repeat(5000) }, { maxBytes: 6500 });
    const left = (await segments()).map((name) => name[0]);
    assert.deepEqual(left, ['a', 'd']);
  });

  it('removes locks of the dead and files that never got their name', async () => {
    await filled({ 'a/1': 1 });
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => dead.on('close', done));
    const { hostname } = await import('node:os');
    await writeFile(join(folder, 'a.x.lock'), JSON.stringify({ pid: dead.pid, host: hostname() }));
    await writeFile(join(folder, 'upkeep.lock'), JSON.stringify({ pid: dead.pid, host: hostname() }));
    await writeFile(join(folder, '.1.tmp'), '');
    await utimes(join(folder, '.1.tmp'), 1, 1);
    await filled({ 'a/2': 2 });
    assert.deepEqual(
      (await readdir(folder)).filter((name) => !name.endsWith('.jsonl')),
      [],
    );
  });
});

describe('Locks', () => {
  it('are taken once, and again when they are given back', async () => {
    const path = join(root, 'lock');
    const lock = takeLock(path);
    assert.ok(lock && isHeld(path));
    assert.equal(takeLock(path), undefined);
    lock.release();
    assert.ok(!isHeld(path));
    takeLock(path)?.release();
  });

  it('are left behind by the dead, not by other machines until a day has passed', async () => {
    const path = join(root, 'lock');
    const held = async (content: string, age = 0): Promise<boolean> => {
      await writeFile(path, content);
      const then = Date.now() / 1000 - age;
      await utimes(path, then, then);
      return isHeld(path);
    };
    const { hostname } = await import('node:os');
    assert.equal(await held(JSON.stringify({ pid: process.ppid, host: hostname() }), 1e6), true);
    // Its number was another's before.
    assert.equal(await held(JSON.stringify({ pid: process.pid, host: hostname() })), false);
    assert.equal(await held(JSON.stringify({ pid: 1, host: 'elsewhere.example' }), 3600), true);
    assert.equal(await held(JSON.stringify({ pid: 1, host: 'elsewhere.example' }), 90_000), false);
    assert.equal(await held('', 0), true);
    assert.equal(await held('{"pi', 60), false);
    assert.equal(await held('null', 60), false);
    await appendFile(path, ' ');
    const lock = takeLock(path);
    assert.ok(lock);
    lock.release();
  });
});
