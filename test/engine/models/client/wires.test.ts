import assert from 'node:assert/strict';
import { Catalogue } from '../../../../engine/src/models/catalogue.js';
import { ModelError } from '../../../../engine/src/models/error.js';
import { RoutedClient } from '../../../../engine/src/models/model-client.js';
import { type Fault, FAULTS, type ModelServer, startModelServer } from '../../../support/model-servers/index.js';
import { CANARY, providerAt } from '../providers/calls.js';
import { question, read } from './scripted-provider.js';

const text = '[["Ann","likes it"],["Bo","does not"]]';
const wires = ['gemini', 'openRouter'] as const;
/** Faults after which the same call may work. */
const PASSING: ReadonlySet<string> = new Set([
  'reset',
  'slow-headers',
  'http-429',
  'http-500',
  'http-503',
  'html-502',
  'retry-after',
  'empty-body',
]);

/** Each attempt is one request; a connection that breaks may break before the server has read it. */
const counted: ReadonlySet<string> = new Set(
  [...FAULTS.http, ...FAULTS.content].filter((fault) => fault !== 'redirect'),
);

describe('models: calls over both wires', () => {
  let server: ModelServer;
  const rejections: unknown[] = [];
  const note = (error: unknown): void => void rejections.push(error);

  before(async () => {
    server = await startModelServer();
    process.on('unhandledRejection', note);
  });
  after(async () => {
    await server.close();
    process.off('unhandledRejection', note);
    assert.deepEqual(rejections, []);
  });

  const clientAt = (wire: (typeof wires)[number], told: string[]): RoutedClient =>
    new RoutedClient({
      providers: new Map([[wire, providerAt(wire, server.url)]]),
      keys: new Map([[wire, { needed: true, present: true }]]),
      catalogue: new Catalogue(undefined, { [`${wire}:m1`]: { input: 1, output: 1 } }),
      retry: { base: 2, longest: 4, longestAsked: 8 },
      idleTimeout: 150,
      budget: 1,
      log: {
        debug: (message, details) => void told.push(message, JSON.stringify(details)),
        info: (message, details) => void told.push(message, JSON.stringify(details)),
        warn: (message, details) => void told.push(message, JSON.stringify(details)),
      },
    });

  for (const wire of wires) {
    for (const fault of Object.values(FAULTS).flat() as Fault[]) {
      it(`${wire}: ${fault}: an answer or a typed error, paid for once, and no key anywhere`, async () => {
        server.use({ text, fault });
        const told: string[] = [];
        const client = clientAt(wire, told);
        const [route] = client.routes(question(), [`${wire}:m1`]);
        const sent = server.requests.length;
        const result = await read(client.ask(route, question())).catch((error: unknown) => error);
        if (!Array.isArray(result)) {
          assert.ok(result instanceof ModelError, String(result));
          told.push(result.message, JSON.stringify(result), String(result.stack));
        }
        const report = client.report();
        const [call] = report.calls;
        assert.ok(call.attempts.length <= 4);
        if (counted.has(fault)) assert.equal(server.requests.length - sent, call.attempts.length);
        assert.equal(client.budget.state.reserved, 0);
        assert.ok(client.budget.state.spent <= 1);
        if (PASSING.has(fault)) assert.equal(call.attempts.length, 4, fault);
        const everything = told.join('\n') + JSON.stringify(report);
        for (let i = 0; i + 8 <= CANARY.length; i++)
          assert.ok(!everything.includes(CANARY.slice(i, i + 8)), 'a part of the key');
      });
    }

    for (const fault of PASSING as ReadonlySet<Fault>) {
      it(`${wire}: ${fault}, then an answer`, async () => {
        server.use([{ text, fault }, { text }]);
        const client = clientAt(wire, []);
        const [route] = client.routes(question(), [`${wire}:m1`]);
        const events = await read(client.ask(route, question()));
        assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), text);
        assert.equal(client.report().calls[0].attempts.length, 2);
        assert.equal(client.report().calls[0].attempts[1].outcome, 'ok');
      });
    }
  }
});
