import type { CompletionItemKind } from 'vscode-languageserver-types';
import type { Sketch } from './sketch.js';

/** Something that could be written at the cursor. */
export interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Beside the label: a few words. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** What is likely comes first: 0 before 9. Among equals the order in which they are offered holds. */
  readonly rank: number;
  /** Words that it is found by, before its label. */
  readonly words?: string | undefined;
  readonly write: Written;
  /** What is told of it when it is looked at. */
  readonly data?: CandidateData | undefined;
}

export type Written =
  /** An entry of the mapping that the cursor is in. */
  | { readonly as: 'entry'; readonly key: string; readonly value: Sketch }
  /** Several entries. */
  | { readonly as: 'entries'; readonly entries: Sketch }
  /** The value that the cursor is at. */
  | { readonly as: 'value'; readonly value: Sketch }
  /** The first entry of the mapping that the cursor is the value of, on a line of its own where the language wants that. */
  | { readonly as: 'first-entry'; readonly key: string; readonly value: Sketch }
  /** A part of the text that the cursor is in: so many characters before the cursor, and the rest of the word behind it. */
  | { readonly as: 'part'; readonly text: string; readonly back: number; readonly call?: boolean };

/** What a candidate is resolved by. */
export interface CandidateData {
  readonly type: string;
  /** As a field says it; otherwise the label. */
  readonly field?: string;
}
