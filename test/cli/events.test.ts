import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cli, temporaryFolder } from './cli.js';

type Row = Record<string, unknown>;
const rowsOf = (stdout: string): Row[] => JSON.parse(stdout) as Row[];

const CLICKS = `type: events
rate: 2/s
fields: { id: uuid, user: integer (1..9) }
events:
  view: { weight: 5, fields: { page: { enum: [/, /docs] }, note: string? } }
  buy: { weight: 1, fields: { amount: { type: number, min: 1, max: 99, decimals: 2 } } }
faults:
  duplicate: 0.1
  drift: [{ at: 2026-01-01T00:01:00Z, field: user, rename: account }]
  label: fault
`;

describe('command line: generate events', () => {
  const folder = temporaryFolder();
  const generate = (...args: string[]): ReturnType<typeof cli> =>
    cli(['generate', 'events', ...args], { cwd: folder.path });

  it('makes a stream of events without a schema', async () => {
    const { code, stdout } = await generate('--count', '200');
    assert.equal(code, 0);
    const rows = rowsOf(stdout);
    assert.equal(rows.length, 200);
    assert.deepEqual([...new Set(rows.map(({ type }) => type))].sort(), ['purchase', 'search', 'view']);
    for (const row of rows) assert.equal('amount' in row, row.type === 'purchase');
    // A hundred a second: two hundred take about two.
    const last = Date.parse(rows[199].timestamp as string) - Date.parse('2026-01-01');
    assert.ok(last > 1400 && last < 2800, String(last));
  });

  it('takes a rate, which is stronger than that of the schema', async () => {
    await folder.write({ 'c.yaml': CLICKS });
    const rows = rowsOf((await generate('--schema', 'c.yaml', '--count', '240', '--rate', '2/min')).stdout);
    const minutes = (Date.parse(rows[239].timestamp as string) - Date.parse('2026-01-01')) / 60_000;
    assert.ok(minutes > 85 && minutes < 155, String(minutes));
  });

  for (const format of ['json', 'jsonl', 'csv', 'parquet']) {
    it(`writes ${format} that validates`, async () => {
      await folder.write({ 'c.yaml': CLICKS });
      const made = await generate('--schema', 'c.yaml', '--count', '300', '--verify', '--output', `out.${format}`);
      assert.deepEqual([made.code, made.stderr], [0, '']);
      const { code, stdout } = await cli(['validate', '--schema', 'c.yaml', `out.${format}`], { cwd: folder.path });
      assert.deepEqual([code, stdout], [0, '300 rows: ok\n']);
    });
  }

  it('joins shards, whatever goes wrong on the way', async () => {
    await folder.write({ 'c.yaml': CLICKS });
    const args = ['--schema', 'c.yaml', '--count', '9000', '--format', 'jsonl'];
    const whole = await generate(...args);
    const parts = await Promise.all([1, 2, 3].map((i) => generate(...args, '--shard', `${i}/3`)));
    assert.equal(parts.map(({ stdout }) => stdout).join(''), whole.stdout);
    assert.equal((await generate(...args, '--workers', '2')).stdout, whole.stdout);
  });

  it('takes its rate from the configuration, where neither flag nor schema says', async () => {
    await folder.write({
      '.agentic-synth.json': '{ "generators": { "events": { "defaultRate": "1/h" } } }',
      'plain.yaml': 'type: events\nfields: { x: integer }\n',
    });
    const hours = async (...args: string[]): Promise<number> => {
      const rows = rowsOf((await generate('--schema', 'plain.yaml', '--count', '100', ...args)).stdout);
      return (Date.parse(rows[99].timestamp as string) - Date.parse('2026-01-01')) / 3_600_000;
    };
    assert.ok((await hours()) > 60);
    assert.ok((await hours('--rate', '100/sec')) < 0.01);
  });

  it('names the file and the place of a wrong rate in the configuration', async () => {
    await folder.write({ '.agentic-synth.json': '{ "generators": { "events": { "defaultRate": "100" } } }' });
    const { code, stdout, stderr } = await generate();
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /\.agentic-synth\.json:1:\d+ error config\/value "100" .*\/generators\/events\/defaultRate/);
  });

  it('ends with an error where fewer events come than are wanted', async () => {
    await folder.write({
      'q.yaml': `type: events
count: 500
rate: 1/m
arrival: { type: intensity, expr: "elapsed < duration('1h') ? 1.0 : 0.0" }
fields: { x: integer }
`,
    });
    const { code, stderr } = await generate('--schema', 'q.yaml', '--format', 'jsonl', '--output', 'out.jsonl');
    assert.equal(code, 1);
    assert.match(stderr, /no event comes after \d\d of rows: the rate stays at 0/);
    assert.equal(existsSync(join(folder.path, 'out.jsonl')), false);
  });
});
