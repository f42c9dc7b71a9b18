import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { AgenticSynth } from '../../engine/src/index.js';
import { enableMidstreamer, type SinkError } from '../../engine/src/integrations/index.js';
import { freePort, listen, type Listener, type Midstreamer, realPackage } from './packages.js';

const FAST = { minTimeout: 1, maxTimeout: 5, retries: 2 };
const SCHEMA = { fields: { n: 'sequence', name: 'person.fullName', at: 'datetime' } };

describe('midstreamer, the real package', function () {
  this.timeout(300_000);
  let midstreamer: Midstreamer;
  let listener: Listener;
  before(async () => {
    midstreamer = await realPackage<Midstreamer>('midstreamer');
  });
  beforeEach(async () => {
    listener = await listen(midstreamer, 'rows');
  });
  afterEach(() => listener.close());

  const enable = (synth: AgenticSynth, options = {}): ReturnType<typeof enableMidstreamer> =>
    enableMidstreamer(synth, {
      pipeline: 'rows',
      address: listener.address,
      module: midstreamer,
      retry: FAST,
      ...options,
    });

  it('receives every row in order, with its id, by the time the run is over', async () => {
    const synth = new AgenticSynth();
    assert.equal(enable(synth).isAvailable(), true);
    const { records, report } = await synth.run('structured', { schema: SCHEMA, count: 3000, stream: true });
    assert.deepEqual(
      listener.messages.map(({ payload }) => payload),
      records,
    );
    const [first] = listener.messages;
    assert.deepEqual([first.id, first.type, first.metadata], ['rows:0:0', 'row', { table: 'rows', row: 0 }]);
    assert.equal(listener.messages.at(-1)!.id, 'rows:0:2999');
    assert.deepEqual(report.sinks, [
      { sink: 'midstreamer', target: `${listener.address} (rows)`, rows: 3000, retries: 0 },
    ]);
  });

  it('takes pipeline and address from the configuration', async () => {
    const config = { integrations: { midstreamer: { defaultPipeline: 'rows', address: '${LISTENER}' } } };
    process.env.LISTENER = listener.address;
    try {
      const synth = new AgenticSynth(config);
      enableMidstreamer(synth, { module: midstreamer });
      await synth.generate('events', { count: 20, stream: true });
      assert.equal(listener.messages.length, 20);
    } finally {
      delete process.env.LISTENER;
    }
  });

  it('is waited for: no row is on its way beyond a batch that has not been read', async () => {
    const synth = new AgenticSynth();
    enable(synth);
    let made = 0;
    const options = { schema: SCHEMA, count: 2000, batchSize: 200, stream: true };
    for await (const _ of synth.generateStream('structured', options)) {
      made++;
      assert.ok(listener.messages.length >= made, 'it has the row');
      assert.ok(listener.messages.length - made < 200);
    }
  });

  it('that is not there fails before anything is drawn', async () => {
    const synth = new AgenticSynth();
    enable(synth, { address: `127.0.0.1:${await freePort()}` });
    let drawn = 0;
    const options = { count: 5, stream: true, onProgress: () => void drawn++ };
    await assert.rejects(synth.generate('structured', options), (error: SinkError) => {
      assert.equal(error.code, 'sink/unreachable');
      assert.match(error.message, /ECONNREFUSED.*No row was sent: start what listens there/);
      return true;
    });
    assert.equal(drawn, 0);
  });

  it('that dies stops the run, which says what has arrived and can go on with the same ids', async () => {
    const synth = new AgenticSynth();
    enable(synth);
    const run = synth.generateStream('structured', { schema: SCHEMA, count: 5000, batchSize: 250, stream: true });
    let made = 0;
    const error = await (async () => {
      for await (const _ of run) if (++made === 600) await listener.close();
    })().then(
      () => assert.fail('it went through'),
      (thrown: SinkError) => thrown,
    );
    assert.equal(error.code, 'sink/failed', error.message);
    assert.equal(error.delivered, 750);
    assert.equal(error.undelivered[0].id, 'rows:0:750');
    const received = listener.messages.map(({ id }) => id);
    assert.deepEqual(
      received.slice(0, 750),
      Array.from({ length: 750 }, (_, i) => `rows:0:${i}`),
    );
  });

  it('gets rows again that were under way when the connection broke: each at least once', async () => {
    // Passes bytes on and breaks off in the middle, twice.
    let passed = 0;
    let breaks = 0;
    const sockets = new Set<Socket>();
    const [host, port] = listener.address.split(':');
    const proxy = createServer((inner) => {
      const outer = new (inner.constructor as typeof Socket)().connect(Number(port), host);
      for (const socket of [inner, outer]) socket.on('error', () => undefined);
      sockets.add(inner).add(outer);
      outer.pipe(inner);
      inner.on('data', (piece: Buffer) => {
        outer.write(piece);
        passed += piece.length;
        if (passed <= 20_000 || breaks === 2) return;
        passed = 0;
        breaks++;
        inner.destroy();
        outer.destroy();
      });
    });
    const own = await freePort();
    await new Promise<void>((done) => proxy.listen(own, '127.0.0.1', done));
    try {
      const synth = new AgenticSynth();
      enable(synth, { address: `127.0.0.1:${own}` });
      const { records, report } = await synth.run('structured', { schema: SCHEMA, count: 2000, stream: true });
      assert.equal(breaks, 2);
      assert.ok(report.sinks![0].retries >= 2);
      const byId = new Map(listener.messages.map(({ id, payload }) => [id, payload]));
      assert.equal(byId.size, 2000);
      records.forEach((record, i) => assert.deepEqual(byId.get(`rows:0:${i}`), record));
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => proxy.close(done));
    }
  });

  it('that takes connections and never answers is given up', async () => {
    const held: Socket[] = [];
    const silent = createServer((socket) => void held.push(socket));
    const port = await freePort();
    await new Promise<void>((done) => silent.listen(port, '127.0.0.1', done));
    try {
      const synth = new AgenticSynth();
      enable(synth, { address: `127.0.0.1:${port}`, retry: { ...FAST, retries: 1, timeout: 50 } });
      await assert.rejects(synth.generate('structured', { stream: true }), /\(2 attempts\): no answer within 50 ms/);
    } finally {
      for (const socket of held) socket.destroy();
      await new Promise((done) => silent.close(done));
    }
  });

  it('takes the records of any iterator, and pipelines of one’s own', async () => {
    const synth = new AgenticSynth();
    const adapter = enable(synth);
    await adapter.stream(synth.generateStream('structured', { schema: SCHEMA, count: 300 }));
    const once = [1, 2][Symbol.iterator]();
    await adapter.stream({ next: async () => once.next() as IteratorResult<unknown> });
    const slow = (async function* () {
      for (const value of ['a', 'b']) {
        yield value;
        // It is sent without the next one, which comes only then.
        while (listener.messages.at(-1)!.payload !== value) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    await adapter.stream(slow);
    assert.equal(listener.messages.length, 304);
    assert.deepEqual([listener.messages[0].id, listener.messages[299].id], ['rows:0', 'rows:299']);

    const pipeline = adapter.createPipeline({ name: 'rows' });
    await pipeline.write({ a: 1 }, { a: 2 });
    await pipeline.write({ a: 3 });
    await pipeline.close();
    assert.deepEqual(
      listener.messages.slice(-3).map(({ payload }) => payload),
      [{ a: 1 }, { a: 2 }, { a: 3 }],
    );
  });

  it('is not given addresses and names that cannot be', () => {
    const synth = new AgenticSynth();
    for (const address of ['localhost', ':9100', 'http://x:1', 'a b:1']) {
      assert.throws(
        () => enableMidstreamer(synth, { address }),
        /must be host:port, such as 127\.0\.0\.1:9100/,
        address,
      );
    }
    for (const address of ['[::1]:9100', 'ws://x', 'wss://x.example/path', 'peer:80', 'peer:9100']) {
      enableMidstreamer(synth, { address });
    }
    assert.throws(() => enableMidstreamer(synth, { pipeline: '' }), /must have a name/);
  });

  it('that is something else is refused', async () => {
    const synth = new AgenticSynth();
    enableMidstreamer(synth, { module: {} });
    await assert.rejects(
      synth.generate('structured', { stream: true }),
      /The package midstreamer has no function loadQuicTransport: npm install --ignore-scripts midstreamer/,
    );
  });

  it('that is not installed says so in one sentence, everywhere', async () => {
    const synth = new AgenticSynth();
    const absent = enableMidstreamer(synth);
    const sentence = {
      code: 'integration/missing',
      message: 'The package midstreamer is not installed: npm install --ignore-scripts midstreamer',
    };
    assert.equal(absent.isAvailable(), false);
    assert.throws(() => absent.createPipeline({ name: 'x' }), sentence);
    await assert.rejects(absent.stream([]), sentence);
    await assert.rejects(synth.generate('structured', { stream: true }), sentence);
    assert.equal((await synth.generate('structured', { count: 2 })).length, 2);
  });
});
