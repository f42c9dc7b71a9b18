import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ModelError } from '../../../../engine/src/models/error.js';
import type { FinishReason } from '../../../../engine/src/models/provider.js';
import {
  type Fault,
  FAULTS,
  type ModelServer,
  refusedUrl,
  startModelServer,
} from '../../../support/model-servers/index.js';
import { CANARY, outcomeOf, providerAt, type Wire, WIRES } from './calls.js';

const ROWS = [
  [1, 'ä😀'],
  [2, 'b'],
  [3, 'c'],
  [4, 'd'],
  [5, 'e'],
];
const WHOLE = JSON.stringify(ROWS);

/** `[code, retryable, status?, retryAfter?]` of an error, the reason of an end, or what differs by wire. */
type Failure = readonly [code: string, retryable: boolean, status?: number, retryAfter?: number];
type Expected = Failure | FinishReason;
interface ByWire {
  readonly gemini: Expected | { readonly stream: Expected; readonly whole: Expected };
  readonly openAI: Expected | { readonly stream: Expected; readonly whole: Expected };
}

const SERVER_502: Failure = ['model/server', true, 502];
const BAD_RESPONSE: Failure = ['model/bad-response', true];
const EXPECTED: Readonly<Record<string, Expected | ByWire>> = {
  reset: ['model/network', true],
  'slow-headers': ['model/timeout', true],
  stall: ['model/timeout', true],
  cut: ['model/network', true],
  'early-end': ['model/truncated', true],
  'http-400': ['model/bad-request', false, 400],
  'http-401': ['model/bad-key', false, 401],
  'http-402': ['model/no-credit', false, 402],
  'http-403': ['model/forbidden', false, 403],
  'http-404': ['model/not-found', false, 404],
  'http-408': ['model/timeout', true, 408],
  'http-422': ['model/bad-request', false, 422],
  'http-429': ['model/rate-limited', true, 429],
  'http-500': ['model/server', true, 500],
  'http-501': ['model/server', false, 501],
  'http-503': ['model/server', true, 503],
  'http-529': ['model/server', true, 529],
  'bad-key': { gemini: ['model/bad-key', false, 400], openAI: ['model/bad-key', false, 401] },
  'echoed-key': ['model/bad-key', false, 401],
  'unsupported-parameters': { gemini: ['model/bad-request', false, 400], openAI: ['model/bad-request', false, 404] },
  'retry-after': ['model/rate-limited', true, 429, 2000],
  'retry-date': ['model/rate-limited', true, 429, 5000],
  'huge-retry-after': ['model/rate-limited', true, 429, 3_600_000],
  'daily-quota': ['model/no-credit', false, 429],
  'html-502': SERVER_502,
  'html-200': { gemini: BAD_RESPONSE, openAI: ['model/bad-response', false] },
  'error-200': { gemini: { stream: BAD_RESPONSE, whole: SERVER_502 }, openAI: SERVER_502 },
  'empty-body': { gemini: { stream: ['model/empty', true], whole: BAD_RESPONSE }, openAI: ['model/empty', true] },
  'truncated-body': { gemini: BAD_RESPONSE, openAI: { stream: ['model/truncated', true], whole: BAD_RESPONSE } },
  'leading-space': { gemini: { stream: BAD_RESPONSE, whole: 'stop' }, openAI: 'stop' },
  redirect: { gemini: ['model/network', true], openAI: ['model/bad-request', false, 307] },
  comments: { gemini: { stream: BAD_RESPONSE, whole: 'stop' }, openAI: 'stop' },
  'split-utf8': 'stop',
  'bad-event': BAD_RESPONSE,
  'error-chunk': SERVER_502,
  'no-usage': 'stop',
  refusal: { gemini: 'blocked', openAI: ['model/blocked', false] },
  'blocked-prompt': { gemini: ['model/blocked', false], openAI: ['model/forbidden', false, 403] },
  'blocked-answer': 'blocked',
  'unknown-finish': 'other',
  empty: ['model/empty', true],
  'no-choices': ['model/empty', true],
  fences: 'stop',
  prose: 'stop',
  think: 'stop',
  truncation: 'length',
  'wrong-types': 'stop',
  'too-few': 'stop',
  'too-many': 'stop',
  duplicates: 'stop',
  'other-model': 'stop',
};

/** Faults before which a stream has given a part of its answer. */
const PARTIAL = ['stall', 'cut', 'bad-event', 'error-chunk', 'truncated-body'];

function expectedOf(fault: string, wire: Wire, stream: boolean): Expected {
  const all = EXPECTED[fault]!;
  if (typeof all === 'string' || !('gemini' in all)) return all;
  const one = all[wire === 'gemini' ? 'gemini' : 'openAI'];
  if (typeof one === 'string' || !('stream' in one)) return one;
  return stream ? one.stream : one.whole;
}

