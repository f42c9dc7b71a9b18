/**
 * Where the cursor stands, in terms of the document: the same for JSON, block YAML and flow YAML, and at broken and
 * half-typed places too, for which the text around the cursor is read rather than the tree.
 */
export interface Cursor {
  /**
   * What is being written: a key of the mapping at `pointer`; the value at `pointer` (a property's value or a list's
   * item); or nothing that could be completed (inside a comment, after a complete value).
   */
  readonly at: 'key' | 'value' | 'nothing';
  /** RFC 6901. For a value that is not there yet, where it will be. */
  readonly pointer: string;
  /** What a completion replaces, quotes included: offsets. Empty where nothing is typed yet. */
  readonly replace: { readonly start: number; readonly end: number };
  /** The text between the start of the word and the cursor, without quotes and with escapes resolved. */
  readonly typed: string;
  /** How the word is quoted now. */
  readonly quote: '' | '"' | "'";
  /** For a key: those that the mapping has already, without the one being typed. */
  readonly siblings: readonly string[];
  /** For a key: whether a colon stands behind it already. */
  readonly hasColon: boolean;
  /** Within braces or brackets: JSON, and flow YAML. */
  readonly flow: boolean;
  /** What has to be put after an inserted entry so that the next one parses: a comma, or nothing. */
  readonly after: '' | ',';
  /** What has to be put before it: a comma where the entry before has none, a space right behind a colon or dash. */
  readonly before: '' | ',' | ' ';
  /** Indentation of the mapping or list that the cursor is in: the white space before its entries. */
  readonly indent: string;
  /** One level of indentation in this file, such as two spaces or a tab. */
  readonly unit: string;
  /** In a text value: the offset of the cursor in the value, for expressions and templates. */
  readonly inText: number | undefined;
}
