import assert from 'node:assert/strict';
import type { CompletionItem, Hover, Range, TextEdit } from 'vscode-languageserver-types';
import type { SynthDocument } from '../../../server/src/document/document.js';
import { completion, resolveCompletion } from '../../../server/src/features/completion.js';
import { hover } from '../../../server/src/features/hover.js';
import type { Workspace } from '../../../server/src/workspace.js';

export interface AtPlace {
  readonly items: readonly CompletionItem[];
  readonly told: Hover | null;
}

/** What is offered and told at a place of a document; edits and ranges must be in the text and where the protocol wants them. */
export async function offeredAndTold(document: SynthDocument, offset: number, workspace: Workspace): Promise<AtPlace> {
  const position = document.positionAt(offset);
  const { items } = await completion(document, position, { workspace });
  assert.equal(new Set(items.map(({ label }) => label)).size, items.length, 'labels are different');
  for (const { textEdit, additionalTextEdits = [], label } of items) {
    const { range, newText } = textEdit as TextEdit;
    assertInText(document, range);
    // Of one line, and around the cursor.
    assert.equal(range.start.line, range.end.line, label);
    assert.ok(document.offsetAt(range.start) <= offset && offset <= document.offsetAt(range.end), label);
    assert.equal(typeof newText, 'string');
    for (const more of additionalTextEdits) {
      assertInText(document, more.range);
      assert.ok(document.offsetAt(more.range.end) <= document.offsetAt(range.start), label);
    }
  }
  const item = items[offset % Math.max(1, items.length)];
  if (item?.data !== undefined) await resolveCompletion(item, document, { workspace });
  const told = await hover(document, position, { workspace });
  if (told?.range) {
    assertInText(document, told.range);
    assert.ok(document.offsetAt(told.range.start) <= offset && offset <= document.offsetAt(told.range.end));
  }
  return { items, told };
}

function assertInText(document: SynthDocument, { start, end }: Range): void {
  const [from, to] = [document.offsetAt(start), document.offsetAt(end)];
  assert.ok(from <= to);
  assert.deepEqual(document.positionAt(from), start);
  assert.deepEqual(document.positionAt(to), end);
}
