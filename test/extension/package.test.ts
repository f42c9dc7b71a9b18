import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { ROOT } from '../support/run.js';
import { packedExtension } from './vsix.js';

describe('extension package', function () {
  this.timeout(120_000);
  let zip: JSZip;
  let bytes: number;
  before(async () => {
    const packed = await readFile(await packedExtension());
    bytes = packed.length;
    zip = await JSZip.loadAsync(packed);
  });
  const text = (name: string): Promise<string> => zip.file(`extension/${name}`)!.async('text');

  it('has what runs, its words, schemas, pictures and licences, and nothing else', () => {
    const allowed = [
      /^\[Content_Types\]\.xml$/,
      /^extension\.vsixmanifest$/,
      /^extension\/(?:package\.json|package\.nls(?:\.[a-z-]+)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
      /^extension\/dist\/(?:extension|server)\.cjs$/,
      /^extension\/dist\/(?:THIRD-PARTY-LICENSES\.txt|DIAGNOSTICS\.md)$/,
      /^extension\/dist\/webview\/[\w.-]+\.(?:js|css|ttf)$/,
      /^extension\/schemas\/[\w-]+\.schema\.json$/,
      /^extension\/(?:client\/)?media\/[\w./-]+\.(?:md|svg|png)$/,
      /^extension\/l10n\/bundle\.l10n(?:\.[a-z-]+)?\.json$/,
      /^extension\/client\/languages\/[\w.-]+\.json$/,
    ];
    const files = Object.values(zip.files).filter(({ dir }) => !dir);
    const others = files.map(({ name }) => name).filter((name) => !allowed.some((pattern) => pattern.test(name)));
    assert.deepEqual(others, []);
  });

  it('has every file that its manifest names', async () => {
    const manifest = await text('package.json');
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:client|dist|media|l10n)\/[^"]+)"/g)].map(([, file]) => file!);
    assert.ok(named.includes('dist/extension.cjs'));
    for (const file of named) assert.ok(zip.file(`extension/${file}`), file);
  });

  it('says every sentence that its manifest names', async () => {
    const manifest = await text('package.json');
    const words = JSON.parse(zip.file('extension/package.nls.json') ? await text('package.nls.json') : '{}') as object;
    const named = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
    assert.deepEqual(
      named.filter((key) => !Object.hasOwn(words, key)),
      [],
    );
  });

  it('stays within 1500 KB', () => {
    assert.ok(bytes <= 1_500_000, `${Math.ceil(bytes / 1000)} KB`);
  });

  it('names the licence of every package inside', async () => {
    const notices = await text('dist/THIRD-PARTY-LICENSES.txt');
    for (const name of ['@faker-js/faker', 'vscode-languageserver', 'vscode-languageclient', 'zod', 'yaml']) {
      assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT|^${name} \\d+\\.\\d+\\.\\d+ \\(ISC`, 'm'));
    }
    assert.doesNotMatch(notices, /\(undefined\)|\n\n\n\n/, 'a package without its licence');
  });

  it('has the version of its change log', async () => {
    const { version } = JSON.parse(await text('package.json')) as { version: string };
    assert.match(
      await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'),
      new RegExp(`^## ${version.replaceAll('.', '\\.')}\\b`, 'm'),
    );
  });
});
