import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, run, type Finished, type RunOptions } from '../support/run.js';

export const CLI = join(ROOT, 'engine/dist/cli.cjs');

/** Runs the built command line in a folder. */
export function cli(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return run(process.execPath, [CLI, ...args], options);
}

/** Runs a line of bash in which `$cli` is the built command line. */
export function bash(line: string, options: RunOptions = {}): Promise<Finished> {
  const env = { ...(options.env ?? process.env), cli: `${process.execPath} ${CLI}` };
  return run('bash', ['-c', line], { ...options, env });
}

/** A folder of its own for each test of a suite, taken away afterwards. */
export function temporaryFolder(): {
  readonly path: string;
  write(files: Record<string, string | Uint8Array>): Promise<void>;
} {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'agentic-synth-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    async write(files) {
      for (const [name, contents] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), contents);
      }
    },
  };
}

/** That a person is told in few words, without a stack trace, and that nothing is on stdout. */
export const STACK = /\n\s+at .+:\d+:\d+/;
