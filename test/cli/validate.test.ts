import assert from 'node:assert/strict';
import { cli, temporaryFolder } from './cli.js';

describe('command line: validate', () => {
  const folder = temporaryFolder();
  const validate = (...args: string[]): ReturnType<typeof cli> => cli(['validate', ...args], { cwd: folder.path });

  it('lists the mistakes of every file with their places, and fails', async () => {
    await folder.write({
      'good.yaml': 'id: uuid\n',
      'bad.yaml': 'id: uuid\nage: { type: integer, min: 9, max: 1 }\nmail: emial\n',
      'broken.json': '{ "a": ',
    });
    const { code, stdout, stderr } = await validate('good.yaml', 'bad.yaml', 'gone.yaml', 'broken.json');
    assert.equal(code, 1);
    assert.equal(stderr, '');
    const lines = stdout.split('\n');
    assert.equal(lines[0], 'good.yaml ok');
    assert.match(stdout, /^bad\.yaml:2:\d+ error \S+\/\S+ .* \(\/age/m);
    assert.match(stdout, /^bad\.yaml:3:7 error \S+\/\S+ .*Did you mean "email".* \(\/mail\)\n {4}fix: /m);
    assert.match(stdout, /^gone\.yaml error file\/missing There is no file gone\.yaml\./m);
    assert.match(stdout, /^broken\.json:1:\d+ error /m);
  });

  it('prints the same for machines', async () => {
    await folder.write({ 'bad.json': '{\n  "mail": "emial"\n}\n', 'good.json': '{ "id": "uuid" }' });
    const { code, stdout } = await validate('--json', 'bad.json', 'good.json');
    assert.equal(code, 1);
    const [bad, good] = JSON.parse(stdout) as { file: string; diagnostics: Record<string, unknown>[] }[];
    assert.deepEqual(good, { file: 'good.json', diagnostics: [] });
    assert.equal(bad?.diagnostics.length, 1);
    const { file, line, column, severity, pointer } = bad.diagnostics[0]!;
    assert.deepEqual([file, line, column, severity, pointer], ['bad.json', 2, 11, 'error', '/mail']);
  });

  it('follows references into other files', async () => {
    await folder.write({
      'users.yaml': 'tables:\n  users:\n    count: 3\n    fields: { id: uuid }\n',
      'orders.yaml':
        'tables:\n  orders:\n    fields:\n      user: { ref: ./users.yaml#users.id }\n      x: { ref: ./users.yaml#users.nmae }\n',
    });
    const { code, stdout } = await validate('orders.yaml');
    assert.equal(code, 1);
    assert.match(stdout, /^orders\.yaml:5:\d+ error .*nmae/m);
    assert.doesNotMatch(stdout, /orders\.yaml:4/);
  });
});
