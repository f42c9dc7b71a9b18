import type { Dialect } from './source.js';

/** One schema, boolean or object, in its place. Nodes are unique by place: compare them by identity. */
export interface SchemaNode {
  readonly id: number;
  /** URI of the document with a JSON pointer as fragment. */
  readonly location: string;
  /** RFC 6901 pointer in its document. */
  readonly pointer: string;
  /** The document, where it is not the one asked for. */
  readonly file?: string | undefined;
  readonly dialect: Dialect;
  readonly value: boolean | Readonly<Record<string, unknown>>;
}

/** A schema as reached: dynamic references depend on the resources entered on the way. */
export interface SchemaAt {
  readonly node: SchemaNode;
  readonly scope: DynamicScope;
}

/** What dynamic anchors lead to, outermost first. Interned: equal scopes are one object. */
export interface DynamicScope {
  readonly id: number;
  /** Locations of the resources entered that have dynamic anchors, outermost first. */
  readonly resources: readonly string[];
}
