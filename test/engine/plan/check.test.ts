import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isBatch } from '../../../engine/src/batch/read.js';
import { check, parseDocument } from '../../../engine/src/core.js';
import { mistakes } from './run.js';

const examples = new URL('../../../examples/', import.meta.url);
const documents = readdirSync(examples)
  .filter((name) => /\.(ya?ml|json)$/.test(name))
  .map((name) => [name, parseDocument(readFileSync(new URL(name, examples), 'utf8'), { file: name }).value] as const)
  .filter(([, document]) => !isBatch(document));

describe('check', () => {
  for (const [name, document] of documents) {
    it(`finds nothing wrong with ${name}`, async () => {
      assert.deepEqual(
        (await check(document)).filter((d) => d.severity !== 'hint'),
        [],
      );
    });
  }

  it('lists mistakes of values and of names together', async () => {
    const found = await mistakes({
      fields: {
        price: { type: 'numbr' },
        total: { expr: 'pric * 2' },
        twice: { expr: 'price * 2' },
        mail: { type: 'email', from: 'nme' },
      },
    });
    assert.deepEqual(found.sort(), [
      'expr/unknown-name /fields/total/expr',
      'field/unknown-type /fields/price/type',
      'ref/unknown-name /fields/mail/from',
    ]);
  });

  it('never throws, whatever is broken', async () => {
    const paths = (value: unknown, at: (string | number)[] = []): (string | number)[][] =>
      typeof value === 'object' && value !== null
        ? [at, ...Object.entries(value).flatMap(([k, v]) => paths(v, [...at, k]))]
        : [at];
    const edit = fc.constantFrom(...documents.map(([, d]) => d)).chain((document) =>
      fc.record({
        document: fc.constant(document),
        edits: fc.array(
          fc.tuple(
            fc.constantFrom(...paths(document)),
            fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
          ),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(edit, async ({ document, edits }) => {
        const copy = structuredClone({ root: document }) as Record<string, unknown>;
        for (const [path, value] of edits) {
          let parent: Record<string, unknown> = copy;
          for (const key of ['root', ...path].slice(0, -1)) {
            const next = parent[key];
            if (typeof next !== 'object' || next === null) break;
            parent = next as Record<string, unknown>;
          }
          const last = path.at(-1) ?? 'root';
          if (Array.isArray(parent)) parent.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
          else if (value === undefined) delete parent[last];
          else parent[last] = value;
        }
        for (const { code, pointer, message } of await check(copy.root)) {
          assert.match(code, /^[a-z]+\/[a-z-]+$/);
          assert.match(pointer, /^(\/|$)/);
          assert.ok(message.length > 5);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  }).timeout(60_000);
});
