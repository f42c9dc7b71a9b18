import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth } from '../../engine/src/index.js';
import { type Sink, SinkError, type SinkRow, type SinkRun } from '../../engine/src/integrations/index.js';
import { OptionError } from '../../engine/src/errors.js';

const SCHEMA = { fields: { n: 'sequence', name: 'person.fullName' } };
const FAST = { minTimeout: 1, maxTimeout: 2 };

/** Keeps what it is sent; fails or waits where it is told to. */
class Memory implements Sink {
  readonly name = 'memory';
  readonly target = 'this process';
  readonly calls: string[] = [];
  readonly rows: SinkRow[] = [];
  run: SinkRun | undefined;
  retry: Sink['retry'] = FAST;
  batchRows: number | undefined;
  /** What happens at a call of `write`, counted from 0. */
  at: (call: number, signal: AbortSignal) => Promise<void> | void = () => undefined;
  #writes = 0;

  async open(run: SinkRun): Promise<void> {
    this.calls.push('open');
    this.run = run;
  }

  async write(rows: readonly SinkRow[], signal: AbortSignal): Promise<void> {
    await this.at(this.#writes++, signal);
    this.calls.push(`write ${rows.length}`);
    this.rows.push(...rows);
  }

  async flush(): Promise<void> {
    this.calls.push('flush');
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }

  async abort(): Promise<void> {
    this.calls.push('abort');
  }
}

function synthWith(...sinks: Sink[]): AgenticSynth {
  const synth = new AgenticSynth();
  sinks.forEach((sink, i) => synth.registerSink({ name: `sink ${i}`, option: 'stream', create: () => sink }));
  return synth;
}

const rejection = async (work: Promise<unknown>): Promise<SinkError> => {
  const error: unknown = await work.then(
    () => assert.fail('it went through'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SinkError, String(error));
  return error;
};

describe('sinks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-sinks-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('get every row once, in order, with its id, between opening and closing', async () => {
    const memory = new Memory();
    const { records, report } = await synthWith(memory).run('structured', {
      schema: SCHEMA,
      count: 1000,
      seed: 7,
      stream: true,
    });
    assert.deepEqual(
      memory.rows.map(({ value }) => value),
      records,
    );
    assert.deepEqual(
      memory.rows.map(({ id, row }) => [id, row]),
      Array.from({ length: 1000 }, (_, i) => [`rows:7:${i}`, i]),
    );
    assert.deepEqual(memory.run, { type: 'structured', seed: 7, tables: [{ name: 'rows', fields: ['n', 'name'] }] });
    assert.deepEqual([memory.calls[0], ...memory.calls.slice(-2)], ['open', 'flush', 'close']);
    assert.deepEqual(report.sinks, [{ sink: 'memory', target: 'this process', rows: 1000, retries: 0 }]);
  });

  it('get the same rows whichever way they are made', async () => {
    const output = (name: string): string => join(folder, name);
    const ways: Record<string, (synth: AgenticSynth) => Promise<unknown>> = {
      generate: (synth) => synth.generate('structured', { schema: SCHEMA, count: 600, stream: true }),
      'generate, batch by batch': (synth) =>
        synth.generate('structured', { schema: SCHEMA, count: 600, batchSize: 7, stream: true }),
      async generateStream(synth) {
        for await (const _ of synth.generateStream('structured', { schema: SCHEMA, count: 600, stream: true }));
      },
      write: (synth) =>
        synth.write('structured', { schema: SCHEMA, count: 600, output: output('a.csv'), stream: true }),
      'write with workers': (synth) =>
        synth.write('structured', {
          schema: SCHEMA,
          count: 600,
          output: output('b.parquet'),
          workers: 2,
          stream: true,
        }),
      writeStream: (synth) =>
        synth.writeStream('structured', { schema: SCHEMA, count: 600, output: output('c.jsonl'), stream: true }),
    };
    const expected = JSON.stringify(await new AgenticSynth().generate('structured', { schema: SCHEMA, count: 600 }));
    for (const [way, make] of Object.entries(ways)) {
      const memory = new Memory();
      await make(synthWith(memory));
      assert.equal(JSON.stringify(memory.rows.map(({ value }) => value)), expected, way);
      assert.equal(memory.calls.at(-1), 'close', way);
    }
  });

  it('get the rows of a shard under the numbers that they have in the whole', async () => {
    const ids: string[] = [];
    for (const index of [1, 2, 3]) {
      const memory = new Memory();
      const options = { schema: SCHEMA, count: 100, shard: { index, of: 3 }, stream: true };
      await synthWith(memory).write('structured', { ...options, output: join(folder, `${index}.csv`) });
      ids.push(...memory.rows.map(({ id }) => id));
    }
    assert.deepEqual(
      ids,
      Array.from({ length: 100 }, (_, i) => `rows:0:${i}`),
    );
  });

