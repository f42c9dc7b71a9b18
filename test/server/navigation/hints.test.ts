import assert from 'node:assert/strict';
import { describeFields, parseDocument } from 'agentic-synth';
import { inlayHints, type Sampler } from '../../../server/src/features/inlay.js';
import { codeLenses, resolveLens } from '../../../server/src/features/lenses.js';
import type { EstimateResult } from '../../../server/src/messages.js';
import { createDocument } from '../../../server/src/document/create.js';
import { documentOf, LANGUAGES, noFiles, rangeText, write } from './support.js';

const SHOP = `
seed: 1
tables:
  users: { count: 9, fields: { id: sequence, plan: { const: free }, home: { fields: { no: { const: 7 } } } } }
  clicks:
    type: events
    start: 2026-01-01
    rate: 1/s
    count: 9
    events: { view: { fields: { page: { const: / } } } }
    fields: { text: { const: "a long text that goes on and on 𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞" } }`;

const asked: string[] = [];
/** Draws values as the server's thread does. */
const sampler: Sampler = async ({ parsed: { value }, file }, pointers) => {
  asked.splice(0, asked.length, ...pointers);
  const { at } = await describeFields(value, { file });
  return Object.fromEntries(pointers.map((pointer) => [pointer, (at(pointer)?.samples() ?? []).map(String)]));
};

const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

describe('inlay hints', () => {
  for (const language of LANGUAGES) {
    it(`show a value behind each field, in ${language}`, async () => {
      const document = documentOf(write(parseDocument(SHOP, { language: 'yaml' }).value, language), language);
      const hints = await inlayHints(document, EVERYTHING, noFiles, sampler);
      assert.deepEqual(
        hints.map(({ label }) => label),
        ['1', 'free', '7', 'a long text that goes on and …', '/'],
      );
      for (const { tooltip, paddingLeft } of hints) {
        assert.equal(paddingLeft, true);
        assert.equal((tooltip as { value: string }).value.split('\n').length, 5);
      }
      assert.match((hints[3].tooltip as { value: string }).value, /^- `a long text that goes on and on (?:𝄞)+`$/mu);
    });
  }

  const places: readonly (readonly [text: string, language: (typeof LANGUAGES)[number]])[] = [
    ['fields:\n  a: sequence‸\n  b:‸\n    type: sequence\n', 'block YAML'],
    ['fields:\n  a: sequence‸ # note\n  b: { type: sequence }‸\n', 'block YAML'],
    ['fields: { a: sequence‸, b: sequence‸ }\n', 'flow YAML'],
    ['{\n  "fields": {\n    "a": "sequence",‸\n    "b": {‸\n      "type": "sequence"\n    }\n  }\n}\n', 'JSON'],
    ['{ "fields": { "a": "sequence"‸, "b": "sequence"‸ } }', 'JSON'],
    ['{ "fields": {\r\n "a": "sequence",‸ // x\r\n "b": "sequence"‸ } }', 'JSON'],
  ];
  for (const [marked, language] of places) {
    it(`stand in their places in ${JSON.stringify(marked)}`, async () => {
      const document = documentOf(marked.replaceAll('‸', ''), language);
      const hints = await inlayHints(document, EVERYTHING, noFiles, sampler);
      let text = document.text;
      for (const { position } of [...hints].reverse()) {
        const at = document.offsetAt(position);
        text = `${text.slice(0, at)}‸${text.slice(at)}`;
      }
      assert.equal(text, marked);
    });
  }

  it('rather show a value than that there is none', async () => {
    const document = documentOf('seed: 3\nfields: { a: { const: x, nullable: 0.8 }, b: { const: null } }', 'flow YAML');
    const hints = await inlayHints(document, EVERYTHING, noFiles, sampler);
    assert.match((hints[0].tooltip as { value: string }).value, /^- `null`/);
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['x', 'null'],
    );
  });

  it('are drawn for the visible lines only', async () => {
    const document = documentOf('fields:\n  a: sequence\n  b: sequence\n  c: sequence\n', 'block YAML');
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 20 } };
    const hints = await inlayHints(document, range, noFiles, sampler);
    assert.deepEqual(asked, ['/fields/b']);
    assert.equal(hints.length, 1);
  });

  it('stay where they are while the text is broken', async () => {
    const uri = 'file:///x.synth.yaml';
    const good = createDocument({
      uri,
      version: 1,
      text: 'fields:\n  a: sequence\n  b: { const: x }\n  c: { const: y }\n',
    });
    assert.equal(good.lastGood, good);
    const broken = createDocument({ uri, version: 2, text: good.text.replace('const: x', 'const: "x') }, good);
    const hints = await inlayHints(broken, EVERYTHING, noFiles, sampler);
    assert.deepEqual(
      hints.map(({ label, position: { line } }) => `${label as string} ${line}`),
      ['1 1', 'x 2', 'y 3'],
    );
  });
});

