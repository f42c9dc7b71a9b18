import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDocument } from '../../../engine/src/schema/parse.js';
import { references, type Definition, type NameUse } from '../../../engine/src/navigation/references.js';
import { AgenticSynth } from '../../../engine/src/core-synth.js';
import { applied, textAt } from './rename.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const examples = readdirSync(EXAMPLES)
  .filter((name) => /\.synth\.yaml$/.test(name))
  .map((name) => [name, parseDocument(readFileSync(join(EXAMPLES, name), 'utf8')).value as object] as const);

/** `kind pointer[start,end] → pointer` */
function told(uses: readonly NameUse[]): string[] {
  return uses.map(({ kind, pointer, at, span, target }) => {
    const where = `${at === 'key' ? 'key ' : ''}${pointer}[${span.join(',')}]`;
    return `${kind} ${where} → ${target === undefined ? 'nothing' : (target.file ?? '') + target.pointer}`;
  });
}

describe('references', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      'a copied column and an alias',
      {
        tables: {
          users: { fields: { id: 'uuid', home: { fields: { city: 'city' } } } },
          orders: {
            fields: {
              buyerId: { ref: 'users.id', as: 'buyer' },
              city: { ref: 'buyer.home.city' },
              again: { ref: 'users.home', as: 'buyer' },
              text: { template: '𝄞 {{buyer.home.city}} {{ city }}' },
            },
          },
        },
      },
      [
        'table /tables/orders/fields/buyerId/ref[0,5] → /tables/users',
        'field /tables/orders/fields/buyerId/ref[6,8] → /tables/users/fields/id',
        'alias /tables/orders/fields/city/ref[0,5] → /tables/orders/fields/buyerId/as',
        'field /tables/orders/fields/city/ref[6,10] → /tables/users/fields/home',
        'field /tables/orders/fields/city/ref[11,15] → /tables/users/fields/home/fields/city',
        'table /tables/orders/fields/again/ref[0,5] → /tables/users',
        'field /tables/orders/fields/again/ref[6,10] → /tables/users/fields/home',
        'alias /tables/orders/fields/again/as[0,5] → /tables/orders/fields/buyerId/as',
        'alias /tables/orders/fields/text/template[5,10] → /tables/orders/fields/buyerId/as',
        'field /tables/orders/fields/text/template[11,15] → /tables/users/fields/home',
        'field /tables/orders/fields/text/template[16,20] → /tables/users/fields/home/fields/city',
        'field /tables/orders/fields/text/template[26,30] → /tables/orders/fields/city',
      ],
    ],
    [
      'children, macros and variables',
      {
        tables: {
          orders: {
            fields: {
              id: 'sequence',
              a: { expr: 'sum(items.filter(i, i.n > 1).map(x, x.n * orders2))' },
              b: { expr: 'items[0].n + cel.bind(i, items, i[1].nope)' },
            },
          },
          items: { count: { per: 'orders' }, fields: { n: 'integer', of: { ref: 'orders.id' } } },
        },
      },
      [
        'table /tables/orders/fields/a/expr[4,9] → /tables/items',
        'field /tables/orders/fields/a/expr[22,23] → /tables/items/fields/n',
        'field /tables/orders/fields/a/expr[38,39] → /tables/items/fields/n',
        'field /tables/orders/fields/a/expr[42,49] → nothing',
        'table /tables/orders/fields/b/expr[0,5] → /tables/items',
        'field /tables/orders/fields/b/expr[9,10] → /tables/items/fields/n',
        'table /tables/orders/fields/b/expr[25,30] → /tables/items',
        'field /tables/orders/fields/b/expr[37,41] → nothing',
        'table /tables/items/count/per[0,6] → /tables/orders',
        'table /tables/items/fields/of/ref[0,6] → /tables/orders',
        'field /tables/items/fields/of/ref[7,9] → /tables/orders/fields/id',
      ],
    ],
    [
      'the innermost field of a name, dotted names, odd names',
      {
        a: 'integer',
        'x.y': 'integer',
        'ö ß': 'integer',
        o: { fields: { a: 'integer', b: { expr: 'a + x.y + row["ö ß"] + o.a' } } },
        l: { items: { fields: { c: 'integer', d: { expr: 'c + a' } } } },
      },
      [
        'field /o/fields/b/expr[0,1] → /o/fields/a',
        'field /o/fields/b/expr[4,7] → /x.y',
        'field /o/fields/b/expr[15,18] → /ö ß',
        'field /o/fields/b/expr[23,24] → /o',
        'field /o/fields/b/expr[25,26] → /o/fields/a',
        'field /l/items/fields/d/expr[0,1] → /l/items/fields/c',
        'field /l/items/fields/d/expr[4,5] → /a',
      ],
    ],
    [
      'named types, wherever they are used',
      {
        types: { person: { fields: { first: 'firstName', mail: { type: 'email', from: 'first' } } }, many: 'person[]' },
        fields: { owner: 'person?', crowd: { type: 'many' }, t: 'persn', m: { expr: 'owner.mail' } },
      },
      [
        'field /types/person/fields/mail/from[0,5] → /types/person/fields/first',
        'field /fields/m/expr[0,5] → /fields/owner',
        'field /fields/m/expr[6,10] → /types/person/fields/mail',
        'type /fields/owner[0,6] → /types/person',
        'type /fields/crowd/type[0,4] → /types/many',
        'type /fields/t[0,5] → nothing',
        'type /types/many[0,6] → /types/person',
      ],
    ],
    [
      'events, sessions and the columns they bring',
      {
        type: 'events',
        typeField: 'what',
        events: { open: { fields: { page: 'url' } }, close: {} },
        sessions: {
          first: 'open',
          next: { open: { close: 1, opne: 1 }, close: { end: 1 } },
          dwell: { type: 'exponential', mean: '1s' },
        },
        fields: { at: 'datetime', x: { expr: "what == 'open' && page != ''", after: ['at'] } },
        timeField: 'at',
      },
      [
        'field /timeField[0,2] → /fields/at',
        'event /sessions/first[0,4] → /events/open',
        'event key /sessions/next/open[0,4] → /events/open',
        'event key /sessions/next/open/close[0,5] → /events/close',
        'event key /sessions/next/open/opne[0,4] → nothing',
        'event key /sessions/next/close[0,5] → /events/close',
        'column /fields/x/expr[0,4] → /typeField',
        'field /fields/x/expr[18,22] → /events/open/fields/page',
        'field /fields/x/after/0[0,2] → /fields/at',
      ],
    ],
    [
      'half-typed expressions, as far as names can be made out',
      { fields: { price: 'number', total: { expr: 'price * (pri + price.' }, t: { template: '{{price}} {{pri' } } },
      [
        'field /fields/total/expr[0,5] → /fields/price',
        'field /fields/total/expr[15,20] → /fields/price',
        'field /fields/t/template[2,7] → /fields/price',
        'field /fields/t/template[12,15] → nothing',
      ],
    ],
  ];
  for (const [name, schema, expected] of cases) {
    it(name, () => assert.deepEqual(told(references(schema).uses), expected));
  }

  it('follows references into other files', () => {
    const schema = {
      fields: { u: { ref: './u.yaml#users.id' }, n: { ref: 'users.name' }, gone: { ref: './v.yaml#users.id' } },
    };
    const other = { tables: { users: { fields: { id: 'uuid', name: 'fullName' } } } };
    const asked: string[] = [];
    const { uses, definitions } = references(schema, {
      other: (file) => {
        asked.push(file);
        return file === './u.yaml' ? { value: other, file: '/a/u.yaml' } : undefined;
      },
    });
    assert.deepEqual(told(uses), [
      'file /fields/u/ref[0,8] → /a/u.yaml',
      'table /fields/u/ref[9,14] → /a/u.yaml/tables/users',
      'field /fields/u/ref[15,17] → /a/u.yaml/tables/users/fields/id',
      'table /fields/n/ref[0,5] → /a/u.yaml/tables/users',
      'field /fields/n/ref[6,10] → /a/u.yaml/tables/users/fields/name',
      'file /fields/gone/ref[0,8] → nothing',
    ]);
    assert.deepEqual(asked, ['./u.yaml', './v.yaml']);
    assert.ok(definitions.every(({ file }) => file === undefined));
  });

  it('asks for a file that refers back once', () => {
    const one = { tables: { a: { fields: { id: 'uuid', b: { ref: 'two#b.id' } } } } };
    const two = { tables: { b: { fields: { id: 'uuid', a: { ref: 'one#a.id' } } } } };
    const files: Record<string, unknown> = { one, two };
    const { uses } = references(one, { other: (file) => ({ value: files[file], file }) });
    assert.equal(uses.filter(({ target }) => target === undefined).length, 0);
  });

  it('resolves every name of the examples, whose text is the name', () => {
    for (const [name, schema] of examples) {
      for (const use of references(schema).uses) {
        const text = use.at === 'key' ? lastOf(use.pointer) : (textAt(schema, use.pointer) as string);
        assert.equal(use.target?.name, text.slice(...use.span), `${name} ${use.pointer}`);
      }
    }
  });

  it('never throws, whatever stands where', () => {
    const values = [
      null,
      1,
      '',
      'users',
      'users.id',
      '{{',
      'a.b.c',
      [],
      {},
      [null],
      { type: 5 },
      { fields: 1 },
      { ref: 'x#y' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...values)), { minLength: 1, maxLength: 6 }),
        ([, schema], changes) => {
          const broken = structuredClone(schema) as Record<string, unknown>;
          for (const [nat, value] of changes) {
            const places = placesIn(broken);
            const [holder, key] = places[nat % places.length];
            holder[key] = structuredClone(value);
          }
          for (const { target, span } of references(broken).uses) {
            assert.ok(span[0] >= 0 && span[0] <= span[1]);
            assert.ok(target === undefined || textAt(broken, target.pointer) !== undefined);
          }
        },
      ),
      { numRuns: 300, seed: 6 },
    );
  });
});

