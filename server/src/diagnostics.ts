import { placeOf, type Diagnostic, type Position, type Range } from 'agentic-synth';
import {
  DiagnosticSeverity,
  type Diagnostic as EditorDiagnostic,
  type Range as EditorRange,
} from 'vscode-languageserver';
import type { SynthDocument } from './document/document.js';
import type { Workspace } from './workspace.js';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;

/**
 * The mistakes of a schema as an editor shows them. While the text itself is broken only that is said: what the schema
 * would mean is a guess until then.
 */
export async function diagnose(document: SynthDocument, workspace: Workspace): Promise<EditorDiagnostic[]> {
  const { file, parsed } = document;
  const syntax = parsed.diagnostics.some(({ severity }) => severity === 'error');
  const found: readonly Diagnostic[] = syntax
    ? parsed.diagnostics
    : [...parsed.diagnostics, ...(await workspace.check(document))];
  return found
    .filter((diagnostic) => diagnostic.file === undefined || diagnostic.file === file)
    .map((diagnostic) => ({
      source: 'agentic-synth',
      code: diagnostic.code,
      severity: SEVERITIES[diagnostic.severity],
      message: diagnostic.message,
      range: editorRange(placeOf(parsed, diagnostic)),
    }));
}

/** The start of the document where there is nothing to point at. */
function editorRange(range: Range | undefined): EditorRange {
  const position = (at: Position | undefined): EditorRange['start'] => ({
    line: at?.line ?? 0,
    character: at?.character ?? 0,
  });
  return { start: position(range?.start), end: position(range?.end) };
}
