import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'agentic-synth';
import fc from 'fast-check';
import { createDocument } from '../../../server/src/document/create.js';
import { highlights } from '../../../server/src/features/highlights.js';
import { documentSymbols } from '../../../server/src/features/symbols.js';
import { ROOT } from '../../support/run.js';
import { everyFeature } from './every-feature.js';
import { documentOf, filesOf, LANGUAGES, rangeText, write } from './support.js';

const EXAMPLES = join(ROOT, 'examples');

describe('broken documents', () => {
  it('show what the last good version had, where the text is the same', async () => {
    const uri = 'file:///work/x.synth.json';
    const text = '{ "fields": { "a": "uuid", "b": "uuid", "c": { "ref": "a" }, "d": "uuid" } }';
    const good = createDocument({ uri, version: 1, text });
    assert.equal(good.lastGood, good);
    const now = text.replace('"b": "uuid", ', '"b: "uu, ');
    const broken = createDocument({ uri, version: 2, text: now }, good);
    assert.equal(broken.lastGood, good);
    const [symbol] = await documentSymbols(broken, filesOf(broken));
    assert.deepEqual(
      symbol.children!.map(({ name, selectionRange }) => [name, rangeText(broken, selectionRange)]),
      ['a', 'c', 'd'].map((name) => [name, `"${name}"`]),
    );
    const found = await highlights(broken, broken.positionAt(now.indexOf('"a"', 20) + 1), filesOf(broken));
    assert.deepEqual(
      found.map(({ range }) => broken.offsetAt(range.start)),
      [now.indexOf('"a"') + 1, now.lastIndexOf('"a"') + 1],
    );
    assert.deepEqual(await highlights(broken, broken.positionAt(now.indexOf('uu,')), filesOf(broken)), []);
  });

  it('show what can be read where there never was a good version', async () => {
    for (const [language, text] of [
      ['JSON', '{ "fields": { "a": "uuid", "b": { "ref": "a" }, "c": '],
      ['flow YAML', 'fields: { a: uuid, b: { ref: a }, c: '],
      ['block YAML', 'fields:\n  a: uuid\n  b: { ref: a }\n  c: "'],
    ] as const) {
      const document = documentOf(text, language);
      const names = (await documentSymbols(document, filesOf(document)))[0].children!.map(({ name }) => name);
      assert.deepEqual(names.slice(0, 2), ['a', 'b'], language);
    }
  });

  for (const name of readdirSync(EXAMPLES).filter((file) => /\.synth\.yaml$/.test(file))) {
    it(`are never too much: ${name}`, async function () {
      this.timeout(120_000);
      const { value } = parseDocument(readFileSync(join(EXAMPLES, name), 'utf8'));
      const starts = LANGUAGES.map((language) => documentOf(write(value, language), language));
      const edit = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        remove: fc.nat(12),
        insert: fc.constantFrom(
          '',
          '{',
          '}',
          '"',
          "'",
          ':',
          '\n',
          '  ',
          '{{',
          'a',
          '&x ',
          '*x',
          '<<: ',
          '- ',
          '𝄞',
          '\r\n',
        ),
        look: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...starts),
          fc.array(edit, { minLength: 1, maxLength: 4 }),
          async (start, edits) => {
            let document = start;
            for (const { at, remove, insert, look } of edits) {
              const from = Math.floor(at * document.text.length);
              const text = document.text.slice(0, from) + insert + document.text.slice(from + remove);
              const { uri, file, version } = document;
              document = createDocument({ uri, file, version: version + 1, text }, document);
              await everyFeature(document, Math.floor(look * text.length), filesOf(document), 'renamed_1');
            }
          },
        ),
        { numRuns: 12 },
      );
    });
  }
});
