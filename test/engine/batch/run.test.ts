import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  AgenticSynth,
  type BatchError,
  type BatchEvent,
  type BatchOptions,
  type BatchReport,
} from '../../../engine/src/index.js';
import { temporaryFolder } from '../../cli/cli.js';

const folder = temporaryFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);

async function run(config: string | object, options: BatchOptions = {}): Promise<BatchReport> {
  return new AgenticSynth().batch(config, { output: at('out'), ...options });
}

async function failing(config: string | object, options: BatchOptions = {}): Promise<BatchReport> {
  const error = await run(config, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.equal((error as BatchError | undefined)?.name, 'BatchError', String(error));
  return (error as BatchError).report;
}

function statuses({ jobs }: BatchReport): Record<string, string> {
  return Object.fromEntries(jobs.map(({ name, status }) => [name, status]));
}

async function column(file: string, name: string): Promise<string[]> {
  const [head, ...rows] = (await readFile(at('out', file), 'utf8')).trimEnd().split('\n');
  const place = head.split(',').indexOf(name);
  return rows.map((row) => row.split(',')[place]);
}

async function mistakes(config: string | object): Promise<string[]> {
  const found = await new AgenticSynth().checkBatch(config);
  return found.map(({ pointer, code, message }) => `${pointer} ${code} ${message}`);
}

const USERS = 'fields: { id: uuid, city: location.city }\n';

describe('Batch', () => {
  it('writes what `write` alone writes with the same settings, whatever the jobs need and how many run at once', async () => {
    const settings = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      seed: fc.integer({ min: 0, max: 2 ** 40 }),
      locale: fc.constantFrom('en', 'de', 'pt_BR'),
      format: fc.constantFrom('json', 'jsonl', 'csv', 'parquet'),
    });
    const job = fc.record({
      settings,
      parents: fc.uniqueArray(fc.nat(9), { maxLength: 3 }),
      waits: fc.array(fc.nat(9), { maxLength: 2 }),
    });
    const jobs = fc.array(job, { minLength: 1, maxLength: 7 });
    const mixed = jobs.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(mixed, fc.integer({ min: 1, max: 5 }), async ([all, order], parallel) => {
        const here = at(String(round++));
        const synth = new AgenticSynth();
        await mkdir(join(here, 'alone'), { recursive: true });
        for (const [i, { settings: own, parents }] of all.entries()) {
          const refs = i === 0 ? [] : [...new Set(parents.map((k) => k % i))];
          const fields = {
            id: { type: 'uuid' },
            name: 'person.fullName',
            ...Object.fromEntries(refs.map((k) => [`of${k}`, { ref: `./j${k}.synth.json#id`, as: `j${k}` }])),
          };
          const { format: _format, ...head } = own;
          await writeFile(join(here, `j${i}.synth.json`), JSON.stringify({ fields }));
          // On its own, a schema finds the settings of the others in their files.
          await writeFile(join(here, 'alone', `j${i}.synth.json`), JSON.stringify({ ...head, fields }));
        }
        const config = {
          jobs: order.map((i) => ({
            name: `j${i}`,
            schema: join(here, `j${i}.synth.json`),
            ...all[i].settings,
            ...(i > 0 && all[i].waits.length > 0 && { dependsOn: [...new Set(all[i].waits.map((k) => `j${k % i}`))] }),
          })),
        };
        const started: string[] = [];
        const done = new Set<string>();
        const report = await synth.batch(config, {
          output: join(here, 'out'),
          parallel,
          onEvent(event) {
            if (event.type === 'started') {
              const i = Number(event.job.slice(1));
              const needs = [...all[i].parents, ...all[i].waits].filter(() => i > 0).map((k) => `j${k % i}`);
              for (const need of needs) assert.ok(done.has(need), `${event.job} before ${need}`);
              started.push(event.job);
            }
            if (event.type === 'finished') done.add(event.job);
          },
        });
        assert.equal(started.length, all.length);
        for (const { name, files, rows } of report.jobs) {
          const { format, count } = all[Number(name.slice(1))].settings;
          const output = join(here, 'alone', `${name}.${format}`);
          await synth.write('structured', { schema: join(here, 'alone', `${name}.synth.json`), output });
          assert.equal(rows, count);
          assert.deepEqual(await readFile(join(here, 'out', files[0].path)), await readFile(output), name);
        }
        assert.deepEqual((await synth.verifyBatch(join(here, 'out'))).problems, []);
      }),
      { numRuns: 25 },
    );
  });

  it('gives a job the very parents that another job has written, by file and by name', async () => {
    await folder.write({
      'users.synth.yaml': USERS,
      'orders.synth.yaml': "fields: { id: sequence, userId: { ref: './users.synth.yaml#id' } }\n",
      'batch.yaml': `
seed: 3
format: csv
jobs:
  - { name: orders, schema: orders.synth.yaml, count: 300 }
  - { name: users, schema: users.synth.yaml, count: 7, seed: 99, locale: de }
  - name: visits
    schema: { user: { ref: 'job:users#id' }, city: { ref: 'job:users#city' } }
    count: 200
`,
    });
    await run(at('batch.yaml'));
    const ids = await column('users.csv', 'id');
    assert.equal(ids.length, 7);
    assert.deepEqual(new Set(await column('orders.csv', 'userId')), new Set(ids));
    const cities = await column('users.csv', 'city');
    const pairs = (await column('visits.csv', 'user')).map((id, i) => [id, i] as const);
    const visited = await column('visits.csv', 'city');
    for (const [id, i] of pairs) assert.equal(visited[i], cities[ids.indexOf(id)]);
  });

  it('takes the job that is named in dependsOn where several have one schema', async () => {
    await folder.write({
      'users.synth.yaml': USERS,
      'orders.synth.yaml': "fields: { id: sequence, userId: { ref: './users.synth.yaml#id' } }\n",
      'items.synth.yaml':
        "fields: { orderId: { ref: './orders.synth.yaml#id' }, user: { ref: './orders.synth.yaml#userId' } }\n",
    });
    const users = { schema: at('users.synth.yaml'), count: 5, format: 'csv' };
    const orders = { schema: at('orders.synth.yaml'), count: 100, format: 'csv' };
    const twice = [
      { name: 'eu', seed: 1, ...users },
      { name: 'us', seed: 2, ...users },
    ];
    const found = await mistakes({ jobs: [...twice, { name: 'orders', ...orders }] });
    assert.equal(found.length, 1);
    assert.match(found[0], /is the schema of 2 jobs \(eu, us\): name one of them in the `dependsOn` of orders/);
    const items = { name: 'items', schema: at('items.synth.yaml'), count: 300, format: 'csv' };
    await run({ jobs: [items, { name: 'orders', dependsOn: ['us'], ...orders }, ...twice] });
    const ids = new Set(await column('us.csv', 'id'));
    assert.deepEqual(new Set(await column('orders.csv', 'userId')), ids);
    // What a job refers to, it sees as that job saw it, through any number of files.
    assert.deepEqual(new Set(await column('items.csv', 'user')), ids);
  });

  it('lets two schemas refer to each other', async () => {
    await folder.write({
      'a.synth.yaml': "fields: { id: uuid, b: { ref: './b.synth.yaml#id' } }\n",
      'b.synth.yaml': "fields: { id: uuid, a: { ref: './a.synth.yaml#id' } }\n",
    });
    const job = (name: string, count: number): object => ({
      name,
      schema: at(`${name}.synth.yaml`),
      count,
      format: 'csv',
    });
    await run({ jobs: [job('a', 20), job('b', 30)] });
    const [a, b] = [new Set(await column('a.csv', 'id')), new Set(await column('b.csv', 'id'))];
    for (const id of await column('a.csv', 'b')) assert.ok(b.has(id));
    for (const id of await column('b.csv', 'a')) assert.ok(a.has(id));
  });

  it('keeps the rate, type and count of the job for whoever refers to its events', async () => {
    const clicks = {
      type: 'events',
      start: '2026-01-01',
      duration: '10m',
      fields: { id: 'uuid', timestamp: 'datetime' },
    };
    const config = {
      format: 'csv',
      jobs: [
        { name: 'alarms', schema: { id: 'sequence', click: { ref: 'job:clicks#id' } }, count: 400 },
        { name: 'clicks', type: 'events', schema: clicks, rate: '1/m' },
      ],
    };
    await run(config);
    const ids = new Set(await column('clicks.csv', 'id'));
    assert.ok(ids.size < 30, String(ids.size));
    for (const id of await column('alarms.csv', 'click')) assert.ok(ids.has(id));
  });

  const wrong: [what: string, jobs: object[], ...messages: RegExp[]][] = [
    [
      'a schema that is not there',
      [{ name: 'a', schema: 'nope.yaml' }],
      /\/jobs\/0\/schema file\/missing There is no file/,
    ],
    [
      'a job that is not there, in a reference',
      [
        { name: 'users', schema: { id: 'uuid' } },
        { name: 'b', schema: { u: { ref: 'job:user#id' } } },
      ],
      /\/jobs\/1\/schema\/u\/ref ref\/file There is no job "user"\. Did you mean "users"\?/,
    ],
    [
      'a table that a job does not have',
      [
        { name: 'users', schema: { id: 'uuid' } },
        { name: 'b', schema: { u: { ref: 'job:users#idd' } } },
      ],
      /\/jobs\/1\/schema\/u\/ref ref\/dangling `job:users` has no `idd`/,
    ],
    [
      'a field of an inline schema',
      [{ name: 'a', schema: { x: 'intger' } }],
      /\/jobs\/0\/schema\/x field\/unknown-type/,
    ],
    ['a type', [{ name: 'a', type: 'event' }], /\/jobs\/0\/type batch\/type .*Did you mean "events"\?/],
    ['a rate without events', [{ name: 'a', rate: '5/s' }], /\/jobs\/0\/rate batch\/rate/],
    ['a budget without models', [{ name: 'a', budget: 1 }], /\/jobs\/0\/budget batch\/idle/],
    ['settings of CSV for JSON', [{ name: 'a', csv: { header: false } }], /\/jobs\/0\/csv batch\/csv .*format is json/],
    ['an output outside', [{ name: 'a', output: '../a.csv' }], /\/jobs\/0\/output batch\/output/],
    [
      'a name that leads outside',
      [{ name: '..', schema: { tables: { a: { fields: { id: 'uuid' } } } } }],
      /batch\/output/,
    ],
    [
      'one output twice',
      [
        { name: 'a', output: 'X.csv' },
        { name: 'b', output: 'x.csv' },
      ],
      /\/jobs\/1\/output batch\/same-output/,
    ],
    [
      'several tables in one CSV',
      [
        {
          name: 'a',
          schema: { tables: { a: { fields: { id: 'uuid' } }, b: { fields: { id: 'uuid' } } } },
          output: 'a.csv',
        },
      ],
      /csv holds one table, and there are 2 \(a, b\)/,
    ],
    [
      'a reference to rows that a model writes whole',
      [
        { name: 'users', schema: { id: 'uuid' }, model: 'gemini-pro' },
        { name: 'b', schema: { u: { ref: 'job:users#id' } } },
      ],
      /\/jobs\/1\/schema batch\/written-rows The rows of "users" are written whole by a language model/,
    ],
    [
      'a reference to a text that a model writes',
      [
        { name: 'users', schema: { id: 'uuid', bio: { prompt: 'A bio.' } }, model: 'gemini-pro' },
        { name: 'b', schema: { id: { ref: 'job:users#id' }, bio: { ref: 'job:users#bio' } } },
      ],
      /\/jobs\/1\/schema batch\/written-text/,
    ],
  ];
  for (const [what, jobs, ...messages] of wrong) {
    it(`refuses ${what}, before anything is written`, async () => {
      const found = await mistakes({ jobs });
      assert.equal(found.length, messages.length, found.join('\n'));
      messages.forEach((message, i) => assert.match(found[i], message));
      await assert.rejects(run({ jobs }), { name: 'SchemaError' });
      await assert.rejects(stat(at('out')));
    });
  }

  it('refuses options that it does not know, and asks where the files go', async () => {
    const config = { jobs: [{ name: 'a' }] };
    await assert.rejects(run(config, { paralel: 2 } as BatchOptions), /no option `paralel`.*Did you mean "parallel"\?/);
    await assert.rejects(run(config, { parallel: 0 }), /`parallel` must be a whole number from 1 to 64/);
    await assert.rejects(run(config, { workers: 0 }), /`workers` must be/);
    await assert.rejects(run(config, { budget: NaN }), /`budget` is an amount/);
    await assert.rejects(run(config, { cachePolicy: 'some' as 'off' }), /`cachePolicy` is off, default or aggressive/);
    await assert.rejects(run(config, { stream: 1 as unknown as boolean }), /`stream` must be true or false/);
    await assert.rejects(run(config, { output: undefined }), /Say where the files go/);
  });

  it('gives the same manifest for the same batch, and lists each file', async () => {
    const config = {
      seed: 4,
      jobs: [{ name: 'shop', schema: 'examples/shop.synth.yaml', count: 5, format: 'csv' }, { name: 'b' }],
    };
    await run(config, { output: at('one'), parallel: 1 });
    await run(config, { output: at('two'), parallel: 4, workers: 1 });
    const text = await readFile(at('one', 'manifest.json'), 'utf8');
    assert.equal(await readFile(at('two', 'manifest.json'), 'utf8'), text);
    const { jobs, files } = JSON.parse(text) as { jobs: { status: string }[]; files: Record<string, unknown>[] };
    assert.deepEqual(
      jobs.map(({ status }) => status),
      ['done', 'done'],
    );
    assert.deepEqual(
      files.map(({ path }) => path),
      ['shop/users.csv', 'shop/orders.csv', 'shop/items.csv', 'b.json'],
    );
    const { bytes, sha256, schema, generators, ...rest } = files[0];
    assert.deepEqual(rest, {
      path: 'shop/users.csv',
      job: 'shop',
      tables: { users: 5 },
      rows: 5,
      format: 'csv',
      seed: 4,
      models: [],
      cost: 0,
    });
    assert.equal(bytes, (await stat(at('one', 'shop/users.csv'))).size);
    assert.match(String(sha256) + String(schema), /^[0-9a-f]{128}$/);
    assert.deepEqual(Object.keys(generators as object), ['structured', 'vocabulary']);
  });

  it('leaves what is finished and unchanged, and makes again what is not', async () => {
    await folder.write({ 'users.synth.yaml': USERS });
    const config = (count: number, more: object = {}): object => ({
      format: 'csv',
      jobs: [
        { name: 'users', schema: at('users.synth.yaml'), count, ...more },
        { name: 'orders', schema: { id: 'sequence', user: { ref: 'job:users#id' } }, count: 20 },
        { name: 'other', count: 3 },
        { name: 'lucky', count: 3, seed: 'random' },
      ],
    });
    const all = (status: string): Record<string, string> => ({
      users: status,
      orders: status,
      other: status,
      lucky: status,
    });
    assert.deepEqual(statuses(await run(config(5))), all('done'));
    const past = new Date(1e12);
    for (const name of await readdir(at('out'))) await utimes(at('out', name), past, past);
    assert.deepEqual(statuses(await run(config(5))), all('unchanged'));
    for (const name of ['users.csv', 'lucky.csv']) assert.deepEqual((await stat(at('out', name))).mtime, past);
    // Comments and spaces are no part of a schema; who runs it and how is no part of the result.
    await folder.write({ 'users.synth.yaml': `# people\n${USERS}` });
    assert.deepEqual(statuses(await run(config(5, { description: 'x', verify: true }))), all('unchanged'));
    // Whoever refers to rows that change, changes.
    assert.deepEqual(statuses(await run(config(6))), { ...all('unchanged'), users: 'done', orders: 'done' });
    await writeFile(at('out', 'other.csv'), 'x');
    await rm(at('out', 'users.csv'));
    assert.deepEqual(statuses(await run(config(6))), { ...all('unchanged'), users: 'done', other: 'done' });
    assert.deepEqual(statuses(await run(config(6), { force: true })), all('done'));
    assert.deepEqual((await new AgenticSynth().verifyBatch(at('out'))).problems, []);
  });

  it('tells of files that no job writes any more, and leaves them', async () => {
    await run({ jobs: [{ name: 'a' }, { name: 'b' }] });
    assert.deepEqual((await run({ jobs: [{ name: 'a' }] })).stale, ['b.json']);
    await stat(at('out', 'b.json'));
  });

  it('keeps the files of other jobs where one fails, leaves out those that need it, and goes on from there', async () => {
    await folder.write({ 'out/b.csv/in-the-way': '' });
    const config = {
      format: 'csv',
      jobs: [
        { name: 'a', count: 3 },
        { name: 'b', schema: { id: 'uuid' }, count: 3 },
        { name: 'c', schema: { b: { ref: 'job:b#id' } }, count: 3 },
        { name: 'd', count: 3, dependsOn: ['c'] },
        { name: 'e', count: 3, dependsOn: ['a'] },
      ],
    };
    const report = await failing(config);
    assert.deepEqual(statuses(report), { a: 'done', b: 'failed', c: 'skipped', d: 'skipped', e: 'done' });
    assert.deepEqual(
      report.jobs.map(({ because }) => because),
      [undefined, undefined, 'b', 'c', undefined],
    );
    const { problems } = await new AgenticSynth().verifyBatch(at('out'));
    assert.deepEqual(
      problems.map(({ job, code }) => [job, code]),
      [
        ['b', 'failed'],
        ['c', 'skipped'],
        ['d', 'skipped'],
      ],
    );
    assert.match(problems[0].message, /^the job b failed: Cannot write b\.csv: it is a folder/);
    await rm(at('out', 'b.csv'), { recursive: true });
    assert.deepEqual(statuses(await run(config)), { a: 'unchanged', b: 'done', c: 'done', d: 'done', e: 'unchanged' });
  });

  it('finds every file that was tampered with', async () => {
    const jobs = ['json', 'jsonl', 'csv', 'parquet'].map((format) => ({ name: format, count: 4, format }));
    await run({ jobs });
    const verify = async (): Promise<string[]> =>
      (await new AgenticSynth().verifyBatch(at('out'))).problems.map(({ path, code }) => `${path} ${code}`);
    assert.deepEqual(await verify(), []);
    const lines = await readFile(at('out', 'jsonl.jsonl'), 'utf8');
    await writeFile(at('out', 'jsonl.jsonl'), lines + lines.split('\n')[0]);
    await writeFile(
      at('out', 'csv.csv'),
      (await readFile(at('out', 'csv.csv'), 'utf8')).replace(/\d/, (d) => String((Number(d) + 1) % 10)),
    );
    await writeFile(at('out', 'json.json'), '[]');
    await rm(at('out', 'parquet.parquet'));
    assert.deepEqual(await verify(), [
      'json.json rows',
      'jsonl.jsonl rows',
      'csv.csv changed',
      'parquet.parquet missing',
    ]);
    await assert.rejects(new AgenticSynth().verifyBatch(folder.path), { code: 'batch/no-manifest' });
  });

  it('touches no folder with a manifest of something else', async () => {
    await folder.write({ 'out/manifest.json': '{"name":"app"}' });
    await assert.rejects(run({ jobs: [{ name: 'a' }] }), { code: 'batch/manifest' });
    assert.equal(await readFile(at('out', 'manifest.json'), 'utf8'), '{"name":"app"}');
  });

  it('lets one batch at a time write to a folder', async () => {
    const config = { jobs: [{ name: 'a', count: 50_000 }] };
    const first = run(config);
    await new Promise<void>((done) => void setTimeout(done, 5));
    const outcomes = await Promise.allSettled([first, run(config)]);
    const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as { code?: string }] : []));
    assert.deepEqual(
      refused.map(({ code }) => code),
      ['batch/locked'],
    );
  });

  it('stops when it is told to, keeps what is finished, and goes on', async () => {
    const jobs = ['a', 'b', 'c'].map((name, i) => ({ name, count: i === 0 ? 5 : 200_000, format: 'csv' }));
    const abort = new AbortController();
    const events: BatchEvent[] = [];
    const onEvent = (event: BatchEvent): void => {
      events.push(event);
      if (event.type === 'progress' && event.job === 'b') abort.abort();
    };
    await assert.rejects(run({ jobs }, { parallel: 1, signal: abort.signal, onEvent }), { name: 'AbortError' });
    assert.deepEqual((await readdir(at('out'))).sort(), ['a.csv', 'manifest.json']);
    const { problems } = await new AgenticSynth().verifyBatch(at('out'));
    assert.deepEqual(
      problems.map(({ job, code }) => [job, code]),
      [
        ['b', 'pending'],
        ['c', 'pending'],
      ],
    );
    assert.deepEqual(statuses(await run({ jobs })), { a: 'unchanged', b: 'done', c: 'done' });
  });

  it('runs generators of plug-ins', async () => {
    const synth = new AgenticSynth();
    synth.registerGenerator({ type: 'dice', value: (row) => row.integer(1, 6) });
    const { jobs } = await synth.batch(
      { seed: 2, jobs: [{ name: 'rolls', type: 'dice', count: 9 }] },
      { output: at('out') },
    );
    await synth.write('dice', { seed: 2, count: 9, output: at('alone.json') });
    assert.deepEqual(await readFile(at('out', jobs[0].files[0].path)), await readFile(at('alone.json')));
    assert.match(
      (await synth.checkBatch({ jobs: [{ name: 'x', type: 'dice', schema: {} }] }))[0].message,
      /takes no schema/,
    );
  });

  it('says what it would do, and does nothing', async () => {
    const config = {
      jobs: [
        { name: 'b', count: 3, dependsOn: ['a'] },
        { name: 'a', schema: 'examples/shop.synth.yaml', count: 2 },
      ],
    };
    const { jobs, rows, cost } = await new AgenticSynth().explainBatch(config, { output: at('out') });
    assert.deepEqual(
      jobs.map(({ name, needs }) => [name, needs]),
      [
        ['a', []],
        ['b', ['a']],
      ],
    );
    assert.equal(rows, jobs[0].rows + 3);
    assert.equal(cost, 0);
    await assert.rejects(stat(at('out')));
  });

  it('checks a batch that an editor has not saved yet, with schemas that it has not saved either', async () => {
    await folder.write({ 'users.synth.yaml': USERS });
    const batch = { jobs: [{ name: 'a', schema: 'users.synth.yaml' }] };
    const textOf = (file: string): string | undefined => (file === at('users.synth.yaml') ? 'x: intger' : undefined);
    const found = await new AgenticSynth({}, { textOf }).checkBatch(batch, { file: at('batch.yaml') });
    assert.deepEqual(
      found.map(({ file, pointer, code }) => [file, pointer, code]),
      [[at('users.synth.yaml'), '/x', 'field/unknown-type']],
    );
  });

  it('leaves references to jobs to batches', async () => {
    const schema = { user: { ref: 'job:users#id' } };
    await assert.rejects(new AgenticSynth().generate('structured', { schema }), /job:users is a job of a batch file/);
  });

  it('makes the example', async () => {
    const { jobs } = await run('examples/batch-config.yaml');
    assert.ok(jobs.every(({ status }) => status === 'done'));
    const users = new Set(await column('shop/users.csv', 'id'));
    for (const id of await column('tickets.csv', 'userId')) assert.ok(users.has(id));
    assert.deepEqual((await new AgenticSynth().verifyBatch(at('out'))).problems, []);
  });
});
