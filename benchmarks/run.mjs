#!/usr/bin/env node
// The same ten-field job by every contestant, each in a process of its own, and what it costs: node benchmarks/run.mjs
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { sharesOf } from './json-schema.mjs';
import { languageServers } from './language-server.mjs';

const USAGE = `node benchmarks/run.mjs [options]

  --rows N          rows of the fast contestants (default 1000000); slow ones take fewer
  --points N        points of the time series (default 10000000); events are half as many
  --only A,B        contestants whose name contains one of these texts
  --formats A,B     csv, jsonl, parquet (default all)
  --parts A,B       contest, series, json-schema, growth, startup, language-server (default all of these),
                    extension, which installs VS Code into .cache first
  --repetitions N   timed runs in each process (default 3)
  --rounds N        processes of each contestant, one contestant after another (default 2)
  --largest N       largest number of rows of the growth table (default 10000000)
  --write           write the tables to benchmarks/RESULTS.md too
`;

const cores = availableParallelism();
/** What those who can do every job take part in. */
const JOBS = ['users', 'points', 'arrivals'];
/** Rows of a JSON Schema. */
const SCHEMAS = ['flat', 'nested'];
const OURS = 'agentic-synth, 1 worker';
/** `most`: rows at which a contestant has shown its rate; more would only take longer. */
const CONTESTANTS = [
  { name: OURS, module: 'ours', threads: 1, jobs: [...JOBS, ...SCHEMAS], formats: ['csv', 'jsonl', 'parquet'] },
  { name: 'agentic-synth, 2 workers', module: 'ours', threads: 2, jobs: JOBS, formats: ['csv', 'jsonl', 'parquet'] },
  { name: 'DuckDB, 1 thread', module: 'duckdb', threads: 1, jobs: JOBS, formats: ['csv', 'jsonl', 'parquet'] },
  {
    name: `DuckDB, ${cores} threads`,
    module: 'duckdb',
    threads: cores,
    jobs: JOBS,
    formats: ['csv', 'jsonl', 'parquet'],
  },
  { name: '@faker-js/faker loop', module: 'faker', most: 100_000, formats: ['csv', 'jsonl'] },
  {
    name: 'json-schema-faker',
    module: 'json-schema-faker',
    most: 20_000,
    jobs: ['users', ...SCHEMAS],
    formats: ['csv', 'jsonl'],
  },
  { name: '@snaplet/copycat', module: 'copycat', most: 4_000, formats: ['csv', 'jsonl'] },
];

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    points: { type: 'string', default: '10000000' },
    only: { type: 'string' },
    formats: { type: 'string', default: 'csv,jsonl,parquet' },
    parts: { type: 'string', default: 'contest,series,json-schema,growth,startup,language-server' },
    repetitions: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '2' },
    largest: { type: 'string', default: '10000000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const whole = (name) => {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number ≥ 1, not ${options[name]}`);
  return value;
};

const run = promisify(execFile);
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'agentic-synth-bench-'));
const cli = here('../engine/dist/cli.cjs');
const lines = [];

const wanted = CONTESTANTS.filter(
  ({ name }) =>
    !options.only || options.only.split(',').some((text) => name.toLowerCase().includes(text.toLowerCase())),
);
if (wanted.length === 0)
  throw new Error(`--only ${options.only} names none of: ${CONTESTANTS.map(({ name }) => name).join('; ')}`);
if (wanted.some(({ module }) => module === 'ours') && !existsSync(here('../engine/dist/esm/index.js')))
  throw new Error('the engine is not built: run `npm run build` first');

try {
  say(
    `# Benchmarks\n\n${machine()}\n\nThe job, where no other is named: the ten fields of [users.synth.yaml](users.synth.yaml). Times are steady state, median; one process a contestant.`,
  );
  const parts = options.parts.split(',');
  if (parts.includes('contest')) for (const format of options.formats.split(',')) await contest(format);
  if (parts.includes('series')) {
    const points = whole('points');
    await contest('csv', { job: 'points', rows: points, title: `${count(points)} points of a time series, CSV` });
    await contest('parquet', {
      job: 'points',
      rows: points,
      title: `${count(points)} points of a time series, Parquet`,
    });
    const events = Math.ceil(points / 2);
    await contest('jsonl', { job: 'arrivals', rows: events, title: `${count(events)} Poisson events, JSONL` });
  }
  if (parts.includes('json-schema')) await jsonSchema();
  if (parts.includes('growth')) await growth();
  if (parts.includes('startup') && existsSync(cli)) startup();
  if (parts.includes('language-server')) await languageServer();
  if (parts.includes('extension')) extension();
  if (options.write) writeFileSync(here('RESULTS.md'), `${lines.join('\n\n')}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function say(text) {
  lines.push(text);
  process.stdout.write(`${text}\n\n`);
}

function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus()[0].model.trim()}, ${cores} cores, ${memory} GB, ${platform()} ${arch()}, Node ${process.versions.node}.`;
}

/** Seconds, bytes and peak memory of one contestant in one process. */
async function measure({ module, threads = 0 }, format, rows, repetitions, job = 'users') {
  const file = join(folder, `rows.${format}`);
  const args = [here('child.mjs'), module, format, rows, threads, repetitions, file, job].map(String);
  const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 24 });
  rmSync(file, { force: true });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** A table of all who take part in a job: the users, where nothing says otherwise. */
