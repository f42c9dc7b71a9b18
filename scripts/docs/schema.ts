import type * as z from 'zod';
import { listFunctions } from '../../engine/src/expression/functions.js';
import { typeNames, shorthandExamples } from '../../engine/src/grammar/type-names.js';
import { SEMANTIC_ALIASES, TYPE_ALIASES } from '../../engine/src/schema/aliases.js';
import { namesAt } from '../../engine/src/navigation/names.js';
import { baseShape, headShape, TABLE_SHAPES } from '../../engine/src/schema/grammar.js';
import { distribution, size } from '../../engine/src/schema/grammar-distribution.js';
import { commonShape, KIND_SHAPES } from '../../engine/src/schema/grammar-fields.js';
import { SIGNAL_PROPERTIES, signalShape } from '../../engine/src/schema/grammar-series.js';
import { semanticTypes } from '../../engine/src/vocabulary/catalog.js';
import { AgenticSynth } from '../../engine/src/synth.js';
import { code, formatted, generatedFrom, table } from './markdown.js';
import { schemaWithRows, valuesOf } from './samples.js';
import {
  COMMON,
  DISTRIBUTIONS,
  EXPRESSIONS,
  FORMS,
  KINDS,
  PARENTS,
  SEMANTIC_OPTIONS,
  TIME,
} from './schema-examples.js';
import { bare, meaningOf, type Shape, typeInWords } from './zod-shape.js';

/** Properties that change nothing that an example could show. */
const UNSEEN: ReadonlySet<string> = new Set(['type', 'description', 'key', 'model', 'pool']);

/** `docs/SCHEMA.md`, from the Zod schemas of the language; examples are drawn anew. */
export async function schemaDocument(): Promise<string> {
  return formatted([
    generatedFrom('the grammar in engine/src/schema; what examples make is drawn by the engine'),
    '# The schema language',
    'A schema says what rows look like. It is written in YAML or in JSON with comments, in files named `*.synth.yaml`, `*.synth.yml` or `*.synth.json`; `--schema` takes any file of JSON or YAML, and the SDK also objects. Property names that do not exist, values out of range, names that lead nowhere and schemas that nothing satisfies are told before the first row, with place and way out: `agentic-synth validate FILE`. What each code means: [DIAGNOSTICS.md](DIAGNOSTICS.md).',
    'What stands below examples here is what they make, at seed 0 unless they name one.',
    ...(await forms()),
    ...head(),
    ...(await fields()),
    ...(await common()),
    ...(await kinds()),
    ...(await distributions()),
    ...tables(),
    ...(await parents()),
    ...(await time()),
    ...(await expressions()),
    ...values(),
    ...determinism(),
    ...(await semantics()),
    '## Schemas of other languages',
    'A JSON Schema (draft-04 to 2020-12), a schema of an OpenAPI description (3.0, 3.1) and, in the SDK, a Zod schema (3, 4) do as well: see [EXAMPLES.md](EXAMPLES.md#from-a-json-schema). `$ref` reaches into files beside it; nothing is fetched from the network.',
    [
      '- Every keyword is honoured or named, every row is valid. A schema that nothing satisfies is an error with the place, before anything runs.',
      '- Names of properties, titles and examples decide what values look like; `--no-infer` (SDK `infer: false`) turns that off.',
      '- `x-synth` (in Zod `.meta({ synth: … })`) attaches a field of this language to a property: `"x-synth": { "type": "person.fullName" }`.',
      '- An optional property is missing in a tenth of the rows; where null is allowed, a tenth is null.',
      '- A schema of a list describes the file: its `items` are the rows.',
      '- What Zod checks or transforms beyond JSON Schema is run on every row, which is drawn anew until it passes.',
      '- `agentic-synth schema export` is the way back: the JSON Schema of the rows that a schema makes, with what it cannot say under `x-synth`.',
    ].join('\n'),
  ]);
}

