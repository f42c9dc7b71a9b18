import { basename, isAbsolute } from 'node:path';
import {
  checkConfig,
  type Diagnostic,
  type Position,
  placeOf,
  type Range,
  readBatch,
  type SyntaxNode,
} from 'agentic-synth';
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as EditorDiagnostic,
  type DiagnosticRelatedInformation,
  type Range as EditorRange,
} from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { CodeLinks } from './code-links.js';
import type { SynthDocument } from './document/document.js';

/** What diagnostics and their fixes need of the workspace. */
export interface CheckContext {
  check(document: SynthDocument): Promise<readonly Diagnostic[]>;
  read(uri: string): Promise<SynthDocument | undefined>;
  /** Without it codes link nowhere. */
  readonly codeLinks?: CodeLinks | undefined;
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;

/** What changes nothing, or is said twice. */
const UNNECESSARY: ReadonlySet<string> = new Set(['enum/duplicate', 'signal/base', 'syntax/duplicate-key']);
/** Names of older versions and other tools. */
const DEPRECATED: ReadonlySet<string> = new Set(['property/renamed']);

/**
 * The mistakes of a document. While the text itself is broken only that is said: what it would mean is a guess until
 * then.
 */
export async function findings(document: SynthDocument, context: CheckContext): Promise<readonly Diagnostic[]> {
  const { diagnostics } = document.parsed;
  if (diagnostics.some(({ severity }) => severity === 'error')) return diagnostics;
  return [...diagnostics, ...(await meaning(document, context))];
}

async function meaning(document: SynthDocument, context: CheckContext): Promise<readonly Diagnostic[]> {
  const { value } = document.parsed;
  // An empty file is one that nobody has begun.
  if (document.kind === 'config') return checkConfig(value ?? {}).diagnostics;
  if (document.kind === 'batch') return value === null ? [] : readBatch(value).diagnostics;
  return context.check(document);
}

/** The mistakes of a document as an editor shows them. */
export async function diagnose(document: SynthDocument, context: CheckContext): Promise<EditorDiagnostic[]> {
  const shown: EditorDiagnostic[] = [];
  for (const found of await findings(document, context)) {
    const elsewhere = found.file !== undefined && found.file !== document.file;
    // What is only odd in another file is said there.
    if (elsewhere && found.severity !== 'error') continue;
    shown.push(elsewhere ? await brought(document, found, context) : await editorDiagnostic(document, found, context));
  }
  return shown;
}

/** A mistake of a document in the protocol's terms. */
export async function editorDiagnostic(
  document: SynthDocument,
  found: Diagnostic,
  context: CheckContext,
): Promise<EditorDiagnostic> {
  const related: DiagnosticRelatedInformation[] = [];
  for (const { pointer, message, file } of found.related ?? []) {
    const place = await locate(document, { pointer, file: file ?? found.file }, context);
    if (place) related.push({ location: place, message });
  }
  return make(document, found, editorRange(placeOf(document.parsed, found)), found.message, related, context);
}

/** A mistake of another file stands where this one refers to it, and leads there. */
async function brought(document: SynthDocument, found: Diagnostic, context: CheckContext): Promise<EditorDiagnostic> {
  const file = found.file as string;
  const name = basename(file);
  const location = await locate(document, found, context);
  const related = location ? [{ location, message: found.message }] : [];
  return make(document, found, mentionOf(document, name), `${name}: ${found.message}`, related, context);
}

function make(
  { parsed }: SynthDocument,
  { code, severity, pointer }: Diagnostic,
  range: EditorRange,
  message: string,
  related: readonly DiagnosticRelatedInformation[],
  { codeLinks }: CheckContext,
): EditorDiagnostic {
  const href = codeLinks?.(code);
  const tags: DiagnosticTag[] = [];
  if (UNNECESSARY.has(code) && parsed.range(pointer)) tags.push(DiagnosticTag.Unnecessary);
  if (DEPRECATED.has(code)) tags.push(DiagnosticTag.Deprecated);
  return {
    source: 'agentic-synth',
    code,
    severity: SEVERITIES[severity],
    message,
    range,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(related.length > 0 && { relatedInformation: [...related] }),
    ...(tags.length > 0 && { tags }),
  };
}

async function locate(
  document: SynthDocument,
  at: Pick<Diagnostic, 'pointer' | 'file' | 'span'> & Partial<Pick<Diagnostic, 'at'>>,
  context: CheckContext,
): Promise<DiagnosticRelatedInformation['location'] | undefined> {
  const { file = document.file } = at;
  if (file === document.file) return { uri: document.uri, range: editorRange(rangeOf(document, at)) };
  if (!isAbsolute(file)) return undefined;
  const uri = URI.file(file).toString();
  const other = await context.read(uri);
  return other && { uri: other.uri, range: editorRange(rangeOf(other, at)) };
}

function rangeOf({ parsed }: SynthDocument, at: Pick<Diagnostic, 'pointer' | 'span' | 'at'>): Range | undefined {
  return placeOf(parsed, { code: '', severity: 'error', message: '', ...at });
}

/** The first text of a document that names a file. */
function mentionOf(document: SynthDocument, name: string): EditorRange {
  const search = (node: SyntaxNode | undefined): EditorRange | undefined => {
    if (node?.kind === 'scalar' && typeof node.value === 'string') {
      const found = node.value.indexOf(name);
      if (found < 0) return undefined;
      return { start: document.positionAt(node.start), end: document.positionAt(node.end) };
    }
    const parts =
      node?.kind === 'map' ? node.entries.map(({ value }) => value) : node?.kind === 'list' ? node.items : [];
    for (const part of parts) {
      const found = search(part);
      if (found) return found;
    }
    return undefined;
  };
  return search(document.parsed.tree) ?? editorRange(undefined);
}

/** The start of the document where there is nothing to point at. */
function editorRange(range: Range | undefined): EditorRange {
  const position = (at: Position | undefined): EditorRange['start'] => ({
    line: at?.line ?? 0,
    character: at?.character ?? 0,
  });
  return { start: position(range?.start), end: position(range?.end) };
}