async function contest(format, { job = 'users', rows: most = whole('rows'), title = format } = {}) {
  const entrants = wanted.filter(({ formats, jobs = ['users'] }) => formats.includes(format) && jobs.includes(job));
  const results = new Map(entrants.map(({ name }) => [name, []]));
  // Contestants take turns, so that a slow minute of the machine hits all of them.
  for (let round = 0; round < whole('rounds'); round++) {
    for (const entrant of entrants) {
      const rows = Math.min(most, entrant.most ?? Infinity);
      process.stderr.write(`${job}, ${format}: ${entrant.name}, ${rows} rows\n`);
      const result = await measure(entrant, format, rows, whole('repetitions'), job);
      results.get(entrant.name).push({ rows, ...result });
    }
  }
  const summary = entrants.map(({ name }) => {
    const runs = results.get(name);
    const seconds = median(runs.flatMap((r) => r.seconds));
    const { rows, bytes } = runs[0];
    return {
      name,
      rows,
      rate: rows / seconds,
      megabytes: bytes / 1e6 / seconds,
      peak: Math.max(...runs.map((r) => r.peak)),
    };
  });
  const ours = summary.find(({ name }) => name === OURS);
  const table = summary.map((r) => [
    r.name,
    count(r.rows),
    count(r.rate),
    r.megabytes.toFixed(r.megabytes < 10 ? 1 : 0),
    mega(r.peak),
    ours ? `${(ours.rate / r.rate).toFixed(2)}×` : '',
  ]);
  say(`## ${title}\n\n${markdown(['', 'rows', 'rows/s', 'MB/s', 'peak memory', `${OURS} is`], table)}`);
}

/** Rows of JSON Schemas: how fast, and of how many schemas they are valid. */
async function jsonSchema() {
  await contest('jsonl', { job: 'flat', title: 'Rows of a JSON Schema of ten flat properties, JSONL' });
  await contest('jsonl', { job: 'nested', title: 'Rows of a nested JSON Schema, JSONL' });
  const shares = await sharesOf((text) => process.stderr.write(`${text}\n`));
  const table = shares.map(({ corpus, contestant, schemas, valid, invalid, nothing, stopped }) => [
    corpus,
    contestant,
    count(schemas),
    `${((100 * valid) / schemas).toFixed(1)} %`,
    count(invalid),
    count(nothing),
    count(stopped),
  ]);
  const head = ['schemas', '', 'count', 'with valid rows', 'invalid rows', 'no rows', 'stopped after 10 s'];
  say(`## JSON Schemas of which 20 rows are valid\n\n${markdown(head, table)}`);
}

async function growth() {
  const entrants = wanted.filter(({ threads }) => threads === undefined || threads === 1);
  const sizes = [1e3, 1e4, 1e5, 1e6, 1e7].filter((n) => n <= whole('largest'));
  const table = [];
  for (const entrant of entrants) {
    for (const rows of sizes.filter((n) => n <= (entrant.most ?? Infinity) * 10)) {
      process.stderr.write(`growth: ${entrant.name}, ${rows} rows\n`);
      const { seconds, peak } = await measure(entrant, 'csv', rows, rows > 1e6 ? 1 : 3);
      const middle = median(seconds);
      table.push([
        entrant.name,
        count(rows),
        `${(middle * 1000).toFixed(middle < 0.1 ? 1 : 0)} ms`,
        count(rows / middle),
        mega(peak),
      ]);
    }
  }
  say(`## Cost as the rows grow (CSV)\n\n${markdown(['', 'rows', 'time', 'rows/s', 'peak memory'], table)}`);
}

/** Whole processes, from nothing to exit, in turn. */
function startup() {
  const schema = here('users.synth.yaml');
  const commands = {
    'node -e 0': ['-e', '0'],
    'agentic-synth --version': [cli, '--version'],
    'agentic-synth generate structured --count 10': [
      cli,
      'generate',
      'structured',
      '--schema',
      schema,
      '--count',
      '10',
    ],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < 21; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      if (round > 0) times[name].push(performance.now() - start);
    }
  }
  const nothing = median(times['node -e 0']);
  const table = Object.entries(times).map(([name, list]) => [
    `\`${name}\``,
    `${median(list).toFixed(0)} ms`,
    `${(median(list) / nothing).toFixed(2)}×`,
  ]);
  say(`## Start of the command line\n\n${markdown(['', 'time', 'of `node -e 0`'], table)}`);
}

/** How long an editor waits. */
async function languageServer() {
  const results = await languageServers((text) => process.stderr.write(`${text}\n`));
  const time = (value) => (value === undefined ? '' : value.toFixed(value < 10 ? 1 : 0));
  const table = results.map(({ name, language, lines, validation, completion, start, memory }) => [
    name,
    language === 'json' ? 'JSON' : 'YAML',
    count(lines),
    ...[validation?.p50, validation?.p95, completion?.p50, completion?.p95, start].map(time),
    memory === undefined ? '' : mega(memory),
  ]);
  const head = ['', '', 'lines', 'validation p50, ms', 'p95', 'completion p50, ms', 'p95', 'start, ms', 'memory'];
  say(`## Language server\n\n${markdown(head, table)}`);
}

/** How long a person waits in real VS Code. */
function extension() {
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', here('extension.ts')], {
    cwd: here('..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`benchmarks/extension.ts ended with ${status}`);
  const table = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ version, activation, paints }) => [
      version,
      activation,
      median(paints).toFixed(0),
      Math.max(...paints).toFixed(0),
    ]);
  const head = ['VS Code', 'activation, ms', 'last keystroke to 1,000 × 20 painted, median, ms', 'slowest of 20'];
  say(`## Extension\n\n${markdown(head, table)}`);
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function count(n) {
  return Math.round(n).toLocaleString('en-US');
}

function mega(bytes) {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}

function markdown(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