describe('code lenses', () => {
  for (const language of LANGUAGES) {
    it(`stand above each table, in ${language}`, async () => {
      const document = documentOf(write(parseDocument(SHOP, { language: 'yaml' }).value, language), language);
      const lenses = await codeLenses(document, noFiles);
      const { uri } = document;
      assert.deepEqual(
        lenses.map(({ range, command }) => [
          rangeText(document, range).replaceAll('"', ''),
          command?.command,
          command?.arguments,
        ]),
        ['users', 'clicks'].flatMap((table) => [
          [table, 'agentic-synth.preview', [{ uri, table }]],
          [table, 'agentic-synth.generate', [{ uri, table }]],
          [table, undefined, undefined],
        ]),
      );
    });
  }

  it('stand above a document that is a table', async () => {
    for (const [text, argument] of [
      ['fields: { a: uuid }', {}],
      ['a: uuid\nb: uuid', {}],
      ['name: x\nfields: { a: uuid }', { table: 'x' }],
    ] as const) {
      const document = documentOf(text, 'block YAML');
      const lenses = await codeLenses(document, noFiles);
      assert.deepEqual(lenses[0].command?.arguments, [{ uri: document.uri, ...argument }]);
      assert.deepEqual(lenses[0].range.start, { line: 0, character: 0 });
    }
    assert.deepEqual(await codeLenses(documentOf('', 'block YAML'), noFiles), []);
  });

  const estimates: readonly (readonly [
    table: Omit<EstimateResult['tables'][number], 'name' | 'pointer'>,
    title: string,
  ])[] = [
    [{ rows: 1 }, '1 row'],
    [{ rows: 1234567, expected: true, bytes: 84_123 }, '≈ 1,234,567 rows · 84 KB'],
    [{ rows: 1000, bytes: 999, cost: 0.123 }, '1,000 rows · 999 B · $0.12'],
    [{ rows: 0, bytes: 999_999, cost: null }, '0 rows · 1.0 MB · cost depends on the model'],
    [{ rows: 5, bytes: 3_456_000_000, cost: 0 }, '5 rows · 3.5 GB · free'],
    [{ rows: 5, cost: 0.001 }, '5 rows · under $0.01'],
  ];
  for (const [table, title] of estimates) {
    it(`say "${title}"`, async () => {
      const document = documentOf('fields: { a: uuid }', 'block YAML');
      const lens = (await codeLenses(document, noFiles))[2];
      const result = { tables: [{ name: 'rows', pointer: '', ...table }] } as unknown as EstimateResult;
      const asked: string[] = [];
      const resolved = await resolveLens(lens, (uri) => {
        asked.push(uri);
        return Promise.resolve(result);
      });
      assert.deepEqual(asked, [document.uri]);
      assert.deepEqual(resolved.command, { title, command: '' });
    });
  }

  it('say so where there is no estimate', async () => {
    const lens = (await codeLenses(documentOf('fields: { a: nope }', 'block YAML'), noFiles))[2];
    const resolved = await resolveLens(lens, () => Promise.resolve(undefined));
    assert.equal(resolved.command?.title, 'no estimate');
  });
});