async function forms(): Promise<string[]> {
  const parts = [
    '## Forms',
    'There are four, told apart by their keys. A root with `tables` has several tables; one with `type`, `fields` or `events` is a document with one table; a JSON Schema is one by its `$schema`, `$defs`, `$ref`, `properties` and the like; everything else is a map of fields. In a map every key is a field, also one named `count` or `type: string`; where a document is taken for a map or the other way round, put the fields under `fields:`.',
  ];
  for (const { title, text, schema } of FORMS) {
    parts.push(`### ${title}`, text, ...(await schemaWithRows(schema, { rows: 2 })));
  }
  return parts;
}

function head(): string[] {
  return [
    '## Settings of a document',
    'Beside `fields` or `tables`. Flags and options of a call are stronger.',
    properties(headShape()),
  ];
}

async function fields(): Promise<string[]> {
  const rows: string[][] = [];
  for (const { text } of shorthandExamples()) rows.push([code(text), ...(await shown(text, 3))]);
  for (const text of ['person.fullName', 'string[]', 'email?']) rows.push([code(text), ...(await shown(text, 3))]);
  const aliases = Object.entries(TYPE_ALIASES).reduce(
    (all, [alias, of]) => all.set(of, [...(all.get(of) ?? []), code(alias)]),
    new Map<string, string[]>(),
  );
  return [
    '## Fields',
    'A field is a text, `TYPE (ARGUMENTS)[]?`, or a mapping that says more. In parentheses stand a range (`0..100`, also `0 to 100`), a length, a share or values; `[]` makes a list, `?` lets a tenth be null. A type is one of the language, [a semantic type](#all-semantic-types), a name under `types` of the document, or one that [a plug-in](CUSTOM-GENERATORS.md) registers.',
    table(['field', 'first rows'], rows),
    'Names of types from elsewhere are understood:',
    table(
      ['type', 'other names'],
      [...aliases].map(([type, names]) => [code(type), names.join(', ')]),
    ),
  ];
}

async function common(): Promise<string[]> {
  const parts = ['## Properties of every field', properties(commonShape())];
  const all = COMMON.map(({ schema }) => schema).join('\n');
  requireAll(
    'properties of every field',
    Object.keys(commonShape()).filter((name) => name !== 'prompt'),
    all,
  );
  for (const { text, schema, rows } of COMMON) parts.push(text, ...(await schemaWithRows(schema, { rows })));
  parts.push('They hold in this order: `optional`, `when`, `by`, the value, `nullable`.');
  return parts;
}

async function kinds(): Promise<string[]> {
  const parts: string[] = ['## Types of fields'];
  for (const { title, kind, text, fields, schemas = [] } of KINDS) {
    const shape = KIND_SHAPES[kind]() as Shape;
    requireAll(title, Object.keys(shape), [...fields, ...schemas.map(({ schema }) => schema)].join('\n'));
    parts.push(`### ${title}`, text, properties(shape));
    const rows: string[][] = [];
    for (const field of fields) rows.push([code(field), ...(await shown(field))]);
    if (rows.length > 0) parts.push(table(['field', 'first rows'], rows));
    for (const { schema, ...options } of schemas) parts.push(...(await schemaWithRows(schema, options)));
  }
  return parts;
}

async function distributions(): Promise<string[]> {
  const rows: string[][] = [];
  const options = (bare(distribution()) as z.ZodUnion).options as z.ZodObject[];
  for (const option of options) {
    const { type, ...shape } = option.shape as Shape;
    const [name] = (type as z.ZodEnum).options as string[];
    const example = DISTRIBUTIONS[name];
    if (example === undefined) throw new Error(`scripts/docs/schema-examples.ts has no ${name} distribution`);
    const given = Object.keys(shape)
      .map((key) => code(key))
      .join(', ');
    rows.push([code(name), given, option.description ?? '', `${code(example)} → ${(await shown(example))[0]}`]);
  }
  const sizes = (bare(size()) as z.ZodUnion).options[1] as z.ZodObject;
  return [
    '### Distributions',
    "`distribution` says how values are spread. The field's `min` and `max` cut it off: what lies outside is never drawn, and never moved to the border. `mean` and `stdDev` are in the unit of the data, for dates an instant and a duration. Other fields that have a distribution take the same.",
    table(['`type`', 'with', 'what it is', 'example'], rows),
    '### Sizes',
    'The `length` of texts and lists: a whole number, or a mapping.',
    properties(sizes.shape as Shape),
  ];
}

