import assert from 'node:assert/strict';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { definition } from '../../../server/src/features/definition.js';
import { highlights } from '../../../server/src/features/highlights.js';
import { references } from '../../../server/src/features/references.js';
import { prepareRename, rename } from '../../../server/src/features/rename.js';
import { NAMES } from './names.cases.js';
import { applied, filesOf, LANGUAGES, marked, placedRange } from './support.js';

describe('names of a document', () => {
  for (const [title, yaml] of NAMES) {
    for (const language of LANGUAGES) {
      it(`${title}, in ${language}`, async () => {
        const { document, ranges } = marked(yaml, language);
        const files = filesOf(document);
        const spans = ranges.map((range) => {
          const [text, at] = range.split('@');
          return { start: Number(at), end: Number(at) + text.length, text };
        });
        let defined: string | undefined;
        for (const { start, end, text } of spans) {
          for (const offset of [start, end, start + 1]) {
            const position = document.positionAt(offset);
            const where = `${text} at ${offset}`;
            const found = await references(document, position, files);
            assert.deepEqual(found.map(({ range }) => placedRange(document, range)).sort(), ranges, where);
            const marks = await highlights(document, position, files);
            assert.deepEqual(marks.map(({ range }) => placedRange(document, range)).sort(), ranges, where);
            const writes = marks.filter(({ kind }) => kind === DocumentHighlightKind.Write);
            const [place, ...more] = await definition(document, position, files);
            assert.equal(more.length, 0);
            assert.deepEqual(
              writes.map(({ range }) => range),
              [place.range],
            );
            defined ??= placedRange(document, place.range);
            assert.equal(placedRange(document, place.range), defined);
            const uses = await references(document, position, files, { includeDeclaration: false });
            assert.equal(uses.length, ranges.length - 1);
            const prepared = await prepareRename(document, position, files);
            assert.equal(placedRange(document, prepared!.range), `${text}@${String(start).padStart(6, '0')}`);
          }
        }
        const position = document.positionAt(spans[0].start);
        const result = await rename(document, position, 'renamed_1', files);
        const [change] = result!.documentChanges as { textDocument: object; edits: [] }[];
        assert.deepEqual(change.textDocument, { uri: document.uri, version: 1 });
        const expected = marked(yaml.replace(/«[^»]*»/gu, '«renamed_1»'), language);
        const plain = marked(yaml, language);
        assert.equal(plain.document.text, document.text);
        // The name may need no quotes where the old one did.
        const text = applied(document, change.edits);
        assert.deepEqual(
          { text: text.replaceAll(/"renamed_1"|'renamed_1'/g, 'renamed_1') },
          { text: expected.document.text.replaceAll(/"renamed_1"|'renamed_1'/g, 'renamed_1') },
        );
      });
    }
  }
});
