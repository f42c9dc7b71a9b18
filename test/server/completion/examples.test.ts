import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { check, parseDocument } from 'agentic-synth';
import fc from 'fast-check';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { Document, isCollection, visit } from 'yaml';
import { applied, type Language, mistakes, offered } from './support.js';

const FOLDER = new URL('../../../examples/', import.meta.url);

/** The examples, in every language. */
const TEXTS: readonly [Language, string][] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.synth.yaml'))
  .flatMap((name): [Language, string][] => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const { value } = parseDocument(text, { language: 'yaml' });
    const flow = new Document(value);
    visit(flow, { Collection: (_, node) => void (isCollection(node) && (node.flow = true)) });
    return [
      ['block YAML', text],
      ['JSON', JSON.stringify(value, null, 2)],
      ['flow YAML', flow.toString()],
    ];
  });

/** Snippets hold names that are made up. */
const MADE_UP = new Set<CompletionItemKind | undefined>([CompletionItemKind.Snippet]);

async function unknowns(text: string, language: 'json' | 'yaml'): Promise<number> {
  const found = await check(parseDocument(text, { language }).value);
  return found.filter(({ code }) => code === 'property/unknown' || code === 'field/unknown-type').length;
}

describe('completion in the examples', () => {
  it('never breaks the syntax, and offers nothing that is unknown', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        async (which, where, snippets, picks) => {
          const [language, text] = TEXTS[which % TEXTS.length];
          const offset = Math.floor(where * text.length);
          const marked = `${text.slice(0, offset)}‸${text.slice(offset)}`;
          const { document, items } = await offered(marked, language, { snippets });
          const before = mistakes(text, document.language);
          const known = await unknowns(text, document.language);
          const few = items.length <= 6 ? items : [...picks.take(6)].map((pick) => items[pick % items.length]);
          for (const item of few) {
            const after = applied(document, item);
            const context = `${item.label} at\n${marked.slice(Math.max(0, offset - 120), offset + 80)}\ngives\n${after.slice(Math.max(0, offset - 120), offset + 160)}`;
            assert.ok(mistakes(after, document.language) <= before, context);
            // Another name for an entry that is there says what its value has to become.
            const renames = item.kind === CompletionItemKind.Property && !item.textEdit!.newText.includes(':');
            if (!MADE_UP.has(item.kind) && !renames)
              assert.ok((await unknowns(after, document.language)) <= known, context);
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 400), seed: 6 },
    );
  });

  it('answers the same twice', async () => {
    for (const [language, text] of TEXTS.slice(0, 6)) {
      const at = text.indexOf('type') + 6;
      const marked = `${text.slice(0, at)}‸${text.slice(at)}`;
      assert.deepEqual((await offered(marked, language)).items, (await offered(marked, language)).items);
    }
  });
});
