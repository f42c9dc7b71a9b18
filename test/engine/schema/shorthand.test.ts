import assert from 'node:assert/strict';
import { parseShorthand, readArguments } from '../../../engine/src/schema/shorthand.js';

const READ: [text: string, properties: object, suffixes?: string][] = [
  ['number (-20..40)', { min: -20, max: 40 }],
  ['number(-20..40)', { min: -20, max: 40 }],
  ['number (-20-40)', { min: -20, max: 40 }],
  ['number (-20--5)', { min: -20, max: -5 }],
  ['number (10-1000)', { min: 10, max: 1000 }],
  ['number (10 to 1000)', { min: 10, max: 1000 }],
  ['number (10 – 1000)', { min: 10, max: 1000 }],
  ['number (1e3..2.5e4)', { min: 1000, max: 25000 }],
  ['number (.5..1)', { min: 0.5, max: 1 }],
  ['integer (18..)', { min: 18 }],
  ['integer (..65)', { max: 65 }],
  ['integer (1, 2, 5)', { enum: [1, 2, 5] }],
  ['string (A, B, C)', { enum: ['A', 'B', 'C'] }],
  ['string (A)', { enum: ['A'] }],
  ['string (8)', { length: 8 }],
  ['string (3..8)', { length: { min: 3, max: 8 } }],
  ['string (3-8)', { length: { min: 3, max: 8 } }],
  ['string (\'a, b\', "c)", d)', { enum: ['a, b', 'c)', 'd'] }],
  ["string ('', a)", { enum: ['', 'a'] }],
  ["string (it's, that)", { enum: ["it's", 'that'] }],
  ['string (on hold, in stock (few))', { enum: ['on hold', 'in stock (few)'] }],
  ['string (日本, Österreich)', { enum: ['日本', 'Österreich'] }],
  ['enum (a, b)', { enum: ['a', 'b'] }],
  ['boolean (0.3)', { probability: 0.3 }],
  ['boolean (1)', { probability: 1 }],
  ['datetime (2024-01-01..2025-12-31)', { min: '2024-01-01', max: '2025-12-31' }],
  ['datetime (2024-01-01 to now)', { min: '2024-01-01', max: 'now' }],
  ['datetime (now-1y..)', { min: 'now-1y' }],
  ['date (..2005-12-31)', { max: '2005-12-31' }],
  ['time (09:00..17:30)', { min: '09:00', max: '17:30' }],
  ['duration (1m..2h)', { min: '1m', max: '2h' }],
  ['sequence (1000)', { start: 1000 }],
  ['sequence (2025-01-01)', { start: '2025-01-01' }],
  ['uuid (7)', { version: 7 }],
  ['number (0..1)[]?', { min: 0, max: 1 }, '[]?'],
  ['integer (1..6) [] ?', { min: 1, max: 6 }, '[]?'],
];

const TYPES: [text: string, type: string, suffixes: string][] = [
  ['person.fullName', 'person.fullName', ''],
  ['email?', 'email', '?'],
  ['string[]', 'string', '[]'],
  ['string[][]', 'string', '[][]'],
  ['email?[]', 'email', '?[]'],
  ['  uuid  ', 'uuid', ''],
  ['Straße', 'Straße', ''],
];

const WRONG: [text: string, problem: RegExp, instead?: string][] = [
  ['', /empty/],
  ['5', /name of a type/],
  ['number (5', /closing parenthesis/, 'number (5)'],
  ['number (5) x', /after the type/],
  ['number[', /after the type/],
];

const WRONG_ARGUMENTS: [kind: string, args: string, problem: RegExp, instead?: string][] = [
  ['number', '5', /takes a range/, '(0..5)'],
  ['number', 'a..b', /takes a range/],
  ['number', '', /nothing in its parentheses/],
  ['boolean', '30%', /fraction/, '(0.3)'],
  ['boolean', 'yes', /fraction/],
  ['string', 'a,', /empty value/, '(a)'],
  ['datetime', '2024-01-01', /takes a range/],
  ['datetime', '2024-01-01 - 2025-01-01', /takes a range/, '(2024-01-01..2025-01-01)'],
  ['uuid', '1', /version 4 or 7/, '(4)'],
  ['object', 'a', /nothing in parentheses/],
  ['', 'de', /nothing in parentheses/],
];

describe('shorthand', () => {
  for (const [text, properties, suffixes = ''] of READ) {
    it(`reads ${text}`, () => {
      const parsed = parseShorthand(text);
      assert.ok('type' in parsed);
      assert.equal(parsed.suffixes.join(''), suffixes);
      assert.deepEqual(readArguments(parsed.type, parsed.args ?? ''), properties);
    });
  }

  for (const [text, type, suffixes] of TYPES) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseShorthand(text), {
        type,
        args: undefined,
        suffixes: suffixes.match(/\[\]|\?/g) ?? [],
      });
    });
  }

  for (const [text, problem, instead] of WRONG) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const parsed = parseShorthand(text);
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, problem);
      if (instead !== undefined) assert.deepEqual(parsed.instead, [instead]);
    });
  }

  for (const [kind, args, problem, instead] of WRONG_ARGUMENTS) {
    it(`refuses ${kind} (${args})`, () => {
      const read = readArguments(kind, args) as { problem: string; instead: string[] };
      assert.match(read.problem, problem);
      if (instead !== undefined) assert.equal(read.instead[0], instead);
    });
  }
});
