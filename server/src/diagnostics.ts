import { AgenticSynth, parseDocument, placeOf, type Diagnostic } from 'agentic-synth';
import { DiagnosticSeverity, type Diagnostic as EditorDiagnostic, type Range } from 'vscode-languageserver';

const engine = new AgenticSynth();

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
} as const;

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

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
      range: placeOf(parsed, diagnostic) ?? START,
    }));
}
