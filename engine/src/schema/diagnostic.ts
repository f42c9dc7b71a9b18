/** One mistake, in the one list that `validate`, SDK errors and the editor show. */
export interface Diagnostic {
  /** Stable, lower-case, `area/what`: `field/unknown-type`, `ref/dangling`, `unique/domain-too-small`. */
  readonly code: string;
  /** Only an `error` keeps a run from starting. */
  readonly severity: 'error' | 'warning' | 'hint';
  /** One or two sentences: what is wrong, and the way out. No trailing pointer; callers add the place. */
  readonly message: string;
  /** RFC 6901 JSON pointer into the document as written (`''` is the root). */
  readonly pointer: string;
  /** Whether the mistake is the key at `pointer` or its value (the default). */
  readonly at?: 'key' | 'value';
  /** The part of a text value it is in: offsets of UTF-16 code units in the value, end exclusive. */
  readonly span?: readonly [start: number, end: number];
  /** Changes that would mend it, best first. */
  readonly fixes?: readonly Fix[];
  /** Other places that belong to it, such as the other steps of a cycle; in its own file where they name none. */
  readonly related?: readonly { readonly pointer: string; readonly message: string; readonly file?: string }[];
  /** The file it is in, where that is not the document that was checked. */
  readonly file?: string;
}

/** A change to a document, by pointers, so that JSON and YAML editors can both apply it. */
export interface Fix {
  /** What it does, in a few words. */
  readonly title: string;
  /** To be made in their order. */
  readonly edits: readonly Edit[];
}

/** One change to a document, at JSON pointers. */
export type Edit =
  | { readonly op: 'add' | 'replace'; readonly pointer: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly pointer: string }
  | { readonly op: 'rename'; readonly pointer: string; readonly key: string }
  | { readonly op: 'move'; readonly from: string; readonly pointer: string };

/** Appends path segments to a JSON pointer, escaped. */
export function pointerTo(base: string, ...segments: readonly (string | number)[]): string {
  let pointer = base;
  for (const segment of segments) {
    const text = String(segment);
    const plain = !text.includes('~') && !text.includes('/');
    pointer += `/${plain ? text : text.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}

/** The segments of an RFC 6901 JSON pointer. */
export function segmentsOf(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'));
}
