import { AgenticSynth, parseDocument, placeOf, type Diagnostic, type Position, type Range } from 'agentic-synth';
import {
  DiagnosticSeverity,
  type Diagnostic as EditorDiagnostic,
  type Range as EditorRange,
} from 'vscode-languageserver';

const engine = new AgenticSynth();

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;

/**
 * The mistakes of a schema as an editor shows them. While the text itself is broken only that is said: what the schema
 * would mean is a guess until then.
 */
export async function diagnose(text: string, file: string): Promise<EditorDiagnostic[]> {
  const parsed = parseDocument(text, { file });
  const syntax = parsed.diagnostics.some(({ severity }) => severity === 'error');
  const found: readonly Diagnostic[] = syntax
    ? parsed.diagnostics
    : [...parsed.diagnostics, ...(await engine.check(parsed.value, { file }))];
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
