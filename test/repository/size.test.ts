import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../support/run.js';

const KB = 1000;

describe('sizes', () => {
  const budgets: [file: string, bytes: number][] = [
    ['engine/dist/cli.cjs', 3800 * KB],
    ['engine/dist/language-server.cjs', 3900 * KB],
    ['dist/server.cjs', 1500 * KB],
    ['dist/extension.cjs', 540 * KB],
    ['dist/webview/preview.js', 300 * KB],
  ];
  for (const [file, bytes] of budgets) {
    it(`keep ${file} within ${bytes / KB} KB`, async () => {
      const { size } = await stat(join(ROOT, file));
      assert.ok(size <= bytes, `${Math.ceil(size / KB)} KB`);
    });
  }

  const bundles: [code: string, bytes: number][] = [
    // A quarter of it are the kernels that write cells as WebAssembly, and what assembles them.
    [`export { csvEncoder } from 'agentic-synth/core'`, 35 * KB],
    [`export { parquetEncoder } from 'agentic-synth/core'`, 60 * KB],
  ];
  for (const [contents, bytes] of bundles) {
    it(`keep a bundle of ${contents} within ${bytes / KB} KB`, async () => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: ROOT },
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        outdir: '.',
      });
      const size = outputFiles.reduce((sum, file) => sum + file.contents.length, 0);
      assert.ok(size <= bytes, `${Math.ceil(size / KB)} KB`);
    });
  }
});
