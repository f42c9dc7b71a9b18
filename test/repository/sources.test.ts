import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { outdatedSchemas } from '../../scripts/schemas.js';
import { ROOT, runTool } from '../support/run.js';

describe('sources', function () {
  this.timeout(240_000);

  const tools: [promise: string, script: string, ...args: string[]][] = [
    ['have consistent types', 'typescript/bin/tsc', '-b', '--pretty', 'false'],
    ['follow the lint rules and keep to their layers', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'],
    ['are formatted', 'prettier/bin/prettier.cjs', '--check', '.'],
    ['have no dead exports, files or dependencies', 'knip/bin/knip.js', '--no-progress'],
  ];
  for (const [promise, script, ...args] of tools) {
    it(promise, async () => {
      const { code, stdout, stderr } = await runTool(script, args);
      assert.equal(code, 0, `${stdout}${stderr}`);
    });
  }

  it('agree with the generated JSON Schemas', async () => {
    assert.deepEqual(await outdatedSchemas(), [], 'run: npm run schemas');
  });

  it('lock their dependencies without naming a registry', async () => {
    const lock = JSON.parse(await readFile(`${ROOT}/package-lock.json`, 'utf8')) as {
      packages: Record<string, { resolved?: string; link?: boolean }>;
    };
    const hosts = Object.entries(lock.packages).filter(([, { resolved, link }]) => resolved && !link);
    assert.deepEqual(hosts, []);
  });
});
