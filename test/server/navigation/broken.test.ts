import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'agentic-synth';
import fc from 'fast-check';
import { createDocument } from '../../../server/src/document/create.js';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { definition, typeDefinition } from '../../../server/src/features/definition.js';
import { foldingRanges } from '../../../server/src/features/folding.js';
import { highlights } from '../../../server/src/features/highlights.js';
import { inlayHints } from '../../../server/src/features/inlay.js';
import { codeLenses } from '../../../server/src/features/lenses.js';
import { documentLinks } from '../../../server/src/features/links.js';
import { references } from '../../../server/src/features/references.js';
import { prepareRename, rename, RenameError } from '../../../server/src/features/rename.js';
import { selectionRanges } from '../../../server/src/features/selection.js';
import { documentSymbols } from '../../../server/src/features/symbols.js';
import { semanticTokens } from '../../../server/src/features/tokens.js';
import { ROOT } from '../../support/run.js';
import { documentOf, filesOf, LANGUAGES, rangeText, write } from './support.js';

const EXAMPLES = join(ROOT, 'examples');

/** Everything there is, at one place; its ranges must be in the text. */
async function everything(document: SynthDocument, offset: number): Promise<void> {
  const files = filesOf(document);
  const position = document.positionAt(offset);
  const refused = (error: unknown): undefined => {
    if (!(error instanceof RenameError)) throw error;
    return undefined;
  };
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.text.length) };
  const sampler = (_document: SynthDocument, pointers: readonly string[]): Promise<Record<string, string[]>> =>
    Promise.resolve(Object.fromEntries(pointers.map((pointer) => [pointer, ['x']])));
  const answers = [
    ...(await definition(document, position, files)),
    ...(await typeDefinition(document, position, files)),
    ...(await references(document, position, files)),
    ...(await highlights(document, position, files)),
    ...(await codeLenses(document, files)),
    ...documentLinks(document),
    ...selectionRanges(document, [position]),
    ...(await documentSymbols(document, files)),
  ];
  await prepareRename(document, position, files).catch(refused);
  await rename(document, position, 'renamed_1', files).catch(refused);
  for (const { range } of answers) {
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    assert.ok(start <= end);
    assert.deepEqual(document.positionAt(start), range.start);
    assert.deepEqual(document.positionAt(end), range.end);
  }
  for (const { position: at } of await inlayHints(document, whole, files, sampler)) {
    assert.deepEqual(document.positionAt(document.offsetAt(at)), at);
  }
  const lines = document.text.split(/\r\n?|\n/);
  for (const { startLine, endLine } of foldingRanges(document))
    assert.ok(startLine < endLine && endLine < lines.length);
  let line = 0;
  let character = 0;
  const data = await semanticTokens(document, files);
  for (let i = 0; i < data.length; i += 5) {
    line += data[i];
    character = data[i] === 0 ? character + data[i + 1] : data[i + 1];
    assert.ok(character + data[i + 2] <= lines[line].length, `${line}:${character}`);
  }
}

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
              await everything(document, Math.floor(look * text.length));
            }
          },
        ),
        { numRuns: 12 },
      );
    });
  }
});