function tables(): string[] {
  const { type: _type, ...structured } = TABLE_SHAPES.structured() as Shape;
  return [
    '## Tables',
    'What stands in a table of `tables`, or beside `fields` in a document.',
    properties({ count: structured.count, fields: structured.fields, ...baseShape() }),
  ];
}

async function parents(): Promise<string[]> {
  const parts: string[] = ['## Tables that belong together'];
  for (const { text, schema, rows } of PARENTS) parts.push(text, ...(await schemaWithRows(schema, { rows })));
  return parts;
}

async function time(): Promise<string[]> {
  const { type: _t, fields: _f, count: _c, ...series } = TABLE_SHAPES.timeseries() as Shape;
  const { type: _u, fields: _g, count: _d, ...events } = TABLE_SHAPES.events() as Shape;
  const parts = [
    '## Time series and events',
    'Tables with `type: timeseries` or `type: events` have a time. [TIME-SERIES-AND-EVENTS.md](TIME-SERIES-AND-EVENTS.md) says all of it, with pictures; here are their properties.',
    '### Properties of a time series',
    properties(without(series, baseShape())),
    '### Signals of a number in a time series',
    properties(signalShape()),
    '### Properties of events',
    properties(without(events, baseShape())),
  ];
  requireAll('signals', SIGNAL_PROPERTIES, TIME.map(({ schema }) => schema).join('\n'));
  for (const { text, schema, ...options } of TIME) parts.push(text, ...(await schemaWithRows(schema, options)));
  return parts;
}

async function expressions(): Promise<string[]> {
  const specials = namesAt({ fields: { value: 'uuid' } }, '/fields/value').names.filter(
    ({ kind }) => kind === 'special',
  );
  return [
    '## Expressions',
    'In `expr`, `when` and between `{{` and `}}` stand expressions of [CEL](https://cel.dev), with arithmetic over whole numbers and decimals mixed. They are evaluated by an interpreter and can reach nothing but the row.',
    [
      '- Names are sought in the innermost object or item, then outwards to the row, then among the rows that it refers to (by alias or table). `row["odd name"]` reaches a field with any name.',
      '- A parent sees the tables counted `per` it as lists: `sum(items.map(i, i.price))`.',
      '- A null operand makes the result null and a condition false; `x == null` asks for it. In templates null is empty.',
      '- Whole numbers divide without the fraction. A division by zero ends the run, and the error names the row.',
      '- Operators: `+ - * / %`, `== != < <= > >=`, `&& || !`, `c ? a : b`, `in`, `list[0]`, `map.key`. `duration("90d")` takes the units of this language.',
    ].join('\n'),
    table(
      ['name', 'type', 'meaning'],
      specials.map(({ name, type, description = '' }) => [code(name), code(type), description]),
    ),
    ...(await schemaWithRows(EXPRESSIONS, { rows: 2 })),
    '### Functions',
    table(
      ['function', 'signatures', 'what it gives'],
      listFunctions().map(({ name, signatures, description }) => [
        code(name),
        signatures.map((signature) => code(signature)).join(', '),
        description,
      ]),
    ),
  ];
}

