/**
 * The text of a document as a tree, the same for JSON and YAML, for editors: it exists for broken texts too, as far as
 * they could be read. Offsets are UTF-16 code units of the text as given.
 */
export type SyntaxNode = MapNode | ListNode | ScalarNode | AliasNode;

interface Placed {
  readonly start: number;
  /** After the last character; a block collection of YAML ends with its last value. */
  readonly end: number;
}

/** A mapping of a document, with its place. */
export interface MapNode extends Placed {
  readonly kind: 'map';
  /** In braces: always in JSON. */
  readonly flow: boolean;
  readonly entries: readonly SyntaxEntry[];
}

/** One key of a mapping, from the start of the key to the end of its value. */
export interface SyntaxEntry extends Placed {
  readonly key: ScalarNode;
  /** Missing while it is being typed. */
  readonly value: SyntaxNode | undefined;
  /** What a merge key `<<` of YAML brings in has no entry of its own. */
  readonly merge: boolean;
}

/** A list of a document, with its place. */
export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly (SyntaxNode | undefined)[];
}

/** A text, number, true, false or null of a document, with its place. */
export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

/** An alias of YAML, `*name`. */
export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: SyntaxNode | undefined;
}
