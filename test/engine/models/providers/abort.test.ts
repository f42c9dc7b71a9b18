import assert from 'node:assert/strict';
import { ModelError } from '../../../../engine/src/models/error.js';
import { OpenAICompatibleProvider } from '../../../../engine/src/models/open-ai.js';
import { type ModelServer, startModelServer } from '../../../support/model-servers/index.js';
import { outcomeOf, providerAt, WIRES } from './calls.js';

const gone = async (server: ModelServer): Promise<void> => {
  for (let i = 0; i < 200 && server.active > 0; i++) await new Promise((done) => setTimeout(done, 5));
  assert.equal(server.active, 0, 'the request is still open');
};

describe('models: aborted calls', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  const assertAborted = (error: unknown): void => {
    assert.ok(error instanceof ModelError, String(error));
    assert.deepEqual([error.code, error.retryable], ['model/aborted', false]);
  };

  for (const wire of WIRES) {
    for (const stream of [true, false]) {
      const name = `${wire}, ${stream ? 'streamed' : 'whole'}`;

      it(`${name}: nothing is sent where the signal was aborted before`, async () => {
        const sent = server.requests.length;
        const { error } = await outcomeOf(providerAt(wire, server.url, { stream }), { signal: AbortSignal.abort() });
        assertAborted(error);
        assert.equal(server.requests.length, sent);
      });

      it(`${name}: nothing is sent where it is aborted while the key is fetched`, async () => {
        const sent = server.requests.length;
        const controller = new AbortController();
        const provider = providerAt(wire, server.url, { stream, apiKey: () => new Promise<string>(() => undefined) });
        setTimeout(() => controller.abort(), 20);
        assertAborted((await outcomeOf(provider, { signal: controller.signal })).error);
        assert.equal(server.requests.length, sent);
      });

      for (const fault of ['slow-headers', 'stall'] as const) {
        it(`${name}: ${fault}: the request ends with the signal`, async () => {
          server.use({ fault, text: 'A text that is long enough for several pieces.' });
          const controller = new AbortController();
          const sent = server.requests.length;
          const outcome = outcomeOf(providerAt(wire, server.url, { stream }), {
            signal: controller.signal,
            idleTimeout: 60_000,
          });
          await server.received(sent + 1);
          setTimeout(() => controller.abort(new Error('enough')), 40);
          const { error, text } = await outcome;
          assertAborted(error);
          if (stream && fault === 'stall') assert.ok(text.startsWith('A text'), text);
          await gone(server);
          assert.ok(server.requests.at(-1)!.abandoned);
        });
      }

      it(`${name}: an abort after the end changes nothing`, async () => {
        server.use('Done.');
        const controller = new AbortController();
        const { text, error } = await outcomeOf(providerAt(wire, server.url, { stream }), {
          signal: controller.signal,
        });
        controller.abort();
        assert.deepEqual([text, error], ['Done.', undefined]);
      });

      it(`${name}: no listener stays on the signal`, async () => {
        server.use('Done.');
        let listeners = 0;
        const { signal } = new AbortController();
        const counted = new Proxy(signal, {
          get(target, name) {
            if (name === 'addEventListener') {
              return (...args: Parameters<AbortSignal['addEventListener']>) => {
                listeners++;
                target.addEventListener(...args);
              };
            }
            if (name === 'removeEventListener') {
              return (...args: Parameters<AbortSignal['removeEventListener']>) => {
                listeners--;
                target.removeEventListener(...args);
              };
            }
            return Reflect.get(target, name, target) as unknown;
          },
        });
        await outcomeOf(providerAt(wire, server.url, { stream }), { signal: counted });
        assert.equal(listeners, 0);
      });
    }

    it(`${wire}: an abort between two pieces is told before the next piece`, async () => {
      server.use({ text: ['one ', 'two ', 'three'] });
      const controller = new AbortController();
      const events = providerAt(wire, server.url).events('x', { model: 'm', signal: controller.signal });
      const got: string[] = [];
      await assert.rejects(
        async () => {
          for await (const event of events) {
            if (event.type === 'text') got.push(event.text);
            controller.abort();
          }
        },
        { code: 'model/aborted' },
      );
      assert.deepEqual(got, ['one ']);
    });

    it(`${wire}: a caller who stops reading ends the request`, async () => {
      server.use({ text: Array.from({ length: 100 }, (_, i) => `piece ${i} `), pause: 20 });
      for await (const event of providerAt(wire, server.url).events('x', { model: 'm' })) {
        assert.equal(event.type, 'text');
        break;
      }
      await gone(server);
      assert.ok(server.requests.at(-1)!.abandoned);
    });
  }

  it('a fetch that takes no notice of signals holds nobody up', async () => {
    const controller = new AbortController();
    const provider = new OpenAICompatibleProvider({
      baseUrl: server.openAI,
      fetch: () => new Promise<Response>(() => undefined),
    });
    setTimeout(() => controller.abort(), 20);
    assertAborted((await outcomeOf(provider, { signal: controller.signal })).error);
    const { error } = await outcomeOf(provider, { idleTimeout: 30 });
    assert.equal((error as ModelError).code, 'model/timeout');
  });
});