function values(): string[] {
  return [
    '## How values are written',
    table(
      ['value', 'written', 'meaning'],
      [
        [
          'duration',
          '`500ms` `30s` `15m` `1h30m` `90d` `2w` `1mo` `1y` `P90D`',
          '`m` is a minute, `mo` a month; `sec min hour day week month year` are understood too',
        ],
        ['rate', '`100/sec` `5/m` `0.1/d`', 'an amount for each unit of time'],
        [
          'instant',
          '`2025-01-31` `2025-01-31T09:00:00+01:00` `now` `now-90d`',
          'ISO 8601; `now` is the reference date',
        ],
        ['share', '`0.1`', 'a fraction of 1, never a percentage'],
        ['weights', '`{ a: 9, b: 1 }`', 'relative; at least 0, and not all 0'],
        [
          'path',
          '`city` `address.city` `users.country`',
          'the name of a field, also in objects and in rows referred to',
        ],
      ],
    ),
    'Days, weeks, months and years follow the calendar of the `timezone`; the end of a month stays the end. `min` and `max` are both included.',
  ];
}

function determinism(): string[] {
  return [
    '## The same rows again',
    [
      'The same schema, seed and version of agentic-synth give the same bytes, on any platform, for any batch size, number of threads and shard.',
      'A value depends on the seed, its table, its row and its field: adding, removing or reordering fields changes no other. After a rename, `key: oldName` keeps the values.',
      'Row 5 is the same whether 10 rows are made or a million.',
      'Nothing reads the clock: `now` is a date of the document, or `--now`.',
      'What a language model writes comes from the model, not from the seed. It is kept, and `--frozen` gives it again.',
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
}

/** Every semantic type with a value of it. */
async function semantics(): Promise<string[]> {
  const aliases = Object.entries(SEMANTIC_ALIASES).reduce(
    (all, [alias, of]) => all.set(of, [...(all.get(of) ?? []), code(alias)]),
    new Map<string, string[]>(),
  );
  const names = semanticTypes();
  const synth = new AgenticSynth();
  const schema = {
    fields: Object.fromEntries(names.map((name) => [name.replace('.', '_'), SEMANTIC_OPTIONS[name] ?? name])),
  };
  const [row] = await synth.generate('structured', { schema, count: 1 });
  const infos = typeNames();
  return [
    '## All semantic types',
    `With a value of each, and the options that its mapping can name: \`{ type: number.int, options: { … } }\`.`,
    table(
      ['type', 'a value', 'options', 'other names'],
      names.map((name) => [
        code(name),
        code(shortened(JSON.stringify((row as Record<string, unknown>)[name.replace('.', '_')]))),
        (infos.get(name)?.options ?? []).map((option) => code(option.name)).join(', '),
        (aliases.get(name) ?? []).join(', '),
      ]),
    ),
  ];
}

/** Long values are cut: the table would be wider than any screen. */
function shortened(text: string): string {
  const characters = [...text.replaceAll('\\n', ' ')];
  return characters.length > 70 ? `${characters.slice(0, 69).join('')}…` : text.replaceAll('\\n', ' ');
}

async function shown(field: string, count?: number): Promise<[string]> {
  return [(await valuesOf(field, count)).map((value) => code(shortened(value))).join(', ')];
}

function properties(shape: Shape): string {
  return table(
    ['property', 'type', 'meaning', 'default'],
    Object.entries(shape).map(([name, schema]) => {
      const { meaning, fallback } = meaningOf(schema);
      return [code(name), typeInWords(schema), meaning, fallback];
    }),
  );
}

function without(shape: Shape, other: Shape): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !Object.hasOwn(other, name)));
}

/** Every property has to be seen in an example. */
function requireAll(where: string, names: readonly string[], examples: string): void {
  const missing = names.filter((name) => !UNSEEN.has(name) && !new RegExp(String.raw`\b${name}:`).test(examples));
  if (missing.length > 0)
    throw new Error(`scripts/docs/schema-examples.ts shows no ${missing.join(', ')} for ${where}`);
}
