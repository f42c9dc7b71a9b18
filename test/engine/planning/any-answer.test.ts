import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AgenticSynth, check, parseDocument } from '../../../engine/src/index.js';
import { PLAN_EXAMPLES } from '../../../engine/src/prompting/plan-examples.js';
import { type ModelServer, startModelServer } from '../../support/model-servers/index.js';

const WORDS = [
  'uuid',
  'intger',
  'fields',
  'min',
  '-1',
  'now',
  'customers.id',
  'null',
  '[',
  '}',
  '{{x}}',
  "'",
  ': ',
  '0',
];

/** An example with lines taken away, doubled or changed places, and words put in place of others. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...PLAN_EXAMPLES.map(({ schema }) => schema)),
    fc.array(
      fc.record({
        what: fc.constantFrom('drop', 'double', 'swap', 'word', 'word'),
        at: fc.nat(200),
        word: fc.constantFrom(...WORDS),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([text, changes]) => {
    const lines = text.split('\n');
    for (const { what, at, word } of changes) {
      const i = at % (lines.length - 1);
      if (what === 'drop') lines.splice(i, 1);
      else if (what === 'double') lines.splice(i, 0, lines[i]);
      else if (what === 'swap') lines.splice(i, 2, lines[i + 1], lines[i]);
      else {
        const words = [...lines[i].matchAll(/[\w.-]+/g)];
        const found = words.at(at % Math.max(1, words.length));
        if (found !== undefined)
          lines[i] = lines[i].slice(0, found.index) + word + lines[i].slice(found.index + found[0].length);
      }
    }
    return lines.join('\n');
  });

const answers = fc.oneof(
  { weight: 6, arbitrary: spoilt },
  { weight: 2, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
);
const wrapped = fc
  .tuple(answers, fc.constantFrom('plain', 'fenced', 'prose'))
  .map(([text, how]) => (how === 'plain' ? text : `${how === 'prose' ? 'Here: \n' : ''}\`\`\`yaml\n${text}\n\`\`\``));

describe('plans from any answer', function () {
  this.timeout(240_000);
  let server: ModelServer;
  before(async () => (server = await startModelServer()));
  after(() => server.close());

  it('have no mistakes and give rows, or are refused', async () => {
    const synth = new AgenticSynth({
      apiKeys: { gemini: 'a-key' },
      models: { providers: { gemini: { baseUrl: server.url } } },
      cache: { enabled: false },
    });
    let accepted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(wrapped, async (answer) => {
        server.use(answer);
        const before = server.requests.length;
        const planned = await synth
          .plan('anything', { model: 'gemini-pro' })
          .catch((error: Error & { code: string }) => {
            assert.match(error.code, /^(?:plan\/|model\/empty)/, error.stack);
            refused++;
            return undefined;
          });
        assert.ok(server.requests.length - before <= 3);
        if (planned === undefined) return;
        accepted++;
        const parsed = parseDocument(planned.text, { language: 'yaml' });
        assert.deepEqual(parsed.diagnostics, []);
        const found = await check(parsed.value);
        assert.deepEqual(
          found.filter(({ severity }) => severity === 'error'),
          [],
        );
        await synth.generate(planned.report.type, { schema: parsed.value as object, count: 3, model: 'local' });
      }),
      { numRuns: 120, seed: 7 },
    );
    assert.ok(accepted >= 20 && refused >= 20, `${accepted} accepted, ${refused} refused`);
  });
});
