import assert from 'node:assert/strict';
import { bash, cli, temporaryFolder } from './cli.js';

type Row = Record<string, unknown>;
const rowsOf = (stdout: string): Row[] => JSON.parse(stdout) as Row[];

describe('command line: generate timeseries', () => {
  const folder = temporaryFolder();
  const generate = (...args: string[]): ReturnType<typeof cli> =>
    cli(['generate', 'timeseries', ...args], { cwd: folder.path });

  it('makes measurements without a schema', async () => {
    const { code, stdout } = await generate('--count', '5');
    assert.equal(code, 0);
    const rows = rowsOf(stdout);
    assert.deepEqual(Object.keys(rows[0]), ['timestamp', 'temperature', 'humidity', 'pressure']);
    assert.deepEqual(
      rows.map(({ timestamp }) => timestamp),
      [0, 1, 2, 3, 4].map((s) => `2026-01-01T00:00:0${s}Z`),
    );
  });

  it('takes the map of the architecture, and looks like measurements', async () => {
    const map = {
      timestamp: 'datetime',
      temperature: { type: 'number', min: -20, max: 40 },
      humidity: { type: 'number', min: 0, max: 100 },
    };
    await folder.write({ 'schema.json': JSON.stringify(map) });
    const { code, stderr } = await generate('--count', '1000', '--schema', './schema.json', '--output', 'data.json');
    assert.deepEqual([code, stderr], [0, '']);
    const { stdout } = await bash('cat data.json', { cwd: folder.path });
    const values = rowsOf(stdout).map(({ temperature }) => temperature as number);
    assert.equal(values.length, 1000);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const moment = (lag: number): number =>
      values.slice(lag).reduce((sum, x, i) => sum + (x - mean) * (values[i] - mean), 0);
    assert.ok(moment(1) / moment(0) > 0.8, `lag-1 autocorrelation ${moment(1) / moment(0)}`);
  });

  it('joins shards, and gives the same bytes for any workers and batches', async () => {
    await folder.write({
      's.yaml': `type: timeseries
interval: 1m
series: { sensor: [a, b, c] }
fields:
  walk: { type: number, noise: { type: randomWalk, stdDev: 1 } }
  ar: { type: number, noise: { type: ar, coefficients: [0.9], stdDev: 1 } }
`,
    });
    const args = ['--schema', 's.yaml', '--count', '20000', '--format', 'csv'];
    const whole = await generate(...args);
    const parts = await Promise.all([1, 2, 3].map((i) => generate(...args, '--shard', `${i}/3`)));
    assert.equal(parts.map(({ stdout }) => stdout).join(''), whole.stdout);
    for (const more of [
      ['--workers', '2'],
      ['--batch-size', '77'],
    ]) {
      assert.equal((await generate(...args, ...more)).stdout, whole.stdout, more.join(' '));
    }
  });

  for (const format of ['json', 'jsonl', 'csv', 'parquet']) {
    it(`writes ${format} that validates`, async () => {
      await folder.write({
        's.yaml': `type: timeseries
interval: 1h
series: { site: [north, south] }
fields:
  load: { type: number, min: 0, max: 9, anomalies: { probability: 0.1, types: [spike, missing], label: why } }
`,
      });
      const made = await generate('--schema', 's.yaml', '--count', '300', '--verify', '--output', `out.${format}`);
      assert.deepEqual([made.code, made.stderr], [0, '']);
      const { code, stdout } = await cli(['validate', '--schema', 's.yaml', `out.${format}`], { cwd: folder.path });
      assert.deepEqual([code, stdout], [0, '300 rows: ok\n']);
    });
  }

  it('takes its sampling and its length from the configuration, where neither flag nor schema says', async () => {
    await folder.write({
      '.agentic-synth.json': JSON.stringify({
        generators: { timeseries: { defaultSampleRate: '15m', defaultDuration: '2h' } },
      }),
      'fixed.yaml': 'type: timeseries\ninterval: 1d\ncount: 2\nfields: { x: number }\n',
    });
    const rows = rowsOf((await generate()).stdout);
    assert.equal(rows.length, 8);
    assert.equal(rows[7].timestamp, '2026-01-01T01:45:00Z');
    assert.equal(rowsOf((await generate('--count', '3')).stdout).length, 3);
    const fixed = rowsOf((await generate('--schema', 'fixed.yaml')).stdout);
    assert.deepEqual(
      fixed.map(({ timestamp }) => timestamp),
      ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    );
  });

  const wrong: [key: string, value: string, message: RegExp][] = [
    ['defaultSampleRate', '1M', /\/generators\/timeseries\/defaultSampleRate/],
    ['defaultSampleRate', '0s', /"0s" must be more than nothing/],
    ['defaultDuration', 'long', /"long" .*write it as 1h/],
  ];
  for (const [key, value, message] of wrong) {
    it(`names the file and the place of a wrong ${key}: ${value}`, async () => {
      await folder.write({ '.agentic-synth.json': JSON.stringify({ generators: { timeseries: { [key]: value } } }) });
      const { code, stdout, stderr } = await generate();
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /\.agentic-synth\.json:1:\d+ error config\/value/);
      assert.match(stderr, message);
    });
  }

  it('follows the calendar of a zone over a change of its clocks', async () => {
    await folder.write({
      'd.yaml':
        'type: timeseries\ntimezone: Europe/Berlin\nstart: 2026-03-28T09:00\ninterval: 1d\ncount: 3\nfields: { x: number }\n',
    });
    const times = rowsOf((await generate('--schema', 'd.yaml')).stdout).map(({ timestamp }) => timestamp);
    assert.deepEqual(times, ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z', '2026-03-30T07:00:00Z']);
  });
});