describe('renaming by references', () => {
  for (const [file, schema] of examples) {
    it(`keeps ${file} right, and its values where identity is kept`, async function () {
      this.timeout(60_000);
      const synth = new AgenticSynth();
      const before = await synth.check(schema);
      const index = references(schema);
      const { type = 'structured' } = schema as { type?: string };
      const draw = async (of: object): Promise<unknown> =>
        valuesOf(await synth.generate(type, { schema: of, count: 4, model: 'local' }));
      const rows = await draw(schema);
      for (const definition of index.definitions) {
        // What a person's name is made from is told by the name of the field.
        if (index.uses.some(({ pointer, target }) => /\/from(\/\d+)?$/.test(pointer) && target === definition))
          continue;
        const renamed = applied(schema, index, definition, 'renamedHere');
        const after = await synth.check(renamed);
        assert.equal(after.length, before.length, `${definition.pointer}: ${after.map((d) => d.message).join()}`);
        if (!keepsIdentity(definition)) continue;
        assert.deepEqual(await draw(renamed), rows, definition.pointer);
      }
    });
  }
});

/** Fields can be told apart by `key` whatever their names are; a table is part of the identity of its aliases. */
function keepsIdentity({ kind, pointer }: Definition): boolean {
  return kind === 'field' && !pointer.startsWith('/types');
}

/** The values of records without their names. */
function valuesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valuesOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.values(value).map(valuesOf);
}

function lastOf(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

/** Every place of a value that can be set. */
function placesIn(value: unknown): (readonly [Record<string, unknown>, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...placesIn(holder[key])]);
}
