import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, temporaryFolder } from './cli.js';

describe('command line: init', () => {
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });

  for (const template of ['users', 'shop', 'sensors', 'traffic']) {
    it(`writes the ${template} schema, commented and valid`, async () => {
      const { code, stderr, stdout } = await here('init', '--template', template);
      assert.deepEqual([code, stdout, stderr], [0, '', `Wrote ${template}.synth.yaml.\n`]);
      const text = await readFile(join(folder.path, `${template}.synth.yaml`), 'utf8');
      assert.match(text, /^# /);
      const checked = await here('validate', `${template}.synth.yaml`);
      assert.equal(checked.code, 0, checked.stdout + checked.stderr);
      assert.doesNotMatch(checked.stdout, /error|warning/);
    });
  }

  for (const template of ['users', 'shop']) {
    it(`writes a ${template} schema that generates`, async () => {
      await here('init', '--template', template);
      const made = await here('generate', 'structured', '--schema', `${template}.synth.yaml`, '--count', '3');
      assert.equal(made.code, 0, made.stderr);
      const value = JSON.parse(made.stdout) as unknown[] | { users: unknown[] };
      assert.equal(Array.isArray(value) ? value.length : value.users.length, 3);
    });
  }

  it('keeps a file that is there, unless forced', async () => {
    await folder.write({ 'mine.yaml': 'keep' });
    const { code, stderr } = await here('init', 'mine.yaml');
    assert.equal(code, 2);
    assert.match(stderr, /mine\.yaml exists already\. Pass --force/);
    assert.equal(await readFile(join(folder.path, 'mine.yaml'), 'utf8'), 'keep');
    assert.equal((await here('init', 'mine.yaml', '--force')).code, 0);
    assert.match(await readFile(join(folder.path, 'mine.yaml'), 'utf8'), /^# People/);
  });

  it('says which folder is missing', async () => {
    const { code, stderr } = await here('init', 'no/where.yaml');
    assert.equal(code, 2);
    assert.match(stderr, /There is no folder no\./);
  });
});
