import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver-types';
import { cases, type Case } from './cases.js';
import { applied, blankless, LANGUAGES, marked, mistakes, offered, valueOf } from './support.js';

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((here, segment) => (here as Record<string, unknown> | null | undefined)?.[segment], value);
}

describe('completion', () => {
  for (const [group, list] of Object.entries(cases)) {
    describe(group, () => {
      for (const one of list) {
        for (const language of LANGUAGES) {
          if (one.only !== undefined && !one.only.includes(language)) continue;
          const text = marked(one, language);
          it(`${one.at || '/'} ${one.typed ?? ''} in ${text.length < 60 ? JSON.stringify(text) : language}`, () =>
            run(one, text, language));
        }
      }
    });
  }

  async function run(one: Case, text: string, language: (typeof LANGUAGES)[number]): Promise<void> {
    const { items, document } = await offered(text, language, one.setting);
    const labels = items.map(({ label }) => label);
    for (const label of one.has ?? [])
      assert.ok(labels.includes(label), `${label} is missing: ${labels.join(', ')}\n${text}`);
    for (const label of one.not ?? []) assert.ok(!labels.includes(label), `${label} should not be offered\n${text}`);
    if (one.first !== undefined) assert.deepEqual(labels.slice(0, one.first.length), one.first, text);
    if (one.exactly !== undefined)
      assert.deepEqual(
        labels.filter((label) => label !== '{…}').sort(),
        one.exactly.filter((label) => label !== '{…}').sort(),
        text,
      );
    if (one.gives === undefined) return;
    const [label, pointer, expected] = one.gives;
    const item = items.find((candidate) => candidate.label === label);
    assert.ok(item !== undefined, `${label} is missing: ${labels.join(', ')}\n${text}`);
    const result = applied(document, item);
    assert.equal(mistakes(result, document.language), 0, result);
    assert.deepEqual(at(valueOf(result, document.language), pointer), blankless(expected), result);
    // What a client without tab stops inserts is what stands in them.
    const stops = await offered(text, language, { ...one.setting, snippets: true });
    const same = stops.items.find((candidate) => candidate.label === label)!;
    assert.deepEqual(valueOf(applied(stops.document, same), document.language), valueOf(result, document.language));
    const typed = document.text.slice(document.offsetAt((item.textEdit as TextEdit).range.start), text.indexOf('‸'));
    const rest = typed.replace(/^[ ]+/, '');
    const isSubsequence = [...rest.toLowerCase()].reduce(
      (k, c) => (k < 0 ? k : (item.filterText ?? item.label).toLowerCase().indexOf(c, k)),
      0,
    );
    assert.ok(isSubsequence >= 0, `"${item.filterText ?? item.label}" is filtered out by "${rest}"`);
  }
});
