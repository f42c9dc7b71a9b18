import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'agentic-synth';
import { getLanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SelectionRange } from 'vscode-languageserver-types';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { foldingRanges } from '../../../server/src/features/folding.js';
import { documentLinks } from '../../../server/src/features/links.js';
import { selectionRanges } from '../../../server/src/features/selection.js';
import { ROOT } from '../../support/run.js';
import { documentOf, LANGUAGES, rangeText, write } from './support.js';

const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES).filter((name) => /\.synth\.yaml$/.test(name));

describe('folding', () => {
  const folded = (text: string, language: (typeof LANGUAGES)[number]): string[] =>
    foldingRanges(documentOf(text, language)).map(
      ({ startLine, endLine, kind = '' }) => `${startLine}-${endLine}${kind}`,
    );

  const cases: readonly (readonly [
    title: string,
    language: (typeof LANGUAGES)[number],
    text: string,
    ranges: readonly string[],
  ])[] = [
    [
      'mappings and lists of blocks',
      'block YAML',
      'fields:\n  a:\n    type: enum\n    enum:\n      - x\n      - y\n  b: uuid\n',
      ['0-6', '1-5', '3-5'],
    ],
    ['items of lists', 'block YAML', 'jobs:\n  - name: a\n    count: 1\n  - name: b\n', ['0-3', '1-2']],
    [
      'braces, whose last line stays',
      'flow YAML',
      'fields: {\n  a: uuid,\n  b: { type: integer,\n    min: 1 }\n}\n',
      ['0-3', '2-3'],
    ],
    [
      'long texts',
      'block YAML',
      'a:\n  prompt: |\n    one\n    two\n\nb:\n  prompt: >-\n    one\n    two\n',
      ['0-3', '1-3', '5-8', '6-8'],
    ],
    [
      'comments and regions',
      'block YAML',
      '# one\n# two\n#region keys\na: uuid\n# region inner\nb: uuid\n# endregion\n# endregion\n# alone\n\n# x\n# y',
      ['0-1comment', '2-7region', '4-6region', '10-11comment'],
    ],
    ['no comments within texts', 'block YAML', 'a:\n  prompt: |\n    # x\n    # y\nb: uuid\n', ['0-3', '1-3']],
    [
      'objects, lists, comments',
      'JSON',
      '{\n  // one\n  // two\n  "a": [\n    1\n  ],\n  /* three\n     four */\n  "b": {\n    "c": 1 }\n}\n',
      ['0-9', '1-2comment', '3-4', '6-7comment', '8-9'],
    ],
    ['regions', 'JSON', '{\n  // #region a\n  "a": 1,\n  // #endregion\n  "b": 2\n}', ['0-4', '1-3region']],
    ['ends of Windows', 'JSON', '{\r\n  "a": {\r\n    "b": 1\r\n  }\r\n}\r\n', ['0-3', '1-2']],
    ['nothing', 'JSON', '', []],
    ['an end without a start', 'block YAML', '# endregion\na: uuid\n# region\n', []],
  ];
  for (const [title, language, text, ranges] of cases) {
    it(`${title}, in ${language}`, () => assert.deepEqual(folded(text, language), ranges));
  }

  for (const name of examples) {
    it(`folds ${name} in JSON as the JSON language service does`, () => {
      const text = write(parseDocument(readFileSync(join(EXAMPLES, name), 'utf8')).value, 'JSON');
      const service = getLanguageService({});
      const expected = service.getFoldingRanges(TextDocument.create('x.json', 'json', 1, text));
      assert.deepEqual(
        folded(text, 'JSON'),
        expected.sort((a, b) => a.startLine - b.startLine).map(({ startLine, endLine }) => `${startLine}-${endLine}`),
      );
    });

    it(`nests what it folds in ${name}`, () => {
      const { value } = parseDocument(readFileSync(join(EXAMPLES, name), 'utf8'));
      for (const language of LANGUAGES) {
        const document = documentOf(write(value, language), language);
        const last = document.text.split('\n').length - 1;
        const open: number[] = [];
        for (const { startLine, endLine } of foldingRanges(document)) {
          assert.ok(startLine >= 0 && startLine < endLine && endLine <= last);
          while (open.length > 0 && open.at(-1)! < startLine) open.pop();
          if (open.length > 0) assert.ok(endLine <= open.at(-1)!, `${startLine}-${endLine}`);
          open.push(endLine);
        }
      }
    });
  }
});