describe('models: every fault on both wires', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  it('covers the whole list', () => {
    for (const fault of Object.values(FAULTS).flat()) assert.ok(fault in EXPECTED, fault);
  });

  for (const wire of WIRES) {
    for (const stream of [true, false]) {
      describe(`${wire}, ${stream ? 'streamed' : 'whole'}`, () => {
        for (const fault of Object.keys(EXPECTED)) {
          const expected = expectedOf(fault, wire, stream);
          it(`${fault} → ${typeof expected === 'string' ? expected : expected.slice(0, 2).join(', ')}`, async () => {
            server.use({ fault: fault as Fault, rows: ROWS });
            const sent = server.requests.length;
            const { text, end, error } = await outcomeOf(providerAt(wire, server.url, { stream }));
            assert.equal(server.requests.length, sent + 1, 'one attempt');
            if (typeof expected === 'string') {
              assert.equal(error, undefined);
              assert.equal(end?.finish, expected);
              return;
            }
            assert.ok(error instanceof ModelError, inspect(error));
            const [code, retryable, status, retryAfter] = expected;
            assert.deepEqual(
              [error.code, error.retryable, error.status, error.retryAfter],
              [code, retryable, status, retryAfter],
              error.message,
            );
            assert.equal(error.provider, wire);
            assert.equal(error.model, 'gemini-2.5-flash');
            assert.match(error.message, /^\S+ \(gemini-2\.5-flash\) [^\n]+\.$/u);
            assert.equal(end, undefined);
            if (stream && PARTIAL.includes(fault)) assert.ok(text.length > 20 && WHOLE.startsWith(text), text);
            if (fault === 'early-end') assert.equal(text, WHOLE);
            for (const shown of [JSON.stringify(error), inspect(error, { depth: 9, showHidden: true }), error.stack]) {
              for (const part of [CANARY, CANARY.slice(0, 10), CANARY.slice(-6)])
                assert.ok(!shown?.includes(part), shown);
            }
          });
        }
      });
    }

    it(`${wire}: refused connections`, async () => {
      const { error } = await outcomeOf(providerAt(wire, await refusedUrl()));
      assert.ok(error instanceof ModelError);
      assert.deepEqual([error.code, error.retryable], ['model/network', true]);
    });

    it(`${wire}: answers with text, usage and the model that gave them`, async () => {
      const text = 'Ünïcode 😀 '.repeat(40);
      server.use({ text, usage: { inputTokens: 7, outputTokens: 11, cost: 0.25 }, model: 'served-model' });
      for (const stream of [true, false]) {
        const outcome = await outcomeOf(providerAt(wire, server.url, { stream }));
        assert.equal(outcome.text, text);
        const usage = { inputTokens: 7, outputTokens: 11, cost: wire === 'gemini' ? undefined : 0.25 };
        assert.deepEqual(outcome.end, { type: 'end', finish: 'stop', usage, model: 'served-model' });
      }
    });

    it(`${wire}: a failed call tells what it used up`, async () => {
      server.use({ fault: 'empty', usage: { inputTokens: 7, outputTokens: 11 } });
      const { error } = await outcomeOf(providerAt(wire, server.url));
      assert.equal((error as ModelError).usage?.outputTokens, 11);
    });

    it(`${wire}: what came before a cut is given to a slow reader too`, async () => {
      server.use({ fault: 'cut', rows: ROWS });
      let text = '';
      await assert.rejects(async () => {
        for await (const event of providerAt(wire, server.url).events('x', { model: 'm' })) {
          await new Promise((done) => setTimeout(done, 40));
          if (event.type === 'text') text += event.text;
        }
      }, ModelError);
      assert.ok(text.length > 20 && WHOLE.startsWith(text), text);
    });

    it(`${wire}: a slow reader is no silence`, async () => {
      server.use({ rows: ROWS });
      let text = '';
      for await (const event of providerAt(wire, server.url).events('x', { model: 'm', idleTimeout: 60 })) {
        await new Promise((done) => setTimeout(done, 90));
        if (event.type === 'text') text += event.text;
      }
      assert.equal(text, WHOLE);
    });

    it(`${wire}: generate gives whole answers only`, async () => {
      const provider = providerAt(wire, server.url);
      server.use('All of it.');
      assert.equal(await provider.generate('x', { model: 'm' }), 'All of it.');
      for (const [fault, code] of [
        ['truncation', 'model/truncated'],
        ['blocked-answer', 'model/blocked'],
      ] as const) {
        server.use({ fault, text: 'A part of it, and no more.' });
        const pieces: string[] = [];
        await assert.rejects(
          async () => {
            for await (const piece of provider.generateStream('x', { model: 'm' })) pieces.push(piece);
          },
          { code, retryable: false },
        );
        assert.ok(pieces.length > 0);
        await assert.rejects(provider.generate('x', { model: 'm' }), { code });
      }
    });
  }

  it('comments and blank space keep a slow answer alive on the wire of OpenAI', async () => {
    server.use({ fault: 'comments', text: ['one ', 'two'], pause: 150 });
    const provider = providerAt('openRouter', server.url);
    assert.equal((await outcomeOf(provider, { idleTimeout: 200 })).text, 'one two');
  });
});
