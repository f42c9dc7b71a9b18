import assert from 'node:assert/strict';
import type { CompletionItem, CompletionList, Range } from 'vscode-languageserver-types';
import { createDocument } from '../../../server/src/document/create.js';
import { completion } from '../../../server/src/features/completion.js';
import { Workspace } from '../../../server/src/workspace.js';

const TEXTS: Readonly<Record<string, readonly [text: string, language: 'json' | 'yaml']>> = {
  'a half-typed type': ['fields:\n  a: { type: inte| }\n', 'yaml'],
  'a key': ['fields:\n  a:\n    type: integer\n    mi|\n', 'yaml'],
  'a name in an expression': ['fields:\n  total: integer\n  b: { expr: "2 * to|" }\n', 'yaml'],
  'a type in JSON': ['{ "fields": { "a": "|" } }', 'json'],
  'a whole field in JSON': ['{ "fields": { "createdAt": | } }', 'json'],
  'an empty document': ['|', 'yaml'],
};

async function listOf(text: string, language: string, sharedRange: boolean): Promise<CompletionList> {
  const workspace = new Workspace();
  workspace.client = { snippets: true, markdown: true, sharedRange };
  const offset = text.indexOf('|');
  const document = createDocument({ uri: `file:///x.synth.${language}`, version: 1, text: text.replace('|', '') });
  return completion(document, document.positionAt(offset), { workspace });
}

/** What the protocol says that an item without an edit means. */
function whole({ textEditText, ...item }: CompletionItem, range: Range | undefined): CompletionItem {
  if (item.textEdit !== undefined || range === undefined) return item;
  return { ...item, textEdit: { range, newText: textEditText ?? item.label } };
}

describe('completion lists that say once what is replaced', () => {
  for (const [name, [text, language]] of Object.entries(TEXTS)) {
    it(`mean the same: ${name}`, async () => {
      const plain = await listOf(text, language, false);
      const { items, itemDefaults } = await listOf(text, language, true);
      assert.ok(plain.items.length > 0);
      assert.deepEqual(
        items.map((item) => whole(item, itemDefaults?.editRange as Range)),
        plain.items,
      );
      assert.ok(items.filter(({ textEdit }) => textEdit === undefined).length > items.length / 2);
    });
  }
});