describe('selection', () => {
  const grown = (document: SynthDocument, offset: number): string[] => {
    const [selection] = selectionRanges(document, [document.positionAt(offset)]);
    const found: string[] = [];
    for (let at: SelectionRange | undefined = selection; at !== undefined; at = at.parent) {
      found.push(rangeText(document, at.range));
    }
    return found;
  };

  const cases: readonly (readonly [marked: string, language: (typeof LANGUAGES)[number], texts: readonly string[]])[] =
    [
      [
        '{ "fields": { "a": "inte‸ger" } }',
        'JSON',
        [
          'integer',
          '"integer"',
          '"a": "integer"',
          ' "a": "integer" ',
          '{ "a": "integer" }',
          '"fields": { "a": "integer" }',
          ' "fields": { "a": "integer" } ',
          '{ "fields": { "a": "integer" } }',
        ],
      ],
      [
        'fields:\n  b: { template: "x {{ size(‸a) }} y" }\n',
        'block YAML',
        [
          'a',
          ' size(a) ',
          '{{ size(a) }}',
          'x {{ size(a) }} y',
          '"x {{ size(a) }} y"',
          'template: "x {{ size(a) }} y"',
          ' template: "x {{ size(a) }} y" ',
          '{ template: "x {{ size(a) }} y" }',
          'b: { template: "x {{ size(a) }} y" }',
          'fields:\n  b: { template: "x {{ size(a) }} y" }',
          'fields:\n  b: { template: "x {{ size(a) }} y" }\n',
        ],
      ],
      ['fie‸lds: { a: uuid }', 'flow YAML', ['fields', 'fields: { a: uuid }']],
      ['[[1, ‸2], 3]', 'JSON', ['2', '1, 2', '[1, 2]', '[1, 2], 3', '[[1, 2], 3]']],
      ['‸', 'JSON', ['']],
      ['a: uuid\n‸\n', 'block YAML', ['a: uuid\n\n']],
    ];
  for (const [text, language, texts] of cases) {
    it(`${text}, in ${language}`, () => {
      const document = documentOf(text.replace('‸', ''), language);
      assert.deepEqual(grown(document, text.indexOf('‸')), texts);
    });
  }

  it('grows strictly at every place of the examples', () => {
    for (const name of examples.slice(0, 4)) {
      const { value } = parseDocument(readFileSync(join(EXAMPLES, name), 'utf8'));
      for (const language of LANGUAGES) {
        const document = documentOf(write(value, language), language);
        for (let offset = 0; offset < document.text.length; offset += 7) {
          let [at] = selectionRanges(document, [document.positionAt(offset)]);
          for (; at.parent !== undefined; at = at.parent) {
            const [start, end] = [document.offsetAt(at.range.start), document.offsetAt(at.range.end)];
            const [from, to] = [document.offsetAt(at.parent.range.start), document.offsetAt(at.parent.range.end)];
            assert.ok(from <= start && start <= offset && offset <= end && end <= to && end - start < to - from);
          }
        }
      }
    }
  });
});

describe('links', () => {
  const cases: readonly (readonly [
    kind: 'schema' | 'json-schema' | 'config' | 'batch',
    yaml: string,
    links: readonly string[],
  ])[] = [
    [
      'schema',
      '$schema: https://example.com/a.json\nfields: { a: { ref: ../b.synth.yaml#users.id }, b: { ref: c.d }, c: { const: https://x.y } }',
      ['https://example.com/a.json → https://example.com/a.json', '../b.synth.yaml → file:///b.synth.yaml'],
    ],
    ['schema', '$schema: ./schema.json\nfields: { a: uuid }', ['./schema.json → file:///work/schema.json']],
    [
      'schema',
      "fields: { a: { ref: 'file:///x/y z.json#users.id' }, b: { ref: 'ftp://x#a.b' } }",
      ['file:///x/y z.json → file:///x/y%20z.json'],
    ],
    [
      'json-schema',
      '$schema: https://json-schema.org/draft/2020-12/schema\nproperties: { a: { $ref: other.json#/$defs/a }, b: { $ref: "#/$defs/b" } }',
      [
        'https://json-schema.org/draft/2020-12/schema → https://json-schema.org/draft/2020-12/schema',
        'other.json → file:///work/other.json',
      ],
    ],
    [
      'batch',
      "jobs: [{ name: a, schema: a.synth.yaml, output: x }, { name: b, schema: { id: { ref: 'job:a#u.id' }, c: { ref: c.json#u.id } } }]",
      ['a.synth.yaml → file:///work/a.synth.yaml', 'c.json → file:///work/c.json'],
    ],
    ['config', 'plugins: [./vin.mjs, some-package]\nproviders: {}', ['./vin.mjs → file:///work/vin.mjs']],
  ];
  for (const [kind, yaml, links] of cases) {
    for (const language of LANGUAGES) {
      it(`${yaml}, in ${language}`, () => {
        const document = documentOf(write(parseDocument(yaml, { language: 'yaml' }).value, language), language, {
          kind,
        });
        const found = documentLinks(document).map(({ range, target }) => `${rangeText(document, range)} → ${target}`);
        assert.deepEqual(found, links);
      });
    }
  }
});
