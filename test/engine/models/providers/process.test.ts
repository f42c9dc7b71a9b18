import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { type Fault, refusedUrl, startModelServer } from '../../../support/model-servers/index.js';
import { run } from '../../../support/run.js';

describe('models: a process after every fault', () => {
  it('has no unhandled rejection, says nothing, and ends at once', async () => {
    const server = await startModelServer(({ system }) => ({
      text: 'A text that is long enough for several pieces.',
      ...(system === undefined || system === 'none' ? {} : { fault: system as Fault }),
    }));
    try {
      const script = fileURLToPath(new URL('all-faults.ts', import.meta.url));
      const args = ['--import', 'tsx', script, server.url, await refusedUrl()];
      const { code, stdout, stderr } = await run(process.execPath, args);
      assert.equal(stderr, '');
      assert.equal(code, 0);
      const seen = JSON.parse(stdout) as Record<'calls' | 'unhandled' | 'warnings' | 'idle', number>;
      assert.ok(seen.calls > 700, String(seen.calls));
      assert.deepEqual([seen.unhandled, seen.warnings], [0, 0]);
      assert.ok(seen.idle <= 100, `${seen.idle} ms after the last result`);
    } finally {
      await server.close();
    }
  });
});
