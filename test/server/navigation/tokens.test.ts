import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'agentic-synth';
import fc from 'fast-check';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { semanticTokens, SentTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../../../server/src/features/tokens.js';
import { ROOT } from '../../support/run.js';
import { documentOf, LANGUAGES, noFiles, write } from './support.js';

interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

function decoded(document: SynthDocument, data: readonly number[]): Decoded[] {
  const found: Decoded[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lines, characters, length, type, modifiers] = data.slice(i, i + 5);
    line += lines;
    character = lines === 0 ? character + characters : characters;
    const start = document.offsetAt({ line, character });
    const kinds = TOKEN_MODIFIERS.filter((_name, k) => (modifiers & (1 << k)) !== 0).map((name) => `.${name}`);
    const text = document.text.slice(start, start + length);
    found.push({ start, end: start + length, words: `${TOKEN_TYPES[type]}${kinds.join('')} ${text}` });
  }
  return found;
}

const CASES: readonly (readonly [yaml: string, tokens: readonly string[]])[] = [
  [
    "types: { money: 'number (0..9.5)?' }\nfields: { price: 'money[]', on: date }",
    [
      'type.declaration money',
      ...['type.defaultLibrary number', 'number 0', 'operator ..', 'number 9.5', 'operator ?'],
      ...['property.declaration price', 'type money', 'operator []'],
      ...['property.declaration on', 'type.defaultLibrary date'],
    ],
  ],
  [
    'fields: { a: integer, b: { expr: \'size("x") >= a ? 1.5 : null\', when: "a in [1] && nope > 0" } }',
    [
      ...['property.declaration a', 'type.defaultLibrary integer', 'property.declaration b'],
      ...['function.defaultLibrary size', 'string "x"', 'operator >=', 'property a', 'operator ?', 'number 1.5'],
      ...['operator :', 'keyword null'],
      ...['property a', 'keyword in', 'number 1', 'operator &&', 'variable nope', 'operator >', 'number 0'],
    ],
  ],
  [
    "fields: { a: integer, b: { template: 'an {{ a + 1 }} and {{upper(b)' } }",
    [
      ...['property.declaration a', 'type.defaultLibrary integer', 'property.declaration b'],
      ...['macro {{', 'property a', 'operator +', 'number 1', 'macro }}', 'macro {{', 'function.defaultLibrary upper'],
      'property b',
    ],
  ],
  [
    'tables: { u: { fields: { id: uuid } }, o: { count: { per: u, min: 1, max: 2 }, fields: { x: { ref: u.id, as: w }, y: { ref: w.id } } } }',
    [
      ...[
        'class.declaration u',
        'property.declaration id',
        'type.defaultLibrary uuid',
        'class.declaration o',
        'class u',
      ],
      ...['property.declaration x', 'class u', 'property id', 'variable.declaration w'],
      ...['property.declaration y', 'variable w', 'property id'],
    ],
  ],
  [
    'fields: { at: { type: datetime, min: now-90d, max: 2026-01-01, precision: 1h30m }, by: { type: datetime, after: at, within: P1DT2H } }',
    [
      ...['property.declaration at', 'type.defaultLibrary datetime'],
      ...['keyword.defaultLibrary now', 'operator -', 'number 90', 'keyword d'],
      ...['number 1', 'keyword h', 'number 30', 'keyword m'],
      ...['property.declaration by', 'type.defaultLibrary datetime', 'property at'],
      ...['keyword P', 'number 1', 'keyword DT', 'number 2', 'keyword H'],
    ],
  ],
  [
    'type: timeseries\nstart: now\ninterval: 1m\ncount: 3\nfields: { heat: { type: number, base: 1, trend: { type: linear, slope: 0.1/d } } }',
    [
      ...['keyword.defaultLibrary now', 'number 1', 'keyword m', 'property.declaration heat'],
      ...['type.defaultLibrary number', 'enumMember.defaultLibrary linear', 'number 0.1', 'operator /', 'keyword d'],
    ],
  ],
  [
    // Data and words for people are left alone, whatever they look like.
    'fields: { a: { const: 90d, description: 5m }, b: { enum: [1h, now], description: "{{a}}" }, c: { type: string, pattern: 5m } }',
    [...['property.declaration a', 'property.declaration b', 'property.declaration c', 'type.defaultLibrary string']],
  ],
];

describe('semantic tokens', () => {
  for (const [yaml, expected] of CASES) {
    for (const language of LANGUAGES) {
      it(`${yaml}, in ${language}`, async () => {
        const document = documentOf(write(parseDocument(yaml, { language: 'yaml' }).value, language), language);
        const found = decoded(document, await semanticTokens(document, noFiles));
        // Quotes within quotes have escapes in JSON.
        const words = found.map((token) => token.words.replaceAll('\\"', '"').replaceAll("''", "'"));
        assert.deepEqual(words, expected);
      });
    }
  }

  it('breaks tokens at the ends of lines', async () => {
    const document = documentOf(
      'fields:\n  a: integer\n  b:\n    expr: >-\n      """x\n      y""" + a\n',
      'block YAML',
    );
    const words = decoded(document, await semanticTokens(document, noFiles)).map((token) => token.words);
    assert.deepEqual(words.slice(3), ['string """x', 'string y"""', 'operator +', 'property a']);
  });

  it('tells of a part of the document', async () => {
    const document = documentOf('fields:\n  a: integer\n  b: uuid\n  c: date\n', 'block YAML');
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } };
    const words = decoded(document, await semanticTokens(document, noFiles, range)).map((token) => token.words);
    assert.deepEqual(words, ['property.declaration b', 'type.defaultLibrary uuid']);
  });

  it('tells what has changed', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (before, now, known) => {
        const sent = new SentTokens();
        const { resultId = '' } = sent.full('u', before);
        const answer = sent.delta('u', known ? resultId : 'gone', now);
        assert.notEqual(answer.resultId, resultId);
        if (!known) return assert.deepEqual('data' in answer && answer.data, now);
        assert.ok('edits' in answer);
        const data = [...before];
        for (const { start, deleteCount, data: added = [] } of answer.edits) data.splice(start, deleteCount, ...added);
        assert.deepEqual(data, now);
        assert.equal(answer.edits.length === 0, JSON.stringify(before) === JSON.stringify(now));
      }),
    );
  });

  const examples = join(ROOT, 'examples');
  for (const name of readdirSync(examples).filter((file) => /\.synth\.yaml$/.test(file))) {
    it(`are sorted and apart from each other in ${name}`, async () => {
      const { value } = parseDocument(readFileSync(join(examples, name), 'utf8'));
      const lists: string[] = [];
      for (const language of LANGUAGES) {
        const document = documentOf(write(value, language), language);
        const found = decoded(document, await semanticTokens(document, noFiles));
        for (const [i, { start, end }] of found.entries()) {
          assert.ok(end > start && (i === 0 || start >= found[i - 1].end), String(start));
          assert.doesNotMatch(document.text.slice(start, end), /[\r\n]/);
        }
        lists.push(found.map(({ words }) => words.replace(/\\(.)/g, '$1').replaceAll("''", "'")).join('\n'));
      }
      assert.ok(lists[0].length > 0);
      assert.equal(lists[1], lists[0]);
      assert.equal(lists[2], lists[0]);
    });
  }
});
