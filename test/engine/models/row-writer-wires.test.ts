import assert from 'node:assert/strict';
import type { ModelProvider } from '../../../engine/src/models/provider.js';
import { OpenAICompatibleProvider } from '../../../engine/src/models/open-ai.js';
import { RoutedClient } from '../../../engine/src/models/model-client.js';
import type { RowWriterOptions } from '../../../engine/src/models/row-options.js';
import { ModelRowWriter } from '../../../engine/src/models/row-writer.js';
import { RowsMissingError } from '../../../engine/src/models/rows-missing.js';
import type { WriteRequest } from '../../../engine/src/models/writer.js';
import { type Answer, type Fault, type ModelServer, startModelServer } from '../../support/model-servers/index.js';
import { CANARY, providerAt, type Wire, WIRES } from './providers/calls.js';
import { conditionsOf, countOf } from './scripted-client.js';

const MODEL = 'gemini-2.5-flash';

const pool = (count: number, seed = 1): WriteRequest => ({
  table: 'reviews',
  field: 'persona',
  schema: { type: 'string', minLength: 5, maxLength: 60 },
  validate: () => undefined,
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: 'A reviewer in five words.' })),
  models: [],
  seed,
});
const bodies = (count: number): WriteRequest => ({
  ...pool(0),
  field: 'body',
  items: Array.from({ length: count }, (_, row) => ({ row, prompt: `A review of product ${row}, in one sentence.` })),
});

function writerAt(wire: Wire, url: string, options: RowWriterOptions = {}): ModelRowWriter {
  const provider: ModelProvider =
    wire === 'local'
      ? new OpenAICompatibleProvider({ apiKey: CANARY, name: 'endpoint', baseUrl: `${url}/v1` })
      : providerAt(wire, url);
  const client = new RoutedClient({
    providers: new Map([[provider.name, provider]]),
    keys: new Map([[provider.name, { needed: false, present: true }]]),
    models: [`${provider.name}:${MODEL}`],
    idleTimeout: 250,
    retry: { attempts: 1 },
  });
  return new ModelRowWriter(client, options);
}

const own = (wire: Wire, request: WriteRequest): WriteRequest => ({
  ...request,
  models: [`${wire === 'local' ? 'endpoint' : wire}:${MODEL}`],
});

/** Different values, which no other request has got. */
const values = (count: number, from: number): string[] =>
  Array.from({ length: count }, (_, i) => `retired sailor number ${from}-${i}, é😀`);

/** What may go wrong once, and how many calls it takes all the same. */
const ONCE: readonly Fault[] = [
  'fences',
  'prose',
  'think',
  'truncation',
  'wrong-types',
  'too-few',
  'too-many',
  'duplicates',
  'empty',
  'no-choices',
  'no-usage',
  'other-model',
  'unknown-finish',
  'refusal',
  'blocked-answer',
  'comments',
  'split-utf8',
  'leading-space',
  'cut',
  'stall',
  'early-end',
  'error-chunk',
  'bad-event',
  'truncated-body',
  'reset',
  'http-500',
  'http-503',
  'html-502',
  'html-200',
  'error-200',
  'empty-body',
  'unsupported-parameters',
];

describe('writing rows over the wire', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  for (const wire of WIRES) {
    for (const fault of ONCE) {
      it(`${wire}: all rows in spite of ${fault}`, async () => {
        let asked = 0;
        server.use((request): Answer => {
          const rows = values(countOf(request.prompt), asked);
          return { rows, ...(asked++ === 0 && { fault }) };
        });
        const writer = writerAt(wire, server.url);
        const written = (await writer.write(own(wire, pool(20)))) as string[];
        assert.equal(new Set(written).size, 20);
        assert.ok(
          written.every((text) => /^retired sailor number \d+-\d+, é😀$/u.test(text)),
          JSON.stringify(written),
        );
        assert.ok(asked <= 5, `${asked} calls`);
        assert.equal(JSON.stringify(writer.report).includes(CANARY), false);
      });
    }

    it(`${wire}: every value stays with its condition, whatever is left out or cut`, async () => {
      const faults: (Fault | undefined)[] = ['truncation', 'cut', undefined];
      let asked = 0;
      server.use((request): Answer => {
        const conditions = conditionsOf(request.prompt);
        const said = conditions.map((text, i) => [String(i + 1), `On ${/product \d+/u.exec(text)![0]}.`] as const);
        const kept = said.filter((_, i) => asked > 2 || i % 7 !== 3);
        const fault = faults[asked++];
        return { text: JSON.stringify(Object.fromEntries(kept)), ...(fault && { fault }) };
      });
      const writer = writerAt(wire, server.url, { rowsPerCall: 30, concurrency: 2 });
      const written = await writer.write(own(wire, bodies(60)));
      assert.deepEqual(
        written,
        Array.from({ length: 60 }, (_, i) => `On product ${i}.`),
      );
    });

    it(`${wire}: words of the provider, and no key, where nothing can be had`, async () => {
      server.use({ fault: 'echoed-key' });
      const error = await writerAt(wire, server.url)
        .write(own(wire, pool(3)))
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      assert.ok(error instanceof RowsMissingError, String(error));
      assert.deepEqual([error.had, error.wanted], [0, 3]);
      assert.match(error.message, /Incorrect API key/u);
      const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String((error.cause as Error).stack)}`;
      for (let i = 0; i + 8 <= CANARY.length; i++) assert.ok(!shown.includes(CANARY.slice(i, i + 8)));
    });

    it(`${wire}: an abort ends the call`, async () => {
      server.use({ fault: 'slow-headers' });
      const control = new AbortController();
      const count = server.requests.length;
      const writing = writerAt(wire, server.url).write(own(wire, pool(3)), control.signal);
      await server.received(count + 1);
      control.abort(new Error('enough'));
      await assert.rejects(writing, /enough/u);
    });
  }
});
