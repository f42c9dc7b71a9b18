import assert from 'node:assert/strict';
import { applied, type Language, offered } from './support.js';

/** Text before, label taken, text after: where the layout matters. */
const LAYOUTS: readonly [language: Language, text: string, label: string, after: string][] = [
  ['JSON', '{‸}', 'fields', '{"fields": {}}'],
  ['JSON', '{ "seed": 1 ‸}', 'fields', '{ "seed": 1, "fields": {}}'],
  ['JSON', '{\n  "seed": 1\n  ‸\n}', 'fields', '{\n  "seed": 1,\n  "fields": {}\n}'],
  ['JSON', '{\n  ‸\n  "seed": 1\n}', 'fields', '{\n  "fields": {},\n  "seed": 1\n}'],
  ['JSON', '{\n  "‸"\n  "seed": 1\n}', 'fields', '{\n  "fields": {},\n  "seed": 1\n}'],
  ['JSON', '{ "see‸d": 1, "fields": { "a": "uuid" } }', 'now', '{ "now": 1, "fields": { "a": "uuid" } }'],
  ['JSON', '{ "seed": 1 // twice\n  ‸\n}', 'fields', '{ "seed": 1 // twice\n  , "fields": {}\n}'],
  ['JSON', '{ "fields": { "a":‸ } }', 'uuid', '{ "fields": { "a":"uuid" } }'],
  ['JSON', '{ "fields": { "a": "uu‸\n } }', 'uuid', '{ "fields": { "a": "uuid"\n } }'],
  ['JSON', '{ "fields": { "a": ‸\n "b": "uuid" } }', 'uuid', '{ "fields": { "a": "uuid",\n "b": "uuid" } }'],
  ['JSON', '{ "fields": { "a": "in‸teger" } }', 'number', '{ "fields": { "a": "number" } }'],
  [
    'JSON',
    '{ "fields": { "a": "uuid", "b": { "expr": "upper(a‸) + a" } } }',
    'a',
    '{ "fields": { "a": "uuid", "b": { "expr": "upper(a) + a" } } }',
  ],
  [
    'JSON',
    '{ "fields": { "a": "uuid", "b": { "expr": "up‸(a)" } } }',
    'upper',
    '{ "fields": { "a": "uuid", "b": { "expr": "upper(a)" } } }',
  ],
  [
    'JSON',
    '{ "fields": { "a": "uuid", "b": { "template": "{{‸}}" } } }',
    'a',
    '{ "fields": { "a": "uuid", "b": { "template": "{{a}}" } } }',
  ],
  [
    'JSON',
    '{ "fields": { "a": "uuid", "b": { "template": "{‸" } } }',
    '{{a}}',
    '{ "fields": { "a": "uuid", "b": { "template": "{{a}}" } } }',
  ],
  ['JSON', '{\r\n\t"seed": 1\r\n\t‸\r\n}', 'fields', '{\r\n\t"seed": 1,\r\n\t"fields": {}\r\n}'],
  ['block YAML', '‸', 'fields', 'fields:\n  '],
  ['block YAML', 'seed: 1\n‸\n', 'tables', 'seed: 1\ntables:\n  \n'],
  ['block YAML', 'fields:\n    a: uuid\n    b:\n        ‸\n', 'ref', 'fields:\n    a: uuid\n    b:\n        ref: \n'],
  [
    'block YAML',
    'fields:\n    a: uuid\n    b:\n        ‸\n',
    'fields',
    'fields:\n    a: uuid\n    b:\n        fields:\n            \n',
  ],
  ['block YAML', 'fields:\n  a:‸\n', 'uuid', 'fields:\n  a: uuid\n'],
  ['block YAML', 'fields:\n  a: in‸teger # a note\n', 'number', 'fields:\n  a: number # a note\n'],
  ['block YAML', 'tables:\n  users:\n    count:‸\n', 'per', 'tables:\n  users:\n    count:\n      per: \n'],
  ['block YAML', 'jobs:\n  - name: a\n    format: ‸\n', 'csv', 'jobs:\n  - name: a\n    format: csv\n'],
  ['block YAML', 'fields:\n  a: uuid\n  b: { ty‸ }\n', 'type', 'fields:\n  a: uuid\n  b: { type:  }\n'],
  [
    'block YAML',
    'fields:\n  a: uuid\n  b: { type: integer, ‸ min: 1 }\n',
    'max',
    'fields:\n  a: uuid\n  b: { type: integer, max: 100, min: 1 }\n',
  ],
  [
    'block YAML',
    'fields:\n  a: uuid\n  b: { type: ‸, min: 1 }\n',
    'integer',
    'fields:\n  a: uuid\n  b: { type: integer, min: 1 }\n',
  ],
  [
    'block YAML',
    "fields:\n  s: enum (x, y)\n  b:\n    expr: s == '‸'\n",
    'x',
    "fields:\n  s: enum (x, y)\n  b:\n    expr: s == 'x'\n",
  ],
  [
    'block YAML',
    "fields:\n  s: enum (x, y)\n  b: { expr: 's == ''‸''' }\n",
    'x',
    "fields:\n  s: enum (x, y)\n  b: { expr: 's == ''x''' }\n",
  ],
  [
    'block YAML',
    'fields:\n  a: uuid\n  b:\n    prompt: |\n      About ‸\n',
    '{{a}}',
    'fields:\n  a: uuid\n  b:\n    prompt: |\n      About {{a}}\n',
  ],
  [
    'block YAML',
    'fields:\r\n  a: uuid\r\n  b:\r\n    ‸\r\n',
    'fields',
    'fields:\r\n  a: uuid\r\n  b:\r\n    fields:\r\n      \r\n',
  ],
  ['block YAML', 'fields:\n  a: "in‸"\n', 'integer', 'fields:\n  a: "integer"\n'],
  ['block YAML', "fields:\n  a: 'in‸'\n", 'integer', "fields:\n  a: 'integer'\n"],
];

describe('what completion inserts', () => {
  for (const [language, text, label, after] of LAYOUTS) {
    it(`takes ${label} in ${JSON.stringify(text)}`, async () => {
      const name = text.includes('jobs:') ? 'batch-config' : 'x.synth';
      const { document, items } = await offered(text, language, { name });
      const item = items.find((one) => one.label === label);
      assert.ok(item, items.map((one) => one.label).join(', '));
      assert.equal(applied(document, item), after);
    });
  }
});
