import { type Diagnostic, placeAt, placeOf } from 'agentic-synth';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic as EditorDiagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { type CheckContext, editorDiagnostic, findings } from '../diagnostics.js';
import type { SynthDocument } from '../document/document.js';
import { textEdits } from '../document/edits.js';
import type { Splice } from '../document/pieces.js';
import { converted } from './convert.js';
import { FIX_ALL, fixedText, isClear } from './fix-all.js';
import { additions, extractedType, normalisedWeights, type Rewrite } from './rewrites.js';
import { wrapInFields } from './wrap.js';

/** Kinds of actions that {@link codeActions} may give. */
export const ACTION_KINDS: readonly string[] = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
  FIX_ALL,
];

/**
 * What can be done at a range: the fixes of the mistakes there, rewrites of what stands there, and, where it is asked for,
 * everything mended at once.
 */
export async function codeActions(
  document: SynthDocument,
  range: Range,
  context: CheckContext,
  only?: readonly string[],
): Promise<CodeAction[]> {
  const wanted = (kind: string): boolean =>
    only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) actions.push(...(await quickFixes(document, range, context)));
  const broken = document.parsed.diagnostics.some(({ severity }) => severity === 'error');
  if (document.kind === 'schema' && !broken) {
    if (wanted(CodeActionKind.RefactorRewrite)) actions.push(...rewrites(document, range));
    if (wanted(CodeActionKind.RefactorExtract)) actions.push(...extractions(document, range));
  }
  if (!broken && wanted(CodeActionKind.RefactorRewrite)) actions.push(...conversions(document));
  // Mending everything takes several checks: only when it is asked for.
  if (only !== undefined && wanted(FIX_ALL)) actions.push(...(await fixAll(document, context)));
  return actions;
}

async function quickFixes(document: SynthDocument, range: Range, context: CheckContext): Promise<CodeAction[]> {
  const actions: CodeAction[] = [];
  for (const found of await findings(document, context)) {
    if (found.file !== undefined && found.file !== document.file) continue;
    if (!touches(document, found, range)) continue;
    const diagnostic = await editorDiagnostic(document, found, context);
    for (const fix of fixesOf(document, found)) {
      const { title, edits } = fix;
      const changes = textEdits(document, edits);
      if (changes === undefined || changes.length === 0) continue;
      actions.push(quickFix(document, title, changes, diagnostic, isClear(found) && fix === found.fixes?.[0]));
    }
  }
  return actions;
}

function quickFix(
  document: SynthDocument,
  title: string,
  changes: TextEdit[],
  diagnostic: EditorDiagnostic,
  preferred: boolean,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: { changes: { [document.uri]: changes } },
    ...(preferred && { isPreferred: true }),
  };
}

/** The engine's own fixes, and those that add what a name should have meant. */
export function fixesOf(document: SynthDocument, found: Diagnostic): readonly Rewrite[] {
  const fixes: Rewrite[] = [...(found.fixes ?? [])];
  if (/^(?:ref\/(?:unknown-name|dangling)|expr\/unknown-name|count\/unknown-table)$/.test(found.code)) {
    const range = placeOf(document.parsed, found);
    const written = range && document.text.slice(range.start.offset, range.end.offset).replace(/^["']|["']$/g, '');
    if (written !== undefined) fixes.push(...additions(document.parsed.value, found, written));
  }
  return fixes;
}

function rewrites(document: SynthDocument, range: Range): CodeAction[] {
  const { value, tree } = document.parsed;
  const pointer = placeAt(tree, document.offsetAt(range.start))?.pointer ?? '';
  const actions: CodeAction[] = [];
  const weights = normalisedWeights(value, pointer);
  if (weights) actions.push(...rewrite(document, weights, CodeActionKind.RefactorRewrite));
  if (isFieldMap(value)) {
    const splices = wrapInFields(document);
    if (splices) {
      const edit = { changes: { [document.uri]: splices.map((splice) => editOf(document, splice)) } };
      actions.push({ title: 'Turn the field map into a document', kind: CodeActionKind.RefactorRewrite, edit });
    }
  }
  return actions;
}

function extractions(document: SynthDocument, range: Range): CodeAction[] {
  const { value, tree } = document.parsed;
  const pointer = placeAt(tree, document.offsetAt(range.start))?.pointer;
  const extracted = pointer === undefined ? undefined : extractedType(value, pointer);
  return extracted ? rewrite(document, extracted, CodeActionKind.RefactorExtract) : [];
}

function rewrite(document: SynthDocument, { title, edits }: Rewrite, kind: CodeActionKind): CodeAction[] {
  const changes = textEdits(document, edits);
  return changes ? [{ title, kind, edit: { changes: { [document.uri]: changes } } }] : [];
}

/** The whole document in the other language, under a name that says so. */
function conversions(document: SynthDocument): CodeAction[] {
  const { uri, version, parsed } = document;
  const ending = /\.(?:json|ya?ml)$/i;
  if (parsed.value === null || !uri.startsWith('file:') || !ending.test(uri)) return [];
  const text = converted(document);
  if (text === undefined) return [];
  const to = parsed.language === 'json' ? 'yaml' : 'json';
  const edit: WorkspaceEdit = {
    documentChanges: [
      { textDocument: { uri, version: version < 0 ? null : version }, edits: [whole(document, text)] },
      { kind: 'rename', oldUri: uri, newUri: uri.replace(ending, `.${to}`) },
    ],
  };
  return [{ title: `Convert to ${to === 'json' ? 'JSON' : 'YAML'}`, kind: CodeActionKind.RefactorRewrite, edit }];
}

async function fixAll(document: SynthDocument, context: CheckContext): Promise<CodeAction[]> {
  const text = await fixedText(document, context);
  if (text === document.text) return [];
  return [{ title: 'Fix all', kind: FIX_ALL, edit: { changes: { [document.uri]: [whole(document, text)] } } }];
}

/** The part of a document that another text differs in. */
function whole(document: SynthDocument, text: string): TextEdit {
  const old = document.text;
  const most = Math.min(old.length, text.length);
  let from = 0;
  while (from < most && old[from] === text[from]) from++;
  let to = 0;
  while (to < most - from && old[old.length - 1 - to] === text[text.length - 1 - to]) to++;
  return editOf(document, { start: from, end: old.length - to, text: text.slice(from, text.length - to) });
}

function editOf(document: SynthDocument, { start, end, text }: Splice): TextEdit {
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText: text };
}

function touches(document: SynthDocument, found: Diagnostic, { start, end }: Range): boolean {
  const place = placeOf(document.parsed, found);
  const from = place?.start.offset ?? 0;
  return from <= document.offsetAt(end) && (place?.end.offset ?? 0) >= document.offsetAt(start);
}

/** Every key is a field: not one that a document has. */
function isFieldMap(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const { fields, tables, events, type, $schema, $ref, properties } = value as Record<string, unknown>;
  if (typeof $schema === 'string' || typeof $ref === 'string') return false;
  const box = (part: unknown): boolean => part === null || (typeof part === 'object' && !('type' in part));
  return (
    ![fields, tables, events, properties].some((part) => part !== undefined && box(part)) && typeof type !== 'string'
  );
}
