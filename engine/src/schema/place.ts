import type { Diagnostic } from './diagnostic.js';
import type { ParsedDocument, Range, SyntaxDiagnostic } from './parse.js';

/**
 * Where a diagnostic stands in the text of its document: its own place where it is one of syntax, else that of its
 * pointer, else (at a key that is missing, say) the nearest place around it. `undefined` in an empty document.
 */
export function placeOf(document: ParsedDocument, diagnostic: Diagnostic | SyntaxDiagnostic): Range | undefined {
  if ('range' in diagnostic) return diagnostic.range;
  const { pointer, at = 'value', span } = diagnostic;
  const exact = document.range(pointer, at, span);
  if (exact) return exact;
  for (let outer = pointer; outer !== '';) {
    outer = outer.slice(0, outer.lastIndexOf('/'));
    const range = document.range(outer, 'key') ?? document.range(outer);
    if (range) return range;
  }
  return undefined;
}
