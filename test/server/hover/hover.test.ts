import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgenticSynth, parseDocument, type TableRow } from 'agentic-synth';
import type { Hover, MarkupContent } from 'vscode-languageserver-types';
import { Document, isCollection, visit } from 'yaml';
import { createDocument } from '../../../server/src/document/create.js';
import { hover } from '../../../server/src/features/hover.js';
import { Workspace } from '../../../server/src/workspace.js';

type Language = 'JSON' | 'block YAML' | 'flow YAML';
const LANGUAGES: readonly Language[] = ['JSON', 'block YAML', 'flow YAML'];

interface Asked {
  readonly text: string;
  readonly hover: Hover | null;
  /** What is told; empty where nothing is. */
  readonly told: string;
}

async function ask(
  marked: string,
  { json = false, name = 'x.synth', folder = '/nowhere', markdown = true, trusted = true } = {},
): Promise<Asked> {
  const workspace = new Workspace();
  workspace.client = { snippets: true, markdown };
  workspace.trusted = trusted;
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const document = createDocument({ uri: `file://${folder}/${name}.${json ? 'json' : 'yaml'}`, version: 1, text });
  const found = await hover(document, document.positionAt(offset), { workspace });
  return { text, hover: found, told: (found?.contents as MarkupContent | undefined)?.value ?? '' };
}

/** The document of block YAML, with its cursor mark, in another language. */
function translated(marked: string, language: Language): string {
  if (language === 'block YAML') return marked;
  const { value, diagnostics } = parseDocument(marked, { language: 'yaml' });
  assert.deepEqual(diagnostics, []);
  if (language === 'JSON') return JSON.stringify(value, null, 2);
  const document = new Document(value);
  visit(document, { Collection: (_, node) => void (isCollection(node) && (node.flow = true)) });
  return document.toString({ lineWidth: 0 });
}

const SHOP = `
name: shop
seed: 42
tables:
  users:
    description: People who buy
    count: 1000
    fields:
      id: uuid
      name: person.fullName
      age: { type: integer, min: 18, max: 90, distribution: { type: normal, mean: 40, stdDev: 12 }, nullable: 0.1 }
      plan: { enum: { free: 8, pro: 2 }, description: What they pay for }
      active: boolean (0.25)
  orders:
    count: { per: users, min: 0, max: 20 }
    fields:
      id: sequence
      userId: { ref: users.id }
      plan: { ref: users.plan }
      at: { type: datetime, within: 90d, after: start, format: iso }
      start: { type: datetime, precision: 1h30m }
      total: { expr: 'round(double(users.age) * 1.5, 2)' }
      note: { template: 'Order {{upper(users.name)}}' }
      review: { prompt: 'About {{note}}', model: gemini-flash, length: { max: 300 } }
`;

/** A word of the shop, with the cursor in it at its nth place, and what is told. */
const TOLD: readonly [word: string, nth: number, has: readonly RegExp[], not?: RegExp][] = [
  ['person.fullName', 0, [/full name/, /First values/, /- `".+"`/]],
  [
    'age',
    0,
    [/integer from 18 to 90, normal/, /null in 10 %/, /mean 40/, /5 %, 50 % and 95 % at or below 2\d, 40, 6\d/],
  ],
  ['min', 0, [/Smallest value, inclusive/, /number/]],
  ['distribution', 0, [/How values are spread/]],
  ['stdDev', 0, [/stdDev/, /number/]],
  ['normal', 0, [/Bell curve/]],
  ['nullable', 0, [/Share of nulls/, /true or false/]],
  ['integer', 0, [/whole number/, /First values/]],
  ['boolean', 0, [/True or false/, /true in 25 %/]],
  ['count', 0, [/Rows/]],
  ['seed', 0, [/Same seed, same data/]],
  ['tables', 0, [/Tables by name/]],
  ['users', 0, [/1000 rows, 5 fields/, /People who buy/]],
  ['orders', 0, [/0 to 20 for each of users, which has 1000/]],
  ['per', 0, [/parent table/]],
  ['users', 1, [/1000 rows/]],
  ['users.id', 0, [/1000 rows/]],
  ['plan', 0, [/one of 2 values/, /What they pay for/]],
  ['within', 0, [/At most this far/, /duration/]],
  ['90d', 0, [/^90 days$/]],
  ['1h30m', 0, [/^1 hour, 30 minutes$/]],
  ['start', 0, [/datetime/]],
  ['round', 0, [/round\(double, int\): double/, /nearest/]],
  ['upper', 0, [/upper\(string\)/]],
  ['gemini-flash', 0, [/Gemini/, /\\\$\d/, /Context: [\d,]+ tokens/]],
  ['sequence', 0, [/Counts up/, /- `1`\n- `2`/]],
  ['uuid', 0, [/unique id/]],
  ['review', 0, [/language model writes/, /local text in place of the model/]],
  ['prompt', 0, [/language model is asked/]],
];

