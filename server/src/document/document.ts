import type { ParsedDocument } from 'agentic-synth';
import type { Position } from 'vscode-languageserver-types';

/**
 * What a file is: a data schema of the language, a JSON Schema (on request only), the configuration, a batch. The
 * features are the same functions for all; what is known at a place differs.
 */
export type DocumentKind = 'schema' | 'json-schema' | 'config' | 'batch';

/**
 * One version of one file. Immutable: an edit makes another. Everything derived from the text (the parsed value, the tree,
 * diagnostics, references) is made once, when it is first asked for, and kept with the version.
 */
export interface SynthDocument {
  readonly uri: string;
  /** Path of the file, for references to others; of a document without file, the path of its URI. */
  readonly file: string;
  readonly version: number;
  readonly text: string;
  readonly kind: DocumentKind;
  readonly language: 'json' | 'yaml';
  /** Read from this text; as much as could be read where it is broken. */
  readonly parsed: ParsedDocument;
  /** The newest version without an error of syntax, this one if it has none; `undefined` where there never was one. */
  readonly lastGood: SynthDocument | undefined;
  /** The newest version whose text has been read already; this one where there is none. */
  readonly known: SynthDocument;

  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
}
