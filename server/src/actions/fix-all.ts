import type { Diagnostic } from 'agentic-synth';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CheckContext, findings } from '../diagnostics.js';
import { createDocument } from '../document/create.js';
import type { SynthDocument } from '../document/document.js';
import { textEdits } from '../document/edits.js';

/** Kind of the action that mends everything that can be mended without asking; editors may run it on save. */
export const FIX_ALL = 'source.fixAll.agentic-synth';

/** So many fixes are applied at most. */
const ROUNDS = 50;

/** Whether there is but one way to mend a mistake, taking out what is wrong left aside. */
export function isClear({ fixes = [] }: Diagnostic): boolean {
  const changing = fixes.filter(({ edits }) => edits.some(({ op }) => op !== 'remove'));
  return changing.length === 1 ? fixes[0] === changing[0] : changing.length === 0 && fixes.length === 1;
}

/** The text with every mistake mended that has one fix, as long as that makes none that is new. */
export async function fixedText(document: SynthDocument, context: CheckContext): Promise<string> {
  let now = document;
  let mistakes = await findings(now, context);
  const tried = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const next = mistakes.find((found) => isClear(found) && isOf(now, found) && !tried.has(nameOf(found)));
    if (next === undefined) break;
    tried.add(nameOf(next));
    const changes = textEdits(now, next.fixes?.[0].edits ?? []);
    if (changes === undefined) continue;
    const { uri, file, kind, version, language, text } = now;
    const mended = TextDocument.applyEdits(TextDocument.create(uri, '', version, text), changes);
    const changed = createDocument({ uri, file, kind, version, languageId: language, text: mended });
    const left = await findings(changed, context);
    if (errors(left) > errors(mistakes) || left.some((found) => nameOf(found) === nameOf(next))) continue;
    now = changed;
    mistakes = left;
    // Pointers may mean other places now.
    tried.clear();
  }
  return now.text;
}

function isOf(document: SynthDocument, { file }: Diagnostic): boolean {
  return file === undefined || file === document.file;
}

function errors(found: readonly Diagnostic[]): number {
  return found.filter(({ severity }) => severity === 'error').length;
}

function nameOf({ code, pointer, at = 'value', message }: Diagnostic): string {
  return `${code} ${pointer} ${at} ${message}`;
}
