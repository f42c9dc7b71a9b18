import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { ROOT, run, runTool, type Finished } from '../support/run.js';

const SCHEMA = `{ id: 'uuid', name: 'person.fullName', double: { expr: 'size(name) * 2' } }`;

describe('package', function () {
  this.timeout(240_000);
  let folder: string;
  const node = (...args: string[]): Promise<Finished> => run(process.execPath, args, { cwd: folder });
  const write = async (name: string, text: string): Promise<string> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-package-'));
    const packed = await run('npm', ['pack', '--pack-destination', folder, '--json'], { cwd: join(ROOT, 'engine') });
    assert.equal(packed.code, 0, packed.stderr);
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await write('package.json', '{ "private": true }');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`];
    const installed = await run('npm', args, { cwd: folder });
    assert.equal(installed.code, 0, installed.stderr);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const uses: [name: string, file: string, head: string][] = [
    ['ES modules', 'use.mjs', `import { AgenticSynth } from 'agentic-synth';`],
    ['ES modules, the core', 'core.mjs', `import { AgenticSynth } from 'agentic-synth/core';`],
    ['CommonJS', 'use.cjs', `const { AgenticSynth } = require('agentic-synth');`],
    ['CommonJS, the core', 'core.cjs', `const { AgenticSynth } = require('agentic-synth/core');`],
  ];
  const outputs: string[] = [];
  for (const [name, file, head] of uses) {
    it(`is used from ${name}`, async () => {
      await write(
        file,
        `${head}\nnew AgenticSynth().generate('structured', { schema: ${SCHEMA}, count: 3, seed: 4 })
          .then((rows) => console.log(JSON.stringify(rows)));`,
      );
      const { stdout, stderr } = await node(file);
      assert.equal(stderr, '');
      assert.equal((JSON.parse(stdout) as unknown[]).length, 3);
      outputs.push(stdout);
      assert.equal(new Set(outputs).size, 1, 'every way gives the same rows');
    });
  }

  for (const [name, file, head] of [uses[0]!, uses[2]!]) {
    it(`sends rows from ${name}, and says which packages it could use`, async () => {
      const integrations = file.endsWith('.mjs')
        ? `import * as integrations from 'agentic-synth/integrations';`
        : `const integrations = require('agentic-synth/integrations');`;
      await write(
        `sinks-${file}`,
        `${head}\n${integrations}
        const { enableMidstreamer, enableRuvector, enableAgenticRobotics, SinkError } = integrations;
        const synth = new AgenticSynth();
        const found = [enableMidstreamer, enableRuvector, enableAgenticRobotics].map((enable) => enable(synth).isAvailable());
        let rows = 0;
        const sink = { name: 'mine', target: 'here', open: async () => {}, close: async () => {}, retry: { retries: 0 } };
        const write = async (batch) => { rows += batch.length; if (rows > 300) throw new Error('full'); };
        const own = new AgenticSynth();
        own.registerSink({ name: 'mine', option: 'vectorize', create: () => ({ ...sink, write }) });
        synth.generate('structured', { count: 3, stream: true })
          .catch((error) => console.log(error.code))
          .then(() => own.generate('structured', { count: 600, vectorize: true }))
          .catch((error) => console.log(error instanceof SinkError, error.delivered, JSON.stringify(found)));`,
      );
      const { stdout, stderr } = await node(`sinks-${file}`);
      assert.deepEqual([stdout, stderr], ['integration/missing\ntrue 256 [false,false,false]\n', '']);
    });

    it(`writes files with worker threads from ${name}`, async () => {
      await write(
        `workers-${file}`,
        `${head}\nnew AgenticSynth().write('structured', { schema: ${SCHEMA}, count: 50000, workers: 2, output: '${file}.csv' })
          .then((report) => console.log(report.rows));`,
      );
      assert.deepEqual(await node(`workers-${file}`), { code: 0, signal: null, stdout: '50000\n', stderr: '' });
      outputs.push(await readFile(join(folder, `${file}.csv`), 'utf8'));
    });
  }

  it('has what its documents link to', async () => {
    const own = join(folder, 'node_modules/agentic-synth');
    const pages = (await readdir(join(own, 'dist/docs'))).filter((name) => name.endsWith('.md'));
    const links: string[] = [];
    for (const page of ['README.md', ...pages.map((name) => join('dist/docs', name))]) {
      const text = await readFile(join(own, page), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!<?https?:|#)([^)#\s]+)/g)) links.push(join(dirname(page), target));
    }
    assert.ok(links.includes('dist/examples/shop.synth.yaml') && links.includes('dist/docs/CLI.md'), links.join());
    assert.deepEqual(
      [...new Set(links)].filter((link) => !existsSync(join(own, link))),
      [],
    );
  });

  for (const [resolution, module] of [
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ] as const) {
    it(`has types under "moduleResolution": "${resolution}"`, async () => {
      const text = `import { AgenticSynth, csvEncoder, type RunReport, type Diagnostic } from 'agentic-synth';
        import { AgenticSynth as Core, valueAt } from 'agentic-synth/core';
        import { enableMidstreamer, enableRuvector, type RuvectorMatch, type Sink } from 'agentic-synth/integrations';
        export async function found(sink: Sink): Promise<RuvectorMatch[]> {
          const synth = new AgenticSynth();
          synth.registerSink({ name: sink.name, option: 'stream', create: () => sink });
          await enableMidstreamer(synth, { pipeline: 'p' }).stream(synth.generateStream('events'));
          return enableRuvector(synth, { dbPath: 'v.db' }).search({ text: 'x', filter: { a: 1 } }, 5);
        }
        export async function main(): Promise<RunReport> {
          const found: readonly Diagnostic[] = await new Core().check({ id: 'uuid' });
          void [found, csvEncoder, valueAt];
          return new AgenticSynth().write('structured', { schema: ${SCHEMA}, format: 'csv' });
        }
        // @ts-expect-error the format does not exist
        void new AgenticSynth().write('structured', { format: 'cvs' });`;
      await write(`types-${resolution}/a.mts`, text);
      await write(`types-${resolution}/b.cts`, text);
      const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
      const { code, stdout } = await runTool(
        'typescript/bin/tsc',
        [
          '--noEmit',
          '--strict',
          '--target',
          'es2022',
          '--module',
          module,
          '--moduleResolution',
          resolution,
          ...types,
        ].concat(
          resolution === 'bundler'
            ? [`types-${resolution}/a.mts`]
            : [`types-${resolution}/a.mts`, `types-${resolution}/b.cts`],
        ),
        { cwd: folder },
      );
      assert.equal(code, 0, stdout);
    });
  }

  it('brings none of the packages that it can work with', async () => {
    const { readdir } = await import('node:fs/promises');
    const installed = await readdir(join(folder, 'node_modules'));
    assert.deepEqual(
      installed.filter((name) => /midstreamer|ruvector|agentic-(flow|robotics)|llama/.test(name)),
      [],
    );
  });

  it('runs its command line as installed, with the same rows', async () => {
    await write('s.yaml', SCHEMA);
    const args = 'generate structured --schema s.yaml --count 3 --seed 4'.split(' ');
    const { code, stdout } = await node('node_modules/.bin/agentic-synth', ...args);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(outputs[0]!));
  });

  it('runs its command line as one file alone, with every locale and with threads', async () => {
    const alone = await mkdtemp(join(tmpdir(), 'agentic-synth-alone-'));
    try {
      await copyFile(join(folder, 'node_modules/agentic-synth/dist/cli.cjs'), join(alone, 'synth.cjs'));
      const cli = (...args: string[]): Promise<Finished> =>
        run(process.execPath, ['synth.cjs', ...args], { cwd: alone });
      const made = await cli(...'generate structured --count 2 --locale pt_BR'.split(' '));
      assert.equal(made.code, 0, made.stderr);
      const threads = await cli(...'generate structured --count 30000 --workers 2 --output a.csv'.split(' '));
      assert.deepEqual([threads.code, threads.stderr], [0, '']);
      const one = await cli(...'generate structured --count 30000 --workers 1 --output b.csv'.split(' '));
      assert.equal(one.code, 0, one.stderr);
      assert.equal(await readFile(join(alone, 'a.csv'), 'utf8'), await readFile(join(alone, 'b.csv'), 'utf8'));
    } finally {
      await rm(alone, { recursive: true, force: true });
    }
  });

  /** Which files of our package and which Node built-ins a bundle of some code holds. */
  /** @param splitting esbuild then keeps what any `import()` leads to, also one in code that is dropped. */
  async function bundled(
    code: string,
    platform: 'browser' | 'node',
    splitting: boolean,
  ): Promise<{ own: string[]; builtIns: string[] }> {
    const { metafile } = await build({
      stdin: { contents: code, resolveDir: folder },
      bundle: true,
      write: false,
      metafile: true,
      platform,
      format: 'esm',
      outdir: '.',
      splitting,
      external: builtinModules.flatMap((name) => [name, `node:${name}`]),
      logLevel: 'silent',
    });
    return { own: ownFiles(metafile), builtIns: builtIns(metafile) };
  }

  it('can be tree-shaken: a bundle of one writer carries one writer', async () => {
    const { own } = await bundled(
      `import { csvEncoder } from 'agentic-synth/core'; console.log(csvEncoder);`,
      'browser',
      false,
    );
    assert.ok(own.some((file) => file.endsWith('output/csv.js')));
    assert.deepEqual(
      own.filter((file) => /parquet|jsonl|vocabulary|expression|plan\//.test(file)),
      [],
    );
  });

  it('has a core without Node built-ins', async () => {
    const { own, builtIns } = await bundled(
      `import * as core from 'agentic-synth/core'; console.log(core);`,
      'browser',
      true,
    );
    assert.ok(own.length > 50);
    assert.deepEqual(builtIns, []);
  });
});

function ownFiles({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([file, { bytesInOutput }]) => file.includes('agentic-synth/dist') && bytesInOutput > 0)
    .map(([file]) => file);
}

function builtIns({ outputs }: Metafile): string[] {
  const names = new Set(builtinModules);
  return Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && names.has(path.replace(/^node:/, '')))
    .map(({ path }) => path);
}
