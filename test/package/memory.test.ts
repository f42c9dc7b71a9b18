import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/run.js';

const run = promisify(execFile);

/**
 * Writes rows in a process of its own and tells its greatest memory in MB. `maxRSS` would do where there is no `/proc`; on
 * Linux it begins with the memory of the process that started this one.
 */
async function peak(rows: number, workers: number, output: string): Promise<number> {
  const script = `
    import { existsSync, readFileSync } from 'node:fs';
    import { AgenticSynth } from ${JSON.stringify(`${ROOT}/engine/dist/esm/index.js`)};
    const { rows } = await new AgenticSynth().write('structured', {
      schema: ${JSON.stringify(`${ROOT}/benchmarks/users.synth.yaml`)},
      count: ${rows}, workers: ${workers}, output: ${JSON.stringify(output)},
    });
    const peak = existsSync('/proc/self/status')
      ? Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
      : process.resourceUsage().maxRSS;
    console.log(JSON.stringify({ rows, peak: peak / 1024 }));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  const result = JSON.parse(stdout) as { rows: number; peak: number };
  assert.equal(result.rows, rows);
  return result.peak;
}

describe('memory', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'memory-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const format of ['csv', 'jsonl', 'parquet']) {
    it(`stays below 300 MB for ${format}, and does not grow with the rows`, async () => {
      const few = await peak(500_000, 2, join(folder, `few.${format}`));
      const many = await peak(2_000_000, 2, join(folder, `many.${format}`));
      assert.ok(many < 300, `${many} MB`);
      assert.ok(many < few + 60, `${few} MB for half a million rows, ${many} MB for two million`);
    });
  }
});
