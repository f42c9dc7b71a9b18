import assert from 'node:assert/strict';
import { check, parseDocument, semanticTypes } from '../../../engine/src/core.js';
import { grammarSummary } from '../../../engine/src/prompting/grammar-summary.js';
import { PLAN_EXAMPLES } from '../../../engine/src/prompting/plan-examples.js';
import { planPrompt, planSystem } from '../../../engine/src/prompting/plan-prompt.js';
import { estimateTokens } from '../../../engine/src/prompting/token-estimate.js';
import { KIND_SHAPES } from '../../../engine/src/schema/grammar-fields.js';
import { TABLE_TYPES } from '../../../engine/src/schema/grammar.js';

describe('what a model is told of the schema language', () => {
  for (const type of [undefined, ...TABLE_TYPES]) {
    it(`is short: ${type ?? 'all types'}`, () => {
      const tokens = estimateTokens(planSystem(type));
      assert.ok(tokens <= 2500, String(tokens));
    });
  }

  for (const { type, request, schema } of PLAN_EXAMPLES) {
    it(`shows no mistake: ${request}`, async () => {
      const parsed = parseDocument(schema, { language: 'yaml' });
      assert.deepEqual(parsed.diagnostics, []);
      assert.deepEqual(await check(parsed.value), []);
      assert.ok(planSystem(type).includes(schema));
    });
  }

  it('names every kind of field and every distribution of the grammar, and types that exist', () => {
    const summary = grammarSummary(TABLE_TYPES);
    for (const kind of Object.keys(KIND_SHAPES).filter((kind) => kind !== 'prompt')) {
      assert.match(summary, new RegExp(`^FIELD .*\\b${kind}\\b`, 'm'));
    }
    for (const name of ['normal(mean', 'zipf(exponent', 'histogram(edges', 'mixture(components']) {
      assert.ok(summary.includes(name), name);
    }
    const semantic = new Set(semanticTypes());
    const told = [.../^SEMANTIC = (.*)$/m.exec(summary)![1].matchAll(/(\w+)\.\{([^}]+)\}/g)].flatMap(
      ([, module, methods]) => methods.split(' ').map((method) => `${module}.${method}`),
    );
    assert.ok(told.length > 50);
    assert.deepEqual(
      told.filter((name) => !semantic.has(name)),
      [],
    );
    assert.doesNotMatch(summary, /undefined|\[object|: (?:value|unknown)\b(?!,|\s|})/);
  });

  it('leaves out what other types of tables have', () => {
    assert.doesNotMatch(planSystem('structured'), /seasonality|sessions/);
    assert.match(planSystem('timeseries'), /seasonality/);
    assert.doesNotMatch(planSystem('timeseries'), /sessions/);
    assert.match(planSystem('events'), /sessions/);
  });

  it('says what was wrong, place by place, and what would mend it', () => {
    const prompt = planPrompt(
      { description: 'a shop', type: 'structured', count: 5 },
      {
        draft: 'id: uuuid\n',
        diagnostics: [
          {
            code: 'field/unknown-type',
            severity: 'error',
            message: 'There is no type "uuuid".',
            pointer: '/id',
            fixes: [{ title: 'Change to "uuid"', edits: [] }],
          },
          { code: 'x', severity: 'hint', message: 'never mind', pointer: '' },
        ],
      },
    );
    assert.equal(
      prompt,
      `Request: a shop
It is structured data: write a table of type structured.
Tables without a parent have 5 rows.

You wrote:
\`\`\`yaml
id: uuuid
\`\`\`

It has these mistakes:
- field/unknown-type at /id: There is no type "uuuid". Fix: Change to "uuid".

Write the whole schema again without them, as YAML in one \`\`\`yaml block.`,
    );
  });
});
