import assert from 'node:assert/strict';
import { playground, published } from './support.js';

interface Item {
  readonly label: string;
  readonly textEdit: { readonly newText: string };
}

const TEXTS: readonly [name: string, text: string, line: number, character: number][] = [
  ['user.schema.json', '{\n  "properties": {\n    "age": { "type": "integer",  }\n  }\n}\n', 2, 32],
  ['user.schema.yaml', 'properties:\n  age:\n    type: integer\n    \n', 3, 4],
];

describe('language server: JSON Schemas', () => {
  const place = playground();

  for (const [name, text, line, character] of TEXTS) {
    it(`serves ${name}: keywords, what a property makes, our language under x-synth`, async () => {
      const client = await place.start();
      const uri = place.uri(name);
      client.open(uri, text);
      const textDocument = { uri };
      const { items } = await client.request<{ items: Item[] }>('textDocument/completion', {
        textDocument,
        position: { line, character },
      });
      const labels = items.map(({ label }) => label);
      assert.ok(labels.includes('minimum') && labels.includes('x-synth') && !labels.includes('min'), labels.join());
      const minimum = items.find(({ label }) => label === 'minimum')!;
      assert.match(minimum.textEdit.newText, /^"?minimum"?: (?:0|\$\{1:0\})$/);
      const whole = text
        .replace(/, {2}\}/, ', "x-synth": { "type": "integer", "min": 20, "max": 30 } }')
        .replace(/\n {4}\n$/, '\n    x-synth: { type: integer, min: 20, max: 30 }\n');
      client.change(uri, 2, { text: whole });
      assert.deepEqual((await published(client, uri, 2)).diagnostics, []);
      const at = whole.slice(0, whole.indexOf('age')).split('\n');
      const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
        textDocument,
        position: { line: at.length - 1, character: at.at(-1)!.length + 1 },
      });
      assert.match(hover.contents.value, /from 20 to 30/);
    });
  }
});
