import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth } from '../../engine/src/index.js';
import { enableRuvector, type RuvectorOptions } from '../../engine/src/integrations/index.js';
import { type ModelServer, type RecordedRequest, startModelServer } from '../support/model-servers/index.js';
import { hasNative, realPackage } from './packages.js';

const KEY = 'sk-canary-semantic-0123456789';

describe('the semantic cache of ruvector, the real package', function () {
  this.timeout(300_000);
  let ruvector: { getImplementationType(): string };
  let server: ModelServer;
  let folder: string;
  before(async function () {
    ruvector = await realPackage('ruvector');
    if (!hasNative(ruvector)) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agentic-synth-semantic-'));
    server = await startModelServer((request) => ({ rows: texts(request) }));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A text for each numbered condition, of this request alone. */
  const texts = ({ prompt, number }: RecordedRequest): Record<string, string> =>
    Object.fromEntries([...prompt.matchAll(/^(\d+): /gm)].map(([, i]) => [i, `Answer ${number}, number ${i}`]));

  let runs = 0;
  /** Each time as in a new run whose own cache knows nothing. */
  const synth = (options: RuvectorOptions | undefined = {}): AgenticSynth => {
    const made = new AgenticSynth({
      apiKeys: { openRouter: KEY },
      models: { providers: { openRouter: { baseUrl: server.openAI } } },
      cache: { persistPath: join(folder, `cache-${runs++}`) },
    });
    if (options !== undefined) {
      enableRuvector(made, {
        dbPath: join(folder, 'v.db'),
        semanticCache: true,
        module: ruvector,
        ...options,
      });
    }
    return made;
  };
  const schema = (about: string): object => ({
    fields: { n: 'sequence', text: { prompt: `A short text about ${about}, number {{n}}` } },
  });
  const options = { count: 10, model: 'openai/gpt-4o-mini' };

  it('answers what is nearly the same without a call, and says so', async () => {
    const first = await synth().run('structured', { ...options, schema: schema('the weather in autumn') });
    const asked = server.requests.length;
    assert.ok(asked > 0);
    const near = { ...options, seed: 5, schema: schema('the weather in autumns') };
    const second = await synth().run('structured', near);
    assert.equal(server.requests.length, asked);
    assert.deepEqual(
      second.records.map(({ text }) => text),
      first.records.map(({ text }) => text),
    );
    const [{ calls, cached }] = second.report.models!.models.models;
    assert.deepEqual([calls, cached], [1, 1]);
    assert.ok((await readdir(folder)).includes('v.db.answers'));
  });

  it('asks what is something else, and what the threshold keeps apart', async () => {
    await synth().generate('structured', { ...options, schema: schema('the weather in autumn') });
    const asked = server.requests.length;
    const other = 'debugging embedded Rust firmware over a serial line at night, with coffee and without a manual';
    await synth().generate('structured', { ...options, schema: schema(other) });
    assert.ok(server.requests.length > asked);
    const before = server.requests.length;
    const near = { ...options, schema: schema('the weather in autumns') };
    await synth({ similarityThreshold: 1 }).generate('structured', near);
    assert.ok(server.requests.length > before);
  });

  it('gives no answer to two questions of one run', async () => {
    const many = { count: 150, model: options.model, schema: schema('one thing') };
    const { records } = await synth().run('structured', many);
    assert.ok(server.requests.length > 1);
    assert.equal(new Set(records.map(({ text }) => text)).size, 150);
  });

  it('checks answers as those of a model: what is not valid is asked for', async () => {
    await synth().generate('structured', { ...options, schema: schema('the weather in autumn') });
    const asked = server.requests.length;
    const strict = {
      fields: {
        n: 'sequence',
        text: { prompt: 'A short text about the weather in autumn, number {{n}}', length: { min: 20, max: 200 } },
      },
    };
    server.use((request) => ({
      rows: Object.fromEntries(Object.entries(texts(request)).map(([i, text]) => [i, text.padEnd(30, '.')])),
    }));
    const records = await synth({ similarityThreshold: 0.5 }).generate('structured', { ...options, schema: strict });
    assert.ok(server.requests.length > asked);
    assert.ok(records.every(({ text }) => (text as string).length >= 30));
  });

  it('is off by default, without a cache, and in a frozen run', async () => {
    await synth().generate('structured', { ...options, schema: schema('the weather in autumn') });
    const near = { ...options, schema: schema('the weather in autumns') };
    let asked = server.requests.length;
    await synth({ semanticCache: undefined }).generate('structured', near);
    assert.ok(server.requests.length > asked, 'off by default');
    asked = server.requests.length;
    await synth().generate('structured', { ...near, cachePolicy: 'off' });
    assert.ok(server.requests.length > asked, 'no cache');
    asked = server.requests.length;
    await assert.rejects(synth().generate('structured', { ...near, frozen: true }), /frozen/i);
    assert.equal(server.requests.length, asked);
  });

  it('that is asked for and not installed fails before anything is asked', async () => {
    const run = synth({ module: undefined }).generate('structured', { ...options, schema: schema('x') });
    await assert.rejects(run, { code: 'integration/missing' });
    assert.equal(server.requests.length, 0);
  });
});
