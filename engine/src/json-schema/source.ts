/** The dialects that are read. OpenAPI 3.0's schema object is draft-04 with `nullable` and `example`. */
export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12' | 'openapi-3.0' | 'openapi-3.1';

/** An imported schema with every document it refers to, as plain data: it can be sent to a worker and read again there. */
export interface JsonSchemaSource {
  readonly documents: readonly SchemaDocument[];
  /** The schema that was asked for: a document's URI and a JSON pointer as fragment. */
  readonly root: string;
  /** Property names, titles and examples guide what values look like. */
  readonly infer: boolean;
  /** Keywords beside `$ref` hold in dialects too that ignore them, as for validators that read them all the same. */
  readonly neighbours?: boolean | undefined;
}

export interface SchemaDocument {
  /** Absolute, without a fragment; what `$ref` is resolved against unless `$id` says another. */
  readonly uri: string;
  readonly value: unknown;
  /** Path for messages, where it is not the document that was asked for. */
  readonly file?: string | undefined;
}

/**
 * What a value has to satisfy: each literal a schema that must hold, or must not. Plain data; `scope` says what dynamic
 * references lead to where the schema was reached, as the locations of the resources entered.
 */
export type GoalSource = readonly LiteralSource[];

export interface LiteralSource {
  /** URI with a JSON pointer as fragment. */
  readonly location: string;
  readonly negated: boolean;
  readonly scope: readonly string[];
}