  it('get the rows of all tables, and of events when they are due', async () => {
    const memory = new Memory();
    const tables = { users: { count: 3, fields: SCHEMA.fields }, orders: { count: 2, fields: { id: 'sequence' } } };
    await synthWith(memory).generate('structured', { schema: { tables }, stream: true });
    assert.deepEqual(
      memory.rows.map(({ id }) => id),
      ['users:0:0', 'users:0:1', 'users:0:2', 'orders:0:0', 'orders:0:1'],
    );
    const live = new Memory();
    const options = { count: 30, rate: '1000/sec', realtime: 1, stream: true };
    let seen = 0;
    for await (const _ of synthWith(live).generateStream('events', options)) {
      seen++;
      assert.ok(live.rows.length >= seen, 'a row is sent before it is handed out');
      assert.ok(live.rows.length <= seen + 20, 'and not long before it is due');
    }
    assert.equal(live.rows.length, 30);
  });

  it('are waited for: a slow one slows the run down and never has more than one call', async () => {
    const memory = new Memory();
    let open = 0;
    memory.batchRows = 50;
    memory.at = async () => {
      assert.equal(++open, 1, 'the call before is over');
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
    };
    let made = 0;
    for await (const _ of synthWith(memory).generateStream('structured', {
      schema: SCHEMA,
      count: 2000,
      batchSize: 100,
      stream: true,
    })) {
      made++;
      assert.ok(memory.rows.length - made < 100, 'no more than a batch ahead');
    }
    assert.equal(made, 2000);
  });

  it('hold no more rows of ten million than a few batches', async () => {
    const memory = new Memory();
    let most = 0;
    memory.write = async (rows) => {
      most = Math.max(most, rows.length);
      if (rows[0].row >= 20_000) throw new OptionError('enough');
    };
    const error = await rejection(
      synthWith(memory).write('structured', {
        schema: { fields: { n: 'sequence' } },
        count: 10_000_000,
        output: join(folder, 'large.csv'),
        stream: true,
      }),
    );
    assert.equal(most, 256);
    assert.ok(error.delivered >= 19_000 && error.delivered < 21_000, String(error.delivered));
  });

  it('get a call again that failed, with the same rows under the same ids', async () => {
    const memory = new Memory();
    const seen: string[][] = [];
    const write = memory.write.bind(memory);
    memory.write = async (rows, signal) => {
      seen.push(rows.map(({ id }) => id));
      if (seen.length === 2 || seen.length === 3) throw new Error('down for a moment');
      await write(rows, signal);
    };
    const { report } = await synthWith(memory).run('structured', { schema: SCHEMA, count: 600, stream: true });
    assert.deepEqual(report.sinks?.[0], { sink: 'memory', target: 'this process', rows: 600, retries: 2 });
    assert.deepEqual([seen[2], seen[3]], [seen[1], seen[1]]);
    assert.equal(new Set(memory.rows.map(({ id }) => id)).size, 600);
  });

  it('that do not answer are given up after their time, and tried again', async () => {
    const memory = new Memory();
    memory.retry = { ...FAST, timeout: 20 };
    // Heeds no signal.
    memory.at = (call) => (call === 0 ? new Promise(() => undefined) : undefined);
    const { report } = await synthWith(memory).run('structured', { schema: SCHEMA, count: 10, stream: true });
    assert.deepEqual([report.sinks?.[0].rows, report.sinks?.[0].retries], [10, 1]);
  });

