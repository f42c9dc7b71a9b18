import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { validateRows } from '../../oracle/validate.js';
import { generate } from './generate.js';

const EXAMPLES = ['users.json', 'shop.synth.yaml', 'clinic.synth.yaml', 'invoices.synth.yaml', 'school.synth.yaml'];

describe('examples: every row holds', function () {
  this.timeout(120_000);

  for (const file of EXAMPLES) {
    it(file, async () => {
      const text = readFileSync(new URL(`../../../examples/${file}`, import.meta.url), 'utf8');
      const schema = (file.endsWith('.json') ? parseJson(text) : parseYaml(text)) as object;
      for (const seed of [1, 2])
        assert.deepEqual(validateRows(schema, await generate(schema, { seed })).slice(0, 5), []);
    });
  }
});