describe('hover', () => {
  for (const language of LANGUAGES) {
    describe(language, () => {
      for (const [word, nth, has, not] of TOLD) {
        it(`tells of ${word} (${nth})`, async () => {
          let at = -1;
          for (let i = 0; i <= nth; i++) at = indexOfWord(SHOP, word, at + 1);
          const marked = `${SHOP.slice(0, at + 1)}‸${SHOP.slice(at + 1)}`;
          const { told, hover: found, text } = await ask(translated(marked, language), { json: language === 'JSON' });
          for (const pattern of has) assert.match(told, pattern);
          if (not) assert.doesNotMatch(told, not);
          assert.ok(found?.range && text.length > 0);
        });
      }
    });
  }

  function indexOfWord(text: string, word: string, from: number): number {
    const found = new RegExp(`(?<![\\w.])${word.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
    found.lastIndex = from;
    const match = found.exec(text);
    assert.ok(match, word);
    return match.index;
  }

  it('shows the values that are generated at the seed', async () => {
    const marked = SHOP.replace('name: person', 'na‸me: person');
    const { told } = await ask(marked);
    const { value } = parseDocument(SHOP, { language: 'yaml' });
    const names: unknown[] = [];
    const rows = new AgenticSynth().generateStream<TableRow>('structured', { schema: value as object, model: 'local' });
    for await (const { table, row } of rows) {
      if (table === 'users') names.push(row.name);
      if (names.length === 5) break;
    }
    for (const name of names) assert.ok(told.includes(JSON.stringify(name)), `${name} in ${told}`);
  });

  it('covers the word, not the text around it', async () => {
    const { hover: found } = await ask("fields:\n  a: integer\n  b: { expr: 'abs(‸a) + 1' }\n");
    assert.ok(found);
  });

  it('tells of names in templates', async () => {
    const { told } = await ask(
      "fields:\n  age: { type: integer, min: 3, max: 4 }\n  b: { template: 'I am {{a‸ge}}.' }\n",
    );
    assert.match(told, /integer from 3 to 4/);
  });

  it('tells of what stands in another file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hover-'));
    try {
      await writeFile(
        join(folder, 'users.synth.yaml'),
        'tables:\n  users:\n    count: 7\n    fields:\n      id: uuid\n      age: { type: integer, min: 3, max: 4 }\n',
      );
      const text = (part: string): string => `fields:\n  a: { ref: './users.synth.yaml#${part}' }\n`;
      assert.match((await ask(text('us‸ers.age'), { folder })).told, /7 rows/);
      assert.match((await ask(text('users.a‸ge'), { folder })).told, /integer from 3 to 4/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tells of configurations and batches', async () => {
    assert.match((await ask('models: { temp‸erature: 1 }', { name: '.agentic-synth' })).told, /How far models stray/);
    assert.match(
      (await ask('models:\n  routing: { strategy: hy‸brid }', { name: '.agentic-synth' })).told,
      /router weighs/,
    );
    assert.match(
      (await ask('jobs:\n  - name: a\n    depends‸On: [b]\n', { name: 'batch-config' })).told,
      /Jobs that run before/,
    );
    assert.match(
      (await ask('jobs:\n  - name: a\n    model: gemini-f‸lash\n', { name: 'batch-config' })).told,
      /Gemini/,
    );
  });

  const VALUES: readonly [marked: string, has: RegExp][] = [
    ['now: 2026-01-01\nfields:\n  a: { type: datetime, min: now-9‸0d }', /^90 days before the reference date, 2026/],
    ['fields:\n  a: { type: datetime, max: n‸ow }', /^The reference date of the document$/],
    ['seed: 4‸2\nfields:\n  a: uuid', /Same seed, same data/],
    ['fields:\n  a: { type: integer, nullable: 0.‸2 }', /Share of nulls/],
    ['fields:\n  a: { enum: { fr‸ee: 8, pro: 2 } }', /\*\*free\*\*: 80 % by weight/],
    ['type: events\nevents:\n  vi‸ew: { weight: 3 }\n  buy: {}\n', /75 % by weight/],
    ['fields:\n  a: { type: integer, min: 1, max: 3, distribution: { type: zipf, exponent: 1.‸2 } }', /exponent/],
  ];
  for (const [marked, has] of VALUES) {
    for (const language of LANGUAGES) {
      it(`tells of the value in ${JSON.stringify(marked)} in ${language}`, async () => {
        // A number keeps its mark as a text would.
        const text = translated(marked, language).replace(/(['"])(\d*\.?)‸(\d*)\1/, '$2‸$3');
        assert.match((await ask(text, { json: language === 'JSON' })).told, has);
      });
    }
  }

  it('tells which variable is meant, never what it holds', async () => {
    process.env.SYNTH_HOVER_TEST = 'secret-value';
    try {
      for (const trusted of [true, false]) {
        const text = 'apiKeys: { gemini: "${SYNTH_HO‸VER_TEST}" }';
        const { told } = await ask(text, { name: '.agentic-synth', trusted });
        assert.equal(told, `Environment variable \`SYNTH_HOVER_TEST\`${trusted ? ', set' : ''}`);
      }
    } finally {
      delete process.env.SYNTH_HOVER_TEST;
    }
  });

  const SCHEMA = `
$schema: https://json-schema.org/draft/2020-12/schema
type: object
properties:
  age: { type: integer, minimum: 18, maximum: 90 }
  name: { type: string, x-synth: { type: person.fullName, locale: de } }
`;
  const OF_SCHEMA: readonly [word: string, has: RegExp][] = [
    ['age', /integer from 18 to 90[^]*mean 4\d[^]*First values/],
    ['name', /full name[^]*without the key|absent in 10 %[^]*- `"/],
    ['minimum', /minimum numerical value/],
    ['properties', /A map of property names/],
    ['x-synth', /laid over what the schema itself says/],
    ['locale', /Locale of this field/],
    ['person.fullName', /full name/],
  ];
  for (const language of LANGUAGES) {
    for (const [word, has] of OF_SCHEMA) {
      it(`tells of ${word} in a JSON Schema in ${language}`, async () => {
        const at = indexOfWord(SCHEMA, word, 0) + 1;
        const marked = translated(`${SCHEMA.slice(0, at)}‸${SCHEMA.slice(at)}`, language);
        for (const name of ['x.synth', 'x.schema'])
          assert.match((await ask(marked, { json: language === 'JSON', name })).told, has);
      });
    }
  }

  const nothing: readonly string[] = [
    'fields:\n  a: uuid\n‸',
    '# a ‸note\nfields:\n  a: uuid\n',
    'fields:\n  a: no‸nsense\n',
    'unknown:\n  d‸eep: { a: 1 }\nfields: { a: uuid }\n',
    '‸',
  ];
  for (const text of nothing) {
    it(`tells nothing in ${JSON.stringify(text)}`, async () => assert.equal((await ask(text)).hover, null));
  }

  const hostile: readonly string[] = [
    '</code><script>alert(1)</script>',
    '![x](https://evil.example/x.png)',
    '[click](command:workbench.action.terminal.new)',
    '`` ` ``` code',
    '**bold** _it_ # head',
    '<img src=x onerror=alert(1)>',
    '\n\n# a heading\n\n| a |',
    '$(trash) &lt;b&gt;',
    'https://evil.example',
  ];
  for (const value of hostile) {
    it(`shows ${JSON.stringify(value)} as it is`, async () => {
      const text = JSON.stringify({ fields: { a: { const: value, description: value } } });
      const { told } = await ask(text.replace('"a"', '"‸a"'), { json: true });
      // Outside of code nothing is left that could be markup.
      const outside = told.replace(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
      assert.doesNotMatch(outside, /(?<!\\)[<>[\]]|(?<!\\)!\[|(?<!\\)\]\(/);
      assert.doesNotMatch(outside, /https:\/\/|command:|\$\(/);
      assert.doesNotMatch(outside, /^#/m);
      const plain = (await ask(text.replace('"a"', '"‸a"'), { json: true, markdown: false })).hover!
        .contents as MarkupContent;
      assert.equal(plain.kind, 'plaintext');
      assert.ok(plain.value.includes(value.trim().replace(/\s*\n\s*/g, ' ')), plain.value);
    });
  }
});