  describe('that die', () => {
    const dying = (): Memory => {
      const memory = new Memory();
      memory.retry = { ...FAST, retries: 2 };
      memory.at = (call) => {
        if (call >= 3) throw new Error('the disk is full');
      };
      return memory;
    };

    it('stop the run: how many rows have arrived, which have not, and all that were made', async () => {
      const memory = dying();
      const error = await rejection(
        synthWith(memory).generate('structured', { schema: SCHEMA, count: 5000, batchSize: 256, stream: true }),
      );
      assert.equal(error.code, 'sink/failed');
      assert.equal(error.delivered, 768);
      assert.deepEqual([error.undelivered[0].id, error.undelivered.length], ['rows:0:768', 256]);
      assert.equal((error.records as unknown[]).length, 768);
      assert.match(
        error.message,
        /memory at this process took 768 rows and then failed \(3 attempts\): the disk is full\./,
      );
      assert.deepEqual(memory.calls.slice(-2), ['abort', 'close']);
    });

    for (const [name, lines] of [
      ['rows.csv', 5],
      ['rows.jsonl', 4],
    ] as const) {
      it(`leave ${name} beside its name, whole rows only`, async () => {
        const memory = new Memory();
        memory.retry = { retries: 0 };
        memory.at = () => {
          throw new Error('gone');
        };
        const options = { schema: SCHEMA, count: 4, output: join(folder, name), stream: true };
        const error = await rejection(synthWith(memory).write('structured', options));
        assert.deepEqual(await readdir(folder), [`${name}.partial`]);
        assert.deepEqual(error.kept, [`${join(folder, name)}.partial`]);
        const text = await readFile(error.kept[0], 'utf8');
        assert.equal(text.split('\n').length, lines + 1);
        const whole = await new AgenticSynth().generate('structured', { schema: SCHEMA, count: 4 });
        if (name.endsWith('jsonl')) assert.equal(text, whole.map((row) => `${JSON.stringify(row)}\n`).join(''));
      });
    }

    it('leave JSON and Parquet that can be read, up to the chunk that did not arrive', async () => {
      for (const name of ['rows.json', 'tables.json', 'rows.parquet']) {
        const memory = dying();
        const schema = name === 'tables.json' ? { tables: { a: SCHEMA, b: SCHEMA } } : SCHEMA;
        const options = { schema, count: 6000, output: join(folder, name), stream: true };
        const { kept, delivered } = await rejection(synthWith(memory).write('structured', options));
        assert.equal(delivered, 768);
        if (name === 'rows.parquet') {
          const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet');
          assert.equal((await parquetReadObjects({ file: await asyncBufferFromFile(kept[0]) })).length, 6000);
          continue;
        }
        const value = JSON.parse(await readFile(kept[0], 'utf8')) as unknown;
        assert.equal((name === 'tables.json' ? (value as { a: unknown[] }).a : (value as unknown[])).length, 4096);
      }
    });

    it('leave the lines of a stream where they are', async () => {
      const output = join(folder, 'rows.jsonl');
      const options = { schema: SCHEMA, count: 5000, output, stream: true };
      const { delivered, kept } = await rejection(synthWith(dying()).writeStream('structured', options));
      const lines = (await readFile(output, 'utf8')).trimEnd().split('\n');
      assert.deepEqual(kept, [output]);
      assert.ok(lines.length >= delivered && lines.length < 5000);
    });

    it('are told by their own words where the caller is wrong, before anything is drawn', async () => {
      const memory = new Memory();
      memory.open = () => Promise.reject(new OptionError('There is no topic "x".'));
      await assert.rejects(synthWith(memory).generate('structured', { stream: true }), /There is no topic "x"/);
      assert.deepEqual(memory.calls, ['abort', 'close']);
    });

    it('do not keep the others from what they have begun', async () => {
      const [dead, slow] = [dying(), new Memory()];
      slow.at = () => new Promise((resolve) => setTimeout(resolve, 3));
      await rejection(synthWith(dead, slow).generate('structured', { schema: SCHEMA, count: 5000, stream: true }));
      assert.equal(slow.rows.length, 1024);
      assert.equal(slow.calls.at(-1), 'close');
    });
  });

  it('are let go of where the reader of a stream leaves or the signal aborts', async () => {
    const left = new Memory();
    for await (const _ of synthWith(left).generateStream('structured', { count: 5000, stream: true })) break;
    assert.deepEqual(left.calls.slice(-2), ['abort', 'close']);

    const aborted = new Memory();
    const controller = new AbortController();
    aborted.at = (call) => {
      if (call === 2) controller.abort(new Error('enough'));
      return call === 2 ? new Promise(() => undefined) : undefined;
    };
    const run = synthWith(aborted).generate('structured', { count: 5000, stream: true, signal: controller.signal });
    await assert.rejects(run, /enough/);
    assert.deepEqual(aborted.calls.slice(-2), ['abort', 'close']);
  });

  it('are asked for by their option, or by none where they are for every run', async () => {
    const [stream, vectors, always] = [new Memory(), new Memory(), new Memory()];
    const synth = new AgenticSynth();
    synth.registerSink({ name: 'a', option: 'stream', create: () => stream });
    synth.registerSink({ name: 'b', option: 'vectorize', create: () => vectors });
    synth.registerSink({ name: 'c', option: 'vectorize', always: true, create: () => always });
    await synth.generate('structured', { count: 2 });
    await synth.generate('structured', { count: 3, vectorize: true });
    await synth.generate('structured', { count: 5, stream: true, vectorize: false });
    assert.deepEqual([stream.rows.length, vectors.rows.length, always.rows.length], [5, 3, 5]);
  });

  const refusals: [name: string, options: object, message: RegExp][] = [
    [
      'streaming without anyone',
      { stream: true },
      /`stream: true` sends rows to midstreamer, which is not enabled: call enableMidstreamer/,
    ],
    ['storing without a store', { vectorize: true }, /`vectorize: true` sends rows to ruvector, which is not enabled/],
    ['a sink by name', { stream: 'midstreamer' }, /`stream` must be true or false/],
  ];
  for (const [name, options, message] of refusals) {
    it(`refuse ${name}`, async () => {
      await assert.rejects(new AgenticSynth().generate('structured', options), message);
    });
  }

  it('refuse what is none', () => {
    const synth = new AgenticSynth();
    assert.throws(() => synth.registerSink({ name: 'x' } as never), /A sink needs a `name` and a method `create\(\)`/);
  });
});
