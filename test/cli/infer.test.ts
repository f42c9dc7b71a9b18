import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cli, temporaryFolder } from './cli.js';

describe('command line: infer', () => {
  const folder = temporaryFolder();
  const here = (...args: string[]): ReturnType<typeof cli> => cli(args, { cwd: folder.path });
  const rows = Array.from({ length: 40 }, (_, i) => ({
    id: i + 1,
    plan: i % 4 === 0 ? 'pro' : 'free',
    at: `2024-01-${10 + (i % 20)}`,
  }));
  const csv = `id,plan,at\n${rows.map((row) => Object.values(row).join(',')).join('\n')}\n`;

  it('prints a schema as YAML, and nothing else', async () => {
    await folder.write({ 'users.csv': csv });
    assert.deepEqual(await here('infer', 'users.csv'), {
      code: 0,
      signal: null,
      stderr: '',
      stdout: `# A first schema, inferred from 40 rows in users.csv.
# Check it before you rely on it. Values that seem to be of people were left out.
name: users
count: 40
fields:
  id: sequence
  plan: { enum: { free: 30, pro: 10 } }
  at: { type: date, min: 2024-01-10, max: 2024-01-29 }
`,
    });
  });

  it('writes it to a file that makes rows, and not over one that is there', async () => {
    await folder.write({ 'users.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') });
    const wrote = { code: 0, signal: null, stdout: '', stderr: 'Wrote u.synth.json.\n' };
    assert.deepEqual(
      await here('infer', 'users.jsonl', '-o', 'u.synth.json', '--limit', '20', '--name', 'people'),
      wrote,
    );
    const document = JSON.parse(await readFile(join(folder.path, 'u.synth.json'), 'utf8')) as object;
    assert.deepEqual(Object.entries(document).slice(0, 2), [
      ['name', 'people'],
      ['count', 20],
    ]);
    const made = await here('generate', 'structured', '--schema', 'u.synth.json', '--format', 'jsonl', '--quiet');
    assert.equal(made.stdout.trim().split('\n').length, 20);
    const again = await here('infer', 'users.jsonl', '-o', 'u.synth.json');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /exists already. Pass --force/);
    assert.deepEqual(await here('infer', 'users.jsonl', '-o', 'u.synth.json', '--force'), wrote);
  });

  it('makes tables of the files of a folder, Parquet among them', async () => {
    const schema =
      'tables:\n  users: { count: 30, fields: { id: uuid } }\n  orders: { count: { per: users, min: 1, max: 3 }, fields: { userId: { ref: users.id } } }\n';
    await folder.write({ 'shop.yaml': schema });
    await here('generate', 'structured', '--schema', 'shop.yaml', '--format', 'parquet', '--output', 'out/', '--quiet');
    const { stdout } = await here('infer', 'out');
    assert.match(stdout, /^ {6}userId: \{ ref: users\.id \}$/m);
    assert.match(stdout, /^ {4}count: \{ per: users, min: 1, max: 3 \}$/m);
  });

  it('says what is no data', async () => {
    await folder.write({ 'a.txt': 'x', 'empty.csv': '', 'bad.json': '{' });
    for (const [file, message] of [
      ['a.txt', /is no data file: its name must end in/],
      ['empty.csv', /empty\.csv: there are no rows/],
      ['bad.json', /bad\.json: the text is no JSON/],
      ['gone.csv', /gone\.csv/],
    ] as const) {
      const { code, stderr, stdout } = await here('infer', file);
      assert.deepEqual([code, stdout], [1, ''], file);
      assert.match(stderr, message);
    }
  });
});
