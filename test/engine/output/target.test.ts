import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClosedPipeError, OutputError } from '../../../engine/src/files/output-error.js';
import { abortAllTargetsSync, openTarget } from '../../../engine/src/files/target.js';

const FILES = fileURLToPath(new URL('../../../engine/src/files/', import.meta.url));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('file targets', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'target-'));
    path = join(folder, 'users.csv');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a program that may use both modules, in the folder. */
  function run(program: string, shell = (command: string): string => command): ReturnType<typeof spawnSync> {
    const script = join(folder, '..', `${folder.split('/').pop()}.mts`);
    writeFileSync(
      script,
      `import { openTarget } from ${JSON.stringify(join(FILES, 'target.ts'))};
       import { writeFileSync } from 'node:fs';
       import { stdoutTarget } from ${JSON.stringify(join(FILES, 'stdout.ts'))};
       ${program}`,
    );
    try {
      const command = `'${process.execPath}' --import tsx '${script}'`;
      return spawnSync('/bin/sh', ['-c', shell(command)], { encoding: 'utf8', env: { ...process.env, TARGET: path } });
    } finally {
      rmSync(script);
    }
  }

  it('appear whole, and not before they are committed', async () => {
    const target = await openTarget(path);
    await target.write(bytes('a,b\n'));
    await target.write(bytes('1,2\n'));
    assert.equal(existsSync(path), false);
    assert.equal(readdirSync(folder).length, 1);
    await target.commit();
    assert.deepEqual(readdirSync(folder), ['users.csv']);
    assert.equal(readFileSync(path, 'utf8'), 'a,b\n1,2\n');
  });

  it('keep the old file until then, and when aborted', async () => {
    writeFileSync(path, 'old');
    const target = await openTarget(path);
    await target.write(bytes('new'));
    assert.equal(readFileSync(path, 'utf8'), 'old');
    await target.abort();
    await target.abort();
    assert.deepEqual(readdirSync(folder), ['users.csv']);
    assert.equal(readFileSync(path, 'utf8'), 'old');
    await assert.rejects(target.write(bytes('more')), OutputError);
  });

  it('do nothing on abort after commit', async () => {
    const target = await openTarget(path);
    await target.commit();
    await target.abort();
    assert.equal(readFileSync(path, 'utf8'), '');
  });

  it('take large pieces, and calls that do not wait for each other, in order', async () => {
    const target = await openTarget(path);
    const large = Uint8Array.from({ length: 3_500_000 }, (_, i) => i % 251);
    await Promise.all([target.write(bytes('<')), target.write(large), target.write(bytes('>'))]);
    await target.commit();
    assert.ok(readFileSync(path).equals(Buffer.concat([bytes('<'), large, bytes('>')])));
  });

  it('make missing folders', async () => {
    const target = await openTarget(join(folder, 'a', 'b', 'c.json'));
    await target.commit();
    assert.ok(existsSync(join(folder, 'a', 'b', 'c.json')));
  });

  it('keep the permissions of the file they replace', async () => {
    writeFileSync(path, 'old');
    for (const mode of [0o600, 0o666]) {
      chmodSync(path, mode);
      await (await openTarget(path)).commit();
      assert.equal(statSync(path).mode & 0o777, mode);
    }
  });

  it('follow a link', async () => {
    const real = join(folder, 'real.csv');
    writeFileSync(real, 'old');
    symlinkSync(real, path);
    const target = await openTarget(path);
    await target.write(bytes('new'));
    await target.commit();
    assert.ok(lstatSync(path).isSymbolicLink());
    assert.equal(readFileSync(real, 'utf8'), 'new');
  });

  it('write devices directly', async () => {
    const target = await openTarget('/dev/null');
    await target.write(bytes('gone'));
    await target.commit();
    assert.ok(lstatSync('/dev/null').isCharacterDevice());
  });

  it('may have long names', async () => {
    const long = join(folder, `${'ü'.repeat(120)}.csv`);
    await (await openTarget(long)).commit();
    assert.ok(existsSync(long));
  });

  const refused: readonly [string, () => string, string, RegExp][] = [
    ['a folder', () => folder, 'output/folder', /Cannot write .*: it is a folder\./],
    [
      'a path through a file',
      () => {
        writeFileSync(path, '');
        return join(path, 'x.csv');
      },
      'output/folder',
      /a part of the path is a file/,
    ],
    ['a name that is too long', () => join(folder, 'x'.repeat(300)), 'output/name', /name is too long/],
    ['a full device', () => '/dev/full', 'output/full', /Cannot write \/dev\/full: the disk is full/],
  ];
  for (const [name, make, code, message] of refused) {
    it(`refuse ${name}`, async () => {
      const at = make();
      const attempt = async (): Promise<void> => {
        const target = await openTarget(at);
        await target.write(bytes('x'));
        await target.commit();
      };
      await assert.rejects(attempt(), (error) => {
        assert.ok(error instanceof OutputError);
        assert.equal(error.code, code);
        assert.equal(error.path, at);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('are removed all at once', async () => {
    const targets = await Promise.all([1, 2, 3].map((n) => openTarget(join(folder, `${n}.csv`))));
    assert.equal(readdirSync(folder).length, 3);
    abortAllTargetsSync();
    assert.deepEqual(readdirSync(folder), []);
    await assert.rejects(targets[0].commit(), OutputError);
    await Promise.all(targets.map((target) => target.abort()));
    assert.deepEqual(readdirSync(folder), []);
  });

  it('leave no listeners behind', async () => {
    const count = (): number =>
      ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGXFSZ'].reduce((n, e) => n + process.listenerCount(e), 0);
    const before = count();
    const one = await openTarget(path);
    const two = await openTarget(join(folder, 'b.csv'));
    assert.ok(count() > before);
    await one.commit();
    await two.abort();
    assert.equal(count(), before);
  });

  it('fail cleanly at the file size limit, and keep the old file', () => {
    writeFileSync(path, 'old');
    const { stdout, status } = run(
      `const target = await openTarget(process.env.TARGET!);
       try {
         for (;;) await target.write(new Uint8Array(100_000));
       } catch (error) {
         console.log((error as any).name, (error as any).code, (error as any).message);
       }`,
      (command) => `ulimit -f 200; ${command}`,
    );
    assert.match(String(stdout), /^OutputError output\/too-large Cannot write .*size limit/);
    assert.equal(status, 0);
    assert.deepEqual(readdirSync(folder), ['users.csv']);
    assert.equal(readFileSync(path, 'utf8'), 'old');
  });

  const endings: readonly [string, string, (status: number | null, signal: string | null) => boolean][] = [
    ['process.exit', 'process.exit(3)', (status) => status === 3],
    ['an uncaught error', `throw new Error('boom')`, (status) => status === 1],
    [
      'SIGINT',
      `process.kill(process.pid, 'SIGINT'); await new Promise((r) => setTimeout(r, 5000));`,
      (_, s) => s === 'SIGINT',
    ],
    [
      'SIGTERM',
      `process.kill(process.pid, 'SIGTERM'); await new Promise((r) => setTimeout(r, 5000));`,
      (_, s) => s === 'SIGTERM',
    ],
  ];
  for (const [name, code, ended] of endings) {
    it(`leave nothing behind after ${name}`, () => {
      writeFileSync(path, 'old');
      const { status, signal } = run(
        `const target = await openTarget(process.env.TARGET!);
         await target.write(new Uint8Array(10));
         ${code}`,
        (command) => `exec ${command}`,
      );
      assert.ok(ended(status, signal), `${status} ${signal}`);
      assert.deepEqual(readdirSync(folder), ['users.csv']);
      assert.equal(readFileSync(path, 'utf8'), 'old');
    });
  }

  it('let a program handle a signal itself', () => {
    const { status, stdout } = run(
      `process.on('SIGINT', async () => { await target.commit(); console.log('committed'); process.exit(0); });
       const target = await openTarget(process.env.TARGET!);
       await target.write(new TextEncoder().encode('kept'));
       process.kill(process.pid, 'SIGINT');
       await new Promise((r) => setTimeout(r, 5000));`,
    );
    assert.equal(status, 0);
    assert.equal(String(stdout), 'committed\n');
    assert.equal(readFileSync(path, 'utf8'), 'kept');
  });

  it('write to standard output', () => {
    const { stdout } = run(
      `const target = stdoutTarget();
       await target.write(new TextEncoder().encode('a'.repeat(2_500_000)));
       await target.write(new TextEncoder().encode('end'));
       await target.commit();`,
      (command) => `${command} | wc -c`,
    );
    assert.equal(Number(stdout), 2_500_003);
  });

  it('stop quietly when the reader of standard output has gone', () => {
    const { stdout } = run(
      `const target = stdoutTarget();
       try {
         for (;;) await target.write(new TextEncoder().encode('line\\n'.repeat(50_000)));
       } catch (error) {
         writeFileSync(process.env.TARGET!, (error as any).name + ' ' + (error as any).code);
       }`,
      (command) => `${command} | head -1`,
    );
    assert.equal(String(stdout), 'line\n');
    assert.equal(readFileSync(path, 'utf8'), 'ClosedPipeError output/closed');
    assert.ok(new ClosedPipeError('x') instanceof OutputError);
  });

  it('wait for a slow reader', (done) => {
    const reader = spawn('/bin/sh', ['-c', 'sleep 0.2; cat > /dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] });
    void import('../../../engine/src/files/stdout.js').then(async ({ stdoutTarget }) => {
      const target = stdoutTarget(reader.stdin);
      await target.write(new Uint8Array(5_000_000));
      assert.ok(reader.stdin.writableLength === 0);
      reader.stdin.end();
      done();
    }, done);
  });

  it('work beside other files in the folder', async () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'other'), 'x');
    await (await openTarget(path)).abort();
    assert.deepEqual(readdirSync(folder).sort(), ['other', 'sub']);
  });
});
